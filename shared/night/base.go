package night

import (
	"context"
	"encoding/json"
	"fmt"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/policy"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

// base is the earlier report that movements are counted from.
type base struct {
	asOf     ledger.Day
	folder   string
	policy   *policy.Policy // nil when its version is no longer known
	bins     int
	recency  rfm.Scale
	segments map[string]int // customers by segment
	rows     map[int32]*report.Customer
}

// chooseBase finds the newest committed report with an earlier as-of day; nil
// when there is none. A rerun of a day therefore compares with the same base.
func chooseBase(latest *report.Latest, asOf ledger.Day) *report.Past {
	var newest *report.Past
	for i := range latest.History {
		past := &latest.History[i]
		if (past.AsOf < asOf || !holds(ruleBase)) && (newest == nil || past.AsOf > newest.AsOf) {
			newest = past
		}
	}
	return newest
}

func readBase(ctx context.Context, objects Objects, past *report.Past, versions []policy.Policy) (*base, error) {
	if past == nil {
		return nil, nil
	}
	content, err := objects.Get(ctx, past.Report+"/"+report.FileSegments)
	if err != nil {
		return nil, fmt.Errorf("read base report: %w", err)
	}
	var segments report.Segments
	if err := json.Unmarshal(content, &segments); err != nil {
		return nil, fmt.Errorf("read base report: %w", err)
	}
	rows, err := readCustomers(ctx, objects, past.Report)
	if err != nil {
		return nil, err
	}
	b := &base{
		asOf: past.AsOf, folder: past.Report, bins: segments.Bins,
		recency: rfm.Restore(segments.Cuts.R), segments: map[string]int{},
		rows: make(map[int32]*report.Customer, len(rows)),
	}
	for i := range versions {
		if versions[i].Version == segments.PolicyVersion {
			b.policy = &versions[i]
		}
	}
	for i := range rows {
		b.rows[rows[i].Seat] = &rows[i]
		b.segments[rows[i].Segment]++
	}
	return b, nil
}

// readCustomers reads the per-customer table of a report; an empty folder has
// none.
func readCustomers(ctx context.Context, objects Objects, folder string) ([]report.Customer, error) {
	if folder == "" {
		return nil, nil
	}
	content, err := objects.Get(ctx, folder+"/"+report.FileCustomers)
	if err != nil {
		return nil, fmt.Errorf("read customers of %s: %w", folder, err)
	}
	file, err := page.Open(content)
	if err != nil {
		return nil, fmt.Errorf("read customers of %s: %w", folder, err)
	}
	rows, err := page.Read[report.Customer](file, 0, file.Rows())
	if err != nil {
		return nil, fmt.Errorf("read customers of %s: %w", folder, err)
	}
	return rows, nil
}

// then is what the base said about a customer.
func said(c *report.Customer) rfm.Then {
	return rfm.Then{Visits: c.Visits, Spend: c.Spend, Last: c.LastDay, R: rfm.Score(c.R)}
}
