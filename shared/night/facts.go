package night

import (
	"context"
	"fmt"
	"time"

	"dangol/shared/grade"
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
		if f.windows.Fact == nil || e.Pins == 0 && !f.windows.Enrolments {
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

// hear takes down who enrolled and who was pinned, on the days it was in zone.
// A fact is sealed under its UTC date and no night hears of it before, so it
// cannot be earlier than that.
func (p *promises) hear(zone *time.Location) func(ledger.Day, *page.Fact) {
	return func(sealed ledger.Day, f *page.Fact) {
		day := ledger.DayOf(time.UnixMilli(f.At).In(zone))
		switch ledger.FactKind(f.Kind) {
		case ledger.Enrolled:
			if _, known := p.joined[f.Seat]; !known {
				p.joined[f.Seat] = day
			}
		case ledger.Pinned:
			p.pins[f.Seat] = append(p.pins[f.Seat], grade.Pin{
				Day: max(day, sealed), By: f.Staff,
				Pin: ledger.Pin{Grade: f.Grade, Exempt: ledger.Exemption(f.Exempt), Until: ledger.Day(f.Until), Why: f.Why},
			})
		}
	}
}

// fact is the row of one fact.
func (s *sealer) fact(f *ledger.Fact) page.Fact {
	row := page.Fact{
		Seat: s.members.Add(page.Member{Customer: f.Customer}), Kind: string(f.Kind),
		At: f.At.UnixMilli(), Store: f.Store, Staff: f.Staff, Channel: f.Channel, ID: f.ID,
	}
	if pin := f.Pin; pin != nil {
		row.Grade, row.Exempt, row.Until, row.Why = pin.Grade, string(pin.Exempt), int32(pin.Until), pin.Why
	}
	return row
}
