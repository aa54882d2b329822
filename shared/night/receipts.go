package night

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// receipts are what a page tells of the visits on its day, by owner.
type receipts struct {
	times, bought []seated
}

// seated is an entry without its seat.
type seated struct {
	seat int32
	rest uint64
}

// spent is what a visit spent on a product.
type spent struct {
	product int32
	amount  int64
}

// undone is what was taken back of one sale: all of it, or some products.
type undone struct {
	gone     bool
	back     []spent
	returned int64
}

// habitColumns are the columns of a page that tell of habits.
type habitColumns struct {
	seat, kind, minute     []int32
	total, delivery, key   []int64
	row, product           []int32
	amount                 []int64
	members, plain, lineAt int
}

// read decodes what is needed of a page and finds its visits. It runs for
// several pages at once.
func (k *keeping) read(ctx context.Context, objects Objects, e *page.Entry) (*receipts, error) {
	r := &receipts{}
	if e.Rows.Plain == 0 {
		return r, nil
	}
	c := &habitColumns{plain: e.Rows.Plain}
	back := k.undone[storeDay{e.Store, e.Day}]
	if err := c.decode(ctx, objects, e, back != nil); err != nil {
		return nil, err
	}
	at := k.place[storeDay{e.Store, e.Day}]
	var basket []spent
	for i := c.members; i < c.plain; {
		seat, from := c.seat[i], i
		for ; i < c.plain && c.seat[i] == seat; i++ {
		}
		if int(seat) >= len(k.wanted) {
			return nil, fmt.Errorf("%w: %s has seat %d, beyond the roster", page.ErrCorrupt, e.Key, seat)
		}
		owner := k.folded.owners.ownerOf(seat)
		if owner == 0 || !k.wanted[owner] {
			continue
		}
		var v visited
		basket, v = k.visit(c, from, i, back, basket[:0])
		if v.minute < 0 || v.goods <= 0 {
			continue
		}
		time := uint64(at)<<pageShift | uint64(v.minute)<<minuteShift
		if v.lined {
			time |= linedBit
		}
		r.times = append(r.times, seated{owner, time})
		for _, b := range basket {
			if b.amount > 0 {
				r.bought = append(r.bought, seated{owner, uint64(b.product)<<pageBits | uint64(at)})
			}
		}
	}
	return r, nil
}

// decode reads the columns. Nobody's rows come first, and their lines with
// them; they are stepped over.
func (c *habitColumns) decode(ctx context.Context, objects Objects, e *page.Entry, keys bool) error {
	sums := openTable(ctx, objects, e.Key, c.plain)
	c.seat, c.kind = sums.int32s("seat"), sums.int32s("kind")
	c.total, c.delivery = sums.int64s("total"), sums.int64s("delivery")
	details := openTable(ctx, objects, e.Details, c.plain)
	c.minute = details.int32s("minute")
	if keys {
		c.key = details.int64s("key")
	}
	lines := openTable(ctx, objects, e.Lines, allRows)
	c.row, c.product, c.amount = lines.int32s("row"), lines.int32s("product"), lines.int64s("amount")
	if err := errors.Join(sums.err, details.err, lines.err); err != nil {
		return err
	}
	if !slices.IsSorted(c.seat) || !slices.IsSorted(c.row) {
		return fmt.Errorf("%w: %s has rows out of order", page.ErrCorrupt, e.Key)
	}
	c.members, _ = slices.BinarySearch(c.seat, 1)
	c.lineAt, _ = slices.BinarySearch(c.row, int32(c.members))
	return nil
}

// visited is one visit of one customer.
type visited struct {
	minute int // of the first sale, -1 when none stands
	goods  int64
	lined  bool
}

