package main

import (
	"context"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
)

func TestPinIsRecorded(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	w := ledgertest.NewWorld(now)
	if err := w.Post(ctx, "s1 sale kim 2026-11-20 5000"); err != nil {
		t.Fatal(err)
	}
	id, err := w.Lookup(ctx, ledgertest.Member("kim"))
	if err != nil {
		t.Fatal(err)
	}
	good := pinning{grade: "friend", exempt: "drop", until: "2026-12-31", why: "apology", by: "e1"}
	for name, edit := range map[string]func(*pinning, *string){
		"nobody":               func(_ *pinning, who *string) { *who = "nobody" },
		"an unknown grade":     func(p *pinning, _ *string) { p.grade = "gold" },
		"an unreadable day":    func(p *pinning, _ *string) { p.until = "soon" },
		"a day that is past":   func(p *pinning, _ *string) { p.until = "2026-11-19" },
		"no reason":            func(p *pinning, _ *string) { p.why = "" },
		"nobody who did it":    func(p *pinning, _ *string) { p.by = "" },
		"an unknown exemption": func(p *pinning, _ *string) { p.exempt = "everything" },
	} {
		p, who := good, id
		edit(&p, &who)
		if err := p.record(ctx, w, who, now); err == nil {
			t.Errorf("a pin with %s was recorded", name)
		}
	}
	if err := good.record(ctx, w, id, now); err != nil {
		t.Fatal(err)
	}
	end := pinning{end: true, why: "correction", by: "e1"}
	if err := end.record(ctx, w, id, now); err != nil {
		t.Fatal(err)
	}
	facts, err := w.Facts(ctx, ledger.DayOf(now))
	if err != nil || len(facts) != 2 {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
}
