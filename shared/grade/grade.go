// Package grade decides customers' grades. A grade is a promise: it is decided
// by the customer's own record against published thresholds, never by rank
// against others.
package grade

import "dangol/shared/ledger"

// Policy is the published rule. Thresholds are inclusive: reaching the number
// qualifies.
type Policy struct {
	// Basis is what counts towards a grade.
	Basis Basis `json:"basis"`
	// Window is the kind of span it is counted over; WindowMonths is the length
	// of a rolling one.
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

// Basis says what counts towards a grade.
type Basis string

const (
	ByAmount          Basis = "amount"
	ByAmountAndVisits Basis = "amount_and_visits"
	ByAmountOrVisits  Basis = "amount_or_visits" // the better of the two
)

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
	// From is the amount that qualifies, in minor units, and Visits the number
	// of counting visits, where they count.
	From   ledger.Amount `json:"from"`
	Visits int           `json:"visits,omitempty"`
	// Invitation says no record reaches it.
	Invitation bool `json:"invitation,omitempty"`
}

// GradesMax is how many grades a policy may have.
const GradesMax = 30

// DefaultPolicy is the policy a shop starts with: five grades by the amount of
// the last twelve months, in minor units of the merchant's currency.
func DefaultPolicy() Policy {
	grade := func(id, ko, en, colour string, from ledger.Amount) Grade {
		return Grade{ID: id, Ko: ko, En: en, Colour: colour, From: from}
	}
	return Policy{
		Basis: ByAmount, Window: Rolling, WindowMonths: 12,
		Upgrade: Nightly, Downgrade: Monthly, GraceMonths: 1, Fall: OneStep,
		Grades: []Grade{
			grade("best", "으뜸", "Best", "g5", 1_200_000),
			grade("family", "가족", "Family", "g4", 600_000),
			grade("friend", "친구", "Friend", "g3", 300_000),
			grade("neighbour", "이웃", "Neighbour", "g2", 120_000),
			grade("first", "첫걸음", "First step", "g1", 0),
		},
	}
}

// needs is what grade i takes.
func (p *Policy) needs(i int) Have { return Have{p.Grades[i].From, p.Grades[i].Visits} }

// suffices says have is enough where need is asked for.
func (p *Policy) suffices(have, need Have) bool {
	amount, visits := have.Amount >= need.Amount, have.Visits >= need.Visits
	switch p.Basis {
	case ByAmountAndVisits:
		return amount && visits
	case ByAmountOrVisits:
		return amount || visits
	default:
		return amount
	}
}

// lacks is what is missing for g. Where either suffices, each is what would.
func (p *Policy) lacks(g *Grade, have Have) Have {
	need := Have{Amount: max(0, g.From-have.Amount)}
	if p.Basis != ByAmount {
		need.Visits = max(0, g.Visits-have.Visits)
	}
	return need
}

// Qualify is the index of the best grade have reaches.
func (p *Policy) Qualify(have Have) int {
	for i := range p.Grades {
		if !p.Grades[i].Invitation && p.suffices(have, p.needs(i)) {
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

// Next is what have lacks for the grade above grade i that a record can reach;
// ok is false at the top.
func (p *Policy) Next(i int, have Have) (above Grade, need Have, ok bool) {
	for i--; i >= 0; i-- {
		if above = p.Grades[i]; !above.Invitation {
			return above, p.lacks(&above, have), true
		}
	}
	return Grade{}, Have{}, false
}
