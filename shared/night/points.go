package night

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/points"
)

// sealPoints writes what happened to points on the desk days of the window. A
// posting's day is the day it was decided, so none is ever late.
func (s *sealer) sealPoints(ctx context.Context, first, last ledger.Day) error {
	for day := first; day <= last; day++ {
		postings, err := s.ledger.Postings(ctx, day)
		if err != nil {
			return fmt.Errorf("read points of %s: %w", day, err)
		}
		if len(postings) == 0 {
			continue
		}
		slices.SortFunc(postings, func(a, b points.Posting) int {
			return cmp.Or(cmp.Compare(a.Customer, b.Customer), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
		})
		var rows []page.Transfer
		for i := range postings {
			seat := s.seat(postings[i].Customer)
			for _, t := range postings[i].Transfers() {
				row := transferRow(seat, &t)
				if t.Earner != "" {
					row.Earner = s.seat(t.Earner)
				}
				rows = append(rows, row)
			}
		}
		entry := page.FactsEntry{Day: day, Rows: len(rows)}
		if entry.Key, err = put(ctx, s.objects, "points/"+day.String()+"/", ".parquet", rows); err != nil {
			return err
		}
		s.manifest.PutPoints(entry)
	}
	return nil
}

func transferRow(seat int32, t *points.Transfer) page.Transfer {
	row := page.Transfer{
		Seat: seat, Entered: int32(t.Entered), On: int32(t.On), From: string(t.From), To: string(t.To), Why: string(t.Why),
		Points: int64(t.Points), Month: int32(t.Month), Until: int32(t.Until), Ready: int32(t.Ready), Sold: int32(t.Sold),
	}
	if !t.Lapses.IsZero() {
		row.Lapses = t.Lapses.UnixNano()
	}
	return row
}

func transferOf(row *page.Transfer) points.Transfer {
	t := points.Transfer{Entered: ledger.Day(row.Entered), On: ledger.Day(row.On)}
	t.From, t.To, t.Why, t.Points = points.Place(row.From), points.Place(row.To), points.Why(row.Why), points.Points(row.Points)
	t.Month, t.Until, t.Ready, t.Sold = ledger.Day(row.Month), ledger.Day(row.Until), ledger.Day(row.Ready), ledger.Day(row.Sold)
	if row.Lapses != 0 {
		t.Lapses = time.Unix(0, row.Lapses).UTC()
	}
	return t
}

// foldPoints enters every transfer of the days before asOf in the journal. One
// decided before the merchant's midnight may lie on the UTC day after. What
// sales earned is counted whenever it was decided, as their money is: a sale
// that came late counts for grades on its own day in both, and for whoever made
// it, though another had their account while they were merged.
func (f *folder) foldPoints(ctx context.Context, m *page.Manifest, objects Objects) error {
	j, earned := f.windows.Points, f.windows.Earned
	if j == nil && earned == nil {
		return nil
	}
	days := m.Points
	if earned == nil {
		days = slices.DeleteFunc(slices.Clone(days), func(e page.FactsEntry) bool { return e.Day > f.windows.AsOf })
	}
	err := inOrder(ctx, days, func(ctx context.Context, e page.FactsEntry) ([]page.Transfer, error) {
		return readRows[page.Transfer](ctx, objects, e.Key, e.Rows)
	}, func(e page.FactsEntry, rows []page.Transfer) error {
		for i := range rows {
			row := &rows[i]
			if row.Seat <= 0 || int(max(row.Seat, row.Earner)) >= len(f.Tallies) {
				return fmt.Errorf("%w: %s has seat %d, beyond the roster", page.ErrCorrupt, e.Key, max(row.Seat, row.Earner))
			}
			owner, t := f.owners.ownerOf(row.Seat), transferOf(row)
			if j != nil && e.Day <= f.windows.AsOf {
				j.Add(row.Seat, owner, t)
			}
			if row.Earner > 0 {
				owner = f.owners.ownerOf(row.Earner)
			}
			if earned != nil {
				earned.Add(owner, t)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if earned != nil {
		earned.Close()
	}
	if j != nil {
		j.Close(f.owners.ownerOf)
		f.Points = j
	}
	return nil
}
