package points

import (
	"slices"

	"dangol/shared/ledger"
)

// RefundsMax is how many linked refunds of one sale touch points.
const RefundsMax = 1000

// State is what points need to know of a sale and of what corrects it. Its
// first comer makes it, be that the sale, a refund, a void or a capture, and
// everybody after changes it on condition of its version: so a refund that
// races its sale loses nothing. A refund has one too, which says no more than
// what it refunds and whether it was voided.
type State struct {
	Version int64 `json:"version"`
	// Known says the sale has come: Total and M are its, Customer earned.
	Known    bool          `json:"known,omitempty"`
	Customer string        `json:"customer,omitempty"`
	Total    ledger.Amount `json:"total,omitempty"`
	Goods    ledger.Amount `json:"goods,omitempty"`
	M        ledger.Amount `json:"m,omitempty"`
	Earned   Points        `json:"earned,omitempty"`
	Month    ledger.Day    `json:"month,omitzero"` // its lot
	Ready    ledger.Day    `json:"ready,omitzero"`
	Clawed   Points        `json:"clawed,omitempty"`
	Redeemed []Redeemed    `json:"redeemed,omitempty"`
	Refunds  []Given       `json:"refunds,omitempty"`
	Voided   bool          `json:"voided,omitempty"`
	// RefundOf is the sale, when this is a refund.
	RefundOf *ledger.Key `json:"refundOf,omitempty"`
}

// Redeemed is points that paid for the sale, and how many came back.
type Redeemed struct {
	Customer string     `json:"customer"`
	Month    ledger.Day `json:"month"`
	Points   Points     `json:"points"`
	Returned Points     `json:"returned,omitempty"`
}

// Given is one linked refund.
type Given struct {
	Of       string        `json:"of"`
	Total    ledger.Amount `json:"total"`
	Goods    ledger.Amount `json:"goods,omitempty"`
	M        ledger.Amount `json:"m,omitempty"`
	Itemised bool          `json:"itemised,omitempty"`
	Voided   bool          `json:"voided,omitempty"`
}

// nameOf is a transaction's key in one text.
func nameOf(k ledger.Key) string { return k.Store + "/" + k.Day.String() + "/" + k.ID }

// due is how many of the earned points are to be taken back and how many of
// the redeemed ones are to come back, by everything that came so far. It is a
// sum over a set, so it does not depend on any order.
//
// Earned points follow M: floor(earned × M given back ÷ M of the sale).
// Redeemed points follow the total, since a sale they paid for whole has no M.
// Until the sale itself has come only its void says anything.
func (s *State) due() (clawed, returned Points) {
	var redeemed Points
	for _, r := range s.Redeemed {
		redeemed += r.Points
	}
	if !keeps(ruleRedeemed) {
		redeemed = 0
	}
	switch {
	case s.Voided:
		return s.Earned, redeemed
	case !s.Known:
		return 0, 0
	}
	var taken ledger.Taken
	var total ledger.Amount
	live := false
	for _, g := range s.Refunds {
		if g.Voided && keeps(ruleVoided) {
			continue
		}
		live = true
		total += g.Total
		taken.Add(ledger.Worth{Total: g.Total, Goods: g.Goods, M: g.M, Itemised: g.Itemised})
	}
	if !live {
		return 0, 0
	}
	_, m, _ := taken.From(ledger.Worth{Total: s.Total, Goods: s.Goods, M: s.M})
	clawed = floor(int64(s.Earned), int64(m), int64(s.M))
	if total >= s.Total {
		return clawed, redeemed
	}
	return clawed, floor(int64(redeemed), int64(total), int64(s.Total))
}

func (s *State) returned() (n Points) {
	for _, r := range s.Redeemed {
		n += r.Returned
	}
	return n
}

func (s *State) clone() *State {
	c := *s
	c.Redeemed, c.Refunds = slices.Clone(s.Redeemed), slices.Clone(s.Refunds)
	return &c
}

// reconcile moves points until the sale called key has taken and given back
// what is due. What is given comes first: then it need not become debt.
func (b *Books) reconcile(key ledger.Key, s *State) {
	clawed, returned := s.due()
	claw, give := clawed-s.Clawed, returned-s.returned()
	if !keeps(ruleSoFar) {
		claw = clawed
	}
	if give > 0 {
		b.giveRedeemed(s, give)
	}
	if claw < 0 {
		b.restore(key, s, -claw)
	}
	if claw > 0 {
		b.on(s.Customer, func(w *working) { w.take(claw, nameOf(key), key.Day, []ledger.Day{s.Month}, ClawedBack) })
	}
	if give < 0 {
		b.takeRedeemed(key, s, -give)
	}
	s.Clawed += claw
	b.clawed, b.returned = b.clawed+claw, b.returned+give
}

// restore gives earned points back that a refund had taken, which was voided.
func (b *Books) restore(key ledger.Key, s *State, n Points) {
	b.on(s.Customer, func(w *working) {
		if s.Ready > w.today {
			w.earn(n, key, s, Restored)
			return
		}
		w.giveBack(n, s.Month, key.Day, Restored)
	})
}

// giveRedeemed gives back what was spent last first: it lasts longest.
func (b *Books) giveRedeemed(s *State, n Points) {
	for i := len(s.Redeemed) - 1; i >= 0 && n > 0; i-- {
		r := &s.Redeemed[i]
		part := min(r.Points-r.Returned, n)
		r.Returned += part
		n -= part
		b.on(r.Customer, func(w *working) { w.giveBack(part, r.Month, 0, Returned) })
	}
}

// takeRedeemed undoes giveRedeemed.
func (b *Books) takeRedeemed(key ledger.Key, s *State, n Points) {
	for i := range s.Redeemed {
		r := &s.Redeemed[i]
		part := min(r.Returned, n)
		r.Returned -= part
		n -= part
		b.on(r.Customer, func(w *working) { w.take(part, "", 0, []ledger.Day{r.Month}, TakenBack) })
	}
}

// earn puts what a sale earned where it belongs: pending before it is ready,
// and to the debt first.
func (w *working) earn(n Points, key ledger.Key, s *State, why Why) {
	ready, month := s.Ready, s.Month
	if ready <= w.today {
		w.credit(n, month, key.Day, why)
		return
	}
	w.write(Move{From: Issuer, To: InPending, Points: n, Why: why, Month: month, Ready: ready, Sold: key.Day})
	paid := min(n, w.Debt)
	if !keeps(ruleDebtFirst) {
		paid = 0
	}
	w.Debt -= paid
	w.write(Move{From: InPending, To: InDebt, Points: paid, Why: PaidDebt, Month: month, Ready: ready})
	if n -= paid; n == 0 {
		return
	}
	sale := nameOf(key)
	for i := range w.Pending {
		if w.Pending[i].Sale == sale {
			w.Pending[i].Points += n
			return
		}
	}
	w.Pending = append(w.Pending, Pending{sale, n, ready, month})
}
