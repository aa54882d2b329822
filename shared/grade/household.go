package grade

import (
	"slices"

	"dangol/shared/ledger"
)

// Household puts the records of several customers together, as one that the
// grade of each of them rests on. Amounts add up. A day on which any of them
// came counts once however many came, and as often as the one who came to most
// stores that day: living together makes nobody a more frequent guest, nor a
// rarer one. Their year is that of the first to join. Pins stay each one's own.
//
// The order of members makes no difference, and the household of one has that
// one's record.
func Household(members []*Record) *Record {
	var all Record
	for _, r := range members {
		all.Days, all.Amounts = append(all.Days, r.Days...), append(all.Amounts, r.Amounts...)
		if day := r.member(); day > 0 && (all.Joined == 0 || day < all.Joined) {
			all.Joined = day
		}
	}
	all.sortDays()
	most := map[ledger.Day]int{}
	for _, r := range members {
		for i := 0; i < len(r.Visits); {
			day, n := r.Visits[i], 0
			for ; i < len(r.Visits) && r.Visits[i] == day; i++ {
				n++
			}
			most[day] = max(most[day], n)
		}
	}
	for day, n := range most {
		for range n {
			all.Visits = append(all.Visits, day)
		}
	}
	slices.Sort(all.Visits)
	return &all
}

// sortDays puts days in order, each with its amount, and those of one day
// together.
func (r *Record) sortDays() {
	sums := map[ledger.Day]ledger.Amount{}
	for i, day := range r.Days {
		sums[day] += r.Amounts[i]
	}
	r.Days, r.Amounts = r.Days[:0], r.Amounts[:0]
	for day := range sums {
		r.Days = append(r.Days, day)
	}
	slices.Sort(r.Days)
	for _, day := range r.Days {
		r.Amounts = append(r.Amounts, sums[day])
	}
}

// Clone is a copy that may be kept.
func (r *Record) Clone() *Record {
	own := *r
	own.Days, own.Amounts, own.Visits = slices.Clone(r.Days), slices.Clone(r.Amounts), slices.Clone(r.Visits)
	return &own
}

// Spent sums a record from day from to day to, not included; never below 0.
func (r *Record) Spent(from, to ledger.Day) ledger.Amount { return r.between(from, to) }
