// Package rfm says how recently, how often and for how much each customer
// bought, and which group that puts them in. Recency is the strongest of the
// three, frequency the second, money the third.
//
// Scores and segments are relative and may change every night; they are our
// forecast, not a promise (grades are: see package grade).
package rfm

import (
	"slices"

	"dangol/shared/ledger"
)

// Tally is what the fold keeps about one customer, in the 64 bytes a processor
// fetches at once. The zero Tally is somebody with no counting visit.
type Tally struct {
	// Spend sums M since the database began, WindowSpend inside the scoring
	// window, when the rules set one, and Sales in twelve months.
	Spend, WindowSpend, Sales ledger.Amount
	// First and Last are the days of the first and last counting visit.
	First, Last ledger.Day
	// Visits counts counting visits since the database began, WindowVisits
	// those inside the scoring window.
	Visits, WindowVisits int32
	// Interval is the median of the days between visit days, in half days; 0
	// when there are fewer than two visit days.
	Interval int32
	// Lately counts the visits in the three months that end at Last.
	Lately int32
	// Spans has bit i set when there was a counting visit in the i-th span the
	// fold was asked about.
	Spans uint16
	// Known says the customer appears in any transaction or fact.
	Known bool
}

// Rules are the settings of scoring.
type Rules struct {
	// Method is quantile or thresholds and decides F and M; Recency is one of
	// all three and decides R.
	Method  Method `json:"method"`
	Recency Method `json:"recency"`
	// PopulationMonths is who the cuts are taken over: customers with a
	// counting visit in that many months. 0 is everybody.
	PopulationMonths int `json:"populationMonths"`
	// WindowMonths counts F and M over that many months only. 0 is since the
	// database began.
	WindowMonths int `json:"windowMonths"`
	// Map is the segment map for five bins: dangol, classic, or custom, whose
	// cells are then in Cells.
	Map   string              `json:"map"`
	Cells map[string][]string `json:"cells,omitempty"`
	// Weights of R, F and M in the weighted score, in tenths.
	Weights [3]int `json:"weights"`
	// Thresholds are used by method thresholds, ascending.
	Thresholds *Thresholds `json:"thresholds,omitempty"`
}

// Thresholds are fixed cuts, one fewer than bins, ascending. Recency: days at
// most that long ago score better. The others: reaching the number qualifies.
type Thresholds struct {
	R []int64 `json:"r"`
	F []int64 `json:"f"`
	M []int64 `json:"m"`
}

// DefaultRules are the settings a shop starts with.
func DefaultRules() Rules {
	return Rules{Method: ByQuantile, Recency: ByQuantile, PopulationMonths: 24, Map: MapDangol, Weights: [3]int{5, 3, 2}}
}

// The frequency cuts used when quantiles would coincide: 1, 2, 3–4, 5–9, 10+
// visits, or 1, 2–3, 4+.
var (
	fiveBinVisits  = []int64{2, 3, 5, 10}
	threeBinVisits = []int64{2, 4}
)

// Since is the first day of the population the cuts are taken over.
func (r *Rules) Since(asOf ledger.Day) ledger.Day {
	if r.PopulationMonths == 0 {
		return -1 << 30
	}
	return asOf.AddMonths(-r.PopulationMonths)
}

func (r *Rules) visits(t *Tally) int64 {
	if r.WindowMonths > 0 {
		return int64(t.WindowVisits)
	}
	return int64(t.Visits)
}

func (r *Rules) spend(t *Tally) int64 {
	if r.WindowMonths > 0 {
		return int64(t.WindowSpend)
	}
	return int64(t.Spend)
}

// Scales are the three scales of one night.
type Scales struct {
	Bins    int
	R, F, M Scale
	// Since is the first day of the population; whoever came last before it
	// has R = 1.
	Since ledger.Day
	// N is how many customers the cuts were taken over.
	N int
	// VisitsFellBack says F uses thresholds because its quantiles coincided;
	// RhythmMissing says nobody came twice, so recency uses quantiles.
	VisitsFellBack, RhythmMissing bool

	rules *Rules
}

