package rfm

import (
	"slices"

	"dangol/shared/ledger"
)

// Standing is where a customer stands by the regulars' own rule (단골).
type Standing string

const (
	Visitor   Standing = "visitor"   // neither
	Candidate Standing = "candidate" // 예비 단골
	Regular   Standing = "regular"   // 단골
	Quiet     Standing = "quiet"     // 뜸한: a regular or candidate, silent for a while
	Gone      Standing = "gone"      // 떠난: silent for longer
)

// Regulars are the settings of that rule.
type Regulars struct {
	// Visits makes a regular and CandidateVisits a candidate, counted in the
	// Months that end at the customer's last visit.
	Visits          int `json:"visits"`
	CandidateVisits int `json:"candidateVisits"`
	Months          int `json:"months"`
	// QuietAfter and GoneAfter are days since the last visit, inclusive.
	QuietAfter int `json:"quietAfter"`
	GoneAfter  int `json:"goneAfter"`
}

// DefaultRegulars are the settings a shop starts with.
func DefaultRegulars() Regulars {
	return Regulars{Visits: 7, CandidateVisits: 2, Months: 3, QuietAfter: 45, GoneAfter: 365}
}

// Standing is t's at asOf. regular says whether a quiet or gone customer was a
// regular rather than a candidate.
func (r *Regulars) Standing(t *Tally, asOf ledger.Day) (standing Standing, regular bool) {
	regular = t.Visits > 0 && int(t.Lately) >= r.Visits
	silence := int(Days(t.Last, asOf))
	switch {
	case t.Visits == 0 || int(t.Lately) < r.CandidateVisits:
		return Visitor, false
	case silence >= r.GoneAfter:
		return Gone, regular
	case silence >= r.QuietAfter:
		return Quiet, regular
	case regular:
		return Regular, true
	default:
		return Candidate, false
	}
}

// Since is the day after which the visits of a customer who came last on last
// count as lately.
func (r *Regulars) Since(last ledger.Day) ledger.Day { return last.AddMonths(-r.Months) }

// Rhythm fills in t.Interval and t.Lately from the days of a customer's
// counting visits, ascending, one for each visit: two stores on one day are
// two visits and no interval. since is r.Since of the last day. gaps is room
// to work in; it is returned grown.
func (r *Regulars) Rhythm(t *Tally, days []ledger.Day, since ledger.Day, gaps []int64) []int64 {
	t.Interval, t.Lately = 0, 0
	for i := len(days) - 1; i >= 0 && days[i] > since; i-- {
		t.Lately++
	}
	gaps = gaps[:0]
	for i := 1; i < len(days); i++ {
		if gap := int64(days[i] - days[i-1]); gap > 0 {
			gaps = append(gaps, gap)
		}
	}
	if len(gaps) > 0 {
		slices.Sort(gaps)
		t.Interval = int32(Quantile(gaps, 1, 2).Num) // twice the median
	}
	return gaps
}
