package rfm

import (
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
	h := int64(len(sorted)-1) * num
	below, rest := h/den, h%den
	at := sorted[below] * den
	if rest > 0 {
		at += rest * (sorted[below+1] - sorted[below])
	}
	return Cut{at, den}
}

// Quantiles are the k−1 type-7 cuts at i/k. Without values there are none.
// values are sorted in place.
func Quantiles(values []int64, k int) []Cut {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	cuts := make([]Cut, 0, k-1)
	for i := 1; i < k; i++ {
		cuts = append(cuts, Quantile(values, int64(i), int64(k)))
	}
	return cuts
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
