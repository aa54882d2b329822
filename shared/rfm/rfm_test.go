package rfm_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/rfm"

	"pgregory.net/rapid"
)

func TestQuantileIsType7(t *testing.T) {
	// R: quantile(c(1, 2, 4, 8, 16), c(.2, .4, .6, .8), type = 7)
	cuts := rfm.Quantiles([]int64{16, 1, 8, 4, 2}, 5)
	for i, want := range []float64{1.8, 3.2, 5.6, 9.6} {
		if cuts[i].Float() != want {
			t.Errorf("cut %d is %v, want %v", i+1, cuts[i].Float(), want)
		}
	}
	if rfm.Quantiles(nil, 5) != nil {
		t.Error("no values have cuts")
	}
	if got := rfm.Quantile([]int64{7}, 9, 10); got.Float() != 7 {
		t.Errorf("the quantile of one value is %v", got.Float())
	}
	if got := (rfm.Cut{Num: -7, Den: 2}).Floor(); got != -4 {
		t.Errorf("floor of −3.5 is %d", got)
	}
}

// shop draws customers with counting visits before day 1000.
func shop(t *rapid.T, n int) []rfm.Tally {
	tallies := make([]rfm.Tally, n)
	for i := range tallies {
		last := ledger.Day(rapid.IntRange(1, 999).Draw(t, "last"))
		tallies[i] = rfm.Tally{
			First: last, Last: last, Visits: int32(rapid.IntRange(1, 40).Draw(t, "visits")),
			Spend: ledger.Amount(rapid.Int64Range(-100, 5000).Draw(t, "spend")), Interval: int32(rapid.IntRange(0, 200).Draw(t, "interval")),
		}
	}
	return tallies
}

// Equal values share a score, more is never worse, and the order customers come
// in does not matter.
func TestScoresAreFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tallies := shop(t, rapid.IntRange(1, 60).Draw(t, "n"))
		rules := rfm.DefaultRules()
		rules.Recency = rapid.SampledFrom([]rfm.Method{rfm.ByQuantile, rfm.ByRhythm}).Draw(t, "recency")
		bins := rapid.SampledFrom([]int{3, 5}).Draw(t, "bins")
		const asOf = 1000
		scales := rules.Scales(tallies, asOf, bins)
		again := rules.Scales(rapid.Permutation(tallies).Draw(t, "order"), asOf, bins)
		for i := range tallies {
			r, f, m := scales.Score(&tallies[i], asOf)
			if min(r, f, m) < 1 || max(r, f, m) > rfm.Score(bins) {
				t.Fatalf("scores %d %d %d of %d bins", r, f, m, bins)
			}
			if r2, f2, m2 := again.Score(&tallies[i], asOf); r2 != r || f2 != f || m2 != m {
				t.Fatal("the order of customers changes a score")
			}
			for j := range tallies {
				r2, f2, m2 := scales.Score(&tallies[j], asOf)
				if tallies[j].Last <= tallies[i].Last && r2 > r || tallies[j].Visits <= tallies[i].Visits && f2 > f || tallies[j].Spend <= tallies[i].Spend && m2 > m {
					t.Fatalf("%+v scores %d%d%d and %+v %d%d%d", tallies[i], r, f, m, tallies[j], r2, f2, m2)
				}
			}
		}
	})
}

func many(n int, edit func(i int, t *rfm.Tally)) []rfm.Tally {
	tallies := make([]rfm.Tally, n)
	for i := range tallies {
		tallies[i] = rfm.Tally{First: 900, Last: ledger.Day(900 + i%90), Visits: int32(1 + i%17), Spend: ledger.Amount(i)}
		edit(i, &tallies[i])
	}
	return tallies
}

// A shop of one-timers must not call its second visit a champion.
func TestFrequencyFallsBackToThresholds(t *testing.T) {
	rules := rfm.DefaultRules()
	tallies := many(300, func(i int, t *rfm.Tally) {
		if t.Visits = 1; i < 5 {
			t.Visits = int32([]int{2, 3, 5, 9, 10}[i])
		}
	})
	five := rules.Scales(tallies, 1000, 5)
	if !five.VisitsFellBack || five.F.Method != rfm.ByThresholds {
		t.Fatal("coinciding cuts of F are used")
	}
	for i, want := range []rfm.Score{2, 3, 4, 4, 5, 1} {
		if _, f, _ := five.Score(&tallies[i], 1000); f != want {
			t.Errorf("%d visits score %d, want %d", tallies[i].Visits, f, want)
		}
	}
	three := rules.Scales(tallies, 1000, 3)
	for i, want := range []rfm.Score{2, 2, 3, 3, 3, 1} {
		if _, f, _ := three.Score(&tallies[i], 1000); f != want {
			t.Errorf("of three bins %d visits score %d, want %d", tallies[i].Visits, f, want)
		}
	}
}

