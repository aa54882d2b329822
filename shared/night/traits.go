package night

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
	"dangol/shared/value"
)

const (
	// bestPercent of customers are the best.
	bestPercent = 20
	// traitMonths is how far back first visits are compared.
	traitMonths = 24
	// traitPages is how many store-days are read for it: two years of four
	// stores. A larger chain looks less far back, and says since when.
	traitPages = 3_000
)

// hours of the clock at which a part of the day begins.
var hours = []int{6, 11, 14, 17, 20}

// firstVisit is the receipt a customer began with.
type firstVisit struct {
	day      ledger.Day
	store    string
	minute   int // of the clock
	channel  string
	products []int32
}

// commonOf finds what the first visits of the best fifth have more often. It
// reads the details and lines of the days on which somebody compared first came,
// column by column; nothing else the night does needs them.
func (r *run) commonOf(ctx context.Context) (report.Common, error) {
	best, rest := r.ranked.bestAndRest()
	doc := report.Common{
		Since: r.AsOf.AddMonths(-traitMonths), Top: len(best), Rest: len(rest),
		Need: value.TraitMin, Sides: value.SidesMin, Traits: []value.Finding{},
	}
	if min(len(best), len(rest)) < value.SidesMin {
		return doc, nil // nothing to compare, and nothing to read for it
	}
	wanted := map[int32]ledger.Day{} // when each first came; several pages at once look into it
	for _, list := range [][]*report.Customer{best, rest} {
		for _, c := range list {
			wanted[c.Seat] = ledger.Day(c.FirstDay)
		}
	}
	var pages []page.Entry
	pages, doc.Since = r.firstPages(wanted)
	maps.DeleteFunc(wanted, func(_ int32, day ledger.Day) bool { return day < doc.Since })
	firsts := map[int32]*firstVisit{}
	err := inOrder(ctx, pages, func(ctx context.Context, e page.Entry) ([]began, error) {
		return r.beganOn(ctx, e, wanted)
	}, func(e page.Entry, list []began) error {
		for i := range list {
			list[i].note(firsts, e.Store)
		}
		return nil
	})
	if err != nil {
		return doc, err
	}
	t := traits{products: r.sealed.Products.Rows, counts: map[traitName]*[2]int{}, stores: r.storeNames()}
	for side, list := range [][]*report.Customer{best, rest} {
		for _, c := range list {
			if first := firsts[c.Seat]; first != nil {
				t.add(side, first)
			}
		}
	}
	doc.Top, doc.Rest = t.all[0], t.all[1]
	doc.Traits, doc.Compared = value.Commoner(t.list())
	return doc, nil
}

// bestAndRest are the customers with M above 0 in the last twelve months: the
// best fifth, rounded up, and the others.
func (r *ranked) bestAndRest() (best, rest []*report.Customer) {
	var list []*report.Customer
	for i := range r.customers {
		if r.customers[i].Sales > 0 {
			list = append(list, &r.customers[i])
		}
	}
	slices.SortFunc(list, func(a, b *report.Customer) int {
		return cmp.Or(cmp.Compare(b.Sales, a.Sales), cmp.Compare(a.Seat, b.Seat))
	})
	n := (len(list)*bestPercent + 99) / 100
	return list[:n], list[n:]
}

// firstPages are the pages of days on which somebody wanted first came, newest
// traitPages of them by day, and from which day on they are all there.
func (r *run) firstPages(wanted map[int32]ledger.Day) (pages []page.Entry, since ledger.Day) {
	since = r.AsOf.AddMonths(-traitMonths)
	days := map[ledger.Day]bool{}
	for _, day := range wanted {
		days[day] = true
	}
	for _, e := range r.sealed.Manifest.Pages {
		if e.Day >= since && e.Day < r.AsOf && e.Rows.Plain > 0 && days[e.Day] {
			pages = append(pages, e)
		}
	}
	slices.SortFunc(pages, func(a, b page.Entry) int {
		return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.Store, b.Store))
	})
	if len(pages) > traitPages {
		since = pages[traitPages].Day + 1
		pages = slices.DeleteFunc(pages, func(e page.Entry) bool { return e.Day < since })
	}
	return pages, since
}

// began is a receipt somebody wanted may have begun with.
type began struct {
	seat   int32
	undone bool
	firstVisit
}

