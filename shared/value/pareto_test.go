package value_test

import (
	"encoding/json"
	"math"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/value"

	"pgregory.net/rapid"
)

func TestPareto(t *testing.T) {
	p := value.ParetoOf([]ledger.Amount{10, 80, 0, -5, 5, 5})
	if p.Customers != 4 || p.Sales != 100 || p.Makers != 1 {
		t.Errorf("%+v", p)
	}
	// Ascending 5 5 10 80: 2·(5+10+30+320)/(4·100) − 5/4.
	if math.Abs(p.Gini-0.575) > 1e-12 {
		t.Errorf("Gini %v", p.Gini)
	}
	if top := p.Tops[3]; top.Percent != 20 || top.Customers != 1 || top.Share != 0.8 {
		t.Errorf("top fifth %+v", top)
	}
}

// Nobody, one customer and customers all alike give files, not NaN.
func TestParetoEdges(t *testing.T) {
	for name, spends := range map[string][]ledger.Amount{"nobody": nil, "no money": {0, -1}, "one": {7}, "alike": {3, 3, 3, 3, 3}} {
		p := value.ParetoOf(spends)
		if _, err := json.Marshal(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if math.Abs(p.Gini) > 1e-12 || p.Tops == nil || p.Curve == nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
	alike := value.ParetoOf([]ledger.Amount{3, 3, 3, 3, 3})
	if alike.Makers != 4 {
		t.Errorf("of five alike %d make four fifths", alike.Makers)
	}
}

func TestParetoLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spends := rapid.SliceOf(rapid.Map(rapid.Int64Range(-10, 1e12), func(n int64) ledger.Amount { return ledger.Amount(n) })).Draw(t, "spends")
		p := value.ParetoOf(spends)
		if p.Gini < -1e-9 || p.Gini >= 1 || p.Makers > p.Customers {
			t.Fatalf("%+v", p)
		}
		for i := 1; i < len(p.Curve); i++ {
			a, b := p.Curve[i-1], p.Curve[i]
			if b.Sales < a.Sales || b.Customers < a.Customers || b.Sales < b.Customers-1e-9 {
				t.Fatalf("the curve goes from %v to %v", a, b)
			}
		}
		if n := len(p.Curve); n > 0 && (p.Curve[n-1].Sales != 1 || p.Curve[0].Sales != 0) {
			t.Fatalf("the curve ends at %v", p.Curve[n-1])
		}
	})
}