func TestThresholdsAreInclusive(t *testing.T) {
	rules := rfm.DefaultRules()
	rules.Method, rules.Recency = rfm.ByThresholds, rfm.ByThresholds
	rules.Thresholds = &rfm.Thresholds{R: []int64{7, 30, 90, 180}, F: []int64{2, 4, 8, 16}, M: []int64{100, 200, 300, 400}}
	if err := rules.Check(); err != nil {
		t.Fatal(err)
	}
	s := rules.Scales(many(200, func(int, *rfm.Tally) {}), 1000, 5)
	for _, c := range []struct {
		days, visits, spend int
		r, f, m             rfm.Score
	}{
		{7, 2, 100, 5, 2, 2}, {8, 1, 99, 4, 1, 1}, {180, 16, 400, 2, 5, 5}, {181, 15, 399, 1, 4, 4},
	} {
		tally := rfm.Tally{Last: ledger.Day(1000 - c.days), Visits: int32(c.visits), Spend: ledger.Amount(c.spend)}
		if r, f, m := s.Score(&tally, 1000); r != c.r || f != c.f || m != c.m {
			t.Errorf("%+v scores %d %d %d", c, r, f, m)
		}
	}
}

func TestRhythm(t *testing.T) {
	rules := rfm.DefaultRules()
	rules.Recency = rfm.ByRhythm
	// Median intervals of 1 … 101 days: P50 51, P75 76, P90 91, 2×P90 182.
	tallies := many(303, func(i int, t *rfm.Tally) { t.Interval = int32(2 * (1 + i%101)) })
	s := rules.Scales(tallies, 1000, 5)
	if want := []float64{51, 76, 91, 182}; !slices.Equal(s.R.Cuts, want) {
		t.Errorf("cuts %v, want %v", s.R.Cuts, want)
	}
	if three := rules.Scales(tallies, 1000, 3); !slices.Equal(three.R.Cuts, []float64{76, 182}) {
		t.Errorf("cuts of three bins %v", three.R.Cuts)
	}
	once := rules.Scales(many(300, func(_ int, t *rfm.Tally) { t.Interval = 0 }), 1000, 5)
	if !once.RhythmMissing || once.R.Method != rfm.ByQuantile {
		t.Error("a shop nobody came back to has a rhythm")
	}
}

// Customers older than the population are scored against its cuts, with R = 1.
func TestOldCustomers(t *testing.T) {
	rules := rfm.DefaultRules()
	asOf := ledger.Date(2026, 11, 21)
	tallies := many(300, func(i int, t *rfm.Tally) { t.Last = asOf - ledger.Day(1+i) })
	tallies[0].Last, tallies[0].Visits = asOf.AddMonths(-24)-1, 100
	s := rules.Scales(tallies, asOf, 5)
	if s.N != 299 {
		t.Errorf("the population is %d, want 299", s.N)
	}
	if r, f, _ := s.Score(&tallies[0], asOf); r != 1 || f != 5 {
		t.Errorf("R %d and F %d, want 1 and 5", r, f)
	}
}

func TestBinsDoNotFlicker(t *testing.T) {
	for _, c := range []struct{ n, before, want int }{
		{29, 0, 0}, {30, 0, 3}, {29, 3, 3}, {25, 3, 3}, {24, 3, 0}, {199, 3, 3}, {200, 3, 5},
		{199, 5, 5}, {180, 5, 5}, {179, 5, 3}, {24, 5, 0}, {0, 0, 0},
	} {
		if got := rfm.Bins(c.n, c.before); got != c.want {
			t.Errorf("%d customers after %d bins get %d, want %d", c.n, c.before, got, c.want)
		}
	}
}

