package ledgertest

import (
	"context"
	"fmt"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/policy"
)

// accounts are the points of a Memory.
type accounts struct {
	accounts map[string]points.Account
	entries  map[string][]points.Entry // by customer
	states   map[ledger.Key]points.State
	asked    map[string]points.Asked
	used     map[string]points.Points // by store, day and staff
}

func newAccounts() accounts {
	return accounts{
		map[string]points.Account{}, map[string][]points.Entry{}, map[ledger.Key]points.State{},
		map[string]points.Asked{}, map[string]points.Points{},
	}
}

func (m *Memory) account(id string) points.Account {
	if a, ok := m.points.accounts[id]; ok {
		return a
	}
	return points.Account{Customer: id}
}

// gather adds to books what is missing, until nothing is.
func (m *Memory) gather(b *points.Books, missing func() points.Need) {
	for need := missing(); !need.IsZero(); need = missing() {
		for _, id := range need.Customers {
			b.AddAccount(m.account(id))
		}
		for _, k := range need.Sales {
			var state *points.State
			if s, ok := m.points.states[k]; ok {
				state = &s
			}
			var recorded *ledger.Transaction
			if e := m.records[k]; e != nil && !e.record.Waiting {
				recorded = &e.record.Transaction
			}
			b.AddSale(k, state, recorded)
		}
	}
}

func (m *Memory) keepPoints(d points.Decision) {
	for _, c := range d.Changes {
		m.points.accounts[c.Account.Customer] = c.Account
		m.points.entries[c.Account.Customer] = append(m.points.entries[c.Account.Customer], c.Entry)
		if p, moved := c.Entry.Posting(); moved {
			day := ledger.DayOf(p.At)
			m.postings[day] = append(m.postings[day], p)
		}
	}
	for _, k := range d.States {
		m.points.states[k.Key] = k.State
	}
}

// decide is what a transaction does to points, done.
func (m *Memory) decide(t *ledger.Transaction, grade string, terms *points.Terms) *points.Told {
	if terms == nil || !terms.Concern(t) {
		return nil
	}
	b := points.NewBooks(terms.For(t.Day), terms.Now)
	m.gather(b, func() points.Need { return b.Missing(t) })
	d := b.Record(t, grade)
	m.keepPoints(d)
	return d.Told
}

// termsAt are the rules for points in force at an instant, nil when there were
// none.
func (m *Memory) termsAt(at time.Time) *points.Terms {
	zone, err := time.LoadLocation(m.merchant.Zone)
	if err != nil || len(m.policies) == 0 {
		return nil
	}
	p := policy.PointsAt(m.policies, ledger.DayOf(at.In(zone)))
	if p == nil {
		return nil
	}
	return &points.Terms{Policy: p, Now: at.In(zone), Then: func(day ledger.Day) *points.Policy { return policy.PointsAt(m.policies, day) }}
}

// zoned is an instant in the merchant's zone.
func (m *Memory) zoned(at time.Time) time.Time {
	if zone, err := time.LoadLocation(m.merchant.Zone); err == nil {
		return at.In(zone)
	}
	return at
}

func (m *Memory) mergePoints(into, from string, at time.Time) {
	closed, grown := points.Merge(m.account(from), m.account(into), fmt.Sprintf("merge/%s/%d", from, at.UnixMilli()), m.zoned(at))
	m.keepMoved(closed, grown)
}

func (m *Memory) unmergePoints(into, from string, at time.Time) {
	if m.account(from).Merged == into {
		opened, shrunk := points.Unmerge(m.account(from), m.account(into), fmt.Sprintf("unmerge/%s/%d", from, at.UnixMilli()), m.zoned(at))
		m.keepMoved(opened, shrunk)
	}
}

// keepMoved keeps the second change only if anything moved.
func (m *Memory) keepMoved(first, second points.Change) {
	d := points.Decision{Changes: []points.Change{first}}
	if len(second.Entry.Moves) > 0 {
		d.Changes = append(d.Changes, second)
	}
	m.keepPoints(d)
}

