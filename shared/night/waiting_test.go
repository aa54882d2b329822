package night_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/report"

	"github.com/google/go-cmp/cmp"
)

// peppers is a pepper that may be out of reach.
type peppers struct{ lost bool }

func (p *peppers) Pepper(context.Context) (customer.Pepper, error) {
	if p.lost {
		return customer.Pepper{}, customer.ErrPepper
	}
	return customer.Pepper{Version: "t", Key: make([]byte, customer.PepperSize)}, nil
}

// sell records a sale, or its refund or void of the next day, the way ingest
// does with these peppers.
func sell(t *testing.T, w *ledgertest.World, p *peppers, kind ledger.Type, id, who string, total ledger.Amount, of string) {
	t.Helper()
	sold := ledger.Date(2026, 11, 18)
	day := sold
	if kind != ledger.Sale {
		day++
	}
	x := &ledger.Transaction{Key: ledger.Key{Store: "main", Day: day, ID: id}, Type: kind, Currency: "KRW", Total: total, IdentifiedBy: customer.MemberNo}
	x.Occurred.At = day.Time().Add(3 * time.Hour)
	switch kind {
	case ledger.Refund:
		x.RefundOf = &ledger.Key{Store: "main", Day: sold, ID: of}
	case ledger.Void:
		x.VoidOf = &ledger.Key{Store: "main", Day: sold, ID: of}
	}
	a := ledger.Arrival{Transaction: x, Received: w.Clock}
	i := customer.Identifier{Kind: customer.MemberNo, Value: customer.Secret(who)}
	if pepper, err := p.Pepper(context.Background()); err == nil {
		a.Identity = pepper.Identity(i)
	} else {
		a.Waiting = ledger.Unhashed(i)
	}
	if out := w.Append(context.Background(), []ledger.Arrival{a}); out[0].Err != nil || !out[0].Fresh {
		t.Fatalf("%s: %+v", id, out[0])
	}
}

func nightWith(t *testing.T, w *ledgertest.World, p *peppers) *night.Result {
	t.Helper()
	n := nightOf(w)
	n.Owner, n.Link = "test", func(ctx context.Context) error { return w.LinkWaiting(ctx, p, w.Clock) }
	result, err := n.Run(context.Background(), night.Request{AsOf: ledger.DayOf(w.Clock)})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func warned(r *night.Result) map[string]int {
	warnings := map[string]int{}
	for _, w := range r.Warnings {
		warnings[w.Code] = w.N
	}
	return warnings
}

// bought says what each customer's visits came to, and all customers' sales.
func bought(t *testing.T, w *ledgertest.World, r *night.Result) []string {
	t.Helper()
	rows, err := w.Customers(context.Background(), r.Report)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, c := range rows {
		list = append(list, fmt.Sprint(c.Customer, " ", c.Visits, " visits ", c.Spend))
	}
	return list
}

func totals(t *testing.T, w *ledgertest.World) report.Totals {
	t.Helper()
	return decode[report.Overview](t, overviewOf(t, w)).Sales
}

// A day without the pepper: sales are recorded, counted and corrected; once it
// is back, a night later or after their day was closed, they belong to whom
// they would have belonged to.
func TestSalesWithoutThePepper(t *testing.T) {
	for _, nights := range []int{1, 15} {
		t.Run(fmt.Sprint(nights, " nights without"), func(t *testing.T) {
			var worlds [2]*ledgertest.World
			for i := range worlds {
				w, p := ledgertest.NewWorld(time.Date(2026, 11, 19, 20, 0, 0, 0, time.UTC)), &peppers{}
				worlds[i] = w
				sell(t, w, p, ledger.Sale, "s1", "kim", 5000, "")
				p.lost = i == 1
				sell(t, w, p, ledger.Sale, "s2", "kim", 7000, "")
				sell(t, w, p, ledger.Sale, "s3", "lee", 9000, "")
				sell(t, w, p, ledger.Sale, "s4", "kim", 3000, "")
				sell(t, w, p, ledger.Refund, "r3", "lee", 2000, "s3")
				sell(t, w, p, ledger.Void, "v4", "kim", 0, "s4")
				for range nights {
					w.Clock = w.Clock.AddDate(0, 0, 1)
					r := nightWith(t, w, p)
					if got := warned(r); got["orphan_links"] > 0 || got["unresolved_customers"] != 3*i {
						t.Errorf("world %d: warnings %v", i, r.Warnings)
					}
				}
				p.lost = false
			}
			if diff := cmp.Diff(totals(t, worlds[0]), totals(t, worlds[1])); diff != "" {
				t.Errorf("the shop's figures without the pepper:\n%s", diff)
			}
			var got [2][]string
			for i, w := range worlds {
				w.Clock = w.Clock.AddDate(0, 0, 1)
				r := nightWith(t, w, &peppers{})
				if len(r.Warnings) > 1 { // few_customers
					t.Errorf("world %d, with the pepper: %+v", i, r.Warnings)
				}
				got[i] = bought(t, w, r)
			}
			if diff := cmp.Diff(got[0], got[1]); diff != "" || len(got[0]) != 2 {
				t.Errorf("who bought what, had the pepper never been lost (-) and now (+):\n%s", diff)
			}
		})
	}
}

// meanwhile is a ledger where something happens right after a day was read.
type meanwhile struct {
	*ledgertest.World
	day  ledger.Day
	then func()
}

func (m meanwhile) Day(ctx context.Context, store string, day ledger.Day) (ledger.DayRecords, error) {
	records, err := m.World.Day(ctx, store, day)
	if day == m.day {
		m.then()
	}
	return records, err
}

// A customer found while the night reads is in this night or the next, never
// lost, and a refund is never taken from somebody who has not its sale.
func TestLinkedWhileTheNightReads(t *testing.T) {
	ctx := context.Background()
	w, p := ledgertest.NewWorld(time.Date(2027, 2, 1, 20, 0, 0, 0, time.UTC)), &peppers{}
	sell(t, w, p, ledger.Sale, "s0", "kim", 5000, "")
	p.lost = true
	sell(t, w, p, ledger.Sale, "s1", "kim", 9000, "")
	sell(t, w, p, ledger.Refund, "r1", "kim", 2000, "s1")
	n := nightOf(w)
	n.Owner = "test"
	n.Ledger = meanwhile{w, ledger.Date(2026, 11, 18), func() {
		if err := w.LinkWaiting(ctx, &peppers{}, w.Clock); err != nil {
			t.Error(err)
		}
	}}
	during, err := n.Run(ctx, night.Request{AsOf: ledger.DayOf(w.Clock)})
	if err != nil {
		t.Fatal(err)
	}
	if got := bought(t, w, during); len(got) != 1 || got[0] != "c000001 1 visits 5000" {
		t.Errorf("while it read: %v", got)
	}
	w.Clock = w.Clock.AddDate(0, 0, 20)
	if got := bought(t, w, nightWith(t, w, p)); len(got) != 1 || got[0] != "c000001 1 visits 12000" {
		t.Errorf("the next night: %v", got)
	}
	if keys, err := w.Markers(ctx); err != nil || len(keys) > 0 {
		t.Errorf("markers left: %v, %v", keys, err)
	}
}
