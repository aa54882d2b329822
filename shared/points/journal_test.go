package points_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/points"
)

// sums is what all customers together have, by the last day of their lots.
type sums struct {
	months              map[ledger.Day]points.Points
	pending, held, debt points.Points
}

func (s *sums) add(a *points.Account) {
	for _, l := range a.Lots {
		if l.Free != 0 {
			s.months[l.Until] += l.Free
		}
	}
	b := a.Balance()
	s.pending, s.held, s.debt = s.pending+b.Pending, s.held+b.Held, s.debt+b.Debt
}

// midnights takes down what accounts come to whenever a day begins.
func (w *world) midnights(until time.Time) {
	for day := ledger.DayOf(w.Now) + 1; day <= ledger.DayOf(until); day++ {
		year, month, date := day.Time().Date()
		at := time.Date(year, month, date, 0, 0, 0, 0, seoul)
		s := &sums{months: map[ledger.Day]points.Points{}}
		for _, a := range w.accounts {
			c, _ := points.Settle(a, "x", at)
			s.add(&c.Account)
		}
		w.nights[day] = s
	}
}

// journal are the books of a day, from all postings ever, in any order.
func (w *world) journal(day ledger.Day, late bool, random *rand.Rand) *points.Journal {
	j := points.NewJournal(day, seoul)
	var all []points.Transfer
	var of []int32
	numbers := map[string]int32{}
	for i, id := range people {
		numbers[id] = int32(i + 1)
	}
	for _, p := range w.postings {
		if !late {
			p.Business = 0 // as if every transaction came on its day
		}
		for _, t := range p.Transfers() {
			all, of = append(all, t), append(of, numbers[p.Customer])
		}
	}
	for _, i := range random.Perm(len(all)) {
		j.Add(of[i], of[i], all[i])
	}
	j.Close(func(account int32) int32 { return account })
	return j
}

// TestJournal: on every day of a history the shop's books say what the accounts
// said that night, to the point, whatever was posted since and in any order;
// and what was issued, used and lost adds up to it.
func TestJournal(t *testing.T) {
	nights := 0
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 3))
		w := walks.World(seed + 1).(*world)
		w.midnights(w.Now.AddDate(0, 0, 5))
		days := slices.Sorted(maps.Keys(w.nights))
		for i, day := range days {
			if i%7 != int(seed%7) && day.MonthStart() != day && i < len(days)-1 {
				continue
			}
			nights++
			want, got := w.nights[day], &sums{months: map[ledger.Day]points.Points{}}
			j := w.journal(day, i == len(days)-1, random)
			j.Each(func(_ int32, a *points.Account) { got.add(a) })
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("seed %d on %s: the books say\n%v, accounts\n%v", seed+1, day, got, want)
			}
			all := j.Between(j.First(), day)
			left := got.pending + got.held - got.debt
			for _, n := range got.months {
				left += n
			}
			if all.Left() != left {
				t.Fatalf("seed %d on %s: %+v leaves %d, customers have %d", seed+1, day, all, all.Left(), left)
			}
		}
	}
	t.Logf("%d nights", nights)
}

// What is over does not change any more: a month that is past says the same on
// every later day, but for what was erased or came late.
func TestExpiryCountsOnItsDay(t *testing.T) {
	p := points.DefaultPolicy()
	p.Rate, p.ExpiryMonths = points.Rate{Points: 1, Per: 100}, 1
	sold := ledger.Date(2026, 1, 20)
	at := time.Date(2026, 1, 20, 12, 0, 0, 0, seoul)
	record := func(a points.Account, id string, at time.Time) points.Change {
		b := points.NewBooks(&p, at)
		b.AddAccount(a)
		k := ledger.Key{Store: "main", Day: ledger.DayOf(at), ID: id}
		b.AddSale(k, nil, nil)
		return b.Record(&ledger.Transaction{Key: k, Type: ledger.Sale, Customer: "kim", Total: 10_000}, "").Changes[0]
	}
	first := record(points.Account{Customer: "kim"}, "s1", at)
	later := record(first.Account, "s2", at.AddDate(0, 3, 0)) // notices that 100 ran out
	for _, touched := range []bool{false, true} {
		j := points.NewJournal(sold+150, seoul)
		for i, c := range []points.Change{first, later} {
			posting, moved := c.Entry.Posting()
			if !moved {
				t.Fatal("nothing moved")
			}
			for _, transfer := range posting.Transfers() {
				if i == 0 || touched {
					j.Add(1, 1, transfer)
				}
			}
		}
		j.Close(func(int32) int32 { return 1 })
		february := j.Between(ledger.Date(2026, 2, 1), ledger.Date(2026, 3, 1))
		if february.Expired != 100 {
			t.Errorf("touched %v: %+v in February", touched, february)
		}
		if lots, over := j.Over(); over.Expired < 100 || lots < 1 || j.Year(1).Issued < 100 {
			t.Errorf("touched %v: %d lots, %+v", touched, lots, over)
		}
	}
}
