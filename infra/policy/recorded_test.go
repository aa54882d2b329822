package policy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/publish"
	"dangol/shared/web"
)

func now() time.Time { return clock }

var pepper = customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)}

// unreachable is a pepper KMS does not decrypt.
type unreachable struct{}

func (unreachable) Pepper(context.Context) (customer.Pepper, error) {
	return customer.Pepper{}, fmt.Errorf("decrypt: %w", customer.ErrPepper)
}

func (x *installation) send(h http.Handler, method, path, body string, want int) []byte {
	x.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer dgl_key_secret")
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != want {
		x.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// sales come new and old, again, in conflict, with a lost reply, and while
// identifiers cannot be hashed.
func (x *installation) sales() {
	db, _, r := x.listen("ingest")
	ingest := api.Ingest{Keys: web.NewKeys(db, now), Shop: db, Ledger: db, Pepper: pepper, Now: now}
	h := ingest.Handler()
	post := func(h http.Handler, id, day, more string, want int) {
		x.t.Helper()
		x.send(h, "POST", "/v1/transactions", `{"id":"`+id+`","type":"sale","occurredAt":"`+day+`T12:00:00+09:00","total":5000,`+
			`"lines":[{"sku":"A-1","name":"goods","amount":5000}],"customer":{`+more+`}}`, want)
	}
	post(h, "old", "2026-10-10", `"phone":"010-1234-5678"`, http.StatusCreated)
	post(h, "older", "2026-10-09", `"phone":"010-1234-5678"`, http.StatusCreated) // a month of two days is compacted
	post(h, "new", "2026-11-20", `"phone":"010-1234-5678"`, http.StatusCreated)
	post(h, "new", "2026-11-20", `"phone":"010-1234-5678"`, http.StatusOK)
	post(h, "new", "2026-11-20", `"memberNo":"7"`, http.StatusConflict)
	r.lose = "PutItem"
	post(h, "lost", "2026-11-20", `"phone":"010-1234-5678"`, http.StatusCreated)
	if r.lose != "" {
		x.t.Error("no reply was lost")
	}
	ingest.Pepper = unreachable{}
	post(ingest.Handler(), "waits", "2026-11-20", `"memberNo":"8"`, http.StatusCreated)
	x.points()
	ingest.Pepper = pepper
	h = ingest.Handler()
	post(h, "earns", "2026-11-20", `"phone":"010-1234-5678"`, http.StatusCreated)
	x.send(h, "POST", "/v1/transactions", `{"id":"takes","type":"refund","occurredAt":"2026-11-20T12:00:00+09:00","total":1000,`+
		`"refundOf":{"businessDay":"2026-11-20","id":"earns"}}`, http.StatusCreated)
}

// points are on from now.
func (x *installation) points() {
	p, rules := policy.Default(), points.DefaultPolicy()
	rules.Rate, rules.StaffDailyMax = points.Rate{Points: 1, Per: 10}, 100
	p.Version, p.Points = 2, &rules
	gift := coupon.Definition{Ko: "선물", En: "A gift", Gives: coupon.Gives{Amount: 100}, ValidDays: 1}
	monthly, sent := gift, gift
	monthly.ID, monthly.Given, sent.ID, sent.Given = "monthly", coupon.Monthly, "sent", coupon.Campaign
	p.Coupons = []coupon.Definition{monthly, sent}
	if err := x.owner.AddPolicy(context.Background(), p); err != nil {
		x.t.Fatal(err)
	}
}

// visitors enrol, are asked for, and spend points.
func (x *installation) visitors() {
	db, _, _ := x.listen("till")
	h := (&api.Till{Keys: web.NewKeys(db, now), Shop: db, Customers: db, Pepper: pepper, Now: now}).Handler()
	x.send(h, "POST", "/v1/customers", `{"phone":"010-1234-5678","memberNo":"9"}`, http.StatusCreated)
	x.send(h, "POST", "/v1/customers/lookup", `{"phone":"010-1234-5678"}`, http.StatusOK)
	kim, err := x.owner.Lookup(context.Background(), pepper.Identity(customer.Identifier{Kind: customer.Phone, Value: "+821012345678"}))
	if err != nil || kim == "" {
		x.t.Fatal(err)
	}
	about := `{"id":"a","customer":"` + kim + `","points":10,"staff":"e7","reason":"sorry"}`
	x.send(h, "POST", "/v1/points/adjustments", about, http.StatusCreated)
	x.send(h, "POST", "/v1/points/holds", about, http.StatusCreated)
	x.send(h, "POST", "/v1/points/holds/a/capture", `{"sale":{"businessDay":"2026-11-20","id":"earns"}}`, http.StatusOK)
	given := x.send(h, "POST", "/v1/coupons/issue", `{"customer":"`+kim+`","coupon":"monthly"}`, http.StatusCreated)
	var c struct{ Code string }
	if err := json.Unmarshal(given, &c); err != nil {
		x.t.Fatal(err)
	}
	for _, deed := range []string{"hold", "redeem"} {
		x.send(h, "POST", "/v1/coupons/"+deed, `{"id":"u","code":"`+c.Code+`","orderTotal":5000}`, http.StatusCreated)
	}
}

// boss is a sign-in that lets everybody in.
type boss struct{}

func (boss) Manager(context.Context, string) (string, error) { return "boss", nil }

// managers look after customers and the policy.
func (x *installation) managers() {
	till, _, _ := x.listen("till")
	enrol := (&api.Till{Keys: web.NewKeys(till, now), Shop: till, Customers: till, Pepper: pepper, Now: now}).Handler()
	for _, member := range []string{"31", "32"} {
		x.send(enrol, "POST", "/v1/customers", `{"memberNo":"`+member+`","name":"x"}`, http.StatusCreated)
	}
	db, _, _ := x.listen("desk")
	h := (&api.Desk{Managers: boss{}, Shop: db, People: db, Pepper: pepper, Now: now}).Handler()
	ctx := context.Background()
	id := func(member string) string {
		identity := pepper.Identity(customer.Identifier{Kind: customer.MemberNo, Value: customer.Secret(member)})
		owner, err := x.owner.Lookup(ctx, identity)
		if err != nil || owner == "" {
			x.t.Fatalf("%q, %v", owner, err)
		}
		return owner
	}
	one, two := id("31"), id("32")
	x.send(h, "GET", "/v1/desk/customers/"+one, "", http.StatusOK)
	x.send(h, "PUT", "/v1/desk/customers/"+one, `{"revision":1,"name":"y","phone":"010-1234-5678"}`, http.StatusOK)
	for range 2 { // the second time what is there is read
		x.send(h, "POST", "/v1/desk/customers/"+one+"/pin", `{"id":"p1","end":true,"why":"other"}`, http.StatusOK)
	}
	x.send(h, "POST", "/v1/desk/names", `{"customers":["`+one+`"]}`, http.StatusOK)
	x.send(h, "POST", "/v1/desk/coupons", `{"coupon":"sent","campaign":"c1","customers":["`+one+`","`+two+`"]}`, http.StatusOK)
	x.send(h, "POST", "/v1/desk/coupons/void", `{"customer":"`+one+`","name":"sent@c1"}`, http.StatusOK)
	x.send(h, "POST", "/v1/desk/customers/"+one+"/merge", `{"from":"`+two+`"}`, http.StatusOK)
	x.send(h, "POST", "/v1/desk/customers/"+one+"/unmerge", `{"from":"`+two+`"}`, http.StatusOK)
	x.send(h, "POST", "/v1/desk/customers/"+two+"/erase", "", http.StatusOK)
	x.send(h, "PUT", "/v1/desk/policy", `{"version":3,"effective":"2027-01-01"}`, http.StatusOK)
}

// previews ask what a policy would change, one that leaves somebody out too:
// then it is looked up who they are; and what somebody bought.
func (x *installation) previews() {
	db, client, _ := x.listen("desk")
	reports := publish.NewBucket(client, x.buckets["ReportsBucket"])
	preview := &night.Previewer{
		Shop: db, Sealed: publish.NewBucket(client, x.buckets["PagesBucket"]), Reports: reports, Pointer: publish.NewPointer(reports),
	}
	h := (&api.Desk{Managers: boss{}, Shop: db, People: db, Preview: preview, Pepper: pepper, Now: now}).Handler()
	x.send(h, "POST", "/v1/desk/policy/preview", `{"version":4,"effective":"2027-01-01","excluded":["somebody"]}`, http.StatusOK)
	identity := pepper.Identity(customer.Identifier{Kind: customer.Phone, Value: "+821012345678"})
	id, err := x.owner.Lookup(context.Background(), identity)
	if err != nil {
		x.t.Fatal(err)
	}
	var handed api.PersonExport
	body := x.send(h, "GET", "/v1/desk/customers/"+id+"/export", "", http.StatusOK)
	if err := json.Unmarshal(body, &handed); err != nil || len(handed.Purchases) == 0 || len(handed.Purchases[0].Lines) == 0 {
		x.t.Fatalf("%v: %s", err, body)
	}
}

// nights seal and publish, the second a refund of a sealed sale, the third
// what is there already.
func (x *installation) nights() {
	ctx := context.Background()
	db, client, _ := x.listen("nightly")
	reports := publish.NewBucket(client, x.buckets["ReportsBucket"])
	n := &night.Night{
		Ledger: db, Shop: db, Views: db,
		Sealed: publish.NewBucket(client, x.buckets["PagesBucket"]), Reports: reports, Pointer: publish.NewPointer(reports),
		Link: func(ctx context.Context) error { return db.LinkWaiting(ctx, pepper, now()) }, Now: now,
	}
	for i := range 3 {
		if reply, err := n.Handle(ctx, night.Event{ScheduledTime: clock}); err != nil || reply.Committed != (i < 2) {
			x.t.Fatalf("night %d: %+v, %v", i+1, reply, err)
		}
		refund := &ledger.Transaction{
			Key:  ledger.Key{Store: "main", Day: today - 1, ID: "refund"},
			Type: ledger.Refund, Currency: "KRW", Total: 1000, RefundOf: &ledger.Key{Store: "main", Day: ledger.Date(2026, 10, 10), ID: "old"},
		}
		refund.Occurred = ledger.Moment{At: clock, Text: clock.Format(time.RFC3339)}
		if out := x.owner.Append(ctx, []ledger.Arrival{{Transaction: refund, Received: clock}}); out[0].Err != nil {
			x.t.Fatal(out[0].Err)
		}
	}
}

// What is granted is what the functions are seen to ask for, down to the folder
// of an object. KMS has no emulator: reading alone answers for it.
func TestGrantsAreWhatIsRecorded(t *testing.T) {
	x := install(t)
	x.sales()
	x.visitors()
	x.managers()
	x.nights()
	x.previews()
	for _, f := range resources(t, kindFunction) {
		granted := grantsOf(t, f)
		delete(granted, grant{"kms:Decrypt", "!Ref PepperKeyArn"})
		r := x.recorders[f.name()]
		if r == nil {
			t.Errorf("%s is not run here", f.id)
			continue
		}
		compare(t, f.id, r.asked, granted)
	}
}
