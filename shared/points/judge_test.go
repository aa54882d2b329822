package points_test

import (
	"fmt"

	"dangol/shared/ledger"
	"dangol/shared/points"
)

// owe changes what an account should come to.
func (w *world) owe(id string, n points.Points) {
	if root := w.root(id); root != "" {
		w.worth[root] += n
	}
}

func (w *world) keepDecision(d points.Decision) {
	for _, c := range d.Changes {
		w.keep(c)
	}
	for _, k := range d.States {
		if old := w.states[k.Key]; old != nil && k.State.Version != old.Version+1 || old == nil && k.State.Version != 1 {
			w.Fail("the version of a state jumps")
		}
		w.states[k.Key] = &k.State
	}
}

// keep keeps one account and its entry, and judges the step from the one before.
func (w *world) keep(c points.Change) {
	a, e, old := c.Account, c.Entry, w.account(c.Account.Customer)
	if a.Version != old.Version+1 {
		w.Fail("the version of %s jumps from %d to %d", a.Customer, old.Version, a.Version)
	}
	w.entries[a.Customer+" "+e.ID] = &e
	w.judgeMoves(old, a, e)
	w.moves[a.Customer] = append(w.moves[a.Customer], e.Moves...)
	if p, moved := e.Posting(); moved {
		w.postings = append(w.postings, p)
	}
	w.accounts[a.Customer] = a
}

func (w *world) judgeMoves(old, a points.Account, e points.Entry) {
	fold := w.folds[a.Customer]
	if fold == nil {
		fold = map[place]points.Points{}
		w.folds[a.Customer] = fold
	}
	clawed := map[points.Place]bool{}
	back := map[ledger.Day]bool{} // lots something came back to
	for _, m := range e.Moves {
		if m.Points <= 0 || m.From == m.To {
			w.Fail("transfer %+v", m)
		}
		for p, n := range map[points.Place]points.Points{m.From: -m.Points, m.To: m.Points} {
			at := place{p, m.Month}
			if p == points.InDebt || p == points.Issuer {
				at.month = 0
			}
			fold[at] += n
		}
		switch m.Why {
		case points.Expired:
			until := max(m.Month, extended(old, m.Month))
			if back[m.Month] || a.Merged != "" || e.Kind == points.OfMerge {
				until = max(until, extended(a, m.Month))
			}
			if w.worth[a.Customer] -= m.Points; until >= w.today() {
				w.Fail("points of %s ran out too early", m.Month)
			}
		case points.ClawedBack:
			clawed[m.From] = true
		case points.Returned, points.Restored:
			back[m.Month] = true
			if m.To != points.InPending && m.Month < w.today() && extended(a, m.Month) == 0 && extended(old, m.Month) == 0 {
				w.Fail("points came back to the lot of %s, which ran out, and got no time", m.Month)
			}
		case points.Matured:
			ready := false
			for _, p := range old.Pending {
				ready = ready || p.Ready <= w.today()
			}
			if !ready && e.Kind != points.OfSale && e.Kind != points.OfMerge {
				w.Fail("points matured before their day")
			}
		}
	}
	if sale := w.recorded; e.Kind == points.OfRefund && clawed[points.Available] && sale != nil {
		w.judgePending(a, e)
	}
	for _, x := range old.Extended {
		if a.Merged == "" && !a.Erased && extended(a, x.Month) < x.Until {
			w.Fail("the time given to the lot of %s was taken away", x.Month)
		}
	}
}

// judgePending: a refund takes what its own sale has pending before anything
// else.
func (w *world) judgePending(a points.Account, e points.Entry) {
	for k, t := range w.recorded {
		if e.ID != "t/"+name(k) || t.RefundOf == nil {
			continue
		}
		for _, p := range a.Pending {
			if p.Sale == name(*t.RefundOf) && p.Points > 0 {
				w.Fail("%s took available points while its sale has some pending", k.ID)
			}
		}
	}
}

func name(k ledger.Key) string { return k.Store + "/" + k.Day.String() + "/" + k.ID }

// extended is the later day a lot was given, 0 when it was not.
func extended(a points.Account, month ledger.Day) ledger.Day {
	for _, e := range a.Extended {
		if e.Month == month {
			return e.Until
		}
	}
	return 0
}

func (w *world) judgeAll() {
	var all, issuer points.Points
	for id, a := range w.accounts {
		w.judge(id, a)
		b := a.Balance()
		sum := b.Available + b.Pending + b.Held - b.Debt
		if sum != w.worth[id] {
			w.Fail("%s has %+v, should come to %d", id, b, w.worth[id])
		}
		all += sum
		issuer += w.folds[id][place{points.Issuer, 0}]
	}
	if all+issuer != 0 {
		w.Fail("all accounts together are %d", all+issuer)
	}
}

