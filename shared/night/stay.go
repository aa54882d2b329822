package night

import (
	"cmp"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/report"
	"dangol/shared/retention"
)

// retentionDocument composes retention.json.
func (r *ranked) retentionDocument(warnings []report.Warning) report.Retention {
	a, w := r.appraisal, r.people
	doc := report.Retention{
		Head: r.head(warnings), Rules: r.policy.Retention, Rhythm: a.shop.Rhythm, Funnel: a.shop.Funnel(a.lives),
		Forecast: a.forecast.OK(), Cohorts: w.table(), Margin: r.margin(),
	}
	if w.first < r.asOf {
		doc.Since = &w.first
	}
	members := make([]retention.Member, len(r.customers))
	sales := ledger.Amount(0)
	for i := range r.customers {
		c := &r.customers[i]
		members[i] = retention.Member{
			Life: &a.lives[i], Stage: retention.Stage(c.Stage), Sales: ledger.Amount(c.Sales), Expected: ledger.Amount(c.Expected),
		}
		sales += ledger.Amount(c.Sales)
		if a.shop.WonBack(&a.lives[i]) {
			doc.WonBack++
		}
	}
	doc.Stages = a.shop.StageRows(members, doc.Forecast)
	doc.Slipping, doc.Silent = r.slipping(), r.silent()
	rules := &r.policy.Value
	doc.Churn = r.policy.Retention.ChurnOf(a.lives, w.span)
	doc.Economics = retention.EconomicsOf(doc.Churn, a.active, sales, doc.Margin.Rate, rules.Discount, rules.AcquisitionCost, rules.KeepingCost)
	doc.Readiness = r.readiness()
	return doc
}

// slipping lists who is late by their own rhythm, by what is at stake.
func (r *ranked) slipping() report.SlippingTotal {
	total := report.SlippingTotal{List: []report.SlippingCustomer{}}
	for i := range r.customers {
		c, life := &r.customers[i], &r.appraisal.lives[i]
		if retention.Stage(c.Stage) != retention.Slipping {
			continue
		}
		total.Customers++
		total.Sales += ledger.Amount(c.Sales)
		total.AtStake += ledger.Amount(c.AtStake)
		row := report.SlippingCustomer{
			Customer: c.Customer, Grade: c.Grade, Segment: c.Segment, LastDay: ledger.Day(c.LastDay), Visits: int(c.Visits),
			Interval: r.appraisal.shop.Interval(life), Own: life.Own(), Overdue: float64(c.Overdue) / 100,
			Sales: ledger.Amount(c.Sales), AtStake: ledger.Amount(c.AtStake),
		}
		if c.Alive >= 0 {
			alive := float64(c.Alive) / 10_000
			row.Alive = &alive
		}
		total.List = append(total.List, row)
	}
	slices.SortStableFunc(total.List, func(a, b report.SlippingCustomer) int {
		return cmp.Or(cmp.Compare(b.AtStake, a.AtStake), cmp.Compare(b.Sales, a.Sales))
	})
	total.List = total.List[:min(len(total.List), report.SlippingMax)]
	return total
}

// silent lists first-timers past the time others came again, lately first.
func (r *ranked) silent() []report.SilentCustomer {
	list := []report.SilentCustomer{}
	for i := range r.customers {
		if c := &r.customers[i]; retention.Stage(c.Stage) == retention.Silent {
			list = append(list, report.SilentCustomer{
				Customer: c.Customer, FirstDay: ledger.Day(c.FirstDay),
				Days: r.appraisal.shop.Silence(&r.appraisal.lives[i]), Spend: ledger.Amount(c.Spend),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b report.SilentCustomer) int {
		return cmp.Or(cmp.Compare(b.FirstDay, a.FirstDay), cmp.Compare(b.Spend, a.Spend))
	})
	return list[:min(len(list), report.SilentMax)]
}

// readiness measures what says whether knowing customers pays here. In a shop
// younger than a year, visits are as many as they would be in a year.
func (r *ranked) readiness() retention.Readiness {
	var lifetime, contact, frequency *float64
	measure := func(part, all float64) *float64 {
		if all <= 0 {
			return nil
		}
		share := part / all
		return &share
	}
	a := r.appraisal
	if a.forecast.OK() {
		var expected, spent, visits float64
		for i := range r.customers {
			c := &r.customers[i]
			expected += float64(c.Expected)
			spent += float64(c.Spend)
			visits += float64(c.Visits)
		}
		if spent > 0 {
			lifetime = measure(expected/float64(len(r.customers)), spent/visits)
		}
	}
	year := r.folded.Days.sum(r.people.year, r.asOf)
	contact = measure(float64(year.members), float64(year.gross))
	if days := float64(r.asOf - max(r.people.first, r.people.year)); days > 0 {
		frequency = measure(float64(a.yearDays)*float64(r.asOf-r.people.year)/days, float64(a.active))
	}
	return retention.ReadinessOf(lifetime, contact, frequency)
}
