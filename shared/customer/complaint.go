package customer

import (
	"errors"
	"slices"
	"time"

	"dangol/shared/ledger"
)

// Complaint is what somebody complained about, in codes: a text of one's own
// could name a person.
type Complaint struct {
	ID       string    `json:"id"` // made by the till
	Store    string    `json:"store"`
	About    string    `json:"about"`
	Severity string    `json:"severity"`
	Opened   time.Time `json:"opened"`
	// Customer complained; they may be part of another by now.
	Customer string `json:"customer"`
	// Resolved is zero while it is open.
	Resolved time.Time `json:"resolved,omitzero"`
}

// What complaints are about, and how bad they are.
var (
	ComplaintAbout    = []string{"product", "service", "waiting", "price", "cleanliness", "points", "privacy", "other"}
	ComplaintSeverity = []string{"minor", "serious", "grave"}
)

// complaintsMax is how many complaints of one customer can be open: they are in
// the profile, so that a till sees them without asking further, and are erased
// with all else one customer can gather.
const complaintsMax = 4

var (
	// ErrComplaintOther: the id was used for another complaint.
	ErrComplaintOther = errors.New("another complaint has this id")
	// ErrComplaintUnknown: no complaint has the id.
	ErrComplaintUnknown = errors.New("no such complaint")
	// ErrComplaintsMany: the customer has complaintsMax open ones.
	ErrComplaintsMany = errors.New("too many complaints are open")
)

// Same says other is told as c was, whenever; whether of the same customer, who
// keeps them knows.
func (c Complaint) Same(other Complaint) bool {
	return c.ID == other.ID && c.Store == other.Store && c.About == other.About && c.Severity == other.Severity
}

// Fact is c being opened, or resolved once it is, for the analysis. owner is
// whose complaint it is now, and store where it was resolved.
func (c Complaint) Fact(owner, store string) ledger.Fact {
	f := ledger.Fact{
		ID: "complained:" + c.ID, Kind: ledger.Complained, At: c.Opened, Customer: owner, Store: store,
		Complaint: &ledger.Complaint{ID: c.ID, About: c.About, Severity: c.Severity},
	}
	if !c.Resolved.IsZero() {
		f.ID, f.Kind, f.At = "resolved:"+c.ID, ledger.Resolved, c.Resolved
	}
	return f
}

// Complain adds an open complaint.
func (p *Profile) Complain(c Complaint) error {
	if len(p.Complaints) >= complaintsMax {
		return ErrComplaintsMany
	}
	p.Complaints = append(slices.Clone(p.Complaints), c)
	return nil
}

// Settle takes away a complaint that is open no longer.
func (p *Profile) Settle(id string) {
	p.Complaints = slices.DeleteFunc(slices.Clone(p.Complaints), func(c Complaint) bool { return c.ID == id })
}

// OpenComplaint is the oldest one that is open, nil when none is.
func (p *Profile) OpenComplaint() *Complaint {
	var oldest *Complaint
	for i := range p.Complaints {
		if c := &p.Complaints[i]; oldest == nil || c.Opened.Before(oldest.Opened) {
			oldest = c
		}
	}
	return oldest
}

// absorbComplaints makes from's open complaints p's.
func (p *Profile) absorbComplaints(from *Profile) error {
	if len(p.Complaints)+len(from.Complaints) > complaintsMax {
		return ErrComplaintsMany
	}
	p.Complaints = append(slices.Clone(p.Complaints), from.Complaints...)
	return nil
}

// releaseComplaints gives from its complaints back, but for those that were
// resolved meanwhile.
func (p *Profile) releaseComplaints(from *Profile) {
	has := func(list []Complaint, id string) bool {
		return slices.ContainsFunc(list, func(c Complaint) bool { return c.ID == id })
	}
	own := from.Complaints
	from.Complaints = slices.DeleteFunc(slices.Clone(own), func(c Complaint) bool { return !has(p.Complaints, c.ID) })
	p.Complaints = slices.DeleteFunc(slices.Clone(p.Complaints), func(c Complaint) bool { return has(own, c.ID) })
}