// judge looks at one account by itself.
func (w *world) judge(id string, a points.Account) {
	b, fold := a.Balance(), w.folds[id]
	if b.Available < 0 || b.Held < 0 || b.Pending < 0 || b.Debt < 0 {
		w.Fail("%s has less than nothing: %+v", id, b)
	}
	if b.Debt > 0 && b.Available > 0 {
		w.Fail("%s has debt and something to spend: %+v", id, b)
	}
	held, seen := map[ledger.Day]points.Points{}, map[ledger.Day]bool{}
	for _, h := range a.Holds {
		for _, p := range h.Parts {
			held[p.Month] += p.Points
		}
	}
	for _, l := range a.Lots {
		switch {
		case l.Free < 0 || l.Held != held[l.Month]:
			w.Fail("%s: lot %+v, holds say %d", id, l, held[l.Month])
		case seen[l.Month]:
			w.Fail("%s has two lots of %s", id, l.Month)
		case l.Until != l.Month && l.Until != extended(a, l.Month):
			w.Fail("%s: lot %+v lasts longer than it was given", id, l)
		case l.Free != fold[place{points.Available, l.Month}] || l.Held != fold[place{points.InHold, l.Month}]:
			w.Fail("%s: lot %+v, transfers sum to %d free", id, l, fold[place{points.Available, l.Month}])
		}
		seen[l.Month] = true
		delete(held, l.Month)
	}
	if len(held) > 0 {
		w.Fail("%s: holds of lots that are gone", id)
	}
	months := map[ledger.Day]bool{}
	for _, e := range a.Extended {
		if months[e.Month] {
			w.Fail("%s: the lot of %s was given time twice", id, e.Month)
		}
		months[e.Month] = true
	}
	if -b.Debt != fold[place{points.InDebt, 0}] {
		w.Fail("%s: debt %d, transfers sum to %d", id, b.Debt, fold[place{points.InDebt, 0}])
	}
	w.judgeTime(id, a, fold)
}

// judgeTime looks at an account as settled now.
func (w *world) judgeTime(id string, a points.Account, fold map[place]points.Points) {
	sums := map[points.Place]points.Points{}
	for at, n := range fold {
		sums[at.Place] += n
	}
	if b := a.Balance(); b.Available != sums[points.Available] || b.Held != sums[points.InHold] || b.Pending != sums[points.InPending] {
		w.Fail("%s: %+v, transfers sum to %v", id, b, sums)
	}
	c, _ := points.Settle(a, "x", w.Now)
	for _, l := range c.Account.Lots {
		if l.Free > 0 && l.Until < w.today() {
			w.Fail("%s: lot %+v has run out", id, l)
		}
	}
	for _, h := range c.Account.Holds {
		if !h.Until.After(w.Now) {
			w.Fail("%s: hold %s is over", id, h.ID)
		}
	}
	for _, p := range c.Account.Pending {
		if p.Ready <= w.today() {
			w.Fail("%s: %+v is ready", id, p)
		}
	}
}

// due is what should be taken back of and given back for one sale, by what was
// delivered: a second opinion, from the transactions themselves.
type due struct{ clawed, returned points.Points }

// about is the sale a transaction is about in the end.
func (w *world) about(t *ledger.Transaction) ledger.Key {
	switch {
	case t.RefundOf != nil:
		return *t.RefundOf
	case t.VoidOf == nil:
		return t.Key
	}
	if refund := w.recorded[*t.VoidOf]; refund != nil && refund.RefundOf != nil {
		return *refund.RefundOf
	}
	return *t.VoidOf
}

func (w *world) due(key ledger.Key) due {
	s := w.states[key]
	if s == nil || s.RefundOf != nil {
		return due{}
	}
	var redeemed points.Points
	for _, r := range s.Redeemed {
		redeemed += r.Points
	}
	switch sale := w.recorded[key]; {
	case w.voided[key]:
		return due{s.Earned, redeemed}
	case sale == nil:
		return due{}
	default:
		return w.dueOf(key, sale, s.Earned, redeemed)
	}
}

func (w *world) dueOf(key ledger.Key, sale *ledger.Transaction, earned, redeemed points.Points) due {
	var taken ledger.Taken
	var total ledger.Amount
	refunds := 0
	for _, t := range w.refunds[key] {
		if !w.voided[t.Key] {
			refunds++
			total += t.Total
			taken.Add(t.Worth())
		}
	}
	if refunds == 0 {
		return due{}
	}
	if total >= sale.Total {
		return due{earned, redeemed}
	}
	worth := sale.Worth()
	_, m, _ := taken.From(worth)
	d := due{returned: redeemed * points.Points(total) / points.Points(worth.Total)}
	if worth.M > 0 {
		d.clawed = earned * points.Points(m) / points.Points(worth.M)
	}
	return d
}

// settleDue changes what accounts should come to by what became due of a sale,
// and compares with what its state says.
func (w *world) settleDue(key ledger.Key, before due) {
	s, d := w.states[key], w.due(key)
	if s == nil {
		return
	}
	w.owe(s.Customer, before.clawed-d.clawed)
	var returned points.Points
	for i, r := range s.Redeemed {
		returned += r.Returned
		part := fmt.Sprint(name(key), " ", i)
		w.owe(r.Customer, r.Returned-w.back[part])
		w.back[part] = r.Returned
	}
	if s.RefundOf == nil && (s.Clawed != d.clawed || returned != d.returned) {
		w.Fail("%s: %d clawed and %d returned, want %+v", key.ID, s.Clawed, returned, d)
	}
}
