package night_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
)

func nightOf(w *ledgertest.World) *night.Night {
	return &night.Night{
		Ledger: w, Shop: w, Views: w, Sealed: w.Sealed, Reports: w.Reports, Pointer: w.Reports,
		Now: func() time.Time { return w.Clock },
	}
}

// The night is for the date of the scheduled time where the merchant is.
func TestHandle(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC))
	reply, err := nightOf(w).Handle(ctx, night.Event{ScheduledTime: w.Clock})
	if err != nil || reply.AsOf.String() != "2026-11-21" || !reply.Committed || reply.Version != 1 {
		t.Errorf("%+v, %v", reply, err)
	}
	if reply, err := nightOf(w).Handle(ctx, night.Event{}); err != nil || reply.AsOf.String() != "2026-11-21" || reply.Committed {
		t.Errorf("an event that names no day is for the date there now: %+v, %v", reply, err)
	}
	if _, err := w.Memory.Lease(ctx, "other", w.Clock, w.Clock.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	day := ledger.Date(2026, 11, 22)
	if reply, err := nightOf(w).Handle(ctx, night.Event{AsOf: &day}); err != nil || !reply.GaveWay || reply.AsOf != day {
		t.Errorf("beside another night: %+v, %v", reply, err)
	}
}

// An installation without a store has nothing to recompute, and that is no
// failure.
func TestHandleBeforeTheFirstStore(t *testing.T) {
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC))
	w.SetMerchant(ledger.Merchant{})
	reply, err := nightOf(w).Handle(context.Background(), night.Event{ScheduledTime: w.Clock})
	if err != nil || reply.Committed {
		t.Errorf("%+v, %v", reply, err)
	}
}

// A ledger that lost transactions stops the night; nothing is published.
func TestShrunkLedgerStops(t *testing.T) {
	if err := shrunk(t); !errors.Is(err, night.ErrShrank) || !night.IsTheirs(err) {
		t.Errorf("%v", err)
	}
}

// shrunk is what a night says to a ledger that lost a sale of its pages.
func shrunk(t *testing.T) error {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC))
	if err := w.Post(ctx, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2026-11-20 5000"); err != nil {
		t.Fatal(err)
	}
	day := ledger.Date(2026, 11, 21)
	if _, err := w.Night(ctx, day); err != nil {
		t.Fatal(err)
	}
	restored := ledgertest.NewWorld(w.Clock)
	restored.Sealed, restored.Reports = w.Sealed, w.Reports
	if err := restored.Post(ctx, "s1 sale kim 2026-11-20 5000"); err != nil {
		t.Fatal(err)
	}
	_, before := w.Reports.All()
	_, err := restored.Night(ctx, day+1)
	if _, after := w.Reports.All(); err != nil && string(after) != string(before) {
		t.Error("a night over a shrunk ledger published")
	}
	return err
}
