package night

import (
	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/report"
)

// promises are the grades of everybody, by seat.
type promises struct {
	book     grade.Book
	policy   *grade.Policy // in force on asOf
	base     *base
	asOf     ledger.Day
	excluded []bool               // left out of ranks and households; nil is nobody
	joined   map[int32]ledger.Day // when they enrolled; of some only, unless it matters
	pins     map[int32][]grade.Pin
	homes    *homes
	ranks    *ranks // nil where rank decides nothing
	list     []promise
	follow   *follow
	// settled is told what each customer did, and what the grade rests on: that,
	// or what the whole household did.
	settled func(seat int32, own, all *grade.Record)
}

// promise is a customer's grade and what the window open now holds.
type promise struct {
	grade.State
	open grade.Standing
	own  ledger.Amount // of it, what they spent themselves
	pin  *grade.Pin    // the one that holds
}

func newPromises(book grade.Book, p *grade.Policy, b *base, seats int, asOf ledger.Day) *promises {
	ps := &promises{
		book: book, policy: p, base: b, asOf: asOf, joined: map[int32]ledger.Day{}, pins: map[int32][]grade.Pin{},
		homes: newHomes(), ranks: newRanks(book, b.day(), asOf, seats),
	}
	ps.settled = ps.decide
	return ps
}

// day is the base's, 0 without one.
func (b *base) day() ledger.Day {
	if b == nil {
		return 0
	}
	return b.asOf
}

// told is called when every fact was heard, and before anything customers did.
func (p *promises) told() {
	if p.policy.Household {
		p.homes.settle(p.excluded)
	}
}

// take is given what every customer did, several at once. Who lives with others
// waits for them, and where rank decides everybody waits for all.
func (p *promises) take(seat int32, r *grade.Record) {
	p.complete(seat, r)
	switch {
	case p.homes.keep(seat, r):
	case p.ranks != nil:
		p.enter(seat, r, r)
	default:
		p.settled(seat, r, r)
	}
}

func (p *promises) enter(seat int32, _, all *grade.Record) {
	if p.excluded == nil || !p.excluded[seat] {
		p.ranks.enter(seat, all)
	}
}

// settle decides whatever had to wait.
func (p *promises) settle(folded *Folded) {
	if p.ranks != nil {
		p.homes.each(p.enter)
		p.book = p.ranks.cut()
		p.policy = p.book.On(p.asOf).Policy
		folded.Again(func(seat int32, r *grade.Record) {
			if p.homes.of[seat] == nil {
				p.settled(seat, r, r)
			}
		})
	}
	p.homes.each(p.settled)
}

// decide carries one customer's grade from the base to this night.
func (p *promises) decide(seat int32, own, all *grade.Record) {
	var before grade.State
	if p.base != nil {
		if had := p.base.rows[seat]; had != nil {
			before = stateOf(&had.Promise)
		}
	}
	state, open := p.advance(seat, before, all), p.policy.Open(all, p.asOf)
	p.list[seat] = promise{state, open, own.Spent(open.From, p.asOf), all.Pin(p.asOf)}
	p.follow.take(seat, own)
}

// advance carries a state from the base's night to this one.
func (p *promises) advance(seat int32, before grade.State, r *grade.Record) grade.State {
	p.complete(seat, r)
	return p.book.Advance(before, r, p.base.day(), p.asOf)
}

// complete adds to what a customer did when they joined and what is pinned. A
// household knows when it joined.
func (p *promises) complete(seat int32, r *grade.Record) {
	if r.Pins = p.pins[seat]; r.With == 0 {
		r.Joined = p.joined[seat]
	}
}

// stateOf is the state a report's row says.
func stateOf(c *report.Promise) grade.State {
	return grade.State{
		Grade: c.Grade, Since: ledger.Day(c.GradeSince), Reason: grade.Reason(c.GradeReason),
		Needed: grade.Mark{Amount: ledger.Amount(c.GradeNeeded), Visits: int(c.GradeNeededVisits), Score: int(c.GradeNeededScore), Points: c.GradeNeededPoints},
		From:   ledger.Day(c.GradeFrom), ValidUntil: ledger.Day(c.GradeValid), ShortSince: ledger.Day(c.ShortSince),
		DropOn: ledger.Day(c.DropOn), DropTo: c.DropTo, Version: int(c.GradeVersion), Notice: int(c.DropVersion), With: c.GradeWith,
		Keep: keepOf(c),
	}
}

// write fills in what a row says of the promise.
func (p *promise) write(c *report.Customer, had *report.Customer) {
	s := &p.State
	c.Grade, c.GradeSince, c.GradeReason = s.Grade, int32(s.Since), string(s.Reason)
	c.GradeNeeded, c.GradeNeededVisits, c.GradeNeededScore = int64(s.Needed.Amount), int32(s.Needed.Visits), int32(s.Needed.Score)
	c.GradeNeededPoints, c.KeepPoints, c.WindowPoints = s.Needed.Points, s.Keep.Points, p.open.Points
	c.GradeFrom, c.GradeValid, c.ShortSince = int32(s.From), int32(s.ValidUntil), int32(s.ShortSince)
	c.DropOn, c.DropTo = int32(s.DropOn), s.DropTo
	c.GradeVersion, c.DropVersion, c.GradeWith = int32(s.Version), int32(s.Notice), s.With
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
		From: ledger.Day(c.WindowFrom), Amount: ledger.Amount(c.Amount), Visits: int(c.WindowVisits), Score: int(c.Score), Points: c.WindowPoints,
	}
}

// keepOf is what keeps the grade of a row whose drop is announced.
func keepOf(c *report.Promise) grade.Mark {
	return grade.Mark{Amount: ledger.Amount(c.Keep), Visits: int(c.KeepVisits), Score: int(c.KeepScore), Points: c.KeepPoints}
}
