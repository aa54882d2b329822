package night_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/report"

	"pgregory.net/rapid"
)

const familyPolicy = `{"grades": {"household": true, "basis": "amount_or_visits", "windowMonths": 6,
	"grades": [{"id": "gold", "from": 300000, "visits": 12}, {"id": "silver", "from": 100000, "visits": 5}, {"id": "new"}]}}`

// family is what a night says of everybody, after acts of the desk.
func family(t *rapid.T, events, acts []string) string {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)) // what the desk did since is read
	w.Clock = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	w.OpenStore("second", "Asia/Seoul")
	p, err := policy.Parse([]byte(familyPolicy))
	if err != nil {
		t.Fatal(err)
	}
	w.SetPolicy(p)
	if err := w.Post(ctx, strings.Join(events, "\n")); err != nil {
		t.Fatal(err)
	}
	for _, act := range acts {
		if err := w.Desk(ctx, act); err != nil && !errors.Is(err, ledger.ErrFact) { // somebody who never bought has no id
			t.Fatal(err)
		}
	}
	all := by(t, w, ledger.Date(2026, 12, 20))
	told := ""
	for _, id := range slices.Sorted(maps.Keys(all)) {
		c := all[id]
		told += fmt.Sprintln(w.Who(id), c.Household, c.Promise, c.WindowFrom, c.Amount, c.WindowVisits, c.Sales)
	}
	return told
}

// Households may be entered in any order and in parts. Who moved out of one
// that nobody else is left in is as before, and so is everybody else.
func TestHouseholdsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := append(drawHistory(t), "k0 sale kim 2026-11-01 1000", "l0 sale lee 2026-11-02 90000", "p0 sale park 2026-11-03 70000")
		linked := func(who string, day int) string { return fmt.Sprintf("linked %s 2026-10-%02d boss v1", who, day) }
		want := family(t, events, []string{linked("kim,lee,park", 1)})
		pairs := rapid.Permutation([]string{"kim,lee", "park,lee", "park,kim"}).Draw(t, "pairs")[:2]
		if got := family(t, events, []string{linked(pairs[0], 1), linked(pairs[1], 2), linked(pairs[0], 3)}); got != want {
			t.Fatalf("at once:\n%s\nin parts %v:\n%s", want, pairs, got)
		}
		alone := family(t, events, nil)
		if alone == want {
			t.Fatalf("a household makes no difference:\n%s", want)
		}
		apart := []string{linked("kim,lee", 1), "unlinked " + rapid.SampledFrom([]string{"kim", "lee"}).Draw(t, "who") + " 2026-10-02 boss"}
		if got := family(t, events, apart); got != alone {
			t.Fatalf("never together:\n%s\napart again:\n%s", alone, got)
		}
	})
}

// What a household spent counts for the grade of each of them, and once in the
// money of the shop.
func TestMoneyOfAHouseholdIsCountedOnce(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC))
	w.Clock = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	p, err := policy.Parse([]byte(familyPolicy))
	if err != nil {
		t.Fatal(err)
	}
	w.SetPolicy(p)
	for _, err := range []error{
		w.Post(ctx, "k0 sale kim 2026-11-01 250000\nl0 sale lee 2026-11-02 90000"), w.Desk(ctx, "linked kim,lee 2026-11-03 boss v1"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	result, err := w.Night(ctx, ledger.Date(2026, 12, 1))
	if err != nil {
		t.Fatal(err)
	}
	var doc report.Grades
	readDocument(t, w, result.Report+"/"+report.FileGrades, &doc)
	if gold := doc.Grades[0]; gold.Customers != 2 || gold.Sales != 340_000 || !doc.Rules.Household {
		t.Errorf("%+v", gold)
	}
}

// Who the policy leaves out takes nobody's place in a rank, and their purchases
// lift no household.
func TestExcludedAreInNoRankAndNoHousehold(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC))
	w.Clock = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	if err := w.Post(ctx, "k0 sale staff 2026-11-01 900000\nl0 sale lee 2026-11-02 90000\np0 sale park 2026-11-02 95000"); err != nil {
		t.Fatal(err)
	}
	staff, err := w.Lookup(ctx, ledgertest.Member("staff"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse([]byte(`{"excluded": ["` + staff + `"], "grades": {"ranked": true, "household": true, "grades": [{"id": "gold", "top": 30}, {"id": "new"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	w.SetPolicy(p)
	if err := w.Desk(ctx, "linked staff,lee 2026-11-03 boss v1"); err != nil {
		t.Fatal(err)
	}
	result, err := w.Night(ctx, ledger.Date(2026, 12, 1))
	if err != nil {
		t.Fatal(err)
	}
	var doc report.Grades
	readDocument(t, w, result.Report+"/"+report.FileGrades, &doc)
	if gold := doc.Grades[0]; gold.Customers != 1 || gold.From != 95_000 {
		t.Errorf("%+v", gold)
	}
}

// The id of a household is its day's: two families under one id stay two.
func TestHouseholdsOfTwoDaysUnderOneID(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC))
	w.Clock = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	p, err := policy.Parse([]byte(familyPolicy))
	if err != nil {
		t.Fatal(err)
	}
	w.SetPolicy(p)
	if err := w.Post(ctx, "a sale kim 2026-11-01 1\nb sale lee 2026-11-01 1\nc sale park 2026-11-01 1\nd sale choi 2026-11-01 1"); err != nil {
		t.Fatal(err)
	}
	for i, pair := range [][2]string{{"kim", "lee"}, {"park", "choi"}} {
		one, oneErr := w.Lookup(ctx, ledgertest.Member(pair[0]))
		two, twoErr := w.Lookup(ctx, ledgertest.Member(pair[1]))
		err := w.Record(ctx, ledger.Fact{
			ID: "linked-1", Kind: ledger.Linked, At: time.Date(2026, 11, 2+i, 3, 0, 0, 0, time.UTC), Customer: one, By: "boss",
			Household: &ledger.Household{Others: []string{two}, Consent: "v1"},
		})
		if err := errors.Join(oneErr, twoErr, err); err != nil {
			t.Fatal(err)
		}
	}
	_, rows := nightRows(t, w, ledger.Date(2026, 12, 1))
	for _, c := range rows {
		if c.Household != 2 {
			t.Errorf("%s lives in a household of %d", w.Who(c.Customer), c.Household)
		}
	}
}
