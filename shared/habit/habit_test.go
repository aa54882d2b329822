package habit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"dangol/shared/habit"
	"dangol/shared/ledger"

	"github.com/google/go-cmp/cmp"
)

var names = []string{"", "s:americano", "s:latte", "s:bread", "s:cake", "s:tea"}

func key(p int32) string { return names[p] }

func TestFavourites(t *testing.T) {
	day := ledger.Date(2026, 11, 1)
	for name, c := range map[string]struct {
		bought   []habit.Bought
		itemised int
		want     []int32
	}{
		"nothing":                    {nil, 0, nil},
		"three of nine visits":       {[]habit.Bought{{1, 3, day}}, 9, []int32{1}},
		"three of ten":               {[]habit.Bought{{1, 3, day}}, 10, nil},
		"two of two":                 {[]habit.Bought{{1, 2, day}}, 2, nil},
		"more often comes first":     {[]habit.Bought{{1, 3, day}, {2, 4, day}}, 6, []int32{2, 1}},
		"then the later one":         {[]habit.Bought{{1, 4, day}, {2, 4, day + 1}}, 6, []int32{2, 1}},
		"then by key, not by number": {[]habit.Bought{{2, 4, day}, {3, 4, day}}, 6, []int32{3, 2}},
		"three at the most":          {[]habit.Bought{{1, 9, day}, {2, 8, day}, {3, 7, day}, {4, 6, day}}, 9, []int32{1, 2, 3}},
	} {
		var got []int32
		for _, b := range habit.Favourites(c.bought, c.itemised, key) {
			got = append(got, b.Product)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestUsual(t *testing.T) {
	for name, c := range map[string]struct {
		times []habit.Time
		want  string
	}{
		"four visits are too few":         {[]habit.Time{{1, 8}, {1, 8}, {1, 8}, {1, 8}}, "none"},
		"mondays at eight":                {[]habit.Time{{1, 8}, {1, 8}, {1, 8}, {4, 15}, {5, 20}}, "1 8–10"},
		"half is enough":                  {[]habit.Time{{1, 8}, {1, 9}, {1, 8}, {4, 15}, {5, 20}, {6, 12}}, "1 8–10"},
		"less than half is not":           {[]habit.Time{{1, 8}, {1, 9}, {1, 8}, {4, 15}, {5, 20}, {6, 12}, {7, 11}}, "none"},
		"the band moves with the visits":  {[]habit.Time{{1, 9}, {1, 10}, {1, 9}, {1, 10}, {5, 20}}, "1 9–11"},
		"any day at eight":                {[]habit.Time{{1, 8}, {2, 8}, {3, 9}, {4, 15}, {5, 20}}, "0 8–10"},
		"sundays at any hour":             {[]habit.Time{{7, 8}, {7, 12}, {7, 16}, {4, 15}, {5, 20}}, "7 0–0"},
		"hours before a day that is even": {[]habit.Time{{7, 8}, {7, 12}, {7, 16}, {4, 8}, {5, 8}}, "0 8–10"},
		"past midnight":                   {[]habit.Time{{5, 25}, {5, 24}, {5, 25}, {4, 15}, {5, 20}}, "5 24–26"},
		"of two weekdays the first":       {[]habit.Time{{6, 8}, {6, 8}, {6, 8}, {2, 8}, {2, 8}, {2, 8}}, "2 8–10"},
		"no hours of this world":          {[]habit.Time{{0, 8}, {8, 8}, {1, 48}, {1, -1}, {1, 8}}, "none"},
	} {
		var clock habit.Clock
		for _, at := range c.times {
			clock.Add(at)
		}
		got := "none"
		if u, ok := clock.Usual(); ok {
			got = fmt.Sprintf("%d %d–%d", u.Weekday, u.From, u.To)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Whatever is called usual holds half of the visits, and the order of visits
// does not matter.
func TestUsualHoldsHalf(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	found := 0
	for range 3_000 {
		times := make([]habit.Time, r.IntN(12))
		for i := range times {
			times[i] = habit.Time{Weekday: 1 + r.IntN(3), Hour: 8 + r.IntN(6)}
		}
		usual := func() (habit.Usual, bool) {
			var clock habit.Clock
			for _, at := range times {
				clock.Add(at)
			}
			return clock.Usual()
		}
		u, ok := usual()
		r.Shuffle(len(times), func(i, j int) { times[i], times[j] = times[j], times[i] })
		if again, still := usual(); again != u || still != ok {
			t.Fatalf("%v: %v, in another order %v", times, u, again)
		}
		in := len(slices.DeleteFunc(slices.Clone(times), func(at habit.Time) bool {
			return u.Weekday != 0 && at.Weekday != u.Weekday || u.To > 0 && (at.Hour < u.From || at.Hour >= u.To)
		}))
		if ok {
			found++
		}
		if ok && (2*in < len(times) || len(times) < habit.UsualVisits || u == habit.Usual{}) {
			t.Fatalf("%v: %v holds %d", times, u, in)
		}
	}
	if found < 300 {
		t.Errorf("only %d of them have a usual time", found)
	}
}
