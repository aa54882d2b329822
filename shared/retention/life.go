package retention

import (
	"math"
	"slices"

	"dangol/shared/ledger"
)

// Life is what retention keeps of one customer's visit days.
type Life struct {
	// Days counts visit days. First, Second, Fourth and Last are some of them; 0
	// where there are fewer.
	Days                        int32
	First, Second, Fourth, Last ledger.Day
	// Back is the last visit day that ended a silence of LapsedDays or more; 0
	// when there is none.
	Back ledger.Day
	// Interval is the median of the days between visit days, in half days; Open
	// is that of the open days only. 0 when there are fewer than two visit days.
	Interval, Open int32
	// Before and After say there was a visit in the churn rate's two spans.
	Before, After bool
}

// rhythmGaps is how many intervals make a rhythm of one's own.
const rhythmGaps = 3

// regularDays is how many visit days have that many intervals.
const regularDays = rhythmGaps + 1

// Own says a customer has a rhythm of their own.
func (l *Life) Own() bool { return l.Days > rhythmGaps }

// LifeOf sums up visit days, ascending and each once. span is the churn rate's;
// room is to work in, and is returned grown.
func (r *Rules) LifeOf(days []ledger.Day, calendar *Calendar, span Span, room []int32) (Life, []int32) {
	l := Life{Days: int32(len(days))}
	if len(days) == 0 {
		return l, room
	}
	l.First, l.Last = days[0], days[len(days)-1]
	if len(days) >= 2 {
		l.Second = days[1]
	}
	if len(days) >= regularDays {
		l.Fourth = days[regularDays-1]
	}
	for i, day := range days {
		if i > 0 && int(day-days[i-1]) >= r.LapsedDays {
			l.Back = day
		}
		l.Before = l.Before || day >= span.From && day < span.Middle
		l.After = l.After || day >= span.Middle && day < span.To
	}
	l.Interval, room = medianGap(days, room, func(a, b ledger.Day) int { return int(b - a) })
	l.Open, room = medianGap(days, room, calendar.Between)
	return l, room
}

// medianGap is twice the median of the gaps between days; 0 without gaps.
func medianGap(days []ledger.Day, room []int32, gap func(a, b ledger.Day) int) (int32, []int32) {
	room = room[:0]
	for i := 1; i < len(days); i++ {
		room = append(room, int32(gap(days[i-1], days[i])))
	}
	n := len(room)
	if n == 0 {
		return 0, room
	}
	slices.Sort(room)
	return room[(n-1)/2] + room[n/2], room
}

// quantile is the type-7 quantile at p of ascending values, to a hundredth; 0
// without any.
func quantile(values []float64, p float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	at := p * float64(n-1)
	low := int(at)
	if low+1 >= n {
		return values[n-1]
	}
	return math.Round(100*(values[low]+(at-float64(low))*(values[low+1]-values[low]))) / 100
}
