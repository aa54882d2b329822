package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/web"
)

// doorman lets one manager in.
type doorman struct{}

func (doorman) Manager(_ context.Context, authorization string) (string, error) {
	if authorization != "Bearer boss" {
		return "", web.NewProblem(http.StatusUnauthorized, "unauthorized", "")
	}
	return "m1", nil
}

// office is a desk beside a till.
type office struct {
	*till
	t    *testing.T
	desk http.Handler
}

func newOffice(t *testing.T) *office { return newOfficeWith(t, nil) }

// newOfficeWith is an office with a preview of its own.
func newOfficeWith(t *testing.T, preview api.Previewer) *office {
	x := newTill()
	if preview == nil {
		preview = x.World
	}
	pepper := customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)}
	desk := &api.Desk{Managers: doorman{}, Shop: x.World, People: x.World, Preview: preview, Pepper: pepper, Now: func() time.Time { return x.Clock }}
	return &office{x, t, desk.Handler()}
}

// ask sends a manager's request and reads the answer.
func (o *office) ask(method, path, body string, want int) map[string]any {
	o.t.Helper()
	w := o.request(method, path, body)
	if w.Code != want {
		o.t.Fatalf("%s %s: %d %s, want %d", method, path, w.Code, w.Body, want)
	}
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		o.t.Fatal(err)
	}
	return answer
}

// try is all of an answer.
func (o *office) try(method, path, body string) string {
	w := o.request(method, path, body)
	return fmt.Sprint(w.Code, w.Body)
}

func (o *office) request(method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer boss")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	o.desk.ServeHTTP(w, r)
	return w
}

