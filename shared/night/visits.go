package night

import (
	"slices"

	"dangol/shared/ledger"
)

// visits lists what every customer spent at one store on one day, by buckets
// of neighbouring seats: a bucket's customers are summed while the processor's
// cache holds them all. Going through one large table in the order of pages
// would wait for memory at every visit.
type visits struct {
	first   ledger.Day
	buckets []bucket
}

// visit is, from its highest bit on: the seat's place in its bucket, the day,
// whether the amount is in units of 2³², whether it is a counting visit, and
// the amount. Visits of one customer sort by day.
type visit uint64

const (
	bucketSeats = 1 << 12
	seatShift   = 64 - 12
	dayShift    = 34
	dayMask     = 1<<(seatShift-dayShift) - 1 // 700 years
	high        = 1 << 33
	counting    = 1 << 32
)

func (v visit) place() int  { return int(v >> seatShift) }
func (v visit) offset() int { return int(v >> dayShift & dayMask) }

func (v visit) amount() ledger.Amount {
	m := ledger.Amount(int32(v))
	if v&high != 0 {
		return m << 32
	}
	return m
}

// bucket is a list of chunks: a slice that grows would hold its visits twice.
type bucket struct {
	full []*chunk
	open *chunk
	used int // of open
}

const chunkVisits = 1024

type chunk [chunkVisits]visit

func newVisits(seats int, first ledger.Day) visits {
	return visits{first, make([]bucket, seats/bucketSeats+1)}
}

func (v *visits) add(seat int32, day ledger.Day, m ledger.Amount, counts bool) {
	b := &v.buckets[seat/bucketSeats]
	low := int32(m)
	entry := visit(seat%bucketSeats)<<seatShift | visit(day-v.first)<<dayShift | visit(uint32(low))
	if rest := m - ledger.Amount(low); rest != 0 { // beyond two thousand million
		b.add(entry&^(1<<32-1) | high | visit(uint32(rest>>32)))
	}
	if counts {
		entry |= counting
	}
	b.add(entry)
}

func (b *bucket) add(v visit) {
	if b.open == nil || b.used == chunkVisits {
		if b.open != nil {
			b.full = append(b.full, b.open)
		}
		b.open, b.used = new(chunk), 0
	}
	b.open[b.used] = v
	b.used++
}

// each goes through a bucket's chunks.
func (b *bucket) each(use func([]visit)) {
	for _, c := range b.full {
		use(c[:])
	}
	if b.open != nil {
		use(b.open[:b.used])
	}
}

// sorter is room to sort buckets in.
type sorter struct {
	ends [bucketSeats + 1]int32
	list []visit
}

// sort puts a bucket's visits by seat, and each seat's by day. After it, those
// of the seat in place i are list[ends[i]:ends[i+1]].
func (s *sorter) sort(b *bucket) {
	clear(s.ends[:])
	n := 0
	b.each(func(visits []visit) {
		n += len(visits)
		for _, v := range visits {
			s.ends[v.place()+1]++
		}
	})
	for i := range bucketSeats {
		s.ends[i+1] += s.ends[i]
	}
	s.list = slices.Grow(s.list[:0], n)[:n]
	next := s.ends
	b.each(func(visits []visit) {
		for _, v := range visits {
			s.list[next[v.place()]] = v
			next[v.place()]++
		}
	})
}

// sortByDay sorts one customer's visits. They came month by month, store after
// store, each store's by day, so none is far from its place: inserting costs a
// step or two each.
func sortByDay(visits []visit) {
	for i := 1; i < len(visits); i++ {
		v, at := visits[i], i
		for ; at > 0 && visits[at-1] > v; at-- {
			visits[at] = visits[at-1]
		}
		visits[at] = v
	}
}
