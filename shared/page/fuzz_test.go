package page

import (
	"bytes"
	"errors"
	"testing"

	"dangol/shared/ledger"
)

// A page with any one byte changed is read or refused: the Parquet library
// panics on some of them.
func TestAnyByteChanged(t *testing.T) {
	whole, err := Encode(twoRows)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for i := range whole {
		content := bytes.Clone(whole)
		content[i] ^= 0x80
		for _, err := range readAll(content) {
			if err == nil {
				continue
			}
			if refused++; !errors.Is(err, ErrCorrupt) {
				t.Errorf("byte %d: %v", i, err)
			}
		}
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
}

func readAll(content []byte) []error {
	file, err := Open(content)
	if err != nil || file.Rows() > 1000 {
		return []error{err}
	}
	_, seats := file.Int32s("seat", 0, file.Rows(), nil)
	_, totals := file.Int64s("total", 0, file.Rows(), nil)
	_, rows := Read[Row](file, 0, file.Rows())
	return []error{seats, totals, rows}
}

// FuzzManifest reads anything: it is refused, or written and read
// again it says the same. Looking for a page in it never panics.
func FuzzManifest(f *testing.F) {
	whole := Manifest{
		Schema: Schema, Pages: []Entry{{Store: "a", Day: 1, Key: "k", Rows: Counts{Plain: 3}}, {Store: "b", Day: 5}},
		Months: []Month{{Source{Store: "a", From: 1, To: 4, Key: "m"}, "of"}},
		Facts:  []FactsEntry{{Day: 3, Key: "f", Rows: 1}}, Roster: []Segment{{Key: "r", Rows: 2}},
		Orphans: []Orphan{{Store: "a", Day: 2, ID: "x", Target: Target{Store: "a", Day: 1, ID: "y"}}},
	}
	content, err := whole.Encode()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{content, nil, []byte("{}"), []byte(`{"schema":99}`), []byte("null"), bytes.ToUpper(content)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := DecodeManifest(content)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrSchema) {
				t.Errorf("%v says neither corrupt nor of another schema", err)
			}
			return
		}
		for _, e := range m.Pages {
			m.Page(e.Store, e.Day)
			m.Page(e.Store, e.Day+1)
		}
		m.Sources()
		m.Page("", ledger.Day(0))
		first, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := DecodeManifest(first)
		if err != nil {
			t.Fatalf("%q, written by us: %v", first, err)
		}
		if second, err := back.Encode(); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%q became %q, %v", first, second, err)
		}
	})
}
