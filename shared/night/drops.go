package night

import (
	"cmp"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/report"
)

// pins lists the pins that hold, newest first.
func (r *ranked) pins() []report.Pin {
	list := []report.Pin{}
	for i := range r.customers {
		c := &r.customers[i]
		if c.PinGrade == "" {
			continue
		}
		pin := report.Pin{
			Customer: c.Customer, Grade: c.PinGrade, Exempt: c.PinExempt, Since: ledger.Day(c.PinSince), By: c.PinBy, Why: c.PinWhy,
		}
		if until := ledger.Day(c.PinUntil); until > 0 {
			pin.Until = &until
		}
		list = append(list, pin)
	}
	slices.SortStableFunc(list, func(a, b report.Pin) int { return cmp.Compare(b.Since, a.Since) })
	return list[:min(len(list), report.PinsMax)]
}

// drops counts the announced drops and lists who comes first: by day, then by
// what they bought.
func (r *ranked) drops() ([]report.Drop, []report.Falling) {
	counts := map[report.Drop]*report.Drop{}
	falling := []report.Falling{}
	for i := range r.customers {
		c := &r.customers[i]
		if c.DropOn == 0 {
			continue
		}
		on, sales := ledger.Day(c.DropOn), ledger.Amount(c.Sales)
		tally(counts, report.Drop{On: on, From: c.Grade, To: c.DropTo}, func(total *report.Drop) {
			total.Customers++
			total.Sales += sales
		})
		need := r.promises.book.Missing(int(c.DropVersion), r.rules, openOf(c), keepOf(&c.Promise))
		falling = append(falling, report.Falling{
			Customer: c.Customer, From: c.Grade, To: c.DropTo, On: on,
			Need: need.Amount, NeedVisits: need.Visits, NeedScore: need.Score, NeedPoints: need.Points,
			Invitation: r.rules.Invites(c.Grade), LastDay: ledger.Day(c.LastDay), Sales: sales,
		})
	}
	slices.SortStableFunc(falling, func(a, b report.Falling) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(b.Sales, a.Sales))
	})
	list := listed(counts, func(a, b report.Drop) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(r.gradePlace(a.From), r.gradePlace(b.From)),
			cmp.Compare(r.gradePlace(a.To), r.gradePlace(b.To)))
	})
	return list, falling[:min(len(falling), report.FallingMax)]
}
