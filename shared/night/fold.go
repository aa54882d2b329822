package night

import (
	"context"
	"fmt"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/rfm"
)

// Windows are the spans a fold sums over. All end at AsOf, which they leave
// out.
type Windows struct {
	AsOf  ledger.Day
	Grade ledger.Day // first day of the grade window
	Year  ledger.Day // twelve months
	Score ledger.Day // scoring window; AsOf when the rules set none
	Base  ledger.Day // as-of day of the base report; 0 when there is none
	// Spans are asked of every customer: was there a counting visit in it?
	Spans []Span
}

// Span is a number of days, To not included.
type Span struct{ From, To ledger.Day }

// Folded is what all pages say about the days before AsOf, by seat.
type Folded struct {
	Tallies []rfm.Tally
	Known   []bool          // seen in any transaction or fact
	Amount  []ledger.Amount // M in the grade window
	Sales   []ledger.Amount // M in twelve months
	Visited []uint16        // bit i: a counting visit in Spans[i]
	// Then is the record up to the base's day, as known now.
	Then []rfm.Then
	Days *dayTable

	// Exceeding counts sales whose refunds are beyond them, Revoided voids of
	// voids.
	Exceeding, Revoided int

	visits []visit
}

type visit struct {
	seat int32
	day  ledger.Day
}

// folder is a fold under way.
type folder struct {
	Folded
	windows     Windows
	corrections map[string][]correction
	buffers     struct {
		day, seat, kind          []int32
		total, delivery, benefit []int64
	}
}

// Fold reads every page the manifest names and sums it by customer and by day.
// seats is the number of customers in the roster. Pages are read in parallel
// and summed in manifest order, so the result does not depend on timing.
func Fold(ctx context.Context, m *page.Manifest, objects Objects, seats int, w Windows) (*Folded, error) {
	f := &folder{windows: w}
	f.Tallies = make([]rfm.Tally, seats+1)
	f.Known = make([]bool, seats+1)
	f.Amount = make([]ledger.Amount, seats+1)
	f.Sales = make([]ledger.Amount, seats+1)
	f.Visited = make([]uint16, seats+1)
	f.Days = newDayTable(m, w.AsOf)
	if w.Base != 0 {
		f.Then = make([]rfm.Then, seats+1)
	}
	if err := f.foldFacts(ctx, m, objects); err != nil {
		return nil, err
	}
	if err := f.foldLinks(ctx, m, objects); err != nil {
		return nil, err
	}
	var pages []page.Entry
	for _, e := range m.Pages {
		if e.From < w.AsOf && e.Rows.Plain > 0 {
			pages = append(pages, e)
		}
	}
	err := inOrder(ctx, pages, openPage(objects), f.foldPage)
	return &f.Folded, err
}

func openPage(objects Objects) func(context.Context, page.Entry) (*page.File, error) {
	return func(ctx context.Context, e page.Entry) (*page.File, error) {
		content, err := objects.Get(ctx, e.Key)
		if err != nil {
			return nil, fmt.Errorf("read page %s: %w", e.Key, err)
		}
		file, err := page.Open(content)
		if err != nil {
			return nil, fmt.Errorf("open page %s: %w", e.Key, err)
		}
		return file, nil
	}
}

