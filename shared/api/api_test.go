package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	"dangol/shared/ledgertest"
	"dangol/shared/web"
)

// now is when every request of these tests reaches us.
var now = time.Date(2026, 11, 20, 9, 5, 0, 0, time.UTC)

type shelf struct{}

func (shelf) StoreKey(_ context.Context, id string) (*ledger.StoreKey, error) {
	if id != "key" && id != "revoked" {
		return nil, nil
	}
	sum := sha256.Sum256([]byte("secret"))
	return &ledger.StoreKey{ID: id, Store: "main", Hash: hex.EncodeToString(sum[:]), Revoked: id == "revoked"}, nil
}

// till is an installation behind the handlers of both functions.
type till struct {
	*ledgertest.World
	ingest, till http.Handler
}

func newTill() *till {
	return tillWith(customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)})
}

func tillWith(pepper customer.Peppers) *till {
	w := ledgertest.NewWorld(now)
	clock := func() time.Time { return w.Clock }
	keys := web.NewKeys(shelf{}, clock)
	return &till{
		World:  w,
		ingest: (&api.Ingest{Keys: keys, Shop: w, Ledger: w, Pepper: pepper, Now: clock}).Handler(),
		till:   (&api.Till{Keys: keys, Shop: w, Customers: w, Pepper: pepper, Now: clock}).Handler(),
	}
}

func (x *till) send(method, path, body string, edit ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer dgl_key_secret")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, e := range edit {
		e(r)
	}
	h := x.till
	if strings.HasPrefix(path, "/v1/transactions") {
		h = x.ingest
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (x *till) post(body string) *httptest.ResponseRecorder {
	return x.send("POST", "/v1/transactions", body)
}

const sale = `{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:03:11+09:00","customer":{"phone":"010-1234-5678"},
 "total":15000,"lines":[{"sku":"A-1","name":"아메리카노","quantity":"2","unitPrice":5000,"discount":1000,"amount":9000},
 {"name":"크루아상","amount":6000}],"tenders":[{"type":"card","amount":15000}],"something":{"new":1}}`

func problem(t *testing.T, w *httptest.ResponseRecorder) web.Problem {
	t.Helper()
	var p web.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v in %q", err, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a problem of type %q", got)
	}
	if p.Status != w.Code {
		t.Errorf("a problem of status %d with status %d", p.Status, w.Code)
	}
	return p
}

func TestRecord(t *testing.T) {
	x := newTill()
	first := x.post(sale)
	if first.Code != http.StatusCreated || first.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%d %s", first.Code, first.Body)
	}
	var answer api.Recorded
	if err := json.Unmarshal(first.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.ID != "s1" || answer.BusinessDay != "2026-11-20" || answer.CustomerID == "" {
		t.Errorf("%+v", answer)
	}
	x.Clock = x.Clock.Add(time.Hour)
	again := x.post(sale)
	if again.Code != http.StatusOK || again.Header().Get("Idempotent-Replayed") != "true" || again.Body.String() != first.Body.String() {
		t.Errorf("again: %d %s", again.Code, again.Body)
	}
	other := x.post(strings.ReplaceAll(sale, "15000", "15001"))
	if other.Code != http.StatusUnprocessableEntity {
		t.Errorf("lines that do not add up: %d", other.Code)
	}
	conflict := x.post(strings.Replace(sale, "아메리카노", "라떼", 1))
	if p := problem(t, conflict); p.Status != http.StatusConflict || p.Code != "transaction_conflict" {
		t.Errorf("%+v", p)
	}
}

func TestWhoIsKnownAgain(t *testing.T) {
	x := newTill()
	id := func(body string) string {
		t.Helper()
		w := x.post(body)
		var answer api.Recorded
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return answer.CustomerID
	}
	event := func(n int, kind, rest string) string {
		return fmt.Sprintf(`{"id":"e%d","type":%q,"occurredAt":"2026-11-20T18:00:00+09:00",%s}`, n, kind, rest)
	}
	first := id(event(1, "sale", `"total":1,"customer":{"phone":"010-1234-5678"}`))
	if again := id(event(2, "sale", `"total":1,"customer":{"phone":"+82 10 1234 5678"}`)); again != first {
		t.Error("the same number written differently is somebody else")
	}
	if own := id(event(3, "sale", fmt.Sprintf(`"total":1,"customer":{"id":%q}`, first))); own != first {
		t.Error("our own id is somebody else")
	}
	for name, rest := range map[string]string{
		"nobody":              `"total":1`,
		"the national number": `"total":1,"customer":{"phone":"010-000-1234"}`,
		"an empty number":     `"total":1,"customer":{"phone":""}`,
		"an id nobody has":    `"total":1,"customer":{"id":"nobody"}`,
		"training":            `"total":1,"training":true,"customer":{"phone":"010-9999-0000"}`,
	} {
		if got := id(event(10+len(name), "sale", rest)); got != "" {
			t.Errorf("%s is customer %s", name, got)
		}
	}
	link := `"refundOf":{"businessDay":"2026-11-20","id":"e1"}`
	if got := id(event(40, "refund", `"total":1,"customer":{"phone":"010-7777-0000"},`+link)); got != "" {
		t.Error("a linked refund made a customer of its own")
	}
}

