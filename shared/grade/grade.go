// Package grade decides customers' grades. A grade is a promise: it is decided
// by the customer's own record against published thresholds, never by rank
// against others.
package grade

import "dangol/shared/ledger"

// Policy is the published rule. Thresholds are inclusive: reaching the number
// qualifies.
type Policy struct {
	// Window is the kind of span M is summed over; WindowMonths is the length of
	// a rolling one.
	Window       WindowKind `json:"window"`
	WindowMonths int        `json:"windowMonths"`
	// Upgrade says when a better record is honoured, Downgrade when a worse one
	// counts, GraceMonths how long a drop is announced before it comes, and Fall
	// how far it goes.
	Upgrade     When `json:"upgrade"`
	Downgrade   When `json:"downgrade"`
	GraceMonths int  `json:"graceMonths"`
	Fall        Fall `json:"fall"`
	// Grades are best first. The last one is everybody's.
	Grades []Grade `json:"grades"`
}

// When says on which nights a grade may move.
type When string

const (
	Nightly When = "nightly"
	Monthly When = "monthly" // on the 1st
	Never   When = "never"
)

// Fall says how far a drop goes.
type Fall string

const (
	OneStep  Fall = "one_step"
	ToRecord Fall = "to_record"
)

// Grade is one step of the promise.
type Grade struct {
	ID string `json:"id"`
	Ko string `json:"ko"`
	En string `json:"en"`
	// Colour is a token of the dashboard's theme, g5 (nearest) to g1.
	Colour string `json:"colour"`
	// From is the amount that qualifies, in minor units.
	From ledger.Amount `json:"from"`
}

// GradesMax is how many grades a policy may have.
const GradesMax = 30

// DefaultPolicy is the policy a shop starts with: five grades by the amount of
// the last twelve months, in minor units of the merchant's currency.
func DefaultPolicy() Policy {
	return Policy{
		Window: Rolling, WindowMonths: 12,
		Upgrade: Nightly, Downgrade: Monthly, GraceMonths: 1, Fall: OneStep,
		Grades: []Grade{
			{"best", "으뜸", "Best", "g5", 1_200_000},
			{"family", "가족", "Family", "g4", 600_000},
			{"friend", "친구", "Friend", "g3", 300_000},
			{"neighbour", "이웃", "Neighbour", "g2", 120_000},
			{"first", "첫걸음", "First step", "g1", 0},
		},
	}
}

// Qualify is the index of the best grade amount reaches. Amounts below zero
// count as zero.
func (p *Policy) Qualify(amount ledger.Amount) int {
	for i := range p.Grades {
		if max(0, amount) >= p.Grades[i].From {
			return i
		}
	}
	return len(p.Grades) - 1
}

// Index is the place of a grade id, and false when the policy has none such.
func (p *Policy) Index(id string) (int, bool) {
	for i := range p.Grades {
		if p.Grades[i].ID == id {
			return i, true
		}
	}
	return 0, false
}

// Next is what amount lacks for the grade above grade i; ok is false at the
// top.
func (p *Policy) Next(i int, amount ledger.Amount) (above Grade, need ledger.Amount, ok bool) {
	if i == 0 {
		return Grade{}, 0, false
	}
	above = p.Grades[i-1]
	return above, max(0, above.From-max(0, amount)), true
}
