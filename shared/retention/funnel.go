package retention

import (
	"slices"

	"dangol/shared/ledger"
)

// Step is how many customers ever got so far, and how long it took.
type Step struct {
	Name      StepName `json:"name" enum:"first,second,steady,lasting"`
	Customers int      `json:"customers"`
	// Share of the step before; 1 in the first, 0 when nobody was there.
	Share float64 `json:"share"`
	// Days is the median from the step before; 0 in the first.
	Days float64 `json:"days"`
}

// StepName names a step of the funnel.
type StepName string

const (
	FirstVisit StepName = "first"
	SecondTime StepName = "second"
	OwnRhythm  StepName = "steady"  // four visit days
	StillHere  StepName = "lasting" // a visit LastingMonths after the first, too
)

// Funnel counts how far customers have ever come, whether they are still there
// or not.
func (s *Shop) Funnel(lives []Life) []Step {
	steps := []Step{{Name: FirstVisit}, {Name: SecondTime}, {Name: OwnRhythm}, {Name: StillHere}}
	took := make([][]float64, len(steps))
	reach := func(step int, days ledger.Day) {
		steps[step].Customers++
		took[step] = append(took[step], float64(days))
	}
	for i := range lives {
		l := &lives[i]
		if l.Days == 0 {
			continue
		}
		reach(0, 0)
		if l.Days >= 2 {
			reach(1, l.Second-l.First)
		}
		if l.Own() {
			reach(2, l.Fourth-l.Second)
			if lasting := l.First.AddMonths(s.Rules.LastingMonths); l.Last >= lasting {
				reach(3, max(0, lasting-l.Fourth))
			}
		}
	}
	for i := range steps {
		slices.Sort(took[i])
		steps[i].Days = quantile(took[i], .5)
		steps[i].Share = 1
		if i > 0 {
			steps[i].Share = share(steps[i].Customers, steps[i-1].Customers)
		}
	}
	return steps
}

func share(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// StageRow is one stage today.
type StageRow struct {
	Stage     Stage `json:"stage" enum:"acquired,returned,steady,lasting,silent,slipping,lapsed"`
	Customers int   `json:"customers"`
	// Days is the median time in the stage so far: open days for silent and
	// slipping.
	Days float64 `json:"days"`
	// Sales are M over the last twelve months, Expected over the next twelve;
	// the latter is absent without a forecast.
	Sales    ledger.Amount  `json:"sales"`
	Expected *ledger.Amount `json:"expected,omitempty"`
}

// Member is a customer as a stage counts them.
type Member struct {
	*Life
	Stage           Stage
	Sales, Expected ledger.Amount
}

// StageRows counts members by stage, in the order of Stages; every member is
// counted once. expects says there is a forecast.
func (s *Shop) StageRows(members []Member, expects bool) []StageRow {
	rows := make([]StageRow, len(Stages))
	place := map[Stage]int{}
	for i, stage := range Stages {
		rows[i].Stage, place[stage] = stage, i
		if expects {
			rows[i].Expected = new(ledger.Amount)
		}
	}
	days := make([][]float64, len(rows))
	for i := range members {
		m := &members[i]
		at := place[m.Stage]
		rows[at].Customers++
		rows[at].Sales += m.Sales
		if expects {
			*rows[at].Expected += m.Expected
		}
		days[at] = append(days[at], s.InStage(m.Life, m.Stage))
	}
	for i := range rows {
		slices.Sort(days[i])
		rows[i].Days = quantile(days[i], .5)
	}
	return rows
}
