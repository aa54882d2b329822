package night

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/points"
	"dangol/shared/rfm"
)

// GCPercent is the headroom a process that folds should give the garbage
// collector: its memory is mostly sums, which live to the end and hold no
// pointers, so collecting often costs little and headroom would be a waste.
const GCPercent = 50

// Windows are the spans a fold sums over. All end at AsOf, which they leave
// out.
type Windows struct {
	AsOf  ledger.Day
	Year  ledger.Day // twelve months
	Score ledger.Day // scoring window; AsOf when the rules set none
	Base  ledger.Day // as-of day of the base report; 0 when there is none
	// Spans are asked of every customer: was there a counting visit in it?
	Spans []Span
	// Regulars says how a customer's own rhythm is found; nil to leave it out.
	Regulars *rfm.Regulars
	// Record is given what every customer with a counting visit did before
	// AsOf, for several at once; nil to leave it out. It must not keep it.
	Record func(seat int32, r *grade.Record)
	// Told is called between the last Fact and the first Record.
	Told func()
	// Again keeps what Folded.Again needs: eight bytes a visit.
	Again bool
	// Fact is given the pins, households and referrals of days before AsOf, and
	// where Enrolments is set who enrolled, each kind by day and time, before any
	// Record; their seats are the owners'.
	// Nil leaves them out.
	Fact       func(day ledger.Day, f *page.Fact)
	Enrolments bool
	// Undone is the first day of sales of which Folded tells whether they were
	// voided or given back whole; 0 to leave that out.
	Undone ledger.Day
	// Use is given the uses of benefits in the year that stand, by day: Undone
	// must be no later. nil to leave them out.
	Use func(u *page.Use)
	// Watch is shown the same customers, visit by visit; nil to leave it out.
	Watch Watcher
	// Points are given every transfer, and closed; nil to leave them out.
	Points *points.Journal
	// Earned counts what sales earned, for the records; nil where no rules ask.
	Earned *points.Earnings
}

// Span is a number of days, To not included.
type Span struct{ From, To ledger.Day }

// Folded is what all pages say about the days before AsOf. Tallies and Then are
// by seat.
type Folded struct {
	Tallies []rfm.Tally
	// Then is the record up to the base's day, as known now; nil without a base.
	Then []rfm.Then
	Days *dayTable
	// Points are those of Windows, closed.
	Points *points.Journal

	owners *owners        // nil when nobody was merged or erased
	undone map[int64]bool // keys of sales; see Windows.Undone

	// Exceeding counts sales whose refunds are beyond them, Revoided voids of
	// voids.
	Exceeding, Revoided int

	// Again gives every Record once more; nil unless Windows.Again asked for it.
	Again func(func(seat int32, r *grade.Record))
}

// folder is a fold under way.
type folder struct {
	Folded
	windows     Windows
	corrections map[string][]correction
	spare       chan *columns // a page's worth of memory, to use again
	visits      visits
}

// Fold reads every page the manifest names and sums it by customer and by day.
// seats is the number of customers in the roster. Pages are read in parallel
// and used in order, and customers are summed each on their own, so
// the result does not depend on timing.
func Fold(ctx context.Context, m *page.Manifest, objects Objects, seats int, w Windows) (*Folded, error) {
	f := &folder{windows: w, spare: make(chan *columns, 2*fetches)}
	f.undone = map[int64]bool{}
	f.Tallies = make([]rfm.Tally, seats+1)
	if w.Base != 0 {
		f.Then = make([]rfm.Then, seats+1)
	}
	pages := m.Sources()
	f.Days = newDayTable(pages, w.AsOf)
	f.visits = newVisits(seats, f.Days.first)
	if err := f.foldFacts(ctx, m, objects); err != nil {
		return nil, err
	}
	if w.Told != nil {
		w.Told()
	}
	if err := f.foldPoints(ctx, m, objects); err != nil {
		return nil, err
	}
	if err := f.foldLinks(ctx, pages, objects); err != nil {
		return nil, err
	}
	if err := f.foldUses(ctx, pages, objects); err != nil {
		return nil, err
	}
	pages = slices.DeleteFunc(pages, func(p page.Source) bool { return p.From >= w.AsOf || p.Rows.Plain == 0 })
	err := inOrder(ctx, pages, func(ctx context.Context, p page.Source) (*columns, error) {
		return f.read(ctx, objects, p)
	}, f.foldPage)
	if err != nil {
		return nil, err
	}
	f.tally()
	return &f.Folded, nil
}

func openPage(ctx context.Context, objects Objects, key string) (*page.File, error) {
	content, err := objects.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read page %s: %w", key, err)
	}
	file, err := page.Open(content)
	if err != nil {
		return nil, fmt.Errorf("open page %s: %w", key, err)
	}
	return file, nil
}

// known refuses a seat the roster does not have, and a day before every page.
func (f *folder) known(day ledger.Day, seat int32, key string) error {
	if seat < 0 || int(seat) >= len(f.Tallies) || day < f.Days.first {
		return fmt.Errorf("%w: %s has seat %d on %s, beyond the roster or the pages", page.ErrCorrupt, key, seat, day)
	}
	return nil
}

// foldPage sums the plain section of one page. Its rows stand by day and seat,
// so the rows of one visit are neighbours.
func (f *folder) foldPage(p page.Source, c *columns) error {
	corrections := f.corrections[p.Store]
	first := sort.Search(len(corrections), func(i int) bool { return corrections[i].day >= p.From })
	corrections = corrections[first:]
	for i := range c.days {
		d := &c.days[i]
		f.Days.at(d.day).add(d.dayRow)
		corrections = f.foldDay(c, d, corrections)
	}
	f.spare <- c
	return nil
}

// foldDay finds the visits of one store's day, and returns the corrections that
// are left for later days.
func (f *folder) foldDay(c *columns, d *dayColumns, corrections []correction) []correction {
	seats := c.seat[:d.to]
	for i := d.members; i < len(seats); {
		seat := seats[i]
		var goods, m ledger.Amount
		sold := false
		for ; i < len(seats) && seats[i] == seat; i++ {
			worth := c.worth(i)
			if c.kind[i] == int32(ledger.Refund) {
				m -= worth.M
				continue
			}
			goods += worth.Goods
			m += worth.M
			sold = true
		}
		for len(corrections) > 0 && corrections[0].before(d.day, seat) {
			corrections = corrections[1:]
		}
		for len(corrections) > 0 && corrections[0].day == d.day && corrections[0].seat == seat {
			goods -= corrections[0].goods
			m -= corrections[0].m
			corrections = corrections[1:]
		}
		if !f.owners.take(seat, goods, m, sold) {
			f.visits.add(seat, d.day, m, sold && goods > 0)
		}
	}
	f.owners.close(d.day, &f.visits)
	return corrections
}
