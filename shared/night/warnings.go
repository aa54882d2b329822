package night

import (
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

// warningsOf lists everything true that a reader must know, in a fixed order.
// Codes, not sentences: the dashboard has the words.
func warningsOf(m *page.Manifest, r *ranked) []report.Warning {
	list := []report.Warning{}
	add := func(code string, n, need int) {
		if n > 0 {
			list = append(list, report.Warning{Code: code, N: n, Need: need})
		}
	}
	if r.bins == 0 {
		list = append(list, report.Warning{Code: "few_customers", N: len(r.customers), Need: rfm.ThreeBinsAt})
	}
	if r.base != nil && r.base.bins != r.bins {
		list = append(list, report.Warning{Code: "map_changed", N: r.bins})
	}
	if r.bins > 0 && r.scales.VisitsFellBack {
		add("frequency_by_thresholds", r.scales.N, 0)
	}
	if r.bins > 0 && r.scales.RhythmMissing {
		add("rhythm_missing", r.scales.N, 0)
	}
	add("pin_unknown_grade", r.promises.strayPins(), 0)
	orphans := 0
	for _, o := range m.Orphans {
		if o.Day < r.asOf && !o.Waiting {
			orphans++
		}
	}
	add("orphan_links", orphans, 0)
	add("benefit_unknown", r.costs.unknown, 0)
	add("refund_exceeds_sale", r.folded.Exceeding, 0)
	add("void_of_void", r.folded.Revoided, 0)
	sum := pageCounts(m, r.asOf)
	add("duplicate_id", sum.RepeatedIDs, 0)
	add("duplicate_receipt", sum.RepeatedReceipts, 0)
	add("transaction_conflict", sum.Conflicts, 0)
	add("quarantined", sum.Quarantined, 0)
	add("unresolved_customers", sum.Unresolved, 0)
	add("clock_skew", sum.ClockSkew, 0)
	add("late_upload", sum.LateUpload, 0)
	return list
}

// pageCounts adds up what the pages before asOf say about themselves.
func pageCounts(m *page.Manifest, asOf ledger.Day) page.Entry {
	var sum page.Entry
	for i := range m.Pages {
		e := &m.Pages[i]
		if e.Day >= asOf {
			continue
		}
		sum.RepeatedIDs += e.RepeatedIDs
		sum.RepeatedReceipts += e.RepeatedReceipts
		sum.Conflicts += e.Conflicts
		sum.Quarantined += e.Quarantined
		sum.Unresolved += e.Unresolved
		sum.ClockSkew += e.ClockSkew
		sum.LateUpload += e.LateUpload
	}
	return sum
}
