// Package coupon decides what happens to customers' coupons: 쿠폰. It has no
// storage, no clock and no randomness: every decision takes what is kept, the
// time and, for a new coupon, the code, and gives what is to be kept instead.
//
//	offered ──issue──► issued ──hold──► held ──redeem──► used
//	                     │ ▲              │
//	                     │ └──release─────┘   after HoldTime by itself
//	                     └──void
//
// A used coupon is issued again when the till that used it releases it in time:
// its sale failed.
//
// What a grade or a birthday gives is first an offer: it is computed from the
// policy, the customer's grade and the day, and nothing is kept of it, so an
// upgrade that is undone or a policy that changes leaves nothing to clean up.
// An offer becomes a coupon when a till takes it up. Its name is made of the
// definition and the occasion, so that each comes once.
//
// A coupon keeps the terms it was issued on: an edit of the policy takes
// nothing back.
package coupon

import (
	"cmp"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"dangol/shared/ledger"
)

// HoldTime is how long a till may hold a coupon, and how long after its use it
// may give it back.
const HoldTime = 10 * time.Minute

// codeBytes is 128 bits: nobody guesses a code.
const codeBytes = 16

var codeEncoding = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// CodeSize is how many characters a code has.
var CodeSize = codeEncoding.EncodedLen(codeBytes)

// NewCode draws a code.
func NewCode(random io.Reader) (string, error) {
	var b [codeBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("draw coupon code: %w", err)
	}
	return codeEncoding.EncodeToString(b[:]), nil
}

// Coupon is one coupon of one customer.
type Coupon struct {
	// Name is the definition and the occasion; one customer has a name once.
	Name       string `json:"name"`
	Definition string `json:"definition"`
	// Code is what a till shows to use it: a secret.
	Code     string        `json:"code"`
	Ko       string        `json:"ko"`
	En       string        `json:"en"`
	Gives    Gives         `json:"gives"`
	MinOrder ledger.Amount `json:"minOrder,omitzero"`
	Stores   []string      `json:"stores,omitempty"`
	// Grade is the one it was given to, "" of a birthday's and a campaign's, and
	// Grades all that are given it; none is everybody. By is the manager who gave
	// it.
	Grade  string     `json:"grade,omitempty"`
	Grades []string   `json:"grades,omitempty"`
	By     string     `json:"by,omitempty"`
	Issued ledger.Day `json:"issued"`
	From   ledger.Day `json:"from"`
	Until  ledger.Day `json:"until"`
	// Owner is who it was given to: it goes back to them when a merge is taken
	// back.
	Owner string `json:"owner"`

	Hold *Hold `json:"hold,omitempty"` // the last one, which may have lapsed
	Used *Used `json:"used,omitempty"`
	Void *Void `json:"void,omitempty"`
}

// Hold is a coupon set aside for one use of one store.
type Hold struct {
	Use   string    `json:"use"`
	Until time.Time `json:"until"`
}

// Used says where a coupon went.
type Used struct {
	Use   string     `json:"use"`
	Store string     `json:"store"`
	Day   ledger.Day `json:"day"`
	At    time.Time  `json:"at"`
}

// Void says who took a coupon back, or why.
type Void struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// undone is in Void.By when the night took a coupon back.
const undone = "grade_undone"

// State is where a coupon has come to.
type State string

// Offered is no coupon yet. A held coupon is issued again when the hold ends.
const (
	Offered   State = "offered"
	IsIssued  State = "issued"
	IsHeld    State = "held"
	IsUsed    State = "used"
	IsVoid    State = "void"
	IsExpired State = "expired"
)

// State of a coupon by now and the business day at the store that asks.
func (c *Coupon) State(t Terms) State {
	switch {
	case c.Used != nil && keeps(ruleOnce):
		return IsUsed
	case c.Void != nil && keeps(ruleVoid):
		return IsVoid
	case c.Hold != nil && (t.Now.Before(c.Hold.Until) || !keeps(ruleLapse)):
		return IsHeld // past its last day too: who held it in time is paying
	case t.Today > c.Until && keeps(ruleExpiry):
		return IsExpired
	}
	return IsIssued
}

// Wallet is all of one customer's coupons. The zero Wallet is empty.
type Wallet struct {
	Customer string `json:"customer"`
	// Version counts the changes; whoever writes a wallet writes it on condition
	// of the version read.
	Version int64    `json:"version"`
	Coupons []Coupon `json:"coupons,omitempty"` // by Until, then Name
}

const (
	// CouponsMax is how many coupons a wallet holds, finished ones included
	// while they are kept.
	CouponsMax = 200
	// MergedMax is how many it may hold after others were merged into it.
	MergedMax = 600
	// bytesMax bounds what they come to: a wallet is one item of at most 400 kB,
	// with keys and names. Two full wallets still make one.
	bytesMax, mergedBytesMax = 170_000, 380_000
	// dealtBytes is at least what a hold, a use and a void add to a coupon, of
	// which each may have more to come.
	dealtBytes = 400
	// keptDays is how long after its issue and its end a coupon is kept: longer
	// than any occasion lasts, so that none comes twice. Only a campaign can come
	// again under its name, when all that was given by it is gone.
	keptDays = 400
)

// Find is the coupon of a name, nil when there is none.
func (w *Wallet) Find(name string) *Coupon {
	return w.where(func(c *Coupon) bool { return c.Name == name })
}

// ByCode is the coupon of a code, nil when there is none.
func (w *Wallet) ByCode(code string) *Coupon {
	return w.where(func(c *Coupon) bool { return c.Code == code })
}

// Full says no more fits after a merge.
func (w *Wallet) Full() bool { return len(w.Coupons) > MergedMax || w.bytes() > mergedBytesMax }

// bytes are what the coupons come to when all was done with them that can be.
func (w *Wallet) bytes() (sum int) {
	for _, c := range w.Coupons {
		c.Hold, c.Used, c.Void = nil, nil, nil
		text, err := json.Marshal(c)
		if err != nil {
			return math.MaxInt // what cannot be written fits nowhere
		}
		sum += len(text) + dealtBytes
	}
	return sum
}

func (w *Wallet) where(is func(*Coupon) bool) *Coupon {
	for i := range w.Coupons {
		if is(&w.Coupons[i]) {
			return &w.Coupons[i]
		}
	}
	return nil
}

// next is a copy of w that can be changed: its next version, without what
// nobody needs any more.
func (w Wallet) next(today ledger.Day) Wallet {
	w.Version++
	w.Coupons = slices.DeleteFunc(slices.Clone(w.Coupons), func(c Coupon) bool {
		return max(c.Issued, c.Until)+keptDays < today
	})
	return w
}

func (w *Wallet) sort() {
	slices.SortFunc(w.Coupons, func(a, b Coupon) int {
		return cmp.Or(cmp.Compare(a.Until, b.Until), strings.Compare(a.Name, b.Name))
	})
}
