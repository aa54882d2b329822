package value

import "math"

// digits is how many significant digits a fitted parameter keeps. What is
// published is what was computed with, and processors that round the last bits
// of a sum differently still publish the same.
const digits = 7

// significant rounds x to so many digits.
func significant(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	// Both scales are exact powers of ten up to 10²², so dividing by the one
	// that is not a fraction gives the number nearest to the decimal.
	places := digits - 1 - int(math.Floor(math.Log10(math.Abs(x))))
	if places >= 0 {
		scale := math.Pow10(places)
		return math.Round(x*scale) / scale
	}
	scale := math.Pow10(-places)
	return math.Round(x/scale) * scale
}

func (d *Dropout) round() {
	d.R, d.Alpha, d.A, d.B = significant(d.R), significant(d.Alpha), significant(d.A), significant(d.B)
	d.LogLikelihood = math.Round(d.LogLikelihood*100) / 100
}

func (s *Spending) round() {
	s.P, s.Q, s.V, s.Correlation = significant(s.P), significant(s.Q), significant(s.V), significant(s.Correlation)
	s.LogLikelihood = math.Round(s.LogLikelihood*100) / 100
}
