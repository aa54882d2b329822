package grade_test

import (
	"fmt"
	"slices"
	"testing"

	"dangol/shared/grade"
	"dangol/shared/ledger"

	"pgregory.net/rapid"
)

func drawRecord(t *rapid.T, name string) *grade.Record {
	var r grade.Record
	var days []int
	for range rapid.IntRange(0, 8).Draw(t, name+" visits") {
		days = append(days, rapid.IntRange(1, 400).Draw(t, "day"))
	}
	slices.Sort(days)
	for _, d := range days {
		day := ledger.Date(2025, 1, 1) + ledger.Day(d)
		r.Days = append(r.Days, day)
		r.Amounts = append(r.Amounts, ledger.Amount(rapid.IntRange(-1_000, 90_000).Draw(t, "amount")))
		if rapid.Bool().Draw(t, "earns") {
			r.EarnedDays, r.Earned = append(r.EarnedDays, day), append(r.Earned, rapid.Int64Range(-10, 90).Draw(t, "points"))
		}
		if rapid.Bool().Draw(t, "counts") {
			r.Visits = append(r.Visits, day)
		}
	}
	if rapid.Bool().Draw(t, "enrolled") {
		r.Joined = ledger.Date(2025, 1, 1) + ledger.Day(rapid.IntRange(1, 400).Draw(t, "joined"))
	}
	return &r
}

var householdWindows = []grade.WindowKind{grade.Rolling, grade.HalfYear, grade.Year, grade.Anniversary, grade.Lifetime}

// A household of one is that one alone: under any window, on any day.
func TestHouseholdOfOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecord(t, "one")
		p := grade.DefaultPolicy()
		p.Window = rapid.SampledFrom(householdWindows).Draw(t, "window")
		asOf := ledger.Date(2026, 3, 1) + ledger.Day(rapid.IntRange(0, 60).Draw(t, "as of"))
		alone, together := p.Open(r.Clone(), asOf), p.Open(grade.Household([]*grade.Record{r}), asOf)
		if alone != together {
			t.Fatalf("alone %+v, as a household %+v", alone, together)
		}
	})
}

// The members' order makes no difference, nor who is put together first.
// Somebody who does nothing adds nothing, and no one's visits become fewer.
func TestHouseholdInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var members []*grade.Record
		for i := range rapid.IntRange(2, 4).Draw(t, "members") {
			members = append(members, drawRecord(t, fmt.Sprint(i)))
		}
		told := func(members ...*grade.Record) string {
			r := grade.Household(members)
			return fmt.Sprint(r.Days, r.Amounts, r.EarnedDays, r.Earned, r.Visits, r.Joined)
		}
		want := told(members...)
		if got := told(rapid.Permutation(members).Draw(t, "order")...); got != want {
			t.Fatalf("%s in one order, %s in another", want, got)
		}
		if got := told(append(members, &grade.Record{})...); got != want {
			t.Fatalf("%s, and with somebody who did nothing %s", want, got)
		}
		rest := grade.Household(members[1:])
		if got := told(members[0], rest); got != want {
			t.Fatalf("%s at once, %s one after the other", want, got)
		}
		all := grade.Household(members)
		for _, r := range members {
			if len(all.Visits) < len(r.Visits) {
				t.Fatalf("%d visits together, %d alone", len(all.Visits), len(r.Visits))
			}
		}
	})
}

func TestHouseholdVisits(t *testing.T) {
	day := ledger.Date(2026, 3, 1)
	kim := &grade.Record{Days: []ledger.Day{day, day, day + 1}, Amounts: []ledger.Amount{100, 200, 300}, Visits: []ledger.Day{day, day, day + 1}}
	lee := &grade.Record{Days: []ledger.Day{day, day + 2}, Amounts: []ledger.Amount{10, 20}, Visits: []ledger.Day{day, day + 2}}
	all := grade.Household([]*grade.Record{kim, lee})
	if fmt.Sprint(all.Visits) != fmt.Sprint([]ledger.Day{day, day, day + 1, day + 2}) || fmt.Sprint(all.Amounts) != "[310 300 20]" {
		t.Errorf("%v %v", all.Visits, all.Amounts)
	}
}
