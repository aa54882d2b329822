package night_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
)

// BenchmarkNight is an ordinary night, after the history was sealed once, of a
// shop of two stores and 2,000 people: over one year and over ten.
func BenchmarkNight(b *testing.B) {
	ctx := context.Background()
	for _, years := range []int{1, 10} {
		asOf := ledger.Date(2026, 11, 21)
		w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
		shop := ledgertest.Seeded{Until: asOf - 1, Days: 365 * years, People: 2_000, Seed: 3}
		if err := shop.Open(ctx, w); err != nil {
			b.Fatal(err)
		}
		if _, err := w.Night(ctx, asOf); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("years=%d", years), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				asOf++
				w.Clock = w.Clock.AddDate(0, 0, 1)
				if r, err := w.Night(ctx, asOf); err != nil || !r.Committed {
					b.Fatal(r, err)
				}
			}
			b.ReportMetric(float64(len(shop.Sales())), "sales")
		})
	}
}
