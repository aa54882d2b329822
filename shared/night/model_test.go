package night_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dangol/shared/ledger"
	"dangol/shared/report"
)

// modelCustomer is what the plainest possible fold knows of a customer.
type modelCustomer struct {
	first, last           ledger.Day
	visits                int
	spend, amount, twelve ledger.Amount
}

// model is the plainest fold there is, straight from the rules, sharing no code
// with the fold it checks but the worth of one transaction.
type model struct {
	records map[ledger.Key]*ledger.Record
	voided  map[ledger.Key]bool
	refunds map[ledger.Key][]*ledger.Record // that stand, by sale
	totals  report.Totals
}

// modelVisit is a customer, a store and a day.
type modelVisit struct {
	customer, store string
	day             ledger.Day
}

func newModel(records []ledger.Record, asOf ledger.Day) *model {
	m := &model{map[ledger.Key]*ledger.Record{}, map[ledger.Key]bool{}, map[ledger.Key][]*ledger.Record{}, report.Totals{}}
	for i := range records {
		if r := &records[i]; r.Day < asOf && !r.Training {
			m.records[r.Key] = r
		}
	}
	for _, r := range m.records {
		if r.Type == ledger.Void {
			if target := m.records[*r.VoidOf]; target != nil && target.Type != ledger.Void {
				m.voided[target.Key] = true
			}
		}
	}
	for _, r := range m.records {
		if r.Type != ledger.Refund || m.voided[r.Key] {
			continue
		}
		if r.RefundOf != nil && m.voided[*r.RefundOf] && m.records[*r.RefundOf].Type == ledger.Sale {
			continue
		}
		m.totals.Refunds += r.Total
		if r.RefundOf != nil {
			m.refunds[*r.RefundOf] = append(m.refunds[*r.RefundOf], r)
		}
	}
	return m
}

// sums are the goods and the M of every visit after refunds and voids.
func (m *model) sums() (goods, money map[modelVisit]ledger.Amount) {
	goods, money = map[modelVisit]ledger.Amount{}, map[modelVisit]ledger.Amount{}
	for _, r := range m.records {
		v := modelVisit{r.Customer, r.Store, r.Day}
		switch {
		case m.voided[r.Key]:
		case r.Type == ledger.Sale:
			m.totals.Gross += r.Total
			if r.Customer == "" {
				continue
			}
			var taken ledger.Taken
			for _, refund := range m.refunds[r.Key] {
				taken.Add(refund.Worth())
			}
			w := r.Worth()
			var g, back ledger.Amount
			if len(m.refunds[r.Key]) > 0 {
				g, back, _ = taken.From(w)
			}
			goods[v] += w.Goods - g
			money[v] += w.M - back
		case r.Type == ledger.Refund && r.RefundOf == nil && r.Customer != "":
			money[v] -= r.Worth().M
		}
	}
	m.totals.Net = m.totals.Gross - m.totals.Refunds
	return goods, money
}

func modelFold(records []ledger.Record, asOf ledger.Day) (map[string]modelCustomer, report.Totals) {
	m := newModel(records, asOf)
	goods, money := m.sums()
	out := map[string]modelCustomer{}
	for v, sum := range money {
		c := out[v.customer]
		c.spend += sum
		if v.day >= asOf.AddMonths(-12) {
			c.amount += sum
			c.twelve += sum
		}
		if goods[v] > 0 {
			if c.visits == 0 || v.day < c.first {
				c.first = v.day
			}
			c.last = max(c.last, v.day)
			c.visits++
		}
		out[v.customer] = c
	}
	maps.DeleteFunc(out, func(_ string, c modelCustomer) bool { return c.visits == 0 })
	return out, m.totals
}

// differs says how a published report is not what the model makes of records,
// "" when it is.
func differs(rows []report.Customer, totals report.Totals, records []ledger.Record, asOf ledger.Day) string {
	want, wantTotals := modelFold(records, asOf)
	var wrong []string
	if totals != wantTotals {
		wrong = append(wrong, fmt.Sprintf("totals %+v, want %+v", totals, wantTotals))
	}
	seen := map[string]bool{}
	for i := range rows {
		c := &rows[i]
		seen[c.Customer] = true
		got := modelCustomer{
			ledger.Day(c.FirstDay), ledger.Day(c.LastDay), int(c.Visits), ledger.Amount(c.Spend),
			ledger.Amount(c.Amount), ledger.Amount(c.Sales),
		}
		w := want[c.Customer]
		w.amount, w.twelve = max(0, w.amount), max(0, w.twelve)
		if got != w {
			wrong = append(wrong, fmt.Sprintf("%s is %+v, want %+v", c.Customer, got, w))
		}
	}
	for _, customer := range slices.Sorted(maps.Keys(want)) {
		if !seen[customer] {
			wrong = append(wrong, customer+" is missing")
		}
	}
	return strings.Join(wrong, "; ")
}
