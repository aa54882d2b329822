package points

import (
	"cmp"
	"slices"
	"time"

	"dangol/shared/ledger"
)

// graceDays is how long points may be spent that came back after their lot ran
// out.
const graceDays = 30

// working is an account in the course of one decision.
type working struct {
	Account
	now   time.Time
	today ledger.Day
	moves []Move
	// earner is whose sale is being decided on, "" of anything else.
	earner string
}

// work begins a decision: with what is due until now.
func work(a Account, now time.Time) *working {
	w := &working{Account: a.clone(), now: now, today: ledger.DayOf(now)}
	w.settle()
	return w
}

func settled(a Account, now time.Time) *working { return work(a, now) }

// Settle is the decision that does nothing but what is due. due is false when
// nothing was. Settling now and then, or once at the end, comes to the same.
func Settle(a Account, id string, now time.Time) (c Change, due bool) {
	w := work(a, now)
	due = len(w.moves) > 0
	return w.change(Entry{ID: id, Kind: OfSettled}), due
}

// change ends a decision.
func (w *working) change(e Entry) Change {
	w.settle() // what came back or was earned may have run out long ago
	w.Lots = slices.DeleteFunc(w.Lots, func(l Lot) bool { return l.Free == 0 && l.Held == 0 })
	w.Pending = slices.DeleteFunc(w.Pending, func(p Pending) bool { return p.Points == 0 })
	w.Version++
	e.Customer, e.At, e.Day, e.Moves = w.Customer, w.now.UTC(), w.today, w.moves
	e.Answer.Balance = w.Balance()
	return Change{w.Account, e}
}

// move writes a transfer down. It does not change the account.
func (w *working) move(from, to Place, n Points, why Why, month ledger.Day) {
	w.write(Move{From: from, To: to, Points: n, Why: why, Month: month})
}

func (w *working) write(m Move) {
	if m.Points == 0 || m.Why == PaidDebt && !keeps(ruleBothSides) {
		return
	}
	if l := w.find(m.Month); l != nil && l.Until != m.Month && (m.To == Available || m.To == InHold || m.Why == Expired) {
		m.Until = l.Until
	}
	if m.Sold != 0 && w.earner != w.Customer {
		m.Earner = w.earner
	}
	w.moves = append(w.moves, m)
}

// event is something that is due: the hold, pending or lot at index i.
type event struct {
	day     ledger.Day
	instant time.Time // of a lapse; days begin before it
	// month is the lot of pending points: of those ready on one day, what runs
	// out first comes first, whichever sale was first.
	month ledger.Day
	apply func(i int)
	i     int
}

func (e *event) before(other *event) bool {
	return cmp.Or(cmp.Compare(e.day, other.day), e.instant.Compare(other.instant), cmp.Compare(e.month, other.month)) < 0
}

// settle applies everything due, in the order it fell due: that order decides
// which points pay a debt.
func (w *working) settle() {
	for {
		first := w.next()
		if first == nil {
			return
		}
		first.apply(first.i)
		w.payDebt()
	}
}

// next is what fell due first, nil when nothing is due.
func (w *working) next() (first *event) {
	consider := func(e event) {
		if first == nil || e.before(first) {
			first = &e
		}
	}
	for i := range w.Lots {
		if l := &w.Lots[i]; l.Free > 0 && l.Until < w.today && keeps(ruleExpiry) {
			consider(event{day: l.Until + 1, apply: w.expire, i: i})
		}
	}
	for i := range w.Pending {
		if p := &w.Pending[i]; p.Points > 0 && (p.Ready <= w.today || !keeps(rulePending)) {
			consider(event{day: p.Ready, month: p.Month, apply: w.mature, i: i})
		}
	}
	for i := range w.Holds {
		if h := &w.Holds[i]; !w.now.Before(h.Until) && keeps(ruleLapse) {
			consider(event{day: w.dayOf(h.Until), instant: h.Until, apply: w.lapse, i: i})
		}
	}
	return first
}

func (w *working) dayOf(t time.Time) ledger.Day { return ledger.DayOf(t.In(w.now.Location())) }

func (w *working) expire(i int) {
	l := &w.Lots[i]
	w.move(Available, Issuer, l.Free, Expired, l.Month)
	l.Free = 0
}

func (w *working) mature(i int) {
	p := w.Pending[i]
	w.Pending[i].Points = 0
	w.lot(p.Month, p.Month).Free += p.Points
	w.write(Move{From: InPending, To: Available, Points: p.Points, Why: Matured, Month: p.Month, Ready: p.Ready})
}

// lapse ends every hold that is over at the same instant as the one at i: which
// of them was first must not decide which lot pays a debt.
func (w *working) lapse(i int) {
	until := w.Holds[i].Until
	var parts []Part
	w.Holds = slices.DeleteFunc(w.Holds, func(h Hold) bool {
		over := h.Until.Equal(until)
		if over {
			parts = append(parts, h.Parts...)
		}
		return over
	})
	w.release(parts, until, w.dayOf(until), Lapsed)
}

