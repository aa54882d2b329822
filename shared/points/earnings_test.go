package points_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/points"
)

// earnings are what everybody's sales earned before a day, from all postings
// ever, in any order. Everybody owns what their own sales earned, whoever has
// the account.
func (w *world) earnings(asOf ledger.Day, random *rand.Rand) *points.Earnings {
	e := points.NewEarnings(asOf)
	var all []points.Transfer
	var of []int32
	for at, p := range w.postings {
		for _, t := range p.Transfers() {
			who := p.Customer
			if t.Earner != "" {
				who = t.Earner
			}
			if at >= w.born[who] {
				all, of = append(all, t), append(of, number(who))
			}
		}
	}
	for _, i := range random.Perm(len(all)) {
		e.Add(of[i], all[i])
	}
	e.Close()
	return e
}

func number(who string) int32 {
	for i, id := range people {
		if id == who {
			return int32(i + 1)
		}
	}
	return 0
}

// TestEarnings: what a customer's sales of a day earned is what the states of
// those sales say, less what they say was clawed back, whatever happened to the
// points since. Somebody forgotten is left out, as their accounts are.
func TestEarnings(t *testing.T) {
	days := 0
	for seed := range uint64(40) {
		w := walks.World(seed + 1).(*world)
		got := w.earnings(w.today()+400, rand.New(rand.NewPCG(seed, 4)))
		want := map[string]map[ledger.Day]points.Points{}
		for key, s := range w.states {
			if s.Customer == "" || s.Earned == 0 {
				continue
			}
			if want[s.Customer] == nil {
				want[s.Customer] = map[ledger.Day]points.Points{}
			}
			want[s.Customer][key.Day] += s.Earned - s.Clawed
		}
		for _, who := range people {
			if w.root(who) == "" {
				continue
			}
			own := map[ledger.Day]points.Points{}
			last := ledger.Day(0)
			for _, e := range got.Of(number(who)) {
				if e.Day <= last {
					t.Errorf("seed %d: %s has %s after %s", seed+1, who, e.Day, last)
				}
				own[e.Day], last = e.Points, e.Day
				days++
			}
			if fmt.Sprint(own) != fmt.Sprint(want[who]) {
				t.Errorf("seed %d: %s earned %v, the states of the sales say %v", seed+1, who, own, want[who])
			}
		}
	}
	if days == 0 {
		t.Error("nobody earned anything")
	}
	t.Logf("%d days", days)
}
