package grade

import (
	"iter"

	"dangol/shared/ledger"
)

// Edition is one version of the rules and the first day it may be in force.
type Edition struct {
	Version int
	From    ledger.Day
	*Policy
	// Cuts are the rules with the thresholds of the days they decide on, where
	// they are ranked.
	Cuts map[ledger.Day]*Policy
}

// Book holds the editions by version; never empty. A grade is decided by the
// edition in force on the day, but what was promised is judged by the one that
// promised it: an edit takes nothing back.
type Book []Edition

// On is the edition in force on a day: the newest whose first day has come, or
// the first of all, with the thresholds of that day.
func (b Book) On(day ledger.Day) Edition {
	chosen := b[0]
	for _, e := range b[1:] {
		if e.From <= day {
			chosen = e
		}
	}
	if cut := chosen.Cuts[day]; cut != nil {
		chosen.Policy = cut
	}
	return chosen
}

// CountsPoints says an edition asks for points: what it promised is judged by
// them, whatever the rules say since.
func (b Book) CountsPoints() bool {
	for _, e := range b {
		if e.Basis == ByPoints {
			return true
		}
	}
	return false
}

// Missing is what a standing lacks of the mark that a notice of a version asks
// for; other is asked where the book has no such version.
func (b Book) Missing(version int, other *Policy, s Standing, keep Mark) Mark {
	return b.of(version, Edition{Policy: other}).Basis.Missing(s, keep)
}

// of is the edition of a version, or other when the book has none such.
func (b Book) of(version int, other Edition) *Policy {
	for _, e := range b {
		if e.Version == version {
			return e.Policy
		}
	}
	return other.Policy
}

// Advance carries a state from the base report's as-of day to asOf, from the
// record as known now. On every 1st between the two that had no night it is
// decided as on that day. base is 0 without a base.
func (b Book) Advance(s State, r *Record, base, asOf ledger.Day) State {
	for day := range decisions(base, asOf) {
		s = b.decide(s, r, day)
	}
	return s
}

// decisions are the days grades are decided on: every 1st between base and
// asOf, and asOf.
func decisions(base, asOf ledger.Day) iter.Seq[ledger.Day] {
	return func(yield func(ledger.Day) bool) {
		if base > 0 {
			for first := nextFirst(base); first < asOf; first = nextFirst(first) {
				if !yield(first) {
					return
				}
			}
		}
		yield(asOf)
	}
}

func (b Book) decide(s State, r *Record, asOf ledger.Day) State {
	e := b.On(asOf)
	next := e.decide(s, r, asOf, past{b.of(s.Version, e), b.of(s.Notice, e)})
	if next.Grade != s.Grade || next.Since != s.Since {
		next.Version, next.With = e.Version, r.With
	}
	if next.ShortSince != s.ShortSince {
		next.Notice = e.Version
	}
	if next.ShortSince == 0 {
		next.Notice = 0
	}
	return next
}

// past are the rules that gave a state its grade, and those that announced its
// drop.
type past struct{ given, noticed *Policy }

// keeps says the record has what the notice of a drop asked for, counted as it
// was then.
func (then past) keeps(s State, r *Record, asOf ledger.Day) bool {
	if s.ShortSince == 0 || then.noticed.Invites(s.Grade) {
		return false
	}
	for _, standing := range then.noticed.standings(r, asOf) {
		if then.noticed.Basis.met(standing, s.Keep) {
			return true
		}
	}
	return false
}

// successor is the place of what stands for a grade the rules no longer have:
// the nearest one above it that is left, so that an edit lowers nobody, or else
// the nearest below; len(p.Grades) when none of the old ones is left.
func (p *Policy) successor(then *Policy, id string) int {
	held, known := then.Index(id)
	if !known {
		return len(p.Grades)
	}
	for i := held - 1; i >= 0; i-- {
		if place, left := p.Index(then.Grades[i].ID); left {
			return place
		}
	}
	for _, g := range then.Grades[held+1:] {
		if place, left := p.Index(g.ID); left {
			return place
		}
	}
	return len(p.Grades)
}

// replace gives a grade instead of one the rules no longer have: what the
// record reaches, or the successor if that is better.
func (p *Policy) replace(s State, r *Record, best Standing, asOf ledger.Day, then past) State {
	if place := p.successor(then.given, s.Grade); place < p.Qualify(best) {
		return State{Grade: p.Grades[place].ID, Since: asOf, Reason: Replaced}
	}
	return p.reach(r, best, asOf, Replaced)
}
