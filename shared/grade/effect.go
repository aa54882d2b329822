package grade

import (
	"math"

	"dangol/shared/ledger"
)

// EffectDays is how long customers are followed to see whether a grade works.
const EffectDays = 90

const (
	// effectBand is how far from the threshold a customer may stand to be
	// compared, as a share of it: a tenth.
	effectBand = 10
	// EffectMin is how many customers there must be on each side.
	EffectMin = 50
)

// Effect compares the customers who stood just above a grade's threshold on one
// night with those just below, by what they spent in the EffectDays from that
// day on. Comparing people before and after they reach a grade would mislead:
// reaching it selects a good spell. The two sides of a threshold differ by
// little but the grade.
//
// Who stood just below may still have had the grade, kept from before, which
// draws the difference towards 0.
type Effect struct {
	Grade     string
	Threshold ledger.Amount
	// Below and Above are the two sides.
	Below, Above Side
	// Difference is the mean above less the mean below, Low and High its 95 %
	// interval by Welch's standard error and the normal quantile: with 50 and
	// more on each side the t quantile is at most 2 % larger. In minor units.
	// All are 0 when Refused says why there is no figure.
	Difference, Low, High float64
	Refused               Refusal
}

// Side is one side of a threshold: how many stood there, and what they spent
// each, on average.
type Side struct {
	N    int
	Mean float64
}

// Refusal says why an effect has no figure.
type Refusal string

const (
	FewBelow  Refusal = "few_below"  // fewer than EffectMin stood just below
	FewAbove  Refusal = "few_above"  // … just above
	TooEarly  Refusal = "too_early"  // no night had told anybody a grade then
	Changed   Refusal = "changed"    // the rules changed since
	OtherThan Refusal = "not_amount" // grades go by more than the amount
)

// Followed is a customer as of the night customers are followed from: what
// their window held, and what they spent in the EffectDays from then on.
type Followed struct{ Stood, Spent ledger.Amount }

// Follow takes a customer's record apart at day: what counted on its night, and
// what came in the EffectDays after.
func (p *Policy) Follow(r *Record, day ledger.Day) Followed {
	return Followed{p.best(r, day).Amount, r.between(day, day+EffectDays)}
}

// Effects compares both sides of every threshold, best grade first. why is a
// reason to refuse all of them, "" when there is none. Grades by invitation and
// the last one have no threshold.
func (p *Policy) Effects(customers []Followed, why Refusal) []Effect {
	if p.Basis != ByAmount && why == "" {
		why = OtherThan
	}
	var list []Effect
	for i := range p.Grades {
		g := &p.Grades[i]
		if g.Invitation || i == len(p.Grades)-1 {
			continue
		}
		e := Effect{Grade: g.ID, Threshold: g.From, Refused: why}
		if why == "" {
			low, high := p.band(i)
			e.compare(customers, low, high)
		}
		list = append(list, e)
	}
	return list
}

// band is a tenth on both sides of a grade's threshold, but not beyond those
// beside it: a customer is compared over one threshold only.
func (p *Policy) band(i int) (low, high ledger.Amount) {
	from := p.Grades[i].From
	low, high = from-from/effectBand, from+from/effectBand
	for j := range p.Grades {
		other := &p.Grades[j]
		switch {
		case other.Invitation || j == i:
		case j < i:
			high = min(high, other.From)
		default:
			low = max(low, other.From)
		}
	}
	return low, high
}

// compare fills in the sides: from low up to the threshold, and from it up to
// high, not included.
func (e *Effect) compare(customers []Followed, low, high ledger.Amount) {
	var below, above moments
	for _, c := range customers {
		switch {
		case c.Stood < low || c.Stood >= high:
		case c.Stood < e.Threshold:
			below.add(float64(c.Spent))
		default:
			above.add(float64(c.Spent))
		}
	}
	e.Below, e.Above = Side{below.n, below.mean}, Side{above.n, above.mean}
	switch {
	case below.n < EffectMin:
		e.Refused = FewBelow
	case above.n < EffectMin:
		e.Refused = FewAbove
	default:
		half := normal95 * math.Sqrt(below.variance()/float64(below.n)+above.variance()/float64(above.n))
		e.Difference = above.mean - below.mean
		e.Low, e.High = e.Difference-half, e.Difference+half
	}
}

// normal95 is the 97.5 % quantile of the normal distribution.
const normal95 = 1.959963984540054

// moments are a running mean and sum of squared deviations (Welford 1962).
type moments struct {
	n             int
	mean, squares float64
}

func (m *moments) add(x float64) {
	m.n++
	from := x - m.mean
	m.mean += from / float64(m.n)
	m.squares += from * (x - m.mean)
}

func (m *moments) variance() float64 { return m.squares / float64(m.n-1) }
