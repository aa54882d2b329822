package points

import (
	"slices"
	"strconv"
	"time"

	"dangol/shared/ledger"
)

// AdjustRequest asks to give points by hand, or to take them when Points is
// less than 0.
type AdjustRequest struct {
	ID, Store, Customer string
	Staff, Reason       string
	Points              Points
}

// Of is what the request asks, in one text.
func (q *AdjustRequest) Of() string {
	return "adjust " + q.Customer + " " + strconv.FormatInt(int64(q.Points), 10) + " " + q.Staff + " " + q.Reason
}

// Adjust decides whether staff may give or take points by hand. used is what
// they gave and took today before, and is counted up for what is done. What is
// taken comes from the newest lots, and never more than is available.
func (p *Policy) Adjust(a Account, q AdjustRequest, used Points, now time.Time) (c Change, usedNow Points) {
	w := work(a, now)
	e := Entry{ID: q.ID, Kind: OfAdjust, Of: q.Of(), Store: q.Store, Staff: q.Staff, Reason: q.Reason}
	size := max(q.Points, -q.Points)
	switch {
	case w.Erased || w.Merged != "":
		e.Answer.Refused = AccountClosed
	case used+size > p.StaffDailyMax && keeps(ruleStaff):
		e.Answer.Refused = StaffLimit
	case -q.Points > w.Balance().Available:
		e.Answer.Refused = InsufficientPoints
	case q.Points > 0:
		w.credit(q.Points, p.lastDay(w.today), 0, Adjusted)
	default:
		w.take(-q.Points, "", 0, nil, Adjusted)
	}
	if e.Answer.Refused != "" {
		return w.change(e), used
	}
	e.Answer.Points = q.Points
	return w.change(e), used + size
}

// Merge moves everything of one account into another of the same person: lots,
// what is pending, open holds and debt. The first is closed and names the
// second.
func Merge(from, into Account, id string, now time.Time) (closed, grown Change) {
	f, w := work(from, now), work(into, now)
	var had []Part
	for _, l := range w.Lots {
		had = append(had, Part{l.Month, l.Free + l.Held})
	}
	for _, l := range f.Lots {
		if !keeps(ruleMergeAll) && l.Held == 0 {
			continue
		}
		w.extend(l.Month, max(l.Until, w.lot(l.Month, l.Until).Until))
		to := w.find(l.Month)
		to.Free += l.Free
		to.Held += l.Held
		pass(f, w, Move{To: Available, Points: l.Free, Month: l.Month})
	}
	for _, h := range f.Holds {
		for _, p := range h.Parts {
			pass(f, w, Move{To: InHold, Points: p.Points, Month: p.Month, Lapses: h.Until})
		}
	}
	for _, p := range f.Pending {
		w.Pending = append(w.Pending, p)
		pass(f, w, Move{To: InPending, Points: p.Points, Month: p.Month, Ready: p.Ready})
	}
	for _, e := range f.Extended {
		i := slices.IndexFunc(w.Extended, func(own Extension) bool { return own.Month == e.Month })
		if i < 0 {
			w.Extended = append(w.Extended, e)
		} else {
			w.Extended[i].Until = max(w.Extended[i].Until, e.Until)
		}
	}
	w.Holds = append(w.Holds, f.Holds...)
	w.Debt += f.Debt
	pass(w, f, Move{To: InDebt, Points: f.Debt}) // a debt is less than nothing: it goes the other way
	gave := f.Account
	f.Account = Account{Customer: f.Customer, Version: f.Version, Merged: w.Customer, Extended: f.Extended, Gave: &gave, Had: had}
	w.payDebt()
	return f.change(Entry{ID: id, Kind: OfMerge}), w.change(Entry{ID: id, Kind: OfMerge})
}

// Unmerge takes a merge back: lot by lot, what came with the first account
// returns to it, as far as the second keeps what it had itself. Nobody can say
// whose points of a lot were spent since, so they were the first's. Open holds
// stay where they are.
func Unmerge(from, into Account, id string, now time.Time) (opened, shrunk Change) {
	f, w := work(from, now), work(into, now)
	gave := Account{}
	if f.Gave != nil {
		gave = *f.Gave
	}
	f.Account = Account{Customer: f.Customer, Version: f.Version, Extended: gave.Extended}
	for _, p := range gave.Pending {
		i := slices.IndexFunc(w.Pending, func(own Pending) bool { return own.Sale == p.Sale })
		if i < 0 { // it matured meanwhile, or was taken back
			gave.Lots = append(gave.Lots, Lot{Month: p.Month, Until: p.Month, Free: p.Points})
			continue
		}
		p.Points = min(p.Points, w.Pending[i].Points)
		w.Pending[i].Points -= p.Points
		f.Pending = append(f.Pending, p)
		pass(w, f, Move{To: InPending, Points: p.Points, Month: p.Month, Ready: p.Ready})
	}
	for _, l := range gave.Lots {
		own := w.find(l.Month)
		if own == nil {
			continue
		}
		n := max(0, min(l.Free+l.Held, own.Free-hadIn(from.Had, l.Month)))
		own.Free -= n
		f.lot(l.Month, l.Until).Free += n
		pass(w, f, Move{To: Available, Points: n, Month: l.Month})
	}
	owed := min(gave.Debt, w.Debt)
	w.Debt -= owed
	f.Debt += owed
	pass(f, w, Move{To: InDebt, Points: owed})
	f.payDebt()
	e := Entry{ID: id, Kind: OfUnmerge}
	return f.change(e), w.change(e)
}

func hadIn(parts []Part, month ledger.Day) (n Points) {
	for _, p := range parts {
		if p.Month == month {
			n += p.Points
		}
	}
	return n
}

// pass moves points from one customer's place to the same of another, by way
// of the issuer.
func pass(from, to *working, m Move) {
	m.From, m.Why = Issuer, Moved
	to.write(m)
	m.From, m.To = m.To, Issuer
	from.write(m)
}

// Erase ends an account: open holds first, then everything else goes back to
// the issuer, and the debt is forgiven.
func Erase(a Account, id string, now time.Time) Change {
	w := work(a, now)
	if keeps(ruleEraseHolds) {
		for _, h := range w.Holds {
			w.release(h.Parts, h.Until, w.today, Released)
		}
		w.Holds = nil
	}
	for _, l := range w.Lots {
		w.move(Available, Issuer, l.Free, Forgotten, l.Month)
	}
	for _, p := range w.Pending {
		w.write(Move{From: InPending, To: Issuer, Points: p.Points, Why: Forgotten, Month: p.Month, Ready: p.Ready})
	}
	w.move(Issuer, InDebt, w.Debt, Forgotten, 0)
	w.Account = Account{Customer: w.Customer, Version: w.Version, Erased: true}
	return w.change(Entry{ID: id, Kind: OfErase})
}
