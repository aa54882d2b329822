package grade_test

import (
	"strings"
	"testing"

	"dangol/shared/grade"
	"dangol/shared/ledger"

	"pgregory.net/rapid"
)

// twoMarks are grades by amount and visits.
func twoMarks(basis grade.Basis) grade.Policy {
	p := grade.DefaultPolicy()
	p.Basis = basis
	p.Grades = []grade.Grade{{ID: "gold", From: 500_000, Visits: 20}, {ID: "silver", From: 100_000, Visits: 5}, {ID: "new"}}
	return p
}

func TestBases(t *testing.T) {
	for _, c := range []struct {
		basis  grade.Basis
		amount ledger.Amount
		visits int
		want   string
		need   grade.Mark // for the next
	}{
		{grade.ByAmountAndVisits, 500_000, 20, "gold", grade.Mark{}},
		{grade.ByAmountAndVisits, 500_000, 19, "silver", grade.Mark{Visits: 1}},
		{grade.ByAmountAndVisits, 900_000, 4, "new", grade.Mark{Visits: 1}},
		{grade.ByAmountAndVisits, 99_999, 4, "new", grade.Mark{Amount: 1, Visits: 1}},
		{grade.ByAmountOrVisits, 500_000, 1, "gold", grade.Mark{}},
		{grade.ByAmountOrVisits, 0, 20, "gold", grade.Mark{}},
		{grade.ByAmountOrVisits, 120_000, 4, "silver", grade.Mark{Amount: 380_000, Visits: 16}},
		{grade.ByAmountOrVisits, 99_999, 4, "new", grade.Mark{Amount: 1, Visits: 1}},
	} {
		p := twoMarks(c.basis)
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		s := grade.Standing{Amount: c.amount, Visits: c.visits}
		place := p.Qualify(s)
		if got := p.Grades[place].ID; got != c.want {
			t.Errorf("%s: %d and %d visits are %s, want %s", c.basis, c.amount, c.visits, got, c.want)
		}
		if _, need, _ := p.Next(place, s); need != c.need {
			t.Errorf("%s: %d and %d visits lack %+v, want %+v", c.basis, c.amount, c.visits, need, c.need)
		}
	}
}

// Whoever brings what the next grade asks for has it, and not with one less of
// anything; of two ways it is the better.
func TestNextIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := twoMarks(rapid.SampledFrom([]grade.Basis{grade.ByAmountAndVisits, grade.ByAmountOrVisits}).Draw(t, "basis"))
		s := grade.Standing{
			Amount: ledger.Amount(rapid.IntRange(0, 600_000).Draw(t, "amount")), Visits: rapid.IntRange(0, 30).Draw(t, "visits"),
		}
		place := p.Qualify(s)
		_, need, ok := p.Next(place, s)
		if !ok {
			return
		}
		reaches := func(amount ledger.Amount, visits int) bool {
			return p.Qualify(grade.Standing{Amount: s.Amount + amount, Visits: s.Visits + visits}) < place
		}
		if p.Basis.Either() {
			if !reaches(need.Amount, 0) || !reaches(0, need.Visits) || reaches(need.Amount-1, need.Visits-1) {
				t.Fatalf("%+v lacks %+v", s, need)
			}
			return
		}
		if !reaches(need.Amount, need.Visits) || need.Amount > 0 && reaches(need.Amount-1, need.Visits) || need.Visits > 0 && reaches(need.Amount, need.Visits-1) {
			t.Fatalf("%+v lacks %+v", s, need)
		}
	})
}

func TestBasisIsChecked(t *testing.T) {
	for name, edit := range map[string]func(*grade.Policy){
		"nobody's last grade":             func(p *grade.Policy) { p.Grades[2].Visits = 1 },
		"more visits for a lower grade":   func(p *grade.Policy) { p.Grades[1].Visits = 21 },
		"the same twice":                  func(p *grade.Policy) { p.Grades[1].From, p.Grades[1].Visits = 500_000, 20 },
		"one of two that everybody has":   func(p *grade.Policy) { p.Basis, p.Grades[1].Visits = grade.ByAmountOrVisits, 0 },
		"visits that nothing looks at":    func(p *grade.Policy) { p.Basis = grade.ByAmount },
		"amounts that nothing looks at":   func(p *grade.Policy) { p.Basis = grade.ByRegulars },
		"less than nothing":               func(p *grade.Policy) { p.Grades[1].Visits = -1 },
		"scores without fixed thresholds": func(p *grade.Policy) { p.Basis = grade.ByScore },
		"an unknown basis":                func(p *grade.Policy) { p.Basis = "smiles" },
		"points nobody earns":             func(p *grade.Policy) { *p = starred(); p.Measures.EarnsPoints = false },
		"points that nothing looks at":    func(p *grade.Policy) { p.Grades[0].Points = 1 },
		"amounts where points count":      func(p *grade.Policy) { *p = starred(); p.Grades[0].From = 1 },
		"more points for a lower grade":   func(p *grade.Policy) { *p = starred(); p.Grades[1].Points = 300 },
		"less than no points":             func(p *grade.Policy) { *p = starred(); p.Grades[1].Points = -1 },
		"points for the last grade":       func(p *grade.Policy) { *p = starred(); p.Grades[2].Points = 1 },
	} {
		p := twoMarks(grade.ByAmountAndVisits)
		p.Measures = grade.Measures{LatelyMonths: 3, GoneAfter: 365}
		edit(&p)
		if err := p.Check(); err == nil || !strings.HasPrefix(err.Error(), "grade policy: ") {
			t.Errorf("a policy with %s: %v", name, err)
		}
	}
}

// starred are grades by points earned.
func starred() grade.Policy {
	p := grade.DefaultPolicy()
	p.Basis, p.Measures.EarnsPoints = grade.ByPoints, true
	p.Grades = []grade.Grade{{ID: "gold", Points: 250}, {ID: "green", Points: 50}, {ID: "new"}}
	return p
}

// Points of the window count, less what was given back of them, and nothing
// else does; a fifth missing is not near, less is.
func TestPointsEarned(t *testing.T) {
	p := starred()
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	asOf := ledger.Date(2026, 3, 1)
	day := asOf.AddMonths(-12)
	for _, c := range []struct {
		earned []int64 // on the day before the window, its first, the last, and asOf
		want   string
		lacks  int64
		near   bool
	}{
		{[]int64{900, 50, 0, 900}, "green", 200, false},
		{[]int64{900, 49, 0, 900}, "new", 1, true},
		{[]int64{0, 100, 100, 0}, "green", 50, false},
		{[]int64{0, 100, 101, 0}, "green", 49, true},
		{[]int64{0, 300, -60, 0}, "green", 10, true},
		{[]int64{0, -60, 0, 0}, "new", 50, false},
		{[]int64{0, 100, 150, 0}, "gold", 0, false},
	} {
		r := &grade.Record{
			Days: []ledger.Day{day}, Amounts: []ledger.Amount{5_000_000}, Visits: []ledger.Day{day},
			EarnedDays: []ledger.Day{day - 1, day, asOf - 1, asOf}, Earned: c.earned,
		}
		s := p.Open(r, asOf)
		place := p.Qualify(s)
		_, need, _ := p.Next(place, s)
		if got := p.Grades[place].ID; got != c.want || need != (grade.Mark{Points: c.lacks}) || p.Near(place, s) != c.near {
			t.Errorf("%v: %s lacks %+v, near %v; want %s and %d, %v", c.earned, got, need, p.Near(place, s), c.want, c.lacks, c.near)
		}
	}
}
