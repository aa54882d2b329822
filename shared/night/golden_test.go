package night_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

// goldens is where whole published reports lie: written here, read by the
// dashboard's tests too, so that a field renamed on one side fails on the
// other.
const goldens = "../report/testdata"

// seeded is a small seeded shop with two nights, four weeks apart.
func seeded(t *testing.T) (*ledgertest.World, ledger.Day) {
	t.Helper()
	ctx := context.Background()
	asOf := ledger.Date(2026, 11, 21)
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
	p := policy.Default()
	p.RFM.Recency = rfm.ByRhythm
	rules := points.DefaultPolicy()
	rules.Rate, rules.ExpiryMonths = points.Rate{Points: 1, Per: 100}, 3
	p.Points = &rules
	w.SetPolicy(p)
	if err := (ledgertest.Seeded{Until: asOf - 1, Days: 450, People: 640, Seed: 3}).Open(ctx, w); err != nil {
		t.Fatal(err)
	}
	spend(t, w, asOf)
	for _, day := range []ledger.Day{asOf - 28, asOf} {
		if _, err := w.Night(ctx, day); err != nil {
			t.Fatal(err)
		}
	}
	return w, asOf
}

// spend lets every fifth customer pay with half of their points, and one has
// them held when the last day ends.
func spend(t *testing.T, w *ledgertest.World, asOf ledger.Day) {
	t.Helper()
	ctx, clock := context.Background(), w.Clock
	accounts := w.Accounts()
	slices.SortFunc(accounts, func(a, b points.Account) int { return strings.Compare(a.Customer, b.Customer) })
	held := false
	for i, a := range accounts {
		half := a.Balance().Available / 2
		if i%5 != 0 || half == 0 {
			continue
		}
		w.Clock = (asOf - ledger.Day(1+i%7)).Time().Add(3 * time.Hour)
		if !held {
			w.Clock = (asOf - 1).Time().Add(15*time.Hour - 5*time.Minute)
		}
		terms := w.Terms()
		id := points.HoldID("main", fmt.Sprint("h", i))
		if _, _, err := w.Hold(ctx, points.HoldRequest{ID: id, Store: "main", Customer: a.Customer, Points: half}, terms); err != nil {
			t.Fatal(err)
		}
		if held {
			if _, _, err := w.EndHold(ctx, points.EndRequest{Hold: id, Store: "main"}, terms); err != nil {
				t.Fatal(err)
			}
		}
		held = true
	}
	w.Clock = clock
}

func TestGoldenReport(t *testing.T) {
	w, _ := seeded(t)
	sameAsGolden(t, w, "golden")
}

// A shop that never sold anything, and one of too few customers to score.
func TestGoldenReportsOfYoungShops(t *testing.T) {
	ctx, asOf := context.Background(), ledger.Date(2026, 11, 21)
	for name, shop := range map[string]ledgertest.Seeded{
		"new":   {},
		"small": {Until: asOf - 1, Days: 60, People: 24, Seed: 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
			if shop.Days > 0 {
				if err := shop.Open(ctx, w); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := w.Night(ctx, asOf); err != nil {
				t.Fatal(err)
			}
			sameAsGolden(t, w, name)
		})
	}
}

func sameAsGolden(t *testing.T, w *ledgertest.World, name string) {
	t.Helper()
	objects, pointer := w.Reports.All()
	latest := decode[report.Latest](t, pointer)
	files := map[string][]byte{"latest.json": pointer}
	for name, file := range latest.Scopes[report.ScopeAll].Files {
		files[name] = objects[file.Key]
	}
	folder := filepath.Join(goldens, name)
	for name, got := range files {
		path := filepath.Join(folder, name)
		if *update {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from the golden report; if that is meant, run go test ./shared/night -run Golden -update and read the difference", path)
		}
	}
}
