package night

import (
	"runtime"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/rfm"

	"golang.org/x/sync/errgroup"
)

// What a day lies in, beside the spans it lies in: those are the low bits.
const (
	inYear = 1 << (16 + iota)
	inScore
	inBase
)

// days says of every day of the pages which windows it lies in.
func (w *Windows) days(first ledger.Day) []uint32 {
	table := make([]uint32, max(0, w.AsOf-first))
	for i := range table {
		day := first + ledger.Day(i)
		set := func(bit uint32, in bool) {
			if in {
				table[i] |= bit
			}
		}
		set(inYear, day >= w.Year)
		set(inScore, day >= w.Score)
		set(inBase, day < w.Base)
		for bit, span := range w.Spans {
			set(1<<bit, day >= span.From && day < span.To)
		}
	}
	return table
}

// tally sums every customer's visits, bucket by bucket. Customers are summed
// each on their own, so the result does not depend on how many at once.
func (f *folder) tally() {
	in := f.windows.days(f.Days.first)
	var since []ledger.Day // rfm.Regulars.Since of every day
	if f.windows.Regulars != nil {
		for i := range in {
			since = append(since, f.windows.Regulars.Since(f.Days.first+ledger.Day(i)))
		}
	}
	workers := runtime.GOMAXPROCS(0)
	watchers := make([]func(int32, *Past), workers)
	if f.windows.Watch != nil {
		f.windows.Watch.Begin(f.Days.first, f.Days.open())
		for w := range watchers {
			watchers[w] = f.windows.Watch.Worker()
		}
	}
	var group errgroup.Group
	for w := range workers {
		group.Go(func() error {
			t := tallier{folder: f, in: in, since: since, watch: watchers[w]}
			for i := w; i < len(f.visits.buckets); i += workers {
				t.bucket(i)
			}
			return nil
		})
	}
	_ = group.Wait() // none fails
	if f.windows.Again {
		f.Again = f.again
	}
}

// tallier is one worker's room.
type tallier struct {
	*folder
	sorter
	in    []uint32
	since []ledger.Day
	days  []ledger.Day
	gaps  []int64
	did   grade.Record
	watch func(int32, *Past) // nil when nobody watches
	past  Past
	again func(int32, *grade.Record) // instead of summing
}

func (t *tallier) bucket(at int) {
	t.sort(&t.visits.buckets[at])
	if !t.windows.Again {
		t.visits.buckets[at] = bucket{}
	}
	for place := range bucketSeats {
		if own := t.list[t.ends[place]:t.ends[place+1]]; len(own) > 0 {
			sortByDay(own)
			t.customer(at*bucketSeats+place, own)
		}
	}
}

// again gives every customer's record once more, several at once.
func (f *folder) again(record func(int32, *grade.Record)) {
	workers := runtime.GOMAXPROCS(0)
	var group errgroup.Group
	for w := range workers {
		group.Go(func() error {
			t := tallier{folder: f, again: record}
			for i := w; i < len(f.visits.buckets); i += workers {
				t.bucket(i)
			}
			return nil
		})
	}
	_ = group.Wait() // none fails
}

// remember gives one customer's record once more.
func (t *tallier) remember(seat int, visits []visit) {
	t.days = t.days[:0]
	for _, v := range visits {
		if v&counting != 0 {
			t.days = append(t.days, t.visits.first+ledger.Day(v.offset()))
		}
	}
	if len(t.days) > 0 {
		t.again(int32(seat), t.record(seat, visits))
	}
}

// customer sums one customer's visits, given by day.
func (t *tallier) customer(seat int, visits []visit) {
	if t.again != nil {
		t.remember(seat, visits)
		return
	}
	sum := &t.Tallies[seat]
	sum.Known = true
	then := rfm.Then{}
	t.days = t.days[:0]
	for _, v := range visits {
		m, in := v.amount(), t.in[v.offset()]
		sum.Spend += m
		sum.Sales += m * ledger.Amount(in/inYear&1)
		sum.WindowSpend += m * ledger.Amount(in/inScore&1)
		then.Spend += int64(m) * int64(in/inBase&1)
		if v&counting == 0 {
			continue
		}
		day := t.visits.first + ledger.Day(v.offset())
		t.days = append(t.days, day)
		sum.Spans |= uint16(in)
		sum.WindowVisits += int32(in / inScore & 1)
		if in&inBase != 0 {
			then.Visits++
			then.Last = int32(day)
		}
	}
	if t.Then != nil {
		t.Then[seat] = then
	}
	if n := len(t.days); n > 0 {
		sum.Visits, sum.First, sum.Last = int32(n), t.days[0], t.days[n-1]
		if t.since != nil {
			t.gaps = t.windows.Regulars.Rhythm(sum, t.days, t.since[sum.Last-t.visits.first], t.gaps)
		}
		if t.windows.Record != nil {
			t.windows.Record(int32(seat), t.record(seat, visits))
		}
		if t.watch != nil {
			t.watch(int32(seat), t.pastOf(visits))
		}
	}
}

// record is what a customer did, for the grades.
func (t *tallier) record(seat int, visits []visit) *grade.Record {
	r := &t.did
	if t.windows.Earned != nil {
		r.EarnedDays, r.Earned = r.EarnedDays[:0], r.Earned[:0]
		for _, e := range t.windows.Earned.Of(int32(seat)) {
			r.EarnedDays, r.Earned = append(r.EarnedDays, e.Day), append(r.Earned, int64(e.Points))
		}
	}
	r.Days, r.Amounts, r.Visits = r.Days[:0], r.Amounts[:0], t.days
	for _, v := range visits {
		r.Days = append(r.Days, t.visits.first+ledger.Day(v.offset()))
		r.Amounts = append(r.Amounts, v.amount())
	}
	return r
}

// pastOf is what a customer did, for whoever watches.
func (t *tallier) pastOf(visits []visit) *Past {
	p := &t.past
	p.Days, p.Amounts, p.Counts = p.Days[:0], p.Amounts[:0], p.Counts[:0]
	for _, v := range visits {
		p.Days = append(p.Days, t.visits.first+ledger.Day(v.offset()))
		p.Amounts = append(p.Amounts, v.amount())
		p.Counts = append(p.Counts, v&counting != 0)
	}
	return p
}
