package points

import (
	"maps"
	"slices"
	"strings"
	"time"

	"dangol/shared/ledger"
)

// Books is what one transaction, or one capture that pays for one, is decided
// on: the accounts and sale states it touches. Ask Missing what to read, add
// it, and ask again until nothing is missing.
type Books struct {
	policy   *Policy
	now      time.Time
	accounts map[string]*working
	touched  map[string]bool
	states   map[ledger.Key]*State
	changed  map[ledger.Key]bool
	recorded map[ledger.Key]*ledger.Transaction
	earned   Points
	clawed   Points
	returned Points
}

// NewBooks begins a decision at now by a policy.
func NewBooks(p *Policy, now time.Time) *Books {
	return &Books{
		policy: p, now: now, accounts: map[string]*working{}, touched: map[string]bool{},
		states: map[ledger.Key]*State{}, changed: map[ledger.Key]bool{}, recorded: map[ledger.Key]*ledger.Transaction{},
	}
}

// Need is what is still to be read.
type Need struct {
	Customers []string
	// Sales are transactions: their states and what is recorded of them.
	Sales []ledger.Key
}

// IsZero says nothing is missing.
func (n Need) IsZero() bool { return len(n.Customers) == 0 && len(n.Sales) == 0 }

// AddAccount adds what is kept of a customer, or Account{Customer: …} when
// nothing is.
func (b *Books) AddAccount(a Account) { b.accounts[a.Customer] = work(a, b.now) }

// AddSale adds what is kept of a transaction: its state, nil when it has none,
// and what is recorded under its key, nil when nothing is, or a sale whose
// customer is yet to be known: it earns then.
func (b *Books) AddSale(k ledger.Key, s *State, recorded *ledger.Transaction) {
	if s == nil {
		s = &State{}
	}
	b.states[k], b.recorded[k] = s.clone(), recorded
}

// Missing is what must be read before t can be decided.
func (b *Books) Missing(t *ledger.Transaction) Need {
	switch {
	case t.Type == ledger.Sale:
		return b.missing(t.Customer, t.Key)
	case t.RefundOf != nil:
		return b.missing("", t.Key, *t.RefundOf)
	case t.VoidOf != nil:
		if s := b.states[*t.VoidOf]; s != nil && s.RefundOf != nil {
			return b.missing("", *t.VoidOf, *s.RefundOf)
		}
		return b.missing("", *t.VoidOf)
	}
	return Need{}
}

