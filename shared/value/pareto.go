// Package value says what customers are worth.
package value

import (
	"math/bits"
	"slices"

	"dangol/shared/ledger"
)

// Pareto describes how a shop's sales are spread over its customers. It is
// measured, never assumed to be 20:80.
type Pareto struct {
	// Customers with M above 0, and their M summed. The rest are left out.
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
	// Gini is 0 when all spend alike and nears 1 when one spends everything;
	// 0 for fewer than two customers.
	Gini float64 `json:"gini"`
	// Makers is the smallest number of customers who make 80 % of Sales.
	Makers int `json:"makersOf80"`
	// Tops are the shares of the best 1, 5, 10, 20 and 50 %.
	Tops []Top `json:"tops"`
	// Curve is the cumulated share of sales, best customers first.
	Curve []Point `json:"curve"`
}

// Top is what the best customers make.
type Top struct {
	Percent   int           `json:"percent"`
	Customers int           `json:"customers"` // rounded up
	Sales     ledger.Amount `json:"sales"`
	Share     float64       `json:"share"`
}

// Point of a curve: both are shares from 0 to 1.
type Point struct {
	Customers float64 `json:"customers"`
	Sales     float64 `json:"sales"`
}

var topPercents = []int{1, 5, 10, 20, 50}

// curvePoints is how many steps the curve has at most.
const curvePoints = 100

// makerPercent is the share of sales Makers is about.
const makerPercent = 80

// ParetoOf describes spends, which it sorts; amounts of 0 or less are left out.
// Without any above 0 it is zero everywhere. The Gini coefficient is
// 2·Σ i·x₍ᵢ₎ ÷ (n·Σx) − (n+1)/n over ascending x, without small-sample
// correction.
func ParetoOf(spends []ledger.Amount) Pareto {
	slices.Sort(spends)
	first, _ := slices.BinarySearch(spends, 1)
	spends = spends[first:]
	n := len(spends)
	if n == 0 {
		return Pareto{Tops: []Top{}, Curve: []Point{}}
	}
	p := Pareto{Customers: n}
	var ranked float64
	cumulated := make([]ledger.Amount, n+1) // of the best i
	for i := range n {
		ranked += float64(i+1) * float64(spends[i])
		cumulated[i+1] = cumulated[i] + spends[n-1-i]
	}
	p.Sales = cumulated[n]
	p.Gini = 2*ranked/(float64(n)*float64(p.Sales)) - float64(n+1)/float64(n)
	p.Makers, _ = slices.BinarySearchFunc(cumulated, p.Sales, func(c, all ledger.Amount) int {
		if reaches(c, all) {
			return 1
		}
		return -1
	})
	for _, percent := range topPercents {
		best := (n*percent + 99) / 100
		p.Tops = append(p.Tops, Top{percent, best, cumulated[best], float64(cumulated[best]) / float64(p.Sales)})
	}
	steps := min(n, curvePoints)
	for i := range steps + 1 {
		best := n * i / steps
		p.Curve = append(p.Curve, Point{float64(best) / float64(n), float64(cumulated[best]) / float64(p.Sales)})
	}
	return p
}

// reaches says part is at least makerPercent of all; both are not negative.
func reaches(part, all ledger.Amount) bool {
	partHigh, partLow := bits.Mul64(uint64(part), 100)
	allHigh, allLow := bits.Mul64(uint64(all), makerPercent)
	return partHigh > allHigh || partHigh == allHigh && partLow >= allLow
}
