package night_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/page"
	"dangol/shared/value"

	"github.com/google/go-cmp/cmp"
)

// receipt records a sale of one product at a minute of the clock.
func receipt(t *testing.T, w *ledgertest.World, id, who string, day ledger.Day, hour int, product string, total ledger.Amount, channel string) {
	t.Helper()
	s := ledger.Transaction{
		Key: ledger.Key{Store: "main", Day: day, ID: id}, Type: ledger.Sale, Currency: "KRW", Total: total, Channel: channel,
		Lines: []ledger.Line{{Name: product, Quantity: ledger.One, Amount: total - 10}, {Name: "배달비", Category: ledger.Delivery, Quantity: ledger.One, Amount: 10}},
	}
	s.Occurred.At = day.Time().Add(time.Duration(hour-9) * time.Hour) // in Seoul
	s.Occurred.Text = s.Occurred.At.Format(time.RFC3339)
	if out := w.Append(context.Background(), []ledger.Arrival{{Transaction: &s, Identity: ledgertest.Member(who), Received: w.Clock}}); out[0].Err != nil {
		t.Fatal(out[0].Err)
	}
}

// The best forty of two hundred began with cake, in the evening, on delivery;
// what they bought later, or later that day, tells nothing of it. One of them
// began on a card that was merged into theirs, another was forgotten.
func TestWhatTheBestBeganWith(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC))
	asOf := ledger.Date(2027, 1, 5)
	for i := range 201 {
		who, day := fmt.Sprintf("c%d", i), ledger.Date(2026, 3, 2)+ledger.Day(i%14)
		if i < 41 {
			receipt(t, w, who+"-later", who, day, 21, "커피", 50_000, "store")
			receipt(t, w, who+"-first", who, day, 18, "케이크", 40_000, "delivery")
		} else {
			receipt(t, w, who+"-first", who, day, 12, "커피", 4_000, "store")
		}
		receipt(t, w, who+"-again", who, day+20, 8, "케이크", 5_000, "delivery")
	}
	receipt(t, w, "old-first", "old", ledger.Date(2026, 2, 1), 9, "빵", 1_000, "store") // a Sunday
	if err := w.Post(ctx, "merge old into c0\nerase c40\nt1 sale c50 2026-02-01 99 training"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Night(ctx, asOf); err != nil {
		t.Fatal(err)
	}
	v, _, _ := documents(t, w)
	c := v.Common
	if c.Top != 40 || c.Rest != 160 || c.Since != ledger.Date(2025, 1, 5) {
		t.Fatalf("%+v", c)
	}
	var found []value.Trait
	for _, f := range c.Traits {
		found = append(found, f.Trait)
	}
	want := []value.Trait{
		{Kind: "channel", Name: "delivery", Top: 39, TopOf: 40, Rest: 0, RestOf: 160},
		{Kind: "hours", Name: "17", Top: 39, TopOf: 40, Rest: 0, RestOf: 160},
		{Kind: "product", Name: "케이크", Top: 39, TopOf: 40, Rest: 0, RestOf: 160},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	// 빵 and nine in the morning are of one customer; two products, two channels,
	// two parts of the day and seven weekdays are of enough; the store is all's.
	if c.Compared != 13 {
		t.Errorf("%d compared", c.Compared)
	}
}

// began are two hundred customers of whom the best forty began with cake, at six
// in the evening in the store, and the others with coffee at noon.
func began(t *testing.T, w *ledgertest.World) {
	t.Helper()
	for i := range 200 {
		who, day := fmt.Sprintf("c%d", i), ledger.Date(2026, 3, 2)+ledger.Day(i%14)
		if i < 40 {
			receipt(t, w, who+"-first", who, day, 18, "케이크", 40_000, "store")
		} else {
			receipt(t, w, who+"-first", who, day, 12, "커피", 4_000, "store")
		}
	}
}

// found are the traits the best forty have more often, after a night.
func found(t *testing.T, w *ledgertest.World) (list []value.Trait) {
	t.Helper()
	if _, err := w.Night(context.Background(), ledger.Date(2027, 1, 5)); err != nil {
		t.Fatal(err)
	}
	v, _, _ := documents(t, w)
	for _, f := range v.Common.Traits {
		list = append(list, f.Trait)
	}
	return list
}

// cakeAtSix is how the best forty of began differ.
var cakeAtSix = []value.Trait{
	{Kind: "hours", Name: "17", Top: 40, TopOf: 40, Rest: 0, RestOf: 160},
	{Kind: "product", Name: "케이크", Top: 40, TopOf: 40, Rest: 0, RestOf: 160},
}

// A store that begins its days at midnight since June began them at five before:
// its customers of March came at the hour their clocks showed.
func TestFirstVisitsByTheHoursOfTheirDay(t *testing.T) {
	w := ledgertest.NewWorld(time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC))
	w.AddStore(ledger.Store{ID: "main", Name: "main", Country: "KR", Created: w.Clock, Hours: []ledger.Hours{
		{Zone: "Asia/Seoul", DayStart: 5 * 60}, {From: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Zone: "Asia/Seoul"},
	}})
	began(t, w)
	if diff := cmp.Diff(cakeAtSix, found(t, w)); diff != "" {
		t.Error(diff)
	}
}

