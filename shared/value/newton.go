package value

import "math"

// slopes are a log-likelihood and its first and second derivatives at one
// point; the second ones are kept whole, though they are symmetric.
type slopes struct {
	value  float64
	first  []float64
	second [][]float64
}

func newSlopes(n int) *slopes {
	s := &slopes{first: make([]float64, n), second: make([][]float64, n)}
	for i := range s.second {
		s.second[i] = make([]float64, n)
	}
	return s
}

// logarithmic turns derivatives by parameters into those by their logarithms.
func (s *slopes) logarithmic(parameters []float64) {
	for i, p := range parameters {
		for j, q := range parameters {
			s.second[i][j] *= p * q
		}
		s.first[i] *= p
		s.second[i][i] += s.first[i]
	}
}

// box bounds each parameter.
type box struct{ low, high []float64 }

const (
	stepsMax = 200
	// settled is how little, relatively, a Newton step moves parameters that
	// are found: the next step would move them by its square.
	settled = 1e-7
	// flat is an improvement of a log-likelihood that says nothing.
	flat = 1e-9
	// strideMax is how far one step moves a parameter's logarithm.
	strideMax = 3
)

// maximise climbs a log-likelihood of positive parameters from start with
// Newton steps in their logarithms, damped where it is not concave
// (Levenberg-Marquardt). f fills in derivatives by the parameters themselves.
//
// ok is false when the top is not inside the box: then the data do not say
// where the parameters are. The steps depend on nothing but the arguments.
func maximise(start []float64, within box, f func(parameters []float64, s *slopes)) (parameters []float64, value float64, ok bool) {
	n := len(start)
	at, next := make([]float64, n), make([]float64, n)
	parameters = make([]float64, n)
	evaluate := func(u []float64, s *slopes) {
		for i := range u {
			parameters[i] = math.Exp(u[i])
		}
		f(parameters, s)
		s.logarithmic(parameters)
	}
	for i := range start {
		at[i] = math.Log(start[i])
	}
	now, then := newSlopes(n), newSlopes(n)
	evaluate(at, now)
	damping := 1e-3
	for range stepsMax {
		step := newtonStep(now, damping)
		inside, longest := true, 0.0
		for i := range at {
			next[i] = at[i] + max(-strideMax, min(strideMax, step[i]))
			low, high := math.Log(within.low[i]), math.Log(within.high[i])
			inside = inside && next[i] > low && next[i] < high
			next[i] = max(low, min(high, next[i]))
			longest = max(longest, math.Abs(next[i]-at[i]))
		}
		evaluate(next, then)
		gain := then.value - now.value
		noise := 1e-13 * math.Abs(now.value)
		switch {
		case gain >= -noise && longest < settled && damping < 1e-6:
			return parameters, then.value, inside
		case gain < -noise || math.IsNaN(gain):
			damping = max(damping, 1e-6) * 8
			if damping > 1e12 {
				return parameters, now.value, false
			}
			continue
		case !inside && gain < flat:
			return parameters, then.value, false
		}
		at, next = next, at
		now, then = then, now
		if damping /= 30; damping < 1e-9 {
			damping = 0
		}
	}
	return parameters, now.value, false
}

// newtonStep solves (damping·|diagonal| − second)·step = first, with more
// damping as long as the left side is not positive definite.
func newtonStep(s *slopes, damping float64) []float64 {
	n := len(s.first)
	for ; ; damping = max(damping, 1e-6) * 4 {
		left := make([][]float64, n)
		for i := range left {
			left[i] = make([]float64, n)
			for j := range left[i] {
				left[i][j] = -s.second[i][j]
			}
			left[i][i] += damping * (math.Abs(s.second[i][i]) + 1e-12)
		}
		if step, ok := solve(left, s.first); ok || damping > 1e12 {
			return step
		}
	}
}

// solve solves m·x = y for a positive definite m, by Cholesky; m is used up.
func solve(m [][]float64, y []float64) (x []float64, ok bool) {
	n := len(y)
	x = append(x, y...)
	for i := range n {
		for j := range i + 1 {
			sum := m[i][j]
			for k := range j {
				sum -= m[i][k] * m[j][k]
			}
			if i == j {
				if !(sum > 0) {
					return make([]float64, n), false
				}
				m[i][i] = math.Sqrt(sum)
				continue
			}
			m[i][j] = sum / m[j][j]
		}
	}
	for i := range n {
		for k := range i {
			x[i] -= m[i][k] * x[k]
		}
		x[i] /= m[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= m[k][i] * x[k]
		}
		x[i] /= m[i][i]
	}
	return x, true
}
