// Package points decides what happens to customers' points: 포인트. It has no
// storage and no clock. Every decision takes what is kept and the time, and
// gives what is to be kept instead, the transfers that lead there and the
// answer to give.
//
//	issuer ──earn──► pending ──► available ──hold──► held ──capture──► issuer
//	                                ▲                  │
//	                                └──────release─────┘
//
// Points are double-entry transfers between the issuer and one customer's
// pending, available, held and debt; the issuer's side is never kept, only
// derived. Available and held points lie in lots by the month they run out in.
// What runs out, matures or lapses does so by the time, not by a job: every
// decision first settles what is due.
//
// The answer to an id never changes, so refusals are answers too and are kept
// like them.
//
// A now given to this package is in the merchant's zone: its date is the day
// by which points mature and run out.
package points

import (
	"cmp"
	"slices"
	"time"

	"dangol/shared/ledger"
)

// Points are counted whole, never in fractions.
type Points int64

// Max is the most points one command may move: what a till or a person types.
const Max Points = 1_000_000_000

// Account is one customer's points. The zero Account is that of somebody who
// never had any.
type Account struct {
	Customer string `json:"customer"`
	// Version counts the decisions; whoever writes an account writes it on
	// condition of the version read.
	Version int64     `json:"version"`
	Lots    []Lot     `json:"lots,omitempty"`    // by Until, then Month
	Pending []Pending `json:"pending,omitempty"` // in order of arrival
	Holds   []Hold    `json:"holds,omitempty"`   // the open ones
	// Debt is what was taken back after it had been spent. While there is debt
	// nothing is available.
	Debt Points `json:"debt,omitempty"`
	// Extended remembers which lots were given time once, for ever.
	Extended []Extension `json:"extended,omitempty"`
	// Merged is the customer everything went to, Gave what that was, and Had what
	// the other had in its lots before. Erased says it is gone.
	Merged string   `json:"merged,omitempty"`
	Gave   *Account `json:"gave,omitempty"`
	Had    []Part   `json:"had,omitempty"`
	Erased bool     `json:"erased,omitempty"`
}

// Lot is points that run out together.
type Lot struct {
	// Month is the last day of the month the points were given until: it names
	// the lot. Until is the last day they may be spent on; it is later than
	// Month when they came back after it.
	Month ledger.Day `json:"month"`
	Until ledger.Day `json:"until"`
	Free  Points     `json:"free,omitempty"`
	Held  Points     `json:"held,omitempty"`
}

// Pending is what a sale earned and may be spent from Ready on.
type Pending struct {
	Sale   string     `json:"sale"`
	Points Points     `json:"points"`
	Ready  ledger.Day `json:"ready"`
	Month  ledger.Day `json:"month"`
}

// Hold is points set aside for a till until it captures or releases them, or
// until the time is over.
type Hold struct {
	ID    string    `json:"id"`
	Until time.Time `json:"until"`
	Parts []Part    `json:"parts"`
}

// Part is points of one lot.
type Part struct {
	Month  ledger.Day `json:"month"`
	Points Points     `json:"points"`
}

// Extension is the later day a lot was given, once.
type Extension struct {
	Month ledger.Day `json:"month"`
	Until ledger.Day `json:"until"`
}

// Balance is an account in four numbers, all of them 0 or more.
type Balance struct {
	Available Points `json:"available"`
	Pending   Points `json:"pending"`
	Held      Points `json:"held"`
	Debt      Points `json:"debt"`
}

// Balance sums a up as it was settled last.
func (a Account) Balance() Balance {
	b := Balance{Debt: a.Debt}
	for _, l := range a.Lots {
		b.Available += l.Free
		b.Held += l.Held
	}
	for _, p := range a.Pending {
		b.Pending += p.Points
	}
	return b
}

// Expiring is what runs out with one month.
type Expiring struct {
	Month  string `json:"month"` // 2026-11
	Points Points `json:"points"`
}

// ExpiringMax is how many months View lists: what a cashier can say.
const ExpiringMax = 3

// View is what a till is told about an account.
type View struct {
	Balance
	// Expiring are the next ExpiringMax months points run out in, held ones
	// included.
	Expiring []Expiring `json:"expiring"`
}

// View is a as of now, without keeping anything.
func (a Account) View(now time.Time) View {
	a = settled(a, now).Account
	v := View{Balance: a.Balance(), Expiring: []Expiring{}}
	for _, l := range a.Lots {
		month := l.Until.Time().Format("2006-01")
		if n := len(v.Expiring); n > 0 && v.Expiring[n-1].Month == month {
			v.Expiring[n-1].Points += l.Free + l.Held
		} else if l.Free+l.Held > 0 && n < ExpiringMax {
			v.Expiring = append(v.Expiring, Expiring{month, l.Free + l.Held})
		}
	}
	return v
}

// clone is a copy that shares nothing with a.
func (a Account) clone() Account {
	a.Lots, a.Pending = slices.Clone(a.Lots), slices.Clone(a.Pending)
	a.Extended, a.Holds = slices.Clone(a.Extended), slices.Clone(a.Holds)
	for i := range a.Holds {
		a.Holds[i].Parts = slices.Clone(a.Holds[i].Parts)
	}
	return a
}

func byUntil(a, b Lot) int {
	return cmp.Or(cmp.Compare(a.Until, b.Until), cmp.Compare(a.Month, b.Month))
}

// MonthEnd is the last day of d's month.
func MonthEnd(d ledger.Day) ledger.Day { return d.MonthStart().AddMonths(1) - 1 }
