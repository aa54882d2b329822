package night_test

import (
	"flag"
	"runtime"
	"sync/atomic"
	"testing"
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
	seeds := *simSeeds
	if testing.Short() {
		seeds = min(seeds, 20)
	}
	var next, sales, failed atomic.Uint64
	t.Run("histories", func(t *testing.T) {
		for range runtime.GOMAXPROCS(0) {
			t.Run("worker", func(t *testing.T) {
				t.Parallel()
				for i := next.Add(1); i <= seeds && !t.Failed(); i = next.Add(1) {
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
	t.Logf("%d histories, %d transactions, %d nights failed: 0 lost, 0 doubled", seeds, sales.Load(), failed.Load())
}

// The same seed gives the same history, call for call.
func TestSimulationIsRepeatable(t *testing.T) {
	for seed := range uint64(5) {
		if a, b := simulate(t, seed), simulate(t, seed); a.trace != b.trace {
			t.Errorf("seed %d gave two histories", seed)
		}
	}
}
