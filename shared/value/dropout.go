package value

import "math"

// Model names a model of visits. In both, customers buy at their own rate,
// gamma distributed over customers, until they leave, unseen.
type Model string

const (
	// BGNBD: they may leave after each repeat visit, each with their own
	// probability, beta distributed. Whoever never came again cannot have left.
	// Fader, Hardie and Lee, Marketing Science 24 (2005) 275–284.
	BGNBD Model = "bgnbd"
	// MBGNBD: they may leave after the first visit too. Batislam, Denizel and
	// Filiztekin, Int. J. of Research in Marketing 24 (2007) 201–209.
	MBGNBD Model = "mbgnbd"
)

// Dropout is a fitted model of visits. Rates are gamma with shape R and scale
// 1/Alpha weeks; chances of leaving are beta with A and B.
type Dropout struct {
	Model Model   `json:"model" enum:"bgnbd,mbgnbd"`
	R     float64 `json:"r"`
	Alpha float64 `json:"alpha" doc:"in weeks"`
	A     float64 `json:"a"`
	B     float64 `json:"b"`
	// LogLikelihood is over Customers, with time in weeks.
	LogLikelihood float64 `json:"logLikelihood"`
	Customers     int     `json:"customers"`
}

// firsts is 1 in the model where the first visit can be the last: it then has a
// chance of leaving more.
func (m Model) firsts() float64 {
	if m == MBGNBD {
		return 1
	}
	return 0
}

// FitDropout finds the most likely parameters. ok is false, and they are 0, when
// the data do not determine them: there are no repeats, all customers are too
// much alike, or the likelihood grows towards a parameter of 0 or infinity. Only
// where nobody seems ever to leave, A or B end at the edge of what is tried: the
// model is then one of customers who stay.
//
// The result is the same, bit for bit, whatever the order of the histories and
// however many processors work on it. unit is how many days the unit of time
// has; it changes Alpha and LogLikelihood and nothing else.
func FitDropout(m Model, s *Statistics, unit float64) (Dropout, bool) {
	repeats, _, days := s.sums()
	d := Dropout{Model: m, Customers: s.Customers}
	if repeats == 0 || days == 0 {
		return d, false
	}
	scale := days / unit / float64(s.Customers)
	rate := repeats / (days / unit)
	start := []float64{.7, .7 / rate, .8, 2.5}
	within := box{
		low:  []float64{1e-3, scale * 1e-5, 1e-3, 1e-3},
		high: []float64{200, scale * 1e5, 1e3, 1e4},
	}
	start[1] = max(within.low[1]*2, min(within.high[1]/2, start[1]))
	l := newLikelihood(m, s, unit)
	parameters, edges, value, ok := maximise(start, within, l.slopes)
	// Nobody seems to leave: a/(a+b) nears 0, and it hardly matters how near.
	stays := edges != nil && edges[2] != highest && edges[3] != lowest
	if !ok || !stays || edges[0] != between || edges[1] != between {
		return d, false
	}
	d.R, d.Alpha, d.A, d.B = parameters[0], parameters[1], parameters[2], parameters[3]
	d.LogLikelihood = value
	return d, true
}

// likelihood is the log-likelihood of a model's parameters, given statistics:
//
//	Σ n·[ ln Γ(r+x)/Γ(r) + r ln α + ln B(a, b+x+f)/B(a, b)
//	      − (r+x) ln(α+T) + ln(1 + w·((α+T)/(α+tₓ))^(r+x)) ]
//
// with f = firsts, w = a/(b+x+f−1), and no second term in the last logarithm
// where x + f = 0.
type likelihood struct {
	*Statistics
	model Model
	unit  float64
	// Of each number of days: ln(α+t) and 1/(α+t).
	logs, inverses []float64
	parts          []dropoutSums
	jobs           []job
}

// job is a part of one group. Jobs are summed each on their own, and then in
// order, so that who sums which makes no difference.
type job struct{ group, from, to int }

const jobStates = 8192

func newLikelihood(m Model, s *Statistics, unit float64) *likelihood {
	l := &likelihood{Statistics: s, model: m, unit: unit}
	l.logs, l.inverses = make([]float64, s.oldest+1), make([]float64, s.oldest+1)
	for at, g := range s.groups {
		for from := g.from; from < g.to; from += jobStates {
			l.jobs = append(l.jobs, job{at, from, min(from+jobStates, g.to)})
		}
	}
	l.parts = make([]dropoutSums, len(l.jobs))
	return l
}

// slopes fills in s at parameters r, α, a and b.
func (l *likelihood) slopes(parameters []float64, s *slopes) {
	alpha := parameters[1]
	for day := range l.logs {
		t := alpha + float64(day)/l.unit
		l.logs[day], l.inverses[day] = math.Log(t), 1/t
	}
	inParallel(len(l.jobs), func(i int) { l.parts[i] = l.sum(l.jobs[i], parameters) })
	s.value = 0
	clear(s.first)
	for i := range s.second {
		clear(s.second[i])
	}
	for i := 0; i < len(l.jobs); {
		at := l.jobs[i].group
		sums := l.parts[i]
		for i++; i < len(l.jobs) && l.jobs[i].group == at; i++ {
			sums.add(&l.parts[i])
		}
		l.add(&l.groups[at], &sums, parameters, s)
	}
	for i := range s.second {
		for j := range i {
			s.second[i][j] = s.second[j][i]
		}
	}
}

