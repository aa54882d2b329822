package points

import (
	"errors"
	"fmt"
	"math/bits"
	"time"

	"dangol/shared/ledger"
)

// Policy is what the merchant chose about points.
type Policy struct {
	// Rate is what a sale earns of its M, and Grades what customers of a grade
	// earn instead.
	Rate   Rate            `json:"rate"`
	Grades map[string]Rate `json:"grades,omitempty"`
	// PendingDays is how many days after the sale its points can be spent; 0
	// is at once.
	PendingDays int `json:"pendingDays"`
	// ExpiryMonths is how long points last: to the end of the month so many
	// months after the sale. What was earned keeps the day it was given.
	ExpiryMonths int `json:"expiryMonths"`
	// HoldMinutes is how long a till may hold points.
	HoldMinutes int `json:"holdMinutes"`
	// Minimum is the least a customer redeems at once, and Step what it must be
	// a multiple of.
	Minimum Points `json:"minimum"`
	Step    Points `json:"step"`
	// Value is what one point pays, in minor units of the currency.
	Value ledger.Amount `json:"value"`
	// StaffDailyMax is the most points one member of staff may give and take
	// by hand in one day, both counted up; 0 is none.
	StaffDailyMax Points `json:"staffDailyMax"`
}

// Rate is so many points per so many minor units of the currency: 1 per 1000.
type Rate struct {
	Points int64 `json:"points"`
	Per    int64 `json:"per"`
}

// DefaultPolicy is what a points section leaves unsaid. It has no rate.
func DefaultPolicy() Policy {
	return Policy{ExpiryMonths: 60, HoldMinutes: 10, Minimum: 1, Step: 1, Value: 1}
}

// Limits of a policy.
const (
	pendingDaysMax  = 365
	expiryMonthsMax = 1200
	holdMinutesMax  = 24 * 60
	// rateMax is how many points one minor unit may earn: a slip of the pen
	// should not be a fortune.
	rateMax = 10
	perMax  = int64(ledger.AmountMax)
	// valueMax is a million: with Max points it is far below overflow.
	valueMax = 1_000_000
)

// Check says what is wrong with a policy, or nil.
func (p *Policy) Check() error {
	if err := p.Rate.check(); err != nil {
		return fmt.Errorf("points.rate: %w", err)
	}
	for id, r := range p.Grades {
		if err := r.check(); err != nil {
			return fmt.Errorf("points.grades.%s: %w", id, err)
		}
	}
	for _, c := range []struct {
		field          string
		value, low, up int64
	}{
		{"pendingDays", int64(p.PendingDays), 0, pendingDaysMax},
		{"expiryMonths", int64(p.ExpiryMonths), 1, expiryMonthsMax},
		{"holdMinutes", int64(p.HoldMinutes), 1, holdMinutesMax},
		{"minimum", int64(p.Minimum), 1, int64(Max)},
		{"step", int64(p.Step), 1, int64(Max)},
		{"value", int64(p.Value), 1, valueMax},
		{"staffDailyMax", int64(p.StaffDailyMax), 0, int64(Max)},
	} {
		if c.value < c.low || c.value > c.up {
			return fmt.Errorf("points.%s: %d is not between %d and %d", c.field, c.value, c.low, c.up)
		}
	}
	return nil
}

func (r Rate) check() error {
	switch {
	case r.Per < 1 || r.Per > perMax:
		return fmt.Errorf("per: %d is not between 1 and %d", r.Per, perMax)
	case r.Points < 0:
		return errors.New("points: less than 0")
	case r.Points > rateMax*min(r.Per, perMax/rateMax):
		return fmt.Errorf("points: more than %d for one unit", rateMax)
	}
	return nil
}

// RateOf is what customers of a grade earn.
func (p *Policy) RateOf(grade string) Rate {
	if r, own := p.Grades[grade]; own {
		return r
	}
	return p.Rate
}

// Earned is floor(m × rate); nothing for no money.
func (r Rate) Earned(m ledger.Amount) Points {
	return floor(int64(m), r.Points, r.Per)
}

// floor is ⌊a·b/c⌋ without overflow, 0 when any of them is not positive.
func floor(a, b, c int64) Points {
	if a <= 0 || b <= 0 || c <= 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(a), uint64(b))
	quotient, _ := bits.Div64(high, low, uint64(c))
	return Points(quotient)
}

// lastDay is how long points of a sale on day last: the end of a month, at
// 24:00.
func (p *Policy) lastDay(day ledger.Day) ledger.Day { return MonthEnd(day.AddMonths(p.ExpiryMonths)) }

func (p *Policy) holdTime() time.Duration { return time.Duration(p.HoldMinutes) * time.Minute }
