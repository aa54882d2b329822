package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/ledger"
	"dangol/shared/policy"
)

// answered is the body of a reply that must have status.
func answered[T any](t *testing.T, x *till, status int, method, path, body string) (a T) {
	t.Helper()
	w := x.send(method, path, body)
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != status {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return a
}

const agreed = `{"channel":%q,"granted":%v,"version":"2026-01","at":"2026-11-20T18:00:00+09:00"}`

// A birthday is told of in its week, to who agreed to be greeted, and its date
// to nobody.
func TestBirthdayWeekNeedsItsConsent(t *testing.T) {
	for name, c := range map[string]struct {
		birthday, consents string
		want               bool
	}{
		"today, agreed":         {"1990-11-20", fmt.Sprintf(agreed, "greeting", true), true},
		"in three days, agreed": {"11-23", fmt.Sprintf(agreed, "greeting", true), true},
		"in four days, agreed":  {"11-24", fmt.Sprintf(agreed, "greeting", true), false},
		"today, never asked":    {"1990-11-20", "", false},
		"today, to messages":    {"1990-11-20", fmt.Sprintf(agreed, "sms", true), false},
		"today, refused":        {"1990-11-20", fmt.Sprintf(agreed, "greeting", false), false},
		"agreed, no birthday":   {"", fmt.Sprintf(agreed, "greeting", true), false},
	} {
		x := newTill()
		body := fmt.Sprintf(`{"memberNo":"7","birthday":%q,"consents":[%s]}`, c.birthday, c.consents)
		answered[api.CustomerAnswer](t, x, http.StatusCreated, "POST", "/v1/customers", body)
		if w := x.post(`{"id":"t1","type":"sale","occurredAt":"2026-11-19T18:00:00+09:00","total":3000,"customer":{"memberNo":"7"}}`); w.Code != 201 {
			t.Fatal(w.Body)
		}
		if _, err := x.Night(context.Background(), ledger.Date(2026, 11, 20)); err != nil {
			t.Fatal(err)
		}
		w := x.send("POST", "/v1/customers/lookup", `{"memberNo":"7"}`)
		if strings.Contains(w.Body.String(), "1990") || strings.Contains(w.Body.String(), "11-23") {
			t.Errorf("%s: the date leaves: %s", name, w.Body)
		}
		got := lookedUp(t, x)
		if got.BirthdayWeek != c.want || strings.Contains(got.Say.Ko, "생일") != c.want {
			t.Errorf("%s: %v, %q", name, got.BirthdayWeek, got.Say.Ko)
		}
	}
}

// A number nobody has is told what enrolling would give by today's rules.
func TestNobodyHearsWhatEnrollingGives(t *testing.T) {
	x := newTill()
	ask := func() *api.TillJoining {
		t.Helper()
		found := answered[api.LookupAnswer](t, x, 200, "POST", "/v1/customers/lookup", `{"phone":"010-9999-0001"}`)
		if len(found.Matches) != 0 || found.Enrol == nil {
			t.Fatalf("%+v", found)
		}
		return found.Enrol
	}
	if e := ask(); e.Grade.ID != "first" || e.Points != nil {
		t.Errorf("%+v", e)
	}
	for rates, want := range map[string]api.TillRate{
		`{"rate":{"points":1,"per":100}}`:                                            {Points: 10, Per: 1000},
		`{"rate":{"points":1,"per":30000}}`:                                          {Points: 1, Per: 30000},
		`{"rate":{"points":1,"per":100},"grades":{"guest":{"points":3,"per":1000}}}`: {Points: 3, Per: 1000},
		`{"rate":{"points":0,"per":1},"grades":{"vip":{"points":1,"per":100}}}`:      {},
	} {
		p, err := policy.Parse([]byte(`{"points":` + rates + `,"grades":{"grades":[
			{"id":"vip","ko":"귀빈","en":"VIP","from":90000},{"id":"guest","ko":"손님","en":"Guest"}]}}`))
		if err != nil {
			t.Fatal(err)
		}
		x = newTill()
		x.SetPolicy(p)
		e := ask()
		if e.Grade.ID != "guest" || (e.Points == nil) != (want == api.TillRate{}) || e.Points != nil && *e.Points != want {
			t.Errorf("%s: %+v %+v", rates, e, e.Points)
		}
		if !strings.Contains(e.Say.Ko, "손님") || e.Say.En == "" {
			t.Errorf("%q", e.Say)
		}
	}
	// Numbers that name nobody cannot be enrolled, and a known one is a match.
	if found := answered[api.LookupAnswer](t, x, 200, "POST", "/v1/customers/lookup", `{"phone":"010-000-1234"}`); found.Enrol != nil {
		t.Errorf("%+v", found.Enrol)
	}
	answered[api.CustomerAnswer](t, x, 201, "POST", "/v1/customers", `{"memberNo":"7"}`)
	if found := answered[api.LookupAnswer](t, x, 200, "POST", "/v1/customers/lookup", `{"memberNo":"7"}`); found.Enrol != nil || len(found.Matches) != 1 {
		t.Errorf("%+v", found)
	}
}

// A consent without its channel, text or time is none, whatever it grants.
func TestAConsentNamesItsChannelTextAndTime(t *testing.T) {
	x := newTill()
	for _, consent := range []string{
		`{"granted":true,"version":"1","at":"2026-11-20T18:00:00Z"}`,
		`{"channel":"","granted":true,"version":"1","at":"2026-11-20T18:00:00Z"}`,
		`{"channel":"sms","granted":true,"at":"2026-11-20T18:00:00Z"}`,
		`{"channel":"sms","granted":true,"version":"1"}`,
		`{"granted":true}`,
	} {
		p := problem(t, x.send("POST", "/v1/customers", `{"memberNo":"7","consents":[`+consent+`]}`))
		if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Pointer != "/consents/0" || p.Errors[0].Code != "consent_incomplete" {
			t.Errorf("%s: %+v", consent, p)
		}
	}
	if found := answered[api.LookupAnswer](t, x, 200, "POST", "/v1/customers/lookup", `{"memberNo":"7"}`); len(found.Matches) != 0 {
		t.Error("somebody was enrolled all the same")
	}
}

// What is written down of a consent is kept where no personal data may be: a
// channel and a version are names of those, and nothing somebody types.
func TestAConsentHasNoWordsOfOnesOwn(t *testing.T) {
	x := newTill()
	for _, consent := range []string{
		`{"channel":"010-1234-5678","granted":true,"version":"1","at":"2026-11-20T18:00:00Z"}`,
		`{"channel":"문자","granted":true,"version":"1","at":"2026-11-20T18:00:00Z"}`,
		`{"channel":"sms","granted":true,"version":"she said yes","at":"2026-11-20T18:00:00Z"}`,
		`{"channel":"sms","granted":true,"version":"010-1234-5678","at":"2026-11-20T18:00:00Z"}`,
	} {
		p := problem(t, x.send("POST", "/v1/customers", `{"memberNo":"7","consents":[`+consent+`]}`))
		if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Pointer != "/consents/0" || p.Errors[0].Code != "consent_invalid" {
			t.Errorf("%s: %+v", consent, p)
		}
	}
}

// A complaint is seen at the till from when it is opened until it is resolved,
// and nothing is sold meanwhile.
func TestAnOpenComplaintShowsAtTheTill(t *testing.T) {
	x := newTill()
	id := answered[api.CustomerAnswer](t, x, 201, "POST", "/v1/customers", `{"memberNo":"7"}`).CustomerID
	body := fmt.Sprintf(`{"id":"k1","customer":%q,"about":"waiting","severity":"serious"}`, id)
	opened := answered[api.ComplaintAnswer](t, x, 201, "POST", "/v1/complaints", body)
	if opened.ID != "k1" || opened.Status != "open" || !opened.Opened.Equal(now) || opened.Resolved != nil {
		t.Errorf("%+v", opened)
	}
	x.Clock = x.Clock.Add(30 * time.Hour)
	if again := x.send("POST", "/v1/complaints", body); again.Code != 200 || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("again: %d %s", again.Code, again.Body)
	}
	if w := x.send("POST", "/v1/complaints", strings.Replace(body, "waiting", "price", 1)); problem(t, w).Code != "id_conflict" {
		t.Errorf("%s", w.Body)
	}
	got := answered[api.CustomerAnswer](t, x, 200, "GET", "/v1/customers/"+id, "")
	want := api.TillComplaint{ID: "k1", Since: ledger.Date(2026, 11, 20), Store: "main", About: "waiting", Severity: "serious"}
	if got.Complaint == nil || *got.Complaint != want || got.DoNot == nil || !strings.Contains(got.DoNot.En, "Do not sell") {
		t.Errorf("%+v %+v", got.Complaint, got.DoNot)
	}
	done := answered[api.ComplaintAnswer](t, x, 200, "POST", "/v1/complaints/k1/resolve", "")
	if done.Status != "resolved" || done.Resolved == nil || !done.Resolved.Equal(x.Clock) || !done.Opened.Equal(now) {
		t.Errorf("%+v", done)
	}
	if again := x.send("POST", "/v1/complaints/k1/resolve", ""); again.Code != 200 || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("again: %d %s", again.Code, again.Body)
	}
	if again := answered[api.ComplaintAnswer](t, x, 200, "POST", "/v1/complaints", body); again.Status != "open" || !again.Opened.Equal(now) {
		t.Errorf("the answer to an id changed: %+v", again)
	}
	if got := answered[api.CustomerAnswer](t, x, 200, "GET", "/v1/customers/"+id, ""); got.Complaint != nil {
		t.Errorf("%+v", got.Complaint)
	}
}

