package night

import (
	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/report"
)

// promises are the grades of everybody, by seat.
type promises struct {
	policy *grade.Policy
	base   *base
	asOf   ledger.Day
	list   []promise
}

// promise is a customer's grade and what was spent in the window open now.
type promise struct {
	grade.State
	amount ledger.Amount
}

func newPromises(p *grade.Policy, b *base, seats int, asOf ledger.Day) *promises {
	return &promises{p, b, asOf, make([]promise, seats+1)}
}

// decide carries one customer's grade from the base to this night.
func (p *promises) decide(seat int32, r *grade.Record) {
	var before grade.State
	since := ledger.Day(0)
	if p.base != nil {
		since = p.base.asOf
		if had := p.base.rows[seat]; had != nil {
			before = stateOf(had)
		}
	}
	p.list[seat] = promise{p.policy.Advance(before, r, since, p.asOf), p.policy.Amount(r, p.asOf)}
}

// stateOf is the state a report's row says.
func stateOf(c *report.Customer) grade.State {
	return grade.State{
		Grade: c.Grade, Since: ledger.Day(c.GradeSince), Reason: grade.Reason(c.GradeReason),
		Needed: ledger.Amount(c.GradeNeeded), ValidUntil: ledger.Day(c.GradeValid), ShortSince: ledger.Day(c.ShortSince),
		DropOn: ledger.Day(c.DropOn), DropTo: c.DropTo, Keep: ledger.Amount(c.Keep),
	}
}

// write fills in what a row says of the promise.
func (p *promise) write(c *report.Customer, had *report.Customer) {
	s := &p.State
	c.Grade, c.GradeSince, c.GradeReason = s.Grade, int32(s.Since), string(s.Reason)
	c.GradeNeeded, c.GradeValid, c.ShortSince = int64(s.Needed), int32(s.ValidUntil), int32(s.ShortSince)
	c.DropOn, c.DropTo, c.Keep, c.Amount = int32(s.DropOn), s.DropTo, int64(s.Keep), int64(p.amount)
	if had == nil {
		return
	}
	if c.GradeBefore = had.GradeBefore; c.Grade != had.Grade {
		c.GradeBefore = had.Grade
	}
}
