package ledger

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// FactKind says what desk or till changed about a customer.
type FactKind string

const (
	// Enrolled: a customer joined at a till.
	Enrolled FactKind = "enrolled"
	// Merged: Customer was found to be the same person as Other, and counts as
	// Other from then on. Unmerged takes that back.
	Merged   FactKind = "merged"
	Unmerged FactKind = "unmerged"
	// Erased: Customer asked to be forgotten. Their past counts as nobody's.
	Erased FactKind = "erased"
	// Referred: Customer joined and said Other had brought them.
	Referred FactKind = "referred"
	// Pinned: a manager gave a customer a grade by hand, or took that back.
	Pinned FactKind = "pinned"
	// Complained: a customer complained. Resolved: that was put right.
	Complained FactKind = "complained"
	Resolved   FactKind = "resolved"
	// Linked: Customer and those of Household live together and agreed that the
	// shop may know. Unlinked: Customer has moved out of every household.
	Linked   FactKind = "linked"
	Unlinked FactKind = "unlinked"
	// Consented: a customer agreed to something, or refused it.
	Consented FactKind = "consented"
)

// Fact is something desk or till changed about a customer that the analysis
// needs, without personal data. Its day is the UTC date it was recorded on.
type Fact struct {
	ID       string    `json:"id"`
	Kind     FactKind  `json:"kind"`
	At       time.Time `json:"at"`
	Customer string    `json:"customer"`
	Store    string    `json:"store,omitempty"`
	Staff    string    `json:"staff,omitempty"`
	Channel  string    `json:"channel,omitempty"`
	// Other is the other customer of a merge or a referral, By the manager's opaque id.
	Other string `json:"other,omitempty"`
	By    string `json:"by,omitempty"`
	// Pin is set on a pin only, Complaint on a complaint, Household on a link,
	// Consent on a consent.
	Pin       *Pin       `json:"pin,omitempty"`
	Complaint *Complaint `json:"complaint,omitempty"`
	Household *Household `json:"household,omitempty"`
	Consent   *Consent   `json:"consent,omitempty"`
}

// Consent is what a customer agreed to, or refused, on one channel.
type Consent struct {
	Channel string    `json:"channel"`
	Granted bool      `json:"granted"`
	Night   bool      `json:"night,omitempty"` // about quiet hours, which need a yes of their own
	Version string    `json:"version"`         // of the text they agreed to
	At      time.Time `json:"at"`              // when they said so, as whoever recorded it tells
	Source  string    `json:"source,omitempty"`
}

// Same says other is the same word; the same moment may be written in two zones.
func (c Consent) Same(other Consent) bool {
	at := c.At.Equal(other.At)
	c.At, other.At = time.Time{}, time.Time{}
	return at && c == other
}

// Complaint is what a customer complained of, in codes.
type Complaint struct {
	ID       string `json:"id"`
	About    string `json:"about"`
	Severity string `json:"severity"`
}

// Household is who lives with a fact's customer, and the version of the text
// all of them agreed to.
type Household struct {
	Others  []string `json:"others"`
	Consent string   `json:"consent"`
}

func (h *Household) same(other *Household) bool {
	return h == other || h != nil && other != nil && h.Consent == other.Consent && slices.Equal(h.Others, other.Others)
}

// HouseholdMax is how many customers are linked at once.
const HouseholdMax = 12

// Pin is a grade given by hand. Of several the last one recorded counts.
type Pin struct {
	// Grade is what the customer has while it holds; "" ends the pin before it.
	Grade string `json:"grade,omitempty"`
	// Exempt is what the grade is exempt from.
	Exempt Exemption `json:"exempt,omitempty"`
	// Until is the last day it holds; 0 is until it is taken back.
	Until Day `json:"until,omitzero"`
	// Why is one of PinReasons: a text of one's own could name a person.
	Why string `json:"why,omitempty"`
}

// Exemption is what a pinned grade is exempt from.
type Exemption string

const (
	FromDrop       Exemption = "drop"       // it may rise and does not fall below
	FromEvaluation Exemption = "evaluation" // it neither rises nor falls
)

// PinReasons are why a grade may be given by hand.
var PinReasons = []string{"invitation", "apology", "partner", "press", "correction", "other"}

// Desk is the store name facts are kept under. Stores begin with a letter or
// digit, so no store can have it.
const Desk = "_desk"

