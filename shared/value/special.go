package value

import "math"

// lgamma is ln Γ(x) for x > 0.
func lgamma(x float64) float64 {
	y, _ := math.Lgamma(x)
	return y
}

// asymptotic is where the series of digamma and trigamma are good to the last
// digits: below it they climb by their recurrences.
const asymptotic = 10

// digamma is ψ(x), the derivative of ln Γ, for x > 0: ψ(x) = ψ(x+1) − 1/x, and
// from there the asymptotic series (Abramowitz and Stegun 6.3.5, 6.3.18).
func digamma(x float64) float64 {
	y := 0.0
	for ; x < asymptotic; x++ {
		y -= 1 / x
	}
	z := 1 / (x * x)
	return y + math.Log(x) - 1/(2*x) -
		z*(1./12-z*(1./120-z*(1./252-z*(1./240-z*(1./132-z*(691./32760-z/12))))))
}

// trigamma is ψ′(x) for x > 0 (Abramowitz and Stegun 6.4.6, 6.4.12).
func trigamma(x float64) float64 {
	y := 0.0
	for ; x < asymptotic; x++ {
		y += 1 / (x * x)
	}
	z := 1 / (x * x)
	return y + 1/x + z/2 +
		z/x*(1./6-z*(1./30-z*(1./42-z*(1./30-z*(5./66-z*(691./2730-z*7/6))))))
}

// termsMax ends a series that does not settle; at z = .9999 it takes 400,000.
const termsMax = 1_000_000

// accuracy is where a series may stop, relative to its sum.
const accuracy = 1e-16

// hyperRest is scale·c·(₂F₁(a, b; c; z) − 1) for positive a and b, c + 1 > 0 and
// 0 ≤ z < 1, which stays finite where c is 0. All terms of its series
//
//	scale·Σ_{k≥1} (a)ₖ (b)ₖ / ((c+1)ₖ₋₁ k!) zᵏ
//
// are positive. scale goes into the first, so that a large ₂F₁ times a small
// scale does not overflow. It is NaN when the series does not settle in
// termsMax terms.
func hyperRest(scale, a, b, c, z float64) float64 {
	term := scale * a * b * z
	sum := term
	for k := 1.0; k < termsMax; k++ {
		ratio := (a + k) * (b + k) / ((c + k) * (k + 1)) * z
		term *= ratio
		sum += term
		if ratio < 1 && term <= accuracy*(1-ratio)*sum {
			return sum
		}
	}
	return math.NaN()
}

// hyperSlope is (c/ε)·(₂F₁(a, ε; c; z) − 1) for 0 ≤ z < 1 and c + 1 > 0, which
// stays finite where ε or c is 0:
//
//	Σ_{k≥1} (a)ₖ (1+ε)ₖ₋₁ / ((c+1)ₖ₋₁ k!) zᵏ
//
// a may be negative, at the price of some cancellation: a digit for each three
// below 0 at most. It is NaN when the series does not settle in termsMax terms.
func hyperSlope(a, epsilon, c, z float64) float64 {
	term := a * z
	sum, largest := term, math.Abs(term)
	for k := 1.0; k < termsMax; k++ {
		ratio := (a + k) * (epsilon + k) / ((c + k) * (k + 1)) * z
		term *= ratio
		sum += term
		size := math.Abs(term)
		largest = max(largest, size)
		if ratio = math.Abs(ratio); ratio < 1 && size <= accuracy*(1-ratio)*largest && k > -a {
			return sum
		}
	}
	return math.NaN()
}
