package ledgertest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

const (
	// redeliveredDays is over how many business days the transactions lie, and
	// redeliveredFor how long tills go on sending them.
	redeliveredDays = 40
	redeliveredFor  = 400 * 24 * time.Hour
	batchSize       = 25
)

// Redeliver records a number of transactions, then delivers them again until
// there were as many deliveries as asked for: in other batches, in any order,
// up to 400 days later, with and without the pepper. Every answer must be the
// first, byte for byte, and in the end each must be recorded once.
func Redeliver(t *testing.T, s Store, seed uint64, transactions, deliveries int) {
	ctx, random := context.Background(), rand.New(rand.NewPCG(seed, 5))
	x := &examiner{s, t, "again"}
	forms := make([][2]ledger.Arrival, transactions)
	for i := range forms {
		forms[i] = x.any(random, i)
	}
	first := make([][]byte, transactions)
	deliver := func(batch []int, fresh bool, late time.Duration) {
		arrivals := make([]ledger.Arrival, len(batch))
		for i, n := range batch {
			arrivals[i] = forms[n][random.IntN(2)]
			arrivals[i].Received = arrivals[i].Received.Add(late)
		}
		for i, out := range s.Append(ctx, arrivals) {
			n := batch[i]
			if fresh {
				first[n] = out.Answer
			}
			if out.Err != nil || out.Fresh != fresh || !bytes.Equal(out.Answer, first[n]) {
				t.Fatalf("transaction %d, first answered %s: %+v", n, first[n], out)
			}
		}
	}
	order := random.Perm(transactions)
	for batch := range slices.Chunk(order, batchSize) {
		deliver(batch, true, 0)
	}
	markers := x.marks()
	for left := deliveries; left > 0; {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		pass := order[:min(left, len(order))]
		for len(pass) > 0 {
			n := min(1+random.IntN(batchSize), len(pass))
			deliver(pass[:n], false, time.Duration(random.Int64N(int64(redeliveredFor))))
			pass, left = pass[n:], left-n
		}
	}
	x.once(transactions)
	if now := x.marks(); now != markers {
		t.Errorf("%d markers, %d before any was sent again", now, markers)
	}
}

// any is some transaction, as it arrives with the pepper and without.
func (x *examiner) any(random *rand.Rand, n int) (forms [2]ledger.Arrival) {
	a := x.sale(fmt.Sprintf("t%07d", n), today-ledger.Day(random.IntN(redeliveredDays)), ledger.Amount(random.IntN(100_000)))
	target := &ledger.Key{Store: x.id, Day: today, ID: fmt.Sprintf("t%07d", random.IntN(n+1))}
	switch random.IntN(10) {
	case 0:
		a.Type, a.RefundOf = ledger.Refund, target
	case 1:
		a.Type = ledger.Refund
	case 2:
		a.Type, a.VoidOf, a.Total = ledger.Void, target, 0
	case 3:
		a.Training = true
	case 4, 5:
		for range random.IntN(8) {
			a.Lines = append(a.Lines, ledger.Line{SKU: fmt.Sprint(random.IntN(50)), Quantity: ledger.One, Amount: 100})
		}
		a.Tenders = []ledger.Tender{{Type: "card", Amount: a.Total}}
	}
	forms = [2]ledger.Arrival{a, a}
	if who := random.IntN(4000); who < 2000 {
		i := customer.Identifier{Kind: customer.MemberNo, Value: customer.Secret(fmt.Sprint(x.id, who))}
		forms[0].Identity, forms[1].Waiting = examPepper.Identity(i), ledger.Unhashed(i)
	}
	return forms
}

// once says that so many transactions are recorded, each once.
func (x *examiner) once(transactions int) {
	seen := map[string]bool{}
	n := 0
	for day := today - redeliveredDays; day <= today; day++ {
		records := x.day(day)
		for _, r := range records.Records {
			seen[r.ID] = true
			n++
		}
		if records.Conflicts+records.Quarantined > 0 {
			x.Errorf("%s: %d conflicts, %d quarantined", day, records.Conflicts, records.Quarantined)
		}
	}
	if n != transactions || len(seen) != transactions {
		x.Errorf("%d records of %d transactions, want %d", n, len(seen), transactions)
	}
}

func (x *examiner) marks() int {
	keys, err := x.Markers(context.Background())
	if err != nil {
		x.Fatal(err)
	}
	return len(keys)
}
