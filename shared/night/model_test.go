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

// modelFold folds transactions the slow way, straight from the rules, sharing
// no code with the fold it checks but the worth of one transaction.
func modelFold(records []ledger.Record, asOf ledger.Day) (map[string]modelCustomer, report.Totals) {
	byKey := map[ledger.Key]*ledger.Record{}
	for i := range records {
		if r := &records[i]; r.Day < asOf && !r.Training {
			byKey[r.Key] = r
		}
	}
	voided := map[ledger.Key]bool{}
	for _, r := range byKey {
		if r.Type == ledger.Void {
			if target := byKey[*r.VoidOf]; target != nil && target.Type != ledger.Void {
				voided[target.Key] = true
			}
		}
	}
	refunds := map[ledger.Key][]*ledger.Record{}
	var totals report.Totals
	for _, r := range byKey {
		if r.Type != ledger.Refund || voided[r.Key] {
			continue
		}
		if r.RefundOf != nil && voided[*r.RefundOf] && byKey[*r.RefundOf].Type == ledger.Sale {
			continue
		}
		totals.Refunds += r.Total
		if r.RefundOf != nil {
			refunds[*r.RefundOf] = append(refunds[*r.RefundOf], r)
		}
	}
	type visit struct {
		customer, store string
		day             ledger.Day
	}
	goods := map[visit]ledger.Amount{}
	money := map[visit]ledger.Amount{}
	for _, r := range byKey {
		v := visit{r.Customer, r.Store, r.Day}
		switch {
		case voided[r.Key]:
		case r.Type == ledger.Sale:
			totals.Gross += r.Total
			if r.Customer == "" {
				continue
			}
			w := r.Worth()
			var taken ledger.Taken
			for _, refund := range refunds[r.Key] {
				taken.Add(refund.Worth())
			}
			var g, m ledger.Amount
			if len(refunds[r.Key]) > 0 {
				g, m, _ = taken.From(w)
			}
			goods[v] += w.Goods - g
			money[v] += w.M - m
		case r.Type == ledger.Refund && r.RefundOf == nil && r.Customer != "":
			money[v] -= r.Worth().M
		}
	}
	totals.Net = totals.Gross - totals.Refunds
	out := map[string]modelCustomer{}
	for v, m := range money {
		c := out[v.customer]
		c.spend += m
		if v.day >= asOf.AddMonths(-12) {
			c.amount += m
			c.twelve += m
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
	return out, totals
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
