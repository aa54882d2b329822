package ledgertest

import (
	"context"
	"time"

	"dangol/shared/customer"
)

// Complain opens a complaint.
func (m *Memory) Complain(_ context.Context, c customer.Complaint) (first customer.Complaint, fresh bool, err error) {
	err = m.do("complain", func() error {
		if old, known := m.complaints[c.ID]; known {
			first = old
			if !old.Same(c) || old.Customer != c.Customer && !m.one(old.Customer, c.Customer) {
				return customer.ErrComplaintOther
			}
			return nil
		}
		p, err := m.whole(c.Customer)
		if err != nil {
			return err
		}
		if err := p.Complain(c); err != nil {
			return err
		}
		m.keep(p)
		m.complaints[c.ID] = c
		m.addFact(c.Fact(p.ID, c.Store))
		first, fresh = c, true
		return nil
	})
	return first, fresh && err == nil, err
}

// one says two ids are of one customer.
func (m *Memory) one(a, b string) bool {
	p, err := m.whole(a)
	q, otherErr := m.whole(b)
	return err == nil && otherErr == nil && p.ID == q.ID
}

// Resolve ends a complaint.
func (m *Memory) Resolve(_ context.Context, id, store string, at time.Time) (c customer.Complaint, fresh bool, err error) {
	err = m.do("resolve", func() error {
		old, known := m.complaints[id]
		if !known {
			return customer.ErrComplaintUnknown
		}
		if c = old; !c.Resolved.IsZero() {
			return nil
		}
		p, err := m.whole(c.Customer)
		if err != nil {
			return err
		}
		c.Resolved, fresh = at, true
		p.Settle(id)
		m.keep(p)
		m.complaints[id] = c
		m.addFact(c.Fact(p.ID, store))
		return nil
	})
	return c, fresh && err == nil, err
}

// whole finds a customer, or the one they are part of.
func (m *Memory) whole(id string) (customer.Profile, error) {
	p, err := m.person(id)
	if err == nil && p.Into != "" {
		p, err = m.person(p.Into)
	}
	return p, err
}
