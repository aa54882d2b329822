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

// ill is a shop after a night, and its pointer.
func ill(t *testing.T) (*ledgertest.World, report.Latest) {
	t.Helper()
	w := auditWorld(t, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2026-11-19 9000")
	if _, err := w.Night(context.Background(), auditDay); err != nil {
		t.Fatal(err)
	}
	_, pointer := w.Reports.All()
	var latest report.Latest
	if err := json.Unmarshal(pointer, &latest); err != nil {
		t.Fatal(err)
	}
	return w, latest
}

// ailment is what befell a shop, and what the doctor says of it; "" for nothing.
type ailment struct {
	ail  func(*ledgertest.World, report.Latest)
	want string
}

func ailments(t *testing.T) map[string]ailment {
	ctx := context.Background()
	overview := func(l report.Latest) string { return l.Scopes[report.ScopeAll].Files[report.FileOverview].Key }
	page := func(w *ledgertest.World) string {
		objects, _ := w.Sealed.All()
		for key := range objects {
			if strings.HasPrefix(key, "pages/") {
				return key
			}
		}
		t.Fatal("no page")
		return ""
	}
	again := func(w *ledgertest.World) {
		if _, err := w.Night(ctx, auditDay); err != nil {
			t.Fatal(err)
		}
	}
	return map[string]ailment{
		"a healthy shop":      {func(*ledgertest.World, report.Latest) {}, ""},
		"a lost pointer":      {func(w *ledgertest.World, _ report.Latest) { w.Reports.LosePointer() }, "--restore-pointer"},
		"a lost report file":  {func(w *ledgertest.World, l report.Latest) { w.Reports.Lose(overview(l)) }, "overview.json cannot be read"},
		"a damaged report":    {func(w *ledgertest.World, l report.Latest) { w.Reports.Damage(overview(l)) }, "overview.json is not what was published"},
		"a lost manifest":     {func(w *ledgertest.World, l report.Latest) { w.Sealed.Lose(l.Manifest) }, "manifest cannot be read"},
		"a lost page":         {func(w *ledgertest.World, _ report.Latest) { w.Sealed.Lose(page(w)) }, "1 sealed pages are missing or damaged"},
		"a damaged page":      {func(w *ledgertest.World, _ report.Latest) { w.Sealed.Damage(page(w)) }, "1 sealed pages are missing or damaged"},
		"nights that stopped": {func(w *ledgertest.World, _ report.Latest) { w.Clock = w.Clock.AddDate(0, 0, 3) }, "2 days ago: nights do not finish"},
		"a late sale": {func(w *ledgertest.World, _ report.Latest) {
			if err := w.Post(ctx, "s3 sale lee 2026-01-19 9000"); err != nil {
				t.Fatal(err)
			}
		}, "1 transactions that came late wait"},
		"two sales of one id": {func(w *ledgertest.World, _ report.Latest) {
			if err := w.Post(ctx, "s1 sale kim 2026-11-20 7000"); !errors.Is(err, ledger.ErrConflict) {
				t.Fatal(err)
			}
			again(w)
		}, "1 deliveries were refused"},
		"a refund of nothing": {func(w *ledgertest.World, _ report.Latest) {
			if err := w.Post(ctx, "r1 refund - 2026-11-20 100 refundOf=main/2026-11-20/s9"); err != nil {
				t.Fatal(err)
			}
			again(w)
		}, "1 refunds or voids name a transaction nobody has sent"},
		"a refund of somebody nobody can recognise": {func(w *ledgertest.World, _ report.Latest) {
			p := &peppers{lost: true}
			w.Clock = w.Clock.AddDate(0, 0, 1)
			sell(t, w, p, ledger.Sale, "s3", "choi", 9000, "")
			sell(t, w, p, ledger.Refund, "r1", "choi", 1000, "s3")
			nightWith(t, w, p)
		}, "1 refunds or voids belong to sales whose customer is not known yet"},
	}
}

// The doctor names each ailment in words, says what to do, and sees nothing
// else.
func TestDoctor(t *testing.T) {
	ctx := context.Background()
	for name, c := range ailments(t) {
		t.Run(name, func(t *testing.T) {
			w, latest := ill(t)
			c.ail(w, latest)
			w.Clock = w.Clock.Add(time.Hour)
			reply, err := nightOf(w).Handle(ctx, night.Event{Doctor: true})
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.want == "" && len(reply.Findings) > 0:
				t.Errorf("%+v", reply.Findings)
			case c.want != "" && (len(reply.Findings) != 1 || !strings.Contains(reply.Findings[0].Says, c.want)):
				t.Errorf("%+v, want only %q", reply.Findings, c.want)
			}
		})
	}
}

// A pointer that is there is left alone; one that is lost comes back as it was,
// and the next nights publish what they would have.
func TestRestorePointer(t *testing.T) {
	ctx := context.Background()
	w, latest := ill(t)
	restore := night.Event{RestorePointer: true}
	if _, err := nightOf(w).Handle(ctx, restore); !errors.Is(err, night.ErrNotLost) {
		t.Errorf("over a pointer that is there: %v", err)
	}
	if err := w.Post(ctx, "s3 sale kim 2026-11-20 2000"); err != nil {
		t.Fatal(err)
	}
	w.Reports.LosePointer()
	if _, err := w.Night(ctx, auditDay+1); !errors.Is(err, night.ErrPointerLost) {
		t.Fatalf("a night without its pointer: %v", err)
	}
	reply, err := nightOf(w).Handle(ctx, restore)
	if err != nil || reply.Version != latest.Version+2 {
		t.Fatalf("%+v, %v", reply, err)
	}
	w.Clock = w.Clock.AddDate(0, 0, 1)
	if _, err := w.Night(ctx, auditDay+1); err != nil {
		t.Fatal(err)
	}
	calm, _ := ill(t)
	if err := calm.Post(ctx, "s3 sale kim 2026-11-20 2000"); err != nil {
		t.Fatal(err)
	}
	calm.Clock = w.Clock
	if _, err := calm.Night(ctx, auditDay+1); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(overviewOf(t, w), overviewOf(t, calm)) {
		t.Error("after the pointer came back the report is another")
	}
}

// Nothing was ever published: there is nothing to put back.
func TestRestorePointerOfNothing(t *testing.T) {
	w := auditWorld(t, "s1 sale kim 2026-11-20 5000")
	if _, err := nightOf(w).RestorePointer(context.Background()); !errors.Is(err, night.ErrNothingKept) {
		t.Errorf("%v", err)
	}
}

// After a restore that lost sales for good, somebody may say to go on without:
// every page follows the ledger.
func TestAcceptLoss(t *testing.T) {
	ctx := context.Background()
	w, _ := ill(t)
	restored := auditWorld(t, "s2 sale lee 2026-11-19 9000")
	restored.Sealed, restored.Reports = w.Sealed, w.Reports
	if _, err := nightOf(restored).Handle(ctx, night.Event{AsOf: &auditDay, Audit: true}); !errors.Is(err, night.ErrShrank) {
		t.Fatalf("an audit of a ledger that shrank: %v", err)
	}
	reply, err := nightOf(restored).Handle(ctx, night.Event{AsOf: &auditDay, Audit: true, AcceptLoss: true})
	if err != nil || reply.Audit.Lost != 1 || !reply.Committed || reply.Customers.Buyers != 1 {
		t.Fatalf("%+v, %v", reply, err)
	}
	if _, err := restored.Night(ctx, auditDay+1); err != nil {
		t.Error(err)
	}
}
