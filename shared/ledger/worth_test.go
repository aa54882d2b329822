package ledger_test

import (
	"testing"

	"dangol/shared/ledger"

	"pgregory.net/rapid"
)

func TestWorth(t *testing.T) {
	sale := ledger.Transaction{
		Type: ledger.Sale, Total: 13000,
		Lines: []ledger.Line{{Amount: 10000}, {Amount: 3000, Category: ledger.Delivery}},
		Tenders: []ledger.Tender{
			{Type: ledger.TenderPoints, Amount: 800}, {Type: ledger.TenderCoupon, Amount: 200}, {Type: "card", Amount: 12000},
		},
	}
	want := ledger.Worth{Total: 13000, Goods: 10000, M: 9000, Delivery: 3000, Benefit: 1000, Itemised: true}
	if got := sale.Worth(); got != want {
		t.Errorf("worth %+v, want %+v", got, want)
	}
	sale.Tenders[0].Amount = 20000
	if got := sale.Worth(); got.M != 0 {
		t.Errorf("M %d of a sale paid with points, want 0", got.M)
	}
	if got := (&ledger.Transaction{Type: ledger.Void, Total: 5}).Worth(); got != (ledger.Worth{}) {
		t.Errorf("a void is worth %+v", got)
	}
}

// worths draws a sale that could have been rung up.
func worths(t *rapid.T) ledger.Worth {
	total := rapid.Int64Range(1, int64(ledger.AmountMax)).Draw(t, "total")
	delivery := rapid.Int64Range(0, total).Draw(t, "delivery")
	benefit := rapid.Int64Range(0, total).Draw(t, "benefit")
	return ledger.WorthOf(ledger.Amount(total), ledger.Amount(delivery), ledger.Amount(benefit), true)
}

// What linked refunds take depends on their set: any order gives the same, k
// parts of a sale take exactly all of it, and no set takes more.
func TestTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sale := worths(t)
		var refunds []ledger.Worth
		left := sale.Total
		for range rapid.IntRange(0, 6).Draw(t, "refunds") {
			part := ledger.Amount(rapid.Int64Range(0, int64(left)).Draw(t, "part"))
			itemised := rapid.Bool().Draw(t, "itemised")
			delivery := ledger.Amount(0)
			if itemised {
				delivery = ledger.Amount(rapid.Int64Range(0, int64(part)).Draw(t, "delivery"))
			}
			refunds = append(refunds, ledger.WorthOf(part, delivery, 0, itemised))
			left -= part
		}
		take := func(list []ledger.Worth) (goods, m ledger.Amount, exceeds bool) {
			var taken ledger.Taken
			for _, r := range list {
				taken.Add(r)
			}
			return taken.From(sale)
		}
		goods, m, exceeds := take(refunds)
		if exceeds || goods < 0 || m < 0 || goods > max(0, sale.Goods) || m > sale.M {
			t.Fatalf("%v take goods %d and M %d of %+v", refunds, goods, m, sale)
		}
		shuffled := rapid.Permutation(refunds).Draw(t, "order")
		if g2, m2, _ := take(shuffled); g2 != goods || m2 != m {
			t.Fatalf("in another order they take %d and %d instead of %d and %d", g2, m2, goods, m)
		}
		rest := ledger.WorthOf(left, 0, 0, rapid.Bool().Draw(t, "rest itemised"))
		if g3, m3, exceeds := take(append(refunds, rest)); g3 != sale.Goods || m3 != sale.M || exceeds {
			t.Fatalf("all parts together take %d and %d of %+v", g3, m3, sale)
		}
		more := ledger.WorthOf(left+1, 0, 0, true)
		if g4, m4, exceeds := take(append(refunds, more)); g4 != sale.Goods || m4 != sale.M || !exceeds {
			t.Fatalf("one won too much takes %d and %d of %+v, exceeds %v", g4, m4, sale, exceeds)
		}
	})
}

// Without lines a refund takes its share: a third is a third of goods and of M.
func TestTakenProRata(t *testing.T) {
	sale := ledger.WorthOf(10_000, 1_000, 500, true)
	var taken ledger.Taken
	taken.Add(ledger.WorthOf(3_333, 0, 0, false))
	goods, m, _ := taken.From(sale)
	if goods != 9_000*3_333/10_000 || m != 8_500*3_333/10_000 {
		t.Errorf("a third takes goods %d and M %d", goods, m)
	}
}
