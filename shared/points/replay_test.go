package points_test

import (
	"fmt"
	"slices"
	"time"

	"dangol/shared/points"
)

// replay sums an account from its transfers alone, in an order of its own.
func replay(customer string, moves []points.Move, pick func(int) int) points.Account {
	a := points.Account{Customer: customer}
	moves = slices.Clone(moves)
	for n := len(moves); n > 0; n-- {
		i := pick(n)
		a.Replay(moves[i])
		moves[i] = moves[n-1]
	}
	return a
}

// judgeReplay: whoever sees transfers only, in any order, knows of an account
// what is to be known, now and when more time has passed.
func (w *world) judgeReplay() {
	for id, a := range w.accounts {
		replayed := replay(id, w.moves[id], w.shuffle.IntN)
		for _, later := range []time.Duration{0, 7 * time.Minute, 26 * time.Hour, 40 * 24 * time.Hour} {
			at := w.Now.Add(later)
			own, _ := points.Settle(a, "x", at)
			seen, _ := replayed.Settled(at)
			if got, want := essence(seen), essence(own.Account); got != want {
				w.Fail("%s %s later is\n%s, transfers say\n%s", id, later, want, got)
			}
		}
	}
}

// essence is what transfers say of an account, in one text.
func essence(a points.Account) string {
	var list []string
	for _, l := range a.Lots {
		if l.Free != 0 || l.Held != 0 {
			list = append(list, fmt.Sprint("lot ", l.Month, l.Until, l.Free, l.Held))
		}
	}
	pending := map[string]points.Points{}
	for _, p := range a.Pending {
		pending[fmt.Sprint("pending ", p.Ready, p.Month)] += p.Points
	}
	for _, h := range a.Holds {
		for _, p := range h.Parts {
			pending[fmt.Sprint("hold ", h.Until, p.Month)] += p.Points
		}
	}
	for name, n := range pending {
		list = append(list, fmt.Sprint(name, n))
	}
	slices.Sort(list)
	return fmt.Sprint(list, " debt ", a.Debt)
}
