package night_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
)

// history is what tills and nights do in one simulation.
type history struct {
	*testing.T
	*sim
	stores []string
	keys   []ledger.Key                 // of sales planned so far, for refunds and voids
	acked  map[ledger.Key]ledger.Amount // totals a till was told are recorded
	failed int
	nights int
	wrong  []string
	twin   twinRules
	// read are the keys in pages already looked into: a page never changes.
	read map[string][]ledger.Key
}

// twinRules are rules of the ledger's own side that a test may break.
type twinRules struct {
	noMarker, markerApart, blindSwap bool
	ledgertest.Broken
}

// brokenTwin is the rule of the ledger's side a test has broken.
var brokenTwin twinRules

func newHistory(t *testing.T, s *sim) *history {
	h := &history{
		T: t, sim: s, stores: []string{"la", "london", "main"}, acked: map[ledger.Key]ledger.Amount{}, twin: brokenTwin,
		read: map[string][]ledger.Key{},
	}
	s.world.Broken = brokenTwin.Broken
	s.world.OpenStore("la", "America/Los_Angeles")
	s.world.OpenStore("london", "Europe/London")
	return h
}

// startTill sends one transaction until it is answered. Between the decision
// that its day needs a marker and the moment the write is visible, up to most
// of a day may pass; clocks differ by minutes.
func (h *history) startTill(t *ledger.Transaction, who string) {
	h.nights++
	by := &actor{name: fmt.Sprintf("till%04d", h.nights)}
	if h.random.IntN(3) == 0 {
		by.trouble, by.kind = 1+h.random.IntN(2), trouble(1+h.random.IntN(2))
	}
	inFlight := time.Duration(h.random.IntN(300)) * time.Millisecond
	if h.random.IntN(12) == 0 {
		inFlight = time.Duration(h.random.IntN(21*60)) * time.Minute
	}
	skew := time.Duration(h.random.IntN(20*60)-600) * time.Second
	decided := h.now.Add(skew)
	apart := time.Duration(h.random.IntN(3)/2*h.random.IntN(90)) * time.Minute
	h.at(h.now.Add(inFlight), func() {
		if (apart > 0 || h.twin.markerApart) && ledger.NeedsMarker(t.Day, decided) && !h.twin.noMarker {
			if h.twin.markerApart && h.random.IntN(4) == 0 {
				// a crash between the two writes the rule makes one of
			} else {
				h.world.Mark(t.Key) // a query may see the marker before the sale
			}
		}
		h.at(h.now.Add(apart), func() { go h.till(by, t, who, decided) })
	})
}

func (h *history) till(by *actor, t *ledger.Transaction, who string, decided time.Time) {
	for {
		var out ledger.Outcome
		err := h.ask(by, "append", t.ID, func() error {
			a := ledger.Arrival{Transaction: t, Received: decided}
			if who != "" {
				a.Identity = ledgertest.Member(who)
			}
			if h.twin.noMarker || h.twin.markerApart {
				out = h.world.AppendUnmarked(context.Background(), a)
			} else {
				out = h.world.Append(context.Background(), []ledger.Arrival{a})[0]
			}
			return nil
		})
		decided = h.clock()
		if err == nil && errors.Is(out.Err, ledger.ErrConflict) {
			return
		}
		if err == nil && out.Err == nil {
			h.acknowledge(t)
			return
		}
	}
}

// acknowledge notes what a till was told. Of two transactions under one id only
// one may be recorded.
func (h *history) acknowledge(t *ledger.Transaction) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if before, told := h.acked[t.Key]; told && before != t.Total {
		h.wrong = append(h.wrong, fmt.Sprintf("%v was acknowledged with %d and with %d", t.Key, before, t.Total))
	}
	h.acked[t.Key] = t.Total
}

// commitOps are the calls a night ends with.
var commitOps = []string{"save watermark", "swap", "grade", "clear"}

// weather is a night with at most one thing that goes wrong.
func (h *history) weather() *actor {
	if h.random.IntN(3) == 0 {
		return &actor{}
	}
	by := &actor{trouble: 1 + h.random.IntN(170), kind: trouble(1 + h.random.IntN(int(troubles)-1))}
	if h.random.IntN(2) == 0 { // around the commit
		by.op, by.trouble = commitOps[h.random.IntN(len(commitOps))], 1+h.random.IntN(2)
	}
	return by
}

// startNight runs a night in a goroutine of its own. A calm one must succeed.
func (h *history) startNight(asOf ledger.Day, by *actor, calm bool) {
	h.nights++
	by.name = fmt.Sprintf("night%04d", h.nights)
	p := ports{h.sim, by, !calm && h.random.IntN(2) == 0, h.twin.blindSwap}
	skew := time.Duration(h.random.IntN(20*60)-600) * time.Second
	n := &night.Night{
		Ledger: p, Shop: p, Views: p, Pointer: p, Owner: by.name,
		Sealed: bucketPorts{p, h.world.Sealed, "p:"}, Reports: bucketPorts{p, h.world.Reports, "r:"},
		Now: func() time.Time { return h.clock().Add(skew) },
	}
	go func() {
		_, err := n.Run(context.Background(), night.Request{AsOf: asOf})
		h.mu.Lock()
		defer h.mu.Unlock()
		if err != nil {
			h.failed++
		}
		if night.IsTheirs(err) {
			h.wrong = append(h.wrong, fmt.Sprintf("%s stopped: %v", by.name, err))
		}
		if calm && err != nil && !errors.Is(err, night.ErrBusy) {
			h.wrong = append(h.wrong, fmt.Sprintf("a calm night failed: %v", err))
		}
	}()
}

// settle lets quiet days pass until everything that was sent can be published.
// The first night is gone right after its commit; run again, it leaves what an
// undisturbed one does.
func (h *history) settle() {
	for day := range 3 {
		at := h.now.AddDate(0, 0, 1)
		asOf := ledger.DayOf(at.Add(9 * time.Hour))
		if day == 0 {
			h.at(at, func() { h.startNight(asOf, &actor{op: "swap", trouble: 1, kind: crashAfter}, false) })
			at = at.Add(time.Hour)
		}
		h.at(at, func() { h.startNight(asOf, &actor{}, true) })
		h.run()
		h.judgeViews(context.Background())
	}
}
