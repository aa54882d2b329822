package night_test

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"

	"dangol/shared/night"
)

var (
	simSeeds = flag.Uint64("sim.seeds", 500, "how many histories to simulate")
	simFirst = flag.Uint64("sim.first", 1, "the first seed")
)

// TestSimulation runs histories of three stores in three zones: tills hours to
// weeks late, nights that fail, overlap, pause for a day and crash between any
// two steps, writes that become visible late, lost replies. Whatever happens,
// nothing is lost and nothing is counted twice.
func TestSimulation(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	var next, sales, failed atomic.Uint64
	t.Run("histories", func(t *testing.T) {
		for range runtime.GOMAXPROCS(0) {
			t.Run("worker", func(t *testing.T) {
				t.Parallel()
				for i := next.Add(1); i <= *simSeeds && !t.Failed(); i = next.Add(1) {
					v := simulate(t, *simFirst+i-1)
					if v.wrong != "" {
						t.Errorf("seed %d: %s", *simFirst+i-1, v.wrong)
					}
					sales.Add(uint64(v.sales))
					failed.Add(uint64(v.fails))
				}
			})
		}
	})
	t.Logf("%d histories, %d transactions, %d nights failed: 0 lost, 0 doubled", *simSeeds, sales.Load(), failed.Load())
}

// The same seed gives the same history, call for call.
func TestSimulationIsRepeatable(t *testing.T) {
	for seed := range uint64(5) {
		if a, b := simulate(t, seed), simulate(t, seed); a.trace != b.trace {
			t.Errorf("seed %d gave two histories", seed)
		}
	}
}

// guardSeeds is how many histories a broken rule may survive before the
// simulation is called blind.
const guardSeeds = 400

// Each rule of the night, broken alone, is noticed by the simulation: none is
// there for nothing, and the simulation looks at what each is for.
func TestEveryRuleOfTheNightIsNeeded(t *testing.T) {
	for _, rule := range night.Rules {
		t.Run(rule, func(t *testing.T) {
			defer night.Break(rule)()
			noticed(t)
		})
	}
}

// So is each rule of the ledger's side and of the pointer.
func TestEveryRuleOfTheLedgerIsNeeded(t *testing.T) {
	for name, rules := range map[string]twinRules{
		"a late transaction leaves a marker":           {noMarker: true},
		"the marker is written with its transaction":   {markerApart: true},
		"the pointer is swapped only from what it was": {blindSwap: true},
	} {
		t.Run(name, func(t *testing.T) {
			brokenTwin = rules
			defer func() { brokenTwin = twinRules{} }()
			noticed(t)
		})
	}
}

func noticed(t *testing.T) {
	for seed := uint64(1); seed <= guardSeeds; seed++ {
		if v := simulate(t, seed); v.wrong != "" {
			t.Log(fmt.Sprintf("seed %d: %.200s", seed, v.wrong))
			return
		}
	}
	t.Errorf("%d histories went well without it", guardSeeds)
}
