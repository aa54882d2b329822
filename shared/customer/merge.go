package customer

import (
	"errors"
	"slices"
	"time"

	"dangol/shared/ledger"
)

var (
	// ErrUnknown: there is no such customer.
	ErrUnknown = errors.New("no such customer")
	// ErrMerged: the customer is part of another one.
	ErrMerged = errors.New("merged into another customer")
	// ErrSame: a customer cannot be merged into themselves.
	ErrSame = errors.New("the same customer")
	// ErrNotMerged: there is no merge to take back.
	ErrNotMerged = errors.New("not merged into that customer")
	// ErrTooLate: the merge is older than UndoFor.
	ErrTooLate = errors.New("too late to take back")
	// ErrChanged: somebody changed the profile since it was read.
	ErrChanged = errors.New("changed meanwhile")
)

// UndoFor is how long a merge can be taken back.
const UndoFor = 30 * 24 * time.Hour

// What one customer can gather: all of it is erased together, in one
// transaction of at most a hundred items.
const (
	absorbedMax   = 10 // each a profile, a fact, coupons, an account, its entry and posting
	identitiesMax = 30
)

var (
	// ErrTooMany: the customer absorbed too many others already, or would have
	// too many identifiers.
	ErrTooMany = errors.New("too much in one customer")
	// ErrAbsorbs: the customer has others merged into them, who would be lost
	// from sight: it goes the other way round.
	ErrAbsorbs = errors.New("has others merged into them")
)

// Absorbed is one customer merged into another: what the other was before, and
// was made then, so that the merge can be taken back.
type Absorbed struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Before Own       `json:"before"`
	After  Own       `json:"after"`
}

// Own is what a merge changes of a profile.
type Own struct {
	Sealed   string           `json:"sealed,omitempty"`
	Consents []ledger.Consent `json:"consents,omitempty"`
	Created  time.Time        `json:"created"`
	Enrolled time.Time        `json:"enrolled,omitzero"`
}

func (p *Profile) own() Own {
	return Own{p.Sealed, slices.Clone(p.Consents), p.Created, p.Enrolled}
}

// Absorb makes from a part of p: identifiers, consents and the earlier dates
// are p's from now on, and sealed are the details of both. Neither may be part
// of another customer, and from may have no parts of its own: a part is one step
// from its whole.
func (p *Profile) Absorb(from *Profile, sealed string, at time.Time) error {
	switch {
	case p.ID == from.ID:
		return ErrSame
	case p.Into != "" || from.Into != "":
		return ErrMerged
	case len(from.Absorbed) > 0:
		return ErrAbsorbs
	case len(p.Absorbed) >= absorbedMax:
		return ErrTooMany
	}
	before := p.own()
	if err := p.AddIdentities(from.Identities); err != nil {
		return err
	}
	if err := p.absorbComplaints(from); err != nil {
		return err
	}
	p.Sealed = sealed
	p.Consents = AddConsents(p.Consents, from.Consents)
	p.Created = earlier(p.Created, from.Created)
	p.Enrolled = earlier(p.Enrolled, from.Enrolled)
	p.Absorbed = append(slices.Clone(p.Absorbed), Absorbed{from.ID, at, before, p.own()})
	from.Into, from.MergedAt = p.ID, at
	return nil
}

// Release takes a merge back: from has its identifiers again, and p what it had
// before, but for what was changed since. Consents that came with from go with
// it: they are another person's.
func (p *Profile) Release(from *Profile, now time.Time) error {
	at := slices.IndexFunc(p.Absorbed, func(a Absorbed) bool { return a.ID == from.ID })
	if at < 0 || from.Into != p.ID {
		return ErrNotMerged
	}
	a := p.Absorbed[at]
	if now.Sub(a.At) > UndoFor {
		return ErrTooLate
	}
	if p.Sealed == a.After.Sealed {
		p.Sealed = a.Before.Sealed
	}
	p.Consents = slices.DeleteFunc(slices.Clone(p.Consents), func(c ledger.Consent) bool {
		return slices.ContainsFunc(from.Consents, c.Same) && !slices.ContainsFunc(a.Before.Consents, c.Same)
	})
	if p.Created.Equal(a.After.Created) {
		p.Created = a.Before.Created
	}
	if p.Enrolled.Equal(a.After.Enrolled) {
		p.Enrolled = a.Before.Enrolled
	}
	p.Identities = slices.DeleteFunc(slices.Clone(p.Identities), func(i ledger.Identity) bool {
		return slices.Contains(from.Identities, i)
	})
	p.releaseComplaints(from)
	p.Absorbed = slices.Delete(slices.Clone(p.Absorbed), at, at+1)
	from.Into, from.MergedAt = "", time.Time{}
	return nil
}

// AddIdentities notes identifiers that lead to the customer; ErrTooMany, and
// none of them, past identitiesMax.
func (p *Profile) AddIdentities(more []ledger.Identity) error {
	all := slices.Clone(p.Identities)
	for _, i := range more {
		if !slices.Contains(all, i) {
			all = append(all, i)
		}
	}
	if len(all) > identitiesMax {
		return ErrTooMany
	}
	p.Identities = all
	return nil
}

// earlier is the earlier of two moments, of which either may be missing.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
