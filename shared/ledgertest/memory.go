// Package ledgertest holds what tests of the ledger and the night share: twins
// of DynamoDB and S3 that keep everything in memory and fail on purpose, the
// exam that twins and the real adapters both sit, and a seeded shop.
package ledgertest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/policy"
)

// Faults decide which calls fail. Before fails a call that has changed
// nothing; After fails one that has done its work: the reply is lost. Nil never
// fails. Both are told the name of the operation.
type Faults struct {
	Before, After func(op string) error
}

func (f *Faults) before(op string) error {
	if f.Before == nil {
		return nil
	}
	return f.Before(op)
}

func (f *Faults) after(op string) error {
	if f.After == nil {
		return nil
	}
	return f.After(op)
}

// Broken are laws a twin breaks, so that a test can show it would notice.
type Broken struct {
	NoCondition bool // a transaction is recorded over another of its id
	NoCompare   bool // other content under an id is answered like a repeat
}

// Memory is a ledger, customers and a shop in memory. The zero Memory is an
// empty installation, ready to use. Its methods may be called concurrently.
type Memory struct {
	Faults
	Broken

	mu         sync.Mutex
	records    map[ledger.Key]*entry
	days       map[ledger.Key][]*entry // by store and day; no id
	conflicts  map[ledger.Key]map[string]bool
	markers    map[ledger.Key]bool
	waiting    map[ledger.Key]ledger.Unhashed
	facts      map[ledger.Day]map[string]ledger.Fact
	postings   map[ledger.Day][]points.Posting
	owners     map[string]string // identity → customer
	profiles   map[string]*profile
	erased     int // ids are not given twice
	points     accounts
	coupons    wallets
	complaints map[string]customer.Complaint
	merchant   ledger.Merchant
	stores     map[string]ledger.Store
	policies   []policy.Policy
	mark       ledger.Watermark
	lease      struct {
		owner string
		until time.Time
	}
}

type entry struct {
	record ledger.Record
	prints ledger.Prints
	answer []byte
}

type profile struct {
	customer.Profile
	version int64 // of the grade view
}

// init makes the maps of a zero Memory.
func (m *Memory) init() {
	if m.records != nil {
		return
	}
	m.records = map[ledger.Key]*entry{}
	m.days = map[ledger.Key][]*entry{}
	m.conflicts = map[ledger.Key]map[string]bool{}
	m.markers = map[ledger.Key]bool{}
	m.waiting = map[ledger.Key]ledger.Unhashed{}
	m.facts = map[ledger.Day]map[string]ledger.Fact{}
	m.postings = map[ledger.Day][]points.Posting{}
	m.owners = map[string]string{}
	m.profiles = map[string]*profile{}
	m.stores = map[string]ledger.Store{}
	m.points = newAccounts()
	m.coupons = newWallets()
	m.complaints = map[string]customer.Complaint{}
}

// do runs one operation under the lock, with its faults around it.
func (m *Memory) do(op string, work func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.init()
	if err := m.before(op); err != nil {
		return err
	}
	if err := work(); err != nil {
		return err
	}
	return m.after(op)
}

// Append records arrivals as ledger.Appender promises.
func (m *Memory) Append(ctx context.Context, arrivals []ledger.Arrival) []ledger.Outcome {
	return m.AppendWithPoints(ctx, arrivals, nil)
}

// AppendWithPoints records arrivals as points.Appender promises.
func (m *Memory) AppendWithPoints(_ context.Context, arrivals []ledger.Arrival, terms *points.Terms) []ledger.Outcome {
	outcomes := make([]ledger.Outcome, len(arrivals))
	for i := range arrivals {
		err := m.do("append", func() error {
			outcomes[i] = m.append(&arrivals[i], terms)
			return outcomes[i].Err
		})
		if err != nil {
			outcomes[i] = ledger.Outcome{Err: err}
		}
	}
	return outcomes
}

func (m *Memory) append(a *ledger.Arrival, terms *points.Terms) ledger.Outcome {
	if roughSize(a.Transaction) > ledger.CanonicalMax {
		return ledger.Outcome{Err: ledger.ErrTooBig}
	}
	prints := a.Prints()
	if old := m.records[a.Key]; old != nil && !m.NoCondition {
		if same, _ := old.prints.Same(a); same || m.NoCompare {
			return ledger.Outcome{Answer: old.answer}
		}
		if m.conflicts[a.Key] == nil {
			m.conflicts[a.Key] = map[string]bool{}
		}
		m.conflicts[a.Key][prints.Of] = true
		m.leaveMarker(a)
		return ledger.Outcome{Err: ledger.ErrConflict}
	}
	t := *a.Transaction
	t.Customer = m.resolve(a)
	record := ledger.Record{Transaction: t, Received: a.Received, Waiting: a.Waits()}
	if p := m.profiles[t.Customer]; p != nil && p.Profile.Grade != nil {
		record.Grade = p.Profile.Grade.Grade
	}
	told := m.decide(&t, record.Grade, terms)
	answer, err := points.Body(ledger.Answer{ID: t.ID, Day: t.Day, Customer: t.Customer}, told)
	if err != nil {
		return ledger.Outcome{Err: err}
	}
	e := &entry{record, prints, answer}
	m.records[a.Key] = e
	if a.Waits() {
		m.waiting[a.Key] = a.Waiting
	}
	day := ledger.Key{Store: a.Store, Day: a.Day}
	m.days[day] = append(m.days[day], e)
	m.leaveMarker(a)
	return ledger.Outcome{Answer: answer, Fresh: true}
}