func (m *Memory) erasePoints(id string, at time.Time) {
	if a := m.account(id); a.Version > 0 && !a.Erased {
		m.keepPoints(points.Decision{Changes: []points.Change{points.Erase(a, "erase/"+id, m.zoned(at))}})
	}
}

// command answers an id as it was answered first, or by work.
func (m *Memory) command(id, of string, work func() (points.Answer, error)) (a points.Answer, fresh bool, err error) {
	err = m.do("points", func() error {
		if asked, known := m.points.asked[id]; known {
			var conflict bool
			if a, conflict = asked.Entry.Again(of); conflict {
				return points.ErrAskedOtherwise
			}
			return nil
		}
		fresh = true
		a, err = work()
		return err
	})
	return a, fresh && err == nil, err
}

func (m *Memory) change(id, customer string, c points.Change) points.Answer {
	m.keepPoints(points.Decision{Changes: []points.Change{c}})
	m.points.asked[id] = points.Asked{Customer: customer, Entry: c.Entry}
	return c.Entry.Answer
}

// Hold sets points aside.
func (m *Memory) Hold(_ context.Context, q points.HoldRequest, terms *points.Terms) (points.Answer, bool, error) {
	return m.command(q.ID, q.Of(), func() (points.Answer, error) {
		if m.profiles[q.Customer] == nil {
			return points.Answer{}, points.ErrCustomerUnknown
		}
		return m.change(q.ID, q.Customer, terms.Policy.Hold(m.account(q.Customer), q, terms.Now)), nil
	})
}

// Adjust gives or takes points by hand.
func (m *Memory) Adjust(_ context.Context, q points.AdjustRequest, terms *points.Terms) (points.Answer, bool, error) {
	return m.command(q.ID, q.Of(), func() (points.Answer, error) {
		if m.profiles[q.Customer] == nil {
			return points.Answer{}, points.ErrCustomerUnknown
		}
		staff := q.Store + " " + ledger.DayOf(terms.Now).String() + " " + q.Staff
		c, used := terms.Policy.Adjust(m.account(q.Customer), q, m.points.used[staff], terms.Now)
		m.points.used[staff] = used
		return m.change(q.ID, q.Customer, c), nil
	})
}

// EndHold captures or releases a hold.
func (m *Memory) EndHold(_ context.Context, q points.EndRequest, terms *points.Terms) (a points.Answer, fresh bool, err error) {
	err = m.do("points", func() error {
		asked, known := m.points.asked[q.Hold]
		if !known {
			a, _ = points.Ended(nil, nil, &q)
			return nil
		}
		if a, known = points.Ended(&asked.Entry, asked.End, &q); known {
			return nil
		}
		b := points.NewBooks(terms.Policy, terms.Now)
		m.gather(b, func() points.Need { return b.MissingCapture(asked.Customer, &q) })
		d, end := b.Capture(asked.Customer, q)
		if end == nil {
			a = points.Answer{Refused: points.AccountClosed}
			return nil
		}
		m.keepPoints(d)
		asked.End, a, fresh = end, end.Answer, true
		m.points.asked[q.Hold] = asked
		return nil
	})
	return a, fresh && err == nil, err
}

// WithAccount reads one customer and their account.
func (m *Memory) WithAccount(_ context.Context, id string) (p *customer.Profile, a points.Account, err error) {
	err = m.do("profile", func() error {
		a = m.account(id)
		if found := m.profiles[id]; found != nil {
			copied := found.Profile
			p = &copied
			if p.Into != "" {
				a.Merged = p.Into
			}
		}
		return nil
	})
	return p, a, err
}

// Entries lists what ever happened to a customer's points.
func (m *Memory) Entries(_ context.Context, id string) (entries []points.Entry, err error) {
	err = m.do("entries", func() error {
		entries = append(entries, m.points.entries[id]...)
		return nil
	})
	return entries, err
}

// Postings reads one day of the shop's books of points.
func (m *Memory) Postings(_ context.Context, day ledger.Day) (postings []points.Posting, err error) {
	err = m.do("postings", func() error {
		postings = append(postings, m.postings[day]...)
		return nil
	})
	return postings, err
}
