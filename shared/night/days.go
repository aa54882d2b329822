package night

import (
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
)

// dayTable sums business days, from the first with a page to the day before
// the as-of day.
type dayTable struct {
	first ledger.Day
	rows  []dayRow
}

type dayRow struct {
	gross, refunds, members ledger.Amount
	sales                   int
}

func newDayTable(pages []page.Source, asOf ledger.Day) *dayTable {
	t := &dayTable{first: asOf}
	for _, p := range pages {
		if p.Rows.Plain+p.Rows.Linked > 0 {
			t.first = min(t.first, p.From)
		}
	}
	t.rows = make([]dayRow, asOf-t.first)
	return t
}

// at is the row of day, which must be covered.
func (t *dayTable) at(day ledger.Day) *dayRow { return &t.rows[day-t.first] }

func (r *dayRow) sale(total ledger.Amount, member bool) {
	r.gross += total
	r.sales++
	if member {
		r.members += total
	}
}

func (r *dayRow) unsale(total ledger.Amount, member bool) {
	r.gross -= total
	r.sales--
	if member {
		r.members -= total
	}
}

func (r *dayRow) refund(total ledger.Amount) { r.refunds += total }

func (r *dayRow) add(other dayRow) {
	r.gross += other.gross
	r.refunds += other.refunds
	r.members += other.members
	r.sales += other.sales
}

// open says which days had a sale.
func (t *dayTable) open() []bool {
	list := make([]bool, len(t.rows))
	for i := range t.rows {
		list[i] = t.rows[i].sales > 0
	}
	return list
}

// sum adds up the days from from to to, not included.
func (t *dayTable) sum(from, to ledger.Day) dayRow {
	var s dayRow
	for day := max(from, t.first); day < to; day++ {
		s.add(*t.at(day))
	}
	return s
}

func (r dayRow) totals() report.Totals {
	return report.Totals{Gross: r.gross, Refunds: r.refunds, Net: r.gross - r.refunds}
}
