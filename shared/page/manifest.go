package page

import (
	"cmp"
	"fmt"
	"slices"

	"dangol/shared/ledger"

	"github.com/go-json-experiment/json"
)

// Manifest names everything sealed: with it, the fold needs no ledger. It is
// immutable and content-addressed; sealing makes a new one.
type Manifest struct {
	Schema int `json:"schema"`
	// Pages are sorted by store and day.
	Pages []Entry `json:"pages"`
	// Months hold again, in one file, what the fold reads of the pages of days
	// that no longer change. They are sorted by store and first day.
	Months []Month `json:"months,omitzero"`
	// Facts are sorted by day.
	Facts []FactsEntry `json:"facts"`
	// Points are sorted by day. Manifests without them are from before nights
	// knew of points.
	Points []FactsEntry `json:"points,omitzero"`
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
	Day   ledger.Day `json:"day"`
	// Key, Details and Others name the page's files; Lines that of its lines.
	Key     string `json:"key"`
	Details string `json:"details"`
	Others  string `json:"others,omitzero"`
	Lines   string `json:"lines,omitzero"`
	// Uses is the file of the benefits given with its sales. Pages from before
	// there were benefits have none.
	Uses string `json:"uses,omitzero"`
	Rows Counts `json:"rows"`
	// What the reader of a report must know about the page.
	Conflicts        int `json:"conflicts,omitzero"`        // deliveries refused: same id, other content
	Quarantined      int `json:"quarantined,omitzero"`      // records that could not be read
	RepeatedReceipts int `json:"repeatedReceipts,omitzero"` // receipt numbers under more than one id
	RepeatedIDs      int `json:"repeatedIds,omitzero"`      // also recorded on an earlier day
	Unresolved       int `json:"unresolved,omitzero"`       // named a customer we do not know
	ClockSkew        int `json:"clockSkew,omitzero"`
	LateUpload       int `json:"lateUpload,omitzero"`
}

// Same says two pages have the same rows.
func (e *Entry) Same(other *Entry) bool {
	return e.Key == other.Key && e.Details == other.Details && e.Others == other.Others && e.Uses == other.Uses
}

// Month holds what the fold reads of one store's pages from one day to another.
type Month struct {
	Source
	// Of is the hash of the pages' keys: while it holds, the month is theirs.
	Of string `json:"of"`
}

// Source is what a fold reads: of one page, or of a month of them.
type Source struct {
	Store  string     `json:"store"`
	From   ledger.Day `json:"from"`
	To     ledger.Day `json:"to"` // inclusive
	Key    string     `json:"key"`
	Others string     `json:"others,omitzero"`
	Uses   string     `json:"uses,omitzero"`
	Rows   Counts     `json:"rows"`
}

// FactsEntry is one sealed desk day, of facts or of points.
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
	Waiting bool `json:"waiting,omitzero"`
}

// Target names the transaction an orphan is looking for.
type Target struct {
	Store string     `json:"store"`
	Day   ledger.Day `json:"day"`
	ID    string     `json:"id"`
}

// Key of the target.
func (t Target) Ledger() ledger.Key { return ledger.Key{Store: t.Store, Day: t.Day, ID: t.ID} }

// Put replaces the page of e's store and day, or adds it.
func (m *Manifest) Put(e Entry) {
	at, found := m.place(e.Store, e.Day)
	if found {
		m.Pages[at] = e
		return
	}
	m.Pages = slices.Insert(m.Pages, at, e)
}

func (m *Manifest) place(store string, day ledger.Day) (int, bool) {
	return slices.BinarySearchFunc(m.Pages, day, func(e Entry, day ledger.Day) int {
		return cmp.Or(cmp.Compare(e.Store, store), cmp.Compare(e.Day, day))
	})
}

// Page finds the page of a store's day.
func (m *Manifest) Page(store string, day ledger.Day) (Entry, bool) {
	at, found := m.place(store, day)
	if !found {
		return Entry{}, false
	}
	return m.Pages[at], true
}

// Sources are what to read to see every page once, by first day and store.
func (m *Manifest) Sources() []Source {
	list := make([]Source, 0, len(m.Months))
	months := m.Months
	for _, month := range months {
		list = append(list, month.Source)
	}
	for i := range m.Pages {
		e := &m.Pages[i]
		for len(months) > 0 && (months[0].Store < e.Store || months[0].Store == e.Store && months[0].To < e.Day) {
			months = months[1:]
		}
		if len(months) == 0 || months[0].Store != e.Store || e.Day < months[0].From {
			list = append(list, Source{Store: e.Store, From: e.Day, To: e.Day, Key: e.Key, Others: e.Others, Uses: e.Uses, Rows: e.Rows})
		}
	}
	slices.SortFunc(list, func(a, b Source) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Store, b.Store))
	})
	return list
}

// PutFacts replaces the facts of e's day, or adds them.
func (m *Manifest) PutFacts(e FactsEntry) { m.Facts = putDay(m.Facts, e) }

// PutPoints is PutFacts for points.
func (m *Manifest) PutPoints(e FactsEntry) { m.Points = putDay(m.Points, e) }

func putDay(list []FactsEntry, e FactsEntry) []FactsEntry {
	at, found := slices.BinarySearchFunc(list, e, func(a, b FactsEntry) int { return cmp.Compare(a.Day, b.Day) })
	if found {
		list[at] = e
		return list
	}
	return slices.Insert(list, at, e)
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
