package night_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// told is what a night says, without the ids and seats of customers.
func told(t *testing.T, p policy.Policy, events, desk string, rename func(string) string) (overview string, people []string) {
	t.Helper()
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 4, 1, 3, 0, 0, 0, time.UTC))
	w.SetPolicy(p)
	w.OpenStore("second", "Asia/Seoul")
	for _, part := range []string{rename(events), desk} {
		if err := w.Post(ctx, part); err != nil {
			t.Fatal(err)
		}
	}
	result, rows := nightRows(t, w, ledger.Date(2026, 5, 1))
	content, err := w.Reports.Get(ctx, result.Report+"/"+report.FileOverview)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rows {
		c.Customer, c.Seat = "", 0
		row, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		people = append(people, string(row))
	}
	slices.Sort(people)
	return string(content), people
}

// aMonth is a month of four customers at two stores, with refunds and voids.
func aMonth(r *rand.Rand) string {
	var b strings.Builder
	var sales []string
	for i := range 40 {
		who := []string{"kim", "kim-2", "lee", "park"}[r.IntN(4)]
		day := ledger.Date(2026, 2, 1) + ledger.Day(r.IntN(12))
		store := []string{"main", "second"}[r.IntN(2)]
		if len(sales) > 0 && r.IntN(4) == 0 {
			kind := []string{"refund - %s %d refundOf=%s", "void - %s %d voidOf=%s"}[r.IntN(2)]
			what := []string{"", " of=소금빵"}[r.IntN(2)]
			fmt.Fprintf(&b, "r%d "+kind+"%s\n", i, day, 1+r.IntN(9)*1000, sales[r.IntN(len(sales))], what)
			continue
		}
		goods := []string{"", " of=아메리카노", " of=아메리카노,소금빵", " of=소금빵,라떼,스콘"}[r.IntN(4)] + fmt.Sprintf(" at=%d:30", 8+r.IntN(4))
		if r.IntN(6) == 0 { // given back without a receipt
			fmt.Fprintf(&b, "u%d refund %s %s %d store=%s\n", i, who, day, (1+r.IntN(3))*500, store)
			continue
		}
		fmt.Fprintf(&b, "s%d sale %s %s %d store=%s%s\n", i, who, day, (1+r.IntN(9))*1000, store, goods)
		sales = append(sales, fmt.Sprintf("%s/%s/s%d", store, day, i))
	}
	return b.String()
}

// Two customers merged are one who bought all of it; an erased one is nobody.
func TestMergedIsOneErasedIsNobody(t *testing.T) {
	as := func(who, now string) func(string) string {
		return func(events string) string { return strings.ReplaceAll(events, " "+who+" ", " "+now+" ") }
	}
	same := as("-", "-")
	for seed := range uint64(15) {
		events := aMonth(rand.New(rand.NewPCG(seed, 1)))
		p := policy.Default()
		if seed%2 == 1 { // by the points earned
			var err error
			if p, err = policy.Parse([]byte(`{"points": {"rate": {"points": 1, "per": 700}}, "grades": {"basis": "points", "grades": [{"id": "a", "points": 90}, {"id": "b", "points": 30}, {"id": "c"}]}}`)); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			name, desk string
			rename     func(string) string
		}{
			{"merged", "merge kim-2 into kim\n", as("kim-2", "kim")},
			{"erased", "erase lee\n", as("lee", "-")},
			{"taken back", "merge kim-2 into kim\nunmerge kim-2 from kim\n", same},
			{"merged and erased", "merge kim-2 into kim\nerase kim\n", func(e string) string { return as("kim-2", "-")(as("kim", "-")(e)) }},
		} {
			if missing(events) {
				continue
			}
			gotPage, gotPeople := told(t, p, events, c.desk, same)
			wantPage, wantPeople := told(t, p, events, "", c.rename)
			if !slices.Equal(gotPeople, wantPeople) {
				t.Fatalf("seed %d, %s:\n%s\ncustomers are\n%s\nwant\n%s", seed, c.name, events, strings.Join(gotPeople, "\n"), strings.Join(wantPeople, "\n"))
			}
			if gotPage != wantPage {
				t.Fatalf("seed %d, %s:\n%s\n%s\nwant\n%s", seed, c.name, events, gotPage, wantPage)
			}
		}
	}
}

// missing says one of those the desk works on never bought.
func missing(events string) bool {
	for _, who := range []string{" kim ", " kim-2 ", " lee "} {
		if !strings.Contains(events, who) {
			return true
		}
	}
	return false
}
