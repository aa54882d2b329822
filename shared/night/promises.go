package night

import (
	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/report"
)

// promises are the grades of everybody, by seat.
type promises struct {
	book   grade.Book
	policy *grade.Policy // in force on asOf
	base   *base
	asOf   ledger.Day
	joined map[int32]ledger.Day // when they enrolled; of some only, unless it matters
	pins   map[int32][]grade.Pin
	list   []promise
	follow *follow
}

// promise is a customer's grade and what the window open now holds.
type promise struct {
	grade.State
	open grade.Standing
	pin  *grade.Pin // the one that holds
}

func newPromises(book grade.Book, p *grade.Policy, b *base, seats int, asOf ledger.Day) *promises {
	return &promises{book, p, b, asOf, map[int32]ledger.Day{}, map[int32][]grade.Pin{}, make([]promise, seats+1), newFollow(book, p, b, seats, asOf)}
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
	r.Joined, r.Pins = p.joined[seat], p.pins[seat]
	p.list[seat] = promise{p.book.Advance(before, r, since, p.asOf), p.policy.Open(r, p.asOf), r.Pin(p.asOf)}
	p.follow.take(seat, r)
}

// stateOf is the state a report's row says.
func stateOf(c *report.Customer) grade.State {
	return grade.State{
		Grade: c.Grade, Since: ledger.Day(c.GradeSince), Reason: grade.Reason(c.GradeReason),
		Needed: grade.Mark{Amount: ledger.Amount(c.GradeNeeded), Visits: int(c.GradeNeededVisits), Score: int(c.GradeNeededScore)},
		From:   ledger.Day(c.GradeFrom), ValidUntil: ledger.Day(c.GradeValid), ShortSince: ledger.Day(c.ShortSince),
		DropOn: ledger.Day(c.DropOn), DropTo: c.DropTo, Version: int(c.GradeVersion), Notice: int(c.DropVersion),
		Keep: grade.Mark{Amount: ledger.Amount(c.Keep), Visits: int(c.KeepVisits), Score: int(c.KeepScore)},
	}
}

// write fills in what a row says of the promise.
func (p *promise) write(c *report.Customer, had *report.Customer) {
	s := &p.State
	c.Grade, c.GradeSince, c.GradeReason = s.Grade, int32(s.Since), string(s.Reason)
	c.GradeNeeded, c.GradeNeededVisits, c.GradeNeededScore = int64(s.Needed.Amount), int32(s.Needed.Visits), int32(s.Needed.Score)
	c.GradeFrom, c.GradeValid, c.ShortSince = int32(s.From), int32(s.ValidUntil), int32(s.ShortSince)
	c.DropOn, c.DropTo = int32(s.DropOn), s.DropTo
	c.GradeVersion, c.DropVersion = int32(s.Version), int32(s.Notice)
	c.Keep, c.KeepVisits, c.KeepScore = int64(s.Keep.Amount), int32(s.Keep.Visits), int32(s.Keep.Score)
	c.WindowFrom, c.Amount = int32(p.open.From), int64(p.open.Amount)
	c.WindowVisits, c.Score = int32(p.open.Visits), int32(p.open.Score)
	if pin := p.pin; pin != nil {
		c.PinGrade, c.PinExempt, c.PinSince, c.PinUntil = pin.Grade, string(pin.Exempt), int32(pin.Day), int32(pin.Until)
		c.PinBy, c.PinWhy = pin.By, pin.Why
	}
	if had == nil {
		return
	}
	if c.GradeBefore = had.GradeBefore; c.Grade != had.Grade {
		c.GradeBefore = had.Grade
	}
}

// strayPins counts the pins that hold and name a grade the policy has not.
func (p *promises) strayPins() int {
	n := 0
	for seat := range p.pins {
		if pin := p.list[seat].pin; pin != nil {
			if _, known := p.policy.Index(pin.Grade); !known {
				n++
			}
		}
	}
	return n
}

// openOf is what a row says of the window open on its day.
func openOf(c *report.Customer) grade.Standing {
	return grade.Standing{
		From: ledger.Day(c.WindowFrom), Amount: ledger.Amount(c.Amount), Visits: int(c.WindowVisits), Score: int(c.Score),
	}
}

// keepOf is what keeps the grade of a row whose drop is announced.
func keepOf(c *report.Customer) grade.Mark {
	return grade.Mark{Amount: ledger.Amount(c.Keep), Visits: int(c.KeepVisits), Score: int(c.KeepScore)}
}
