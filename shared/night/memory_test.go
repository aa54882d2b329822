package night_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/page"
)

const (
	pageRows  = 300
	pageSeats = 2_000
)

// madeUp is a bucket that makes its pages when they are asked for, and looks
// every hundred pages at how much is alive.
type madeUp struct {
	mu    sync.Mutex
	asked int
	alive uint64
}

func (b *madeUp) Get(_ context.Context, key string) ([]byte, error) {
	var day ledger.Day
	if _, err := fmt.Sscan(key, &day); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asked++; b.asked%100 == 0 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.alive = max(b.alive, m.HeapAlloc)
	}
	rows := make([]page.Sum, pageRows)
	for i := range rows {
		rows[i] = page.Sum{Day: int32(day), Seat: int32(1 + i*pageSeats/pageRows), Total: 5000, Kind: int32(ledger.Sale)}
	}
	return page.Encode(rows)
}

func (*madeUp) Put(context.Context, string, []byte, string) error { panic("a fold writes nothing") }

// peak is how much is alive at most while n days are folded.
func peak(t *testing.T, n int) uint64 {
	t.Helper()
	asOf := ledger.Date(2026, 11, 21)
	m := &page.Manifest{Schema: page.Schema}
	for day := asOf - ledger.Day(n); day < asOf; day++ {
		m.Put(page.Entry{Store: "main", Day: day, Key: fmt.Sprint(int(day)), Rows: page.Counts{Plain: pageRows}})
	}
	bucket := &madeUp{}
	folded, err := night.Fold(context.Background(), m, bucket, pageSeats, night.Windows{AsOf: asOf})
	if err != nil || !folded.Tallies[1].Known {
		t.Fatal(err)
	}
	return bucket.alive
}

// A fold holds its sums, eight bytes a visit, and the few pages it is at: ten
// times the days do not take ten times the memory.
func TestFoldHoldsNoPages(t *testing.T) {
	if testing.Short() {
		t.Skip("a race detector's own memory is not the fold's")
	}
	few, many := peak(t, 200), peak(t, 2_000)
	const visitMax, slack = 8, 2 << 20
	if limit := few + 1_800*pageRows*visitMax + slack; many > limit {
		t.Errorf("%d MB alive over 2,000 days, %d MB over 200; at most %d MB is right", many>>20, few>>20, limit>>20)
	}
	t.Logf("%d MB alive over 2,000 days, %d MB over 200", many>>20, few>>20)
}
