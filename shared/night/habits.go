package night

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"dangol/shared/habit"
	"dangol/shared/ledger"
	"dangol/shared/page"

	"golang.org/x/sync/errgroup"
)

// habits are what customers buy again and again and when they come, by seat.
type habits struct {
	list []customs
}

// customs are one customer's habits; a Favourites of product 0 is none.
type customs struct {
	favourites [habit.FavouritesMax]habit.Bought
	usual      habit.Usual
}

// keeping is a fold of habits under way. Two lists have an entry for every
// visit: when it was, and for every product it was for. Entries lie in buckets
// of neighbouring seats, the seat's place in its bucket on top, so that they are
// sorted by customer a bucket at a time, as visits are.
type keeping struct {
	folded   *Folded
	stores   shops
	products []page.Product
	wanted   []bool // seats
	asOf     ledger.Day
	undone   map[storeDay]map[int64]*undone
	pages    []page.Entry
	place    map[storeDay]int // in pages
	times    []bucket
	bought   []bucket
}

// The entries' parts below the seat's place, from the lowest: of a time whether
// the visit has lines, its minute and its page; of a product its page and its
// number.
const (
	linedBit    = 1
	minuteShift = 1
	minuteBits  = 11
	pageShift   = minuteShift + minuteBits
	pageBits    = 26
	pageMask    = 1<<pageBits - 1
)

// foldHabits reads what was bought in the last months before asOf: seats,
// minutes and lines of the pages of those days, nothing else. wanted are the
// seats that can have habits.
func foldHabits(ctx context.Context, m *page.Manifest, objects Objects, k *keeping) (*habits, error) {
	from := k.asOf.AddMonths(-habit.Months)
	for i := range m.Pages {
		if e := &m.Pages[i]; e.Day >= from && e.Day < k.asOf && e.Rows.Plain+e.Rows.Linked > 0 {
			k.pages = append(k.pages, *e)
		}
	}
	h := &habits{make([]customs, len(k.wanted))}
	if len(k.pages) == 0 || !slices.Contains(k.wanted, true) {
		return h, nil
	}
	if len(k.pages) > pageMask || len(k.products) > pageMask {
		return nil, fmt.Errorf("habits of %d pages and %d products: more than an entry can name", len(k.pages), len(k.products))
	}
	if err := k.findUndone(ctx, objects); err != nil {
		return nil, err
	}
	k.place = map[storeDay]int{}
	for i := range k.pages {
		k.place[storeDay{k.pages[i].Store, k.pages[i].Day}] = i
	}
	buckets := len(k.wanted)/bucketSeats + 1
	k.times, k.bought = make([]bucket, buckets), make([]bucket, buckets)
	err := inOrder(ctx, k.pages, func(ctx context.Context, e page.Entry) (*receipts, error) {
		return k.read(ctx, objects, &e)
	}, func(_ page.Entry, r *receipts) error {
		for _, t := range r.times {
			k.times[t.seat/bucketSeats].add(visit(t.seat%bucketSeats)<<seatShift | visit(t.rest))
		}
		for _, b := range r.bought {
			k.bought[b.seat/bucketSeats].add(visit(b.seat%bucketSeats)<<seatShift | visit(b.rest))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	k.judge(h)
	return h, nil
}

// judge decides for every customer on their own, several at once: in whatever
// order, the result is the same.
func (k *keeping) judge(h *habits) {
	workers := runtime.GOMAXPROCS(0)
	var group errgroup.Group
	for w := range workers {
		group.Go(func() error {
			j := judge{keeping: k}
			for i := w; i < len(k.times); i += workers {
				j.bucket(h, i)
			}
			return nil
		})
	}
	_ = group.Wait() // none fails
}

// judge is one worker's room.
type judge struct {
	*keeping
	times, bought sorter
	products      []habit.Bought
}

func (j *judge) bucket(h *habits, at int) {
	j.times.sort(&j.keeping.times[at])
	j.bought.sort(&j.keeping.bought[at])
	j.keeping.times[at], j.keeping.bought[at] = bucket{}, bucket{}
	for place := range bucketSeats {
		times := j.times.list[j.times.ends[place]:j.times.ends[place+1]]
		if len(times) == 0 {
			continue
		}
		bought := j.bought.list[j.bought.ends[place]:j.bought.ends[place+1]]
		slices.Sort(times)
		slices.Sort(bought)
		c := &h.list[at*bucketSeats+place]
		itemised := j.usual(c, times)
		j.favourites(c, bought, itemised)
	}
}

// usual finds when somebody comes, and says how many of their visits have
// lines. Of several sales on a visit the first tells its time.
func (j *judge) usual(c *customs, times []visit) (itemised int) {
	var clock habit.Clock
	for i := 0; i < len(times); {
		at := int(times[i] >> pageShift & pageMask)
		minute := int(times[i] >> minuteShift & (1<<minuteBits - 1))
		lined := false
		for ; i < len(times) && int(times[i]>>pageShift&pageMask) == at; i++ {
			lined = lined || times[i]&linedBit != 0
		}
		if lined {
			itemised++
		}
		e := &j.pages[at]
		weekday := int(e.Day.Time().Weekday())
		if weekday == 0 {
			weekday = 7
		}
		clock.Add(habit.Time{Weekday: weekday, Hour: (minute + j.stores.dayStart(e)) / 60})
	}
	c.usual, _ = clock.Usual()
	return itemised
}

// shops are the stores by id.
type shops map[string]*ledger.Store

func shopsOf(stores []ledger.Store) shops {
	s := shops{}
	for i := range stores {
		s[stores[i].ID] = &stores[i]
	}
	return s
}

// dayStart is the minute of the clock a page's minutes are counted from.
func (s shops) dayStart(e *page.Entry) int {
	if store := s[e.Store]; store != nil {
		return store.DayStart(e.Day)
	}
	return ledger.DefaultDayStart
}

// favourites counts the visits of every product. A product bought twice on a
// visit stands there twice when two merged customers bought it.
func (j *judge) favourites(c *customs, bought []visit, itemised int) {
	j.products = j.products[:0]
	for i, b := range bought {
		if i > 0 && b == bought[i-1] {
			continue
		}
		product, day := int32(b>>pageBits&pageMask), j.pages[b&pageMask].Day
		if n := len(j.products); n == 0 || j.products[n-1].Product != product {
			j.products = append(j.products, habit.Bought{Product: product})
		}
		own := &j.products[len(j.products)-1]
		own.Visits, own.Last = own.Visits+1, max(own.Last, day)
	}
	key := func(product int32) string { return j.keeping.products[product-1].Key }
	copy(c.favourites[:], habit.Favourites(j.products, itemised, key))
}

func compareProducts(a, b spent) int { return cmp.Compare(a.product, b.product) }
