package grade

import (
	"maps"
	"slices"

	"dangol/shared/ledger"
)

// A ranked policy promises its grades to the best so many per cent of the
// customers instead of by amounts. On each evaluation day the shares come to
// thresholds, the same for everybody, and from there on a day is decided like
// any other: who reaches a threshold has the grade, and who falls short of it
// is told, and has until then to reach what it took when they were told.

// worth is the one number of a standing that customers are ranked by.
func (b Basis) worth(s Standing) int64 {
	switch b {
	case ByRegulars:
		return int64(s.Visits)
	case ByScore:
		return int64(s.Score)
	case ByPoints:
		return s.Points
	default:
		return int64(s.Amount)
	}
}

// mark is a threshold of what the basis looks at.
func (b Basis) mark(worth int64) Mark {
	switch b {
	case ByRegulars:
		return Mark{Visits: int(worth)}
	case ByScore:
		return Mark{Score: int(worth)}
	case ByPoints:
		return Mark{Points: worth}
	default:
		return Mark{Amount: ledger.Amount(worth)}
	}
}

// Stood is what customers are ranked by on asOf: the best of what counts of a
// record.
func (p *Policy) Stood(r *Record, asOf ledger.Day) int64 {
	best := int64(0)
	for _, s := range p.standings(r, asOf) {
		best = max(best, p.Basis.worth(s))
	}
	return best
}

// Cut gives the rules the thresholds their shares come to among what customers
// stood at, which it sorts. Who has nothing is not counted. Of n customers the
// top t per cent are n·t/100, rounded up, and all that stand where the last of
// them does: nobody is left behind by a tie. With nobody to count, no record
// reaches a ranked grade.
func (p *Policy) Cut(stood []int64) *Policy {
	slices.Sort(stood)
	first, _ := slices.BinarySearch(stood, 1)
	stood = stood[first:]
	cut := *p
	cut.Grades = slices.Clone(p.Grades)
	for i := range cut.Grades {
		g := &cut.Grades[i]
		if g.Top == 0 {
			continue
		}
		worth := int64(1)
		if n := len(stood); n > 0 {
			worth = stood[n-(n*g.Top+99)/100]
		}
		g.setMark(p.Basis.mark(worth))
	}
	return &cut
}

func (g *Grade) setMark(m Mark) {
	g.From, g.Visits, g.Score, g.Points = m.Amount, m.Visits, m.Score, m.Points
}

// Marks are what each grade asks for, best first.
func (p *Policy) Marks() []Mark {
	list := make([]Mark, len(p.Grades))
	for i := range p.Grades {
		list[i] = p.Grades[i].mark()
	}
	return list
}

// WithMarks is a copy of ranked rules with what each grade asked for on a day.
func (p *Policy) WithMarks(marks []Mark) *Policy {
	cut := *p
	cut.Grades = slices.Clone(p.Grades)
	for i := range min(len(marks), len(cut.Grades)) {
		cut.Grades[i].setMark(marks[i])
	}
	return &cut
}

// Ranked are the days between base and asOf on which Advance decides by rank.
func (b Book) Ranked(base, asOf ledger.Day) []ledger.Day {
	var days []ledger.Day
	for day := range decisions(base, asOf) {
		if b.On(day).Ranked {
			days = append(days, day)
		}
	}
	return days
}

// Cut is the book with the thresholds of a day on which customers stood at
// stood, which it sorts.
func (b Book) Cut(day ledger.Day, stood []int64) Book {
	on := b.On(day)
	cut := slices.Clone(b)
	for i := range cut {
		if cut[i].Version == on.Version {
			cuts := map[ledger.Day]*Policy{day: on.Cut(stood)}
			maps.Copy(cuts, cut[i].Cuts)
			cut[i].Cuts = cuts
		}
	}
	return cut
}
