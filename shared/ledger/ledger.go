// Package ledger holds the facts tills send — sales, refunds and voids — and
// the rules that make them facts: what a valid one is, which business day it
// belongs to, when two deliveries are the same, and what each is worth.
//
// The ledger is the single source of truth. It only grows: a transaction is
// recorded once under the name its till gave it and is corrected by adding
// another, never by editing. Everything else in Dangol is a fold of it.
//
// Nothing here reads a clock, a network or the environment.
package ledger

import "time"

// Type says what a transaction is. It carries the sign: a refund's amounts
// are positive.
type Type uint8

const (
	Sale   Type = iota + 1 // 판매
	Refund                 // 환불
	Void                   // 취소: its target never happened
)

var typeNames = [...]string{Sale: "sale", Refund: "refund", Void: "void"}

func (t Type) String() string {
	if t < Sale || t > Void {
		return "unknown"
	}
	return typeNames[t]
}

// ParseType is the inverse of String.
func ParseType(s string) (Type, bool) {
	for t := Sale; t <= Void; t++ {
		if typeNames[t] == s {
			return t, true
		}
	}
	return 0, false
}

// Key names one transaction for ever. The till makes ID; Store comes from the
// till's key; Day is the business day.
type Key struct {
	Store string
	Day   Day
	ID    string
}

// Transaction is one fact from a till, as it is recorded.
type Transaction struct {
	Key
	Type Type

	// Occurred is the till's own time, kept as it was sent.
	Occurred Moment

	Register string
	Staff    string
	Receipt  string
	Channel  string
	Currency string

	// Customer is who bought, "" when nobody is known. IdentifiedBy is how the
	// till named them. A till that named somebody we do not know (a mistyped
	// id, an erased person, an identifier that could not be resolved) leaves
	// IdentifiedBy set and Customer empty.
	Customer     string
	IdentifiedBy string

	Total   Amount
	Lines   []Line
	Tenders []Tender
	// Benefits were given with the sale: what they cost, the policy says.
	Benefits []BenefitUse

	// Training transactions are recorded and never change a figure.
	Training bool

	// RefundOf is set on a linked refund, VoidOf on every void.
	RefundOf *Key
	VoidOf   *Key

	Flags Flags
}

// Line is one line of a receipt, after its own discount.
type Line struct {
	SKU       string
	Name      string
	Category  string
	Quantity  Quantity
	UnitPrice Amount
	Discount  Amount
	Amount    Amount
}

// Tender is one part of how a transaction was paid.
type Tender struct {
	Type   string
	Amount Amount
}

// BenefitUse is one benefit or coupon given with a sale. ID is the policy's,
// Coupon the name of the one coupon that was used.
type BenefitUse struct {
	ID     string
	Coupon string
}

// Delivery is the one category with a meaning in money: it counts in sales
// totals and is left out of M.
const Delivery = "delivery"

// Fee is the category of a line that is not goods: it counts like any other
// line and is left out of baskets only.
const Fee = "fee"

// Tender types that are benefits of ours: what they paid never counts in M.
const (
	TenderPoints = "points"
	TenderCoupon = "coupon"
)

// TenderTypes are the ways to pay we know. A till maps its own to these.
var TenderTypes = []string{"card", "cash", "giftcard", TenderPoints, TenderCoupon, "mobile", "transfer", "other"}

// Flags are things about a transaction the reader of a report must know. They
// are derived when it is recorded and never part of its identity.
type Flags uint8

const (
	// ClockSkew: the till's clock ran more than SkewMax ahead of ours, or its
	// business day is not the day its clock says.
	ClockSkew Flags = 1 << iota
	// LateUpload: it reached us more than LateAfter after it happened.
	LateUpload
)

var flagNames = []struct {
	flag Flags
	name string
}{{ClockSkew, "clock_skew"}, {LateUpload, "late_upload"}}

// Names lists the set flags by name, in a fixed order.
func (f Flags) Names() []string {
	var names []string
	for _, n := range flagNames {
		if f&n.flag != 0 {
			names = append(names, n.name)
		}
	}
	return names
}

// ParseFlags is the inverse of Names. Names it does not know are left out: a
// newer version may have written them.
func ParseFlags(names []string) Flags {
	var f Flags
	for _, name := range names {
		for _, n := range flagNames {
			if n.name == name {
				f |= n.flag
			}
		}
	}
	return f
}

// Moment is a till's time: the text it sent and the instant it means.
type Moment struct {
	Text string
	At   time.Time
}

// ParseMoment reads an RFC 3339 time that has an offset.
func ParseMoment(text string) (Moment, error) {
	m := Moment{Text: text}
	err := m.At.UnmarshalText([]byte(text)) // stricter than time.Parse
	return m, err
}