// ErrFact marks a fact that cannot be recorded as it is.
var ErrFact = errors.New("no fact")

// factID is what a fact may be called: part of a key, and never beside another
// record's.
var factID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$`)

// byMax is how long the id of who did it may be.
const byMax = 100

// Same says g is f told again, whenever; of facts that are recorded on their own.
func (f Fact) Same(g Fact) bool {
	pins := f.Pin == g.Pin || f.Pin != nil && g.Pin != nil && *f.Pin == *g.Pin
	households := f.Household.same(g.Household)
	f.At, f.Pin, f.Household, g.At, g.Pin, g.Household = time.Time{}, nil, nil, time.Time{}, nil, nil
	return pins && households && f == g
}

// Check says what is wrong with a fact that is recorded on its own, or nil.
// Those that change profiles too are made with them. What the policy has for
// grades is not asked here.
func (f *Fact) Check() error {
	switch {
	case !factID.MatchString(f.ID):
		return fmt.Errorf("%w: the id is empty, too long or has odd characters", ErrFact)
	case f.Customer == "":
		return fmt.Errorf("%w: it names no customer", ErrFact)
	case f.At.IsZero():
		return fmt.Errorf("%w: it has no time", ErrFact)
	case len(f.By) > byMax:
		return fmt.Errorf("%w: who did it is longer than %d", ErrFact, byMax)
	case f.Kind == Linked:
		return f.checkHousehold()
	case f.Kind == Unlinked && f.By == "":
		return fmt.Errorf("%w: who moved out is said by somebody", ErrFact)
	case f.Kind == Unlinked:
		return nil
	case f.Kind != Pinned:
		return fmt.Errorf("%w: of kind %q", ErrFact, f.Kind)
	}
	return f.checkPin()
}

// ConsentVersion says a text's version can be one: nothing with the digits of a
// telephone number.
func ConsentVersion(text string) bool {
	digits := 0
	for _, r := range text {
		if '0' <= r && r <= '9' {
			digits++
		}
	}
	return digits < 9 && consentVersion.MatchString(text)
}

// ConsentChannel says a consent can be about channel.
func ConsentChannel(channel string) bool { return consentChannel.MatchString(channel) }

// What a version of a text and a channel may be called: they are the shop's own
// words, and no place to write a name or a number in.
var (
	consentVersion = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	consentChannel = regexp.MustCompile(`^[a-z][a-z_-]{0,31}$`)
)

// checkHousehold wants two customers or more, each once, what they agreed to,
// and who says so.
func (f *Fact) checkHousehold() error {
	h := f.Household
	if h == nil || len(h.Others) < 1 || len(h.Others) >= HouseholdMax {
		return fmt.Errorf("%w: a household has 2 to %d customers", ErrFact, HouseholdMax)
	}
	seen := map[string]bool{f.Customer: true}
	for _, c := range h.Others {
		if c == "" || seen[c] {
			return fmt.Errorf("%w: a household names a customer twice, or nobody", ErrFact)
		}
		seen[c] = true
	}
	switch {
	case f.By == "":
		return fmt.Errorf("%w: a household says who made it", ErrFact)
	case !ConsentVersion(h.Consent):
		return fmt.Errorf("%w: a household says which text was agreed to", ErrFact)
	}
	return nil
}

// checkPin wants who and why of every pin: nobody is raised in silence.
func (f *Fact) checkPin() error {
	p := f.Pin
	switch {
	case p == nil:
		return fmt.Errorf("%w: a pin without what is pinned", ErrFact)
	case f.By == "":
		return fmt.Errorf("%w: a pin says who did it", ErrFact)
	case !slices.Contains(PinReasons, p.Why):
		return fmt.Errorf("%w: a pin says why, one of %v", ErrFact, PinReasons)
	case p.Grade == "":
		if p.Exempt != "" || p.Until != 0 {
			return fmt.Errorf("%w: what ends a pin has neither an exemption nor an end", ErrFact)
		}
	case p.Exempt != FromDrop && p.Exempt != FromEvaluation:
		return fmt.Errorf("%w: a pin is exempt from %s or %s", ErrFact, FromDrop, FromEvaluation)
	case p.Until != 0 && p.Until < DayOf(f.At.UTC()):
		return fmt.Errorf("%w: a pin that is over when it is made", ErrFact)
	}
	return nil
}