func TestSmallGroups(t *testing.T) {
	for _, c := range []struct {
		last   ledger.Day
		visits int32
		want   rfm.Segment
	}{{999, 1, rfm.First}, {999, 2, rfm.Returning}, {910, 2, rfm.Returning}, {909, 2, rfm.Lapsed}, {909, 1, rfm.Lapsed}} {
		if got := rfm.SmallGroup(&rfm.Tally{Last: c.last, Visits: c.visits}, 1000); got != c.want {
			t.Errorf("last %d days ago, %d visits: %s, want %s", 1000-c.last, c.visits, got, c.want)
		}
	}
}

// The cells of every map cover everything exactly once.
func TestMapsArePartitions(t *testing.T) {
	sizes := map[string][]int{
		rfm.MapClassic: {7, 8, 24, 7, 16, 8, 8, 22, 8, 11, 6},
		rfm.MapDangol:  {7, 10, 28, 6, 14, 4, 6, 25, 4, 17, 4},
	}
	for name, want := range sizes {
		rules := rfm.Rules{Map: name}
		m, err := rules.SegmentMap(5)
		if err != nil {
			t.Fatal(err)
		}
		if got := cellCounts(m, 5); !slices.Equal(got, want) {
			t.Errorf("%s has cells %v, want %v", name, got, want)
		}
	}
	rules := rfm.DefaultRules()
	three, err := rules.SegmentMap(3)
	if err != nil {
		t.Fatal(err)
	}
	if got := cellCounts(three, 3); !slices.Equal(got, []int{3, 6, 3, 4, 7, 4}) {
		t.Errorf("three bins have cells %v", got)
	}
}

func cellCounts(m *rfm.Map, bins rfm.Score) []int {
	counts := make([]int, len(m.Order))
	for r := rfm.Score(1); r <= bins; r++ {
		for f := rfm.Score(1); f <= bins; f++ {
			for ms := rfm.Score(1); ms <= bins; ms++ {
				counts[slices.Index(m.Order, m.Of(r, f, ms))]++
			}
		}
	}
	return counts
}

// At fixed R and F, more money never lowers a customer's rank.
func TestMoreMoneyNeverRanksLower(t *testing.T) {
	rules := rfm.DefaultRules()
	m, err := rules.SegmentMap(5)
	if err != nil {
		t.Fatal(err)
	}
	for r := rfm.Score(1); r <= 5; r++ {
		for f := rfm.Score(1); f <= 5; f++ {
			for ms := rfm.Score(2); ms <= 5; ms++ {
				less, more := m.Of(r, f, ms-1), m.Of(r, f, ms)
				if slices.Index(rfm.Ranks, more) > slices.Index(rfm.Ranks, less) {
					t.Errorf("%d%d%d is %s but %d%d%d is %s", r, f, ms-1, less, r, f, ms, more)
				}
			}
		}
	}
}

func TestCustomMapMustBeAPartition(t *testing.T) {
	all := map[string][]string{"Near": {}, "Far": {}}
	for _, r := range "12345" {
		for _, f := range "12345" {
			for _, m := range "12345" {
				name := "Far"
				if r > '3' {
					name = "Near"
				}
				all[name] = append(all[name], string(r)+string(f)+string(m))
			}
		}
	}
	rules := rfm.DefaultRules()
	rules.Map, rules.Cells = rfm.MapCustom, all
	if err := rules.Check(); err != nil {
		t.Fatal(err)
	}
	near := all["Near"]
	for name, cells := range map[string][]string{
		"one cell twice": append(slices.Clone(near), "111"), "one cell missing": near[1:],
		"no such cell": append(slices.Clone(near), "661"), "not a cell": append(slices.Clone(near), "x"),
	} {
		rules.Cells = map[string][]string{"Near": cells, "Far": all["Far"]}
		if rules.Check() == nil {
			t.Errorf("a map with %s was accepted", name)
		}
	}
}

func TestWeighted(t *testing.T) {
	rules := rfm.DefaultRules()
	if got := rules.Weighted(5, 4, 1); got != 39 {
		t.Errorf("5-4-1 weighs %d tenths, want 39", got)
	}
}