// missing lists what is not there of a customer, of sales and of whom their
// states name.
func (b *Books) missing(customer string, sales ...ledger.Key) (n Need) {
	customers := map[string]bool{}
	if customer != "" {
		customers[customer] = true
	}
	for _, k := range sales {
		s := b.states[k]
		if s == nil {
			n.Sales = append(n.Sales, k)
			continue
		}
		if s.Customer != "" {
			customers[s.Customer] = true
		}
		for _, r := range s.Redeemed {
			customers[r.Customer] = true
		}
	}
	for id := range maps.Clone(customers) {
		for w := b.accounts[id]; w != nil && w.Merged != ""; w = b.accounts[w.Merged] {
			customers[w.Merged] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(customers)) {
		if b.accounts[id] == nil {
			n.Customers = append(n.Customers, id)
		}
	}
	return n
}

// MergesMax is how many merges are followed from one customer to the one who
// has the points.
const MergesMax = 8

// account is the account a customer's points are in, nil when it was erased.
func (b *Books) account(id string) *working {
	w := b.accounts[id]
	for range MergesMax {
		if w == nil || w.Merged == "" {
			break
		}
		w = b.accounts[w.Merged]
	}
	if w == nil || w.Erased || w.Merged != "" {
		return nil
	}
	return w
}

// on changes a customer's account, if there is one.
func (b *Books) on(id string, change func(*working)) {
	if w := b.account(id); w != nil {
		b.touched[w.Customer] = true
		w.earner = id
		change(w)
		w.earner = ""
	}
}

// change is the state of a sale, to be changed.
func (b *Books) change(k ledger.Key) *State {
	b.changed[k] = true
	return b.states[k]
}

// Kept is a state to be kept, on condition that the one before it is still
// there.
type Kept struct {
	Key   ledger.Key
	State State
}

// Told is what a till hears of a transaction's points.
type Told struct {
	// Earned by this sale, ClawedBack and Returned by this refund or void; or by
	// this sale when its refund or void came first. Less than 0 is the other way
	// round: a refund was voided.
	Earned     Points `json:"earned"`
	ClawedBack Points `json:"clawedBack,omitempty"`
	Returned   Points `json:"returned,omitempty"`
	Balance
}

// Decision is everything a transaction changes besides being recorded.
type Decision struct {
	Changes []Change // by customer
	States  []Kept   // by key
	// Told is nil when no account of a member is touched.
	Told *Told
}

// None says t has nothing to do with points.
func (d *Decision) None() bool { return len(d.Changes) == 0 && len(d.States) == 0 }

// Record decides what t does to points. Nothing may be missing. grade is the
// customer's, by which a sale earns. Whatever corrects a sale that was recorded
// without a state, by somebody unknown or before there were points, does
// nothing.
func (b *Books) Record(t *ledger.Transaction, grade string) Decision {
	kind, about := OfSale, t.Key
	switch {
	case t.Training:
		return Decision{}
	case t.Type == ledger.Sale:
		b.sale(t, grade)
	case t.RefundOf != nil:
		kind, about = OfRefund, *t.RefundOf
		b.refund(t)
	case t.VoidOf != nil:
		kind, about = OfVoid, b.void(t)
	}
	return b.decision(Entry{ID: "t/" + nameOf(t.Key), Kind: kind, Store: t.Store, Business: t.Day}, b.states[about])
}

func (b *Books) sale(t *ledger.Transaction, grade string) {
	s := b.change(t.Key)
	if t.Customer != "" {
		s.Customer = t.Customer
		s.Earned = b.policy.RateOf(grade).Earned(t.Worth().M)
		s.Month, s.Ready = b.policy.lastDay(t.Day), t.Day+ledger.Day(b.policy.PendingDays)
	}
	s.know(t)
	if !keeps(ruleRefundFirst) {
		s.Refunds = nil
	}
	b.on(s.Customer, func(w *working) {
		w.earn(s.Earned, t.Key, s, Earned)
		b.earned = s.Earned
	})
	b.reconcile(t.Key, s)
}

// know notes what a sale is worth.
func (s *State) know(t *ledger.Transaction) {
	worth := t.Worth()
	s.Known, s.Total, s.Goods, s.M = true, worth.Total, worth.Goods, worth.M
	if !keeps(ruleVoidFirst) {
		s.Voided = false
	}
}

// plain says a transaction was recorded and has nothing to do with points.
func (b *Books) plain(k ledger.Key) bool { return b.states[k].Version == 0 && b.recorded[k] != nil }

// found is the state of a sale to be corrected. One paid with points and
// recorded without a member is known by its record only.
func (b *Books) found(k ledger.Key) *State {
	s := b.change(k)
	if sale := b.recorded[k]; !s.Known && sale != nil && sale.Type == ledger.Sale {
		s.know(sale)
	}
	return s
}

func (b *Books) refund(t *ledger.Transaction) {
	if b.plain(*t.RefundOf) {
		return
	}
	own := b.change(t.Key)
	own.RefundOf = t.RefundOf
	voided := own.Voided && keeps(ruleVoidFirst)
	s := b.found(*t.RefundOf)
	if len(s.Refunds) < RefundsMax {
		worth := t.Worth()
		s.Refunds = append(s.Refunds, Given{nameOf(t.Key), worth.Total, worth.Goods, worth.M, worth.Itemised, voided})
	}
	b.reconcile(*t.RefundOf, s)
}

// void gives the key of the sale it is about in the end.
func (b *Books) void(t *ledger.Transaction) ledger.Key {
	key := *t.VoidOf
	if b.plain(key) {
		return key
	}
	target := b.change(key)
	target.Voided = true
	if target.RefundOf == nil {
		b.reconcile(key, b.found(key))
		return key
	}
	sale := *target.RefundOf
	s := b.found(sale)
	for i := range s.Refunds {
		if s.Refunds[i].Of == nameOf(key) {
			s.Refunds[i].Voided = true
		}
	}
	b.reconcile(sale, s)
	return sale
}

// MissingCapture is what must be read before a capture that pays for a sale
// can be decided.
func (b *Books) MissingCapture(customer string, q *EndRequest) Need {
	if q.Sale == nil {
		return b.missing(customer)
	}
	return b.missing(customer, *q.Sale)
}

// Capture ends a customer's hold, as End does, and notes on the sale what paid
// for it. If the sale is given back already, the points come back at once. The
// entry is the end's, nil when the customer's account was erased.
func (b *Books) Capture(customer string, q EndRequest) (Decision, *Entry) {
	w := b.account(customer)
	if w == nil {
		return Decision{}, nil
	}
	ended, spent := w.end(q)
	w.Version-- // the decision below counts it
	b.touched[w.Customer] = true
	if q.Sale != nil && len(spent) > 0 {
		s := b.found(*q.Sale)
		for _, p := range spent {
			s.Redeemed = append(s.Redeemed, Redeemed{Customer: w.Customer, Month: p.Month, Points: p.Points})
		}
		b.reconcile(*q.Sale, s)
	}
	d := b.decision(ended.Entry, nil)
	for i := range d.Changes {
		if d.Changes[i].Account.Customer == w.Customer {
			return d, &d.Changes[i].Entry
		}
	}
	return d, &ended.Entry
}

// decision ends it: every account touched gets the entry.
func (b *Books) decision(e Entry, about *State) (d Decision) {
	for _, id := range slices.Sorted(maps.Keys(b.touched)) {
		d.Changes = append(d.Changes, b.accounts[id].change(e))
	}
	for k := range b.changed {
		s := b.states[k].clone()
		s.Version++
		d.States = append(d.States, Kept{k, *s})
	}
	slices.SortFunc(d.States, func(x, y Kept) int { return strings.Compare(nameOf(x.Key), nameOf(y.Key)) })
	if about == nil {
		return d
	}
	if w := b.account(about.Customer); w != nil && b.touched[w.Customer] {
		d.Told = &Told{Earned: b.earned, ClawedBack: b.clawed, Returned: b.returned, Balance: w.Balance()}
	}
	return d
}
