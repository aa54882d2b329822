package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/policy"
)

// withCoupons is a café by its template, and a customer who is gold.
func withCoupons(t *testing.T) (o *office, kim string) {
	t.Helper()
	o = newOffice(t)
	document, _ := policy.Document("cafe-stars")
	p, err := policy.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	o.SetPolicy(p)
	kim = o.joins(`{"memberNo":"kim","birthday":"11-22","consents":[{"channel":"greeting","granted":true,"version":"1","at":"2026-01-01T00:00:00+09:00"}]}`)
	o.grade(t, kim, 1, "gold")
	return o, kim
}

func (o *office) grade(t *testing.T, id string, version int64, grade string) {
	t.Helper()
	if err := o.SetGrade(t.Context(), id, version, customer.GradeView{Grade: grade}); err != nil {
		t.Fatal(err)
	}
}

// told is what the till is told of a customer.
func (o *office) told(t *testing.T, id string) (a api.CustomerAnswer) {
	t.Helper()
	w := o.send("GET", "/v1/customers/"+id, "")
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return a
}

// states are the coupons a till is told of, by id and state.
func states(a api.CustomerAnswer) (list string) {
	for _, c := range a.Coupons {
		list += c.ID + " " + string(c.State) + "; "
	}
	return list
}

// take takes up an offer and gives its code.
func (o *office) take(t *testing.T, who, which string, status int) string {
	t.Helper()
	w := o.send("POST", "/v1/coupons/issue", `{"customer":"`+who+`","coupon":"`+which+`"}`)
	var c api.TillCoupon
	if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || w.Code != status || c.Code == "" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return c.Code
}

func (o *office) use(deed, id, code, more string) *httptest.ResponseRecorder {
	return o.send("POST", "/v1/coupons/"+deed, `{"id":"`+id+`","code":"`+code+`"`+more+`}`)
}

func TestTillShowsBenefitsAndCoupons(t *testing.T) {
	o, kim := withCoupons(t)
	a := o.told(t, kim)
	kinds := ""
	for _, b := range a.Benefits {
		kinds += b.Kind + " "
	}
	if kinds != "economic psychological social customised " || states(a) != "gold-drink offered; birthday-cake offered; " {
		t.Errorf("%s, %s", kinds, states(a))
	}
	if c := a.Coupons[0]; c.Code != "" || c.Gives.Item == nil || c.Gives.Item.Ko != "음료 한 잔" || c.Name != "gold-drink@2026-11" || c.Until.String() != "2026-12-19" {
		t.Errorf("%+v", c)
	}
	code := o.take(t, kim, "gold-drink", http.StatusCreated)
	if again := o.take(t, kim, "gold-drink", http.StatusOK); again != code || len(code) != 26 {
		t.Errorf("%s, then %s", code, again)
	}
	if now := states(o.told(t, kim)); now != "gold-drink issued; birthday-cake offered; " {
		t.Errorf("%s", now)
	}
	lee := o.joins(`{"memberNo":"lee","birthday":"11-22"}`) // who did not agree that it is minded
	if a := o.told(t, lee); a.Benefits != nil || a.Coupons != nil {
		t.Errorf("%+v", a)
	}
}

