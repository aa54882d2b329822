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
	// Anniversary is the member's own year, from the day they enrolled or, of
	// somebody who has not, first came. Of 29 February it begins on 28 February
	// in other years.
	Anniversary WindowKind = "anniversary"
	Lifetime    WindowKind = "lifetime" // everything; such a grade never drops
	// LastVisit is the months that end at the last visit: the window of
	// ByRegulars, whatever the policy's own is.
	LastVisit WindowKind = "last_visit"
)

// Record is what a customer did.
type Record struct {
	// Days and Amounts are M by day; days ascend, and two stores on one day are
	// two entries.
	Days    []ledger.Day
	Amounts []ledger.Amount
	// Earned is the points that sales earned by the day of the sale, EarnedDays
	// ascending; both are left out where no rules ask for them.
	EarnedDays []ledger.Day
	Earned     []int64
	// Visits are the days of the counting visits, ascending, one for each.
	Visits []ledger.Day
	// Joined is the day they enrolled, 0 if they have not.
	Joined ledger.Day
	// Pins are in the order they were made.
	Pins []Pin
	// With names the customers whose records these are together; 0 is one alone.
	With int64
}

// between sums a record from day from to day to, not included; never below 0.
func (r *Record) between(from, to ledger.Day) ledger.Amount {
	return sumOf(r.Days, r.Amounts, from, to)
}

// sumOf sums the values of the days from one to another, not included; never
// below 0. days ascend.
func sumOf[T ~int64](days []ledger.Day, values []T, from, to ledger.Day) T {
	var sum T
	for i := sort.Search(len(days), func(i int) bool { return days[i] >= from }); i < len(days) && days[i] < to; i++ {
		sum += values[i]
	}
	return max(0, sum)
}

// before is how many counting visits lie before day.
func (r *Record) before(day ledger.Day) int {
	return sort.Search(len(r.Visits), func(i int) bool { return r.Visits[i] >= day })
}

// member is the day the member's years are counted from; 0 of nobody.
func (r *Record) member() ledger.Day {
	if r.Joined == 0 && len(r.Visits) > 0 {
		return r.Visits[0]
	}
	return r.Joined
}

// Kind is the window in use.
func (p *Policy) Kind() WindowKind {
	if p.Basis == ByRegulars {
		return LastVisit
	}
	return p.Window
}

// Months is how long a window is; 0 of one without end.
func (p *Policy) Months() int {
	switch p.Kind() {
	case HalfYear:
		return 6
	case Year, Anniversary:
		return 12
	case Lifetime:
		return 0
	case LastVisit:
		return p.Measures.LatelyMonths
	default:
		return p.WindowMonths
	}
}

// Since is the first day that may lie in anybody's window open on asOf; first
// is the first there is. A calendar window ends before asOf: on 1 January the
// year that is open is the one just closed.
func (p *Policy) Since(asOf, first ledger.Day) ledger.Day {
	switch p.Kind() {
	case Lifetime:
		return min(first, asOf-1)
	case LastVisit:
		return (asOf - ledger.Day(p.Measures.GoneAfter)).AddMonths(-p.Measures.LatelyMonths)
	case Anniversary:
		return asOf.AddMonths(-12)
	default:
		return p.open(&Record{}, asOf)
	}
}

// open is the first day of the window of r that is open on asOf.
func (p *Policy) open(r *Record, asOf ledger.Day) ledger.Day {
	switch p.Window {
	case Rolling:
		return asOf.AddMonths(-p.WindowMonths)
	case Lifetime:
		if len(r.Days) > 0 {
			return min(r.Days[0], asOf-1)
		}
		return asOf - 1
	default:
		return p.start(r, asOf-1)
	}
}

// start is the first day of the calendar window of r that day lies in.
func (p *Policy) start(r *Record, day ledger.Day) ledger.Day {
	y, m, _ := day.Time().Date()
	switch {
	case p.Window == Anniversary:
		member := r.member()
		if begins := memberYear(member, y); begins <= day {
			return begins
		}
		return memberYear(member, y-1)
	case p.Window == HalfYear && m > time.June:
		return ledger.Date(y, time.July, 1)
	default:
		return ledger.Date(y, time.January, 1)
	}
}

// end is the first day behind the calendar window of r that begins on from.
func (p *Policy) end(r *Record, from ledger.Day) ledger.Day {
	if p.Window == Anniversary {
		return memberYear(r.member(), from.Time().Year()+1)
	}
	return from.AddMonths(p.Months())
}

// memberYear is the day in year y on which a member's year begins.
func memberYear(member ledger.Day, y int) ledger.Day {
	return member.AddMonths(12 * (y - member.Time().Year()))
}

// closes says the window is one of those that end and are looked at again.
func (p *Policy) closes() bool {
	kind := p.Kind()
	return kind == HalfYear || kind == Year || kind == Anniversary
}

// within is what r has from day from to day to, not included.
func (p *Policy) within(r *Record, from, to ledger.Day) Standing {
	first, end := r.before(from), r.before(to)
	s := Standing{From: from, To: to, Amount: r.between(from, to), Visits: max(0, end-first), Points: sumOf(r.EarnedDays, r.Earned, from, to)}
	if p.Basis == ByScore && s.Visits > 0 {
		s.Score = p.Measures.score(int64(to-r.Visits[end-1]), int64(s.Visits), int64(s.Amount))
	}
	return s
}

// lately is what r has in the months that end at the last visit before asOf.
func (p *Policy) lately(r *Record, asOf ledger.Day) Standing {
	n := r.before(asOf)
	if n == 0 || int(asOf-r.Visits[n-1]) >= p.Measures.GoneAfter {
		return Standing{From: asOf.AddMonths(-p.Measures.LatelyMonths), To: asOf}
	}
	last := r.Visits[n-1]
	return p.within(r, last.AddMonths(-p.Measures.LatelyMonths)+1, asOf)
}

// Open is what r has in the window open on asOf.
func (p *Policy) Open(r *Record, asOf ledger.Day) Standing {
	if p.Kind() == LastVisit {
		return p.lately(r, asOf)
	}
	return p.within(r, p.open(r, asOf), asOf)
}

// standings are what counts on asOf: the open window and, of calendar windows,
// the one before it: what it earned holds until the open one ends. The better
// counts.
func (p *Policy) standings(r *Record, asOf ledger.Day) []Standing {
	list := []Standing{p.Open(r, asOf)}
	if !p.closes() {
		return list
	}
	to := p.start(r, asOf)
	if from := p.start(r, to-1); from != list[0].From {
		list = append(list, p.within(r, from, to))
	}
	return list
}

// validity is the last day a grade reached on asOf is kept whatever comes: the
// end of the calendar window after the one that earned it, or a month. What
// never drops needs no such promise.
func (p *Policy) validity(r *Record, s Standing, asOf ledger.Day) ledger.Day {
	switch {
	case p.Kind() == Lifetime:
		return 0
	case p.closes():
		return p.end(r, p.end(r, s.From)) - 1
	default:
		return asOf.AddMonths(1)
	}
}
