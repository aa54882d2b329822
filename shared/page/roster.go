package page

import "fmt"

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
	read   func(f *File) ([]T, error)
}

// NewMembers is an empty customer roster.
func NewMembers() *Roster[Member] {
	return &Roster[Member]{key: func(m *Member) string { return m.Customer }, read: readMembers}
}

func readMembers(f *File) ([]Member, error) {
	names, err := f.Strings("customer")
	if err != nil {
		return nil, err
	}
	members := make([]Member, len(names))
	for i, name := range names {
		members[i].Customer = name
	}
	return members, nil
}

// NewProducts is an empty product roster.
func NewProducts() *Roster[Product] {
	return &Roster[Product]{
		key:  func(p *Product) string { return p.Key },
		read: func(f *File) ([]Product, error) { return Read[Product](f, 0, f.Rows()) },
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
	things, err := r.read(f)
	if err != nil {
		return err
	}
	r.Rows, r.place = append(r.Rows, things...), nil
	r.sealed = len(r.Rows)
	return nil
}

// Fresh are the rows added since the last Load, to be sealed as a segment.
func (r *Roster[T]) Fresh() []T { return r.Rows[r.sealed:] }
