package night

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
)

// Purchases lists the transactions of a customer, who may have several ids, on
// the business days before asOf, oldest first, from the pages the last night
// sealed. What tills sent since is not in it, nor is training.
//
// report.ErrNone when no night has published, report.ErrTooLarge as in Preview.
func (v *Previewer) Purchases(ctx context.Context, ids []string) (asOf ledger.Day, list []report.Purchase, err error) {
	latest, m, err := v.last(ctx)
	if err != nil {
		return 0, nil, err
	}
	members, products := page.NewMembers(), page.NewProducts()
	if err := loadRoster(ctx, v.Sealed, members, m.Roster); err != nil {
		return 0, nil, err
	}
	if err := loadRoster(ctx, v.Sealed, products, m.Products); err != nil {
		return 0, nil, err
	}
	var seats []int32
	for i, member := range members.Rows {
		if slices.Contains(ids, member.Customer) {
			seats = append(seats, int32(i+1))
		}
	}
	list = []report.Purchase{}
	if len(seats) == 0 {
		return latest.AsOf, list, nil
	}
	days, err := v.daysOf(ctx, m, seats)
	if err != nil {
		return 0, nil, err
	}
	pages := slices.DeleteFunc(slices.Clone(m.Pages), func(e page.Entry) bool {
		return e.Day >= latest.AsOf || !days[storeDay{e.Store, e.Day}]
	})
	err = inOrder(ctx, pages, func(ctx context.Context, e page.Entry) ([]report.Purchase, error) {
		own, err := v.receipts(ctx, &e, seats)
		if err != nil {
			return nil, err
		}
		return own.purchases(&e, products.Rows)
	}, func(_ page.Entry, own []report.Purchase) error {
		list = append(list, own...)
		return nil
	})
	slices.SortStableFunc(list, func(a, b report.Purchase) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Store, b.Store))
	})
	return latest.AsOf, list, err
}

// daysOf finds the pages that have rows of seats, in the months where there are
// some: they are fewer files by far than pages.
func (v *Previewer) daysOf(ctx context.Context, m *page.Manifest, seats []int32) (map[storeDay]bool, error) {
	found := map[storeDay]bool{}
	err := inOrder(ctx, m.Sources(), func(ctx context.Context, s page.Source) (days []int32, err error) {
		others, err := readRows[page.Row](ctx, v.Sealed, s.Others, s.Rows.Linked)
		if err != nil {
			return nil, err
		}
		for _, row := range others {
			if slices.Contains(seats, ownerOf(&row)) {
				days = append(days, row.Day)
			}
		}
		sums := openTable(ctx, v.Sealed, s.Key, s.Rows.Plain)
		all, on := sums.int32s("seat"), sums.int32s("day")
		if sums.err != nil {
			return nil, sums.err
		}
		for i, seat := range all {
			if slices.Contains(seats, seat) {
				days = append(days, on[i])
			}
		}
		return days, nil
	}, func(s page.Source, days []int32) error {
		for _, day := range days {
			found[storeDay{s.Store, ledger.Day(day)}] = true
		}
		return nil
	})
	return found, err
}

// ownerOf is whose transaction a linked row belongs to: the one it names has
// the last word.
func ownerOf(row *page.Row) int32 { return cmp.Or(row.TargetSeat, row.Seat) }

// slips are somebody's rows in a page, by their places in it, and the lines.
type slips struct {
	rows  map[int32]page.Row
	order []int32
	lines []page.Line
}

func (s *slips) add(place int, row page.Row) {
	s.rows[int32(place)] = row
	s.order = append(s.order, int32(place))
}

// receipts reads the rows of seats in a page. Plain rows stand in the order of
// their seats; the others are few.
func (v *Previewer) receipts(ctx context.Context, e *page.Entry, seats []int32) (*slips, error) {
	s := &slips{rows: map[int32]page.Row{}}
	if err := v.plain(ctx, e, seats, s); err != nil {
		return nil, err
	}
	others, err := readRows[page.Row](ctx, v.Sealed, e.Others, e.Rows.Linked)
	if err != nil {
		return nil, err
	}
	for i, row := range others {
		if slices.Contains(seats, ownerOf(&row)) {
			s.add(e.Rows.Plain+i, row)
		}
	}
	if len(s.rows) == 0 || e.Lines == "" {
		return s, nil
	}
	lines, err := openPage(ctx, v.Sealed, e.Lines)
	if err == nil {
		s.lines, err = page.Read[page.Line](lines, 0, lines.Rows())
	}
	return s, err
}

func (v *Previewer) plain(ctx context.Context, e *page.Entry, seats []int32, s *slips) error {
	sums := openTable(ctx, v.Sealed, e.Key, e.Rows.Plain)
	all := sums.int32s("seat")
	if sums.err != nil {
		return sums.err
	}
	for _, seat := range seats {
		from, _ := slices.BinarySearch(all, seat)
		to, _ := slices.BinarySearch(all, seat+1)
		if from == to {
			continue
		}
		worth, err := page.Read[page.Sum](sums.file, from, to-from)
		if err != nil {
			return fmt.Errorf("page %s: %w", e.Key, err)
		}
		details, err := openPage(ctx, v.Sealed, e.Details)
		if err != nil {
			return err
		}
		about, err := page.Read[page.Detail](details, from, to-from)
		if err != nil {
			return fmt.Errorf("page %s: %w", e.Details, err)
		}
		for i := range worth {
			s.add(from+i, page.Row{Sum: worth[i], Detail: about[i]})
		}
	}
	return nil
}

// purchases are the rows as receipts.
func (s *slips) purchases(e *page.Entry, products []page.Product) ([]report.Purchase, error) {
	lines := map[int32][]report.PurchaseLine{}
	for _, l := range s.lines {
		if _, own := s.rows[l.Row]; !own {
			continue
		}
		if l.Product < 1 || int(l.Product) > len(products) {
			return nil, fmt.Errorf("%w: %s has product %d, beyond the roster", page.ErrCorrupt, e.Lines, l.Product)
		}
		p := products[l.Product-1]
		lines[l.Row] = append(lines[l.Row], report.PurchaseLine{Name: cmp.Or(p.Name, p.SKU), Quantity: l.Quantity, Amount: ledger.Amount(l.Amount)})
	}
	list := make([]report.Purchase, 0, len(s.order))
	for _, place := range s.order {
		row := s.rows[place]
		total := row.Total
		if row.Kind == int32(ledger.Void) {
			total = row.TargetTotal
		}
		list = append(list, report.Purchase{
			Store: e.Store, Day: e.Day, ID: row.ID, Type: ledger.Type(row.Kind).String(), Total: ledger.Amount(total), Lines: lines[place],
		})
	}
	return list, nil
}
