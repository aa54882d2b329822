package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/policy"
)

// withPoints is an installation whose policy has points, and a customer with a
// thousand of them.
func withPoints(t *testing.T) (x *till, id string) {
	t.Helper()
	x = newTill()
	p := policy.Default()
	rules := points.DefaultPolicy()
	rules.Rate, rules.Step, rules.Minimum, rules.StaffDailyMax = points.Rate{Points: 1, Per: 100}, 10, 20, 500
	p.Points = &rules
	x.SetPolicy(p)
	w := x.post(`{"id":"s0","type":"sale","occurredAt":"2026-11-20T17:00:00+09:00","customer":{"memberNo":"kim"},"total":100000}`)
	var answer api.Recorded
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Points == nil || answer.Points.Earned != 1000 {
		t.Fatalf("%s", w.Body)
	}
	return x, answer.CustomerID
}

func (x *till) hold(id, who, more string) string {
	return fmt.Sprintf(`{"id":%q,"customer":%q,%s}`, id, who, more)
}

func TestHoldAndCapture(t *testing.T) {
	x, kim := withPoints(t)
	first := x.send("POST", "/v1/points/holds", x.hold("h1", kim, `"points":300,"orderTotal":5000`))
	want := `{"id":"h1","status":"held","points":300,"until":"2026-11-20T09:15:00Z","available":700,"pending":0,"held":300,"debt":0}`
	if first.Code != http.StatusCreated || first.Body.String() != want {
		t.Errorf("%d %s", first.Code, first.Body)
	}
	again := x.send("POST", "/v1/points/holds", x.hold("h1", kim, `"points":300,"orderTotal":5000,"more":1`))
	if again.Code != http.StatusOK || again.Body.String() != want || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("%d %s", again.Code, again.Body)
	}
	refused(t, x.send("POST", "/v1/points/holds", x.hold("h1", kim, `"points":310`)), 409, "id_conflict")
	refused(t, x.send("POST", "/v1/points/holds/h1/capture", `{"points":310}`), 422, "capture_exceeds_hold")
	want = `{"id":"h1","status":"captured","points":200,"available":800,"pending":0,"held":0,"debt":0}`
	for i := range 2 {
		w := x.send("POST", "/v1/points/holds/h1/capture", `{"points":200,"sale":{"businessDay":"2026-11-20","id":"s1"}}`)
		if w.Code != http.StatusOK || w.Body.String() != want || (w.Header().Get("Idempotent-Replayed") == "true") != (i == 1) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	refused(t, x.send("POST", "/v1/points/holds/h1/release", ""), 409, "hold_captured")
	// The sale they paid for, and what was bought with them is given back.
	x.post(`{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","customer":{"memberNo":"kim"},"total":5000,"tenders":[{"type":"points","amount":200},{"type":"card","amount":4800}]}`)
	w := x.post(`{"id":"r1","type":"refund","occurredAt":"2026-11-20T18:01:00+09:00","total":5000,"refundOf":{"businessDay":"2026-11-20","id":"s1"}}`)
	if !strings.Contains(w.Body.String(), `"points":{"earned":0,"clawedBack":48,"returned":200,"available":1000,`) {
		t.Errorf("%s", w.Body)
	}
}