func (f *folder) foldFacts(ctx context.Context, m *page.Manifest, objects Objects) error {
	for _, e := range m.Facts {
		if e.Day >= f.windows.AsOf {
			continue
		}
		file, err := openPage(objects)(ctx, page.Entry{Key: e.Key})
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
			f.Known[seat] = true
		}
	}
	return nil
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
func (f *folder) foldPage(e page.Entry, file *page.File) error {
	rows, err := f.readPlain(e, file)
	if err != nil {
		return fmt.Errorf("page %s: %w", e.Key, err)
	}
	b := &f.buffers
	corrections := f.corrections[e.Store]
	for i := 0; i < rows; {
		day, seat := ledger.Day(b.day[i]), b.seat[i]
		if err := f.known(day, seat, e.Key); err != nil {
			return err
		}
		totals := f.Days.at(day)
		var goods, m ledger.Amount
		sold := false
		for ; i < rows && b.seat[i] == seat && ledger.Day(b.day[i]) == day; i++ {
			total := ledger.Amount(b.total[i])
			delivery, benefit := ledger.Amount(b.delivery[i]), ledger.Amount(b.benefit[i])
			worth := ledger.WorthOf(total, delivery, benefit, true)
			if b.kind[i] == int32(ledger.Refund) {
				totals.refund(total)
				m -= worth.M
				continue
			}
			totals.sale(total, seat > 0)
			goods += worth.Goods
			m += worth.M
			sold = true
		}
		if seat == 0 {
			continue
		}
		for len(corrections) > 0 && corrections[0].before(day, seat) {
			corrections = corrections[1:]
		}
		for len(corrections) > 0 && corrections[0].day == day && corrections[0].seat == seat {
			goods -= corrections[0].goods
			m -= corrections[0].m
			corrections = corrections[1:]
		}
		f.addVisit(seat, day, m, sold && goods > 0)
	}
	return nil
}

// readPlain fills the buffers and says how many of the rows lie before AsOf.
func (f *folder) readPlain(e page.Entry, file *page.File) (int, error) {
	n, b := e.Rows.Plain, &f.buffers
	if file.Rows() != e.Rows.Plain+e.Rows.Linked+e.Rows.Aside {
		return 0, fmt.Errorf("%w: %d rows, the manifest says otherwise", page.ErrCorrupt, file.Rows())
	}
	var errs [6]error
	b.day, errs[0] = file.Int32s("day", 0, n, b.day)
	b.seat, errs[1] = file.Int32s("seat", 0, n, b.seat)
	b.total, errs[2] = file.Int64s("total", 0, n, b.total)
	b.kind, errs[5] = file.Int32s("kind", 0, n, b.kind)
	b.delivery, errs[3] = file.Int64s("delivery", 0, n, b.delivery)
	b.benefit, errs[4] = file.Int64s("benefit", 0, n, b.benefit)
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	before, _ := slices.BinarySearch(b.day, int32(f.windows.AsOf))
	return before, nil
}

// addVisit adds one customer's day at one store; counts says it was a counting
// visit.
func (f *folder) addVisit(seat int32, day ledger.Day, m ledger.Amount, counts bool) {
	w, t := &f.windows, &f.Tallies[seat]
	f.Known[seat] = true
	t.Spend += m
	if day >= w.Grade {
		f.Amount[seat] += m
	}
	if day >= w.Year {
		f.Sales[seat] += m
	}
	if day >= w.Score {
		t.WindowSpend += m
	}
	if day < w.Base {
		f.Then[seat].Spend += int64(m)
	}
	if !counts {
		return
	}
	if t.Visits == 0 || day < t.First {
		t.First = day
	}
	if t.Visits == 0 || day > t.Last {
		t.Last = day
	}
	t.Visits++
	if day >= w.Score {
		t.WindowVisits++
	}
	if day < w.Base {
		then := &f.Then[seat]
		then.Visits++
		then.Last = max(then.Last, int32(day))
	}
	for i, span := range w.Spans {
		if day >= span.From && day < span.To {
			f.Visited[seat] |= 1 << i
		}
	}
	f.visits = append(f.visits, visit{seat, day})
}

// Rhythm fills in what needs every visit of a customer in order: their own
// interval and how regular they were at the end.
func (f *Folded) Rhythm(r *rfm.Regulars) {
	ends := make([]int, len(f.Tallies)+1)
	for seat := range f.Tallies {
		ends[seat+1] = ends[seat] + int(f.Tallies[seat].Visits)
	}
	days := make([]ledger.Day, len(f.visits))
	next := slices.Clone(ends)
	for _, v := range f.visits {
		days[next[v.seat]] = v.day
		next[v.seat]++
	}
	var gaps []int64
	for seat := range f.Tallies {
		own := days[ends[seat]:ends[seat+1]]
		slices.Sort(own) // several stores interleave
		gaps = r.Rhythm(&f.Tallies[seat], own, gaps)
	}
}
