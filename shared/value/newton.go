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
	// strideMax is how far one step moves a parameter's logarithm.
	strideMax = 3
)

// edge says where a parameter ended up.
type edge int

const (
	between edge = iota
	lowest
	highest
)

// maximise climbs a log-likelihood of positive parameters from start with
// Newton steps in their logarithms, damped where it is not concave
// (Levenberg-Marquardt). A parameter at the edge of the box stays there while
// the likelihood grows towards the outside. f fills in derivatives by the
// parameters themselves.
//
// ok is false when no top was found. The steps depend on nothing but the
// arguments.
func maximise(start []float64, within box, f func(parameters []float64, s *slopes)) (parameters []float64, edges []edge, value float64, ok bool) {
	c := newClimb(start, within)
	evaluate := func(u []float64, s *slopes) {
		for i := range u {
			c.parameters[i] = math.Exp(u[i])
		}
		f(c.parameters, s)
		s.logarithmic(c.parameters)
	}
	evaluate(c.at, c.now)
	damping := 1e-3
	for range stepsMax {
		longest := c.stride(damping)
		evaluate(c.next, c.then)
		gain := c.then.value - c.now.value
		noise := 1e-13 * math.Abs(c.now.value)
		switch {
		case gain >= -noise && longest < settled && damping < 1e-6:
			return c.parameters, c.edges(c.next), c.then.value, true
		case gain < -noise || math.IsNaN(gain):
			damping = max(damping, 1e-6) * 8
			if damping > 1e12 {
				return c.parameters, nil, c.now.value, false
			}
			continue
		}
		c.at, c.next = c.next, c.at
		c.now, c.then = c.then, c.now
		if damping /= 30; damping < 1e-9 {
			damping = 0
		}
	}
	return c.parameters, nil, c.now.value, false
}

// climb is where maximise stands and looks next, in logarithms.
type climb struct {
	at, next, low, high, parameters []float64
	now, then                       *slopes
}

func newClimb(start []float64, within box) *climb {
	n := len(start)
	c := &climb{next: make([]float64, n), parameters: make([]float64, n), now: newSlopes(n), then: newSlopes(n)}
	for i := range start {
		c.at = append(c.at, math.Log(start[i]))
		c.low, c.high = append(c.low, math.Log(within.low[i])), append(c.high, math.Log(within.high[i]))
	}
	return c
}

// stride fills in next, and says how far its farthest parameter moved.
func (c *climb) stride(damping float64) (longest float64) {
	var free []int
	for i := range c.at {
		outwards := c.at[i] <= c.low[i] && c.now.first[i] <= 0 || c.at[i] >= c.high[i] && c.now.first[i] >= 0
		if !outwards {
			free = append(free, i)
		}
	}
	copy(c.next, c.at)
	for k, step := range newtonStep(c.now, free, damping) {
		i := free[k]
		to := c.at[i] + max(-strideMax, min(strideMax, step))
		c.next[i] = max(c.low[i], min(c.high[i], to))
		longest = max(longest, math.Abs(c.next[i]-c.at[i]))
	}
	return longest
}

func (c *climb) edges(at []float64) []edge {
	list := make([]edge, len(at))
	for i := range at {
		switch {
		case at[i] <= c.low[i]:
			list[i] = lowest
		case at[i] >= c.high[i]:
			list[i] = highest
		}
	}
	return list
}

// newtonStep solves (damping·|diagonal| − second)·step = first for the free
// parameters, with more damping as long as the left side is not positive
// definite.
func newtonStep(s *slopes, free []int, damping float64) []float64 {
	first := make([]float64, len(free))
	for k, i := range free {
		first[k] = s.first[i]
	}
	for ; ; damping = max(damping, 1e-6) * 4 {
		left := make([][]float64, len(free))
		for k, i := range free {
			left[k] = make([]float64, len(free))
			for l, j := range free {
				left[k][l] = -s.second[i][j]
			}
			left[k][k] += damping * (math.Abs(s.second[i][i]) + 1e-12)
		}
		if step, ok := solve(left, first); ok || damping > 1e12 {
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
