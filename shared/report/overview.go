package report

import "dangol/shared/ledger"

// Overview answers what happened.
type Overview struct {
	Head
	Merchant Merchant `json:"merchant"`
	// Since is the business day of the first transaction; absent in an empty
	// shop.
	Since *ledger.Day `json:"since,omitempty"`
	// Sales are over every transaction since then.
	Sales     Totals    `json:"sales"`
	Customers Customers `json:"customers"`
	// Periods compare a span that ends the day before AsOf with the span of
	// the same length before it, shortest first.
	Periods []Period `json:"periods"`
	// Days are the last DaysMax business days before AsOf, oldest first,
	// without gaps.
	Days     []DaySales     `json:"days"`
	Grades   []GradeShare   `json:"grades"`
	Segments []SegmentShare `json:"segments"`
	Regulars Regulars       `json:"regulars"`
}

// DaysMax is how many days Overview.Days holds: thirteen months.
const DaysMax = 400

// Merchant names the shop and its money.
type Merchant struct {
	Name     string  `json:"name"`
	Currency string  `json:"currency"`
	Digits   int     `json:"digits" doc:"minor-unit digits of the currency"`
	Zone     string  `json:"zone"`
	Stores   []Store `json:"stores"`
}

// Store names one store.
type Store struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Customers counts people.
type Customers struct {
	Total  int `json:"total"`  // everybody known before AsOf
	Buyers int `json:"buyers"` // with a counting visit
	Scored int `json:"scored"` // of those, with scores
}

// Period is a span and the one before it.
type Period struct {
	Days   int       `json:"days"`
	Now    SpanTotal `json:"now"`
	Before SpanTotal `json:"before"`
	// NewlyQuiet is how many regulars became quiet in the span and still are.
	NewlyQuiet int `json:"newlyQuiet"`
}

// SpanTotal sums one span of days.
type SpanTotal struct {
	From ledger.Day `json:"from"`
	To   ledger.Day `json:"to"` // inclusive
	Totals
	// Members is the part of Gross bought by known customers.
	Members ledger.Amount `json:"members"`
	// Buyers had a counting visit in the span; Newcomers their first ever.
	Buyers    int `json:"buyers"`
	Newcomers int `json:"newcomers"`
}

// DaySales sums one business day. Members is the part of Gross bought by known
// customers; Sales and Refunded count transactions.
type DaySales struct {
	Day     ledger.Day    `json:"day"`
	Gross   ledger.Amount `json:"gross"`
	Refunds ledger.Amount `json:"refunds"`
	Members ledger.Amount `json:"members"`
	Sales   int           `json:"sales"`
}

// GradeShare is one grade's part. Sales are M over the grade window.
type GradeShare struct {
	ID        string        `json:"id"`
	Ko        string        `json:"ko"`
	En        string        `json:"en"`
	Colour    string        `json:"colour"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
}

// SegmentShare is one segment's part. Sales are M over the last twelve months.
type SegmentShare struct {
	Name      string        `json:"name"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
}

// Regulars counts customers by the regulars' own rule.
type Regulars struct {
	// The rule: visits in the months that end at the last visit, and days of
	// silence.
	Visits          int `json:"visits"`
	CandidateVisits int `json:"candidateVisits"`
	Months          int `json:"months"`
	QuietAfter      int `json:"quietAfter"`
	GoneAfter       int `json:"goneAfter"`

	Regular   int `json:"regular"`
	Candidate int `json:"candidate"`
	Quiet     int `json:"quiet"`    // regulars gone quiet, not candidates
	Gone      int `json:"gone"`     // regulars who left
	QuietAll  int `json:"quietAll"` // candidates included
	// Week lists the regulars who became quiet in the last seven days, by
	// what they bought in twelve months, at most WeekMax; WeekCount and
	// WeekSales cover all of them.
	WeekCount int             `json:"weekCount"`
	WeekSales ledger.Amount   `json:"weekSales"`
	Week      []QuietCustomer `json:"week"`
}

// WeekMax is how many newly quiet regulars are listed.
const WeekMax = 7

// QuietCustomer is a regular who became quiet.
type QuietCustomer struct {
	Customer string        `json:"customer"`
	Grade    string        `json:"grade"`
	Days     int           `json:"days"` // since the last visit
	Interval float64       `json:"interval" doc:"their own median days between visits"`
	Sales    ledger.Amount `json:"sales"` // M over twelve months
}
