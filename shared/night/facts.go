package night

import (
	"context"
	"fmt"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// foldFacts reads what desk and tills said about customers. Most days say only
// that somebody enrolled, so whole rows are read only where they are asked for.
func (f *folder) foldFacts(ctx context.Context, m *page.Manifest, objects Objects) error {
	for _, e := range m.Facts {
		if e.Day >= f.windows.AsOf {
			continue
		}
		file, err := openPage(ctx, objects, e.Key)
		if err != nil {
			return err
		}
		seats, err := file.Int32s("seat", 0, e.Rows, nil)
		if err != nil {
			return fmt.Errorf("facts of %s: %w", e.Day, err)
		}
		for _, seat := range seats {
			if err := f.known(max(e.Day, f.Days.first), seat, e.Key); err != nil {
				return err
			}
			f.Tallies[seat].Known = true
		}
		if f.windows.Fact == nil {
			continue
		}
		rows, err := page.Read[page.Fact](file, 0, e.Rows)
		if err != nil {
			return fmt.Errorf("facts of %s: %w", e.Day, err)
		}
		for i := range rows {
			f.windows.Fact(e.Day, &rows[i])
		}
	}
	return nil
}

// enrolled takes down the day everybody enrolled, as it was in zone.
func (p *promises) enrolled(zone string) (func(ledger.Day, *page.Fact), error) {
	at, err := time.LoadLocation(zone)
	if err != nil {
		return nil, fmt.Errorf("fold facts: %w", err)
	}
	return func(_ ledger.Day, f *page.Fact) {
		if f.Kind == string(ledger.Enrolled) && p.joined[f.Seat] == 0 {
			p.joined[f.Seat] = ledger.DayOf(time.UnixMilli(f.At).In(at))
		}
	}, nil
}
