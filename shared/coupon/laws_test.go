package coupon_test

import (
	"flag"
	"math/rand/v2"
	"strings"
	"testing"

	"dangol/shared/coupon"

	"pgregory.net/rapid"
)

// walkSteps is how much happens in one history.
const walkSteps = 400

var (
	first  = flag.Uint64("coupons.first", 1, "seed of the first history")
	walked = flag.Int("coupons.histories", 250, "how many histories are walked")
)

// walk lets a history happen and gives what went wrong in it.
func walk(pick func(int) int, steps int) (w *world) {
	w = newWorld(pick)
	for range steps {
		if w.step(); w.wrong != "" {
			break
		}
	}
	return w
}

func seeded(seed uint64) func(int) int { return rand.New(rand.NewPCG(seed, 1)).IntN }

// Whatever happens in whatever order, no coupon is given or used beyond what
// was promised.
func TestHistories(t *testing.T) {
	if testing.Short() {
		*walked /= 10
	}
	done := map[string]int{}
	for seed := range uint64(*walked) {
		w := walk(seeded(*first+seed), walkSteps)
		if w.wrong != "" {
			t.Fatalf("seed %d: %s\n%s", *first+seed, w.wrong, strings.Join(w.log[max(0, len(w.log)-12):], "\n"))
		}
		for what, n := range w.done {
			done[what] += n
		}
	}
	t.Logf("%d steps: %v", *walked*walkSteps, done)
}

// The same, found and made small by rapid.
func TestShortHistories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") }
		if w := walk(pick, 80); w.wrong != "" {
			t.Fatalf("%s\n%s", w.wrong, strings.Join(w.log, "\n"))
		}
	})
}

// guardSeeds is how many histories a broken rule may survive before they are
// called blind.
const guardSeeds = 300

// Each rule, broken alone, is noticed: none is there for nothing, and the
// histories look at what each is for.
func TestEveryRuleIsNeeded(t *testing.T) {
	for _, rule := range coupon.Rules {
		t.Run(rule, func(t *testing.T) {
			defer coupon.Break(rule)()
			for seed := range uint64(guardSeeds) {
				if wrong := walk(seeded(seed+1), walkSteps).wrong; wrong != "" {
					t.Logf("seed %d: %.160s", seed+1, wrong)
					return
				}
			}
			t.Errorf("%d histories went well without it", guardSeeds)
		})
	}
}
