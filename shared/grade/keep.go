package grade

import "dangol/shared/ledger"

// State is a customer's grade and what is promised about it. The zero State is
// a customer who has none yet.
type State struct {
	Grade string
	// Since is the as-of day it was reached or fallen to, and Reason why.
	Since  ledger.Day
	Reason Reason
	// Needed is what it took on that day. A record that, looked at again, did
	// not have it then never reached the grade.
	Needed ledger.Amount
	// ValidUntil is until when it is kept whatever comes; 0 is no such promise.
	ValidUntil ledger.Day
	// ShortSince is the as-of day the record fell short, 0 while it suffices.
	// Then DropOn announces the drop to DropTo, unless Keep is reached before.
	ShortSince, DropOn ledger.Day
	DropTo             string
	Keep               ledger.Amount
}

// Reason says why a grade is what it is.
type Reason string

const (
	Started  Reason = "started"  // the first night that knew them
	Earned   Reason = "earned"   // the record reached it
	Dropped  Reason = "dropped"  // the announced day came
	Undone   Reason = "undone"   // what had earned the better one was given back
	Replaced Reason = "replaced" // the policy no longer has theirs
)

// Advance carries a state from the base report's as-of day to asOf, from the
// record as known now. On every 1st between the two that had no night it is
// decided as on that day. base is 0 without a base.
func (p *Policy) Advance(s State, r *Record, base, asOf ledger.Day) State {
	if base > 0 {
		for first := nextFirst(base); first < asOf; first = nextFirst(first) {
			s = p.decide(s, r, first)
		}
	}
	return p.decide(s, r, asOf)
}

// nextFirst is the first 1st of a month after day.
func nextFirst(day ledger.Day) ledger.Day { return day.MonthStart().AddMonths(1) }

// decide is one night.
func (p *Policy) decide(s State, r *Record, asOf ledger.Day) State {
	best := p.best(r, asOf)
	reached := p.Qualify(best.amount)
	held, known := p.Index(s.Grade)
	switch {
	case s.Grade == "":
		return p.reach(best, asOf, Started)
	case !known:
		return p.reach(best, asOf, Replaced)
	case p.undone(s, r) && reached > held:
		return State{Grade: p.Grades[reached].ID, Since: asOf, Reason: Undone, Needed: p.Grades[reached].From}
	case reached < held && (p.Upgrade == Nightly || asOf == asOf.MonthStart()):
		return p.reach(best, asOf, Earned)
	case reached <= held, s.ShortSince > 0 && best.amount >= s.Keep:
		return p.keep(s, best, asOf)
	}
	return p.short(s, asOf, held, reached)
}

// best is the record that reaches most on asOf.
func (p *Policy) best(r *Record, asOf ledger.Day) standing {
	list := p.standings(r, asOf)
	best := list[0]
	for _, other := range list[1:] {
		if p.Qualify(other.amount) < p.Qualify(best.amount) {
			best = other
		}
	}
	return best
}

// undone says no record of the day the grade was reached, as known now,
// sufficed: a sale in it was given back.
func (p *Policy) undone(s State, r *Record) bool {
	for _, then := range p.standings(r, s.Since) {
		if then.amount >= s.Needed {
			return false
		}
	}
	return true
}

// reach gives the grade a record reaches.
func (p *Policy) reach(best standing, asOf ledger.Day, why Reason) State {
	g := &p.Grades[p.Qualify(best.amount)]
	return State{Grade: g.ID, Since: asOf, Reason: why, Needed: g.From, ValidUntil: p.validity(best, asOf)}
}

// keep is a night on which the record holds the grade: an announced drop is
// cancelled, and the grade is valid anew.
func (p *Policy) keep(s State, best standing, asOf ledger.Day) State {
	if s.ShortSince == 0 {
		return s
	}
	s.ValidUntil = p.validity(best, asOf)
	s.ShortSince, s.DropOn, s.DropTo, s.Keep = 0, 0, "", 0
	return s
}

// short is a night on which the record does not hold the grade. The first one
// announces the drop; what was announced is kept to, whatever the policy says
// since.
func (p *Policy) short(s State, asOf ledger.Day, held, reached int) State {
	if p.Downgrade == Never {
		s.ShortSince, s.DropOn, s.DropTo, s.Keep = 0, 0, "", 0
		return s
	}
	if s.ShortSince == 0 { // the day before asOf was too little, or one too many
		s.ShortSince, s.Keep = asOf, p.Grades[held].From
		s.DropOn = nextFirst(max(s.ValidUntil, asOf-1)).AddMonths(p.GraceMonths)
	}
	to := reached
	if p.Fall == OneStep {
		to = held + 1
	}
	s.DropTo = p.Grades[to].ID
	if asOf < s.DropOn {
		return s
	}
	s = State{Grade: p.Grades[to].ID, Since: asOf, Reason: Dropped}
	if reached > to { // the next step has its own notice, and no validity
		s.ShortSince, s.DropOn, s.Keep = asOf, nextFirst(asOf), p.Grades[to].From
		s.DropTo = p.Grades[to+1].ID
	}
	return s
}
