package customer

import (
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"time"

	"dangol/shared/ledger"
)

// idBytes is 80 bits: among ten million customers two share an id with a
// probability of about 4e-11, and making a profile refuses one that exists.
const idBytes = 10

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID draws a customer id: 16 characters that say nothing about the person.
func NewID(random io.Reader) (string, error) {
	var b [idBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("draw customer id: %w", err)
	}
	return idEncoding.EncodeToString(b[:]), nil
}

// Profile is what is kept about one customer, apart from points and coupons.
type Profile struct {
	ID string
	// Created is when the customer was first seen, Enrolled when they joined;
	// a customer known only from a sale has not.
	Created  time.Time
	Enrolled time.Time
	Store    string
	Consents []ledger.Consent
	// Sealed are the details, encrypted; "" when the customer told none.
	Sealed string
	// Referrer is the customer who brought them, "" when nobody said so.
	Referrer string
	// Identities lead to this customer.
	Identities []ledger.Identity
	// Into is the customer this one was merged into at MergedAt; "" of any
	// other. Absorbed are those merged into this one.
	Into     string
	MergedAt time.Time
	Absorbed []Absorbed
	// Complaints are those that are open.
	Complaints []Complaint
	// Revision counts the changes of the profile.
	Revision int64
	// Grade is what the last night said, nil before the first.
	Grade *GradeView
}

// GradeView is a customer's grade as the till shows it: the promise, what it
// rests on, and what is missing for the next. It is written by the night of
// AsOf and covers the business days before it.
type GradeView struct {
	Grade string     `json:"grade"`
	Since ledger.Day `json:"since"`
	AsOf  ledger.Day `json:"asOf"`
	// Policy is the version the grade was decided by.
	Policy int `json:"policy"`
	// Amount is what they spent in [From, AsOf), M summed, WindowVisits their
	// counting visits in it, Score the weighted score in tenths and Points the
	// points their sales earned in it, where grades go by them.
	Amount       ledger.Amount `json:"amount"`
	From         ledger.Day    `json:"from"`
	WindowVisits int           `json:"windowVisits,omitempty"`
	Score        int           `json:"score,omitempty"`
	Points       int64         `json:"points,omitempty"`
	// Next is the grade above and what is missing for it; "" at the top.
	Next       string        `json:"next,omitempty"`
	Need       ledger.Amount `json:"need,omitempty"`
	NeedVisits int           `json:"needVisits,omitempty"`
	NeedScore  int           `json:"needScore,omitempty"`
	NeedPoints int64         `json:"needPoints,omitempty"`
	// Rank is set where grades go by rank: Need is then what was missing on that
	// night.
	Rank *Rank `json:"rank,omitempty"`
	// Household is how many live together whose amounts and visits these are; 0
	// of one alone.
	Household int `json:"household,omitempty"`
	// Drop is what was announced; nil while the record suffices.
	Drop *Drop `json:"drop,omitempty"`
	// Pinned is the grade given by hand that holds, nil when none does.
	Pinned *Pinned `json:"pinned,omitempty"`
	// Visits and LastVisit count over the whole ledger.
	Visits    int        `json:"visits"`
	LastVisit ledger.Day `json:"lastVisit"`
	// Interval is their own median days between visits, 0 when unknown.
	Interval float64 `json:"interval,omitempty"`
	// Favourites are what they buy again and again, most often first, and Usual
	// when they come; nil without either.
	Favourites []Favourite `json:"favourites,omitempty"`
	Usual      *Usual      `json:"usual,omitempty"`
}

// Rank is a grade that goes to the top so many per cent of the customers, and
// what that came to on the night. Top is 0 of the grade everybody has.
type Rank struct {
	Top    int           `json:"top,omitempty"`
	Amount ledger.Amount `json:"amount,omitempty"`
	Visits int           `json:"visits,omitempty"`
	Score  int           `json:"score,omitempty"`
	Points int64         `json:"points,omitempty"`
}

// Drop is an announced drop: the grade falls to To on On unless the window has
// Keep and KeepVisits before, or one of the two where either is enough; what
// Need says is missing yet.
type Drop struct {
	On         ledger.Day    `json:"on"`
	To         string        `json:"to"`
	Keep       ledger.Amount `json:"keep"`
	KeepVisits int           `json:"keepVisits,omitempty"`
	Need       ledger.Amount `json:"need"`
	NeedVisits int           `json:"needVisits,omitempty"`
	NeedScore  int           `json:"needScore,omitempty"`
	NeedPoints int64         `json:"needPoints,omitempty"`
	Either     bool          `json:"either,omitempty"`
	// Invitation says nothing they buy keeps it.
	Invitation bool `json:"invitation,omitempty"`
}

// Pinned is a grade given by hand, until the end of a day; 0 is without end.
type Pinned struct {
	Grade string     `json:"grade"`
	Until ledger.Day `json:"until,omitzero"`
}

// Enrolment is a customer joining at a till.
type Enrolment struct {
	Identities            []ledger.Identity
	Consents              []ledger.Consent
	Store, Staff, Channel string
	At                    time.Time
	// Told is what the customer told of themselves; stores keep it by Seal only.
	Told Details
	// Seal adds what the customer told of themselves to the sealed details they
	// have; nil when they told nothing.
	Seal func(id, before string) (string, error)
	// Brought is how the till named who brought them; stores look at Referrer, the
	// customer that is, only.
	Brought  Identifier
	Referrer string
	// Code is what their referral code is found by; nil where there are none.
	Code func(id string) (ledger.Identity, error)
}

// ErrDisagree: identifiers sent together belong to different customers.
var ErrDisagree = errors.New("identifiers belong to different customers")
