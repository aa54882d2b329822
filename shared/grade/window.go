package grade

import (
	"sort"
	"time"

	"dangol/shared/ledger"
)

// WindowKind says over which span a grade is earned.
type WindowKind string

const (
	Rolling     WindowKind = "rolling"     // the last WindowMonths months
	HalfYear    WindowKind = "half_year"   // January to June, July to December
	Year        WindowKind = "year"        // January to December
	Anniversary WindowKind = "anniversary" // from the day of the first visit, every year
	Lifetime    WindowKind = "lifetime"    // since the database began
)

// Record is what a customer did, by day: M summed, and whether it was a
// counting visit. Days ascend; two stores on one day are two entries.
type Record struct {
	Days    []ledger.Day
	Amounts []ledger.Amount
	Counts  []bool
	First   ledger.Day // of the first counting visit
}

// Have is what counts towards a grade. Sums below zero count as zero.
type Have struct {
	Amount ledger.Amount
	Visits int
}

// between sums a record from day from to day to, not included.
func (r *Record) between(from, to ledger.Day) Have {
	var h Have
	for i := sort.Search(len(r.Days), func(i int) bool { return r.Days[i] >= from }); i < len(r.Days) && r.Days[i] < to; i++ {
		h.Amount += r.Amounts[i]
		if r.Counts[i] {
			h.Visits++
		}
	}
	h.Amount = max(0, h.Amount)
	return h
}

// Since is the first day of the window that is open on asOf, for a customer
// whose first visit was on first. The window ends before asOf.
func (p *Policy) Since(asOf, first ledger.Day) ledger.Day {
	switch p.Window {
	case HalfYear, Year:
		return p.start(asOf - 1)
	case Anniversary:
		return memberYear(first, asOf-1)
	case Lifetime:
		return 0
	default:
		return asOf.AddMonths(-p.WindowMonths)
	}
}

// start is the first day of the calendar window day lies in.
func (p *Policy) start(day ledger.Day) ledger.Day {
	y, m, _ := day.Time().Date()
	if p.Window == HalfYear && m > time.June {
		return ledger.Date(y, time.July, 1)
	}
	return ledger.Date(y, time.January, 1)
}

// memberYear is the anniversary of first that day lies after; of 29 February
// it is 28 February.
func memberYear(first, day ledger.Day) ledger.Day {
	if day < first {
		return first
	}
	from := first.Time()
	years := day.Time().Year() - from.Year()
	if first.AddMonths(12*years) > day {
		years--
	}
	return first.AddMonths(12 * years)
}

// closed is the last calendar window or member year that ended before asOf;
// ok is false for windows that do not close.
func (p *Policy) closed(r *Record, asOf ledger.Day) (from, to ledger.Day, ok bool) {
	switch p.Window {
	case HalfYear, Year:
		to = p.start(asOf)
		return p.start(to - 1), to, true
	case Anniversary:
		to = memberYear(r.First, asOf)
		return memberYear(r.First, to-1), to, to > r.First
	default:
		return 0, 0, false
	}
}

// standing is a record that counts on a day, and the first day of the window
// it fills.
type standing struct {
	Have
	from ledger.Day
}

// standings are the records that count on asOf: the open window's and the one's
// before it, which is what a calendar promises on. The better counts.
func (p *Policy) standings(r *Record, asOf ledger.Day) []standing {
	from := p.Since(asOf, r.First)
	list := []standing{{r.between(from, asOf), from}}
	if from, to, ok := p.closed(r, asOf); ok && from != list[0].from {
		list = append(list, standing{r.between(from, to), from})
	}
	return list
}

// Have is what the window open on asOf holds.
func (p *Policy) Have(r *Record, asOf ledger.Day) Have {
	return r.between(p.Since(asOf, r.First), asOf)
}

// validity is the last day a grade reached on asOf is kept whatever comes: the
// end of the window after the one that earned it, or a month. Ok is false when
// it never ends.
func (p *Policy) validity(s standing, asOf ledger.Day) (until ledger.Day, ok bool) {
	switch p.Window {
	case HalfYear:
		return s.from.AddMonths(12) - 1, true
	case Year, Anniversary:
		return s.from.AddMonths(24) - 1, true
	case Lifetime:
		return 0, false
	default:
		return asOf.AddMonths(1), true
	}
}
