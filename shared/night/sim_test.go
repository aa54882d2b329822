package night_test

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dangol/shared/ledgertest"
)

// sim runs real nights and tills against the twin in virtual time. Everything
// that touches the world is a call that waits for its turn: the simulation lets
// all goroutines run until each is waiting, orders what they ask for, decides
// by its seed how long each call takes and how it ends, and carries out one
// after the other. One seed gives one history.
type sim struct {
	world  *ledgertest.World
	random *rand.Rand
	now    time.Time
	queue  events
	number int
	trace  uint64

	mu    sync.Mutex
	asked []*call
}

// call is something an actor asks of the world.
type call struct {
	by       *actor
	op, args string
	work     func() error
	reply    chan error
}

// actor is a night or a till under way.
type actor struct {
	name  string
	calls map[string]int
	// At its trouble-th call of op something happens to it, in the way kind
	// says. Every call is a call of "".
	op      string
	trouble int
	kind    trouble
	dead    bool
}

// troubled counts a call and says whether it is the one.
func (a *actor) troubled(op string) bool {
	if a.calls == nil {
		a.calls = map[string]int{}
	}
	a.calls[""]++
	a.calls[op]++
	return (op == a.op || a.op == "") && a.calls[a.op] == a.trouble
}

type trouble int

const (
	none        trouble = iota
	refused             // the call fails and nothing happened
	replyLost           // it happened and the reply is lost
	crashBefore         // the actor is gone before the call
	crashAfter          // and after it
	paused              // the call takes a day
	troubles
)

var (
	errThrottled = errors.New("throttled")
	errLost      = errors.New("reply lost")
	errCrashed   = errors.New("crashed")
)

// event is something due at a moment.
type event struct {
	at     time.Time
	number int
	do     func()
}

type events []*event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return cmp.Or(e[i].at.Compare(e[j].at), cmp.Compare(e[i].number, e[j].number)) < 0
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(*event)) }
func (e *events) Pop() any {
	old := *e
	last := old[len(old)-1]
	*e = old[:len(old)-1]
	return last
}

func (s *sim) at(when time.Time, do func()) {
	s.number++
	heap.Push(&s.queue, &event{when, s.number, do})
}

// run carries out everything due, and what follows from it. It must run inside
// a synctest bubble.
func (s *sim) run() {
	for {
		synctest.Wait() // everybody waits for a call, or is done
		s.admit()
		if len(s.queue) == 0 {
			return
		}
		e := heap.Pop(&s.queue).(*event)
		s.mu.Lock()
		s.now = e.at
		s.mu.Unlock()
		e.do()
	}
}

// admit gives every call asked since its time and its end. Which goroutine
// asked first is chance, so calls are ordered by what they ask.
func (s *sim) admit() {
	s.mu.Lock()
	asked := s.asked
	s.asked = nil
	s.mu.Unlock()
	slices.SortStableFunc(asked, func(a, b *call) int {
		return cmp.Or(cmp.Compare(a.by.name, b.by.name), cmp.Compare(a.op, b.op), cmp.Compare(a.args, b.args))
	})
	for _, c := range asked {
		took := time.Duration(1+s.random.IntN(40)) * time.Millisecond
		end := none
		if c.by.troubled(c.op) {
			if end = c.by.kind; end == paused {
				took = time.Duration(1+s.random.IntN(30)) * time.Hour
			}
		}
		s.at(s.now.Add(took), func() { s.carryOut(c, end) })
	}
}

func (s *sim) carryOut(c *call, end trouble) {
	s.note(c, end)
	if c.by.dead {
		c.reply <- errCrashed
		return
	}
	var err error
	switch end {
	case refused:
		err = errThrottled
	case crashBefore:
		c.by.dead, err = true, errCrashed
	default:
		err = c.work()
	}
	switch end {
	case replyLost:
		err = errLost
	case crashAfter:
		c.by.dead, err = true, errCrashed
	}
	c.reply <- err
}

// note folds what happens into the trace: two runs of a seed must agree.
func (s *sim) note(c *call, end trouble) {
	h := fnv.New64a()
	fmt.Fprint(h, s.trace, s.now.UnixNano(), c.by.name, c.op, c.args, end)
	s.trace = h.Sum64()
}

// ask is how actors touch the world.
func (s *sim) ask(by *actor, op, args string, work func() error) error {
	c := &call{by, op, args, work, make(chan error, 1)}
	s.mu.Lock()
	s.asked = append(s.asked, c)
	s.mu.Unlock()
	return <-c.reply
}

func (s *sim) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// verdict is what a simulated history showed.
type verdict struct {
	wrong string // "" when all is well
	trace uint64
	sales int
	fails int // nights that ended with an error
}

// simulate runs one seed.
func simulate(t *testing.T, seed uint64) (v verdict) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
		s := &sim{world: ledgertest.NewWorld(began), random: rand.New(rand.NewPCG(seed, 99)), now: began}
		h := newHistory(t, s)
		h.plan(began)
		s.run()
		h.settle()
		v = verdict{h.judge(context.Background()), s.trace, len(h.acked), h.failed}
	})
	return v
}
