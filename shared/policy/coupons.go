package policy

import (
	"fmt"

	"dangol/shared/coupon"
	"dangol/shared/grade"
	"dangol/shared/ledger"
)

// checkCoupons says what is wrong with the coupons section, or nil. Coupons are
// for grades there are, and a sale names benefits and coupons by one kind of id.
func (p *Policy) checkCoupons() error {
	if err := coupon.Check(p.Coupons); err != nil {
		return err
	}
	for i := range p.Coupons {
		d := &p.Coupons[i]
		for _, id := range d.Grades {
			if _, known := p.Grades.Index(id); !known {
				return fmt.Errorf("coupons.%s.grades: no grade has the id %q", d.ID, id)
			}
		}
		if b, taken := p.Grades.Benefit("", d.ID); taken {
			return fmt.Errorf("coupons.%s: the benefit %q has the same id, and a sale names either", d.ID, b.ID)
		}
	}
	return nil
}

// Coupon finds a definition by its id; nil when there is none.
func (p *Policy) Coupon(id string) *coupon.Definition {
	for i := range p.Coupons {
		if p.Coupons[i].ID == id {
			return &p.Coupons[i]
		}
	}
	return nil
}

// Said is how a benefit or a coupon is called; the id of what there is none of.
func (p *Policy) Said(of, id string) (ko, en string) {
	if b, own := p.Grades.Benefit(of, id); own {
		return b.Ko, b.En
	}
	if d := p.Coupon(id); d != nil {
		return d.Ko, d.En
	}
	return id, id
}

// Cost is what one use of a benefit or a coupon cost the shop, and its kind: by
// the policy, for a customer of the grade. A coupon is economic. ok is false
// for an id the policy does not have.
func (p *Policy) Cost(of, id string) (kind grade.BenefitKind, cost ledger.Amount, ok bool) {
	if b, own := p.Grades.Benefit(of, id); own {
		return b.Kind, b.Cost, true
	}
	if d := p.Coupon(id); d != nil {
		return grade.Economic, d.Cost, true
	}
	return "", 0, false
}

// Having picks the policy that says what a use of a benefit or a coupon on a
// day is: the one in force or, where it has the id no more, the newest before that
// had it, for a coupon stays good when its kind is given no longer. ok is false
// when none of them knows it. versions are ordered by version; never empty.
func Having(versions []Policy, on ledger.Day, id string) (p Policy, ok bool) {
	for i := range versions {
		if i > 0 && versions[i].Effective > on {
			continue
		}
		if _, _, has := versions[i].Cost("", id); has {
			p, ok = versions[i], true
		}
	}
	return p, ok
}
