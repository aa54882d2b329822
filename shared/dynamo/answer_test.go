package dynamo_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/web"
)

// A till's answer costs at most two reads, whatever is known of the customer:
// who the number belongs to, and all of them at once.
func TestAnAnswerIsAtMostTwoReads(t *testing.T) {
	ctx := context.Background()
	r := openOn(t, &ledgertest.Wire{})
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	x := newCounter(t, r, now)
	p, err := policy.Parse([]byte(`{"points":{"rate":{"points":1,"per":10}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, points := range []bool{false, true} {
		if points {
			p.Version = 2
			if err := r.AddPolicy(ctx, p); err != nil {
				t.Fatal(err)
			}
			x = newCounter(t, r, now)
		}
		who := fmt.Sprintf(`{"memberNo":"7-%v"`, points)
		x.ask(t, 200, "POST", "/v1/customers/lookup", `{"memberNo":"nobody"}`) // the settings are at hand now
		enrolled := x.ask(t, 201, "POST", "/v1/customers", who+`,"birthday":"11-20","consents":[{"channel":"greeting","granted":true,"version":"1","at":"2026-11-20T09:00:00Z"}]}`)
		id := strings.Split(enrolled, `"`)[3]
		x.ask(t, 201, "POST", "/v1/complaints", fmt.Sprintf(`{"id":"k-%v","customer":%q,"about":"price","severity":"minor"}`, points, id))
		if err := r.SetGrade(ctx, id, 1, customer.GradeView{
			Grade: "first", Visits: 9, Favourites: []customer.Favourite{{Name: "아메리카노", Visits: 5}}, Usual: &customer.Usual{Weekday: 6},
		}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name, method, path, body string
			reads                    int
		}{
			{"by number", "POST", "/v1/customers/lookup", who + `}`, 2},
			{"by id", "GET", "/v1/customers/" + id, "", 1},
			{"nobody", "POST", "/v1/customers/lookup", `{"memberNo":"nobody"}`, 1},
		} {
			r.wire.Reset(nil)
			answer := x.ask(t, 200, c.method, c.path, c.body)
			if calls := r.wire.Calls(); len(calls) != c.reads {
				t.Errorf("%s: %d calls, want %d", c.name, len(calls), c.reads)
			}
			for _, want := range []string{`"complaint":{`, `"birthdayWeek":true`, `"favourites":[{`, `"usual":{`, `"doNot":{`} {
				if c.name != "nobody" && !strings.Contains(answer, want) {
					t.Errorf("%s: no %s in %s", c.name, want, answer)
				}
			}
		}
	}
}

// counter is the till function on a rig.
type counter struct{ http.Handler }

func newCounter(t *testing.T, r *rig, now time.Time) counter {
	t.Helper()
	ctx := context.Background()
	store := ledger.Store{ID: "main", Name: "main", Country: "KR", Created: now, Hours: []ledger.Hours{{Zone: "Asia/Seoul", DayStart: ledger.DefaultDayStart}}}
	if known, err := r.Store(ctx, "main"); err != nil || known == nil {
		if err := r.CreateMerchant(ctx, ledger.Merchant{Name: "온마루", Currency: "KRW", Zone: "Asia/Seoul"}); err != nil {
			t.Fatal(err)
		}
		if err := r.CreateStore(ctx, store); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte("secret"))
		if err := r.CreateKey(ctx, ledger.StoreKey{ID: "key", Store: "main", Hash: hex.EncodeToString(sum[:]), Created: now}); err != nil {
			t.Fatal(err)
		}
	}
	clock := func() time.Time { return now }
	pepper := customer.Pepper{Version: "p1", Key: bytes.Repeat([]byte{7}, customer.PepperSize)}
	return counter{(&api.Till{Keys: web.NewKeys(r, clock), Shop: r, Customers: r, Pepper: pepper, Now: clock}).Handler()}
}

func (x counter) ask(t *testing.T, status int, method, path, body string) string {
	t.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer dgl_key_secret")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	x.ServeHTTP(w, req)
	if w.Code != status {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Body.String()
}
