package night_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/report"
)

var auditDay = ledger.Date(2026, 11, 21)

func auditWorld(t *testing.T, events string) *ledgertest.World {
	t.Helper()
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC))
	if err := w.Post(context.Background(), events); err != nil {
		t.Fatal(err)
	}
	return w
}

func audit(t *testing.T, w *ledgertest.World) *night.Reply {
	t.Helper()
	reply, err := nightOf(w).Handle(context.Background(), night.Event{AsOf: &auditDay, Audit: true})
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// A healthy ledger gives an audit nothing to do: it publishes nothing.
func TestAuditOfAHealthyLedger(t *testing.T) {
	w := auditWorld(t, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2024-02-29 9000\nr1 refund - 2026-11-19 3000 refundOf=main/2024-02-29/s2")
	if _, err := w.Night(context.Background(), auditDay); err != nil {
		t.Fatal(err)
	}
	reply := audit(t, w)
	if reply.Committed || reply.Audit.Resealed != 0 || reply.Audit.Missed != 0 || reply.Audit.Days < 20_000 {
		t.Errorf("%+v, committed %v", reply.Audit, reply.Committed)
	}
}

// A sale whose marker is lost is missed by every night, and found by the audit;
// then the report is what it should have been all along.
func TestAuditFindsWhatNightsMissed(t *testing.T) {
	ctx := context.Background()
	events := "s1 sale kim 2026-11-20 5000\ns2 sale lee 2024-02-29 9000"
	w := auditWorld(t, events)
	if err := w.ClearMarkers(ctx, []ledger.Key{{Store: "main", Day: ledger.Date(2024, 2, 29), ID: "s2"}}); err != nil {
		t.Fatal(err)
	}
	if r, err := w.Night(ctx, auditDay); err != nil || r.Customers.Total != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	reply := audit(t, w)
	if !reply.Committed || reply.Audit.Resealed != 1 || reply.Audit.Missed != 1 || reply.Customers.Total != 2 {
		t.Errorf("%+v, %+v", reply.Audit, reply.Customers)
	}
	undisturbed := auditWorld(t, events)
	if _, err := undisturbed.Night(ctx, auditDay); err != nil {
		t.Fatal(err)
	}
	if got, want := overviewOf(t, w), overviewOf(t, undisturbed); !bytes.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func overviewOf(t *testing.T, w *ledgertest.World) []byte {
	t.Helper()
	_, pointer := w.Reports.All()
	var latest report.Latest
	if err := json.Unmarshal(pointer, &latest); err != nil {
		t.Fatal(err)
	}
	content, err := w.Reports.Get(context.Background(), latest.Scopes[report.ScopeAll].Files[report.FileOverview].Key)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// A ledger that lost one sale and got another holds as many as its pages do,
// and is noticed all the same.
func TestLostAndGainedIsStillLost(t *testing.T) {
	w := auditWorld(t, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2026-11-20 9000")
	ctx := context.Background()
	if _, err := w.Night(ctx, auditDay); err != nil {
		t.Fatal(err)
	}
	restored := auditWorld(t, "s1 sale kim 2026-11-20 5000\ns3 sale lee 2026-11-20 9000")
	restored.Sealed, restored.Reports = w.Sealed, w.Reports
	if _, err := restored.Night(ctx, auditDay+1); !errors.Is(err, night.ErrShrank) {
		t.Errorf("%v", err)
	}
}

// Pages of an older schema stop a night; an audit seals them anew and keeps who
// sits where.
func TestAuditSealsAnOlderSchemaAnew(t *testing.T) {
	ctx := context.Background()
	w := auditWorld(t, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2024-02-29 9000")
	if _, err := w.Night(ctx, auditDay); err != nil {
		t.Fatal(err)
	}
	before := overviewOf(t, w)
	content, tag, err := w.Reports.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var latest report.Latest
	if err := json.Unmarshal(content, &latest); err != nil {
		t.Fatal(err)
	}
	manifest, err := w.Sealed.Get(ctx, latest.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	older := bytes.Replace(manifest, []byte(`"schema":2`), []byte(`"schema":1`), 1)
	if err := w.Sealed.Put(ctx, "manifests/older.json", older, "application/json"); err != nil {
		t.Fatal(err)
	}
	content = []byte(strings.Replace(string(content), latest.Manifest, "manifests/older.json", 1))
	if err := w.Reports.Swap(ctx, content, tag); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Night(ctx, auditDay); !night.IsTheirs(err) {
		t.Fatalf("a night over an older schema: %v", err)
	}
	if reply := audit(t, w); !reply.Committed || reply.Audit.Resealed != 0 {
		t.Errorf("%+v, committed %v", reply.Audit, reply.Committed)
	}
	if after := overviewOf(t, w); !bytes.Equal(before, after) {
		t.Error("the report differs after sealing anew")
	}
	if _, err := w.Night(ctx, auditDay+1); err != nil {
		t.Error(err)
	}
}
