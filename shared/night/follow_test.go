package night_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// Sixty customers just above a threshold and sixty just below; those above
// spend 5,000 more in the ninety days after. Before a night had told anybody a
// grade there is no figure, and none after the rules changed.
func TestDoesAGradeWork(t *testing.T) {
	ctx := context.Background()
	then := ledger.Date(2026, 3, 1)
	w := ledgertest.NewWorld(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
	w.Clock = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	p, err := policy.Parse([]byte(`{"grades":{"windowMonths":6,"grades":[{"id":"gold","from":100000},{"id":"new"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	w.SetPolicy(p)
	var events strings.Builder
	for i := range 60 {
		fmt.Fprintf(&events, "a%d sale above%d %s 100000\nb%d sale below%d %s 99000\n", i, i, then-9, i, i, then-9)
		fmt.Fprintf(&events, "c%d sale above%d %s %d\nd%d sale below%d %s %d\n", i, i, then+40, 15_000+i%2*100, i, i, then+40, 10_000+i%2*100)
	}
	if err := w.Post(ctx, events.String()); err != nil {
		t.Fatal(err)
	}
	effects := func(asOf ledger.Day) report.Effects {
		result, err := w.Night(ctx, asOf)
		if err != nil {
			t.Fatal(err)
		}
		content, err := w.Reports.Get(ctx, result.Report+"/"+report.FileGrades)
		if err != nil {
			t.Fatal(err)
		}
		return decode[report.Grades](t, content).Effects
	}
	if e := effects(then); e.Grades[0].Refused != "too_early" || e.Grades[0].Difference != nil {
		t.Errorf("the first night: %+v", e)
	}
	e := effects(then + 90)
	if e.Night != then || e.Days != 90 || len(e.Grades) != 1 {
		t.Fatalf("%+v", e)
	}
	if g := e.Grades[0]; g.Refused != "" || g.Below != 60 || g.Above != 60 || *g.Difference != 5_000 || *g.Low >= 5_000 || *g.Low < 4_970 || *g.High > 5_030 {
		t.Errorf("%+v", g)
	}
	p.Effective, p.Grades.GraceMonths = then+91, 3
	w.SetPolicy(p)
	if e := effects(then + 91); e.Grades[0].Refused != "changed" {
		t.Errorf("after an edit: %+v", e)
	}
}
