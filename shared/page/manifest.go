package page

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"dangol/shared/ledger"
)

// Manifest names everything sealed: with it, the fold needs no ledger. It is
// immutable and content-addressed; sealing makes a new one.
type Manifest struct {
	Schema int `json:"schema"`
	// Pages are sorted by store and first day.
	Pages []Entry `json:"pages"`
	// Facts are sorted by day.
	Facts []FactsEntry `json:"facts"`
	// Roster and Products name their segments in order; places are counted on
	// from one to the next.
	Roster   []Segment `json:"roster"`
	Products []Segment `json:"products"`
	// Orphans are linked refunds and voids whose target, or its customer, was
	// not found. They are looked for again every night.
	Orphans []Orphan `json:"orphans"`
}

// Entry is one sealed page.
type Entry struct {
	Store string     `json:"store"`
	From  ledger.Day `json:"from"`
	To    ledger.Day `json:"to"` // inclusive
	Key   string     `json:"key"`
	Lines string     `json:"lines,omitempty"`
	Rows  Counts     `json:"rows"`
	// What the reader of a report must know about the page.
	Conflicts        int `json:"conflicts,omitempty"`        // deliveries refused: same id, other content
	Quarantined      int `json:"quarantined,omitempty"`      // records that could not be read
	RepeatedReceipts int `json:"repeatedReceipts,omitempty"` // receipt numbers under more than one id
	RepeatedIDs      int `json:"repeatedIds,omitempty"`      // also recorded on an earlier day
	Unresolved       int `json:"unresolved,omitempty"`       // named a customer we do not know
	ClockSkew        int `json:"clockSkew,omitempty"`
	LateUpload       int `json:"lateUpload,omitempty"`
}

// FactsEntry is one sealed desk day.
type FactsEntry struct {
	Day  ledger.Day `json:"day"`
	Key  string     `json:"key"`
	Rows int        `json:"rows"`
}

// Segment is a part of a roster.
type Segment struct {
	Key  string `json:"key"`
	Rows int    `json:"rows"`
}

// Orphan is a linked row without its target.
type Orphan struct {
	Store  string     `json:"store"`
	Day    ledger.Day `json:"day"`
	ID     string     `json:"id"`
	Target Target     `json:"target"`
	// Waiting says the target was found, and its customer is not known yet.
	Waiting bool `json:"waiting,omitempty"`
}

// Target names the transaction an orphan is looking for.
type Target struct {
	Store string     `json:"store"`
	Day   ledger.Day `json:"day"`
	ID    string     `json:"id"`
}

// Key of the target.
func (t Target) Ledger() ledger.Key { return ledger.Key{Store: t.Store, Day: t.Day, ID: t.ID} }

// Put replaces the page of e's store and days, or adds it.
func (m *Manifest) Put(e Entry) {
	at, found := slices.BinarySearchFunc(m.Pages, e, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Store, b.Store), cmp.Compare(a.From, b.From))
	})
	if found {
		m.Pages[at] = e
		return
	}
	m.Pages = slices.Insert(m.Pages, at, e)
}

// PutFacts replaces the facts of e's day, or adds them.
func (m *Manifest) PutFacts(e FactsEntry) {
	at, found := slices.BinarySearchFunc(m.Facts, e, func(a, b FactsEntry) int { return cmp.Compare(a.Day, b.Day) })
	if found {
		m.Facts[at] = e
		return
	}
	m.Facts = slices.Insert(m.Facts, at, e)
}

// Page finds the page that holds a store's day.
func (m *Manifest) Page(store string, day ledger.Day) (Entry, bool) {
	after := sort.Search(len(m.Pages), func(i int) bool {
		e := &m.Pages[i]
		return e.Store > store || e.Store == store && e.From > day
	})
	if after == 0 {
		return Entry{}, false
	}
	e := m.Pages[after-1]
	return e, e.Store == store && day <= e.To
}

// Encode writes the manifest; the same manifest gives the same bytes.
func (m *Manifest) Encode() ([]byte, error) {
	content, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	return content, nil
}

// DecodeManifest reads a manifest. One of another schema comes with ErrSchema:
// of it only the rosters can be used, and every page must be sealed again.
func DecodeManifest(content []byte) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(content, &m); err != nil {
		return nil, fmt.Errorf("%w: manifest: %w", ErrCorrupt, err)
	}
	if m.Schema != Schema {
		return &Manifest{Schema: Schema, Roster: m.Roster, Products: m.Products},
			fmt.Errorf("%w: manifest of schema %d, want %d", ErrSchema, m.Schema, Schema)
	}
	return &m, nil
}
