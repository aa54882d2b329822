package retention

import (
	"slices"

	"dangol/shared/ledger"
)

// Stage is where a customer is in their life with the shop.
type Stage string

const (
	Acquired Stage = "acquired" // 유치: came once, a second visit is not due yet
	Silent   Stage = "silent"   // came once, past the time others came again
	Returned Stage = "returned" // came again, no rhythm of their own yet
	Steady   Stage = "steady"   // 유지: in their own rhythm
	Lasting  Stage = "lasting"  // 평생고객: still, years after the first visit
	Slipping Stage = "slipping" // late by their own rhythm
	Lapsed   Stage = "lapsed"   // 이탈: silent for longer than anybody waits
)

// Stages are all, in the order of a life.
var Stages = []Stage{Acquired, Returned, Steady, Lasting, Silent, Slipping, Lapsed}

// Rhythm is how often a shop's customers come.
type Rhythm struct {
	// Customers have come on two days or more; the quantiles are of their own
	// median intervals, in days.
	Customers int     `json:"customers"`
	P50       float64 `json:"p50"`
	P75       float64 `json:"p75"`
	P90       float64 `json:"p90"`
	// Second is of the gaps from first to second visit, in open days, of
	// customers who had the time: first here at least 2×P90 days ago. Tried
	// counts those, Again those who came again, InTime those who did within P75.
	Second SecondVisit `json:"second"`

	open float64 // P50 of the median intervals in open days
}

// SecondVisit is how first-timers come again; see Rhythm.
type SecondVisit struct {
	Tried  int     `json:"tried"`
	Again  int     `json:"again"`
	InTime int     `json:"inTime"`
	P50    float64 `json:"p50"`
	P75    float64 `json:"p75"`
}

// Shop judges customers by the shop's rules and rhythm on one day.
type Shop struct {
	Rules    *Rules
	AsOf     ledger.Day
	Calendar *Calendar
	Rhythm   Rhythm
}

// NewShop finds the rhythm of lives; those without visit days do not count.
func NewShop(rules *Rules, lives []Life, calendar *Calendar, asOf ledger.Day) *Shop {
	s := &Shop{Rules: rules, AsOf: asOf, Calendar: calendar}
	var intervals, open, seconds []float64
	for i := range lives {
		if l := &lives[i]; l.Days >= 2 {
			intervals, open = append(intervals, float64(l.Interval)/2), append(open, float64(l.Open)/2)
		}
	}
	slices.Sort(intervals)
	slices.Sort(open)
	r := &s.Rhythm
	r.Customers, r.open = len(intervals), quantile(open, .5)
	r.P50, r.P75, r.P90 = quantile(intervals, .5), quantile(intervals, .75), quantile(intervals, .9)
	for i := range lives {
		l := &lives[i]
		if l.Days == 0 || float64(asOf-l.First) < 2*r.P90 {
			continue
		}
		r.Second.Tried++
		if l.Days >= 2 {
			seconds = append(seconds, float64(calendar.Between(l.First, l.Second)))
		}
	}
	slices.Sort(seconds)
	r.Second.Again = len(seconds)
	r.Second.P50, r.Second.P75 = quantile(seconds, .5), quantile(seconds, .75)
	r.Second.InTime, _ = slices.BinarySearch(seconds, r.Second.P75+.01) // up to and with P75
	return s
}

// Silence is the open days since the last visit, the as-of day included, as
// everybody's recency is.
func (s *Shop) Silence(l *Life) int { return s.Calendar.Between(l.Last, s.AsOf) }

// Overdue is a customer's silence in intervals: their own median, or the
// shop's when they have fewer than three; both in open days. It is 0 when
// nobody has come twice.
func (s *Shop) Overdue(l *Life) float64 {
	interval := s.Rhythm.open
	if l.Own() {
		interval = float64(l.Open) / 2
	}
	if interval == 0 {
		return 0
	}
	return float64(s.Silence(l)) / interval
}

// Interval is a customer's median days between visits, or the shop's when they
// have fewer than three intervals; 0 when nobody has come twice.
func (s *Shop) Interval(l *Life) float64 {
	if l.Own() {
		return float64(l.Interval) / 2
	}
	return s.Rhythm.P50
}

// Stage is where a customer with visit days is; every such customer is in
// exactly one. While nobody has come again in time to learn from, first-timers
// stay acquired.
func (s *Shop) Stage(l *Life) Stage {
	switch {
	case int(s.AsOf-l.Last) >= s.Rules.LapsedDays:
		return Lapsed
	case l.Days == 1 && s.Rhythm.Second.Again > 0 && float64(s.Silence(l)) > s.Rhythm.Second.P75:
		return Silent
	case l.Days == 1:
		return Acquired
	case s.Overdue(l) >= s.Rules.OverdueAt:
		return Slipping
	case !l.Own():
		return Returned
	case l.First.AddMonths(s.Rules.LastingMonths) <= s.AsOf:
		return Lasting
	default:
		return Steady
	}
}

// InStage is for how many days a customer has been where Stage says.
func (s *Shop) InStage(l *Life, stage Stage) float64 {
	since := l.First
	switch stage {
	case Silent:
		return float64(s.Silence(l)) - s.Rhythm.Second.P75
	case Returned:
		since = l.Second
	case Steady:
		since = l.Fourth
	case Lasting:
		since = max(l.Fourth, l.First.AddMonths(s.Rules.LastingMonths))
	case Slipping:
		interval := s.Rhythm.open
		if l.Own() {
			interval = float64(l.Open) / 2
		}
		return float64(s.Silence(l)) - s.Rules.OverdueAt*interval
	case Lapsed:
		since = l.Last + ledger.Day(s.Rules.LapsedDays)
	}
	return float64(s.AsOf - since)
}

// WonBack says a customer came back after having lapsed, lately.
func (s *Shop) WonBack(l *Life) bool {
	return l.Back != 0 && int(s.AsOf-l.Back) <= s.Rules.WonBackDays
}
