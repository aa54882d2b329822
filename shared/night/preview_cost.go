package night

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// usage is how often customers use what their grades bring.
type usage struct {
	people   map[string]int    // by grade, on the last night
	uses     map[benefitOf]int // of the days from … to
	from, to ledger.Day
	all      int
}

// usage reads what the last night published of benefits and coupons.
func (p *preview) usage(ctx context.Context) (*usage, error) {
	folder := p.latest.Scopes[report.ScopeAll].Report
	content, err := p.Reports.Get(ctx, folder+"/"+report.FileGrades)
	if err != nil {
		return nil, fmt.Errorf("read grades of %s: %w", folder, err)
	}
	var doc report.Grades
	if err := json.Unmarshal(content, &doc); err != nil {
		return nil, fmt.Errorf("read grades of %s: %w", folder, err)
	}
	u := &usage{people: map[string]int{}, uses: map[benefitOf]int{}, from: doc.Benefits.From, to: doc.Benefits.To}
	for _, row := range doc.Benefits.Rows {
		if row.Grade != "" { // what nobody was given says nothing of customers
			u.uses[benefitOf{row.Grade, row.ID}] = row.Uses
			u.all += row.Uses
		}
	}
	for seat := range p.had {
		if id := p.had[seat].Grade; id != "" {
			u.people[id]++
		}
	}
	return u, nil
}

// rate is how often a customer of a grade uses one benefit or coupon in those
// days: as its customers did, or, where the grade had it not or nobody was in
// it, as those of all grades that had it. ok is false when nobody had it.
func (u *usage) rate(of benefitOf) (rate float64, ok bool) {
	if uses, had := u.uses[of]; had && u.people[of.grade] > 0 {
		return float64(uses) / float64(u.people[of.grade]), true
	}
	uses, people := 0, 0
	for other, n := range u.uses {
		if other.id == of.id {
			uses, people = uses+n, people+u.people[other.grade]
		}
	}
	if people == 0 {
		return 0, false
	}
	return float64(uses) / float64(people), true
}

// costOf is what a policy's benefits and coupons cost in those days with so
// many customers in each grade, and the ids of which nobody knows how often they
// would be used: those count for nothing.
func (u *usage) costOf(p *policy.Policy, people map[string]int) (cost ledger.Amount, unknown []string) {
	for i := range p.Grades.Grades {
		g := &p.Grades.Grades[i]
		add := func(id string, each ledger.Amount) {
			rate, ok := u.rate(benefitOf{g.ID, id})
			if !ok && each > 0 && !slices.Contains(unknown, id) {
				unknown = append(unknown, id)
			}
			cost += ledger.Amount(math.Round(rate * float64(people[g.ID]) * float64(each)))
		}
		for _, b := range g.Benefits {
			add(b.ID, b.Cost)
		}
		for _, d := range p.Coupons {
			if len(d.Grades) == 0 || slices.Contains(d.Grades, g.ID) {
				add(d.ID, d.Cost)
			}
		}
	}
	return cost, unknown
}

// lasting is a customer's grade once an announced drop has come.
func (s *side) lasting(seat int32) string { return s.gradeOn(seat, math.MaxInt32) }

// cost compares what benefits cost by the rules in force and by those asked
// about, once the drops announced on the night have come.
func (p *preview) cost(ctx context.Context, folded *Folded) (report.PreviewCost, error) {
	u, err := p.usage(ctx)
	if err != nil || u.all == 0 {
		return report.PreviewCost{Absent: "uses_not_known"}, err
	}
	before, after := map[string]int{}, map[string]int{}
	for at := range folded.Tallies {
		if folded.Tallies[at].Visits > 0 {
			before[p.inForce.lasting(int32(at))]++
			after[p.asked.lasting(int32(at))]++
		}
	}
	inForce, _ := u.costOf(&p.inForce.whole, before)
	asked, unknown := u.costOf(&p.asked.whole, after)
	from, change := max(u.from, folded.Days.first), asked-inForce
	return report.PreviewCost{From: &from, To: &u.to, InForce: &inForce, Asked: &asked, Change: &change, Unknown: unknown}, nil
}
