package page_test

import (
	"fmt"
	"testing"

	"dangol/shared/page"
)

// A small shop's day, a busy one, and a chain's.
func BenchmarkMake(b *testing.B) {
	for _, n := range []int{10, 100, 10_000} {
		rows := make([]page.Row, n)
		for i := range rows {
			rows[i] = page.Row{
				Sum:    page.Sum{Day: 20500, Seat: int32(i % 97), Total: int64(i%50) * 500},
				Detail: page.Detail{Minute: int32(i % 1440), ID: fmt.Sprintf("r-%012d", i*7919)},
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := page.Make(rows); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