func TestRelease(t *testing.T) {
	x, kim := withPoints(t)
	x.send("POST", "/v1/points/holds", x.hold("h1", kim, `"points":300`))
	for range 2 {
		if w := x.send("POST", "/v1/points/holds/h1/release", ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"status":"released","points":300,"available":1000`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	x.send("POST", "/v1/points/holds", x.hold("h2", kim, `"points":300`))
	x.Clock = x.Clock.Add(10*time.Minute + time.Second)
	refused(t, x.send("POST", "/v1/points/holds/h2/capture", `{}`), 409, "hold_expired")
	if w := x.send("GET", "/v1/customers/"+kim, ""); !strings.Contains(w.Body.String(), `"points":{"available":1000,"pending":0,"held":0,"debt":0,"expiring":[{"month":"2031-11","points":1000}]}`) {
		t.Errorf("%s", w.Body)
	}
}

func TestRefusedHolds(t *testing.T) {
	x, kim := withPoints(t)
	for _, c := range []struct {
		name, body string
		status     int
		code       string
	}{
		{"more than there is", x.hold("a", kim, `"points":1010`), 422, "insufficient_points"},
		{"no step", x.hold("b", kim, `"points":25`), 422, "points_not_step"},
		{"too few", x.hold("c", kim, `"points":10`), 422, "points_below_minimum"},
		{"more than the order", x.hold("d", kim, `"points":500,"orderTotal":499`), 422, "points_exceed_total"},
		{"nobody", x.hold("e", "nobody", `"points":20`), 422, "invalid"},
		{"none", x.hold("f", kim, `"points":0`), 422, "invalid"},
		{"fewer than none", x.hold("f", kim, `"points":-20`), 422, "invalid"},
		{"a fraction", x.hold("f", kim, `"points":20.5`), 422, "invalid"},
		{"too many to count", x.hold("f", kim, `"points":9223372036854775808`), 422, "invalid"},
		{"an order of nothing", x.hold("f", kim, `"points":20,"orderTotal":0`), 422, "invalid"},
		{"nothing said", `{}`, 422, "invalid"},
		{"an id with our separator", x.hold("a#b", kim, `"points":20`), 422, "invalid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused(t, x.send("POST", "/v1/points/holds", c.body), c.status, c.code)
		})
	}
	// The refused stays refused after more was earned.
	x.post(`{"id":"s9","type":"sale","occurredAt":"2026-11-20T17:00:00+09:00","customer":{"memberNo":"kim"},"total":900000}`)
	refused(t, x.send("POST", "/v1/points/holds", x.hold("a", kim, `"points":1010`)), 422, "insufficient_points")
	refused(t, x.send("POST", "/v1/points/holds/a/capture", `{}`), 409, "hold_refused")
	refused(t, x.send("POST", "/v1/points/holds/zz/capture", `{}`), 404, "hold_unknown")
	refused(t, x.send("POST", "/v1/points/holds/zz/release", ""), 404, "hold_unknown")
	refused(t, x.send("POST", "/v1/points/holds/a%23zz/release", ""), 404, "hold_unknown")
	refused(t, x.send("POST", "/v1/points/holds/a/capture", `{"points":0}`), 422, "invalid")
	refused(t, x.send("POST", "/v1/points/holds/a/capture", `{"sale":{"id":"zz"}}`), 422, "invalid")
}

func TestAdjust(t *testing.T) {
	x, kim := withPoints(t)
	adjust := func(id string, n int) string {
		return x.hold(id, kim, fmt.Sprintf(`"points":%d,"reason":"기다리게 해서","staff":"e7"`, n))
	}
	want := `{"id":"a1","points":400,"available":1400,"pending":0,"held":0,"debt":0}`
	for _, code := range []int{201, 200} {
		if w := x.send("POST", "/v1/points/adjustments", adjust("a1", 400)); w.Code != code || w.Body.String() != want {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	refused(t, x.send("POST", "/v1/points/adjustments", adjust("a2", 110)), 422, "staff_daily_limit")
	refused(t, x.send("POST", "/v1/points/adjustments", adjust("a1", -400)), 409, "id_conflict")
	p := refused(t, x.send("POST", "/v1/points/adjustments", `{"id":"a3","points":0}`), 422, "invalid")
	if len(p.Errors) != 4 {
		t.Errorf("%+v", p.Errors)
	}
	p = refused(t, x.send("POST", "/v1/points/adjustments", strings.Replace(adjust("a5", 10), "기다리게 해서", "900101-1234567", 1)), 422, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Code != "rrn_not_accepted" {
		t.Errorf("%+v", p.Errors)
	}
	if w := x.send("POST", "/v1/points/adjustments", adjust("a4", -100)); w.Code != 201 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A sale earns by the rules of its day: a till that was offline brings nothing
// from before there were points.
func TestSalesFromBeforePoints(t *testing.T) {
	x := newTill()
	rules := points.DefaultPolicy()
	rules.Rate = points.Rate{Points: 1, Per: 100}
	before, since := policy.Default(), policy.Default()
	since.Effective, since.Points = ledger.Date(2026, 11, 20), &rules
	x.SetPolicy(before)
	x.SetPolicy(since)
	for day, told := range map[string]string{"2026-11-19": `"c000001"}`, "2026-11-20": `"points":{"earned":10,"available":10,`} {
		w := x.post(fmt.Sprintf(`{"id":"s1","type":"sale","occurredAt":"%sT17:00:00+09:00","customer":{"memberNo":"kim"},"total":1000}`, day))
		if !strings.Contains(w.Body.String(), told) {
			t.Errorf("%s: %s", day, w.Body)
		}
	}
}

// A shop without points says so, and nothing else of it changes.
func TestWithoutPoints(t *testing.T) {
	x := newTill()
	w := x.post(sale)
	if strings.Contains(w.Body.String(), "points") {
		t.Errorf("%s", w.Body)
	}
	refused(t, x.send("POST", "/v1/points/holds", x.hold("h1", "c1", `"points":20`)), 409, "points_off")
	refused(t, x.send("POST", "/v1/points/holds/h1/release", ""), 409, "points_off")
}
