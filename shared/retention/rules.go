// Package retention says who stays, who is slipping away, and what that is
// worth: the life of a customer in stages, everyone's own rhythm, cohorts,
// churn and its price.
package retention

import (
	"errors"

	"dangol/shared/ledger"
)

// Rules are the settings of retention.
type Rules struct {
	// OverdueAt is how many of their own intervals a customer is silent before
	// they are slipping.
	OverdueAt float64 `json:"overdueAt"`
	// LastingMonths after the first visit a customer who still comes is lasting.
	LastingMonths int `json:"lastingMonths"`
	// LapsedDays without a visit end a customer's life here; a visit after that
	// wins them back, which is news for WonBackDays.
	LapsedDays  int `json:"lapsedDays"`
	WonBackDays int `json:"wonBackDays"`
	// ChurnMonths is the definition of churn: of the customers with a visit in
	// so many months, those without one in as many after.
	ChurnMonths int `json:"churnMonths"`
}

// DefaultRules are the settings a shop starts with.
func DefaultRules() Rules {
	return Rules{OverdueAt: 2, LastingMonths: 24, LapsedDays: 365, WonBackDays: 90, ChurnMonths: 12}
}

// Bounds of the settings.
const (
	overdueMax = 100
	monthsMax  = 120
	daysMax    = 3_660
)

// Check says what is wrong with the settings, or nil.
func (r *Rules) Check() error {
	within := func(n, most int) bool { return n >= 1 && n <= most }
	switch {
	case !(r.OverdueAt >= 1 && r.OverdueAt <= overdueMax):
		return errors.New("retention: overdueAt is not from 1 to 100")
	case !within(r.LastingMonths, monthsMax):
		return errors.New("retention: lastingMonths is not from 1 to 120")
	case !within(r.LapsedDays, daysMax) || !within(r.WonBackDays, daysMax):
		return errors.New("retention: lapsedDays and wonBackDays are not from 1 to 3,660")
	case !within(r.ChurnMonths, monthsMax):
		return errors.New("retention: churnMonths is not from 1 to 120")
	}
	return nil
}

// Calendar knows the days the shop was open, so that holidays make nobody late.
type Calendar struct {
	first ledger.Day
	open  []int32 // open days from first up to and with each
}

// NewCalendar takes whether the shop was open on first and the days after it,
// up to the day before the as-of day. Days outside count as open.
func NewCalendar(first ledger.Day, open []bool) *Calendar {
	c := &Calendar{first, make([]int32, len(open)+1)}
	for i, is := range open {
		c.open[i+1] = c.open[i]
		if is {
			c.open[i+1]++
		}
	}
	return c
}

// Between counts the open days after from, up to and with to; from ≤ to.
func (c *Calendar) Between(from, to ledger.Day) int {
	return c.until(to) - c.until(from)
}

// until counts from an arbitrary day: only differences mean something.
func (c *Calendar) until(day ledger.Day) int {
	days := int(day-c.first) + 1
	switch {
	case days <= 0:
		return days
	case days < len(c.open):
		return int(c.open[days])
	default:
		last := len(c.open) - 1
		return int(c.open[last]) + days - last
	}
}
