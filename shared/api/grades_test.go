package api_test

import (
	"context"
	"encoding/json"
	"testing"

	"dangol/shared/api"
	"dangol/shared/ledger"
	"dangol/shared/policy"
)

// lookedUp is what a till is told of the one with member number 7.
func lookedUp(t *testing.T, x *till) api.CustomerAnswer {
	t.Helper()
	var found api.LookupAnswer
	w := x.send("POST", "/v1/customers/lookup", `{"memberNo":"7"}`)
	if err := json.Unmarshal(w.Body.Bytes(), &found); err != nil || len(found.Matches) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return found.Matches[0]
}

// A till hears of amounts and visits, of either being enough, and of a grade
// given by hand until it is over.
func TestTillTellsWhatAGradeRestsOn(t *testing.T) {
	ctx := context.Background()
	x := newTill()
	p, err := policy.Parse([]byte(`{"grades":{"basis":"amount_or_visits","windowMonths":3,"grades":[
		{"id":"vip","ko":"귀빈","en":"VIP","invitation":true},{"id":"gold","ko":"금","en":"Gold","from":90000,"visits":3},{"id":"new","ko":"처음","en":"New"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	x.SetPolicy(p)
	if w := x.post(`{"id":"t1","type":"sale","occurredAt":"2026-11-19T18:00:00+09:00","total":30000,"customer":{"memberNo":"7"}}`); w.Code != 201 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	night := func(day ledger.Day) api.CustomerAnswer {
		if _, err := x.Night(ctx, day); err != nil {
			t.Fatal(err)
		}
		return lookedUp(t, x)
	}
	got := night(ledger.Date(2026, 11, 20))
	why := got.Grade.Why
	if got.Grade.ID != "new" || why.Basis != "amount_or_visits" || why.Window != "rolling" || why.Amount != 30_000 || why.Visits != 1 || why.Invitation {
		t.Errorf("%+v %+v", got.Grade, why)
	}
	if n := got.Next; n == nil || n.ID != "gold" || n.Need != 60_000 || n.NeedVisits != 2 || !n.Either {
		t.Errorf("next is %+v", n)
	}
	until := ledger.Date(2026, 12, 31)
	err = x.Record(ctx, ledger.Fact{ID: "pinned-1", Kind: ledger.Pinned, At: x.Clock, Customer: got.CustomerID, By: "e1",
		Pin: &ledger.Pin{Grade: "vip", Exempt: ledger.FromEvaluation, Until: until, Why: "invitation"}})
	if err != nil {
		t.Fatal(err)
	}
	got = night(ledger.Date(2026, 11, 22))
	if got.Grade.ID != "vip" || got.Grade.Pinned == nil || *got.Grade.Pinned.Until != until || !got.Grade.Why.Invitation || got.Next != nil {
		t.Errorf("pinned: %+v %+v", got.Grade, got.Next)
	}
	got = night(until + 1)
	if d := got.Drop; got.Grade.ID != "vip" || got.Grade.Pinned != nil || d == nil || d.ID != "gold" || d.On != ledger.Date(2027, 2, 1) || !d.Invitation {
		t.Errorf("over: %+v %+v", got.Grade, d)
	}
}

// Where grades go by the points earned, a till hears of those: not of the ones
// that can be spent, and not of money. A cashier may say how few are missing.
func TestTillTellsOfPointsEarned(t *testing.T) {
	ctx := context.Background()
	x := newTill()
	p, err := policy.Parse([]byte(`{"points":{"rate":{"points":1,"per":1000}},"grades":{"basis":"points","windowMonths":3,"grades":[
		{"id":"gold","ko":"금","en":"Gold","points":100},{"id":"silver","ko":"은","en":"Silver","points":40},{"id":"new","ko":"처음","en":"New"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	x.SetPolicy(p)
	if w := x.post(`{"id":"t1","type":"sale","occurredAt":"2026-11-19T18:00:00+09:00","total":85900,"customer":{"memberNo":"7"}}`); w.Code != 201 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if _, err := x.Night(ctx, ledger.Date(2026, 11, 20)); err != nil {
		t.Fatal(err)
	}
	got := lookedUp(t, x)
	if why := got.Grade.Why; got.Grade.ID != "silver" || why.Basis != "points" || why.Points != 85 || why.ThresholdPoints != 40 || why.Threshold != 0 {
		t.Errorf("%+v %+v", got.Grade, why)
	}
	if n := got.Next; n == nil || n.ID != "gold" || n.NeedPoints != 15 || n.Need != 0 || n.NeedVisits != 0 {
		t.Errorf("next is %+v", n)
	}
	if got.Say.Ko != "15P만 더 쌓으시면 금 등급이 되세요." || got.Say.En != "Just 15 more points and you reach Gold." {
		t.Errorf("%+v", got.Say)
	}
	if _, err := x.Night(ctx, ledger.Date(2027, 3, 20)); err != nil {
		t.Fatal(err)
	}
	got = lookedUp(t, x)
	if d := got.Drop; d == nil || d.ID != "new" || d.NeedPoints != 40 || d.Need != 0 {
		t.Errorf("drop is %+v", d)
	}
}
