package night_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

// Who moved because the rules changed is told so only where the rules of scoring
// did: points and the names of grades move nobody.
func TestOnlyRulesOfScoringMoveCustomers(t *testing.T) {
	forget := func(w *ledgertest.World, base string) {
		key := base + "/" + report.FileSegments
		content, err := w.Reports.Get(context.Background(), key)
		if err != nil || !bytes.Contains(content, []byte(`"policyVersion":1,`)) {
			t.Fatalf("%s, %v", content, err)
		}
		w.Reports.Lose(key)
		content = bytes.Replace(content, []byte(`"policyVersion":1,`), []byte(`"policyVersion":9,`), 1)
		if err := w.Reports.Put(context.Background(), key, content, ""); err != nil {
			t.Fatal(err)
		}
	}
	if told := reasonsAfter(t, nil, forget); len(told) != 1 || told[string(rfm.PolicyChanged)] == 0 {
		t.Errorf("a version nobody knows: %v", told)
	}
	for name, c := range map[string]struct {
		edit func(*policy.Policy)
		want bool
	}{
		"none":     {nil, false},
		"points":   {func(p *policy.Policy) { rules := points.DefaultPolicy(); p.Points = &rules }, false},
		"grades":   {func(p *policy.Policy) { p.Grades.Grades[0].From += 10_000 }, false},
		"window":   {func(p *policy.Policy) { p.RFM.WindowMonths = 6 }, true},
		"map":      {func(p *policy.Policy) { p.RFM.Map = "classic" }, true},
		"excluded": {func(p *policy.Policy) { p.Excluded = []string{"somebody"} }, true},
	} {
		told := reasonsAfter(t, c.edit, func(*ledgertest.World, string) {})
		if len(told) == 0 || (told[string(rfm.PolicyChanged)] > 0) != c.want || c.want && len(told) > 1 {
			t.Errorf("%s: %v", name, told)
		}
	}
}

// reasonsAfter counts why customers moved from one night to the next, which is
// the first after an edit of the policy, and after what is done to the first
// night's report.
func reasonsAfter(t *testing.T, edit func(*policy.Policy), between func(w *ledgertest.World, base string)) map[string]int {
	t.Helper()
	w, asOf := movingShop(t)
	base, _ := nightRows(t, w, asOf-28)
	between(w, base.Report)
	if edit != nil {
		next := policy.Default()
		next.Effective = asOf - 10
		edit(&next)
		w.SetPolicy(next)
	}
	_, rows := nightRows(t, w, asOf)
	told := map[string]int{}
	for i := range rows {
		if reason := rows[i].SegmentReason; reason != "" {
			told[reason]++
		}
	}
	return told
}

func movingShop(t *testing.T) (*ledgertest.World, ledger.Day) {
	t.Helper()
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
	w.SetPolicy(policy.Default())
	asOf := ledger.Date(2026, 11, 21)
	if err := (ledgertest.Seeded{Until: asOf - 1, Days: 200, People: 120, Seed: 3}).Open(context.Background(), w); err != nil {
		t.Fatal(err)
	}
	return w, asOf
}

// Buying is why somebody moved only where a score is higher for it: who bought
// and fell all the same is told what they fell for.
func TestWhoBoughtAndFellFellForAnotherReason(t *testing.T) {
	w, asOf := movingShop(t)
	_, before := nightRows(t, w, asOf-28)
	_, after := nightRows(t, w, asOf)
	was := map[string]report.Customer{}
	for _, c := range before {
		was[c.Customer] = c
	}
	rose, fell := 0, 0
	for _, c := range after {
		had, known := was[c.Customer]
		if !known || c.SegmentReason == "" || c.Visits == had.Visits {
			continue
		}
		higher := c.R > had.R || c.F > had.F || c.M > had.M
		if told := c.SegmentReason == string(rfm.Bought); told != higher {
			t.Errorf("%s: %d%d%d, then %d%d%d: %s", c.Customer, had.R, had.F, had.M, c.R, c.F, c.M, c.SegmentReason)
		}
		if higher {
			rose++
		} else {
			fell++
		}
	}
	if rose < 10 || fell < 3 {
		t.Errorf("%d rose, %d fell: too few to tell", rose, fell)
	}
}