// release gives points of a hold back to their own lots on a day. Those whose
// lot ran out meanwhile run out now: holding points is no way to keep them.
func (w *working) release(parts []Part, held time.Time, day ledger.Day, why Why) {
	for _, p := range parts {
		l := w.find(p.Month)
		l.Held -= p.Points
		switch {
		case l.Until < day && keeps(ruleHeldExpires):
			w.write(Move{From: InHold, To: Issuer, Points: p.Points, Why: Expired, Month: p.Month, Lapses: held})
			continue
		case l.Until < day:
			l.Until = day + graceDays
		case !keeps(ruleOwnLot):
			l = &w.Lots[len(w.Lots)-1]
		}
		l.Free += p.Points
		w.write(Move{From: InHold, To: Available, Points: p.Points, Why: why, Month: p.Month, Lapses: held})
	}
	w.payDebt()
}

// find is the lot of a month, nil when there is none.
func (w *working) find(month ledger.Day) *Lot {
	for i := range w.Lots {
		if w.Lots[i].Month == month {
			return &w.Lots[i]
		}
	}
	return nil
}

// lot finds or makes the lot of a month.
func (w *working) lot(month, until ledger.Day) *Lot {
	if l := w.find(month); l != nil {
		return l
	}
	w.Lots = append(w.Lots, Lot{Month: month, Until: until})
	slices.SortFunc(w.Lots, byUntil)
	return w.find(month)
}

// extend gives the lot of a month until a later day.
func (w *working) extend(month, until ledger.Day) {
	w.lot(month, until).Until = until
	slices.SortFunc(w.Lots, byUntil)
}

// payDebt takes what is available for the debt, the newest lots first: what is
// in them was not there when the debt was made.
func (w *working) payDebt() {
	for i := len(w.Lots) - 1; i >= 0 && w.Debt > 0 && keeps(ruleDebtFirst); i-- {
		l := &w.Lots[i]
		n := min(l.Free, w.Debt)
		l.Free -= n
		w.Debt -= n
		w.move(Available, InDebt, n, PaidDebt, l.Month)
	}
}

// credit puts points into a lot, for which debt is paid first. sold is the day
// of the sale that earned them, 0 of others.
func (w *working) credit(n Points, month, sold ledger.Day, why Why) {
	if n == 0 {
		return
	}
	w.lot(month, month).Free += n
	w.write(Move{From: Issuer, To: Available, Points: n, Why: why, Month: month, Sold: sold})
	w.payDebt()
}

// giveBack puts points back into the lot they came from. When that ran out the
// lot gets graceDays more, once; points that come back after those are gone.
func (w *working) giveBack(n Points, month, sold ledger.Day, why Why) {
	if n == 0 {
		return
	}
	l := w.find(month)
	runsOut := month
	if l != nil {
		runsOut = l.Until
	}
	if runsOut < w.today && keeps(ruleExtend) {
		i := slices.IndexFunc(w.Extended, func(e Extension) bool { return e.Month == month })
		if i < 0 || !keeps(ruleExtendOnce) {
			w.Extended = append(w.Extended, Extension{month, w.today + graceDays})
			i = len(w.Extended) - 1
		}
		w.extend(month, w.Extended[i].Until)
	}
	w.credit(n, month, sold, why)
	w.settle()
}

// take takes n back: from what the sale has pending, then from the lots of
// months, then from the newest lots, and the rest becomes debt. sold is as in
// credit.
func (w *working) take(n Points, sale string, sold ledger.Day, months []ledger.Day, why Why) {
	for i := range w.Pending {
		if p := &w.Pending[i]; p.Sale == sale && keeps(ruleSalePending) {
			part := min(p.Points, n)
			p.Points -= part
			n -= part
			w.write(Move{From: InPending, To: Issuer, Points: part, Why: why, Month: p.Month, Ready: p.Ready, Sold: sold})
		}
	}
	for _, month := range months {
		if l := w.find(month); l != nil {
			n = w.takeFrom(l, n, sold, why)
		}
	}
	for i := len(w.Lots) - 1; i >= 0; i-- {
		n = w.takeFrom(&w.Lots[i], n, sold, why)
	}
	if keeps(ruleDebt) {
		w.Debt += n
		w.write(Move{From: InDebt, To: Issuer, Points: n, Why: why, Sold: sold})
	}
}

func (w *working) takeFrom(l *Lot, n Points, sold ledger.Day, why Why) (left Points) {
	part := min(l.Free, n)
	l.Free -= part
	w.write(Move{From: Available, To: Issuer, Points: part, Why: why, Month: l.Month, Sold: sold})
	return n - part
}
