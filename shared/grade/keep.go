package grade

import "dangol/shared/ledger"

// State is a customer's grade and what is promised about it. The zero State is
// a customer who has none yet.
type State struct {
	Grade string
	// Since is the as-of day it was reached or fallen to, and Reason why.
	Since  ledger.Day
	Reason Reason
	// Needed is what it took on that day, of what was done from From on. A
	// record that, looked at again, did not have it then never reached the
	// grade.
	Needed Mark
	From   ledger.Day
	// ValidUntil is until when it is kept whatever comes; 0 is no such promise.
	ValidUntil ledger.Day
	// ShortSince is the as-of day the record fell short, 0 while it suffices.
	// Then DropOn announces the drop to DropTo, unless Keep is reached before.
	ShortSince, DropOn ledger.Day
	DropTo             string
	Keep               Mark
	// Version is the edition that gave the grade, Notice the one that announced
	// the drop.
	Version, Notice int
	// With is Record.With when it was reached.
	With int64
}

// Reason says why a grade is what it is.
type Reason string

const (
	Started  Reason = "started"  // the first night that knew them
	Earned   Reason = "earned"   // the record reached it
	Dropped  Reason = "dropped"  // the announced day came
	Undone   Reason = "undone"   // what had earned the better one was given back
	Replaced Reason = "replaced" // the policy no longer has theirs
	Pinned   Reason = "pinned"   // given by hand
)

// Advance is Book.Advance by one edition of the rules.
func (p *Policy) Advance(s State, r *Record, base, asOf ledger.Day) State {
	return Book{{Policy: p}}.Advance(s, r, base, asOf)
}

// nextFirst is the first 1st of a month after day.
func nextFirst(day ledger.Day) ledger.Day { return day.MonthStart().AddMonths(1) }

// decide is one night.
func (p *Policy) decide(s State, r *Record, asOf ledger.Day, then past) State {
	pin, floor := p.pin(r, asOf)
	if pin != nil {
		rests := false
		if s, rests = p.raise(s, pin, floor, asOf); rests {
			return s
		}
	}
	best := p.best(r, asOf)
	reached := p.Qualify(best)
	held, known := p.Index(s.Grade)
	switch {
	case held == floor && reached > held: // the pin alone holds it
		return s.calm()
	case s.Grade == "":
		return p.reach(r, best, asOf, Started)
	case !known:
		return p.replace(s, r, best, asOf, then)
	case then.given.undone(s, r) && reached > held:
		if reached > floor {
			return State{Grade: pin.Grade, Since: asOf, Reason: Pinned}
		}
		return State{Grade: p.Grades[reached].ID, Since: asOf, Reason: Undone, Needed: p.Grades[reached].mark(), From: best.From}
	case reached < held && (p.Upgrade == Nightly || asOf == asOf.MonthStart()):
		return p.reach(r, best, asOf, Earned)
	case reached <= held, then.keeps(s, r, asOf):
		return p.keep(s, r, best, asOf)
	}
	return p.short(s, asOf, held, reached, floor)
}

// best is the standing that reaches most on asOf.
func (p *Policy) best(r *Record, asOf ledger.Day) Standing {
	list := p.standings(r, asOf)
	best := list[0]
	for _, other := range list[1:] {
		if p.Qualify(other) < p.Qualify(best) {
			best = other
		}
	}
	return best
}

// undone says no record of the day the grade was reached, as known now,
// sufficed: a sale in it was given back. Whoever moved together or apart since
// has another record than the one that reached it; what is missing of it is no
// sale given back.
func (p *Policy) undone(s State, r *Record) bool {
	if s.With != r.With {
		return false
	}
	if s.From > 0 {
		to := s.Since
		if p.closes() {
			to = min(to, p.end(r, s.From))
		}
		if p.Basis.met(p.within(r, s.From, to), s.Needed) {
			return false
		}
	}
	for _, then := range p.standings(r, s.Since) {
		if p.Basis.met(then, s.Needed) {
			return false
		}
	}
	return true
}

// reach gives the grade a record reaches.
func (p *Policy) reach(r *Record, best Standing, asOf ledger.Day, why Reason) State {
	g := &p.Grades[p.Qualify(best)]
	return State{
		Grade: g.ID, Since: asOf, Reason: why, Needed: g.mark(), From: best.From, ValidUntil: p.validity(r, best, asOf),
	}
}

// keep is a night on which the record holds the grade: an announced drop is
// cancelled, and the grade is valid anew.
func (p *Policy) keep(s State, r *Record, best Standing, asOf ledger.Day) State {
	if s.ShortSince == 0 {
		return s
	}
	s.ValidUntil = p.validity(r, best, asOf)
	return s.calm()
}

// calm is s without an announced drop.
func (s State) calm() State {
	s.ShortSince, s.DropOn, s.DropTo, s.Keep = 0, 0, "", Mark{}
	return s
}

// short is a night on which the record does not hold the grade. The first one
// announces the drop; what was announced is kept to, whatever the policy says
// since. floor is the place of a grade it cannot fall below. Where grades never
// drop, one given by hand does when its time is over, to what the record says.
func (p *Policy) short(s State, asOf ledger.Day, held, reached, floor int) State {
	never := p.Downgrade == Never || p.Kind() == Lifetime
	if never && s.Reason != Pinned {
		return s.calm()
	}
	if s.ShortSince == 0 { // the day before asOf was too little, or one too many
		s.ShortSince, s.Keep = asOf, p.Grades[held].mark()
		s.DropOn = nextFirst(max(s.ValidUntil, asOf-1)).AddMonths(p.GraceMonths)
	}
	reached = min(reached, floor)
	to := reached
	if p.Fall == OneStep && !never {
		to = min(p.under(held), reached)
	}
	s.DropTo = p.Grades[to].ID
	if asOf < s.DropOn {
		return s
	}
	s = State{Grade: p.Grades[to].ID, Since: asOf, Reason: Dropped}
	if reached > to { // the next step has its own notice, and no validity
		s.ShortSince, s.DropOn, s.Keep = asOf, nextFirst(asOf), p.Grades[to].mark()
		s.DropTo = p.Grades[min(p.under(to), reached)].ID
	}
	return s
}
