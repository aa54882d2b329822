package night

import (
	"cmp"
	"math"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

// valueDocument composes value.json.
func (r *ranked) valueDocument(warnings []report.Warning) report.Value {
	doc := report.Value{
		Head: r.head(warnings), Pareto: r.appraisal.pareto, Margin: r.margin(),
		Year:     r.paretoOf(func(c *report.Customer) int64 { return c.Sales }),
		Discount: r.policy.Value.Discount, Forecast: *r.appraisal.forecast, Referral: r.referral(), Common: r.common,
	}
	if r.people.first <= r.people.before {
		before := r.paretoOf(func(c *report.Customer) int64 { return int64(r.people.list[c.Seat].yearBefore) })
		doc.YearBefore = &before
	}
	if r.appraisal.forecast.OK() {
		doc.CLV = r.clv()
	}
	return doc
}

var worthPercents = []int{10, 25, 50, 75, 90, 99}

// clv sums what customers are worth, and says how it is spread.
func (r *ranked) clv() *report.CLV {
	best := make([]*report.Customer, len(r.customers))
	for i := range r.customers {
		best[i] = &r.customers[i]
	}
	slices.SortStableFunc(best, func(a, b *report.Customer) int { return cmp.Compare(b.CLV, a.CLV) })
	n := len(best)
	doc := &report.CLV{WorthTotal: worthOf(best), Quantiles: []report.Quantile{}, Tenths: []report.WorthTotal{}}
	for _, percent := range worthPercents {
		doc.Quantiles = append(doc.Quantiles, report.Quantile{Percent: percent, Amount: ledger.Amount(best[n-(n*percent+99)/100].CLV)})
	}
	for i := range 10 {
		doc.Tenths = append(doc.Tenths, worthOf(best[n*i/10:n*(i+1)/10]))
	}
	doc.Bands = bands(best)
	doc.Grades, doc.Segments = r.worthBy()
	return doc
}

func worthOf(list []*report.Customer) report.WorthTotal {
	t := report.WorthTotal{Customers: len(list)}
	visits := int64(0)
	for _, c := range list {
		t.CLV += ledger.Amount(c.CLV)
		t.Sales += ledger.Amount(c.Expected)
		visits += int64(c.ExpectedVisits)
	}
	t.Visits = float64(visits) / 100
	return t
}

// bands counts customers, given best first, between the round amounts 1, 2, 5,
// 10, 20 … that lie between what the lowest tenth and the highest hundredth are
// worth.
func bands(best []*report.Customer) []report.WorthBand {
	n := len(best)
	low, high := best[n-(n*10+99)/100].CLV, best[n-(n*99+99)/100].CLV
	list := []report.WorthBand{{}}
	for ten := int64(1); ten <= high && ten <= math.MaxInt64/50; ten *= 10 {
		for _, edge := range []int64{ten, 2 * ten, 5 * ten} {
			if edge > low && edge <= high {
				to := ledger.Amount(edge)
				list[len(list)-1].To = &to
				list = append(list, report.WorthBand{From: to})
			}
		}
	}
	at := len(list) - 1
	for _, c := range best {
		for ledger.Amount(c.CLV) < list[at].From {
			at--
		}
		list[at].Customers++
		list[at].CLV += ledger.Amount(c.CLV)
	}
	return list
}

// worthBy sums what customers are worth by grade and by segment, all of both.
func (r *ranked) worthBy() (grades, segments []report.WorthRow) {
	byGrade, bySegment := map[string][]*report.Customer{}, map[string][]*report.Customer{}
	for i := range r.customers {
		c := &r.customers[i]
		byGrade[c.Grade] = append(byGrade[c.Grade], c)
		bySegment[c.Segment] = append(bySegment[c.Segment], c)
	}
	for _, g := range r.policy.Grades.Grades {
		grades = append(grades, report.WorthRow{Name: g.ID, WorthTotal: worthOf(byGrade[g.ID])})
	}
	order := rfm.SmallGroups
	if r.segments != nil {
		order = r.segments.Order
	}
	for _, s := range order {
		segments = append(segments, report.WorthRow{Name: string(s), WorthTotal: worthOf(bySegment[string(s)])})
	}
	return grades, segments
}