// Of the best forty each was rung up wrongly at nine and then again; the wrong
// receipts were voided or given back whole, some of them days later, and tell
// nothing.
func TestReceiptsUndoneAreNoFirstVisits(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC))
	began(t, w)
	for i := range 40 {
		who, day := fmt.Sprintf("c%d", i), ledger.Date(2026, 3, 2)+ledger.Day(i%14)
		receipt(t, w, who+"-wrong", who, day, 9, "빵", 40_000, "delivery")
		undo := fmt.Sprintf("v%d void %s %s 0 voidOf=%s-wrong", i, who, day, who)
		if i%2 == 0 {
			undo = fmt.Sprintf("r%d refund %s %s 40000 refundOf=main/%s/%s-wrong", i, who, day+2, day, who)
		}
		if err := w.Post(ctx, undo); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(cakeAtSix, found(t, w)); diff != "" {
		t.Error(diff)
	}
}

// A file without its columns stops the night, which says which file it is.
func TestFirstVisitsInBrokenFiles(t *testing.T) {
	ctx := context.Background()
	for _, kind := range []string{".details.parquet", ".lines.parquet"} {
		w := ledgertest.NewWorld(time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC))
		began(t, w)
		found(t, w)
		objects, _ := w.Sealed.All()
		broken := ""
		for key := range objects {
			if strings.HasPrefix(key, "pages/main/2026-03-04/") && strings.HasSuffix(key, kind) {
				broken = key
			}
		}
		content, err := page.Encode(make([]page.Fact, 40))
		w.Sealed.Lose(broken)
		if err := errors.Join(err, w.Sealed.Put(ctx, broken, content, "")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Night(ctx, ledger.Date(2027, 1, 6)); !errors.Is(err, page.ErrCorrupt) || !strings.Contains(err.Error(), broken) {
			t.Errorf("%q: %v", broken, err)
		}
	}
}

// A shop of few compares nothing, and says so.
func TestTooFewToCompare(t *testing.T) {
	w := ledgertest.NewWorld(time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC))
	for i := range 100 {
		who := fmt.Sprintf("c%d", i)
		receipt(t, w, who, who, ledger.Date(2026, 3, 2), 12, "커피", ledger.Amount(1_000+i), "store")
	}
	if _, err := w.Night(context.Background(), ledger.Date(2026, 12, 31)); err != nil {
		t.Fatal(err)
	}
	if v, _, _ := documents(t, w); v.Common.Compared != 0 || v.Common.Top != 20 || v.Common.Rest != 80 || v.Common.Traits == nil {
		t.Errorf("%+v", v.Common)
	}
}
