package rfm

import (
	"math/bits"
	"slices"

	"dangol/shared/ledger"
)

// Score is a place on a scale: 1 is worst, the number of bins is best, and 0
// says there is no score.
type Score uint8

// Cut is a boundary between two bins, kept as an exact fraction so that equal
// inputs give equal scores on every machine.
type Cut struct{ Num, Den int64 }

// Floor is the largest integer not above the cut: an integer x is above the
// cut exactly when x > Floor.
func (c Cut) Floor() int64 {
	q := c.Num / c.Den
	if c.Num%c.Den != 0 && c.Num < 0 {
		q--
	}
	return q
}

// Float is the cut for printing.
func (c Cut) Float() float64 { return float64(c.Num) / float64(c.Den) }

// Quantile is the type-7 quantile at num/den of sorted values: with
// h = (n−1)·num/den, the value at ⌊h⌋ plus the fraction of h of the step to
// the next (Hyndman & Fan 1996; the default of R and NumPy). Values must be
// below 2⁶³ ÷ den; there must be at least one.
func Quantile(sorted []int64, num, den int64) Cut {
	below, next := around(len(sorted), num, den)
	return between(sorted[below], sorted[next], len(sorted), num, den)
}

// around are the places of the values a quantile lies between.
func around(n int, num, den int64) (below, next int) {
	below = int(int64(n-1) * num / den)
	return below, min(below+1, n-1)
}

func between(below, next int64, n int, num, den int64) Cut {
	return Cut{below*den + int64(n-1)*num%den*(next-below), den}
}

// Quantiles are the k−1 type-7 cuts at i/k. Without values there are none.
// values are put in another order.
func Quantiles(values []int64, k int) []Cut {
	if len(values) == 0 {
		return nil
	}
	ranks := make([]int, 0, 2*(k-1))
	for i := 1; i < k; i++ {
		below, next := around(len(values), int64(i), int64(k))
		ranks = append(ranks, below, next)
	}
	found := atRanks(values, ranks, nil)
	cuts := make([]Cut, 0, k-1)
	for i := 1; i < k; i++ {
		cuts = append(cuts, between(found[2*i-2], found[2*i-1], len(values), int64(i), int64(k)))
	}
	return cuts
}

const (
	rankBuckets = 1 << 12
	sortBelow   = 1 << 11 // values to sort rather than to count
)

// atRanks appends what would stand at ranks, ascending, if values were sorted.
// It counts values by their leading bits and looks only into the ranges with a
// rank in them, so a million values cost a few passes and no sort.
func atRanks(values []int64, ranks []int, found []int64) []int64 {
	if len(values) <= sortBelow {
		slices.Sort(values)
		for _, rank := range ranks {
			found = append(found, values[rank])
		}
		return found
	}
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	shift := max(0, bits.Len64(uint64(high)-uint64(low))-bits.Len(rankBuckets-1))
	bucket := func(v int64) uint64 { return (uint64(v) - uint64(low)) >> shift }
	var counts [rankBuckets]int
	for _, v := range values {
		counts[bucket(v)]++
	}
	before := 0
	for at := uint64(0); len(ranks) > 0; at++ {
		n := 0
		for n < len(ranks) && ranks[n] < before+counts[at] {
			ranks[n] -= before
			n++
		}
		before += counts[at]
		switch {
		case n == 0:
		case shift == 0:
			for range n {
				found = append(found, int64(at)+low)
			}
		default:
			inside := make([]int64, 0, counts[at])
			for _, v := range values {
				if bucket(v) == at {
					inside = append(inside, v)
				}
			}
			found = atRanks(inside, ranks[:n], found)
		}
		ranks = ranks[n:]
	}
	return found
}

// Method says where a scale's cuts came from.
type Method string

const (
	ByQuantile   Method = "quantile"
	ByThresholds Method = "thresholds"
	ByRhythm     Method = "rhythm"
)

// Scale turns one value of a customer into a score.
type Scale struct {
	Method Method
	// Cuts are for the reader, ascending. A threshold is the first value of
	// the better bin, except for recency, where it is the last.
	Cuts []float64
	// above are the integer boundaries: a value is beyond cut i when it is
	// greater than above[i].
	above []int64
	// fewer says that less is better, as with days since the last visit.
	fewer bool
}

// Score is 1 + the number of cuts strictly below x; where less is better, the
// number of bins less the number of cuts strictly below x. Equal values share
// a score, and a value equal to a quantile takes the bin below it.
func (s *Scale) Score(x int64) Score {
	beyond := 0
	for _, bound := range s.above {
		if x > bound {
			beyond++
		}
	}
	if s.fewer {
		return Score(len(s.above) + 1 - beyond)
	}
	return Score(1 + beyond)
}

// distinct says no two cuts are equal.
func distinct(cuts []Cut) bool {
	for i := 1; i < len(cuts); i++ {
		if cuts[i-1].Num*cuts[i].Den == cuts[i].Num*cuts[i-1].Den {
			return false
		}
	}
	return true
}

func quantileScale(values []int64, k int, fewer bool) (Scale, bool) {
	cuts := Quantiles(values, k)
	s := Scale{Method: ByQuantile, fewer: fewer}
	for _, c := range cuts {
		s.Cuts = append(s.Cuts, c.Float())
		s.above = append(s.above, c.Floor())
	}
	return s, distinct(cuts)
}

// thresholdScale is inclusive: reaching a threshold qualifies.
func thresholdScale(thresholds []int64, fewer bool) Scale {
	s := Scale{Method: ByThresholds, fewer: fewer}
	for _, t := range thresholds {
		s.Cuts = append(s.Cuts, float64(t))
		if !fewer {
			t--
		}
		s.above = append(s.above, t)
	}
	return s
}

// rhythmScale cuts recency at P50, P75, P90 and 2×P90 of customers' own median
// intervals (three bins: P75 and 2×P90), given in half days.
func rhythmScale(halfDays []int64, bins int) Scale {
	slices.Sort(halfDays)
	s := Scale{Method: ByRhythm, fewer: true}
	add := func(num, den, times int64) {
		c := Quantile(halfDays, num, den)
		c.Num, c.Den = c.Num*times, c.Den*2
		s.Cuts = append(s.Cuts, c.Float())
		s.above = append(s.above, c.Floor())
	}
	if bins == 5 {
		add(1, 2, 1)
	}
	add(3, 4, 1)
	if bins == 5 {
		add(9, 10, 1)
	}
	add(9, 10, 2)
	return s
}

// Restore rebuilds a recency scale from cuts a report published, to ask what
// score a customer would have had by it.
func Restore(cuts []float64) Scale {
	s := Scale{Cuts: cuts, fewer: true}
	for _, c := range cuts {
		s.above = append(s.above, int64(c))
	}
	return s
}

// Days is how long before asOf day lies.
func Days(day, asOf ledger.Day) int64 { return int64(asOf - day) }
