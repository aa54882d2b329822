// Package grade decides customers' grades. A grade is a promise: it is decided
// by the customer's own record against published thresholds, never by rank
// against others.
package grade

import (
	"fmt"

	"dangol/shared/ledger"
)

// Policy is the published rule. Thresholds are inclusive: reaching the amount
// qualifies.
type Policy struct {
	// WindowMonths is the length of the rolling window amounts are summed over:
	// from the same date that many months before the as-of day, up to but not
	// including it.
	WindowMonths int `json:"windowMonths"`
	// Grades are best first. The last one is everybody's.
	Grades []Grade `json:"grades"`
}

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
	return Policy{WindowMonths: 12, Grades: []Grade{
		{"best", "으뜸", "Best", "g5", 1_200_000},
		{"family", "가족", "Family", "g4", 600_000},
		{"friend", "친구", "Friend", "g3", 300_000},
		{"neighbour", "이웃", "Neighbour", "g2", 120_000},
		{"first", "첫걸음", "First step", "g1", 0},
	}}
}

// Check says what is wrong with a policy, or nil.
func (p *Policy) Check() error {
	if n := len(p.Grades); n < 1 || n > GradesMax {
		return fmt.Errorf("grade policy: %d grades, want 1 to %d", n, GradesMax)
	}
	if p.WindowMonths < 1 {
		return fmt.Errorf("grade policy: window of %d months, want at least 1", p.WindowMonths)
	}
	seen := map[string]bool{}
	for i, g := range p.Grades {
		if g.ID == "" || seen[g.ID] {
			return fmt.Errorf("grade policy: grade %d has the id %q, which is empty or used twice", i+1, g.ID)
		}
		seen[g.ID] = true
		if i > 0 && g.From >= p.Grades[i-1].From {
			return fmt.Errorf("grade policy: %s begins at %d, which is not below the grade above it", g.ID, g.From)
		}
	}
	if last := p.Grades[len(p.Grades)-1]; last.From != 0 {
		return fmt.Errorf("grade policy: the last grade, %s, begins at %d, want 0: everybody has a grade", last.ID, last.From)
	}
	return nil
}

// Since is the first day of the window of asOf.
func (p *Policy) Since(asOf ledger.Day) ledger.Day { return asOf.AddMonths(-p.WindowMonths) }

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

// Held is the grade a customer holds: the better of what they held and what
// amount reaches now. had is "" for somebody new; a grade the policy no longer
// has counts as none.
func (p *Policy) Held(had string, amount ledger.Amount) int {
	now := p.Qualify(amount)
	if before, ok := p.Index(had); ok {
		return min(before, now)
	}
	return now
}
