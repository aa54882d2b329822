package grade_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"dangol/shared/grade"
	"dangol/shared/ledger"
)

func oneThreshold() grade.Policy {
	p := grade.DefaultPolicy()
	p.Grades = []grade.Grade{{ID: "vip", Invitation: true}, {ID: "gold", From: 100_000}, {ID: "new"}}
	return p
}

// both are n customers on each side, who spend spent and more above.
func both(n int, spent, more ledger.Amount) (list []grade.Followed) {
	for i := range n {
		swing := ledger.Amount(i%2) * 2000 // half spend 2,000 more
		list = append(list,
			grade.Followed{Stood: 90_000 + ledger.Amount(i), Spent: spent + swing},
			grade.Followed{Stood: 100_000 + ledger.Amount(i), Spent: spent + more + swing})
	}
	return list
}

// 50 on each side, half of whom spend 2,000 more: the deviation is
// 1000·√(50/49), so that of the difference 1000·√(2/49) = 202.03, and 1.96 of it
// 395.97.
func TestEffect(t *testing.T) {
	p := oneThreshold()
	list := append(both(50, 10_000, 3_000),
		grade.Followed{Stood: 89_999, Spent: 1e9}, grade.Followed{Stood: 110_000, Spent: 1e9}) // beyond a tenth
	e := p.Effects(list, "")
	if len(e) != 1 || e[0].Grade != "gold" || e[0].Refused != "" || e[0].Below.N != 50 || e[0].Above.N != 50 {
		t.Fatalf("%+v", e)
	}
	if got := e[0]; math.Abs(got.Difference-3_000) > 1e-6 || math.Abs(got.Low-2_604.03) > .01 || math.Abs(got.High-3_395.97) > .01 {
		t.Errorf("%+v", got)
	}
	if e[0].Below.Mean != 11_000 || e[0].Above.Mean != 14_000 {
		t.Errorf("%+v", e[0])
	}
}

func TestEffectIsRefused(t *testing.T) {
	p := oneThreshold()
	list := both(50, 10_000, 0)
	for name, c := range map[string]struct {
		list []grade.Followed
		why  grade.Refusal
		want grade.Refusal
	}{
		"49 below": {append(list[2:len(list):len(list)], list[1]), "", grade.FewBelow}, "49 above": {append(list[:1:1], list[2:]...), "", grade.FewAbove},
		"nobody": {nil, "", grade.FewBelow}, "given": {list, grade.TooEarly, grade.TooEarly},
	} {
		e := p.Effects(c.list, c.why)[0]
		if e.Refused != c.want || e.Difference != 0 || e.Low != 0 || e.High != 0 {
			t.Errorf("%s: %+v", name, e)
		}
	}
	p.Basis, p.Grades[1].Visits = grade.ByAmountAndVisits, 3
	if e := p.Effects(list, "")[0]; e.Refused != grade.OtherThan {
		t.Errorf("by amount and visits: %+v", e)
	}
}

// Thresholds close together: nobody is compared over two of them.
func TestEffectStaysBetweenThresholds(t *testing.T) {
	p := oneThreshold()
	p.Grades = []grade.Grade{{ID: "c", From: 104_000}, {ID: "b", From: 100_000}, {ID: "a", From: 95_000}, {ID: "new"}}
	list := []grade.Followed{{Stood: 94_999}, {Stood: 95_000}, {Stood: 103_999}, {Stood: 104_000}}
	e := p.Effects(list, "")
	if b := e[1]; b.Below.N != 1 || b.Above.N != 1 {
		t.Errorf("%+v", b)
	}
}

// Where a grade does nothing, an interval lies off 0 about once in twenty.
func TestEffectOfNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	p := oneThreshold()
	found := 0
	const shops = 1000
	for range shops {
		var list []grade.Followed
		for range 400 {
			spent := ledger.Amount(0)
			if random.IntN(3) > 0 {
				spent = ledger.Amount(random.ExpFloat64() * 50_000)
			}
			list = append(list, grade.Followed{Stood: 90_000 + ledger.Amount(random.IntN(20_000)), Spent: spent})
		}
		if e := p.Effects(list, "")[0]; e.Refused == "" && (e.Low > 0 || e.High < 0) {
			found++
		}
	}
	if found < shops*2/100 || found > shops*8/100 {
		t.Errorf("%d of %d shops without an effect have one", found, shops)
	}
}

// A customer is taken apart at the night: what counted then, and ninety days.
func TestFollow(t *testing.T) {
	p := oneThreshold()
	day := ledger.Date(2026, 6, 1)
	r := &grade.Record{
		Days:    []ledger.Day{day - 400, day - 1, day, day + 89, day + 90},
		Amounts: []ledger.Amount{1, 10, 100, 1_000, 10_000},
	}
	if f := p.Follow(r, day); f != (grade.Followed{Stood: 10, Spent: 1_100}) {
		t.Errorf("%+v", f)
	}
}
