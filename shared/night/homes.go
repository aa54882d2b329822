package night

import (
	"encoding/binary"
	"hash/fnv"
	"slices"

	"dangol/shared/grade"
)

// homes says who lives with whom. Households that share somebody are one, so
// the order in which they were made does not count; who moves out leaves all of
// those there are.
type homes struct {
	members map[string][]int32 // seats, by the household's id
	of      map[int32]*home    // found by settle; nobody who lives alone
	all     []*home
}

// home is the customers of one household, by seat, and what they did.
type home struct {
	seats   []int32
	records []*grade.Record // nil of those without a counting visit
	with    int64
}

func newHomes() *homes { return &homes{members: map[string][]int32{}, of: map[int32]*home{}} }

// move notes that a seat lives in a household.
func (h *homes) move(id string, seat int32) { h.members[id] = append(h.members[id], seat) }

// leave notes that a seat has moved out.
func (h *homes) leave(seat int32) {
	for id, seats := range h.members {
		h.members[id] = slices.DeleteFunc(seats, func(s int32) bool { return s == seat })
	}
}

// unite finds who lives together, by seat. excluded are left out; nil is
// nobody.
func (h *homes) unite(excluded []bool) map[int32]*home {
	of := map[int32]*home{}
	for _, seats := range h.members {
		whole := &home{}
		for _, seat := range seats {
			if excluded != nil && excluded[seat] {
				continue
			}
			other := of[seat]
			if other == nil {
				other = &home{seats: []int32{seat}}
			}
			if other == whole {
				continue
			}
			whole.seats = append(whole.seats, other.seats...)
			for _, s := range other.seats {
				of[s] = whole
			}
		}
	}
	return of
}

// family says whom a customer lives with: all who do have the same, 0 is of
// whom nobody knows to live with anybody.
func (h *homes) family() func(seat int32) int32 {
	of := h.unite(nil)
	return func(seat int32) int32 {
		if home := of[seat]; home != nil {
			return slices.Min(home.seats)
		}
		return 0
	}
}

// settle finds the households of two and more, whose grades are one.
func (h *homes) settle(excluded []bool) {
	clear(h.of)
	h.all = h.all[:0]
	for seat, home := range h.unite(excluded) {
		if len(home.seats) < 2 {
			continue
		}
		h.of[seat] = home
		if seat == slices.Min(home.seats) {
			h.all = append(h.all, home)
		}
	}
	slices.SortFunc(h.all, func(a, b *home) int { return int(slices.Min(a.seats) - slices.Min(b.seats)) })
	for _, home := range h.all {
		slices.Sort(home.seats)
		home.records, home.with = make([]*grade.Record, len(home.seats)), nameOf(home.seats)
	}
}

// nameOf tells one set of customers from others; it is never 0.
func nameOf(seats []int32) int64 {
	sum := fnv.New64a()
	for _, seat := range seats {
		sum.Write(binary.LittleEndian.AppendUint32(nil, uint32(seat))) //nolint:errcheck // never fails
	}
	return int64(sum.Sum64() | 1)
}

// keep takes what a customer did, if they live with others. Each has a place of
// their own, so several may be kept at once.
func (h *homes) keep(seat int32, r *grade.Record) bool {
	home := h.of[seat]
	if home == nil {
		return false
	}
	place, _ := slices.BinarySearch(home.seats, seat)
	home.records[place] = r.Clone()
	return true
}

// size is how many live together with a seat, themselves counted; 0 of those
// who live alone.
func (h *homes) size(seat int32) int {
	if home := h.of[seat]; home != nil {
		return len(home.seats)
	}
	return 0
}

// each goes through everybody who lives with others and has bought: with what
// they did themselves, and what the whole household did.
func (h *homes) each(use func(seat int32, own, all *grade.Record)) {
	for _, home := range h.all {
		there := slices.DeleteFunc(slices.Clone(home.records), func(r *grade.Record) bool { return r == nil })
		all := grade.Household(there)
		all.With = home.with
		for i, own := range home.records {
			if own != nil {
				use(home.seats[i], own, all)
			}
		}
	}
}