func TestBatch(t *testing.T) {
	x := newTill()
	var list []string
	for i := range 100 {
		list = append(list, fmt.Sprintf(`{"id":"b%d","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","total":%d}`, i, i))
	}
	list[37] = `{"id":"b37","total":1.5}`
	list[50] = `{"id":"b50","id":"b51"}`
	list[99] = list[98]
	send := func(body string) (api.BatchAnswer, *httptest.ResponseRecorder) {
		w := x.send("POST", "/v1/transactions/batch", body)
		var answer api.BatchAnswer
		if w.Code == http.StatusMultiStatus {
			if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
		}
		return answer, w
	}
	body := `{"transactions":[` + strings.Join(list, ",") + `]}`
	answer, w := send(body)
	if w.Code != http.StatusMultiStatus || answer.Counts != (api.BatchCounts{Recorded: 97, Repeated: 1, Rejected: 2}) {
		t.Fatalf("%d %+v", w.Code, answer.Counts)
	}
	bad := answer.Results[37]
	if bad.Status != 422 || !slices.Contains(bad.Problem.Errors, web.FieldError{Pointer: "/transactions/37/total", Code: "amount_not_integer"}) {
		t.Errorf("%+v", bad.Problem)
	}
	if answer.Results[50].Status != 400 || answer.Results[50].Problem.Code != "json_duplicate_key" {
		t.Errorf("%+v", answer.Results[50])
	}
	if again, _ := send(body); again.Counts != (api.BatchCounts{Repeated: 98, Rejected: 2}) {
		t.Errorf("again: %+v", again.Counts)
	}
	if _, w := send(`{"transactions":[]}`); problem(t, w).Errors[0].Code != "batch_empty" {
		t.Error("an empty batch was taken")
	}
	if _, w := send(`{"transactions":[` + strings.Repeat(list[0]+",", 500) + list[0] + `]}`); problem(t, w).Code != "too_many_transactions" {
		t.Error("501 were taken")
	}
}

func TestTill(t *testing.T) {
	x := newTill()
	if w := x.send("POST", "/v1/customers/lookup", `{"phone":"010-1234-5678"}`); w.Code != 200 || !strings.HasPrefix(w.Body.String(), `{"matches":[],"enrol":{`) {
		t.Errorf("nobody: %d %s", w.Code, w.Body)
	}
	enrol := `{"phone":"010-1234-5678","memberNo":"7","staff":"e1","consents":[{"channel":"sms","granted":true,"version":"2026-01","at":"2026-11-20T18:00:00+09:00"}]}`
	w := x.send("POST", "/v1/customers", enrol)
	var joined api.CustomerAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &joined); err != nil || w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if !joined.Member || joined.Grade.ID != "first" || joined.Next == nil || joined.Next.Need != 120_000 {
		t.Errorf("%+v", joined)
	}
	if again := x.send("POST", "/v1/customers", enrol); again.Code != http.StatusOK {
		t.Errorf("enrolling again: %d", again.Code)
	}
	for i, who := range []string{"phone\":\"010-1234-5678", "memberNo\":\"7"} {
		body := fmt.Sprintf(`{"id":"t%d","type":"sale","occurredAt":"2026-11-19T18:00:00+09:00","total":310000,"customer":{"%s"}}`, i, who)
		if w := x.post(body); w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if _, err := x.Night(context.Background(), ledger.Date(2026, 11, 20)); err != nil {
		t.Fatal(err)
	}
	var found api.LookupAnswer
	w = x.send("POST", "/v1/customers/lookup", `{"memberNo":"7"}`)
	if err := json.Unmarshal(w.Body.Bytes(), &found); err != nil || len(found.Matches) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	got := found.Matches[0]
	if got.CustomerID != joined.CustomerID || got.Grade.ID != "family" || got.Grade.Why.Amount != 620_000 || got.Next.Need != 580_000 || got.Visits != 1 || got.Say.Ko == "" {
		t.Errorf("%s", w.Body)
	}
	if one := x.send("GET", "/v1/customers/"+joined.CustomerID, ""); one.Code != 200 {
		t.Errorf("%d %s", one.Code, one.Body)
	}
	if p := problem(t, x.send("GET", "/v1/customers/nobody", "")); p.Code != "customer_unknown" {
		t.Errorf("%+v", p)
	}
}

func TestTillRefusals(t *testing.T) {
	x := newTill()
	for body, code := range map[string]string{
		`{}`:                 "identifier_missing",
		`{"phone":"abc"}`:    "phone_invalid",
		`{"phone":"","x":1}`: "identifier_missing",
		`{"phone":"010-1234-5678","consents":[{"channel":"sms"}]}`:                                                           "consent_incomplete",
		`{"phone":"010-1234-5678","consents":[{"channel":"sms","granted":"yes","version":"1","at":"2026-11-20T18:00:00Z"}]}`: "not_bool",
	} {
		p := problem(t, x.send("POST", "/v1/customers", body))
		if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Code != code {
			t.Errorf("%s: %+v", body, p)
		}
	}
	x.send("POST", "/v1/customers", `{"phone":"010-1234-5678"}`)
	x.send("POST", "/v1/customers", `{"memberNo":"8"}`)
	if p := problem(t, x.send("POST", "/v1/customers", `{"phone":"010-1234-5678","memberNo":"8"}`)); p.Code != "identifiers_disagree" {
		t.Errorf("%+v", p)
	}
}

// When the ledger cannot say, the till is told to try again; nothing is lost.
func TestBusy(t *testing.T) {
	x := newTill()
	x.Before = func(op string) error {
		if op == "append" {
			return ledger.ErrBusy
		}
		return nil
	}
	w := x.post(sale)
	if p := problem(t, w); p.Status != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("%+v %v", p, w.Header())
	}
	x.Before = nil
	x.After = func(op string) error {
		if op == "append" {
			return ledger.ErrBusy
		}
		return nil
	}
	if w := x.post(sale); w.Code != 503 {
		t.Errorf("a lost reply is told as %d", w.Code)
	}
	x.After = nil
	x.Clock = x.Clock.Add(time.Second)
	if w := x.post(sale); w.Code != 200 {
		t.Errorf("after a lost reply: %d", w.Code)
	}
}