// note keeps the earliest receipt of the day; of several in one minute, that of
// the store that comes first by name.
func (b *began) note(firsts map[int32]*firstVisit, store string) {
	if first := firsts[b.seat]; first == nil || b.minute < first.minute {
		b.store = store
		firsts[b.seat] = &b.firstVisit
	}
}

// beganOn reads a page's receipts of customers who first came on its day. What
// was rung up and undone is no receipt.
func (r *run) beganOn(ctx context.Context, e page.Entry, wanted map[int32]ledger.Day) ([]began, error) {
	sums := openTable(ctx, r.Night.Sealed, e.Key, e.Rows.Plain)
	seats, kinds := sums.int32s("seat"), sums.int32s("kind")
	if sums.err != nil {
		return nil, sums.err
	}
	place := map[int32]int{} // of a row, in list
	var list []began
	for row, seat := range seats {
		if kinds[row] != int32(ledger.Sale) || seat <= 0 || int(seat) >= len(r.ranked.folded.Tallies) {
			continue
		}
		if seat = r.ranked.folded.owners.ownerOf(seat); wanted[seat] == e.Day {
			place[int32(row)] = len(list)
			list = append(list, began{seat: seat, firstVisit: firstVisit{day: e.Day}})
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	if err := r.detail(ctx, e, list, place); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(b began) bool { return b.undone }), nil
}

// detail fills in when, how and what of receipts, by their rows.
func (r *run) detail(ctx context.Context, e page.Entry, list []began, place map[int32]int) error {
	details := openTable(ctx, r.Night.Sealed, e.Details, e.Rows.Plain)
	minutes, keys, channels := details.int32s("minute"), details.int64s("key"), details.strings("channel")
	lines := openTable(ctx, r.Night.Sealed, e.Lines, allRows)
	rows, products := lines.int32s("row"), lines.int32s("product")
	if err := errors.Join(details.err, lines.err); err != nil {
		return err
	}
	begins := shopsOf(r.in.Stores).dayStart(&e)
	for row, at := range place {
		list[at].minute, list[at].channel = int(minutes[row])+begins, channels[row]
		list[at].undone = r.ranked.folded.undone[keys[row]]
	}
	for i, row := range rows {
		if at, ok := place[row]; ok {
			list[at].products = append(list[at].products, products[i])
		}
	}
	return nil
}

func (r *run) storeNames() map[string]string {
	names := map[string]string{}
	for i := range r.in.Stores {
		names[r.in.Stores[i].ID] = cmp.Or(r.in.Stores[i].Name, r.in.Stores[i].ID)
	}
	return names
}

type traitName struct{ kind, name string }

// traits counts what first visits had, of the best and of the rest.
type traits struct {
	products []page.Product
	stores   map[string]string
	counts   map[traitName]*[2]int
	all      [2]int // customers
	itemised [2]int // of those whose first receipt has lines
}

func (t *traits) add(side int, first *firstVisit) {
	t.all[side]++
	had := map[traitName]bool{
		{"weekday", strconv.Itoa(int(first.day.Weekday()))}:   true,
		{"hours", strconv.Itoa(partOfDay(first.minute))}:      true,
		{"store", cmp.Or(t.stores[first.store], first.store)}: true,
	}
	if first.channel != "" {
		had[traitName{"channel", first.channel}] = true
	}
	if len(first.products) > 0 {
		t.itemised[side]++
	}
	for _, number := range first.products {
		p := t.products[number-1]
		if p.Category != ledger.Delivery {
			had[traitName{"product", cmp.Or(p.Name, p.SKU)}] = true
		}
	}
	for name := range had {
		if t.counts[name] == nil {
			t.counts[name] = &[2]int{}
		}
		t.counts[name][side]++
	}
}

// partOfDay is the hour the part of the day begins at in which a minute lies.
func partOfDay(minute int) int {
	hour := minute / 60 % 24
	begins := hours[len(hours)-1]
	for _, h := range hours {
		if hour >= h {
			begins = h
		}
	}
	return begins
}

// list is every trait with its counts, in an order of its own.
func (t *traits) list() []value.Trait {
	var list []value.Trait
	for _, name := range slices.SortedFunc(maps.Keys(t.counts), func(a, b traitName) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.name, b.name))
	}) {
		of := t.all
		if name.kind == "product" {
			of = t.itemised
		}
		n := t.counts[name]
		list = append(list, value.Trait{Kind: name.kind, Name: name.name, Top: n[0], TopOf: of[0], Rest: n[1], RestOf: of[1]})
	}
	return list
}
