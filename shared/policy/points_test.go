package policy_test

import (
	"strings"
	"testing"

	"dangol/shared/points"
	"dangol/shared/policy"
)

func TestPointsSection(t *testing.T) {
	for _, none := range []string{`{}`, `{"points":null}`} {
		if p, err := policy.Parse([]byte(none)); err != nil || p.Points != nil {
			t.Errorf("%s: %+v, %v", none, p.Points, err)
		}
	}
	p, err := policy.Parse([]byte(`{"points":{"rate":{"points":1,"per":1000},"pendingDays":3}}`))
	if err != nil || p.Points.Rate != (points.Rate{Points: 1, Per: 1000}) || p.Points.PendingDays != 3 || p.Points.ExpiryMonths != 60 || p.Points.HoldMinutes != 10 {
		t.Errorf("%+v, %v", p.Points, err)
	}
	for bad, says := range map[string]string{
		`{"points":{}}`: "points.rate: per",
		`{"points":{"rate":{"points":1,"per":100},"rates":1}}`:                                    "rates",
		`{"points":{"rate":{"points":1.5,"per":100}}}`:                                            "1.5",
		`{"points":{"rate":{"points":1,"per":100},"grades":{"platinum":{"points":2,"per":100}}}}`: "points.grades.platinum: no grade",
		`{"points":{"rate":{"points":1,"per":100},"expiryMonths":0}}`:                             "points.expiryMonths: 0 is not between",
		`{` + byStars + `}`: "basis points needs a points section with a rate",
		`{"points":{"rate":{"points":0,"per":100}},` + byStars + `}`:                                                                    "basis points needs a points section with a rate",
		`{"points":{"rate":{"points":1,"per":100}},"grades":{"grades":[{"id":"a","points":5},{"id":"b"}]}}`:                             "a has points, which basis amount does not look at",
		`{"points":{"rate":{"points":1,"per":100}},"grades":{"basis":"points","grades":[{"id":"a","points":5},{"id":"b","points":1}]}}`: "the last grade, b, asks for 1 points",
	} {
		if _, err := policy.Parse([]byte(bad)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// byStars are grades by the points earned.
const byStars = `"grades":{"basis":"points","grades":[{"id":"a","points":5},{"id":"b"}]}`

// Grades may go by points where anybody earns some, be it only those who have
// the best grade.
func TestGradesByPointsNeedPoints(t *testing.T) {
	for _, section := range []string{
		`{"rate":{"points":1,"per":1000}}`, `{"rate":{"points":0,"per":1000},"grades":{"b":{"points":1,"per":500}}}`,
	} {
		p, err := policy.Parse([]byte(`{"points":` + section + `,` + byStars + `}`))
		if err != nil || p.Grades.Grades[0].Points != 5 {
			t.Errorf("%s: %v", section, err)
		}
	}
}

// Before the section there are no points; after it was given up nothing is
// earned, and what was can still be spent.
func TestPointsAt(t *testing.T) {
	on := points.DefaultPolicy()
	on.Rate, on.Step = points.Rate{Points: 1, Per: 100}, 10
	versions := []policy.Policy{policy.Default(), policy.Default(), policy.Default()}
	versions[1].Effective, versions[1].Points = 10, &on
	versions[2].Effective = 20
	if p := policy.PointsAt(versions, 9); p != nil {
		t.Errorf("before: %+v", p)
	}
	if p := policy.PointsAt(versions, 10); p != &on {
		t.Errorf("while: %+v", p)
	}
	if p := policy.PointsAt(versions, 20); p == nil || p.Rate.Earned(1_000_000) != 0 || p.Step != 10 {
		t.Errorf("after: %+v", p)
	}
}
