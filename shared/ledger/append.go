package ledger

import (
	"context"
	"errors"
	"time"
)

var (
	// ErrConflict: another transaction is already recorded under this key. No
	// retry can mend it; the two are kept apart and counted.
	ErrConflict = errors.New("another transaction has this id")
	// ErrBusy: nothing was written, or whether it was cannot be said now. The
	// same arrival sent again later is right in both cases.
	ErrBusy = errors.New("ledger busy")
	// ErrTooBig: the transaction is more than CanonicalMax as recorded.
	ErrTooBig = errors.New("transaction too big to record")
)

// Arrival is a checked transaction on its way into the ledger.
type Arrival struct {
	*Transaction
	// Identity is the customer's identifier as the till sent it, hashed.
	// Claimed is used instead when the till sent our own id for the customer.
	// Waiting is the identifier itself, when it could not be hashed: at most
	// one of the three is set. The ledger decides what Transaction.Customer
	// becomes.
	Identity Identity
	Claimed  string
	Waiting  Unhashed
	Received time.Time
}

// Identity is an identifier nobody can read back: its kind, the version of the
// key it was hashed under, and the hash.
type Identity struct {
	Kind, Version, Hash string
}

// IsZero says there is no identifier.
func (i Identity) IsZero() bool { return i.Hash == "" }

// String is the form fingerprints and keys use.
func (i Identity) String() string {
	if i.IsZero() {
		return ""
	}
	return i.Kind + ":" + i.Version + ":" + i.Hash
}

// Answer is what a till is told about a recorded transaction.
type Answer struct {
	ID       string
	Day      Day
	Customer string // "" when nobody is known
}

// Outcome is what became of one arrival.
type Outcome struct {
	// Answer is what the till is told: the bytes of the first time, whenever a
	// transaction is recorded.
	Answer []byte
	// Fresh is false when the transaction was recorded before: the till is
	// retrying. That is no error.
	Fresh bool
	// Err is ErrConflict, ErrTooBig or ErrBusy, possibly wrapped.
	Err error
}

// Appender records transactions.
type Appender interface {
	// Append records each arrival once and answers each in its place. Arrivals
	// do not depend on each other: some may fail while others are recorded.
	// An arrival recorded before with the same fingerprint gets the first
	// answer, byte for byte; with another fingerprint, ErrConflict. Recording
	// is all or nothing: the transaction, its marker when its day is old, and
	// the customer when the identifier is new, or the identifier that waits,
	// together or not at all.
	Append(ctx context.Context, arrivals []Arrival) []Outcome
}

// MarkAfterDays is how many days back a business day may lie, counted from the
// UTC date of now, before its arrival is marked as late.
const MarkAfterDays = 7

// WindowDays is how many days back from the UTC date a night reads whole.
// WindowDays − MarkAfterDays − 1 is the slack for clocks and writes in flight.
const WindowDays = 9

// NeedsMarker says whether a transaction of day, arriving at now, is too old
// for the next night to read its day unasked.
func NeedsMarker(day Day, now time.Time) bool {
	return day < DayOf(now.UTC())-MarkAfterDays
}

// WindowStart is the first day a night that begins to read at now must read
// whole, when the last committed night began to read at since.
func WindowStart(now, since time.Time) Day {
	return min(DayOf(now.UTC()), DayOf(since.UTC())) - WindowDays
}

// Record is a transaction as the ledger holds it.
type Record struct {
	Transaction
	Received time.Time
	// Grade is the customer's grade when the sale was recorded, "" if none.
	Grade string
	// Waiting says the till named a customer who is not known yet.
	Waiting bool
}

// Who is what the fingerprint says of the customer: the identifier as kind and
// keyed hash, or our own id as the till sent it.
func (a *Arrival) Who() string {
	switch {
	case !a.Identity.IsZero():
		return a.Identity.String()
	case a.Claimed != "":
		return "id:" + a.Claimed
	default:
		return ""
	}
}
