package grade_test

import (
	"testing"

	"dangol/shared/grade"
	"dangol/shared/ledger"
)

func TestQualify(t *testing.T) {
	p := grade.DefaultPolicy()
	for amount, want := range map[ledger.Amount]string{
		0: "first", 119_999: "first", 120_000: "neighbour", 299_999: "neighbour", 300_000: "friend",
		600_000: "family", 1_199_999: "family", 1_200_000: "best", 99_000_000: "best",
	} {
		if got := p.Grades[p.Qualify(grade.Standing{Amount: amount})].ID; got != want {
			t.Errorf("%d qualifies for %s, want %s", amount, got, want)
		}
	}
}

// Published half-year thresholds: reaching the number qualifies.
func TestQualifyHalfYear(t *testing.T) {
	p := grade.DefaultPolicy()
	p.WindowMonths, p.Grades = 6, []grade.Grade{
		{ID: "gold", From: 1_000_000}, {ID: "silver", From: 700_000}, {ID: "blue", From: 400_000}, {ID: "pink", From: 100_000}, {ID: "baby"},
	}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	for amount, want := range map[ledger.Amount]string{99_999: "baby", 100_000: "pink", 1_000_000: "gold"} {
		if got := p.Grades[p.Qualify(grade.Standing{Amount: amount})].ID; got != want {
			t.Errorf("%d is %s, want %s", amount, got, want)
		}
	}
}

func TestNext(t *testing.T) {
	p := grade.DefaultPolicy()
	if above, need, ok := p.Next(1, grade.Standing{Amount: 800_500}); !ok || above.ID != "best" || need != (grade.Mark{Amount: 399_500}) {
		t.Errorf("next is %s for %v", above.ID, need)
	}
	if _, _, ok := p.Next(0, grade.Standing{Amount: 5_000_000}); ok {
		t.Error("there is something above the best")
	}
}

func TestPolicyIsChecked(t *testing.T) {
	for name, edit := range map[string]func(*grade.Policy){
		"no grades":     func(p *grade.Policy) { p.Grades = nil },
		"too many":      func(p *grade.Policy) { p.Grades = make([]grade.Grade, 31) },
		"no window":     func(p *grade.Policy) { p.WindowMonths = 0 },
		"an id twice":   func(p *grade.Policy) { p.Grades[1].ID = p.Grades[0].ID },
		"no id":         func(p *grade.Policy) { p.Grades[1].ID = "" },
		"out of order":  func(p *grade.Policy) { p.Grades[1].From = p.Grades[0].From },
		"nobody's base": func(p *grade.Policy) { p.Grades[len(p.Grades)-1].From = 1 },
	} {
		p := grade.DefaultPolicy()
		edit(&p)
		if p.Check() == nil {
			t.Errorf("a policy with %s was accepted", name)
		}
	}
}
