package night

import "dangol/shared/ledger"

// visits lists one entry for each customer, store and day, by buckets of
// neighbouring seats: a bucket's customers are summed while the processor's
// cache holds them all. Going through one large table in the order of pages
// would wait for memory at every visit.
type visits struct {
	first   ledger.Day
	buckets []bucket
}

// bucket is a list of chunks: a slice that grows would hold its visits twice.
type bucket struct {
	chunks []*chunk
	open   *chunk // the last of chunks
	n      int
}

// chunk keeps visits in twelve bytes each. A key is the seat's place in its
// bucket, the day, and whether it is a counting visit.
type chunk struct {
	n    int
	keys [chunkVisits]uint32
	m    [chunkVisits]int64
}

const (
	chunkVisits = 512
	seatBits    = 12
	bucketSeats = 1 << seatBits
	dayBits     = 19 // 1,400 years
	counting    = 1
)

func newVisits(seats int, first ledger.Day) visits {
	return visits{first, make([]bucket, seats/bucketSeats+1)}
}

func (v *visits) add(seat int32, day ledger.Day, m ledger.Amount, counts bool) {
	b := &v.buckets[seat>>seatBits]
	if b.open == nil || b.open.n == chunkVisits {
		b.open = new(chunk)
		b.chunks = append(b.chunks, b.open)
	}
	key := uint32(seat%bucketSeats)<<(dayBits+1) | uint32(day-v.first)<<1
	if counts {
		key |= counting
	}
	c := b.open
	c.keys[c.n], c.m[c.n] = key, int64(m)
	c.n++
	b.n++
}

// sorter is room to sort buckets in.
type sorter struct {
	ends [bucketSeats + 1]int32
	keys []uint32
	m    []int64
}

// sort puts a bucket's visits by seat, and each seat's by day. After it, those
// of the seat in place i are [ends[i], ends[i+1]).
func (s *sorter) sort(b *bucket) {
	s.keys, s.m = resize(s.keys, b.n), resize(s.m, b.n)
	clear(s.ends[:])
	for _, c := range b.chunks {
		for _, key := range c.keys[:c.n] {
			s.ends[key>>(dayBits+1)+1]++
		}
	}
	for i := range bucketSeats {
		s.ends[i+1] += s.ends[i]
	}
	next := s.ends
	for _, c := range b.chunks {
		for i, key := range c.keys[:c.n] {
			at := &next[key>>(dayBits+1)]
			s.insert(int(s.ends[key>>(dayBits+1)]), int(*at), key, c.m[i])
			*at++
		}
	}
}

// insert puts a visit in its place among those from from to end. They come by
// day, store after store, so it is mostly the last.
func (s *sorter) insert(from, end int, key uint32, m int64) {
	for ; end > from && s.keys[end-1] > key; end-- {
		s.keys[end], s.m[end] = s.keys[end-1], s.m[end-1]
	}
	s.keys[end], s.m[end] = key, m
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