// dropoutSums are sums over the customers with the same repeats: of λ = ln(α+T)
// and its derivatives, and of what the chance of having left weighs. Λ is
// ln((α+T)/(α+tₓ)), q its derivative by α, q2 minus its second; w the chance,
// v = w(1−w).
type dropoutSums struct {
	ln, log, inv, inv2       float64 // of ln(1+…), λ, λ′, −λ″
	w, wΛ, wq, wq2           float64
	v, vΛ, vq, vΛΛ, vΛq, vqq float64
}

func (s *dropoutSums) add(o *dropoutSums) {
	s.ln, s.log, s.inv, s.inv2 = s.ln+o.ln, s.log+o.log, s.inv+o.inv, s.inv2+o.inv2
	s.w, s.wΛ, s.wq, s.wq2 = s.w+o.w, s.wΛ+o.wΛ, s.wq+o.wq, s.wq2+o.wq2
	s.v, s.vΛ, s.vq, s.vΛΛ = s.v+o.v, s.vΛ+o.vΛ, s.vq+o.vq, s.vΛΛ+o.vΛΛ
	s.vΛq, s.vqq = s.vΛq+o.vΛq, s.vqq+o.vqq
}

func (l *likelihood) sum(j job, parameters []float64) dropoutSums {
	r, a, b := parameters[0], parameters[2], parameters[3]
	x := l.groups[j.group].repeats
	var s dropoutSums
	age, last, count := l.age[j.from:j.to], l.last[j.from:j.to], l.count[j.from:j.to]
	mayHaveLeft := x+l.model.firsts() > 0
	odds := math.Log(a / (b + x + l.model.firsts() - 1))
	for i := range age {
		n, λ, λ1 := count[i], l.logs[age[i]], l.inverses[age[i]]
		s.log += n * λ
		s.inv += n * λ1
		s.inv2 += n * λ1 * λ1
		if !mayHaveLeft {
			continue
		}
		Λ, last1 := λ-l.logs[last[i]], l.inverses[last[i]]
		q, q2 := λ1-last1, λ1*λ1-last1*last1
		w, ln := logistic(odds + (r+x)*Λ)
		s.ln += n * ln
		w *= n
		v := w * (1 - w/n)
		s.w += w
		s.wΛ += w * Λ
		s.wq += w * q
		s.wq2 += w * q2
		s.v += v
		vΛ, vq := v*Λ, v*q
		s.vΛ += vΛ
		s.vq += vq
		s.vΛΛ += vΛ * Λ
		s.vΛq += vΛ * q
		s.vqq += vq * q
	}
	return s
}

// logistic is eᵈ/(1+eᵈ) and ln(1+eᵈ).
func logistic(d float64) (share, ln float64) {
	if d > 0 {
		e := math.Exp(-d)
		return 1 / (1 + e), d + math.Log(1+e)
	}
	e := math.Exp(d)
	return e / (1 + e), math.Log(1 + e)
}

// add adds what the customers of one group say to value and derivatives. Only
// the upper half of the second derivatives is summed.
func (l *likelihood) add(g *group, s *dropoutSums, parameters []float64, to *slopes) {
	r, alpha, a, b := parameters[0], parameters[1], parameters[2], parameters[3]
	x, f, n := g.repeats, l.model.firsts(), g.weight
	rx, bx := r+x, b+x+f
	to.value += n*(lgamma(rx)-lgamma(r)+r*math.Log(alpha)+
		lgamma(a+b)+lgamma(bx)-lgamma(b)-lgamma(a+bx)) - rx*s.log + s.ln
	odd := bx - 1 // of the odds a/(b+x+f−1)
	first, second := to.first, to.second
	both := digamma(a+b) - digamma(a+bx)
	first[0] += n*(digamma(rx)-digamma(r)+math.Log(alpha)) - s.log + s.wΛ
	first[1] += n*r/alpha - rx*s.inv + rx*s.wq
	first[2] += n*both + s.w/a
	first[3] += n * (both + digamma(bx) - digamma(b))
	bend := trigamma(a+b) - trigamma(a+bx)
	second[0][0] += n*(trigamma(rx)-trigamma(r)) + s.vΛΛ
	second[0][1] += n/alpha - s.inv + rx*s.vΛq + s.wq
	second[0][2] += s.vΛ / a
	second[1][1] += -n*r/(alpha*alpha) + rx*s.inv2 + rx*rx*s.vqq - rx*s.wq2
	second[1][2] += rx * s.vq / a
	second[2][2] += n*bend + (s.v-s.w)/(a*a)
	second[2][3] += n * bend
	second[3][3] += n * (bend + trigamma(bx) - trigamma(b))
	if x+f == 0 {
		return
	}
	first[3] -= s.w / odd
	second[0][3] -= s.vΛ / odd
	second[1][3] -= rx * s.vq / odd
	second[2][3] -= s.v / (a * odd)
	second[3][3] += (s.v + s.w) / (odd * odd)
}
