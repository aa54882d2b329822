package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dangol/shared/api"
	"dangol/shared/ledger"
)

func (o *office) handed(t *testing.T, id string) (p api.PersonExport) {
	t.Helper()
	w := o.request("GET", o.at(id, "/export"), "")
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return p
}

// A person is handed all there is of them: what they told, what they were
// promised and given, what they complained of and what they bought.
func TestPersonIsHandedEverything(t *testing.T) {
	o, kim := withCoupons(t)
	if p := o.handed(t, kim); p.Points != nil || p.PurchasesAbsent != "no_night" || p.Purchases == nil || p.Coupons == nil || p.Complaints == nil {
		t.Errorf("before there is any: %+v", p)
	}
	code := o.take(t, kim, "gold-drink", http.StatusCreated)
	o.take(t, kim, "birthday-cake", http.StatusCreated)
	if w := o.use("redeem", "u1", code, `,"orderTotal":38000`); w.Code != http.StatusOK && w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := o.send("POST", "/v1/complaints", `{"id":"c1","customer":"`+kim+`","about":"waiting","severity":"minor"}`); w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	dup := o.joins(`{"memberNo":"kim-2"}`)
	for i, who := range []string{`{"memberNo":"kim"}`, `{"memberNo":"kim-2"}`, `null`, `{"memberNo":"lee"}`} {
		sale := fmt.Sprintf(`{"id":"s%d","type":"sale","occurredAt":"2026-11-1%dT10:00:00+09:00","customer":%s,"total":5000,"lines":[{"name":"빵","amount":5000}]}`, i, i, who)
		if w := o.post(sale); w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	o.ask("POST", o.at(kim, "/merge"), `{"from":"`+dup+`"}`, 200)
	p := o.handed(t, kim)
	for _, c := range p.Coupons {
		if c.Code != "" {
			t.Errorf("the code of %s is shown at the desk", c.Name)
		}
	}
	if len(p.Coupons) != 2 || p.Coupons[1].State != "used" || p.Coupons[1].UsedStore == "" || p.Coupons[0].UsedOn != 0 {
		t.Errorf("%+v", p.Coupons)
	}
	if len(p.Complaints) != 1 || p.Complaints[0].About != "waiting" || p.Known == nil || p.Grade == nil || p.Grade.ID != "gold" || !strings.HasSuffix(p.Birthday, "11-22") {
		t.Errorf("%+v", p)
	}
	if _, err := o.Night(t.Context(), ledger.Date(2026, 11, 20)); err != nil {
		t.Fatal(err)
	}
	p = o.handed(t, dup)
	if p.PurchasesAbsent != "" || p.PurchasesBefore != ledger.Date(2026, 11, 20) || p.CustomerID != kim {
		t.Errorf("after a night: %+v", p)
	}
	if list := p.Purchases; len(list) != 2 || list[0].ID != "s0" || list[1].ID != "s1" || len(list[1].Lines) != 1 || list[1].Lines[0].Name != "빵" {
		t.Errorf("%+v", list)
	}
	o.ask("GET", o.at("nobody", "/export"), "", 404)
}

func TestPersonOfATooLargeShop(t *testing.T) {
	o := newOfficeWith(t, crowded{})
	if p := o.handed(t, o.joins(`{"memberNo":"9"}`)); p.PurchasesAbsent != "too_many" || p.Purchases == nil {
		t.Errorf("%+v", p)
	}
}
