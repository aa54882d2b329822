package ledgertest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// Lookup finds the customer an identifier belongs to.
func (m *Memory) Lookup(_ context.Context, i ledger.Identity) (id string, err error) {
	err = m.do("lookup", func() error {
		id = m.owners[i.String()]
		return nil
	})
	return id, err
}

// Profile reads one customer.
func (m *Memory) Profile(_ context.Context, id string) (found *customer.Profile, err error) {
	err = m.do("profile", func() error {
		if p := m.profiles[id]; p != nil {
			copied := p.Profile
			found = &copied
		}
		return nil
	})
	return found, err
}

// Enrol makes the owner of the identifiers a member.
func (m *Memory) Enrol(_ context.Context, e customer.Enrolment) (id string, joined bool, err error) {
	err = m.do("enrol", func() error {
		for _, i := range e.Identities {
			owner := m.owners[i.String()]
			if owner != "" && id != "" && owner != id {
				return customer.ErrDisagree
			}
			id = max(id, owner)
		}
		if id == "" {
			id = m.resolve(&ledger.Arrival{
				Transaction: &ledger.Transaction{Key: ledger.Key{Store: e.Store}}, Identity: e.Identities[0], Received: e.At,
			})
		}
		if e.Code != nil {
			code, err := e.Code(id)
			if err != nil {
				return err
			}
			if owner := m.owners[code.String()]; owner == "" || owner == id {
				e.Identities = append(slices.Clone(e.Identities), code)
			}
		}
		p := m.profiles[id].Profile
		var facts []ledger.Fact
		if joined, facts, err = p.Join(&e); err != nil {
			return err
		}
		for _, i := range e.Identities {
			m.owners[i.String()] = id
		}
		for _, f := range facts {
			m.addFact(f)
		}
		m.keep(p)
		return nil
	})
	return id, joined, err
}

// Profiles reads several customers; those there are not are left out.
func (m *Memory) Profiles(_ context.Context, ids []string) (found []*customer.Profile, err error) {
	err = m.do("profiles", func() error {
		for _, id := range ids {
			if p := m.profiles[id]; p != nil {
				copied := p.Profile
				found = append(found, &copied)
			}
		}
		return nil
	})
	return found, err
}

// person finds a profile to change; its changes are kept by m.keep.
func (m *Memory) person(id string) (customer.Profile, error) {
	p := m.profiles[id]
	if p == nil {
		return customer.Profile{}, customer.ErrUnknown
	}
	return p.Profile, nil
}

func (m *Memory) keep(p customer.Profile) {
	p.Revision++
	m.profiles[p.ID].Profile = p
}

// Edit changes one profile.
func (m *Memory) Edit(_ context.Context, id string, change func(*customer.Profile) ([]ledger.Fact, error)) (edited *customer.Profile, err error) {
	err = m.do("edit", func() error {
		p, err := m.person(id)
		if err != nil {
			return err
		}
		facts, err := change(&p)
		if err != nil {
			return err
		}
		for _, f := range facts {
			m.addFact(f)
		}
		m.keep(p)
		p.Revision++
		edited = &p
		return nil
	})
	return edited, err
}

// Merge makes from a part of into.
func (m *Memory) Merge(_ context.Context, into, from, by string, at time.Time, seal func(into, from *customer.Profile) (string, error)) error {
	return m.do("merge", func() error {
		p, other, err := m.pair(into, from)
		if err != nil || other.Into == into && into != from {
			return err
		}
		sealed, err := seal(&p, &other)
		if err != nil {
			return err
		}
		if err := p.Absorb(&other, sealed, at); err != nil {
			return err
		}
		if err := m.mergeCoupons(into, from, at); err != nil {
			return err
		}
		m.settlePair(p, other, into)
		m.mergePoints(into, from, at)
		m.addFact(ledger.Fact{ID: fmt.Sprintf("merged-%s-%d", from, at.UnixMilli()), Kind: ledger.Merged, At: at, Customer: from, Other: into, By: by})
		return nil
	})
}

// Unmerge takes a merge back.
func (m *Memory) Unmerge(_ context.Context, into, from, by string, at time.Time) error {
	return m.do("unmerge", func() error {
		p, other, err := m.pair(into, from)
		if err != nil {
			return err
		}
		if err := p.Release(&other, at); err != nil {
			return err
		}
		if err := m.unmergeCoupons(into, from, at); err != nil {
			return err
		}
		m.settlePair(p, other, from)
		m.unmergePoints(into, from, at)
		m.addFact(ledger.Fact{ID: fmt.Sprintf("unmerged-%s-%d", from, at.UnixMilli()), Kind: ledger.Unmerged, At: at, Customer: from, Other: into, By: by})
		return nil
	})
}

func (m *Memory) pair(into, from string) (p, other customer.Profile, err error) {
	if p, err = m.person(into); err == nil {
		other, err = m.person(from)
	}
	return p, other, err
}

func (m *Memory) settlePair(into, from customer.Profile, owner string) {
	m.keep(into)
	m.keep(from)
	for _, i := range from.Identities {
		m.owners[i.String()] = owner
	}
}

// Erase forgets a customer and whoever was merged into them.
func (m *Memory) Erase(_ context.Context, id, by string, at time.Time) error {
	return m.do("erase", func() error {
		p, err := m.person(id)
		if err != nil {
			return err
		}
		if p.Into != "" {
			return customer.ErrMerged
		}
		for _, c := range p.Complaints {
			delete(m.complaints, c.ID)
		}
		gone := []string{id}
		for _, a := range p.Absorbed {
			gone = append(gone, a.ID)
		}
		for _, id := range gone {
			for _, i := range m.profiles[id].Identities {
				delete(m.owners, i.String())
			}
			delete(m.profiles, id)
			m.erasePoints(id, at)
			delete(m.coupons.wallets, id)
			m.erased++
			m.addFact(ledger.Fact{ID: "erased-" + id, Kind: ledger.Erased, At: at, Customer: id, By: by})
		}
		return nil
	})
}
