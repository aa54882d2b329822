package page_test

import (
	"fmt"
	"testing"

	"dangol/shared/page"
)

// A small shop's day, a busy one, and a chain's.
func BenchmarkEncode(b *testing.B) {
	for _, n := range []int{10, 100, 10_000} {
		rows := make([]page.Row, n)
		for i := range rows {
			rows[i] = page.Row{Day: 20500, Seat: int32(i % 97), Minute: int32(i % 1440), ID: fmt.Sprintf("r-%012d", i*7919), Total: int64(i%50) * 500}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := page.Encode(rows); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
