package ledgertest

import (
	"context"
	"maps"
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/policy"
)

// Record records a fact once.
func (m *Memory) Record(_ context.Context, f ledger.Fact) error {
	if err := f.Check(); err != nil {
		return err
	}
	return m.do("record", func() error {
		if old, there := m.facts[ledger.DayOf(f.At.UTC())][f.ID]; there {
			if !old.Same(f) {
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

// AddPolicy saves a version, unless it is there already.
func (m *Memory) AddPolicy(_ context.Context, p policy.Policy) error {
	return m.do("add policy", func() error {
		if slices.ContainsFunc(m.policies, func(q policy.Policy) bool { return q.Version == p.Version }) {
			return policy.ErrExists
		}
		m.policies = append(m.policies, p)
		return nil
	})
}

// Policies lists all versions, from the first.
func (m *Memory) Policies(context.Context) (versions []policy.Policy, err error) {
	err = m.do("policies", func() error {
		versions = policy.SinceDefault(slices.Clone(m.policies))
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
