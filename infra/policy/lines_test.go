package policy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/web"
)

// line is what a function logs, as CloudWatch reads it.
type line map[string]any

// logged is what work logs the way functions do.
func logged(t *testing.T, work func()) []line {
	t.Helper()
	var out bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&out, nil)))
	work()
	slog.SetDefault(before)
	var lines []line
	for text := range strings.Lines(out.String()) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		lines = append(lines, l)
	}
	return lines
}

var (
	clock = time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC) // 04:30 in Seoul
	today = ledger.Date(2026, 11, 21)
)

func nightOf(w *ledgertest.World, book night.Ledger) *night.Night {
	return &night.Night{
		Ledger: book, Shop: w, Views: w, Sealed: w.Sealed, Reports: w.Reports, Pointer: w.Reports,
		Now: func() time.Time { return w.Clock },
	}
}

func newWorld(t *testing.T, events string) *ledgertest.World {
	t.Helper()
	w := ledgertest.NewWorld(clock)
	if err := w.Post(context.Background(), events); err != nil {
		t.Fatal(err)
	}
	return w
}

// unreadable is a ledger one of whose transactions cannot be read.
type unreadable struct{ *ledgertest.World }

func (u unreadable) Day(ctx context.Context, store string, day ledger.Day) (ledger.DayRecords, error) {
	records, err := u.World.Day(ctx, store, day)
	if day == today-1 {
		records.Quarantined++
	}
	return records, err
}

// happening is something that happens in a function.
type happening struct {
	function string
	happen   func(*testing.T)
}

var happenings = map[string]happening{
	"an ordinary night": {"nightly", func(t *testing.T) {
		w := newWorld(t, "s1 sale kim 2026-11-20 5000")
		handle(t, nightOf(w, w), scheduled)
	}},
	"a night before the first store": {"nightly", func(t *testing.T) {
		w := newWorld(t, "")
		w.SetMerchant(ledger.Merchant{})
		handle(t, nightOf(w, w), scheduled)
	}},
	"a night for a day long past": {"nightly", func(t *testing.T) {
		w, past := newWorld(t, "s1 sale kim 2026-11-20 5000"), today-30
		handle(t, nightOf(w, w), night.Event{AsOf: &past})
	}},
	"a record nobody can read": {"nightly", func(t *testing.T) {
		w := newWorld(t, "s1 sale kim 2026-11-20 5000")
		handle(t, nightOf(w, unreadable{w}), scheduled)
	}},
	"a ledger that lost a sale": {"nightly", func(t *testing.T) {
		w := newWorld(t, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2026-11-20 5000")
		handle(t, nightOf(w, w), scheduled)
		restored := newWorld(t, "s1 sale kim 2026-11-20 5000")
		restored.Sealed, restored.Reports = w.Sealed, w.Reports
		if _, err := nightOf(restored, restored).Handle(context.Background(), scheduled); err == nil {
			t.Error("a night over a ledger that lost a sale succeeded")
		}
	}},
	"an audit that finds a sale":  {"nightly", func(t *testing.T) { audit(t, true) }},
	"an audit that finds nothing": {"nightly", func(t *testing.T) { audit(t, false) }},
	"a sale":                      {"ingest", func(t *testing.T) { deliver(t, `{"total":5000}`) }},
	"another sale of its id":      {"ingest", func(t *testing.T) { deliver(t, `{"total":5000}`, `{"total":6000}`) }},
}

var scheduled = night.Event{ScheduledTime: clock}

func handle(t *testing.T, n *night.Night, e night.Event) {
	t.Helper()
	if _, err := n.Handle(context.Background(), e); err != nil {
		t.Fatal(err)
	}
}

// audit reads a ledger whose nights missed a sale: its marker was lost.
func audit(t *testing.T, lost bool) {
	t.Helper()
	ctx := context.Background()
	w := newWorld(t, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2024-02-29 9000")
	if lost {
		if err := w.ClearMarkers(ctx, []ledger.Key{{Store: "main", Day: ledger.Date(2024, 2, 29), ID: "s2"}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range []night.Event{{AsOf: &today}, {AsOf: &today, Audit: true}} {
		handle(t, nightOf(w, w), e)
	}
}

type anyKey struct{}

func (anyKey) StoreKey(context.Context, string) (*ledger.StoreKey, error) {
	const secret = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b" // SHA-256 of "secret"
	return &ledger.StoreKey{ID: "key", Store: "main", Hash: secret}, nil
}

// deliver sends transactions of one id to the ingest function's handler.
func deliver(t *testing.T, bodies ...string) {
	t.Helper()
	w := newWorld(t, "")
	now := func() time.Time { return w.Clock }
	pepper := customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)}
	h := (&api.Ingest{Keys: web.NewKeys(anyKey{}, now), Shop: w, Ledger: w, Pepper: pepper, Now: now}).Handler()
	for i, body := range bodies {
		body = strings.Replace(body, "{", `{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00",`, 1)
		r := httptest.NewRequest(http.MethodPost, "/v1/transactions", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer dgl_key_secret")
		r.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		if want := []int{http.StatusCreated, http.StatusConflict}[i]; answer.Code != want {
			t.Fatalf("delivery %d: %d %s", i+1, answer.Code, answer.Body)
		}
	}
}
