package report

import (
	"dangol/shared/ledger"
	"dangol/shared/value"
)

// Value answers what customers are worth.
type Value struct {
	Head
	// Pareto is over M since the database began, Year over the last twelve
	// months, and YearBefore over the twelve before those; that one is absent in
	// a shop that has not been open so long. The margin is one rate, so the same
	// by margin would be the same curves.
	Pareto     value.Pareto  `json:"pareto"`
	Year       value.Pareto  `json:"year"`
	YearBefore *value.Pareto `json:"yearBefore,omitempty"`
	Margin     Margin        `json:"margin"`
	// Discount is what money a year from now is worth less.
	Discount float64        `json:"discount"`
	Forecast value.Forecast `json:"forecast"`
	// CLV is absent without a forecast.
	CLV *CLV `json:"clv,omitempty"`
	// Referral says who brings others.
	Referral Referral `json:"referral"`
	// Common says what the first visits of the best fifth had more often.
	Common Common `json:"common"`
}

// Common compares the first visits of the best fifth of customers, by M of the
// last twelve months, with those of the rest who bought in them: what was bought,
// and when, where and how. Of a first visit everybody has one, so that coming
// often is no advantage. Only those who first came on Since or later are
// compared: what was sold before is another shop.
type Common struct {
	Since ledger.Day `json:"since"`
	Top   int        `json:"top" doc:"those of the best fifth who are compared; all of them when nothing is"`
	Rest  int        `json:"rest"`
	Need  int        `json:"need" doc:"customers who must have a trait"`
	Sides int        `json:"sides" doc:"customers there must be on each side"`
	// Compared is how many traits were compared, which Traits are corrected for:
	// those that are left, greatest difference first.
	Compared int             `json:"compared"`
	Traits   []value.Finding `json:"traits"`
}

// Margin is the part of M that is left after the goods are paid.
type Margin struct {
	Rate    float64 `json:"rate"`
	Assumed bool    `json:"assumed" doc:"nobody has entered one"`
}

// CLV is what customers are expected to bring in the next twelve months: the
// margin, discounted to today. Every customer is counted once, wherever they
// came from.
type CLV struct {
	WorthTotal
	// Quantiles are what 10, 25, 50, 75, 90 and 99 of a hundred customers are
	// worth at most.
	Quantiles []Quantile  `json:"quantiles"`
	Bands     []WorthBand `json:"bands"`
	// Tenths are the customers by CLV, best first; each is a tenth of them.
	Tenths   []WorthTotal `json:"tenths"`
	Grades   []WorthRow   `json:"grades"`
	Segments []WorthRow   `json:"segments"`
}

// Quantile is the smallest amount that so many of a hundred do not exceed.
type Quantile struct {
	Percent int           `json:"percent"`
	Amount  ledger.Amount `json:"amount"`
}

// WorthTotal sums the expectations of some customers. Visits are days.
type WorthTotal struct {
	Customers int           `json:"customers"`
	CLV       ledger.Amount `json:"clv"`
	Sales     ledger.Amount `json:"sales"`
	Visits    float64       `json:"visits"`
}

// WorthRow is a grade's or a segment's part.
type WorthRow struct {
	Name string `json:"name"`
	WorthTotal
}

// WorthBand counts the customers worth From or more and less than To; the last
// has no To.
type WorthBand struct {
	From      ledger.Amount  `json:"from"`
	To        *ledger.Amount `json:"to,omitempty"`
	Customers int            `json:"customers"`
	CLV       ledger.Amount  `json:"clv"`
}
