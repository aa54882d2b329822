package night

import (
	"cmp"
	"context"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// correction is what linked refunds and voids take from one customer's day at
// one store.
type correction struct {
	day      ledger.Day
	seat     int32
	goods, m ledger.Amount
}

func (c *correction) before(day ledger.Day, seat int32) bool {
	return c.day < day || c.day == day && c.seat < seat
}

// foldLinks reads the linked sections and turns them into corrections of the
// days their sales were made on. What refunds of one sale take together
// depends on their set only, and a void undoes its target whichever came
// first, so the order of rows and pages does not matter.
func (f *folder) foldLinks(ctx context.Context, pages []page.Source, objects Objects) error {
	var linked []page.Source
	for _, p := range pages {
		if p.Rows.Linked > 0 && p.From < f.windows.AsOf {
			linked = append(linked, p)
		}
	}
	var refunds, voids []page.Row
	err := inOrder(ctx, linked, func(ctx context.Context, p page.Source) ([]page.Row, error) {
		return readRows[page.Row](ctx, objects, p.Others, p.Rows.Linked)
	}, func(p page.Source, rows []page.Row) error {
		for _, row := range rows {
			target := row.Day
			if row.TargetKey != 0 {
				target = row.TargetDay
			}
			if err := f.known(ledger.Day(min(row.Day, target)), row.TargetSeat, p.Others); err != nil {
				return err
			}
			switch {
			case ledger.Day(row.Day) >= f.windows.AsOf:
			case row.Kind == int32(ledger.Void):
				voids = append(voids, row)
			default:
				refunds = append(refunds, row)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	f.corrections = map[string][]correction{}
	f.foldRefunds(refunds, f.foldVoids(voids))
	for _, list := range f.corrections {
		slices.SortStableFunc(list, func(a, b correction) int {
			return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.seat, b.seat))
		})
	}
	return nil
}

// foldVoids undoes voided sales and unlinked refunds, and returns the keys of
// everything voided. Voided linked refunds are left to foldRefunds.
func (f *folder) foldVoids(voids []page.Row) map[int64]bool {
	voided := map[int64]bool{}
	for i := range voids {
		v := &voids[i]
		target, day := ledger.Type(v.TargetKind), ledger.Day(v.TargetDay)
		if target == ledger.Void {
			f.Revoided++
		}
		// What lies at or after AsOf is not there yet to be undone.
		if (target != ledger.Sale && target != ledger.Refund) || day >= f.windows.AsOf || voided[v.TargetKey] {
			continue
		}
		voided[v.TargetKey] = true
		f.undo(v)
		if v.TargetLinked {
			continue
		}
		w := v.TargetWorth()
		if target == ledger.Sale {
			f.Days.at(day).unsale(w.Total, f.owners.ownerOf(v.TargetSeat) > 0)
			f.correct(v, w.Goods, w.M)
			continue
		}
		f.Days.at(day).refund(-w.Total)
		f.correct(v, 0, -w.M)
	}
	return voided
}

// foldRefunds sums the linked refunds that stand, by sale.
func (f *folder) foldRefunds(refunds []page.Row, voided map[int64]bool) {
	type sale struct {
		row   *page.Row
		taken ledger.Taken
	}
	sales := map[int64]*sale{}
	var order []*sale
	for i := range refunds {
		r := &refunds[i]
		if voided[r.Key] || voided[r.TargetKey] {
			continue
		}
		f.Days.at(ledger.Day(r.Day)).refund(ledger.Amount(r.Total))
		if r.TargetKind != int32(ledger.Sale) || ledger.Day(r.TargetDay) >= f.windows.AsOf {
			continue
		}
		s := sales[r.TargetKey]
		if s == nil {
			s = &sale{row: r}
			sales[r.TargetKey] = s
			order = append(order, s)
		}
		s.taken.Add(r.Worth())
	}
	for _, s := range order {
		sold := s.row.TargetWorth()
		if s.taken.All(sold) {
			f.undo(s.row)
		}
		goods, m, exceeds := s.taken.From(sold)
		if exceeds {
			f.Exceeding++
		}
		f.correct(s.row, goods, m)
	}
}

// correct takes goods and m from the day of row's target. Nobody's day needs
// no correcting: only totals are kept of it.
func (f *folder) correct(row *page.Row, goods, m ledger.Amount) {
	if row.TargetSeat == 0 {
		return
	}
	f.isKnown(row.TargetSeat)
	f.corrections[row.TargetStore] = append(f.corrections[row.TargetStore],
		correction{ledger.Day(row.TargetDay), row.TargetSeat, goods, m})
}