func TestComplaintRefusals(t *testing.T) {
	x := newTill()
	id := answered[api.CustomerAnswer](t, x, 201, "POST", "/v1/customers", `{"memberNo":"7"}`).CustomerID
	for body, want := range map[string]string{
		`{}`: "/id id_missing, /customer customer_missing, /about about_missing, /severity severity_missing",
		`{"id":"k#1","customer":"` + id + `","about":"price","severity":"minor"}`:       "/id id_invalid",
		`{"id":"k1","customer":"` + id + `","about":"she was rude","severity":"minor"}`: "/about code_unknown",
		`{"id":"k1","customer":"` + id + `","about":"price","severity":"very"}`:         "/severity code_unknown",
		`{"id":"k1","customer":"nobody","about":"price","severity":"minor"}`:            "/customer customer_unknown",
	} {
		p := problem(t, x.send("POST", "/v1/complaints", body))
		var got []string
		for _, e := range p.Errors {
			got = append(got, e.Pointer+" "+e.Code)
		}
		if p.Status != 422 || strings.Join(got, ", ") != want {
			t.Errorf("%s: %v", body, got)
		}
	}
	for _, path := range []string{"/v1/complaints/k9/resolve", "/v1/complaints/a.b/resolve"} {
		if p := problem(t, x.send("POST", path, "")); p.Status != 404 || p.Code != "complaint_unknown" {
			t.Errorf("%s: %+v", path, p)
		}
	}
	for n := range 4 {
		answered[api.ComplaintAnswer](t, x, 201, "POST", "/v1/complaints", fmt.Sprintf(`{"id":"m%d","customer":%q,"about":"price","severity":"minor"}`, n, id))
	}
	if p := problem(t, x.send("POST", "/v1/complaints", fmt.Sprintf(`{"id":"m10","customer":%q,"about":"price","severity":"minor"}`, id))); p.Status != 409 || p.Code != "too_many_complaints" {
		t.Errorf("%+v", p)
	}
}

// Points that run out are said while they can be spent.
func TestPointsThatRunOutAreSaid(t *testing.T) {
	x := newTill()
	p, err := policy.Parse([]byte(`{"points":{"rate":{"points":1,"per":10},"expiryMonths":1,"minimum":100}}`))
	if err != nil {
		t.Fatal(err)
	}
	x.SetPolicy(p)
	for i, total := range []int{500, 900} {
		if w := x.post(fmt.Sprintf(`{"id":"t%d","type":"sale","occurredAt":"2026-11-19T18:00:00+09:00","total":%d,"customer":{"memberNo":"7"}}`, i, total)); w.Code != 201 {
			t.Fatal(w.Body)
		}
		x.Clock = time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)
		if _, err := x.Night(context.Background(), ledger.Date(2026, 12, 2)); err != nil {
			t.Fatal(err)
		}
		said := strings.HasPrefix(lookedUp(t, x).Say.En, "140 points run out on 31 December.")
		if said != (i == 1) {
			t.Errorf("after %d sales: %q", i+1, lookedUp(t, x).Say.En)
		}
		x.Clock = now
	}
}
