// Package grade decides customers' grades. A grade is a promise: it is decided
// by the customer's own record against published thresholds, and by rank
// against others only where the policy says so.
package grade

import "dangol/shared/ledger"

// Policy is the published rule. Thresholds are inclusive: reaching the number
// qualifies.
type Policy struct {
	// Basis is what of a record counts.
	Basis Basis `json:"basis"`
	// Window is the kind of span the record is taken over; WindowMonths is the
	// length of a rolling one.
	Window       WindowKind `json:"window"`
	WindowMonths int        `json:"windowMonths"`
	// Upgrade says when a better record is honoured, Downgrade when a worse one
	// counts, GraceMonths how long a drop is announced before it comes, and Fall
	// how far it goes.
	Upgrade     When `json:"upgrade"`
	Downgrade   When `json:"downgrade"`
	GraceMonths int  `json:"graceMonths"`
	Fall        Fall `json:"fall"`
	// Ranked says grades go to the top so many per cent of the customers.
	Ranked bool `json:"ranked,omitzero"`
	// Household says the records of customers who live together are put
	// together, and each of them has the grade.
	Household bool `json:"household,omitzero"`
	// Grades are best first. The last one is everybody's.
	Grades []Grade `json:"grades"`

	// Measures are what other parts of the document say of how a record is
	// measured.
	Measures Measures `json:"-"`
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
	// From is the amount that qualifies, in minor units, Visits the counting
	// visits, Score the weighted score in tenths, Points the points earned. The
	// basis says which count.
	From   ledger.Amount `json:"from"`
	Visits int           `json:"visits,omitzero"`
	Score  int           `json:"score,omitzero"`
	Points int64         `json:"points,omitzero"`
	// Top is the share of customers who have it or a better one, in per cent, of
	// a ranked policy. From, Visits, Score and Points are then what that came to
	// on one day.
	Top int `json:"top,omitzero"`
	// Invitation says no record earns it: only a pin gives it.
	Invitation bool `json:"invitation,omitzero"`
	// Benefits are what the grade brings.
	Benefits []Benefit `json:"benefits,omitempty"`
}

func (g *Grade) mark() Mark { return Mark{g.From, g.Visits, g.Score, g.Points} }

// GradesMax is how many grades a policy may have.
const GradesMax = 30

// DefaultPolicy is the policy a shop starts with: five grades by the amount of
// the last twelve months, in minor units of the merchant's currency.
func DefaultPolicy() Policy {
	return Policy{
		Basis: ByAmount, Window: Rolling, WindowMonths: 12,
		Upgrade: Nightly, Downgrade: Monthly, GraceMonths: 1, Fall: OneStep,
		Grades: []Grade{
			{ID: "best", Ko: "으뜸", En: "Best", Colour: "g5", From: 1_200_000},
			{ID: "family", Ko: "가족", En: "Family", Colour: "g4", From: 600_000},
			{ID: "friend", Ko: "친구", En: "Friend", Colour: "g3", From: 300_000},
			{ID: "neighbour", Ko: "이웃", En: "Neighbour", Colour: "g2", From: 120_000},
			{ID: "first", Ko: "첫걸음", En: "First step", Colour: "g1"},
		},
	}
}

// Qualify is the index of the best grade a standing reaches.
func (p *Policy) Qualify(s Standing) int {
	for i := range p.Grades {
		if !p.Grades[i].Invitation && p.Basis.met(s, p.Grades[i].mark()) {
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

// Next is what a standing lacks for the next grade above grade i that can be
// earned; ok is false when there is none.
func (p *Policy) Next(i int, s Standing) (above Grade, need Mark, ok bool) {
	for i--; i >= 0; i-- {
		if above = p.Grades[i]; !above.Invitation {
			return above, p.Basis.Missing(s, above.mark()), true
		}
	}
	return Grade{}, Mark{}, false
}

// nearShare: a grade is near when less than a fifth of it is missing.
const nearShare = 5

// Near says little of what the grade above grade i asks for is missing: less
// than a fifth of the amount or of the points, one visit.
func (p *Policy) Near(i int, s Standing) bool {
	above, need, ok := p.Next(i, s)
	if !ok || need == (Mark{}) {
		return false
	}
	amount := need.Amount == 0 || need.Amount*nearShare < above.From
	visits := need.Visits <= 1
	if p.Basis == ByPoints {
		return need.Points*nearShare < above.Points
	}
	if p.Basis.Either() {
		return amount || visits
	}
	return amount && visits
}
