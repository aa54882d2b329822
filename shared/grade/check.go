package grade

import (
	"fmt"
	"slices"
)

// GraceMax is how many months a drop may be announced before it comes.
const GraceMax = 24

// Check says what is wrong with a policy, or nil.
func (p *Policy) Check() error {
	if n := len(p.Grades); n < 1 || n > GradesMax {
		return fmt.Errorf("grade policy: %d grades, want 1 to %d", n, GradesMax)
	}
	if p.Window == Rolling && p.WindowMonths < 1 {
		return fmt.Errorf("grade policy: window of %d months, want at least 1", p.WindowMonths)
	}
	if p.GraceMonths < 0 || p.GraceMonths > GraceMax {
		return fmt.Errorf("grade policy: grace of %d months, want 0 to %d", p.GraceMonths, GraceMax)
	}
	for _, choice := range []struct {
		name, chosen string
		from         []string
	}{
		{"basis", string(p.Basis), []string{string(ByAmount), string(ByAmountAndVisits), string(ByAmountOrVisits)}},
		{"window", string(p.Window), []string{string(Rolling), string(HalfYear), string(Year), string(Anniversary), string(Lifetime)}},
		{"upgrade", string(p.Upgrade), []string{string(Nightly), string(Monthly)}},
		{"downgrade", string(p.Downgrade), []string{string(Monthly), string(Never)}},
		{"fall", string(p.Fall), []string{string(OneStep), string(ToRecord)}},
	} {
		if !slices.Contains(choice.from, choice.chosen) {
			return fmt.Errorf("grade policy: %s is %q, want one of %v", choice.name, choice.chosen, choice.from)
		}
	}
	return p.checkGrades()
}

func (p *Policy) checkGrades() error {
	seen := map[string]bool{}
	var above *Grade // the last that a record can reach
	for i := range p.Grades {
		g := &p.Grades[i]
		if g.ID == "" || seen[g.ID] {
			return fmt.Errorf("grade policy: grade %d has the id %q, which is empty or used twice", i+1, g.ID)
		}
		seen[g.ID] = true
		if g.Visits < 0 || g.Visits > 0 && p.Basis == ByAmount {
			return fmt.Errorf("grade policy: %s asks for %d visits, which do not count", g.ID, g.Visits)
		}
		if g.Invitation {
			if i == len(p.Grades)-1 {
				return fmt.Errorf("grade policy: the last grade, %s, is by invitation; everybody has it", g.ID)
			}
			continue
		}
		if above != nil && (g.From > above.From || g.Visits > above.Visits || g.From == above.From && g.Visits == above.Visits) {
			return fmt.Errorf("grade policy: %s is not below %s, the grade above it", g.ID, above.ID)
		}
		above = g
	}
	if above.From != 0 || above.Visits != 0 {
		return fmt.Errorf("grade policy: the last grade, %s, begins at %d, want 0: everybody has a grade", above.ID, above.From)
	}
	return nil
}