// joins enrols somebody at the till and gives their id.
func (o *office) joins(body string) string {
	o.t.Helper()
	w := o.send("POST", "/v1/customers", body)
	var answer struct{ CustomerID string }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.CustomerID == "" {
		o.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return answer.CustomerID
}

func (o *office) at(id, more string) string { return "/v1/desk/customers/" + id + more }

func (o *office) code(answer map[string]any) string { return fmt.Sprint(answer["code"]) }

func TestDeskIsForManagers(t *testing.T) {
	o := newOffice(t)
	for _, authorization := range []string{"", "Bearer dgl_key_secret", "Bearer nobody"} {
		r := httptest.NewRequest("GET", "/v1/desk/policy", nil)
		r.Header.Set("Authorization", authorization)
		w := httptest.NewRecorder()
		if o.desk.ServeHTTP(w, r); w.Code != http.StatusUnauthorized {
			t.Errorf("%q: %d", authorization, w.Code)
		}
	}
}

func TestPersonIsEdited(t *testing.T) {
	o := newOffice(t)
	id := o.joins(`{"phone":"010-1234-5678","memberNo":"9","name":" 이영희 ","birthday":"1990-03-01"}`)
	p := o.ask("GET", o.at(id, ""), "", 200)
	if p["name"] != "이영희" || p["phone"] != "+821012345678" || fmt.Sprint(p["identifiers"]) != "[memberNo phone]" {
		t.Errorf("%v", p)
	}
	o.joins(`{"phone":"010-1234-5678","email":"lee@example.com"}`)
	p = o.ask("GET", o.at(id, ""), "", 200)
	if p["name"] != "이영희" || p["email"] != "lee@example.com" {
		t.Errorf("enrolling again: %v", p)
	}
	edit := fmt.Sprintf(`{"revision":%v,"name":"이영희","phone":"010-2222-3333","note":"창가 자리"}`, p["revision"])
	edited := o.ask("PUT", o.at(id, ""), edit, 200)
	if edited["phone"] != "+821022223333" || edited["note"] != "창가 자리" || edited["email"] != nil || edited["revision"] == p["revision"] {
		t.Errorf("%v", edited)
	}
	if code := o.code(o.ask("PUT", o.at(id, ""), edit, 409)); code != "customer_changed" {
		t.Errorf("an old revision: %s", code)
	}
	for body, fault := range map[string]string{
		`{"name":"x"}`: "revision_missing", `{"revision":1,"note":"900101-1234567"}`: "rrn_not_accepted",
		`{"revision":1,"phone":"12"}`: "phone_invalid", `{"revision":1,"birthday":"1990-02-30"}`: "birthday_invalid",
	} {
		answer, err := json.Marshal(o.ask("PUT", o.at(id, ""), body, 422))
		if err != nil || !strings.Contains(string(answer), fault) || strings.Contains(string(answer), "900101") {
			t.Errorf("%s: %s", body, answer)
		}
	}
	if code := o.code(o.ask("GET", o.at("nobody", ""), "", 404)); code != "customer_unknown" {
		t.Error(code)
	}
	if w := o.send("POST", "/v1/customers", `{"phone":"010-9999-0000","birthday":"2015-01-01"}`); w.Code != 422 || !strings.Contains(w.Body.String(), "guardian_consent_required") {
		t.Errorf("a child joins alone: %d %s", w.Code, w.Body)
	}
}

func TestConsentAtTheDesk(t *testing.T) {
	o := newOffice(t)
	id := o.joins(`{"phone":"010-1234-5678"}`)
	said := `{"consents":[{"channel":"sms","granted":true,"night":true,"version":"2","at":"2026-11-20T09:00:00+09:00"}]}`
	p := o.ask("POST", o.at(id, "/consents"), said, 200)
	if list, err := json.Marshal(p["consents"]); err != nil || !strings.Contains(string(list), `"night":true`) || !strings.Contains(string(list), `"source":"desk"`) {
		t.Errorf("%s", list)
	}
	o.ask("POST", o.at(id, "/consents"), said, 200) // said already
	facts, err := o.Facts(t.Context(), ledger.DayOf(o.Clock.UTC()))
	if err != nil {
		t.Fatal(err)
	}
	facts = slices.DeleteFunc(facts, func(f ledger.Fact) bool { return f.Kind != ledger.Consented })
	if len(facts) != 1 || facts[0].Customer != id || facts[0].By != "m1" || !facts[0].Consent.Night || facts[0].Consent.Source != "desk" {
		t.Errorf("%+v", facts)
	}
	o.ask("POST", o.at(id, "/consents"), `{"consents":[{"channel":"sms","granted":true}]}`, 422)
	o.ask("POST", o.at(id, "/consents"), `{}`, 422)
}

func TestTwoBecomeOne(t *testing.T) {
	o := newOffice(t)
	kim := o.joins(`{"phone":"010-1111-2222","name":"김철수"}`)
	dup := o.joins(`{"memberNo":"78","name":"김 철수","email":"kim@example.com"}`)
	p := o.ask("POST", o.at(kim, "/merge"), `{"from":"`+dup+`"}`, 200)
	if p["name"] != "김철수" || p["email"] != "kim@example.com" || len(p["merged"].([]any)) != 1 {
		t.Errorf("%v", p)
	}
	if p := o.ask("GET", o.at(dup, ""), "", 200); p["customerId"] != kim {
		t.Errorf("the other's id leads to %v", p["customerId"])
	}
	w := o.send("POST", "/v1/customers/lookup", `{"memberNo":"78"}`)
	if !strings.Contains(w.Body.String(), kim) {
		t.Errorf("the other's card finds %s", w.Body)
	}
	if w := o.send("GET", "/v1/customers/"+dup, ""); !strings.Contains(w.Body.String(), kim) {
		t.Errorf("a till that kept the other's id is told of %s", w.Body)
	}
	if code := o.code(o.ask("PUT", o.at(dup, ""), `{"revision":1,"name":"x"}`, 409)); code != "customer_merged" {
		t.Error(code)
	}
	if code := o.code(o.ask("POST", o.at(kim, "/merge"), `{"from":"`+kim+`"}`, 422)); code != "customer_same" {
		t.Error(code)
	}
	p = o.ask("POST", o.at(kim, "/unmerge"), `{"from":"`+dup+`"}`, 200)
	if p["email"] != nil || p["merged"] != nil {
		t.Errorf("%v", p)
	}
	if p := o.ask("GET", o.at(dup, ""), "", 200); p["customerId"] != dup || p["name"] != "김 철수" {
		t.Errorf("%v", p)
	}
	names := o.ask("POST", "/v1/desk/names", `{"customers":["`+kim+`","`+dup+`","nobody"]}`, 200)
	if fmt.Sprint(names["names"]) != fmt.Sprint(map[string]any{kim: "김철수", dup: "김 철수"}) {
		t.Errorf("%v", names)
	}
}

func TestForgotten(t *testing.T) {
	o := newOffice(t)
	id := o.joins(`{"phone":"010-1234-5678","name":"이영희"}`)
	if a := o.ask("POST", o.at(id, "/erase"), "", 200); a["erased"] != true {
		t.Errorf("%v", a)
	}
	o.ask("GET", o.at(id, ""), "", 404)
	o.ask("POST", o.at(id, "/erase"), "", 404)
	if w := o.send("POST", "/v1/customers/lookup", `{"phone":"010-1234-5678"}`); !strings.Contains(w.Body.String(), `"matches":[]`) {
		t.Errorf("%s", w.Body)
	}
}

func TestPolicyAtTheDesk(t *testing.T) {
	o := newOffice(t)
	got := o.ask("GET", "/v1/desk/policy", "", 200)
	document := got["policy"].(map[string]any)
	document["version"], document["effective"] = 2, "2026-12-01"
	next, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	saved := o.ask("PUT", "/v1/desk/policy", string(next), 200)
	if len(saved["versions"].([]any)) != 2 || saved["policy"].(map[string]any)["effective"] != "2026-12-01" {
		t.Errorf("%v", saved["versions"])
	}
	if code := o.code(o.ask("PUT", "/v1/desk/policy", string(next), 409)); code != "policy_changed" {
		t.Error(code)
	}
	document["version"], document["effective"] = 3, "2026-11-19"
	if next, err = json.Marshal(document); err != nil {
		t.Fatal(err)
	}
	o.ask("PUT", "/v1/desk/policy", string(next), 422)
	if code := o.code(o.ask("PUT", "/v1/desk/policy", `{"version":3,"grades":{"grades":[]}}`, 422)); code != "policy_invalid" {
		t.Error(code)
	}
	o.ask("PUT", "/v1/desk/policy", `{"version":3,"version":3}`, 400)
}

func TestPinAtTheDesk(t *testing.T) {
	o := newOffice(t)
	id := o.joins(`{"phone":"010-1234-5678"}`)
	versions, err := o.Policies(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	best := versions[0].Grades.Grades[0].ID
	pin := `{"id":"p1","grade":"` + best + `","why":"apology","until":"2027-01-31"}`
	for range 2 { // the second time nothing is left to do
		if a := o.ask("POST", o.at(id, "/pin"), pin, 200); a["id"] != "p1" || a["from"] != "2026-11-21" {
			t.Errorf("%v", a)
		}
	}
	if code := o.code(o.ask("POST", o.at(id, "/pin"), strings.Replace(pin, "apology", "press", 1), 409)); code != "id_conflict" {
		t.Error(code)
	}
	for body, fault := range map[string]string{
		`{"grade":"` + best + `","why":"press"}`: "id_missing", `{"id":"p2","grade":"` + best + `"}`: "why_unknown",
		`{"id":"p2","grade":"no","why":"press"}`: "grade_unknown", `{"id":"p2","why":"press"}`: "grade_or_end",
		`{"id":"p2","grade":"` + best + `","why":"press","end":true}`:           "grade_or_end",
		`{"id":"p2","grade":"` + best + `","why":"press","exempt":"all"}`:       "exempt_unknown",
		`{"id":"p2","grade":"` + best + `","why":"press","until":"2026-01-31"}`: "pin_impossible",
	} {
		if answer := fmt.Sprint(o.ask("POST", o.at(id, "/pin"), body, 422)); !strings.Contains(answer, fault) {
			t.Errorf("%s: %s, want %s", body, answer, fault)
		}
	}
	if a := o.ask("POST", o.at(id, "/pin"), `{"id":"p3","end":true,"why":"correction"}`, 200); a["id"] != "p3" {
		t.Errorf("%v", a)
	}
	o.ask("POST", o.at("nobody", "/pin"), pin, 404)
	facts, err := o.Facts(context.Background(), ledger.DayOf(now))
	if err != nil {
		t.Fatal(err)
	}
	pins := 0
	for _, f := range facts {
		if f.Kind == ledger.Pinned && f.Customer == id && f.By == "m1" {
			pins++
		}
	}
	if pins != 2 {
		t.Errorf("%d pins are recorded", pins)
	}
}
