package web

import (
	"sync"
	"time"
)

// What one store may send, as one process counts it. A batch is one request.
const (
	// ratePace is the time one request takes up: a hundred a second.
	ratePace = 10 * time.Millisecond
	// rateBurst is how many may come at once after a rest.
	rateBurst = 1_000
)

// Rates holds each store to its share. A store's bucket is one instant: when
// it will be full again, every request taking ratePace of it.
type Rates struct {
	now func() time.Time

	mu   sync.Mutex
	full map[string]time.Time
}

// NewRates starts with full buckets.
func NewRates(now func() time.Time) *Rates {
	return &Rates{now: now, full: map[string]time.Time{}}
}

// Take counts a request of store. It answers nil, or the problem of one too
// many, which takes up nothing.
func (r *Rates) Take(store string) *Problem {
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	full := r.full[store]
	if full.Before(now) {
		full = now
	}
	full = full.Add(ratePace)
	if over := full.Sub(now) - rateBurst*ratePace; over > 0 {
		return TooMany(over)
	}
	r.full[store] = full
	return nil
}
