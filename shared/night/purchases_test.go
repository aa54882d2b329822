package night_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/page"
	"dangol/shared/policy"
	"dangol/shared/report"

	gocmp "github.com/google/go-cmp/cmp"
)

// What a person is handed is what the ledger has of them: every sale, refund
// and void of theirs before the night, with its lines, and nobody else's.
func TestPurchasesAreThoseOfTheLedger(t *testing.T) {
	ctx := context.Background()
	w, asOf := seeded(t)
	want := map[string][]report.Purchase{}
	kinds := map[string]int{}
	for _, store := range ledgertest.SeededStores {
		for day := asOf - 460; day < asOf; day++ {
			records, err := w.Day(ctx, store.ID, day)
			if err != nil {
				t.Fatal(err)
			}
			for i := range records.Records {
				if who, p := purchaseOf(t, w, &records.Records[i]); who != "" {
					want[who] = append(want[who], p)
					kinds[p.Type]++
				}
			}
		}
	}
	if len(want) < 600 || kinds["sale"] < 1000 || kinds["refund"] < 10 || kinds["void"] < 10 {
		t.Fatalf("%d customers, %v", len(want), kinds)
	}
	asked := 0
	for who, list := range want {
		if len(list)%9 != 0 { // a ninth of them, of every length
			continue
		}
		asked++
		until, got, err := w.Purchases(ctx, []string{who})
		if err != nil || until != asOf {
			t.Fatalf("%v, before %s", err, until)
		}
		if diff := gocmp.Diff(inOrderOf(list), inOrderOf(got)); diff != "" {
			t.Fatalf("%s: %s", who, diff)
		}
		if !slices.IsSortedFunc(got, func(a, b report.Purchase) int { return cmp.Compare(a.Day, b.Day) }) {
			t.Errorf("%s: not oldest first", who)
		}
	}
	t.Logf("%d customers asked about, %v", asked, kinds)
}

// purchaseOf is a record as its customer is told of it: the one of the sale it
// names, where it names one.
func purchaseOf(t *testing.T, w *ledgertest.World, r *ledger.Record) (who string, p report.Purchase) {
	t.Helper()
	p = report.Purchase{Store: r.Store, Day: r.Day, ID: r.ID, Type: r.Type.String(), Total: r.Total}
	for _, l := range r.Lines {
		p.Lines = append(p.Lines, report.PurchaseLine{Name: cmp.Or(l.Name, l.SKU), Quantity: int64(l.Quantity), Amount: l.Amount})
	}
	who = r.Customer
	for _, target := range []*ledger.Key{r.RefundOf, r.VoidOf} {
		if target == nil {
			continue
		}
		of, err := w.Find(context.Background(), *target)
		if err != nil || of == nil {
			t.Fatalf("%v names %v: %v", r.Key, target, err)
		}
		who = cmp.Or(of.Customer, who)
		if r.Type == ledger.Void {
			p.Total = of.Total
		}
	}
	return who, p
}

func inOrderOf(list []report.Purchase) []report.Purchase {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b report.Purchase) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Store, b.Store), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Of two customers found to be one the purchases are told of both, what came
// back on a day without a sale too; of nobody, and before the first night, there
// are none.
func TestPurchasesOfSeveralIDs(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC))
	w.SetPolicy(policy.Default())
	if err := w.Post(ctx, "s1 sale kim 2026-03-01 1000\ns2 sale lee 2026-03-02 2000\ns3 sale park 2026-03-02 4000\ns4 sale kim 2026-03-04 8000\nr1 refund kim 2026-03-03 500 refundOf=main/2026-03-01/s1"); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, who := range []string{"kim", "lee"} {
		id, err := w.Lookup(ctx, ledgertest.Member(who))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if _, _, err := w.Purchases(ctx, ids); !errors.Is(err, report.ErrNone) {
		t.Errorf("before the first night: %v", err)
	}
	if _, err := w.Night(ctx, ledger.Date(2026, 3, 4)); err != nil {
		t.Fatal(err)
	}
	for _, asked := range []struct {
		ids  []string
		want ledger.Amount
	}{{ids, 3500}, {ids[:1], 1500}, {[]string{"nobody"}, 0}} {
		sum := ledger.Amount(0)
		_, list, err := w.Purchases(ctx, asked.ids)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			sum += p.Total
		}
		if sum != asked.want || list == nil {
			t.Errorf("%v: %v", asked.ids, list)
		}
	}
}

// A line of a product the roster does not have is an error, and nothing is
// handed out.
func TestPurchasesOfNoProduct(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
	w.SetPolicy(policy.Default())
	asOf := ledger.Date(2026, 11, 21)
	if err := (ledgertest.Seeded{Until: asOf - 1, Days: 30, People: 20, Seed: 3}).Open(ctx, w); err != nil {
		t.Fatal(err)
	}
	_, rows := nightRows(t, w, asOf)
	sealed, _ := w.Sealed.All()
	_, pointer := w.Reports.All()
	m := decode[page.Manifest](t, sealed[decode[report.Latest](t, pointer).Manifest])
	for _, e := range m.Pages {
		if e.Lines == "" {
			continue
		}
		lines := make([]page.Line, e.Rows.All())
		for i := range lines {
			lines[i] = page.Line{Row: int32(i), Product: 1_000_000, Quantity: 1, Amount: 1}
		}
		content, err := page.Encode(lines)
		if err != nil {
			t.Fatal(err)
		}
		w.Sealed.Lose(e.Lines)
		if err := w.Sealed.Put(ctx, e.Lines, content, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, list, err := w.Purchases(ctx, []string{rows[0].Customer}); !errors.Is(err, page.ErrCorrupt) {
		t.Errorf("%d purchases, %v", len(list), err)
	}
}