func TestRegulars(t *testing.T) {
	rule := rfm.DefaultRegulars()
	asOf := ledger.Date(2026, 11, 21)
	visits := func(last ledger.Day, every, n int) []ledger.Day {
		days := make([]ledger.Day, n)
		for i := range days {
			days[n-1-i] = last - ledger.Day(i*every)
		}
		return days
	}
	for _, c := range []struct {
		name    string
		days    []ledger.Day
		want    rfm.Standing
		regular bool
	}{
		{"seven in three months", visits(asOf-1, 10, 7), rfm.Regular, true},
		{"six in three months", visits(asOf-1, 10, 6), rfm.Candidate, false},
		{"seven, but the first too long before the last", visits(asOf-1, 16, 7), rfm.Candidate, false},
		{"one", visits(asOf-1, 1, 1), rfm.Visitor, false},
		{"44 days silent", visits(asOf-44, 5, 9), rfm.Regular, true},
		{"45 days silent", visits(asOf-45, 5, 9), rfm.Quiet, true},
		{"a candidate 45 days silent", visits(asOf-45, 5, 3), rfm.Quiet, false},
		{"a year silent", visits(asOf-365, 5, 9), rfm.Gone, true},
	} {
		tally := rfm.Tally{First: c.days[0], Last: c.days[len(c.days)-1], Visits: int32(len(c.days))}
		rule.Rhythm(&tally, c.days, rule.Since(c.days[len(c.days)-1]), nil)
		if got, regular := rule.Standing(&tally, asOf); got != c.want || regular != c.regular {
			t.Errorf("%s: %s (regular %v), want %s", c.name, got, regular, c.want)
		}
	}
}

// Cuts found by counting are those of the sorted values, however the values lie.
func TestCutsByCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20_000).Draw(t, "n")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		span := rapid.Int64Range(1, 1<<58).Draw(t, "span")
		skew := rapid.IntRange(0, 40).Draw(t, "skew")
		values := make([]int64, n)
		for i := range values {
			values[i] = random.Int64N(span)>>random.IntN(skew+1) - span/2
		}
		k := rapid.IntRange(2, 6).Draw(t, "k")
		sorted := slices.Sorted(slices.Values(values))
		for i, cut := range rfm.Quantiles(values, k) {
			if want := rfm.Quantile(sorted, int64(i+1), int64(k)); cut != want {
				t.Fatalf("cut %d of %d values is %v, want %v", i+1, n, cut, want)
			}
		}
	})
}

func TestOwnInterval(t *testing.T) {
	rule := rfm.DefaultRegulars()
	for _, c := range []struct {
		days []ledger.Day
		want int32 // half days
	}{
		{[]ledger.Day{5}, 0}, {[]ledger.Day{5, 5}, 0}, {[]ledger.Day{5, 9}, 8}, {[]ledger.Day{1, 3, 8}, 7}, {[]ledger.Day{1, 3, 3, 8, 9}, 4},
	} {
		var tally rfm.Tally
		rule.Rhythm(&tally, c.days, rule.Since(c.days[len(c.days)-1]), nil)
		if tally.Interval != c.want {
			t.Errorf("visits on %v: interval %d half days, want %d", c.days, tally.Interval, c.want)
		}
	}
}

// The first reason that applies is given.
func TestWhyMoved(t *testing.T) {
	said := rfm.Then{Visits: 3, Spend: 100, Last: 50, R: 5}
	other := said
	other.Spend++
	for _, c := range []struct {
		want           rfm.Reason
		policy, bought bool
		known          rfm.Then
		recency        rfm.Score
		rolled         bool
	}{
		{rfm.PolicyChanged, true, true, other, 1, true},
		{rfm.Corrected, false, true, other, 1, true},
		{rfm.Bought, false, true, said, 1, true},
		{rfm.TimePassed, false, false, said, 4, true},
		{rfm.RolledOff, false, false, said, 5, true},
		{rfm.CutMoved, false, false, said, 5, false},
	} {
		if got := rfm.WhyMoved(c.policy, said, c.known, c.bought, c.recency, c.rolled); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestRulesAreChecked(t *testing.T) {
	for _, c := range []struct {
		wrong string
		edit  func(*rfm.Rules)
	}{
		{"method", func(r *rfm.Rules) { r.Method = rfm.ByRhythm }},
		{"recency", func(r *rfm.Rules) { r.Recency = "x" }},
		{"months", func(r *rfm.Rules) { r.WindowMonths = -1 }},
		{"without thresholds", func(r *rfm.Rules) { r.Method = rfm.ByThresholds }},
		{"thresholds for", func(r *rfm.Rules) { r.Thresholds = &rfm.Thresholds{R: []int64{1, 2, 3}} }},
		{"segment map", func(r *rfm.Rules) { r.Map = "x" }},
	} {
		rules := rfm.DefaultRules()
		c.edit(&rules)
		if err := rules.Check(); err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("want an error about %s, got %v", c.wrong, err)
		}
	}
}
