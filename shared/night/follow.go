package night

import (
	"math"
	"reflect"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/report"
)

// follow takes down where customers stood ninety days ago, and what they spent
// since.
type follow struct {
	policy *grade.Policy
	night  ledger.Day
	why    grade.Refusal    // of a comparison, "" when there can be one
	list   []grade.Followed // by seat; nil when there can be none
}

// newFollow says whether customers can be compared: somebody must have had a
// grade by the same rules then. Sales that were imported later tell what was
// bought, not what a grade did.
func newFollow(book grade.Book, p *grade.Policy, b *base, seats int, asOf ledger.Day) *follow {
	f := &follow{policy: p, night: asOf - grade.EffectDays}
	then, now := *book.On(f.night).Policy, *p
	then.Measures = now.Measures // nothing of it counts for amounts
	switch {
	case p.Basis != grade.ByAmount, p.Ranked, p.Household: // others' amounts count, too
		f.why = grade.OtherThan
	case b == nil || !b.knew(f.night):
		f.why = grade.TooEarly
	case !reflect.DeepEqual(then, now):
		f.why = grade.Changed
	default:
		f.list = make([]grade.Followed, seats+1)
	}
	return f
}

// knew says a night of day or before gave somebody the grade they have.
func (b *base) knew(day ledger.Day) bool {
	for _, c := range b.rows {
		if ledger.Day(c.GradeSince) <= day {
			return true
		}
	}
	return false
}

func (f *follow) take(seat int32, r *grade.Record) {
	if f != nil && f.list != nil {
		f.list[seat] = f.policy.Follow(r, f.night)
	}
}

// effects composes what grades do.
func (r *ranked) effects() report.Effects {
	f := r.promises.follow
	doc := report.Effects{Night: f.night, Days: grade.EffectDays, Need: grade.EffectMin, Grades: []report.Effect{}}
	var customers []grade.Followed
	for i := range r.customers {
		if f.list != nil {
			customers = append(customers, f.list[r.customers[i].Seat])
		}
	}
	for _, e := range r.rules.Effects(customers, f.why) {
		row := report.Effect{Grade: e.Grade, Threshold: e.Threshold, Below: e.Below.N, Above: e.Above.N, Refused: string(e.Refused)}
		if e.Refused == "" {
			row.BelowEach, row.AboveEach = rounded(e.Below.Mean), rounded(e.Above.Mean)
			row.Difference, row.Low, row.High = rounded(e.Difference), rounded(e.Low), rounded(e.High)
		}
		doc.Grades = append(doc.Grades, row)
	}
	return doc
}

// rounded is a mean in whole minor units.
func rounded(x float64) *ledger.Amount {
	a := ledger.Amount(math.Round(x))
	return &a
}
