package page

import (
	"fmt"
	"slices"
)

// Member is one row of a customer roster segment; Product of a product roster.
// Their places are their seats.
type Member struct {
	Customer string `parquet:"customer,plain"`
}

// Product is what a line sold: known by its SKU or, without one, by its name.
type Product struct {
	Key      string `parquet:"key,plain"`
	SKU      string `parquet:"sku,plain"`
	Name     string `parquet:"name,plain"`
	Category string `parquet:"category,dict"`
}

// ProductKey is what products are told apart by.
func ProductKey(sku, name string) string {
	if sku != "" {
		return "s:" + sku
	}
	return "n:" + name
}

// Roster numbers things, append-only, from 1: a customer's number is their
// seat, and 0 is nobody.
type Roster[T any] struct {
	Rows   []T // Rows[i] has number i+1
	sealed int
	place  map[string]int32 // made when first asked
	key    func(*T) string
	read   func(f *File, rows []T) ([]T, error) // appends a segment
}

// NewMembers is an empty customer roster.
func NewMembers() *Roster[Member] {
	return &Roster[Member]{
		key: func(m *Member) string { return m.Customer },
		read: func(f *File, rows []Member) ([]Member, error) {
			err := f.EachString("customer", func(c string) { rows = append(rows, Member{c}) })
			return rows, err
		},
	}
}

// NewProducts is an empty product roster.
func NewProducts() *Roster[Product] {
	return &Roster[Product]{
		key: func(p *Product) string { return p.Key },
		read: func(f *File, rows []Product) ([]Product, error) {
			things, err := Read[Product](f, 0, f.Rows())
			return append(rows, things...), err
		},
	}
}

// Number is the number of key, or 0.
func (r *Roster[T]) Number(key string) int32 {
	if r.place == nil {
		r.place = make(map[string]int32, len(r.Rows))
		for i := range r.Rows {
			r.place[r.key(&r.Rows[i])] = int32(i + 1)
		}
	}
	return r.place[key]
}

// Add numbers thing if it is new.
func (r *Roster[T]) Add(thing T) int32 {
	key := r.key(&thing)
	if n := r.Number(key); n > 0 {
		return n
	}
	r.Rows = append(r.Rows, thing)
	r.place[key] = int32(len(r.Rows))
	return int32(len(r.Rows))
}

// Load appends a sealed segment.
func (r *Roster[T]) Load(content []byte, rows int) error {
	f, err := Open(content)
	if err != nil {
		return err
	}
	if f.Rows() != rows {
		return fmt.Errorf("%w: roster segment of %d rows, want %d", ErrCorrupt, f.Rows(), rows)
	}
	r.Rows, err = r.read(f, slices.Grow(r.Rows, rows))
	r.place, r.sealed = nil, len(r.Rows)
	return err
}

// Fresh are the rows added since the last Load, to be sealed as a segment.
func (r *Roster[T]) Fresh() []T { return r.Rows[r.sealed:] }
