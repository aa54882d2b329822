package api

import (
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
)

// Person is everything kept of one person, apart from what they bought.
type Person struct {
	CustomerID string `json:"customerId"`
	Revision   int64  `json:"revision" doc:"send it back with a change"`
	Details
	Identifiers []string    `json:"identifiers" doc:"kinds of identifiers that lead here; the identifiers themselves are kept only hashed"`
	Consents    []Consent   `json:"consents" doc:"everything said, oldest first"`
	FirstSeen   time.Time   `json:"firstSeen"`
	Enrolled    *time.Time  `json:"enrolled,omitempty"`
	Store       string      `json:"store"`
	Grade       *HeldGrade  `json:"grade,omitempty"`
	Merged      []MergedWho `json:"merged,omitempty" doc:"customers found to be this one"`
	Referrer    string      `json:"referrer,omitempty" doc:"the customer who brought them"`
	// ReferralCode is absent for who has not enrolled.
	ReferralCode string `json:"referralCode,omitempty" doc:"what they give to friends"`
}

// Details are what a customer told of themselves.
type Details struct {
	Name     string `json:"name,omitempty" maxLength:"200"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
	Birthday string `json:"birthday,omitempty" doc:"YYYY-MM-DD, or MM-DD"`
	Address  string `json:"address,omitempty"`
	Note     string `json:"note,omitempty"`
	Guardian string `json:"guardian,omitempty" doc:"who agreed for a child below 14"`
}

// HeldGrade is the grade the last night said.
type HeldGrade struct {
	ID    string     `json:"id"`
	Since ledger.Day `json:"since"`
	AsOf  ledger.Day `json:"asOf"`
}

// MergedWho is a customer merged into another, and until when that can be
// taken back.
type MergedWho struct {
	CustomerID string    `json:"customerId"`
	At         time.Time `json:"at"`
	UndoUntil  time.Time `json:"undoUntil"`
}

// PersonEdit replaces a person's details.
type PersonEdit struct {
	_        struct{} `json:"-" additionalProperties:"true"`
	Revision int64    `json:"revision" doc:"the one the person was read at"`
	Details
}

// ConsentsSaid is what a customer said on some channels.
type ConsentsSaid struct {
	_        struct{}  `json:"-" additionalProperties:"true"`
	Consents []Consent `json:"consents" maxItems:"20"`
}

func personOf(p *customer.Profile, d customer.Details) Person {
	a := Person{
		CustomerID: p.ID, Revision: p.Revision, Details: Details(d), Identifiers: []string{}, Consents: []Consent{},
		FirstSeen: p.Created, Store: p.Store, Referrer: p.Referrer,
	}
	for _, i := range p.Identities {
		if i.Kind != customer.Code { // is told whole
			a.Identifiers = append(a.Identifiers, i.Kind)
		}
	}
	slices.Sort(a.Identifiers)
	for _, c := range p.Consents {
		a.Consents = append(a.Consents, Consent{
			Channel: c.Channel, Granted: c.Granted, Night: c.Night, Version: c.Version, At: c.At.Format(time.RFC3339), Source: c.Source,
		})
	}
	if !p.Enrolled.IsZero() {
		a.Enrolled = &p.Enrolled
	}
	if p.Grade != nil {
		a.Grade = &HeldGrade{p.Grade.Grade, p.Grade.Since, p.Grade.AsOf}
	}
	for _, m := range p.Absorbed {
		a.Merged = append(a.Merged, MergedWho{m.ID, m.At, m.At.Add(customer.UndoFor)})
	}
	return a
}

// readDetail reads one field of a person's details, and says false when name is
// none of them.
func readDetail(r *strictjson.Reader, d *customer.Details, name string) bool {
	field := map[string]*string{
		"name": &d.Name, "email": &d.Email, "birthday": &d.Birthday, "address": &d.Address, "note": &d.Note, "guardian": &d.Guardian,
	}[name]
	if field == nil {
		return false
	}
	*field = r.Text(detailMax)
	return true
}

// detailMax bounds a detail as sent; customer.Details has its own limits.
const detailMax = 4000

type personEdit struct {
	details     customer.Details
	revision    int64
	hasRevision bool
}

func decodePerson(r *strictjson.Reader) (e personEdit, broken string, faults []ledger.Fault) {
	broken, faults = r.Whole(func(name string) {
		switch {
		case name == "revision":
			var n ledger.Amount
			n, e.hasRevision = r.Amount(1 << 53)
			e.revision = int64(n)
		case name == "phone":
			e.details.Phone = r.Text(idMax)
		case readDetail(r, &e.details, name):
		default:
			r.Skip()
		}
	})
	return e, broken, faults
}
