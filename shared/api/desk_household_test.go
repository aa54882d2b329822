package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dangol/shared/api"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
)

func TestHouseholdAtTheDesk(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	a, b := o.joins(`{"memberNo":"7"}`), o.joins(`{"memberNo":"8"}`)
	link := fmt.Sprintf(`{"id":"h1","customers":[%q,%q],"consent":"family-1"}`, a, b)
	for range 2 { // the second time nothing is left to do
		if got := o.ask("POST", "/v1/desk/households", link, 200); got["id"] != "h1" || got["from"] != "2026-11-21" {
			t.Errorf("%v", got)
		}
	}
	if code := o.code(o.ask("POST", "/v1/desk/households", strings.Replace(link, "family-1", "family-2", 1), 409)); code != "id_conflict" {
		t.Error(code)
	}
	for body, want := range map[string]string{
		fmt.Sprintf(`{"customers":[%q,%q],"consent":"v1"}`, a, b):             "/id id_missing",
		fmt.Sprintf(`{"id":"h2","customers":[%q],"consent":"v1"}`, a):         "/customers too_few_customers",
		fmt.Sprintf(`{"id":"h2","customers":[%q,%q],"consent":"v1"}`, a, a):   "/customers/1 customer_twice",
		fmt.Sprintf(`{"id":"h2","customers":[%q,"nobody"],"consent":"v"}`, a): "/customers/1 customer_unknown",
		fmt.Sprintf(`{"id":"h2","customers":[%q,%q]}`, a, b):                  "/consent consent_missing",
		fmt.Sprintf(`{"id":"h2","customers":[%q,%q],"consent":"김 씨"}`, a, b):  "/consent consent_missing",
	} {
		answer, err := json.Marshal(o.ask("POST", "/v1/desk/households", body, 422))
		pointer, code, _ := strings.Cut(want, " ")
		if err != nil || !strings.Contains(string(answer), fmt.Sprintf(`"code":%q,`, code)) && !strings.Contains(string(answer), code) || !strings.Contains(string(answer), pointer) {
			t.Errorf("%s: %s, want %s", body, answer, want)
		}
	}
	many := `"x"` + strings.Repeat(`,"x"`, ledger.HouseholdMax)
	o.ask("POST", "/v1/desk/households", `{"id":"h2","customers":[`+many+`],"consent":"v1"}`, 413)
	o.ask("POST", o.at("nobody", "/unlink"), `{"id":"u1"}`, 404)
	o.ask("POST", o.at(a, "/unlink"), `{}`, 422)
	if got := o.ask("POST", o.at(a, "/unlink"), `{"id":"u1"}`, 200); got["id"] != "u1" {
		t.Errorf("%v", got)
	}
	facts, err := o.Facts(ctx, ledger.DayOf(now))
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	for _, f := range facts {
		if f.Kind == ledger.Linked || f.Kind == ledger.Unlinked {
			told += fmt.Sprint(f.Kind, f.Customer == a, f.By, " ")
		}
	}
	if !strings.Contains(told, "linkedtruem1 ") || !strings.Contains(told, "unlinkedtruem1 ") || strings.Count(told, " ") != 2 {
		t.Errorf("recorded: %s", told)
	}
}

// A till says that the sums are the household's, and that a grade goes by rank.
func TestTillTellsOfHouseholdAndRank(t *testing.T) {
	ctx := context.Background()
	x := newTill()
	p, err := policy.Parse([]byte(`{"grades":{"ranked":true,"household":true,"windowMonths":3,"grades":[{"id":"gold","ko":"금","en":"Gold","top":30},{"id":"new"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	x.SetPolicy(p)
	if err := x.Post(ctx, "s1 sale kim 2026-11-10 30000\ns2 sale lee 2026-11-11 20000\ns3 sale park 2026-11-12 49000\ns4 sale choi 2026-11-12 9000"); err != nil {
		t.Fatal(err)
	}
	if err := x.Desk(ctx, "linked kim,lee 2026-11-13 boss family-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Night(ctx, ledger.Date(2026, 11, 20)); err != nil {
		t.Fatal(err)
	}
	answer := func(who string) api.CustomerAnswer {
		id, err := x.Lookup(ctx, ledgertest.Member(who))
		if err != nil {
			t.Fatal(err)
		}
		var found api.CustomerAnswer
		if err := json.Unmarshal(x.send("GET", "/v1/customers/"+id, "").Body.Bytes(), &found); err != nil {
			t.Fatal(err)
		}
		return found
	}
	if why := answer("lee").Grade.Why; why.Household != 2 || why.Amount != 50_000 || !why.Ranked || why.Top != 30 || why.Threshold != 50_000 {
		t.Errorf("lee: %+v", why)
	}
	park := answer("park")
	if why := park.Grade.Why; park.Grade.ID != "new" || why.Household != 0 || why.Top != 0 || !why.Ranked {
		t.Errorf("park: %+v", why)
	}
	// 1,000 are missing, and a cashier does not say so: it may be more tomorrow.
	if n := park.Next; n == nil || n.Need != 1_000 || !n.Ranked || n.Top != 30 || strings.Contains(park.Say.En, "1,000") {
		t.Errorf("park: %+v, %v", n, park.Say)
	}
	// Others buy, and what the rank takes is more: park, who did nothing, hears so.
	if err := x.Post(ctx, "s5 sale kim 2026-11-19 7000"); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Night(ctx, ledger.Date(2026, 11, 21)); err != nil {
		t.Fatal(err)
	}
	if n := answer("park").Next; n == nil || n.Need != 8_000 {
		t.Errorf("park, a night later: %+v", n)
	}
}
