package night

import (
	"cmp"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

// periods are the spans key figures are compared over, in days: whole weeks,
// so that both sides have the same weekdays.
var periods = []int{7, 28, 91, 364}

// spans lists, for every period, the span before asOf and the one before that.
func spans(asOf ledger.Day) []Span {
	var list []Span
	for _, days := range periods {
		n := ledger.Day(days)
		list = append(list, Span{asOf - n, asOf}, Span{asOf - 2*n, asOf - n})
	}
	return list
}

// overviewDocument composes overview.json.
func (r *ranked) overviewDocument(in *Inputs, warnings []report.Warning) report.Overview {
	f := r.folded
	doc := report.Overview{
		Head: r.head(warnings), Merchant: merchantOf(in),
		Sales:     f.Days.sum(f.Days.first, r.asOf).totals(),
		Customers: r.count(), Periods: r.periods(),
		Days: []report.DaySales{}, Grades: []report.GradeShare{}, Segments: []report.SegmentShare{},
		Regulars: r.regulars(),
	}
	if f.Days.first < r.asOf {
		first := f.Days.first
		doc.Since = &first
	}
	for day := max(f.Days.first, r.asOf-report.DaysMax); day < r.asOf; day++ {
		d := f.Days.at(day)
		doc.Days = append(doc.Days, report.DaySales{
			Day: day, Gross: d.gross, Refunds: d.refunds, Members: d.members, Sales: d.sales,
		})
	}
	for _, g := range r.gradesDocument(nil).Grades {
		doc.Grades = append(doc.Grades, report.GradeShare{
			ID: g.ID, Ko: g.Ko, En: g.En, Colour: g.Colour, Customers: g.Customers, Sales: g.Sales,
		})
	}
	for _, s := range r.segmentRows() {
		doc.Segments = append(doc.Segments, report.SegmentShare{Name: s.Name, Customers: s.Customers, Sales: s.Sales})
	}
	return doc
}

func merchantOf(in *Inputs) report.Merchant {
	m := report.Merchant{
		Name: in.Merchant.Name, Currency: in.Merchant.Currency,
		Digits: in.Merchant.Digits, Zone: in.Merchant.Zone, Stores: []report.Store{},
	}
	for _, s := range in.Stores {
		m.Stores = append(m.Stores, report.Store{ID: s.ID, Name: s.Name})
	}
	return m
}

func (r *ranked) count() report.Customers {
	c := report.Customers{Buyers: len(r.customers)}
	for i := range r.folded.Tallies {
		if r.folded.Tallies[i].Known {
			c.Total++
		}
	}
	if r.bins > 0 {
		c.Scored = len(r.customers)
	}
	return c
}

func (r *ranked) periods() []report.Period {
	all := spans(r.asOf)
	list := make([]report.Period, len(periods))
	for i, days := range periods {
		list[i].Days = days
		list[i].Now, list[i].Before = r.span(all, 2*i), r.span(all, 2*i+1)
		for c := range r.customers {
			if silence, ok := r.quietRegular(&r.customers[c]); ok && silence < r.policy.Regulars.QuietAfter+days {
				list[i].NewlyQuiet++
			}
		}
	}
	return list
}

func (r *ranked) span(all []Span, i int) report.SpanTotal {
	s := all[i]
	sum := r.folded.Days.sum(s.From, s.To)
	total := report.SpanTotal{From: s.From, To: s.To - 1, Totals: sum.totals(), Members: sum.members}
	for c := range r.customers {
		if r.folded.Tallies[r.customers[c].Seat].Spans&(1<<i) != 0 {
			total.Buyers++
		}
		if first := ledger.Day(r.customers[c].FirstDay); first >= s.From && first < s.To {
			total.Newcomers++
		}
	}
	return total
}

// quietRegular says whether c was a regular and has gone quiet, and for how
// many days they have been silent.
func (r *ranked) quietRegular(c *report.Customer) (silence int, ok bool) {
	_, regular := r.policy.Regulars.Standing(&r.folded.Tallies[c.Seat], r.asOf)
	return int(c.RecencyDays), regular && c.Standing == string(rfm.Quiet)
}

func (r *ranked) regulars() report.Regulars {
	rule := &r.policy.Regulars
	out := report.Regulars{
		Visits: rule.Visits, CandidateVisits: rule.CandidateVisits, Months: rule.Months,
		QuietAfter: rule.QuietAfter, GoneAfter: rule.GoneAfter, Week: []report.QuietCustomer{},
	}
	for i := range r.customers {
		c := &r.customers[i]
		_, regular := rule.Standing(&r.folded.Tallies[c.Seat], r.asOf)
		switch rfm.Standing(c.Standing) {
		case rfm.Regular:
			out.Regular++
		case rfm.Candidate:
			out.Candidate++
		case rfm.Quiet:
			out.QuietAll++
			if regular {
				out.Quiet++
			}
		case rfm.Gone:
			if regular {
				out.Gone++
			}
		}
		if silence, ok := r.quietRegular(c); ok && silence < rule.QuietAfter+7 {
			out.WeekCount++
			out.WeekSales += ledger.Amount(c.Sales)
			out.Week = append(out.Week, report.QuietCustomer{
				Customer: c.Customer, Grade: c.Grade, Days: silence,
				Interval: float64(c.Interval) / 2, Sales: ledger.Amount(c.Sales),
			})
		}
	}
	sortBy(out.Week, func(q report.QuietCustomer) ledger.Amount { return -q.Sales })
	out.Week = out.Week[:min(len(out.Week), report.WeekMax)]
	return out
}

// sortBy sorts a list stably by a key.
func sortBy[T any, K cmp.Ordered](list []T, key func(T) K) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
