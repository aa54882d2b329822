package night

import (
	"time"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/page"
)

// heard is what of the facts is told on once it is known whose they are. Who
// enrolled may be everybody, so little is kept of it.
type heard struct {
	enrolled  []enrolled
	rest      []dated // pins and households
	referrals []dated
}

type dated struct {
	day ledger.Day
	page.Fact
}

type enrolled struct {
	day  ledger.Day
	seat int32
	at   int64
}

func (h *heard) hear(w *Windows, day ledger.Day, f *page.Fact) {
	switch kind := ledger.FactKind(f.Kind); {
	case w.Fact == nil:
	case kind == ledger.Pinned, kind == ledger.Linked, kind == ledger.Unlinked:
		h.rest = append(h.rest, dated{day, *f})
	case kind == ledger.Referred:
		h.referrals = append(h.referrals, dated{day, *f})
	case kind == ledger.Enrolled && w.Enrolments:
		h.enrolled = append(h.enrolled, enrolled{day, f.Seat, f.At})
	}
}

// tell passes on what was heard of everybody who is somebody still.
func (h *heard) tell(w *Windows, owners *owners) {
	for _, e := range h.enrolled {
		if seat := owners.ownerOf(e.seat); seat > 0 {
			w.Fact(e.day, &page.Fact{Seat: seat, Kind: string(ledger.Enrolled), At: e.at})
		}
	}
	for i := range h.rest {
		f := &h.rest[i]
		if f.Seat = owners.ownerOf(f.Seat); f.Seat > 0 {
			w.Fact(f.day, &f.Fact)
		}
	}
	// A referral by or of somebody who was forgotten is nobody's.
	for i := range h.referrals {
		r := &h.referrals[i]
		r.Seat, r.Other = owners.ownerOf(r.Seat), owners.ownerOf(r.Other)
		if r.Seat > 0 && r.Other > 0 {
			w.Fact(r.day, &r.Fact)
		}
	}
}

// hear takes down who enrolled, who was pinned and who lives with whom, on the
// days it was in zone.
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
		case ledger.Linked:
			p.homes.move(sealed.String()+"/"+f.ID, f.Seat) // ids are a day's
		case ledger.Unlinked:
			p.homes.leave(f.Seat)
		case ledger.Pinned:
			p.pins[f.Seat] = append(p.pins[f.Seat], grade.Pin{
				Day: max(day, sealed), By: f.By,
				Pin: ledger.Pin{Grade: f.Grade, Exempt: ledger.Exemption(f.Exempt), Until: ledger.Day(f.Until), Why: f.Why},
			})
		}
	}
}

// facts are the rows of one fact: one, or of a household one for each who
// lives there. Its id is the household's.
func (s *sealer) facts(f *ledger.Fact) []page.Fact {
	rows := []page.Fact{s.fact(f)}
	if f.Household != nil {
		for _, other := range f.Household.Others {
			row := rows[0]
			row.Seat = s.seat(other)
			rows = append(rows, row)
		}
	}
	return rows
}

// fact is the row of one fact.
func (s *sealer) fact(f *ledger.Fact) page.Fact {
	row := page.Fact{
		Seat: s.seat(f.Customer), Other: s.seat(f.Other), Kind: string(f.Kind), By: f.By,
		At: f.At.UnixMilli(), Store: f.Store, Staff: f.Staff, Channel: f.Channel, ID: f.ID,
	}
	if pin := f.Pin; pin != nil {
		row.Grade, row.Exempt, row.Until, row.Why = pin.Grade, string(pin.Exempt), int32(pin.Until), pin.Why
	}
	if c := f.Complaint; c != nil {
		row.Complaint, row.About, row.Severity = c.ID, c.About, c.Severity
	}
	if c := f.Consent; c != nil {
		row.Consent, row.Granted, row.Quiet = c.Channel, c.Granted, c.Night
		row.Text, row.Said, row.Source = c.Version, c.At.UnixMilli(), c.Source
	}
	return row
}
