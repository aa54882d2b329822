// Package histories tests what decides without I/O by letting anything happen
// in any order, with a judge that looks at every step.
package histories

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const (
	// steps is how much happens in one history, and in one that rapid makes small.
	steps, stepsSmall = 400, 80
	// guardSeeds is how many histories a broken rule may survive before they are
	// called blind.
	guardSeeds = 300
)

var (
	first  = flag.Uint64("histories.first", 1, "seed of the first history")
	walked = flag.Int("histories.n", 250, "how many histories are walked")
)

// Course is one history: who chooses, what the clock shows, what happened.
type Course struct {
	Pick  func(n int) int // 0 … n−1
	Now   time.Time
	Wrong string // the first thing that went wrong
	log   []string
	done  map[string]int
}

// New is a history in which nothing has happened.
func New(pick func(n int) int) *Course { return &Course{Pick: pick, done: map[string]int{}} }

// Fail says what went wrong; the first time counts.
func (c *Course) Fail(format string, args ...any) {
	if c.Wrong == "" {
		c.Wrong = fmt.Sprintf(format, args...)
	}
}

// Say writes what happens into the log a failure shows.
func (c *Course) Say(format string, args ...any) {
	c.log = append(c.log, c.Now.Format("2006-01-02 15:04 ")+fmt.Sprintf(format, args...))
}

// Did counts what happened, so that one can see it does.
func (c *Course) Did(what string) { c.done[what]++ }

// World is where a history happens. Step does one thing and judges it.
type World interface{ Step() }

// Walks are the histories of one decision core, whose Rules can be broken one
// at a time.
type Walks struct {
	Open  func(c *Course) World
	Rules []string
	Break func(rule string) (mend func())
}

func (w Walks) walk(pick func(int) int, steps int) (*Course, World) {
	c := New(pick)
	world := w.Open(c)
	for range steps {
		if world.Step(); c.Wrong != "" {
			break
		}
	}
	return c, world
}

func (w Walks) seeded(seed uint64) (*Course, World) {
	return w.walk(rand.New(rand.NewPCG(seed, 1)).IntN, steps)
}

// World is how one history of 400 steps ends.
func (w Walks) World(seed uint64) World {
	_, world := w.seeded(seed)
	return world
}

// Long walks 250 histories of 400 steps, a tenth of them with -short.
func (w Walks) Long(t *testing.T) {
	n, done := *walked, map[string]int{}
	if testing.Short() {
		n /= 10
	}
	for seed := *first; seed < *first+uint64(n); seed++ {
		c, _ := w.seeded(seed)
		if c.Wrong != "" {
			t.Fatalf("seed %d: %s\n%s", seed, c.Wrong, strings.Join(c.log[max(0, len(c.log)-12):], "\n"))
		}
		for what, n := range c.done {
			done[what] += n
		}
	}
	t.Logf("%d steps: %v", n*steps, done)
}

// Short walks short histories, found and made small by rapid.
func (w Walks) Short(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") }
		if c, _ := w.walk(pick, stepsSmall); c.Wrong != "" {
			t.Fatalf("%s\n%s", c.Wrong, strings.Join(c.log, "\n"))
		}
	})
}

// EveryRule breaks each rule alone, which must be noticed: none is there for
// nothing, and the histories look at what each is for.
func (w Walks) EveryRule(t *testing.T) {
	for _, rule := range w.Rules {
		t.Run(rule, func(t *testing.T) {
			defer w.Break(rule)()
			for seed := range uint64(guardSeeds) {
				if wrong := w.caught(seed + 1); wrong != "" {
					t.Logf("seed %d: %.160s", seed+1, wrong)
					return
				}
			}
			t.Errorf("%d histories went well without it", guardSeeds)
		})
	}
}

// caught walks one history; a broken rule may also end in a panic.
func (w Walks) caught(seed uint64) (wrong string) {
	defer func() {
		if p := recover(); p != nil {
			wrong = fmt.Sprint("panic: ", p)
		}
	}()
	c, _ := w.seeded(seed)
	return c.Wrong
}
