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
		{"window", string(p.Window), []string{string(Rolling), string(HalfYear), string(Year)}},
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
