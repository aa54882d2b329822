package policy_test

import (
	"encoding/json"
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/ledger"
	"dangol/shared/policy"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	p, err := policy.Parse([]byte(`{"rfm":{"recency":"rhythm"},"grades":{"grades":[{"id":"a","from":10},{"id":"b"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := policy.Default()
	want.RFM.Recency = "rhythm"
	want.Grades.Grades = want.Grades.Grades[:2]
	want.Grades.Grades = nil
	if len(p.Grades.Grades) != 2 || p.Grades.Grades[1].Ko != "" || p.Grades.WindowMonths != 12 || p.RFM.Method != "quantile" {
		t.Errorf("%+v", p)
	}
	p.Grades.Grades = nil
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	whole, err := json.Marshal(policy.Default())
	if err != nil {
		t.Fatal(err)
	}
	if back, err := policy.Parse(whole); err != nil || !cmp.Equal(back, policy.Default()) {
		t.Errorf("the default does not survive: %v", err)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, bad := range []string{``, `[]`, `{"rmf":{}}`, `{"rfm":{"methode":"x"}}`, `{"rfm":{"method":"x"}}`, `{"grades":{"grades":[]}}`, `{"effective":"2026-02-30"}`,
		`{"value":{"margin":1.1}}`, `{"value":{"discount":-1}}`, `{"retention":{"overdueAt":0}}`, `{"retention":{"churnMonths":0}}`} {
		if _, err := policy.Parse([]byte(bad)); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

func TestAt(t *testing.T) {
	day := ledger.Date(2026, 11, 21)
	versions := []policy.Policy{{Version: 1, Effective: day - 10}, {Version: 2, Effective: day}, {Version: 3, Effective: day + 10}}
	for asOf, want := range map[ledger.Day]int{day - 20: 1, day - 1: 1, day: 2, day + 9: 2, day + 10: 3} {
		if got := policy.At(versions, asOf).Version; got != want {
			t.Errorf("on %s version %d is in force, want %d", asOf, got, want)
		}
	}
}

// What a policy has no more is said by the last before it that was in force;
// nobody looks ahead.
func TestHaving(t *testing.T) {
	day := ledger.Date(2026, 11, 21)
	cake := func(cost ledger.Amount) []coupon.Definition { return []coupon.Definition{{ID: "cake", Cost: cost}} }
	versions := []policy.Policy{
		{Version: 1, Effective: day + 99}, {Version: 2, Effective: day, Coupons: cake(2)}, {Version: 3, Effective: day + 90, Coupons: cake(3)},
		{Version: 4, Effective: day + 10, Coupons: cake(4)}, {Version: 5, Effective: day + 20},
	}
	for on, want := range map[ledger.Day]int{day - 1: 0, day: 2, day + 10: 4, day + 20: 4, day + 90: 4} {
		if p, ok := policy.Having(versions, on, "cake"); p.Version != want || ok != (want > 0) {
			t.Errorf("on %s version %d tells of cake, %v, want %d", on, p.Version, ok, want)
		}
	}
	if _, ok := policy.Having(versions, day+10, "tea"); ok {
		t.Error("somebody knows tea")
	}
}

// Every template is a policy, says what it is in both languages, and can be
// had by its name.
func TestTemplates(t *testing.T) {
	for _, template := range policy.Templates {
		document, ok := policy.Document(template.Name)
		if !ok || template.Ko == "" || template.En == "" {
			t.Fatalf("%s: %v", template.Name, ok)
		}
		p, err := policy.Parse(document)
		if err != nil || len(p.Grades.Grades) < 3 || p.Grades.Grades[0].ID == policy.Default().Grades.Grades[0].ID {
			t.Errorf("%s: %+v, %v", template.Name, p.Grades, err)
		}
	}
	if _, ok := policy.Document("../policy"); ok {
		t.Error("a name that is no template is one")
	}
}
