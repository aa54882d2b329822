package night_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/report"
	"dangol/shared/value"
)

// documents are what the newest night of a world published, and its rows.
func documents(t *testing.T, w *ledgertest.World) (v report.Value, r report.Retention, rows []report.Customer) {
	t.Helper()
	objects, pointer := w.Reports.All()
	scope := decode[report.Latest](t, pointer).Scopes[report.ScopeAll]
	v = decode[report.Value](t, objects[scope.Files[report.FileValue].Key])
	r = decode[report.Retention](t, objects[scope.Files[report.FileRetention].Key])
	rows, err := w.Customers(context.Background(), scope.Report)
	if err != nil {
		t.Fatal(err)
	}
	return v, r, rows
}

// What the documents say of everybody is what the rows say of each, and every
// customer is in one stage, one cohort, one grade and one segment.
func TestDocumentsSumTheRows(t *testing.T) {
	w, asOf := seeded(t)
	v, r, rows := documents(t, w)
	if v.Forecast.Chosen == "" || v.CLV == nil || len(r.Slipping.List) == 0 || len(r.Silent) == 0 {
		t.Fatalf("forecast %+v", v.Forecast)
	}
	stages := map[string]int{}
	var clv, expected, stake ledger.Amount
	visits := 0
	for _, c := range rows {
		stages[c.Stage]++
		clv += ledger.Amount(c.CLV)
		expected += ledger.Amount(c.Expected)
		visits += int(c.ExpectedVisits)
		stake += ledger.Amount(c.AtStake)
		if c.CLV < 0 || c.CLV > c.Expected || c.Alive > 10_000 || c.Alive < -1 || (c.Visits == 1 && c.Alive >= 0) {
			t.Errorf("%+v", c)
		}
	}
	for _, row := range r.Stages {
		if stages[string(row.Stage)] != row.Customers {
			t.Errorf("%d are %s, want %d", row.Customers, row.Stage, stages[string(row.Stage)])
		}
		expected -= *row.Expected
		delete(stages, string(row.Stage))
	}
	if len(stages) != 0 || expected != 0 {
		t.Errorf("in no stage: %v, %d", stages, expected)
	}
	if v.CLV.CLV != clv || v.CLV.Visits != float64(visits)/100 || r.Slipping.AtStake != stake {
		t.Errorf("%+v, want %d", v.CLV.WorthTotal, clv)
	}
	for name, part := range map[string][]report.WorthRow{"grades": v.CLV.Grades, "segments": v.CLV.Segments} {
		n, sum := len(rows), clv
		for _, row := range part {
			n, sum = n-row.Customers, sum-row.CLV
		}
		if n != 0 || sum != 0 {
			t.Errorf("%d customers and %d are in none of the %s", n, sum, name)
		}
	}
	n, sum := len(rows), clv
	for _, b := range v.CLV.Bands {
		n, sum = n-b.Customers, sum-b.CLV
	}
	for _, tenth := range v.CLV.Tenths {
		sum += tenth.CLV
	}
	if n != 0 || sum != clv {
		t.Errorf("%d customers and %d are in no band", n, sum)
	}
	n = len(rows) - r.Cohorts.Earlier
	for _, row := range r.Cohorts.Rows {
		n -= row.Customers
	}
	if n != 0 || *r.Cohorts.Incomplete != asOf.MonthStart() {
		t.Errorf("%d customers are in no cohort", n)
	}
}

