package night_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/report"

	"pgregory.net/rapid"
)

// drawHistory draws events with refunds in parts, refunds beyond their sale, voids
// of sales, refunds and voids, deliveries paid with points, and two stores.
func drawHistory(t *rapid.T) []string {
	var events []string
	var sales, refunds []string
	name := func() string { return fmt.Sprintf("e%d", len(events)) }
	for range rapid.IntRange(1, 40).Draw(t, "events") {
		day := fmt.Sprintf("2026-%02d-%02d", rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
		store := rapid.SampledFrom([]string{"main", "second"}).Draw(t, "store")
		who := rapid.SampledFrom([]string{"kim", "lee", "park", "-"}).Draw(t, "who")
		total := rapid.IntRange(1, 300_000).Draw(t, "total")
		key := store + "/" + day + "/" + name()
		switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
		case kind < 5 || len(sales) == 0:
			part := rapid.SampledFrom([]string{"", " lines", fmt.Sprintf(" delivery=%d", total/4), fmt.Sprintf(" points=%d", total/3)}).Draw(t, "parts")
			sales = append(sales, key)
			events = append(events, fmt.Sprintf("%s sale %s %s %d store=%s%s", name(), who, day, total, store, part))
		case kind < 8:
			refunds = append(refunds, key)
			link := " refundOf=" + rapid.SampledFrom(sales).Draw(t, "sale") + rapid.SampledFrom([]string{"", " lines"}).Draw(t, "lines")
			if kind == 7 {
				link = ""
			}
			events = append(events, fmt.Sprintf("%s refund %s %s %d store=%s%s", name(), who, day, total, store, link))
		default:
			target := rapid.SampledFrom(append(sales, refunds...)).Draw(t, "target")
			refunds = append(refunds, key) // a void may be voided too
			events = append(events, fmt.Sprintf("%s void - %s 0 store=%s voidOf=%s", name(), day, store, target))
		}
	}
	return events
}

// fold posts events and tells what a night makes of them.
func fold(t *rapid.T, events []string, nightsBetween bool) string {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
	w.OpenStore("second", "Asia/Seoul")
	asOf := ledger.Date(2026, 12, 31)
	for i, e := range events {
		if err := w.Post(ctx, e); err != nil {
			t.Fatal(err)
		}
		if nightsBetween && i%7 == 3 {
			if _, err := w.Night(ctx, asOf); err != nil {
				t.Fatal(err)
			}
		}
	}
	result, rows := nightRows(t, w, asOf)
	var told []string
	for _, c := range rows {
		told = append(told, fmt.Sprint(w.Who(c.Customer), c.FirstDay, c.LastDay, c.Visits, c.Spend, c.Amount, c.Sales, c.Interval, c.Segment, c.Grade))
	}
	content, err := w.Reports.Get(ctx, result.Report+"/"+report.FileOverview)
	if err != nil {
		t.Fatal(err)
	}
	// Customers are numbered by arrival here; their order is no state.
	slices.Sort(told)
	overview := string(content)
	return strings.Join(told, "\n") + overview[:strings.Index(overview, `"periods"`)] + fmt.Sprint(result.Warnings)
}

// Any order, any repeats, any nights between: the same folded state.
func TestAnyOrderAnyRepeats(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := drawHistory(t)
		want := fold(t, events, false)
		shuffled := rapid.Permutation(events).Draw(t, "order")
		repeated := append(shuffled, rapid.SliceOfN(rapid.SampledFrom(events), 0, 10).Draw(t, "repeats")...)
		if got := fold(t, repeated, true); got != want {
			t.Fatalf("in order:\n%s\n\nshuffled, repeated, with nights between:\n%s", want, got)
		}
	})
}

