package retention

import (
	"math"

	"dangol/shared/ledger"
)

// Span is the churn rate's two spans of Months each: customers with a visit from
// From and before Middle, and those of them with one from Middle and before To.
// Months is 0 when the shop is too young for any.
type Span struct {
	Months           int
	From, Middle, To ledger.Day
}

// shorter are the spans tried in a shop too young for the rule's.
var shorter = []int{6, 3}

// ChurnSpan is the rule's span where the shop, open since first, is old enough
// for it; else the longest of six and three months that fits twice.
func (r *Rules) ChurnSpan(first, asOf ledger.Day) Span {
	for _, months := range append([]int{r.ChurnMonths}, shorter...) {
		if from := asOf.AddMonths(-2 * months); months <= r.ChurnMonths && from >= first {
			return Span{months, from, asOf.AddMonths(-months), asOf}
		}
	}
	return Span{From: asOf, Middle: asOf, To: asOf}
}

// Churn is the churn rate, with its definition beside it: of Active customers
// with a visit in the Months before Middle, those without one since, up to the
// as-of day.
type Churn struct {
	Months int `json:"months"`
	// Asked is what the rules say; Months is less in a shop too young for it.
	Asked  int        `json:"asked"`
	From   ledger.Day `json:"from"`
	Middle ledger.Day `json:"middle"`
	Active int        `json:"active"`
	Kept   int        `json:"kept"`
	Rate   float64    `json:"rate"`
	// Retention is the yearly share that stays: (Kept ÷ Active)^(12 ÷ Months).
	Retention float64 `json:"retention"`
}

// ChurnOf measures churn over lives made with the same span; nil when the shop
// is too young or nobody was active.
func (r *Rules) ChurnOf(lives []Life, span Span) *Churn {
	c := &Churn{Months: span.Months, Asked: r.ChurnMonths, From: span.From, Middle: span.Middle}
	for i := range lives {
		if lives[i].Before {
			c.Active++
			if lives[i].After {
				c.Kept++
			}
		}
	}
	if span.Months == 0 || c.Active == 0 {
		return nil
	}
	kept := share(c.Kept, c.Active)
	c.Rate, c.Retention = 1-kept, math.Pow(kept, 12/float64(span.Months))
	return c
}

// CLV is the margin a kept customer brings after the first year, given a yearly
// margin, the yearly share that stays and the discount rate: m·r/(1+d−r), the
// first margin left out.
func CLV(margin, retention, discount float64) float64 {
	return margin * retention / (1 + discount - retention)
}

// Economics is what keeping customers is worth here, from the shop's own
// numbers.
type Economics struct {
	// Active customers had a visit in the last twelve months; Margin is what one
	// of them brought in that time, on average.
	Active int           `json:"active"`
	Margin ledger.Amount `json:"margin"`
	// Retention is the churn rate's yearly share that stays; Discount is a year's.
	Retention float64 `json:"retention"`
	Discount  float64 `json:"discount"`
	// CLV is what a kept customer brings from the second year on.
	CLV ledger.Amount `json:"clv"`
	// FivePoints is what all active customers bring more when five more of a
	// hundred stay, at most Better; Gain is that as a share of what they bring.
	Better     float64       `json:"better"`
	FivePoints ledger.Amount `json:"fivePoints"`
	Gain       float64       `json:"gain"`
	// Acquiring and Keeping are the costs of one customer that were entered; 0
	// when they were not. Ratio is the first over the second, 0 without both.
	Acquiring ledger.Amount `json:"acquiring"`
	Keeping   ledger.Amount `json:"keeping"`
	Ratio     float64       `json:"ratio"`
}

const (
	fivePoints = .05
	betterMost = .99
)

// EconomicsOf takes the M that active customers brought in twelve months, and
// the margin of it; nil without churn or active customers.
func EconomicsOf(churn *Churn, active int, sales ledger.Amount, margin, discount float64, acquiring, keeping ledger.Amount) *Economics {
	if churn == nil || active == 0 {
		return nil
	}
	m := margin * float64(sales) / float64(active)
	r := churn.Retention
	better := max(r, min(r+fivePoints, betterMost))
	now, then := CLV(m, r, discount), CLV(m, better, discount)
	e := &Economics{
		Active: active, Margin: rounded(m), Retention: r, Discount: discount, CLV: rounded(now), Better: better,
		FivePoints: rounded(float64(active) * (then - now)), Acquiring: acquiring, Keeping: keeping,
	}
	if now > 0 {
		e.Gain = then/now - 1
	}
	if acquiring > 0 && keeping > 0 {
		e.Ratio = float64(acquiring) / float64(keeping)
	}
	return e
}

func rounded(x float64) ledger.Amount { return ledger.Amount(math.Round(x)) }
