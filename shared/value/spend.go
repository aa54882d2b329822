package value

import (
	"math"
	"slices"

	"dangol/shared/ledger"
)

// Spender is what the spending model needs of one customer: their repeats and
// the money of those days, summed.
type Spender struct {
	Repeats int32
	Money   ledger.Amount
}

// Spending is the fitted gamma-gamma model of money: what a customer spends on
// a day is gamma with shape P and a rate of their own, which is gamma with shape
// Q and rate V over customers. Fader and Hardie, "The Gamma-Gamma Model of
// Monetary Value" (2013).
type Spending struct {
	P float64 `json:"p"`
	Q float64 `json:"q"`
	V float64 `json:"v" doc:"in minor units"`
	// LogLikelihood is over Customers: those with repeats whose money is above 0.
	LogLikelihood float64 `json:"logLikelihood"`
	Customers     int     `json:"customers"`
	// Correlation is Pearson's between repeats and mean spend, over the same
	// customers; the model takes it for 0. 0 also when either does not vary.
	Correlation float64 `json:"correlation"`
}

// FitSpending finds the most likely parameters over the spenders with repeats
// and money above 0; ok is false, and they are 0, when the data do not determine
// them.
//
// The result is the same, bit for bit, however many processors work on it; the
// order of the spenders may change last digits.
func FitSpending(spenders []Spender) (Spending, bool) {
	m := newMoney(spenders)
	s := Spending{Customers: len(m.means), Correlation: m.correlation()}
	if len(m.means) < 2 {
		return s, false
	}
	start := []float64{4, 4, 4 * m.average}
	within := box{
		low:  []float64{1e-2, 1e-2, m.average * 1e-4},
		high: []float64{1e3, 1e3, m.average * 1e4},
	}
	parameters, edges, value, ok := maximise(start, within, m.slopes)
	if ok = ok && !slices.ContainsFunc(edges, func(e edge) bool { return e != between }); ok {
		s.P, s.Q, s.V, s.LogLikelihood = parameters[0], parameters[1], parameters[2], value
	}
	return s, ok
}

// Mean is the mean spend of all customers on a day, p·v/(q−1); it is infinite
// for Q ≤ 1.
func (s *Spending) Mean() float64 {
	if s.Q <= 1 {
		return math.Inf(1)
	}
	return s.P * s.V / (s.Q - 1)
}

// Expected is what a customer is expected to spend on a day, given their mean
// over repeats: p(v + x·m̄)/(p·x + q − 1). Without repeats it is Mean. A mean
// below 0 counts as 0.
func (s *Spending) Expected(repeats int32, mean float64) float64 {
	if repeats == 0 {
		return s.Mean()
	}
	x := float64(repeats)
	return s.P * (s.V + x*max(0, mean)) / (s.P*x + s.Q - 1)
}

// money is spenders in columns, by repeats.
type money struct {
	groups  []group
	sums    []float64 // x·m̄ of each, by group
	means   []float64 // m̄
	average float64   // of the means
	// Of each group, Σ ln m̄, once.
	logs  []float64
	jobs  []job
	parts []moneySums
}

// newMoney sorts spenders by repeats, keeping their order among equals.
func newMoney(spenders []Spender) *money {
	most := int32(0)
	for _, s := range spenders {
		most = max(most, s.Repeats)
	}
	ends := make([]int, most+2)
	for _, s := range spenders {
		if s.Repeats > 0 && s.Money > 0 {
			ends[s.Repeats+1]++
		}
	}
	for i := range most + 1 {
		ends[i+1] += ends[i]
	}
	n := ends[most+1]
	m := &money{sums: make([]float64, n), means: make([]float64, n)}
	for x := int32(1); x <= most; x++ {
		if from, to := ends[x], ends[x+1]; to > from {
			m.groups = append(m.groups, group{float64(x), from, to, float64(to - from)})
		}
	}
	for _, s := range spenders {
		if s.Repeats > 0 && s.Money > 0 {
			m.sums[ends[s.Repeats]] = float64(s.Money)
			ends[s.Repeats]++
		}
	}
	m.logs = make([]float64, len(m.groups))
	for at, g := range m.groups {
		for from := g.from; from < g.to; from += jobStates {
			m.jobs = append(m.jobs, job{at, from, min(from+jobStates, g.to)})
		}
		for i := g.from; i < g.to; i++ {
			m.means[i] = m.sums[i] / g.repeats
			m.logs[at] += math.Log(m.means[i])
			m.average += m.means[i]
		}
	}
	m.average /= max(1, float64(n))
	m.parts = make([]moneySums, len(m.jobs))
	return m
}

// correlation is Pearson's between repeats and means.
func (m *money) correlation() float64 {
	n, repeats := float64(len(m.means)), 0.0
	for _, g := range m.groups {
		repeats += g.repeats * g.weight
	}
	repeats /= max(1, n)
	var xx, xm, mm float64
	for _, g := range m.groups {
		dx := g.repeats - repeats
		xx += dx * dx * g.weight
		for i := g.from; i < g.to; i++ {
			dm := m.means[i] - m.average
			xm += dx * dm
			mm += dm * dm
		}
	}
	if xx == 0 || mm == 0 {
		return 0
	}
	return xm / math.Sqrt(xx*mm)
}

// moneySums are Σ ln(x·m̄+v), Σ 1/(x·m̄+v) and Σ 1/(x·m̄+v)².
type moneySums struct{ ln, inv, inv2 float64 }

// slopes fills in the log-likelihood at p, q and v:
//
//	Σ ln Γ(px+q)/Γ(px)Γ(q) + q ln v + (px−1) ln m̄ + px ln x − (px+q) ln(x·m̄+v)
func (m *money) slopes(parameters []float64, to *slopes) {
	p, q, v := parameters[0], parameters[1], parameters[2]
	inParallel(len(m.jobs), func(i int) {
		j := m.jobs[i]
		var s moneySums
		for _, sum := range m.sums[j.from:j.to] {
			inv := 1 / (sum + v)
			s.ln += math.Log(sum + v)
			s.inv += inv
			s.inv2 += inv * inv
		}
		m.parts[i] = s
	})
	to.value = 0
	first, second := to.first, to.second
	clear(first)
	for i := range second {
		clear(second[i])
	}
	for i := 0; i < len(m.jobs); {
		at := m.jobs[i].group
		var s moneySums
		for ; i < len(m.jobs) && m.jobs[i].group == at; i++ {
			s.ln, s.inv, s.inv2 = s.ln+m.parts[i].ln, s.inv+m.parts[i].inv, s.inv2+m.parts[i].inv2
		}
		g := &m.groups[at]
		x, n, px := g.repeats, g.weight, p*g.repeats
		to.value += n*(lgamma(px+q)-lgamma(px)-lgamma(q)+q*math.Log(v)+px*math.Log(x)) + (px-1)*m.logs[at] - (px+q)*s.ln
		both, bend := digamma(px+q), trigamma(px+q)
		first[0] += x * (n*(both-digamma(px)+math.Log(x)) + m.logs[at] - s.ln)
		first[1] += n*(both-digamma(q)+math.Log(v)) - s.ln
		first[2] += n*q/v - (px+q)*s.inv
		second[0][0] += n * x * x * (bend - trigamma(px))
		second[0][1] += n * x * bend
		second[0][2] -= x * s.inv
		second[1][1] += n * (bend - trigamma(q))
		second[1][2] += n/v - s.inv
		second[2][2] += (px+q)*s.inv2 - n*q/(v*v)
	}
	second[1][0], second[2][0], second[2][1] = second[0][1], second[0][2], second[1][2]
}
