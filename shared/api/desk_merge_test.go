package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// laden gives a customer as many coupons as fit.
func (o *office) laden(t *testing.T, id string) {
	t.Helper()
	long := strings.Repeat("덤", coupon.NameMax)
	d := coupon.Definition{ID: "large", Ko: long, En: long, Gives: coupon.Gives{Item: coupon.Item{Ko: long, En: long}}, ValidDays: 9, Given: coupon.Campaign}
	who := func(p *customer.Profile) (coupon.Who, error) { return coupon.Who{Customer: p.ID}, nil }
	for n := range coupon.CouponsMax + 1 {
		q := coupon.IssueRequest{Definition: &d, Campaign: fmt.Sprint(n), Code: fmt.Sprint(id, n)}
		_, _, refused, err := o.IssueCoupon(t.Context(), id, q, who, coupon.Terms{Today: ledger.DayOf(o.Clock), Now: o.Clock})
		if err != nil {
			t.Fatal(err)
		}
		if refused == coupon.TooMany {
			return
		}
	}
	t.Fatalf("%d fit", coupon.CouponsMax+1)
}

// Who cannot be merged is told what there is too much of.
func TestWhyAMergeIsRefused(t *testing.T) {
	o := newOffice(t)
	kim, lee, park, choi := o.joins(`{"memberNo":"1"}`), o.joins(`{"memberNo":"2"}`), o.joins(`{"memberNo":"3"}`), o.joins(`{"memberNo":"4"}`)
	for n, who := range []string{kim, kim, kim, choi, choi} {
		w := o.send("POST", "/v1/complaints", fmt.Sprintf(`{"id":"c%d","customer":%q,"about":"waiting","severity":"minor"}`, n, who))
		if w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if code := o.code(o.ask("POST", o.at(kim, "/merge"), `{"from":"`+choi+`"}`, 409)); code != "customer_complaints" {
		t.Errorf("five open complaints: %s", code)
	}
	for _, id := range []string{kim, lee, park} {
		o.laden(t, id)
	}
	o.ask("POST", o.at(kim, "/merge"), `{"from":"`+lee+`"}`, 200)
	if code := o.code(o.ask("POST", o.at(kim, "/merge"), `{"from":"`+park+`"}`, 409)); code != "customer_coupons" {
		t.Errorf("the coupons of three: %s", code)
	}
}
