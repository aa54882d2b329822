package grade

import (
	"errors"
	"fmt"
	"slices"
)

// GraceMax is how many months a drop may be announced before it comes.
const GraceMax = 24

var (
	bases   = []Basis{ByAmount, ByAmountAndVisits, ByAmountOrVisits, ByRegulars, ByScore, ByPoints}
	windows = []WindowKind{Rolling, HalfYear, Year, Anniversary, Lifetime}
)

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
	if err := errors.Join(
		oneOf("window", p.Window, windows),
		oneOf("upgrade", p.Upgrade, []When{Nightly, Monthly}),
		oneOf("downgrade", p.Downgrade, []When{Monthly, Never}),
		oneOf("fall", p.Fall, []Fall{OneStep, ToRecord}),
	); err != nil {
		return err
	}
	if err := p.checkBasis(); err != nil {
		return err
	}
	if err := p.checkRanked(); err != nil {
		return err
	}
	if err := p.checkGrades(); err != nil {
		return err
	}
	return p.checkBenefits()
}

func oneOf[T ~string](name string, chosen T, from []T) error {
	if !slices.Contains(from, chosen) {
		return fmt.Errorf("grade policy: %s is %q, want one of %v", name, chosen, from)
	}
	return nil
}

// checkBasis looks for what the basis needs of the rest of the document.
func (p *Policy) checkBasis() error {
	if err := oneOf("basis", p.Basis, bases); err != nil {
		return err
	}
	m := &p.Measures
	switch {
	case p.Basis == ByRegulars && p.Window != Rolling:
		return fmt.Errorf("grade policy: basis regulars counts the months that end at the last visit; leave window at rolling, not %s", p.Window)
	case p.Basis == ByRegulars && (m.LatelyMonths < 1 || m.GoneAfter < 1):
		return fmt.Errorf("grade policy: basis regulars needs regulars.months and regulars.goneAfter of at least 1")
	case p.Basis == ByPoints && !m.EarnsPoints:
		return fmt.Errorf("grade policy: basis points needs a points section with a rate by which sales earn some")
	case p.Basis == ByScore && (m.Recency == nil || m.Visits == nil || m.Amounts == nil):
		return fmt.Errorf("grade policy: basis score needs rfm.method and rfm.recency thresholds: by quantiles a grade would drop because others bought more")
	}
	return nil
}

// checkRanked wants one number to rank by, and shares instead of thresholds.
func (p *Policy) checkRanked() error {
	if p.Ranked && (p.Basis == ByAmountAndVisits || p.Basis == ByAmountOrVisits) {
		return fmt.Errorf("grade policy: customers cannot be ranked by two numbers at once, as basis %s would", p.Basis)
	}
	share := 0 // of the grades above
	for i := range p.Grades {
		g := &p.Grades[i]
		switch {
		case !p.Ranked && g.Top != 0:
			return fmt.Errorf("grade policy: %s has top, which counts only with ranked", g.ID)
		case !p.Ranked || g.Invitation && g.Top == 0:
		case g.Invitation:
			return fmt.Errorf("grade policy: %s is by invitation and has top: no rank earns it", g.ID)
		case g.mark() != (Mark{}):
			return fmt.Errorf("grade policy: %s asks for %s; ranked grades have top instead", g.ID, p.ask(g))
		case i == len(p.Grades)-1 && g.Top != 0:
			return fmt.Errorf("grade policy: the last grade, %s, has top %d, want none: everybody has a grade", g.ID, g.Top)
		case i < len(p.Grades)-1 && (g.Top <= share || g.Top > 100):
			return fmt.Errorf("grade policy: %s has top %d, want more than the %d of the grades above it and at most 100", g.ID, g.Top, share)
		}
		share = max(share, g.Top)
	}
	return nil
}

// checkGrades looks at the grades one by one and against the one above.
func (p *Policy) checkGrades() error {
	seen := map[string]bool{}
	var above *Grade // the last one that can be earned
	for i := range p.Grades {
		g := &p.Grades[i]
		if g.ID == "" || seen[g.ID] {
			return fmt.Errorf("grade policy: grade %d has the id %q, which is empty or used twice", i+1, g.ID)
		}
		seen[g.ID] = true
		if err := p.checkMark(g); err != nil {
			return err
		}
		if g.Invitation {
			continue
		}
		if above != nil && !p.Ranked && !p.below(g.mark(), above.mark()) {
			return fmt.Errorf("grade policy: %s asks for %s, which is not below the grade above it", g.ID, p.ask(g))
		}
		above = g
	}
	last := &p.Grades[len(p.Grades)-1]
	if last.Invitation {
		return fmt.Errorf("grade policy: the last grade, %s, is by invitation: everybody has a grade", last.ID)
	}
	if last.mark() != (Mark{}) {
		return fmt.Errorf("grade policy: the last grade, %s, asks for %s, want nothing: everybody has a grade", last.ID, p.ask(last))
	}
	return nil
}

// unused names a threshold of m that the basis does not look at, "" when there
// is none.
func (b Basis) unused(m Mark) string {
	both := b == ByAmountAndVisits || b == ByAmountOrVisits
	switch {
	case m.Amount != 0 && !both && b != ByAmount:
		return "from"
	case m.Visits != 0 && !both && b != ByRegulars:
		return "visits"
	case m.Score != 0 && b != ByScore:
		return "score"
	case m.Points != 0 && b != ByPoints:
		return "points"
	}
	return ""
}

// checkMark refuses thresholds that are below 0, that nothing looks at, or
// that nobody can reach.
func (p *Policy) checkMark(g *Grade) error {
	unused := p.Basis.unused(g.mark())
	switch {
	case g.Invitation && g.mark() != (Mark{}):
		return fmt.Errorf("grade policy: %s is by invitation and asks for %s: no record earns it", g.ID, p.ask(g))
	case g.From < 0 || g.Visits < 0 || g.Score < 0 || g.Points < 0:
		return fmt.Errorf("grade policy: %s asks for less than nothing", g.ID)
	case unused != "":
		return fmt.Errorf("grade policy: %s has %s, which basis %s does not look at", g.ID, unused, p.Basis)
	case g.Invitation:
		return nil
	case p.Basis.Either() && (g.From == 0) != (g.Visits == 0):
		return fmt.Errorf("grade policy: %s asks for %s, and one of the two is enough: everybody would have it", g.ID, p.ask(g))
	case g.Score > p.Measures.best():
		return fmt.Errorf("grade policy: %s asks for a score of %d, the best there is has %d", g.ID, g.Score, p.Measures.best())
	}
	return nil
}

// below says m asks for no more than above in anything, and for less in
// something.
func (p *Policy) below(m, above Mark) bool {
	return m != above && m.Amount <= above.Amount && m.Visits <= above.Visits && m.Score <= above.Score && m.Points <= above.Points
}

// ask says what a grade asks for, for an error.
func (p *Policy) ask(g *Grade) string {
	switch p.Basis {
	case ByAmountAndVisits:
		return fmt.Sprintf("%d and %d visits", g.From, g.Visits)
	case ByAmountOrVisits:
		return fmt.Sprintf("%d or %d visits", g.From, g.Visits)
	case ByRegulars:
		return fmt.Sprintf("%d visits", g.Visits)
	case ByScore:
		return fmt.Sprintf("a score of %d", g.Score)
	case ByPoints:
		return fmt.Sprintf("%d points", g.Points)
	default:
		return fmt.Sprint(int64(g.From))
	}
}
