package night_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/report"
)

// nightAfter are the rows of a night over events.
func nightAfter(t *testing.T, events string, asOf ledger.Day) (*ledgertest.World, []report.Customer) {
	t.Helper()
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 4, 1, 3, 0, 0, 0, time.UTC))
	w.OpenStore("second", "Asia/Seoul")
	if err := w.Post(ctx, events); err != nil {
		t.Fatal(err)
	}
	_, rows := nightRows(t, w, asOf)
	return w, rows
}

// The night finds the favourites a shopkeeper with a pencil finds, on any
// number of processors.
func TestFavouritesAreThoseOnTheReceipts(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	found := 0
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 9))
		events := aMonth(r)
		want := toldHabits(events)
		var before []report.Customer
		for _, processors := range []int{1, 2, 5} {
			runtime.GOMAXPROCS(processors)
			w, rows := nightAfter(t, events, ledger.Date(2026, 5, 1))
			for i := range rows {
				c := &rows[i]
				only := report.Customer{
					Favourite1: c.Favourite1, Favourite1Visits: c.Favourite1Visits, Favourite2: c.Favourite2, Favourite2Visits: c.Favourite2Visits,
					Favourite3: c.Favourite3, Favourite3Visits: c.Favourite3Visits,
				}
				if got := habitsOf(&only); got != want[w.Who(c.Customer)] {
					t.Fatalf("seed %d: %s has %q, the receipts say %q\n%s", seed, w.Who(c.Customer), got, want[w.Who(c.Customer)], events)
				}
				if c.Favourite1 != "" {
					found++
				}
				c.Customer = w.Who(c.Customer)
			}
			if before != nil && !slices.Equal(before, rows) {
				t.Fatalf("seed %d: other habits on %d processors", seed, processors)
			}
			before = rows
		}
	}
	if found < 30 {
		t.Errorf("only %d customers have favourites", found)
	}
}

// What the night found reaches the till, under the names the shop sells by, and
// is gone when the visits are a year ago.
func TestHabitsReachTheTill(t *testing.T) {
	ctx := context.Background()
	events := ""
	for i := range 6 {
		events += fmt.Sprintf("s%d sale kim %s 9000 of=%s,소금빵 at=8:20\n", i, ledger.Date(2026, 2, 3)+ledger.Day(7*i), strings.Repeat("긴이름", 20))
	}
	w, rows := nightAfter(t, events, ledger.Date(2026, 4, 1))
	p, err := w.Profile(ctx, rows[0].Customer)
	if err != nil || p.Grade == nil || p.Grade.Usual == nil || len(p.Grade.Favourites) != 2 {
		t.Fatalf("%+v, %v", p.Grade, err)
	}
	for _, f := range p.Grade.Favourites {
		if n := len([]rune(f.Name)); f.Visits != 6 || n > 40 || n == 40 && !strings.HasSuffix(f.Name, "…") {
			t.Errorf("%+v", f)
		}
	}
	if said := p.Grade.Usual.Say().Ko; said != "화요일 8–10시" {
		t.Error(said)
	}
	if _, err := w.Night(ctx, ledger.Date(2027, 4, 10)); err != nil {
		t.Fatal(err)
	}
	if p, err = w.Profile(ctx, rows[0].Customer); err != nil || p.Grade.Usual != nil || p.Grade.Favourites != nil {
		t.Errorf("a year later: %+v, %v", p.Grade, err)
	}
}
