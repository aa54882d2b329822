package grade

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"dangol/shared/ledger"
)

// Benefit is one thing a grade brings, as the till names it.
type Benefit struct {
	ID   string      `json:"id"`
	Kind BenefitKind `json:"kind"`
	Ko   string      `json:"ko"`
	En   string      `json:"en"`
	// Cost is what one use costs the shop, in minor units; 0 of what costs
	// nothing.
	Cost ledger.Amount `json:"cost"`
}

// BenefitKind says what a benefit appeals to.
type BenefitKind string

const (
	Economic      BenefitKind = "economic"      // a discount, a free item
	Psychological BenefitKind = "psychological" // priority, a guarantee
	Social        BenefitKind = "social"        // a greeting by name
	Customised    BenefitKind = "customised"    // their favourites, their hours
)

// BenefitKinds are all of them, in the order they are shown.
var BenefitKinds = []BenefitKind{Economic, Psychological, Social, Customised}

const (
	// BenefitsMax is how many benefits a grade may have: what a cashier can read.
	BenefitsMax = 20
	// saidMax is how many characters a till shows in one line.
	saidMax = 80
)

var benefitID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Benefit finds what a use of id means for customers of a grade: the grade's
// own benefit, or else the one of the best grade that has it, so that what a
// till gave by mistake still has its cost.
func (p *Policy) Benefit(grade, id string) (b Benefit, ok bool) {
	if place, known := p.Index(grade); known {
		if b, ok = p.Grades[place].benefit(id); ok {
			return b, true
		}
	}
	for i := range p.Grades {
		if b, ok = p.Grades[i].benefit(id); ok {
			return b, true
		}
	}
	return Benefit{}, false
}

func (g *Grade) benefit(id string) (Benefit, bool) {
	for _, b := range g.Benefits {
		if b.ID == id {
			return b, true
		}
	}
	return Benefit{}, false
}

// checkBenefits looks at the benefits of all grades. One id means one kind of
// thing wherever it stands; what it costs may differ by grade.
func (p *Policy) checkBenefits() error {
	kinds := map[string]BenefitKind{}
	for i := range p.Grades {
		g := &p.Grades[i]
		if len(g.Benefits) > BenefitsMax {
			return fmt.Errorf("grade policy: %s has %d benefits, at most %d", g.ID, len(g.Benefits), BenefitsMax)
		}
		seen := map[string]bool{}
		for _, b := range g.Benefits {
			if err := b.check(); err != nil {
				return fmt.Errorf("grade policy: benefit %q of %s: %w", b.ID, g.ID, err)
			}
			if seen[b.ID] {
				return fmt.Errorf("grade policy: %s has the benefit %q twice", g.ID, b.ID)
			}
			if kind := kinds[b.ID]; kind != "" && kind != b.Kind {
				return fmt.Errorf("grade policy: benefit %q is %s in one grade and %s in another", b.ID, kind, b.Kind)
			}
			seen[b.ID], kinds[b.ID] = true, b.Kind
		}
	}
	return nil
}

func (b *Benefit) check() error {
	switch {
	case !benefitID.MatchString(b.ID):
		return errors.New("id: want 1 to 64 letters, digits, _ and -")
	case !slices.Contains(BenefitKinds, b.Kind):
		return fmt.Errorf("kind: %q is none of %v", b.Kind, BenefitKinds)
	case b.Ko == "" || b.En == "" || utf8.RuneCountInString(b.Ko) > saidMax || utf8.RuneCountInString(b.En) > saidMax:
		return fmt.Errorf("ko and en: want 1 to %d characters each", saidMax)
	case b.Cost < 0 || b.Cost > ledger.AmountMax:
		return fmt.Errorf("cost: %d is not between 0 and %d", b.Cost, ledger.AmountMax)
	}
	return nil
}
