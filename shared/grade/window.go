package grade

import (
	"sort"
	"time"

	"dangol/shared/ledger"
)

// WindowKind says over which span a grade is earned.
type WindowKind string

const (
	Rolling  WindowKind = "rolling"   // the last WindowMonths months
	HalfYear WindowKind = "half_year" // January to June, July to December
	Year     WindowKind = "year"      // January to December
)

// Record is what a customer spent, M by day; days ascend, and two stores on one
// day are two entries.
type Record struct {
	Days    []ledger.Day
	Amounts []ledger.Amount
}

// between sums a record from day from to day to, not included; never below 0.
func (r *Record) between(from, to ledger.Day) ledger.Amount {
	var sum ledger.Amount
	for i := sort.Search(len(r.Days), func(i int) bool { return r.Days[i] >= from }); i < len(r.Days) && r.Days[i] < to; i++ {
		sum += r.Amounts[i]
	}
	return max(0, sum)
}

// Since is the first day of the window that is open on asOf. It ends before
// asOf: on 1 January the year that is open is the one just closed.
func (p *Policy) Since(asOf ledger.Day) ledger.Day {
	if p.Window == Rolling {
		return asOf.AddMonths(-p.WindowMonths)
	}
	return p.start(asOf - 1)
}

// Months is how long a window is.
func (p *Policy) Months() int {
	switch p.Window {
	case HalfYear:
		return 6
	case Year:
		return 12
	default:
		return p.WindowMonths
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

// standing is an amount that counts on a day, and the first day of the window
// it was spent in.
type standing struct {
	amount ledger.Amount
	from   ledger.Day
}

// standings are the amounts that count on asOf: the open window's and, of
// calendar windows, the one's before it: what it earned holds until the open
// one ends. The better counts.
func (p *Policy) standings(r *Record, asOf ledger.Day) []standing {
	from := p.Since(asOf)
	list := []standing{{r.between(from, asOf), from}}
	if to := p.start(asOf); p.Window != Rolling && p.start(to-1) != from {
		list = append(list, standing{r.between(p.start(to-1), to), p.start(to - 1)})
	}
	return list
}

// Amount is what was spent in the window open on asOf.
func (p *Policy) Amount(r *Record, asOf ledger.Day) ledger.Amount {
	return r.between(p.Since(asOf), asOf)
}

// validity is the last day a grade reached on asOf is kept whatever comes: the
// end of the calendar window after the one that earned it, or a month.
func (p *Policy) validity(s standing, asOf ledger.Day) ledger.Day {
	if p.Window == Rolling {
		return asOf.AddMonths(1)
	}
	return s.from.AddMonths(2*p.Months()) - 1
}
