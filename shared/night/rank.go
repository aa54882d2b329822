package night

import (
	"cmp"
	"fmt"
	"slices"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/policy"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

// ranked is what the ideas say about every customer with a counting visit.
type ranked struct {
	asOf      ledger.Day
	policy    *policy.Policy
	rules     *grade.Policy
	base      *base
	folded    *Folded
	promises  *promises
	people    *people
	members   []page.Member
	bins      int
	scales    rfm.Scales
	segments  *rfm.Map // nil in a shop too small to score
	customers []report.Customer
	movements []report.Movement
	matrix    []report.Migration
	appraisal *appraisal
	common    report.Common
	costs     *costs
}

// rank scores, groups and grades everybody, and says who moved since the base
// and why.
func rank(f *Folded, grades *promises, who *people, p *policy.Policy, b *base, members []page.Member, asOf ledger.Day) (*ranked, error) {
	r := &ranked{asOf: asOf, policy: p, rules: grades.policy, base: b, folded: f, promises: grades, people: who, members: members}
	before := 0
	if b != nil {
		before = b.bins
	}
	r.bins = rfm.Bins(sizeOf(f.Tallies, asOf), before)
	if r.bins > 0 && p.RFM.Population(f.Tallies, asOf) == 0 {
		r.bins = 0 // a policy whose population nobody is in
	}
	if r.bins > 0 {
		segments, err := p.RFM.SegmentMap(r.bins)
		if err != nil {
			return nil, fmt.Errorf("rank: %w", err)
		}
		r.segments = segments
		r.scales = p.RFM.Scales(f.Tallies, asOf, r.bins)
	}
	for seat := 1; seat < len(f.Tallies); seat++ {
		if f.Tallies[seat].Visits > 0 && !who.excluded[seat] {
			r.customers = append(r.customers, r.customer(int32(seat), members[seat-1].Customer))
		}
	}
	r.appraise()
	r.move()
	return r, nil
}

// sizeOf counts the customers with a visit in the last rfm.SizeMonths.
func sizeOf(tallies []rfm.Tally, asOf ledger.Day) int {
	rules := rfm.Rules{PopulationMonths: rfm.SizeMonths}
	return rules.Population(tallies, asOf)
}

// customer fills in one row.
func (r *ranked) customer(seat int32, id string) report.Customer {
	t := &r.folded.Tallies[seat]
	standing, _ := r.policy.Regulars.Standing(t, r.asOf)
	c := report.Customer{
		Customer: id, Seat: seat, FirstDay: int32(t.First), LastDay: int32(t.Last),
		RecencyDays: int32(r.asOf - t.Last), Visits: t.Visits, Spend: int64(t.Spend),
		Sales:    int64(max(0, t.Sales)),
		Interval: t.Interval, Standing: string(standing),
	}
	c.Segment = string(rfm.SmallGroup(t, r.asOf))
	if r.bins > 0 {
		rs, fs, ms := r.scales.Score(t, r.asOf)
		c.R, c.F, c.M = int32(rs), int32(fs), int32(ms)
		c.Weighted = int32(r.policy.RFM.Weighted(rs, fs, ms))
		c.Segment = string(r.segments.Of(rs, fs, ms))
	}
	had := r.baseRow(seat)
	r.promises.list[seat].write(&c, had)
	c.Household = int32(r.promises.homes.size(seat))
	c.SegmentSince = int32(r.asOf)
	if had == nil {
		return c
	}
	c.SegmentBefore, c.SegmentSince, c.SegmentReason = had.SegmentBefore, had.SegmentSince, had.SegmentReason
	if c.Segment != had.Segment {
		c.SegmentBefore, c.SegmentSince = had.Segment, int32(r.asOf)
		c.SegmentReason = string(r.why(had, &c))
	}
	return c
}

func (r *ranked) baseRow(seat int32) *report.Customer {
	if r.base == nil {
		return nil
	}
	return r.base.rows[seat]
}

// why finds the reason a customer's segment is not the base's.
func (r *ranked) why(had, now *report.Customer) rfm.Reason {
	known := r.folded.Then[now.Seat]
	known.R = rfm.Score(had.R)
	rose := r.bins == 0 || now.R > had.R || now.F > had.F || now.M > had.M
	bought := now.Visits > known.Visits && rose
	recency := rfm.Score(1) // in a shop too small to score only time is left
	if r.bins > 0 {
		recency = r.base.recency.Score(int64(now.RecencyDays))
	}
	rolled := r.policy.RFM.WindowMonths > 0 && (had.F != now.F || had.M != now.M) ||
		ledger.Day(now.LastDay) < r.scales.Since && had.R > 1
	changed := r.base.policy == nil || !r.base.policy.ScoresAs(r.policy)
	return rfm.WhyMoved(changed, said(had), known, bought, recency, rolled)
}

// move counts the movements of segments and grades since the base. When the
// number of bins changed, every segment is another one, and that is no
// movement of customers.
func (r *ranked) move() {
	if r.base == nil {
		return
	}
	segments := map[report.Movement]*report.Movement{}
	grades := map[report.Migration]*report.Migration{}
	count := func(had, now *report.Customer) {
		m, g, sales := movement(had, now)
		if had == nil || now == nil || had.Segment != now.Segment {
			tally(segments, m, func(total *report.Movement) { total.Customers++; total.Sales += sales })
		}
		tally(grades, g, func(total *report.Migration) { total.Customers++; total.Sales += sales })
	}
	stayed := make(map[int32]bool, len(r.customers))
	for i := range r.customers {
		c := &r.customers[i]
		stayed[c.Seat] = true
		count(r.baseRow(c.Seat), c)
	}
	for seat, had := range r.base.rows {
		if !stayed[seat] {
			count(had, nil)
		}
	}
	r.matrix = listed(grades, func(a, b report.Migration) int {
		return cmp.Or(cmp.Compare(r.gradePlace(a.From), r.gradePlace(b.From)), cmp.Compare(r.gradePlace(a.To), r.gradePlace(b.To)))
	})
	if r.base.bins == r.bins {
		r.movements = listed(segments, func(a, b report.Movement) int {
			return cmp.Or(cmp.Compare(b.Customers, a.Customers), cmp.Compare(a.From, b.From),
				cmp.Compare(a.To, b.To), cmp.Compare(a.Reason, b.Reason))
		})
	}
}

// movement names where a customer came from and went to. Whoever left is
// counted with nothing: their money is no longer theirs.
func movement(had, now *report.Customer) (report.Movement, report.Migration, ledger.Amount) {
	switch {
	case had == nil:
		return report.Movement{To: now.Segment, Reason: string(rfm.Joined)}, report.Migration{To: now.Grade}, ledger.Amount(now.Sales)
	case now == nil:
		return report.Movement{From: had.Segment, Reason: string(rfm.Left)}, report.Migration{From: had.Grade}, 0
	default:
		return report.Movement{From: had.Segment, To: now.Segment, Reason: now.SegmentReason},
			report.Migration{From: had.Grade, To: now.Grade}, ledger.Amount(now.Sales)
	}
}

func tally[T comparable](totals map[T]*T, key T, add func(*T)) {
	total := totals[key]
	if total == nil {
		fresh := key
		total = &fresh
		totals[key] = total
	}
	add(total)
}

func listed[T comparable](totals map[T]*T, compare func(a, b T) int) []T {
	list := make([]T, 0, len(totals))
	for _, total := range totals {
		list = append(list, *total)
	}
	slices.SortFunc(list, compare)
	return list
}

// gradePlace orders grades best first, and nobody's last.
func (r *ranked) gradePlace(id string) int {
	if place, ok := r.rules.Index(id); ok {
		return place
	}
	return len(r.rules.Grades)
}