// visit sums up the rows of one customer's day. Lines are read on from where
// the rows before ended.
func (k *keeping) visit(c *habitColumns, from, to int, back map[int64]*undone, basket []spent) ([]spent, visited) {
	v := visited{minute: -1}
	for ; c.lineAt < len(c.row) && int(c.row[c.lineAt]) < from; c.lineAt++ {
	}
	for i := from; i < to; i++ {
		var taken *undone
		if back != nil {
			taken = back[c.key[i]]
		}
		if c.kind[i] != int32(ledger.Sale) || taken != nil && taken.gone {
			continue
		}
		if minute := int(c.minute[i]); v.minute < 0 || minute < v.minute {
			v.minute = minute
		}
		v.goods += c.total[i] - c.delivery[i]
		for ; c.lineAt < len(c.row) && int(c.row[c.lineAt]) < i; c.lineAt++ {
		}
		for ; c.lineAt < len(c.row) && int(c.row[c.lineAt]) == i; c.lineAt++ {
			product := c.product[c.lineAt]
			if product < 1 || int(product) > len(k.products) || k.products[product-1].Category == ledger.Delivery {
				continue
			}
			basket, v.lined = append(basket, spent{product, c.amount[c.lineAt]}), true
		}
		if taken != nil {
			for _, b := range taken.back {
				basket = append(basket, spent{b.product, -b.amount})
			}
		}
	}
	return summed(basket), v
}

// summed has every product once.
func summed(basket []spent) []spent {
	slices.SortFunc(basket, compareProducts)
	n := 0
	for _, b := range basket {
		if n > 0 && basket[n-1].product == b.product {
			basket[n-1].amount += b.amount
			continue
		}
		basket[n] = b
		n++
	}
	return basket[:n]
}

// findUndone reads what was voided or given back in the months looked at. A
// refund without lines takes a sale away only when it is all of it: nobody
// knows which product came back.
func (k *keeping) findUndone(ctx context.Context, objects Objects) error {
	k.undone = map[storeDay]map[int64]*undone{}
	pages := slices.DeleteFunc(slices.Clone(k.pages), func(e page.Entry) bool { return e.Rows.Linked == 0 })
	type linked struct {
		rows  []page.Row
		lines []page.Line
	}
	var all []linked
	voided := map[int64]bool{}
	err := inOrder(ctx, pages, func(ctx context.Context, e page.Entry) (l linked, err error) {
		if l.rows, err = readRows[page.Row](ctx, objects, e.Others, e.Rows.Linked); err == nil && e.Lines != "" {
			l.lines, err = readLines(ctx, objects, &e)
		}
		return l, err
	}, func(_ page.Entry, l linked) error {
		for i := range l.rows {
			v := &l.rows[i]
			if v.Kind == int32(ledger.Void) && ledger.Day(v.TargetDay) < k.asOf {
				voided[v.TargetKey] = true
				if v.TargetKind == int32(ledger.Sale) {
					k.sale(v).gone = true
				}
			}
		}
		all = append(all, l)
		return nil
	})
	for _, l := range all {
		lines := l.lines
		for i := range l.rows {
			r := &l.rows[i]
			var own []page.Line
			for len(lines) > 0 && int(lines[0].Row) == i {
				own, lines = append(own, lines[0]), lines[1:]
			}
			if r.Kind == int32(ledger.Refund) && r.TargetKind == int32(ledger.Sale) && ledger.Day(r.TargetDay) < k.asOf && !voided[r.Key] {
				k.sale(r).takeBack(r, own)
			}
		}
	}
	return err
}

// readLines reads the lines of a page's linked rows, counted from the first of
// those.
func readLines(ctx context.Context, objects Objects, e *page.Entry) ([]page.Line, error) {
	file, err := openPage(ctx, objects, e.Lines)
	if err != nil {
		return nil, err
	}
	rows, err := file.Int32s("row", 0, file.Rows(), nil)
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", e.Lines, err)
	}
	from, _ := slices.BinarySearch(rows, int32(e.Rows.Plain))
	to, _ := slices.BinarySearch(rows, int32(e.Rows.Plain+e.Rows.Linked))
	lines, err := page.Read[page.Line](file, from, to-from)
	for i := range lines {
		lines[i].Row -= int32(e.Rows.Plain)
	}
	return lines, err
}

// sale is what was taken back of the sale a row names.
func (k *keeping) sale(r *page.Row) *undone {
	at := storeDay{r.TargetStore, ledger.Day(r.TargetDay)}
	if k.undone[at] == nil {
		k.undone[at] = map[int64]*undone{}
	}
	u := k.undone[at][r.TargetKey]
	if u == nil {
		u = &undone{}
		k.undone[at][r.TargetKey] = u
	}
	return u
}

func (u *undone) takeBack(r *page.Row, lines []page.Line) {
	u.returned += r.Total
	u.gone = u.gone || u.returned >= r.TargetTotal
	for _, l := range lines {
		u.back = append(u.back, spent{l.Product, l.Amount})
	}
}
