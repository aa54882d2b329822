package points_test

import (
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/points"
)

// What runs out first is told of what can be spent: held points wait for their
// till, and those of one last day are told together.
func TestWhatRunsOutFirst(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	november, december := ledger.Date(2026, 11, 30), ledger.Date(2026, 12, 31)
	for name, c := range map[string]struct {
		lots []points.Lot
		n    points.Points
		last ledger.Day
	}{
		"nothing":          {nil, 0, 0},
		"the first of two": {[]points.Lot{{Month: november, Until: november, Free: 5}, {Month: december, Until: december, Free: 7}}, 5, november},
		"held, then two that end together": {[]points.Lot{
			{Month: november, Until: november, Held: 5}, {Month: november + 1, Until: december, Free: 2}, {Month: december, Until: december, Free: 7},
		}, 9, december},
		"over already": {[]points.Lot{{Month: ledger.Date(2026, 10, 31), Until: ledger.Date(2026, 10, 31), Free: 5}}, 0, 0},
	} {
		n, last := points.Account{Customer: "c", Lots: c.lots}.RunsOut(now)
		if n != c.n || n > 0 && last != c.last {
			t.Errorf("%s: %d until %s", name, n, last)
		}
	}
}

func TestRatesArePlain(t *testing.T) {
	for r, want := range map[points.Rate]struct {
		n   points.Points
		per ledger.Amount
	}{
		{Points: 1, Per: 100}: {10, 1000}, {Points: 3, Per: 700}: {3, 700}, {Points: 1, Per: 30_000}: {1, 30_000}, {Points: 0, Per: 1}: {0, 1},
	} {
		if n, per := r.Plain(1000); n != want.n || per != want.per {
			t.Errorf("%v: %d per %d", r, n, per)
		}
	}
}
