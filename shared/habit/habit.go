// Package habit finds what somebody buys again and again and when they come:
// what a cashier who knows them would know. It judges by visits, not by money
// or pieces, because a habit is coming back for something.
package habit

import (
	"cmp"
	"slices"

	"dangol/shared/ledger"
)

const (
	// Months are how far back habits are looked for.
	Months = 12
	// FavouritesMax is how many favourites somebody has at the most. One was
	// bought on FavouriteVisits visits at least, and on every FavouriteShare-th
	// of the visits it is known of what was bought.
	FavouritesMax   = 3
	FavouriteVisits = 3
	FavouriteShare  = 3
	// UsualVisits are how many visits it takes to speak of a usual time, and
	// BandHours how long a time of day is. Half of the visits fall in it.
	UsualVisits = 5
	BandHours   = 2
)

// Bought is a product and the visits it was bought on.
type Bought struct {
	Product int32 // its number
	Visits  int32
	Last    ledger.Day
}

// Favourites keeps of what was bought the favourites, most often bought first;
// of two the one bought later, then the one whose key comes first. itemised is
// the number of visits with lines. It sorts bought.
func Favourites(bought []Bought, itemised int, key func(product int32) string) []Bought {
	bought = slices.DeleteFunc(bought, func(b Bought) bool {
		return b.Visits < FavouriteVisits || FavouriteShare*int(b.Visits) < itemised
	})
	slices.SortFunc(bought, func(a, b Bought) int {
		return cmp.Or(cmp.Compare(b.Visits, a.Visits), cmp.Compare(b.Last, a.Last), cmp.Compare(key(a.Product), key(b.Product)))
	})
	return bought[:min(len(bought), FavouritesMax)]
}

// Time is when a visit was: its business day's weekday, 1 for Monday to 7, and
// the hour of the clock, counted on past midnight while that day lasts: 25 is
// one in the morning.
type Time struct{ Weekday, Hour int }

// hoursMax is past every hour of a business day: it begins before 24:00 and
// lasts 24 hours.
const hoursMax = 48

// Usual is a weekday, 0 for any, and hours from From to To, not included, both
// 0 for any; counted as in Time.
type Usual struct{ Weekday, From, To int }

// Clock counts visits by weekday and hour. The zero Clock is ready to use.
type Clock struct {
	visits int
	at     [8][hoursMax]int // weekday 0 counts all
	on     [8]int
}

// Add counts a visit.
func (c *Clock) Add(t Time) {
	if t.Weekday < 1 || t.Weekday > 7 || t.Hour < 0 || t.Hour >= hoursMax {
		return
	}
	c.visits++
	c.at[t.Weekday][t.Hour]++
	c.at[0][t.Hour]++
	c.on[t.Weekday]++
}

// band is the time of day with most visits of a weekday, or of all: of equals
// the one whose first hour has more, then the earlier.
func (c *Clock) band(weekday int) (from, visits int) {
	first := -1
	for hour := 0; hour+BandHours <= hoursMax; hour++ {
		sum := 0
		for _, n := range c.at[weekday][hour : hour+BandHours] {
			sum += n
		}
		if own := c.at[weekday][hour]; sum > visits || sum == visits && own > first {
			from, visits, first = hour, sum, own
		}
	}
	return from, visits
}

// Usual is the narrowest time that half of the visits fall in: a weekday and
// time of day, else whichever of the two has more visits, the time of day when
// they have as many. It is false without one, and with fewer than UsualVisits.
func (c *Clock) Usual() (Usual, bool) {
	if c.visits < UsualVisits {
		return Usual{}, false
	}
	var both, day Usual
	var bothVisits, dayVisits int
	for weekday := 1; weekday <= 7; weekday++ {
		if from, n := c.band(weekday); n > bothVisits {
			both, bothVisits = Usual{weekday, from, from + BandHours}, n
		}
		if n := c.on[weekday]; n > dayVisits {
			day, dayVisits = Usual{Weekday: weekday}, n
		}
	}
	from, n := c.band(0)
	switch {
	case 2*bothVisits >= c.visits:
		return both, true
	case 2*n >= c.visits && n >= dayVisits:
		return Usual{From: from, To: from + BandHours}, true
	case 2*dayVisits >= c.visits:
		return day, true
	}
	return Usual{}, false
}
