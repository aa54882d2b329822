package points

import (
	"cmp"
	"slices"

	"dangol/shared/ledger"
)

// Earnings are the points that customers' sales earned before a day, by the
// business day of the sale, less what was taken back with refunds and voids of
// those sales: whenever they came, it counts where the sale does, as money
// does. What was pending, spent, ran out, paid a debt or was given by hand
// makes no difference. It is a sum of transfers, so it does not matter in which
// order they are added.
type Earnings struct {
	asOf ledger.Day
	of   map[int32][]Earning
}

// Earning is what the sales of a day earned; less than 0 only of a day whose
// sales are not all known.
type Earning struct {
	Day    ledger.Day
	Points Points
}

// NewEarnings counts what happened before asOf.
func NewEarnings(asOf ledger.Day) *Earnings {
	return &Earnings{asOf, map[int32][]Earning{}}
}

// Add counts a transfer. owner is whom it belongs to by now, 0 of somebody who
// is forgotten.
func (e *Earnings) Add(owner int32, t Transfer) {
	if owner <= 0 || t.Entered >= e.asOf {
		return
	}
	switch t.Why {
	case Earned, Restored:
		e.of[owner] = append(e.of[owner], Earning{t.Sold, t.Points})
	case ClawedBack:
		e.of[owner] = append(e.of[owner], Earning{t.Sold, -t.Points})
	}
}

// Close puts everybody's days in order. From then on nothing is added.
func (e *Earnings) Close() {
	for owner, list := range e.of {
		slices.SortFunc(list, func(a, b Earning) int { return cmp.Compare(a.Day, b.Day) })
		days := list[:0]
		for _, one := range list {
			if n := len(days); n > 0 && days[n-1].Day == one.Day {
				days[n-1].Points += one.Points
			} else {
				days = append(days, one)
			}
		}
		e.of[owner] = days
	}
}

// Of is what an owner's sales earned, by day, ascending.
func (e *Earnings) Of(owner int32) []Earning { return e.of[owner] }
