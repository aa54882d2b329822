package grade

import "dangol/shared/ledger"

// Pin is a grade given by hand on a day: it counts from the night after it on,
// to the night of its last day.
type Pin struct {
	ledger.Pin
	Day ledger.Day
	By  string
}

// Pin is the pin that holds on asOf, nil when none does. A later pin replaces
// the one before it for good, also when it ends earlier.
func (r *Record) Pin(asOf ledger.Day) *Pin {
	for i := len(r.Pins) - 1; i >= 0; i-- {
		pin := &r.Pins[i]
		if pin.Day >= asOf {
			continue
		}
		if pin.Grade == "" || pin.Until != 0 && asOf > pin.Until {
			return nil
		}
		return pin
	}
	return nil
}

// pin is the one that holds on asOf and the place of its grade; nil, and a
// place below all, when there is none or the policy has not the grade.
func (p *Policy) pin(r *Record, asOf ledger.Day) (pin *Pin, floor int) {
	if pin = r.Pin(asOf); pin != nil {
		if place, ok := p.Index(pin.Grade); ok {
			return pin, place
		}
	}
	return nil, len(p.Grades)
}

// raise gives a state what its pin says. rests is true where nothing else is to
// be decided: the pin is exempt from evaluation.
func (p *Policy) raise(s State, pin *Pin, floor int, asOf ledger.Day) (_ State, rests bool) {
	held, known := p.Index(s.Grade)
	if rests = pin.Exempt == ledger.FromEvaluation; !known || held > floor || rests && held != floor {
		return State{Grade: pin.Grade, Since: asOf, Reason: Pinned}, rests
	}
	if rests {
		return s.calm(), true
	}
	return s, false
}

// Invites says the grade of an id is by invitation.
func (p *Policy) Invites(id string) bool {
	place, known := p.Index(id)
	return known && p.Grades[place].Invitation
}

// under is the next grade below place i that a record can have.
func (p *Policy) under(i int) int {
	for i++; p.Grades[i].Invitation; i++ {
	}
	return i
}
