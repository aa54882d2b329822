package grade

import (
	"slices"

	"dangol/shared/ledger"
)

// Household puts the records of several customers together, as one that the
// grade of each of them rests on. Amounts add up, and so do points. A day on
// which any of them came counts once however many came, and as often as the one
// who came to most stores that day: living together makes nobody a more frequent
// guest, nor a rarer one. Their year is that of the first to join. Pins stay each one's own.
//
// The order of members makes no difference, and the household of one has that
// one's record.
func Household(members []*Record) *Record {
	var all Record
	for _, r := range members {
		all.Days, all.Amounts = append(all.Days, r.Days...), append(all.Amounts, r.Amounts...)
		all.EarnedDays, all.Earned = append(all.EarnedDays, r.EarnedDays...), append(all.Earned, r.Earned...)
		if day := r.member(); day > 0 && (all.Joined == 0 || day < all.Joined) {
			all.Joined = day
		}
	}
	all.Days, all.Amounts = sumDays(all.Days, all.Amounts)
	all.EarnedDays, all.Earned = sumDays(all.EarnedDays, all.Earned)
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

// sumDays puts days in order, each with its value, and those of one day
// together.
func sumDays[T ~int64](days []ledger.Day, values []T) ([]ledger.Day, []T) {
	sums := map[ledger.Day]T{}
	for i, day := range days {
		sums[day] += values[i]
	}
	days, values = days[:0], values[:0]
	for day := range sums {
		days = append(days, day)
	}
	slices.Sort(days)
	for _, day := range days {
		values = append(values, sums[day])
	}
	return days, values
}

// Clone is a copy that may be kept.
func (r *Record) Clone() *Record {
	own := *r
	own.Days, own.Amounts, own.Visits = slices.Clone(r.Days), slices.Clone(r.Amounts), slices.Clone(r.Visits)
	own.EarnedDays, own.Earned = slices.Clone(r.EarnedDays), slices.Clone(r.Earned)
	return &own
}

// Spent sums a record from day from to day to, not included; never below 0.
func (r *Record) Spent(from, to ledger.Day) ledger.Amount { return r.between(from, to) }
