package points

import (
	"time"

	"dangol/shared/ledger"
)

// Place is one side of a transfer.
type Place string

// A customer's places, and the issuer's. A debt is a place with less than
// nothing in it, so paying it is a transfer to it.
const (
	Issuer    Place = "issuer"
	InPending Place = "pending"
	Available Place = "available"
	InHold    Place = "held"
	InDebt    Place = "debt"
)

// Move is one transfer. Points is more than 0.
type Move struct {
	From   Place  `json:"from"`
	To     Place  `json:"to"`
	Points Points `json:"points"`
	Why    Why    `json:"why"`
	// Month names the lot the points lie in.
	Month ledger.Day `json:"month,omitzero"`
	// What somebody who sees transfers only must know besides: the last day of
	// the lot they go into when that is later than Month, the day pending points
	// are ready, when a hold is over, the business day of the sale that
	// earned them, and whose sale it was when another had their account by then.
	Until  ledger.Day `json:"until,omitzero"`
	Ready  ledger.Day `json:"ready,omitzero"`
	Lapses time.Time  `json:"lapses,omitzero"`
	Sold   ledger.Day `json:"sold,omitzero"`
	Earner string     `json:"earner,omitempty"`
}

// Why says what a transfer is.
type Why string

// The reasons points move.
const (
	Earned     Why = "earned"     // by a sale
	PaidDebt   Why = "paid_debt"  // credited or matured points that debt took
	Matured    Why = "matured"    // pending points that became available
	Expired    Why = "expired"    // ran out
	Held       Why = "held"       // set aside for a till
	Lapsed     Why = "lapsed"     // the till never came back
	Captured   Why = "captured"   // spent
	Released   Why = "released"   // not spent after all
	ClawedBack Why = "clawed"     // the sale that earned them was given back
	Restored   Why = "restored"   // that refund was voided
	Returned   Why = "returned"   // the sale they paid for was given back
	TakenBack  Why = "taken_back" // that refund was voided
	Adjusted   Why = "adjusted"   // by staff
	Moved      Why = "merged"     // to or from another account of the same person
	Forgotten  Why = "erased"
)

// Kind says what an entry answers.
type Kind string

// The kinds of entry.
const (
	OfSale    Kind = "sale"
	OfRefund  Kind = "refund"
	OfVoid    Kind = "void"
	OfHold    Kind = "hold"
	OfEnd     Kind = "end" // a hold's one resolution
	OfAdjust  Kind = "adjustment"
	OfSettled Kind = "settled"
	OfMerge   Kind = "merge"
	OfUnmerge Kind = "unmerge"
	OfErase   Kind = "erase"
)

// Entry is what one command did to one account, for ever: its transfers and
// its answer.
type Entry struct {
	ID       string     `json:"id"`
	Kind     Kind       `json:"kind"`
	Customer string     `json:"customer"`
	At       time.Time  `json:"at"`
	Day      ledger.Day `json:"day"`
	// Business is the business day of the transaction it answers, 0 of others.
	Business ledger.Day `json:"business,omitzero"`
	// Of is what was asked, so that the same id asking something else is
	// noticed.
	Of     string `json:"of,omitempty"`
	Store  string `json:"store,omitempty"`
	Staff  string `json:"staff,omitempty"`
	Reason string `json:"reason,omitempty"`
	Moves  []Move `json:"moves,omitempty"`
	Answer Answer `json:"answer"`
}

// Answer is what is told, the first time and every time after.
type Answer struct {
	// Refused is why nothing was done, "" when it was.
	Refused Refusal `json:"refused,omitempty"`
	Status  Status  `json:"status,omitempty"`
	// Points is how many were held, captured, released or adjusted.
	Points Points `json:"points,omitempty"`
	// Until is when a hold lapses.
	Until time.Time `json:"until,omitzero"`
	// Balance is the account after it.
	Balance Balance `json:"balance"`
}

// Status is where a hold has come to.
type Status string

// A hold is open until one of the others is true of it.
const (
	IsHeld     Status = "held"
	IsCaptured Status = "captured"
	IsReleased Status = "released"
	IsExpired  Status = "expired"
)

// Refusal is a stable code for why nothing was done.
type Refusal string

// Every refusal.
const (
	InsufficientPoints Refusal = "insufficient_points"
	BelowMinimum       Refusal = "points_below_minimum"
	NotStep            Refusal = "points_not_step"
	ExceedsTotal       Refusal = "points_exceed_total"
	HoldUnknown        Refusal = "hold_unknown"
	HoldExpired        Refusal = "hold_expired"
	HoldRefused        Refusal = "hold_refused"
	HoldCaptured       Refusal = "hold_captured"
	HoldReleased       Refusal = "hold_released"
	ExceedsHold        Refusal = "capture_exceeds_hold"
	StaffLimit         Refusal = "staff_daily_limit"
	AccountClosed      Refusal = "account_closed"
	TooManyHolds       Refusal = "too_many_holds"
)

// Change is one account after a decision, and the entry that made it so.
type Change struct {
	Account Account
	Entry   Entry
}

// Again says what becomes of an id that was answered before: the same answer,
// or conflict when it asked something else then.
func (e *Entry) Again(of string) (a Answer, conflict bool) {
	return e.Answer, e.Of != of
}

// Fold sums what moves did to each of a customer's places and to the issuer.
// The sum of all places is always 0.
func Fold(moves []Move, into map[Place]Points) {
	for _, m := range moves {
		into[m.From] -= m.Points
		into[m.To] += m.Points
	}
}
