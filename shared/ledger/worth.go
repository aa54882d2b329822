package ledger

import "math/bits"

// Worth is what one transaction is worth on its own, before links and voids.
// Every part is positive or zero for a refund too; the type carries the sign.
type Worth struct {
	// Total is what the till rang up, delivery included.
	Total Amount
	// Goods is Total without delivery, before points and coupons: what decides
	// whether there was a visit. It can be negative only when negative lines
	// outweigh the goods of a sale whose total is delivery.
	Goods Amount
	// M is the money that counts for the customer: Goods less what points and
	// coupons paid, never below 0.
	M Amount
	// Delivery and Benefit are the parts M leaves out: delivery lines, and what
	// points and coupons paid.
	Delivery, Benefit Amount
	// Itemised says the parts come from lines; without lines, delivery is 0.
	Itemised bool
}

// Worth computes t's own worth. A void is worth nothing.
func (t *Transaction) Worth() Worth {
	if t.Type == Void {
		return Worth{}
	}
	var delivery, benefit Amount
	for i := range t.Lines {
		if t.Lines[i].Category == Delivery {
			delivery += t.Lines[i].Amount
		}
	}
	for _, tender := range t.Tenders {
		if tender.Type == TenderPoints || tender.Type == TenderCoupon {
			benefit += tender.Amount
		}
	}
	return WorthOf(t.Total, delivery, benefit, len(t.Lines) > 0)
}

// WorthOf computes the worth of a sale or refund from its parts.
func WorthOf(total, delivery, benefit Amount, itemised bool) Worth {
	goods := total - delivery
	return Worth{
		Total: total, Goods: goods, M: max(0, goods-benefit),
		Delivery: delivery, Benefit: benefit, Itemised: itemised,
	}
}

// Taken is what the linked refunds of one sale took together. It is a sum, so
// it depends on their set and not on their order; the zero Taken is no refund.
type Taken struct {
	total    Amount // of all refunds
	proRata  Amount // summed totals of those without lines
	goods, m Amount // of those with lines
}

// Add counts one more linked refund.
func (t *Taken) Add(refund Worth) {
	t.total += refund.Total
	if refund.Itemised {
		t.goods += refund.Goods
		t.m += refund.M
	} else {
		t.proRata += refund.Total
	}
}

// All says the refunds gave back the whole sale.
func (t Taken) All(sale Worth) bool { return t.total >= sale.Total }

// From is how much of sale's goods and M the refunds took: those with lines by
// their own lines and tenders, those without by floor(pro rata of their summed
// totals), never more than the sale; exactly all once their totals reach the
// sale's. exceeds says their totals are beyond it.
func (t Taken) From(sale Worth) (goods, m Amount, exceeds bool) {
	exceeds = t.total > sale.Total
	if t.total >= sale.Total {
		return sale.Goods, sale.M, exceeds
	}
	goods = t.goods + share(sale.Goods, t.proRata, sale.Total)
	m = t.m + share(sale.M, t.proRata, sale.Total)
	return clamp(goods, sale.Goods), clamp(m, sale.M), exceeds
}

// share is floor(whole × part ÷ of) for 0 ≤ part < of, without overflow.
func share(whole, part, of Amount) Amount {
	if whole <= 0 || part <= 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(whole), uint64(part))
	quotient, _ := bits.Div64(high, low, uint64(of))
	return Amount(quotient)
}

func clamp(taken, whole Amount) Amount { return max(0, min(taken, whole)) }