// Every customer is in one quadrant, every friend is somebody's, and what
// referrals are worth is in no total.
func TestReferralsAreInNoTotal(t *testing.T) {
	w, asOf := seeded(t)
	v, _, rows := documents(t, w)
	r := v.Referral
	if r.Friends == 0 || r.Refused.Circular == 0 || len(r.Top) != min(r.Referrers, report.ReferrersMax) {
		t.Fatalf("%+v", r)
	}
	customers, clv, friends := len(rows), v.CLV.CLV, 0
	for _, q := range r.Quadrants {
		customers, clv, friends = customers-q.Customers, clv-q.CLV, friends+q.Friends
	}
	brought := 0
	for i := range rows {
		c := &rows[i]
		brought += int(c.Friends)
		want := value.QuadrantOf(ledger.Amount(c.CLV), r.CLVCut, ledger.Amount(c.ReferralValue), r.ReferralCut)
		if c.Quadrant != string(want) || c.ReferralValue > 0 && c.Friends == 0 {
			t.Errorf("%+v is one of the %s", c, want)
		}
	}
	if customers != 0 || clv != 0 || friends != r.Friends || brought != r.Friends {
		t.Errorf("%d customers, %d and %d of %d friends in no quadrant", customers, clv, r.Friends-friends, r.Friends)
	}
	if i := slices.IndexFunc(r.Top, func(a report.Referrer) bool { return a.Value > r.Top[0].Value }); i >= 0 {
		t.Errorf("%+v is not below %+v", r.Top[i], r.Top[0])
	}
	// Whoever referred everybody is forgotten, and nothing else changes but them.
	p := policy.Default()
	for _, top := range r.Top {
		p.Excluded = append(p.Excluded, top.Customer)
	}
	w.SetPolicy(p)
	if _, err := w.Night(context.Background(), asOf); err != nil {
		t.Fatal(err)
	}
	without, _, _ := documents(t, w)
	if without.Referral.Friends >= r.Friends || without.Referral.Referrers != r.Referrers-len(r.Top) {
		t.Errorf("without its referrers %+v", without.Referral)
	}
}

// Whoever is excluded is in none of it.
func TestExcludedAreAppraisedNowhere(t *testing.T) {
	w, asOf := seeded(t)
	_, with, rows := documents(t, w)
	p := policy.Default()
	for i := range rows {
		if rows[i].Stage == "slipping" {
			p.Excluded = append(p.Excluded, rows[i].Customer)
		}
	}
	w.SetPolicy(p)
	if _, err := w.Night(context.Background(), asOf); err != nil {
		t.Fatal(err)
	}
	_, without, left := documents(t, w)
	if len(left) != len(rows)-len(p.Excluded) || without.Funnel[0].Customers != len(left) {
		t.Errorf("%d customers, %+v", len(left), without.Funnel[0])
	}
	count := func(r *report.Retention) (n int) {
		for _, row := range r.Cohorts.Rows {
			n += row.Customers
		}
		return n
	}
	if got := count(&without); got != count(&with)-len(p.Excluded) {
		t.Errorf("%d are in cohorts, of %d without %d", got, count(&with), len(p.Excluded))
	}
}

// A shop too young, too small or too uniform for a forecast says why, and the
// rest of its documents stand.
func TestNoForecastHasReasons(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		events []string
		want   string
	}{
		"nobody":       {nil, "few_customers"},
		"one":          {[]string{"s1 sale kim 2026-03-01 12000"}, "few_customers"},
		"one month":    {[]string{"s1 sale kim 2026-11-01 12000", "s2 sale kim 2026-11-09 12000", "s3 sale lee 2026-11-09 100"}, "short_history"},
		"only refunds": {[]string{"s1 refund kim 2026-03-01 12000"}, "few_repeaters"},
	} {
		t.Run(name, func(t *testing.T) {
			w := ledgertest.NewWorld(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
			for _, e := range c.events {
				if err := w.Post(ctx, e); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := w.Night(ctx, ledger.Date(2026, 11, 21)); err != nil {
				t.Fatal(err)
			}
			v, r, rows := documents(t, w)
			found := false
			for _, reason := range v.Forecast.Refused {
				found = found || string(reason.Code) == c.want
			}
			if !found || v.CLV != nil || r.Forecast || r.Slipping.AtStake != 0 {
				t.Errorf("%+v", v.Forecast)
			}
			n := 0
			for _, row := range r.Stages {
				n += row.Customers
			}
			if n != len(rows) {
				t.Errorf("%d of %d are in a stage", n, len(rows))
			}
		})
	}
}
