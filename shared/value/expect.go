package value

import "math"

// Where Euler's form is used: its first parameter not further below 0 than
// cancellation allows for the digits we promise, its second not so large that
// the series overflows.
const (
	negativeMax = 20
	epsilonMax  = 20
)

// Expected is how many days with a visit a customer with this history is
// expected to make in the coming days, given that they have not left. Times the
// chance that they have not, Alive, it is what to expect of the customer. It
// does not depend on when they last came. It is NaN when a series does not
// settle.
//
// For a+b+x−1+f = c, s = days/(α+T) and z = s/(1+s) it is
//
//	c/(a−1)·[1 − (1−z)^(r+x)·₂F₁(r+x, b+x+f; c; z)]
//	= c/(a−1)·[1 − (1−z)^(a−1)·₂F₁(c−r−x, a−1; c; z)]
//
// of which the second form (Euler's) is finite at a = 1 and c = 0, and its
// series is short. (f is 1 in MBGNBD, else 0.)
func (d *Dropout) Expected(repeats, age int32, days float64) float64 {
	x := float64(repeats)
	s := days / (d.Alpha*PerWeek + float64(age))
	z := s / (1 + s)
	c := d.A + d.B + x - 1 + d.Model.firsts()
	epsilon := d.A - 1
	if first := c - d.R - x; first >= -negativeMax && epsilon <= epsilonMax {
		y := math.Exp(-epsilon * math.Log1p(s))
		return c*span(epsilon, math.Log1p(s)) - y*hyperSlope(first, epsilon, c, z)
	}
	// Far beyond, the first form, whose difference loses less than moving a away
	// from 1 costs.
	if math.Abs(epsilon) < 1e-6 {
		epsilon = 1e-6
	}
	b := d.B + x + d.Model.firsts()
	c = epsilon + b
	scale := math.Exp(-(d.R + x) * math.Log1p(s))
	return (c*(1-scale) - hyperRest(scale, d.R+x, b, c, z)) / epsilon
}

// span is (1 − e^(−εt))/ε, which is t at ε = 0.
func span(epsilon, t float64) float64 {
	if epsilon == 0 {
		return t
	}
	return -math.Expm1(-epsilon*t) / epsilon
}

// Alive is the chance that a customer with this history has not left. In BGNBD
// it is 1 for whoever came once: the model cannot know, and a reader should not
// be told that number. Both forms never rise as silence grows, and never fall as
// the last visit is later.
func (d *Dropout) Alive(h History) float64 {
	x := float64(h.Repeats) + d.Model.firsts()
	if x == 0 {
		return 1
	}
	alpha := d.Alpha * PerWeek
	silence := math.Log((alpha + float64(h.Age)) / (alpha + float64(h.Last)))
	left, _ := logistic(math.Log(d.A/(d.B+x-1)) + (d.R+float64(h.Repeats))*silence)
	return 1 - left
}

// Months are the terms money is discounted over, each a twelfth of 365.25 days.
const Months = 12

// monthDays is the length of a month.
const monthDays = 365.25 / Months

// Outlook is what is expected of a customer who has not left in the next twelve
// months: days with a visit, and the same discounted to today, each month's at
// its end.
type Outlook struct{ Visits, Discounted float64 }

// Outlook looks twelve months ahead, at a yearly discount rate.
func (d *Dropout) Outlook(repeats, age int32, discount float64) Outlook {
	var o Outlook
	for month := 1; month <= Months; month++ {
		until := d.Expected(repeats, age, float64(month)*monthDays)
		o.Discounted += (until - o.Visits) / math.Pow(1+discount, float64(month)/Months)
		o.Visits = until
	}
	return o
}
