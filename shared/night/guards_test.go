package night_test

import (
	"runtime"
	"sync/atomic"
	"testing"

	"dangol/shared/ledgertest"
	"dangol/shared/night"
)

// guardSeeds is how many histories a broken rule may survive before the
// simulation is called blind.
const guardSeeds = 300

// Each rule of the night, broken alone, is noticed by the simulation: none is
// there for nothing, and the simulation looks at what each is for.
func TestEveryRuleOfTheNightIsNeeded(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of histories")
	}
	for _, rule := range night.Rules {
		t.Run(rule, func(t *testing.T) {
			defer night.Break(rule)()
			if stops := stopsFor[rule]; stops == nil {
				noticed(t)
			} else if err := stops(t); night.IsTheirs(err) {
				t.Errorf("it still stops: %v", err)
			}
		})
	}
}

// stopsFor are the rules against what no history contains: things that were
// lost. Unbroken they stop the night.
var stopsFor = map[string]func(*testing.T) error{
	"a ledger that shrank stops the night": shrunk,
	"a lost pointer stops the night":       pointerLost,
}

// So is each rule of the ledger's side and of the pointer.
func TestEveryRuleOfTheLedgerIsNeeded(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of histories")
	}
	for name, rules := range map[string]twinRules{
		"a late transaction leaves a marker":                 {noMarker: true},
		"the marker is written with its transaction":         {markerApart: true},
		"the pointer is swapped only from what it was":       {blindSwap: true},
		"a transaction is recorded only where there is none": {Broken: ledgertest.Broken{NoCondition: true}},
		"other content under an id is refused":               {Broken: ledgertest.Broken{NoCompare: true}},
	} {
		t.Run(name, func(t *testing.T) {
			brokenTwin = rules
			defer func() { brokenTwin = twinRules{} }()
			noticed(t)
		})
	}
}

// noticed runs histories until one goes wrong.
func noticed(t *testing.T) {
	var next atomic.Uint64
	var found atomic.Bool
	t.Run("histories", func(t *testing.T) {
		for range runtime.GOMAXPROCS(0) {
			t.Run("worker", func(t *testing.T) {
				t.Parallel()
				for seed := next.Add(1); seed <= guardSeeds && !found.Load(); seed = next.Add(1) {
					if v := simulate(t, seed); v.wrong != "" {
						found.Store(true)
						t.Logf("seed %d: %.200s", seed, v.wrong)
					}
				}
			})
		}
	})
	if !found.Load() {
		t.Errorf("%d histories went well without it", guardSeeds)
	}
}
