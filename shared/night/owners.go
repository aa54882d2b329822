package night

import (
	"context"
	"fmt"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// owners says whose the visits of a seat are, where desk or customer changed
// that: a merged customer's are the other's, an erased customer's nobody's.
type owners struct {
	// of is the seat that counts for each seat; 0 is nobody.
	of []int32
	// shared marks seats that others count for. Their day at one store is put
	// together before it is a visit: split between two cards it is one visit.
	shared []bool
	day    map[int32]*shareOfDay
}

type shareOfDay struct {
	goods, m ledger.Amount
	sold     bool
}

// newOwners goes through facts in the order they were recorded, which is that of
// their pages. Nobody merged
// or erased is nil, which costs the fold nothing.
func newOwners(seats int, facts []page.Fact) *owners {
	merged, erased := map[int32]int32{}, map[int32]bool{}
	for i := range facts {
		switch f := &facts[i]; ledger.FactKind(f.Kind) {
		case ledger.Merged:
			merged[f.Seat] = f.Other
		case ledger.Unmerged:
			delete(merged, f.Seat)
		case ledger.Erased:
			erased[f.Seat] = true
		}
	}
	if len(merged) == 0 && len(erased) == 0 {
		return nil
	}
	o := &owners{of: make([]int32, seats+1), shared: make([]bool, seats+1), day: map[int32]*shareOfDay{}}
	for seat := range o.of {
		own := int32(seat)
		// A chain ends after at most every merge; the desk refuses circles, and
		// if there were one, its customers would keep what is theirs.
		for range merged {
			if erased[own] || merged[own] == 0 {
				break
			}
			own = merged[own]
		}
		if erased[own] {
			own = 0
		}
		o.of[seat] = own
	}
	for seat, own := range o.of {
		if int(own) != seat {
			o.shared[own] = true
		}
	}
	return o
}

// ownerOf is the seat that counts for seat.
func (o *owners) ownerOf(seat int32) int32 {
	if o == nil {
		return seat
	}
	return o.of[seat]
}

// take keeps what a seat bought on a day at a store, if it is not simply a
// visit of its own.
func (o *owners) take(seat int32, goods, m ledger.Amount, sold bool) bool {
	if o == nil {
		return false
	}
	own := o.of[seat]
	if own == seat && !o.shared[seat] {
		return false
	}
	if own == 0 {
		return true
	}
	share := o.day[own]
	if share == nil {
		share = &shareOfDay{}
		o.day[own] = share
	}
	share.goods, share.m, share.sold = share.goods+goods, share.m+m, share.sold || sold
	return true
}

// close lists the visits of the day that were put together.
func (o *owners) close(day ledger.Day, v *visits) {
	if o == nil || len(o.day) == 0 {
		return
	}
	for own, share := range o.day { // in any order: visits are sorted later
		v.add(own, day, share.m, share.sold && share.goods > 0)
	}
	clear(o.day)
}

// foldFacts finds who is known, and whose visits are whose.
func (f *folder) foldFacts(ctx context.Context, m *page.Manifest, objects Objects) error {
	var changes []page.Fact
	var heard heard
	err := eachFacts(ctx, m, objects, f.windows.AsOf, func(e page.FactsEntry, rows []page.Fact) error {
		for i := range rows {
			row := &rows[i]
			for _, seat := range []int32{row.Seat, row.Other} {
				if err := f.known(max(e.Day, f.Days.first), seat, e.Key); err != nil {
					return err
				}
			}
			f.Tallies[row.Seat].Known = true
			if movesVisits(ledger.FactKind(row.Kind)) {
				changes = append(changes, *row)
			} else {
				heard.hear(&f.windows, e.Day, row)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	f.owners = newOwners(len(f.Tallies)-1, changes)
	heard.tell(&f.windows, f.owners)
	if f.owners == nil {
		return nil
	}
	for seat := range f.Tallies {
		if own := f.owners.of[seat]; f.Tallies[seat].Known && int(own) != seat {
			f.Tallies[seat].Known = false
			f.isKnown(own)
		}
	}
	return nil
}

// movesVisits says a fact of this kind makes visits somebody else's, or nobody's.
func movesVisits(kind ledger.FactKind) bool {
	return kind == ledger.Merged || kind == ledger.Unmerged || kind == ledger.Erased
}

// eachFacts reads the facts of the days before one, in order.
func eachFacts(ctx context.Context, m *page.Manifest, objects Objects, before ledger.Day, use func(page.FactsEntry, []page.Fact) error) error {
	for _, e := range m.Facts {
		if e.Day >= before {
			continue
		}
		rows, err := readRows[page.Fact](ctx, objects, e.Key, e.Rows)
		if err != nil {
			return fmt.Errorf("facts of %s: %w", e.Day, err)
		}
		if err := use(e, rows); err != nil {
			return err
		}
	}
	return nil
}

// isKnown counts whom seat belongs to among the customers known.
func (f *folder) isKnown(seat int32) {
	if own := f.owners.ownerOf(seat); own > 0 {
		f.Tallies[own].Known = true
	}
}