func TestCouponIsUsedOnce(t *testing.T) {
	o, kim := withCoupons(t)
	code := o.take(t, kim, "birthday-cake", http.StatusCreated)
	for _, deed := range []string{"hold", "redeem"} {
		refused(t, o.use(deed, "u0", code, ""), 422, "coupon_order_missing")
	}
	held := o.use("hold", "u1", strings.ToLower(code), `,"orderTotal":38000`)
	want := `{"id":"u1","status":"held","coupon":"birthday-cake@2026","off":19000,"gives":{"percent":50,"cap":20000},"until":"2026-11-20T09:15:00Z"}`
	if held.Code != http.StatusCreated || held.Body.String() != want {
		t.Errorf("%d %s", held.Code, held.Body)
	}
	again := o.use("hold", "u1", code, `,"orderTotal":38000`)
	if again.Code != http.StatusOK || again.Body.String() != want || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("%d %s", again.Code, again.Body)
	}
	refused(t, o.use("hold", "u1", code, `,"orderTotal":1`), 409, "id_conflict")
	refused(t, o.use("redeem", "u2", code, ""), 409, "coupon_held")
	if w := o.use("redeem", "u1", code, `,"orderTotal":38000`); w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"status":"used","coupon":"birthday-cake@2026","off":19000`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	refused(t, o.use("redeem", "u3", code, ""), 409, "coupon_used")
	drink := o.take(t, kim, "gold-drink", http.StatusCreated)
	if w := o.use("redeem", "u5", drink, ""); w.Code != http.StatusCreated { // a free item needs no order
		t.Errorf("%d %s", w.Code, w.Body)
	}
	refused(t, o.use("release", "u3", code, ""), 409, "coupon_used")
	if now := states(o.told(t, kim)); now != "" {
		t.Errorf("%s", now)
	}
}

// A sale that fails after its coupon was used gives it back; later it is used
// up, and so is one of another till.
func TestUsedCouponIsGivenBack(t *testing.T) {
	o, kim := withCoupons(t)
	code := o.take(t, kim, "gold-drink", http.StatusCreated)
	o.use("redeem", "u1", code, "")
	o.Clock = o.Clock.Add(10*time.Minute - 1)
	if w := o.use("release", "u1", code, ""); w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"status":"issued"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if now := states(o.told(t, kim)); now != "gold-drink issued; birthday-cake offered; " {
		t.Errorf("%s", now)
	}
	o.use("redeem", "u2", code, "")
	o.Clock = o.Clock.Add(10 * time.Minute)
	refused(t, o.use("release", "u2", code, ""), 409, "coupon_used")
}

func TestCouponsOutOfDateAndOfNobody(t *testing.T) {
	o, kim := withCoupons(t)
	code := o.take(t, kim, "birthday-cake", http.StatusCreated)
	unknown := o.use("redeem", "u1", strings.Repeat("0", 26), "")
	refused(t, unknown, 404, "coupon_unknown")
	// Issued on the 20th for seven business days, which begin at four.
	o.Clock = time.Date(2026, 11, 26, 18, 59, 0, 0, time.UTC)
	if now := states(o.told(t, kim)); !strings.HasPrefix(now, "birthday-cake issued; ") {
		t.Errorf("%s", now)
	}
	o.Clock = o.Clock.Add(time.Minute)
	refused(t, o.use("redeem", "u2", code, ""), 422, "coupon_expired")
	refused(t, o.send("POST", "/v1/coupons/issue", `{"customer":"`+kim+`","coupon":"come-back"}`), 422, "coupon_by_campaign")
	refused(t, o.send("POST", "/v1/coupons/issue", `{"customer":"`+kim+`","coupon":"zz"}`), 404, "coupon_unknown")
	refused(t, o.send("POST", "/v1/coupons/issue", `{"customer":"zz","coupon":"gold-drink"}`), 404, "customer_unknown")
	o.grade(t, kim, 2, "green")
	refused(t, o.send("POST", "/v1/coupons/issue", `{"customer":"`+kim+`","coupon":"gold-drink"}`), 422, "coupon_other_grade")
	// One erased answers like one that never was.
	o.ask("POST", o.at(kim, "/erase"), "", http.StatusOK)
	erased := o.use("redeem", "u3", code, "")
	if refused(t, erased, 404, "coupon_unknown"); erased.Body.String() != unknown.Body.String() {
		t.Errorf("%s, %s", erased.Body, unknown.Body)
	}
}

func TestManagersGiveAndTakeBack(t *testing.T) {
	o, kim := withCoupons(t)
	lee := o.joins(`{"memberNo":"lee"}`)
	give := func(more string) map[string]any {
		return o.ask("POST", "/v1/desk/coupons", `{"coupon":"come-back","campaign":"spring","customers":["`+kim+`","`+lee+`"`+more+`]}`, http.StatusOK)
	}
	got := give(`,"nobody","` + kim + `"`)
	refusals, _ := json.Marshal(got["refused"])
	if got["issued"] != 2.0 || got["had"] != 0.0 || string(refusals) != `[{"code":"customer_unknown","customer":"nobody"}]` {
		t.Errorf("%v", got)
	}
	if got := give(""); got["issued"] != 0.0 || got["had"] != 2.0 {
		t.Errorf("%v", got)
	}
	a := o.told(t, lee)
	if states(a) != "come-back issued; " {
		t.Fatalf("%s", states(a))
	}
	code := a.Coupons[0].Code
	refused(t, o.use("redeem", "u1", code, `,"orderTotal":7999`), 422, "coupon_order_too_low")
	void := `{"customer":"` + lee + `","name":"` + a.Coupons[0].Name + `"}`
	if got := o.ask("POST", "/v1/desk/coupons/void", void, http.StatusOK); got["state"] != "void" || got["code"] != nil {
		t.Errorf("%v", got)
	}
	refused(t, o.use("redeem", "u2", code, `,"orderTotal":8000`), 409, "coupon_void")
	used := o.told(t, kim).Coupons[0]
	o.use("redeem", "u3", used.Code, `,"orderTotal":8000`)
	if got := o.ask("POST", "/v1/desk/coupons/void", `{"customer":"`+kim+`","name":"`+used.Name+`"}`, http.StatusConflict); o.code(got) != "coupon_used" {
		t.Errorf("%v", got)
	}
	for _, bad := range []string{
		`{"coupon":"gold-drink","campaign":"c","customers":["` + kim + `"]}`, `{"coupon":"zz","campaign":"c","customers":["` + kim + `"]}`,
		`{"coupon":"come-back","customers":["` + kim + `"]}`, `{"coupon":"come-back","campaign":"c","customers":[]}`,
	} {
		o.ask("POST", "/v1/desk/coupons", bad, http.StatusUnprocessableEntity)
	}
	o.ask("POST", "/v1/desk/coupons", `{"coupon":"come-back","campaign":"c","customers":[`+strings.Repeat(`"a",`, 200)+`"a"]}`, http.StatusUnprocessableEntity)
}

// Where nobody asks for the birthday nothing of a person is opened: one whose
// details cannot be read is given what others are.
func TestDetailsThatCannotBeOpened(t *testing.T) {
	o, kim := withCoupons(t)
	lee := o.joins(`{"memberNo":"lee"}`)
	if _, err := o.Edit(t.Context(), kim, func(p *customer.Profile) ([]ledger.Fact, error) {
		p.Sealed = "p1.torn"
		return nil, nil
	}); err != nil {
		t.Fatal(err)
	}
	got := o.ask("POST", "/v1/desk/coupons", `{"coupon":"come-back","campaign":"spring","customers":["`+kim+`","`+lee+`"]}`, http.StatusOK)
	if got["issued"] != 2.0 {
		t.Errorf("%v", got)
	}
	o.take(t, kim, "gold-drink", http.StatusCreated)
	if w := o.send("POST", "/v1/coupons/issue", `{"customer":"`+kim+`","coupon":"birthday-cake"}`); w.Code < 500 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
