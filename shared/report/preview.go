package report

import (
	"errors"

	"dangol/shared/ledger"
)

var (
	// ErrNone: no night has published yet.
	ErrNone = errors.New("no night has published yet")
	// ErrTooLarge: the shop is too large for an answer while somebody waits.
	ErrTooLarge = errors.New("too large to preview")
)

// Preview says what a policy would change, were it saved now. Everybody is
// taken twice from AsOf to On, the first night that would decide by it: by the
// rules in force, and by those asked about. What is bought until then is not
// known yet and counts in neither.
type Preview struct {
	AsOf ledger.Day `json:"asOf" doc:"the night customers are taken from"`
	On   ledger.Day `json:"on" doc:"the first night that would decide by it"`
	// Customers and Sales are everybody's, as of On: Sales are M over the last
	// twelve months.
	PreviewTotal
	// Moved are those who would be in another grade, now or later; of them, Rises
	// would be in a better one and Falls in a worse one. The rest are in a grade
	// that cannot be compared, or leave or join the figures.
	Moved PreviewTotal `json:"moved"`
	Rises PreviewTotal `json:"rises"`
	Falls PreviewTotal `json:"falls"`
	// Moves counts customers by the first day on which the two ways part.
	Moves  []PreviewMove  `json:"moves"`
	Grades []PreviewGrade `json:"grades"`
	Cost   PreviewCost    `json:"cost"`
	// Warnings are what else is true.
	Warnings []PreviewWarning `json:"warnings"`
}

// PreviewTotal is how many customers, and M of their last twelve months.
type PreviewTotal struct {
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
}

// Add counts one more customer.
func (t *PreviewTotal) Add(sales ledger.Amount) {
	t.Customers++
	t.Sales += sales
}

// PreviewMove counts the customers who on day On would be in grade To instead
// of From, where the rules in force have them. From is "" for customers those
// rules leave out of the figures, To for those the others leave out.
type PreviewMove struct {
	On     ledger.Day `json:"on"`
	From   string     `json:"from"`
	To     string     `json:"to"`
	Change string     `json:"change" enum:"rise,fall,other" doc:"a fall is announced like any other, and comes on that day unless the customer keeps the grade"`
	PreviewTotal
}

// PreviewGrade is how many customers have a grade: as the last night published
// it, and on night On by the rules in force and by those asked about.
type PreviewGrade struct {
	ID      string `json:"id"`
	Now     int    `json:"now"`
	InForce int    `json:"inForce"`
	Asked   int    `json:"asked"`
}

// PreviewCost is what benefits and coupons would cost in as many days as those
// from From to To, by the rules in force and by those asked about, and by how
// much that changes; below 0 it would be less. A customer of a grade is taken
// to use them as often as the grade's customers of the last night did in those
// days, and each use to cost what the rules say. Unknown are those of the rules
// asked about which no grade had: they count for nothing. Points are not in it.
type PreviewCost struct {
	From    *ledger.Day    `json:"from,omitempty" doc:"first day whose uses are counted: twelve months before the last night, or the first sale"`
	To      *ledger.Day    `json:"to,omitempty" doc:"inclusive"`
	InForce *ledger.Amount `json:"inForce,omitempty"`
	Asked   *ledger.Amount `json:"asked,omitempty"`
	Change  *ledger.Amount `json:"change,omitempty"`
	Unknown []string       `json:"unknown,omitempty" doc:"benefits and coupons that cost, and of which nobody knows how often they would be used"`
	Absent  string         `json:"absent,omitempty" enum:"uses_not_known" doc:"why there is no figure: nothing was given in those days"`
}

// PreviewWarning is something true about a preview that its reader must know;
// N is how many it concerns.
type PreviewWarning struct {
	Code string `json:"code" enum:"few_customers,days_unknown,grade_abolished,pin_unknown_grade" doc:"few_customers: too few to tell much. days_unknown: so many days lie between the last night and the first that decides by it. grade_abolished: so many customers have a grade the document has not. pin_unknown_grade: so many are pinned to such a one."`
	N    int    `json:"n"`
}
