package value_test

import (
	"math/rand/v2"
	"testing"

	"dangol/shared/value"
)

// Newcombe's own example (1998, table II, comparison a): 56 of 70 against 48 of
// 80 differ by .20, from .0524 to .3339.
func TestPublishedInterval(t *testing.T) {
	found, compared := value.Commoner([]value.Trait{{Kind: "store", Name: "a", Top: 56, TopOf: 70, Rest: 48, RestOf: 80}})
	if compared != 1 || len(found) != 1 {
		t.Fatalf("%+v of %d", found, compared)
	}
	near(t, "difference", found[0].Difference, .2, 1e-6)
	near(t, "low", found[0].Low, .0524, 1e-3)
	near(t, "high", found[0].High, .3339, 1e-3)
	if p := found[0].P; p > .05 || p < .001 {
		t.Errorf("p is %v", p)
	}
}

// The same difference beside many comparisons that show nothing is no finding:
// one in twenty looks like it by chance.
func TestManyComparisons(t *testing.T) {
	traits := []value.Trait{{Kind: "product", Name: "found", Top: 56, TopOf: 70, Rest: 48, RestOf: 80}}
	alone, _ := value.Commoner(traits)
	for range 30 {
		traits = append(traits, value.Trait{Kind: "product", Name: "no", Top: 35, TopOf: 70, Rest: 40, RestOf: 80})
	}
	if found, compared := value.Commoner(traits); len(alone) != 1 || len(found) != 0 || compared != 31 {
		t.Errorf("alone %+v; among %d comparisons %+v", alone, compared, found)
	}
	strong := append(traits, value.Trait{Kind: "product", Name: "strong", Top: 60, TopOf: 70, Rest: 20, RestOf: 80})
	if found, _ := value.Commoner(strong); len(found) != 1 || found[0].Name != "strong" {
		t.Errorf("%+v", found)
	}
}

// What few have, what all have, and what few were asked about is not compared,
// and what the rest have more often is no finding.
func TestTraitsNotCompared(t *testing.T) {
	for name, c := range map[string]struct {
		trait value.Trait
		want  int
	}{
		"few have it":   {value.Trait{Top: 19, TopOf: 70, Rest: 0, RestOf: 80}, 0},
		"all have it":   {value.Trait{Top: 70, TopOf: 70, Rest: 80, RestOf: 80}, 0},
		"few are best":  {value.Trait{Top: 29, TopOf: 29, Rest: 1, RestOf: 80}, 0},
		"few are not":   {value.Trait{Top: 70, TopOf: 80, Rest: 0, RestOf: 29}, 0},
		"the rest have": {value.Trait{Top: 0, TopOf: 70, Rest: 60, RestOf: 80}, 1},
	} {
		if found, compared := value.Commoner([]value.Trait{c.trait}); len(found) != 0 || compared != c.want {
			t.Errorf("%s: %+v of %d", name, found, compared)
		}
	}
}

// Where the best are drawn by lot, hardly ever is anything found: in one shop of
// twenty at most, whatever the number of comparisons.
func TestNothingIsFoundInNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	wrong := 0
	const shops = 600
	for range shops {
		traits := make([]value.Trait, 40)
		for i := range traits {
			p := .05 + .9*random.Float64()
			one := &traits[i]
			one.TopOf, one.RestOf = 120, 480
			for range one.TopOf {
				if random.Float64() < p {
					one.Top++
				}
			}
			for range one.RestOf {
				if random.Float64() < p {
					one.Rest++
				}
			}
		}
		if found, _ := value.Commoner(traits); len(found) > 0 {
			wrong++
		}
	}
	if wrong > shops/20 {
		t.Errorf("in %d of %d shops without anything to find something was", wrong, shops)
	}
	t.Logf("found something in %d of %d", wrong, shops)
}
