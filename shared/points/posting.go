package points

import (
	"slices"
	"time"

	"dangol/shared/ledger"
)

// Posting is what the shop's own books need of an entry: who, when and the
// transfers. It is recorded together with the entry, so that a night knows of
// points without reading accounts, and says nothing else of the customer.
type Posting struct {
	ID       string     `json:"id"`
	Kind     Kind       `json:"kind"`
	Customer string     `json:"customer"`
	At       time.Time  `json:"at"`
	Day      ledger.Day `json:"day"`
	Business ledger.Day `json:"business,omitzero"`
	Moves    []Move     `json:"moves"`
}

// Posting of an entry; false where nothing moved.
func (e *Entry) Posting() (Posting, bool) {
	return Posting{e.ID, e.Kind, e.Customer, e.At, e.Day, e.Business, e.Moves}, len(e.Moves) > 0
}

// Replay changes an account by a transfer that was made. Transfers may come in
// any order: when all have come, the account settles to what it would have come
// to by itself. Only sums are kept, so pending points have no sale and holds no
// id.
func (a *Account) Replay(m Move) {
	a.put(m.From, -m.Points, m)
	a.put(m.To, m.Points, m)
}

func (a *Account) put(at Place, n Points, m Move) {
	switch at {
	case Available:
		l := a.lot(m.Month)
		l.Free += n
		l.Until = max(l.Until, m.Until)
	case InHold:
		l := a.lot(m.Month)
		l.Held += n
		l.Until = max(l.Until, m.Until)
		a.hold(n, m)
	case InPending:
		i := slices.IndexFunc(a.Pending, func(p Pending) bool { return p.Ready == m.Ready && p.Month == m.Month })
		if i < 0 {
			a.Pending = append(a.Pending, Pending{Ready: m.Ready, Month: m.Month})
			i = len(a.Pending) - 1
		}
		if a.Pending[i].Points += n; a.Pending[i].Points == 0 {
			a.Pending = slices.Delete(a.Pending, i, i+1)
		}
	case InDebt:
		a.Debt -= n
	}
}

// lot finds or makes the lot of a month. An empty one stays: it may have been
// given time.
func (a *Account) lot(month ledger.Day) *Lot {
	i := slices.IndexFunc(a.Lots, func(l Lot) bool { return l.Month == month })
	if i < 0 {
		a.Lots = append(a.Lots, Lot{Month: month, Until: month})
		i = len(a.Lots) - 1
	}
	return &a.Lots[i]
}

func (a *Account) hold(n Points, m Move) {
	i := slices.IndexFunc(a.Holds, func(h Hold) bool { return h.Until.Equal(m.Lapses) })
	if i < 0 {
		a.Holds = append(a.Holds, Hold{Until: m.Lapses})
		i = len(a.Holds) - 1
	}
	h := &a.Holds[i]
	at := slices.IndexFunc(h.Parts, func(p Part) bool { return p.Month == m.Month })
	if at < 0 {
		h.Parts = append(h.Parts, Part{Month: m.Month})
		at = len(h.Parts) - 1
	}
	if h.Parts[at].Points += n; h.Parts[at].Points != 0 {
		return
	}
	if h.Parts = slices.Delete(h.Parts, at, at+1); len(h.Parts) == 0 {
		a.Holds = slices.Delete(a.Holds, i, i+1)
	}
}

// Settled is a replayed account as of now, and what fell due since its last
// transfer.
func (a Account) Settled(now time.Time) (Account, []Move) {
	slices.SortFunc(a.Lots, byUntil)
	c, _ := Settle(a, "", now)
	return c.Account, c.Entry.Moves
}
