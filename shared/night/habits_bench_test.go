package night

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/rfm"
)

// shelf holds pages in memory.
type shelf map[string][]byte

func (s shelf) Get(_ context.Context, key string) ([]byte, error) { return s[key], nil }

func (s shelf) Put(_ context.Context, key string, content []byte, _ string) error {
	s[key] = content
	return nil
}

// aYear is a store's year of n sales by 100,000 customers, two lines each.
func aYear(b *testing.B, n, seats int, asOf ledger.Day) (*page.Manifest, shelf) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	m, s := &page.Manifest{Schema: page.Schema}, shelf{}
	for day := asOf - 365; day < asOf; day++ {
		rows := make([]page.Row, n/365)
		for i := range rows {
			rows[i].Sum = page.Sum{Day: int32(day), Seat: int32(1 + r.IntN(seats)), Kind: int32(ledger.Sale), Total: 9000}
			rows[i].Detail = page.Detail{Minute: int32(r.IntN(900)), Key: r.Int64(), ID: fmt.Sprint(i)}
		}
		files, _, err := page.Make(rows)
		if err != nil {
			b.Fatal(err)
		}
		lines := make([]page.Line, 0, 2*len(rows))
		for i := range rows {
			for range 2 {
				lines = append(lines, page.Line{Row: int32(i), Product: int32(1 + r.IntN(40)), Quantity: 1000, Amount: 4500})
			}
		}
		content, err := page.Encode(lines)
		if err != nil {
			b.Fatal(err)
		}
		name := day.String()
		s[name], s[name+"d"], s[name+"l"] = files.Sums, files.Details, content
		m.Put(page.Entry{Store: "main", Day: day, Key: name, Details: name + "d", Lines: name + "l", Rows: files.Rows})
	}
	return m, s
}

// A million sales of a year, with everybody looked at.
func BenchmarkHabits(b *testing.B) {
	const seats, sales = 100_000, 1_000_000
	asOf := ledger.Date(2026, 11, 21)
	m, objects := aYear(b, sales, seats, asOf)
	products := make([]page.Product, 40)
	for i := range products {
		products[i].Key = fmt.Sprint("s:", i)
	}
	wanted := make([]bool, seats+1)
	for i := range wanted {
		wanted[i] = i > 0
	}
	b.ReportAllocs()
	for b.Loop() {
		k := &keeping{folded: &Folded{Tallies: make([]rfm.Tally, seats+1)}, products: products, wanted: wanted, asOf: asOf}
		h, err := foldHabits(context.Background(), m, objects, k)
		if err != nil || h.list[1].usual.From < 0 {
			b.Fatal(err)
		}
	}
}
