package value_test

import (
	"math"
	"math/rand/v2"

	"dangol/shared/ledger"
	"dangol/shared/value"
)

// gamma draws from a gamma distribution, by Marsaglia and Tsang.
func gamma(random *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(random, shape+1) * math.Pow(random.Float64(), 1/shape)
	}
	d := shape - 1./3
	for {
		x := random.NormFloat64()
		v := 1 + x/math.Sqrt(9*d)
		if v = v * v * v; v > 0 && math.Log(random.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// invented are customers who behave as BG/NBD and gamma-gamma say: r .6, α 5
// weeks, a .9, b 2.6; p 5, q 4, v 30,000.
func invented(n int, seed uint64) ([]value.History, []value.Spender) {
	random := rand.New(rand.NewPCG(seed, 1))
	histories, spenders := make([]value.History, n), make([]value.Spender, n)
	for i := range histories {
		h := &histories[i]
		h.Age = 30 + random.Int32N(700)
		rate := gamma(random, .6) / 35
		left := gamma(random, .9)
		left /= left + gamma(random, 2.6)
		nu := gamma(random, 4) / 30_000
		for at, last := 0.0, int32(0); ; {
			at += random.ExpFloat64() / rate
			if day := int32(at); day > last && day < h.Age {
				h.Repeats++
				h.Last, last = day, day
				spenders[i].Money += ledger.Amount(gamma(random, 5) / nu)
			}
			if at >= float64(h.Age) || random.Float64() < left {
				break
			}
		}
		spenders[i].Repeats = h.Repeats
	}
	return histories, spenders
}