// The same arguments give byte-identical files, and an identical result moves
// nothing.
func TestNightIsRepeatable(t *testing.T) {
	w, asOf := seeded(t)
	before, pointer := w.Reports.All()
	sealed, _ := w.Sealed.All()
	w.Clock = w.Clock.Add(time.Hour)
	result, err := w.Night(context.Background(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	after, pointerAfter := w.Reports.All()
	sealedAfter, _ := w.Sealed.All()
	if result.Committed || result.Version != 2 || !bytes.Equal(pointer, pointerAfter) || len(after) != len(before) || len(sealedAfter) != len(sealed) {
		t.Errorf("a second night of the same day: %+v, %d objects instead of %d, %d pages instead of %d",
			result, len(after), len(before), len(sealedAfter), len(sealed))
	}
}

// A night for a day before the published one writes its report and moves
// nothing; the published base stays the base.
func TestNightForAnEarlierDay(t *testing.T) {
	w, asOf := seeded(t)
	_, pointer := w.Reports.All()
	result, err := w.Night(context.Background(), asOf-10)
	if err != nil {
		t.Fatal(err)
	}
	if _, after := w.Reports.All(); result.Committed || !bytes.Equal(pointer, after) {
		t.Error("an earlier night moved the pointer")
	}
	if _, err := w.Customers(context.Background(), result.Report); err != nil {
		t.Errorf("its report is not there: %v", err)
	}
}

// Two nights that overlap wholly: one publishes, the other gives way.
func TestOverlappingNights(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
	if err := w.Post(ctx, "s1 sale kim 2026-11-20 5000"); err != nil {
		t.Fatal(err)
	}
	second := night.Night{
		Ledger: w, Shop: noLease{w}, Views: w, Sealed: w.Sealed, Reports: w.Reports, Pointer: w.Reports,
		Now: func() time.Time { return w.Clock }, Owner: "second",
	}
	first := second
	first.Pointer = interrupted{w.Reports, func() {
		if err := w.Post(ctx, "s2 sale lee 2026-11-20 7000"); err != nil {
			t.Fatal(err)
		}
		if r, err := second.Run(ctx, night.Request{AsOf: ledger.Date(2026, 11, 21)}); err != nil || !r.Committed {
			t.Fatalf("%+v %v", r, err)
		}
	}}
	if _, err := first.Run(ctx, night.Request{AsOf: ledger.Date(2026, 11, 21)}); !errors.Is(err, night.ErrMoved) {
		t.Fatalf("the other night: %v", err)
	}
	views := w.Grades()
	if len(views) != 2 {
		t.Errorf("%d grade views, want those of the night that published", len(views))
	}
}

// noLease never holds a lease, as when two nights believe it ran out.
type noLease struct{ *ledgertest.World }

func (noLease) Lease(context.Context, string, time.Time, time.Time) (bool, error) { return true, nil }

// interrupted does something just before the pointer is swapped.
type interrupted struct {
	night.Pointer
	first func()
}

func (i interrupted) Swap(ctx context.Context, content []byte, tag string) error {
	i.first()
	return i.Pointer.Swap(ctx, content, tag)
}

// The lease keeps a second night from doing the work twice.
func TestLease(t *testing.T) {
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
	if _, err := w.Memory.Lease(context.Background(), "other", w.Clock, w.Clock.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Night(context.Background(), ledger.Date(2026, 11, 21)); !errors.Is(err, night.ErrBusy) {
		t.Errorf("with the lease held: %v", err)
	}
	w.Clock = w.Clock.Add(2 * time.Hour)
	if _, err := w.Night(context.Background(), ledger.Date(2026, 11, 21)); err != nil {
		t.Errorf("after it ran out: %v", err)
	}
}

// A pointer that disappeared stops the night instead of starting anew.
func TestLostPointerStops(t *testing.T) {
	if err := pointerLost(t); !errors.Is(err, night.ErrPointerLost) {
		t.Errorf("%v", err)
	}
}

// pointerLost is what a night says when the reports it published are gone.
func pointerLost(t *testing.T) error {
	w, asOf := seeded(t)
	w.Reports = &ledgertest.Objects{}
	_, err := w.Night(context.Background(), asOf)
	return err
}

// A sale that arrives while the night reads is in this night or the next.
func TestSaleDuringTheNight(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
		if err := w.Post(ctx, "s1 sale kim 2026-11-20 5000\ns0 sale kim 2026-03-20 5000"); err != nil {
			t.Fatal(err)
		}
		at, n := random.IntN(30), 0
		day := []string{"2026-11-20", "2026-06-01"}[random.IntN(2)]
		var posted sync.WaitGroup
		w.Memory.Before = func(op string) error {
			if n++; n == at {
				w.Memory.Before = nil
				posted.Go(func() {
					if err := w.Post(ctx, "late sale lee "+day+" 70000"); err != nil {
						t.Error(err)
					}
				})
				time.Sleep(time.Millisecond)
			}
			return nil
		}
		for range 2 {
			if _, err := w.Night(ctx, ledger.Date(2026, 11, 21)); err != nil {
				t.Fatal(err)
			}
			posted.Wait()
		}
		_, pointer := w.Reports.All()
		rows, err := w.Customers(ctx, decode[report.Latest](t, pointer).Scopes[report.ScopeAll].Report)
		if err != nil {
			t.Fatal(err)
		}
		if at <= n && len(rows) != 2 {
			t.Fatalf("a sale of %s that came at call %d is lost", day, at)
		}
	}
}
