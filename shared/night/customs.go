package night

import (
	"context"
	"errors"
	"fmt"

	"dangol/shared/customer"
	"dangol/shared/habit"
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
)

// keepHabits writes customers' habits into their rows. Who has too few visits,
// or none lately, cannot have any.
func (r *run) keepHabits(ctx context.Context, folded *Folded) error {
	k := &keeping{
		folded: folded, stores: shopsOf(r.in.Stores), products: r.sealed.Products.Rows,
		wanted: make([]bool, len(folded.Tallies)), asOf: r.AsOf,
	}
	from := r.AsOf.AddMonths(-habit.Months)
	for i := range r.ranked.customers {
		c := &r.ranked.customers[i]
		k.wanted[c.Seat] = c.Visits >= min(habit.FavouriteVisits, habit.UsualVisits) && ledger.Day(c.LastDay) >= from
	}
	habits, err := foldHabits(ctx, r.sealed.Manifest, r.Night.Sealed, k)
	if err != nil {
		return fmt.Errorf("habits: %w", err)
	}
	for i := range r.ranked.customers {
		c := &r.ranked.customers[i]
		habits.list[c.Seat].write(c, k.products)
	}
	return nil
}

// write puts habits into a row.
func (h *customs) write(c *report.Customer, products []page.Product) {
	for i, to := range []struct {
		key    *string
		visits *int32
	}{{&c.Favourite1, &c.Favourite1Visits}, {&c.Favourite2, &c.Favourite2Visits}, {&c.Favourite3, &c.Favourite3Visits}} {
		if f := h.favourites[i]; f.Product > 0 {
			*to.key, *to.visits = products[f.Product-1].Key, f.Visits
		}
	}
	c.UsualWeekday, c.UsualFrom, c.UsualTo = int32(h.usual.Weekday), int32(h.usual.From), int32(h.usual.To)
}

// favouritesOf are a row's favourites as a till is told them.
func favouritesOf(c *report.Customer, products *page.Roster[page.Product]) (list []customer.Favourite) {
	for _, f := range []struct {
		key    string
		visits int32
	}{{c.Favourite1, c.Favourite1Visits}, {c.Favourite2, c.Favourite2Visits}, {c.Favourite3, c.Favourite3Visits}} {
		number := products.Number(f.key)
		if f.key == "" || number == 0 {
			continue
		}
		p := &products.Rows[number-1]
		name := p.Name
		if name == "" {
			name = p.SKU
		}
		list = append(list, customer.Favourite{SKU: p.SKU, Name: customer.ShortName(name), Visits: int(f.visits)})
	}
	return list
}

func usualOf(c *report.Customer) *customer.Usual {
	u := customer.Usual{Weekday: int(c.UsualWeekday), FromHour: int(c.UsualFrom), ToHour: int(c.UsualTo)}
	if u == (customer.Usual{}) {
		return nil
	}
	return &u
}

// readProducts reads the products a manifest names.
func (n *Night) readProducts(ctx context.Context, manifest string) (*page.Roster[page.Product], error) {
	content, err := n.Sealed.Get(ctx, manifest)
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	m, err := page.DecodeManifest(content)
	if err != nil && !errors.Is(err, page.ErrSchema) { // the roster is the same in every schema
		return nil, err
	}
	products := page.NewProducts()
	return products, loadRoster(ctx, n.Sealed, products, m.Products)
}