// Population counts the customers the cuts are taken over.
func (r *Rules) Population(tallies []Tally, asOf ledger.Day) int {
	since, n := r.Since(asOf), 0
	for i := range tallies {
		if tallies[i].Visits > 0 && tallies[i].Last >= since {
			n++
		}
	}
	return n
}

// Scales takes the cuts of the population at asOf. bins is 3 or 5; at least
// one customer must have a counting visit since the population's first day.
//
// If any two cuts of F are equal, F uses fixed cuts instead: otherwise a shop
// of one-timers would call its second visit a champion. Fixed cuts whose number
// does not fit bins are ignored in favour of quantiles.
func (r *Rules) Scales(tallies []Tally, asOf ledger.Day, bins int) Scales {
	s := Scales{Bins: bins, Since: r.Since(asOf), rules: r}
	s.N = r.Population(tallies, asOf)
	room := make([]int64, 0, s.N)
	of := func(value func(*Tally) int64) []int64 {
		room = room[:0]
		for i := range tallies {
			if t := &tallies[i]; t.Visits > 0 && t.Last >= s.Since {
				room = append(room, value(t))
			}
		}
		return room
	}
	fixed := r.Thresholds
	if fixed != nil && len(fixed.F) != bins-1 {
		fixed = nil
	}
	var separate bool
	s.R, _ = quantileScale(of(func(t *Tally) int64 { return Days(t.Last, asOf) }), bins, true)
	s.F, separate = quantileScale(of(r.visits), bins, false)
	s.M, _ = quantileScale(of(r.spend), bins, false)
	if r.Method == ByThresholds && fixed != nil {
		s.F, s.M = thresholdScale(fixed.F, false), thresholdScale(fixed.M, false)
	} else if !separate {
		s.F, s.VisitsFellBack = thresholdScale(visitCuts(bins), false), true
	}
	switch r.Recency {
	case ByThresholds:
		if fixed != nil {
			s.R = thresholdScale(fixed.R, true)
		}
	case ByRhythm:
		rhythm := slices.DeleteFunc(of(func(t *Tally) int64 { return int64(t.Interval) }), func(i int64) bool { return i == 0 })
		if len(rhythm) > 0 {
			s.R = rhythmScale(rhythm, bins)
		}
		s.RhythmMissing = len(rhythm) == 0
	}
	return s
}

func visitCuts(bins int) []int64 {
	if bins == 3 {
		return threeBinVisits
	}
	return fiveBinVisits
}

// Score gives a customer with a counting visit their three scores.
func (s *Scales) Score(t *Tally, asOf ledger.Day) (r, f, m Score) {
	r = 1
	if t.Last >= s.Since {
		r = s.R.Score(Days(t.Last, asOf))
	}
	return r, s.F.Score(s.rules.visits(t)), s.M.Score(s.rules.spend(t))
}

// Weighted is the weighted score in tenths: with the default weights, from 10
// to 50.
func (r *Rules) Weighted(rs, fs, ms Score) int {
	return r.Weights[0]*int(rs) + r.Weights[1]*int(fs) + r.Weights[2]*int(ms)
}

// Sizes of a shop, by customers with a visit in the last SizeMonths.
const (
	SizeMonths   = 24
	ThreeBinsAt  = 30
	fiveBinsAt   = 200
	threeBinsOff = 25
	fiveBinsOff  = 180
)

// Bins is how many bins a shop of n customers gets, given what it had before:
// none below 30, three to 199, five from 200. A shop that has more loses them
// only below 25 and below 180, so that it does not flicker.
func Bins(n, before int) int {
	five, three := fiveBinsAt, ThreeBinsAt
	if before == 5 {
		five = fiveBinsOff
	}
	if before >= 3 {
		three = threeBinsOff
	}
	switch {
	case n >= five:
		return 5
	case n >= three:
		return 3
	default:
		return 0
	}
}
