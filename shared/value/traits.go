package value

import (
	"cmp"
	"math"
	"slices"
)

// Trait counts, of one thing a first visit had or had not, how many of the best
// customers had it, and how many of the rest.
type Trait struct {
	Kind string `json:"kind" enum:"product,hours,weekday,channel,store"`
	Name string `json:"name"`
	// Of is everybody whose first visit tells.
	Top    int `json:"top"`
	TopOf  int `json:"topOf"`
	Rest   int `json:"rest"`
	RestOf int `json:"restOf"`
}

// Finding is a trait the best have more often than the rest. Low and High are
// the 95 % interval of the difference of the two shares, by itself; P is the
// chance of such a difference where there is none, corrected for how many
// comparisons were made.
type Finding struct {
	Trait
	Difference float64 `json:"difference"`
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	P          float64 `json:"p"`
}

const (
	// TraitMin is how many customers must have a trait for it to be compared.
	TraitMin = 20
	// SidesMin is how many customers there must be on each side.
	SidesMin = 30
	// findingLevel is the chance that anything is found where nothing is.
	findingLevel = .05
	// z95 leaves 2.5 % on each side.
	z95 = 1.959963984540054
)

// Commoner lists the traits the best have more often than the rest, greatest
// difference first, and says how many comparisons were made: those of traits
// that TraitMin customers have and not all, where both sides have thirty.
//
// The interval is Newcombe's (1998, method 10), from two of Wilson's. The p-value
// is what turns it: two-sided, the level at which its lower end is 0. With many
// comparisons some look remarkable by chance, so p-values are Holm's (1979): a
// trait is listed only if it would be among all of them. Holm needs no
// independence, which hours and weekdays do not have.
func Commoner(traits []Trait) (found []Finding, compared int) {
	for _, t := range traits {
		all, of := t.Top+t.Rest, t.TopOf+t.RestOf
		if all < TraitMin || all == of || t.TopOf < SidesMin || t.RestOf < SidesMin {
			continue
		}
		f := Finding{Trait: t, P: 1}
		f.Difference, f.Low, f.High = newcombe(t, z95)
		if f.Difference > 0 {
			f.P = oddsOf(t)
		}
		found = append(found, f)
	}
	compared = len(found)
	holm(found)
	found = slices.DeleteFunc(found, func(f Finding) bool { return f.P > findingLevel || f.Low <= 0 })
	for i := range found {
		f := &found[i]
		f.Difference, f.Low, f.High, f.P = significant(f.Difference), significant(f.Low), significant(f.High), significant(f.P)
	}
	slices.SortFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Difference, a.Difference), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return found, compared
}

// wilson is the interval of a share of n, of which k have it.
func wilson(k, n int, z float64) (low, high float64) {
	p, m := float64(k)/float64(n), float64(n)
	middle := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	scale := 1 + z*z/m
	return max(0, (middle-half)/scale), min(1, (middle+half)/scale)
}

// newcombe is the difference between the two shares, and its interval.
func newcombe(t Trait, z float64) (difference, low, high float64) {
	p, q := float64(t.Top)/float64(t.TopOf), float64(t.Rest)/float64(t.RestOf)
	pLow, pHigh := wilson(t.Top, t.TopOf, z)
	qLow, qHigh := wilson(t.Rest, t.RestOf, z)
	difference = p - q
	return difference, difference - math.Hypot(p-pLow, qHigh-q), difference + math.Hypot(pHigh-p, q-qLow)
}

// oddsOf is the two-sided p-value of a difference above 0: of the widest interval
// that still lies above it. Beyond eight standard errors it is 0 for anybody.
func oddsOf(t Trait) float64 {
	narrow, wide := 0.0, 8.0
	for range 60 {
		z := (narrow + wide) / 2
		if _, low, _ := newcombe(t, z); low > 0 {
			narrow = z
		} else {
			wide = z
		}
	}
	return math.Erfc(narrow / math.Sqrt2)
}

// holm corrects p-values for how many there are: the i-th smallest of n is
// (n−i+1) times what it was, never below one before it and never above 1.
func holm(found []Finding) {
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(a.P, b.P) })
	before := 0.0
	for i := range found {
		before = max(before, min(1, float64(len(found)-i)*found[i].P))
		found[i].P = before
	}
}
