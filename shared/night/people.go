package night

import (
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/policy"
	"dangol/shared/retention"
	"dangol/shared/value"
)

// Past is everything one customer did before the as-of day: what they spent on
// each visit by day, and whether it was a counting one. Two stores on a day are
// two visits.
type Past struct {
	Days    []ledger.Day
	Amounts []ledger.Amount
	Counts  []bool
}

// Watcher is shown what every customer with a counting visit did.
type Watcher interface {
	// Begin is called once, when all days are known: the first, and whether
	// there was a sale on it and each day after it.
	Begin(first ledger.Day, open []bool)
	// Worker gives a function for one goroutine of several; it is called once
	// for every customer and must not keep the Past.
	Worker() func(seat int32, p *Past)
}

// people collects, by seat, what the models of value and retention need.
type people struct {
	policy   *policy.Policy
	asOf     ledger.Day
	excluded []bool
	list     []person
	first    ledger.Day
	cut      ledger.Day // of the holdout
	calendar *retention.Calendar
	span     retention.Span
	cohorts  []*retention.Cohorts // of each worker
	year     ledger.Day
	before   ledger.Day // twelve months before the year
	// referrals are what was told of who brought whom.
	referrals []value.Referral
}

type person struct {
	worth value.Customer
	life  retention.Life
	// yearDays are visit days of the last twelve months; yearBefore is M of the
	// twelve before those.
	yearDays   int32
	yearBefore ledger.Amount
}

// newPeople leaves out whom the policy excludes.
func newPeople(p *policy.Policy, members []page.Member, asOf ledger.Day) *people {
	return &people{
		policy: p, asOf: asOf, excluded: excludedOf(p, members), list: make([]person, len(members)+1),
		year: asOf.AddMonths(-12), before: asOf.AddMonths(-24),
	}
}

// excludedOf says of every seat whether the policy leaves it out.
func excludedOf(p *policy.Policy, members []page.Member) []bool {
	list, excluded := make([]bool, len(members)+1), map[string]bool{}
	for _, c := range p.Excluded {
		excluded[c] = true
	}
	for i := range members {
		list[i+1] = excluded[members[i].Customer]
	}
	return list
}

// Begin is Watcher's.
func (w *people) Begin(first ledger.Day, open []bool) {
	w.first, w.cut = first, value.Cut(first, w.asOf)
	w.calendar = retention.NewCalendar(first, open)
	w.span = w.policy.Retention.ChurnSpan(first, w.asOf)
}

// Worker is Watcher's.
func (w *people) Worker() func(int32, *Past) {
	cohorts := retention.NewCohorts(w.first, w.asOf-1)
	w.cohorts = append(w.cohorts, cohorts)
	var days []ledger.Day
	var room []int32
	return func(seat int32, p *Past) {
		if w.excluded[seat] {
			return
		}
		cohorts.Add(p.Days, p.Amounts, p.Counts)
		one := &w.list[seat]
		days = days[:0]
		for i, day := range p.Days {
			if p.Counts[i] && (len(days) == 0 || days[len(days)-1] != day) {
				days = append(days, day)
			}
		}
		one.life, room = w.policy.Retention.LifeOf(days, w.calendar, w.span, room)
		one.records(w, days)
		for i, day := range p.Days {
			if day <= days[0] {
				one.worth.First += p.Amounts[i]
			} else {
				one.worth.Money += p.Amounts[i]
			}
			if day >= w.before && day < w.year {
				one.yearBefore += p.Amounts[i]
			}
		}
	}
}

// records fills in what the models of visits need of visit days, never none.
func (one *person) records(w *people, days []ledger.Day) {
	first, last := days[0], days[len(days)-1]
	c := &one.worth
	c.History = value.History{Repeats: int32(len(days) - 1), Last: int32(last - first), Age: int32(w.asOf - first)}
	for _, day := range days {
		if day >= w.year {
			one.yearDays++
		}
		if day >= w.cut {
			c.Later++
			continue
		}
		c.Early = value.History{Repeats: c.Early.Repeats + 1, Last: int32(day - first), Age: int32(w.cut - first)}
	}
	if c.Early.Repeats > 0 {
		c.Early.Repeats-- // the first is no repeat
	}
}

// table is the cohorts all workers counted.
func (w *people) table() retention.CohortTable {
	all := retention.NewCohorts(w.first, w.asOf-1)
	for _, c := range w.cohorts {
		all.Merge(c)
	}
	return all.Table(w.asOf)
}