// roughSize is about what a transaction takes as recorded.
func roughSize(t *ledger.Transaction) int {
	n := 300
	for _, l := range t.Lines {
		n += len(l.SKU) + len(l.Name) + len(l.Category) + 60
	}
	return n
}

// Mark leaves a marker by itself: a query may see the marker of a late sale
// before the sale. A sale that is recorded already gets no marker.
func (m *Memory) Mark(key ledger.Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.init()
	if m.records[key] == nil {
		m.markers[key] = true
	}
}

// AppendUnmarked records an arrival and forgets the marker a late one needs, as
// a ledger would that broke its law.
func (m *Memory) AppendUnmarked(ctx context.Context, a ledger.Arrival) ledger.Outcome {
	_, marked := m.markers[a.Key]
	out := m.Append(ctx, []ledger.Arrival{a})[0]
	if !marked {
		m.mu.Lock()
		delete(m.markers, a.Key)
		m.mu.Unlock()
	}
	return out
}

// leaveMarker marks the day of a late arrival.
func (m *Memory) leaveMarker(a *ledger.Arrival) {
	if ledger.NeedsMarker(a.Day, a.Received) {
		m.markers[a.Key] = true
	}
}

// resolve finds or makes the customer an arrival names.
func (m *Memory) resolve(a *ledger.Arrival) string {
	switch {
	case a.RefundOf != nil || a.VoidOf != nil:
		return ""
	case a.Claimed != "" && m.profiles[a.Claimed] != nil:
		return a.Claimed
	case a.Identity.IsZero():
		return ""
	}
	if a.Training {
		return m.owners[a.Identity.String()]
	}
	return m.owner(a.Identity, a.Received, a.Store)
}

// owner finds or makes the customer of an identifier.
func (m *Memory) owner(i ledger.Identity, seen time.Time, store string) string {
	name := i.String()
	if m.owners[name] == "" {
		id := fmt.Sprintf("c%06d", len(m.profiles)+m.erased+1)
		m.owners[name] = id
		m.profiles[id] = &profile{Profile: customer.Profile{
			ID: id, Created: seen, Store: store, Identities: []ledger.Identity{i},
		}}
	}
	return m.owners[name]
}

// LinkWaiting gives every transaction that waits its customer.
func (m *Memory) LinkWaiting(ctx context.Context, peppers customer.Peppers, now time.Time) error {
	var keys []ledger.Key
	err := m.do("waiting", func() error {
		keys = slices.SortedFunc(maps.Keys(m.waiting), compareKeys)
		return nil
	})
	if err != nil || len(keys) == 0 {
		return err
	}
	pepper, err := peppers.Pepper(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		err := m.do("link", func() error {
			who, waits := m.waiting[key]
			if !waits {
				return nil
			}
			r := &m.records[key].record
			r.Customer, r.Waiting = m.owner(pepper.Identity(customer.Identifier(who)), r.Received, r.Store), false
			grade := ""
			if g := m.profiles[r.Customer].Grade; g != nil {
				grade = g.Grade
			}
			m.decide(&r.Transaction, grade, m.termsAt(now))
			m.markers[key] = true
			delete(m.waiting, key)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Day reads one store's business day.
func (m *Memory) Day(_ context.Context, store string, day ledger.Day) (out ledger.DayRecords, err error) {
	err = m.do("day", func() error {
		for _, e := range m.days[ledger.Key{Store: store, Day: day}] {
			out.Records = append(out.Records, e.record)
		}
		slices.SortFunc(out.Records, func(a, b ledger.Record) int { return compareKeys(a.Key, b.Key) })
		for key, refused := range m.conflicts {
			if key.Store == store && key.Day == day {
				out.Conflicts += len(refused)
			}
		}
		return nil
	})
	return out, err
}

// Find reads one transaction.
func (m *Memory) Find(_ context.Context, key ledger.Key) (found *ledger.Record, err error) {
	err = m.do("find", func() error {
		if e := m.records[key]; e != nil {
			record := e.record
			found = &record
		}
		return nil
	})
	return found, err
}

// Markers lists the late arrivals.
func (m *Memory) Markers(context.Context) (keys []ledger.Key, err error) {
	err = m.do("markers", func() error {
		keys = slices.SortedFunc(maps.Keys(m.markers), compareKeys)
		return nil
	})
	return keys, err
}

// Marked says whether key has its marker.
func (m *Memory) Marked(_ context.Context, key ledger.Key) (marked bool, err error) {
	err = m.do("marked", func() error {
		marked = m.markers[key]
		return nil
	})
	return marked, err
}

// ClearMarkers deletes markers.
func (m *Memory) ClearMarkers(_ context.Context, keys []ledger.Key) error {
	return m.do("clear markers", func() error {
		for _, key := range keys {
			delete(m.markers, key)
		}
		return nil
	})
}

// Facts reads one desk day.
func (m *Memory) Facts(_ context.Context, day ledger.Day) (facts []ledger.Fact, err error) {
	err = m.do("facts", func() error {
		for _, id := range slices.Sorted(maps.Keys(m.facts[day])) {
			facts = append(facts, m.facts[day][id])
		}
		return nil
	})
	return facts, err
}

func compareKeys(a, b ledger.Key) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Store, b.Store), cmp.Compare(a.ID, b.ID))
}
