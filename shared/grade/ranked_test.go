package grade_test

import (
	"slices"
	"strings"
	"testing"

	"dangol/shared/grade"
	"dangol/shared/ledger"

	"pgregory.net/rapid"
)

func ranked(tops ...int) *grade.Policy {
	p := grade.DefaultPolicy()
	p.Ranked, p.Grades = true, nil
	for i, top := range tops {
		p.Grades = append(p.Grades, grade.Grade{ID: string(rune('a' + i)), Top: top})
	}
	p.Grades = append(p.Grades, grade.Grade{ID: "last"})
	return &p
}

// Of n customers the top t per cent, rounded up, have a grade, with all who
// stand where the last of them does and nobody who stands lower; whoever has
// nothing is not counted. The order they come in makes no difference.
func TestCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.IntRange(1, 100).Draw(t, "top")
		stood := rapid.SliceOfN(rapid.Int64Range(0, 12), 0, 60).Draw(t, "stood")
		cut := ranked(top).Cut(rapid.Permutation(stood).Draw(t, "order")).Grades[0].From
		n, have, above := 0, 0, 0
		for _, s := range stood {
			if s > 0 {
				n++
			}
			if ledger.Amount(s) >= cut {
				have++
			}
			if ledger.Amount(s) > cut {
				above++
			}
		}
		want := (n*top + 99) / 100
		if have < want || n > 0 && above >= want || n == 0 && have > 0 || n > 0 && !slices.Contains(stood, int64(cut)) {
			t.Fatalf("top %d %% of %d: %d have it, %d of them stand higher than %d", top, n, have, above, cut)
		}
	})
}

func TestCutOfOtherBases(t *testing.T) {
	p := ranked(10, 50)
	p.Basis = grade.ByRegulars
	if cut := p.Cut([]int64{0, 3, 7, 5, 1}); cut.Grades[0].Visits != 7 || cut.Grades[1].Visits != 5 || cut.Grades[0].From != 0 || p.Grades[0].Visits != 0 {
		t.Errorf("%+v of %+v", cut.Grades, p.Grades)
	}
	p.Basis = grade.ByPoints
	if cut := p.Cut([]int64{0, 3, 7, 5, 1}); cut.Grades[0].Points != 7 || cut.Grades[1].Points != 5 || cut.Grades[0].From != 0 {
		t.Errorf("%+v by points", cut.Grades)
	}
	day := ledger.Date(2026, 3, 1)
	r := &grade.Record{Days: []ledger.Day{day}, Amounts: []ledger.Amount{90_000}, EarnedDays: []ledger.Day{day}, Earned: []int64{90}}
	if stood := p.Stood(r, day+1); stood != 90 {
		t.Errorf("90 points stand at %d", stood)
	}
}

func TestRankedIsChecked(t *testing.T) {
	for want, spoil := range map[string]func(*grade.Policy){
		"":                        func(*grade.Policy) {},
		"counts only with ranked": func(p *grade.Policy) { p.Ranked = false },
		"two numbers at once":     func(p *grade.Policy) { p.Basis = grade.ByAmountAndVisits },
		"have top instead":        func(p *grade.Policy) { p.Grades[0].From = 10 },
		"want more than the 10":   func(p *grade.Policy) { p.Grades[1].Top = 10 },
		"at most 100":             func(p *grade.Policy) { p.Grades[1].Top = 101 },
		"want none":               func(p *grade.Policy) { p.Grades[2].Top = 100 },
		"no rank earns it":        func(p *grade.Policy) { p.Grades[0].Invitation = true },
		"want more than the 0":    func(p *grade.Policy) { p.Grades[0].Top = 0 },
	} {
		p := ranked(10, 30)
		spoil(p)
		err := p.Check()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
