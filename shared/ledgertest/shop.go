package ledgertest

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/policy"
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
		for _, i := range e.Identities {
			m.owners[i.String()] = id
		}
		p := m.profiles[id]
		p.Consents = customer.AddConsents(p.Consents, e.Consents)
		if joined = p.Enrolled.IsZero(); joined {
			p.Enrolled = e.At
			m.addFact(ledger.Fact{
				ID: "enrolled-" + id, Kind: ledger.Enrolled, At: e.At, Customer: id,
				Store: e.Store, Staff: e.Staff, Channel: e.Channel,
			})
		}
		return nil
	})
	return id, joined, err
}

// Record records a fact once.
func (m *Memory) Record(_ context.Context, f ledger.Fact) error {
	if err := f.Check(); err != nil {
		return err
	}
	return m.do("record", func() error {
		if old, there := m.facts[ledger.DayOf(f.At.UTC())][f.ID]; there {
			if !reflect.DeepEqual(old, f) {
				return ledger.ErrConflict
			}
			return nil
		}
		m.addFact(f)
		return nil
	})
}

func (m *Memory) addFact(f ledger.Fact) {
	day := ledger.DayOf(f.At.UTC())
	if m.facts[day] == nil {
		m.facts[day] = map[string]ledger.Fact{}
	}
	m.facts[day][f.ID] = f
}

// SetGrade stores a grade view, unless a later one is there.
func (m *Memory) SetGrade(_ context.Context, id string, version int64, view customer.GradeView) error {
	return m.do("set grade", func() error {
		if p := m.profiles[id]; p != nil && p.version < version {
			p.version, p.Profile.Grade = version, &view
		}
		return nil
	})
}

// Grades lists every customer's grade view.
func (m *Memory) Grades() map[string]customer.GradeView {
	m.mu.Lock()
	defer m.mu.Unlock()
	views := map[string]customer.GradeView{}
	for id, p := range m.profiles {
		if p.Profile.Grade != nil {
			views[id] = *p.Profile.Grade
		}
	}
	return views
}

// SetMerchant sets the installation's merchant.
func (m *Memory) SetMerchant(merchant ledger.Merchant) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.merchant = merchant
}

// Merchant reads it.
func (m *Memory) Merchant(context.Context) (merchant ledger.Merchant, err error) {
	err = m.do("merchant", func() error {
		merchant = m.merchant
		return nil
	})
	return merchant, err
}

// AddStore adds or replaces a store.
func (m *Memory) AddStore(s ledger.Store) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.init()
	m.stores[s.ID] = s
}

// Store reads one store; nil when there is none.
func (m *Memory) Store(_ context.Context, id string) (found *ledger.Store, err error) {
	err = m.do("store", func() error {
		if s, ok := m.stores[id]; ok {
			s.Hours = slices.Clone(s.Hours)
			found = &s
			return s.Load()
		}
		return nil
	})
	return found, err
}

// Stores lists all stores by id.
func (m *Memory) Stores(context.Context) (stores []ledger.Store, err error) {
	err = m.do("stores", func() error {
		for _, id := range slices.Sorted(maps.Keys(m.stores)) {
			s := m.stores[id]
			s.Hours = slices.Clone(s.Hours)
			stores = append(stores, s)
		}
		return nil
	})
	return stores, err
}

// SetPolicy saves the next version of the policy.
func (m *Memory) SetPolicy(p policy.Policy) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p.Version = len(m.policies) + 1
	m.policies = append(m.policies, p)
}

// Policies lists all versions, the default when none was saved.
func (m *Memory) Policies(context.Context) (versions []policy.Policy, err error) {
	err = m.do("policies", func() error {
		versions = slices.Clone(m.policies)
		if len(versions) == 0 {
			versions = []policy.Policy{policy.Default()}
		}
		return nil
	})
	return versions, err
}

// Watermark reads how far the nights have come.
func (m *Memory) Watermark(context.Context) (w ledger.Watermark, err error) {
	err = m.do("watermark", func() error {
		w = m.mark
		return nil
	})
	return w, err
}

// SaveWatermark stores w unless a later version is stored.
func (m *Memory) SaveWatermark(_ context.Context, w ledger.Watermark) error {
	return m.do("save watermark", func() error {
		if m.mark.Version <= w.Version {
			m.mark = w
		}
		return nil
	})
}

// Lease takes the night's lease.
func (m *Memory) Lease(_ context.Context, owner string, now, until time.Time) (held bool, err error) {
	err = m.do("lease", func() error {
		if held = m.lease.owner == "" || m.lease.owner == owner || m.lease.until.Before(now); held {
			m.lease.owner, m.lease.until = owner, until
		}
		return nil
	})
	return held, err
}

// Release gives it back.
func (m *Memory) Release(_ context.Context, owner string) error {
	return m.do("release", func() error {
		if m.lease.owner == owner {
			m.lease.owner = ""
		}
		return nil
	})
}
