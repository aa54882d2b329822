package value

import "slices"

// History is what the models need of one customer's past: all of it.
type History struct {
	// Repeats counts the days with a visit after the first such day (x).
	Repeats int32
	// Last is the days from the first to the last visit day (tₓ), Age those from
	// the first to the as-of day (T). 0 ≤ Last ≤ Age < DaysMax, and Last is 0
	// exactly when Repeats is.
	Last, Age int32
}

// DaysMax bounds the days and the repeats of a History: 2,800 years.
const DaysMax = 1 << 20

// PerWeek is how many days the models' unit of time has. Every rate is by the
// week, every α in weeks.
const PerWeek = 7

// key packs a history so that keys sort by repeats, then age, then last.
func (h History) key() uint64 {
	return uint64(h.Repeats)<<40 | uint64(h.Age)<<20 | uint64(h.Last)
}

// Statistics are distinct histories and how many customers have each: all a
// likelihood needs. They are kept in columns, by repeats, then age, then last.
type Statistics struct {
	Customers int
	groups    []group
	age, last []int32
	count     []float64
	oldest    int32
}

// group is the histories from to to (not included) with the same repeats.
type group struct {
	repeats  float64
	from, to int
	weight   float64 // customers
}

// Summarise counts equal histories. The order they come in does not matter.
func Summarise(histories []History) *Statistics {
	keys := make([]uint64, len(histories))
	for i, h := range histories {
		keys[i] = h.key()
	}
	slices.Sort(keys)
	distinct := 0
	for i := range keys {
		if i == 0 || keys[i] != keys[i-1] {
			distinct++
		}
	}
	s := &Statistics{Customers: len(histories)}
	s.age, s.last = make([]int32, 0, distinct), make([]int32, 0, distinct)
	s.count = make([]float64, 0, distinct)
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to] == keys[from] {
			to++
		}
		repeats := float64(keys[from] >> 40)
		if n := len(s.groups); n == 0 || s.groups[n-1].repeats != repeats {
			s.groups = append(s.groups, group{repeats: repeats, from: len(s.age)})
		}
		age := int32(keys[from] >> 20 & (DaysMax - 1))
		s.age, s.last = append(s.age, age), append(s.last, int32(keys[from]&(DaysMax-1)))
		s.count = append(s.count, float64(to-from))
		s.oldest = max(s.oldest, age)
		g := &s.groups[len(s.groups)-1]
		g.to = len(s.age)
		g.weight += float64(to - from)
		from = to
	}
	return s
}

// Distinct is how many different histories there are.
func (s *Statistics) Distinct() int { return len(s.age) }

// sums are of all repeats, of customers who have any, and of all ages.
func (s *Statistics) sums() (repeats, repeaters, days float64) {
	for _, g := range s.groups {
		repeats += g.repeats * g.weight
		if g.repeats > 0 {
			repeaters += g.weight
		}
		for i := g.from; i < g.to; i++ {
			days += s.count[i] * float64(s.age[i])
		}
	}
	return repeats, repeaters, days
}
