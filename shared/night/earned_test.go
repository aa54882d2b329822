package night_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/report"

	"pgregory.net/rapid"
)

// pointsDay is what happens on one day of a shop with points, and whether a
// night follows it.
type pointsDay struct {
	day    ledger.Day
	events []string
	night  bool
}

// drawPointsDays draws some days, spread over a year, on the first of which
// everybody comes: sales with deliveries, paid in part with points or come late,
// refunds in parts and beyond their sale, voids of all of them, points spent and
// given by hand, people merged and taken apart, forgotten, and living together.
func drawPointsDays(t *rapid.T) []pointsDay {
	first := pointsDay{day: ledger.Date(2026, 1, 4)}
	var sales, corrections []string
	for _, who := range []string{"kim", "kim-2", "lee", "park"} {
		first.events = append(first.events, fmt.Sprintf("s-%s sale %s 2026-01-04 %d", who, who, rapid.IntRange(1, 200_000).Draw(t, "first")))
		sales = append(sales, "main/2026-01-04/s-"+who)
	}
	days := []pointsDay{first}
	merged, linked := false, false
	day := ledger.Date(2026, 1, 5)
	for n := range rapid.IntRange(3, 9).Draw(t, "days") {
		day += ledger.Day(rapid.SampledFrom([]int{1, 1, 2, 9, 40}).Draw(t, "later"))
		d := pointsDay{day: day, night: rapid.IntRange(0, 4).Draw(t, "night") == 0}
		for i := range rapid.IntRange(1, 4).Draw(t, "events") {
			id := fmt.Sprintf("e%d-%d", n, i)
			who := rapid.SampledFrom([]string{"kim", "kim-2", "lee", "park"}).Draw(t, "who")
			total := rapid.IntRange(1, 300_000).Draw(t, "total")
			switch kind := rapid.IntRange(0, 19).Draw(t, "kind"); {
			case kind < 6:
				part := rapid.SampledFrom([]string{"", " lines", fmt.Sprintf(" delivery=%d", total/4), fmt.Sprintf(" points=%d", total/3)}).Draw(t, "parts")
				on := day - ledger.Day(rapid.SampledFrom([]int{0, 0, 0, 5}).Draw(t, "late"))
				sales = append(sales, fmt.Sprintf("main/%s/%s", on, id))
				d.events = append(d.events, fmt.Sprintf("%s sale %s %s %d%s", id, who, on, total, part))
			case kind < 10:
				corrections = append(corrections, fmt.Sprintf("main/%s/%s", day, id))
				d.events = append(d.events, fmt.Sprintf("%s refund %s %s %d refundOf=%s%s", id, who, day, total,
					rapid.SampledFrom(sales).Draw(t, "sale"), rapid.SampledFrom([]string{"", " lines"}).Draw(t, "lines")))
			case kind < 12:
				target := rapid.SampledFrom(append(slices.Clone(sales), corrections...)).Draw(t, "target")
				d.events = append(d.events, fmt.Sprintf("%s void - %s 0 voidOf=%s", id, day, target))
			case kind == 12:
				sale := rapid.SampledFrom(sales).Draw(t, "paid")
				d.events = append(d.events, fmt.Sprintf("hold %s %s %d", id, who, 1+total/9), fmt.Sprintf("capture %s %s", id, sale))
			case kind == 13:
				d.events = append(d.events, fmt.Sprintf("adjust %s %s %d", id, who, total/100-400))
			case kind == 14 && !linked:
				linked = true
				d.events = append(d.events, "linked kim,lee "+day.String()+" boss v1")
			case kind == 15:
				d.events = append(d.events, "erase park")
			case !merged:
				merged = true
				d.events = append(d.events, "merge kim-2 into kim")
			default:
				merged = false
				d.events = append(d.events, "unmerge kim-2 from kim")
			}
		}
		days = append(days, d)
	}
	return days
}

// live lets the days pass in a new world and gives what each night says of
// everybody.
func live(t *rapid.T, p policy.Policy, days []pointsDay) []map[string]report.Customer {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	w.SetPolicy(p)
	var nights []map[string]report.Customer
	for _, d := range days {
		w.Clock = d.day.Time().Add(3 * time.Hour) // noon in Seoul
		for _, e := range d.events {
			post := w.Post
			if strings.HasPrefix(e, "linked") {
				post = w.Desk
			}
			if err := post(ctx, e); err != nil && !tolerable(err) {
				t.Fatalf("%s: %v", e, err)
			}
		}
		if d.night {
			nights = append(nights, by(t, w, d.day+1))
		}
	}
	return append(nights, by(t, w, days[len(days)-1].day+45))
}

// tolerable says what was asked is not to be had: somebody is not known yet, or
// has no points.
func tolerable(err error) bool {
	return errors.Is(err, ledger.ErrFact) || slices.ContainsFunc([]string{"refused", "customer", "too late"}, func(why string) bool { return strings.Contains(err.Error(), why) })
}

// byPoints asks for as many points as p asks for money.
func byPoints(p policy.Policy) policy.Policy {
	p.Grades.Basis = grade.ByPoints
	p.Grades.Grades = slices.Clone(p.Grades.Grades)
	for i := range p.Grades.Grades {
		g := &p.Grades.Grades[i]
		g.Points, g.From = int64(g.From), 0
	}
	return p
}

// Where a won earns a point and all that is given back names its sale, grades
// by points are grades by amount, on every night of any history: whatever was
// pending, spent, owed, given by hand or ran out, whoever was merged or taken
// apart, however late a sale came.
func TestPointsEarnedGradeAsAmountsDo(t *testing.T) {
	t.Parallel()
	moves := 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawPolicy(t, "p", 0)
		if p.Grades.Basis != grade.ByAmount {
			p.Grades.Basis, p.Grades.Ranked = grade.ByAmount, false
			p.Grades.Grades = []grade.Grade{{ID: "a", From: 500_000}, {ID: "b", From: 150_000}, {ID: "e"}}
		}
		rules := points.DefaultPolicy()
		rules.Rate, rules.ExpiryMonths, rules.StaffDailyMax = points.Rate{Points: 1, Per: 1}, 2, 10_000
		rules.PendingDays = rapid.IntRange(0, 5).Draw(t, "pending")
		p.Points = &rules
		days := drawPointsDays(t)
		amounts, earned := live(t, p, days), live(t, byPoints(p), days)
		for n := range amounts {
			want, got := maps.Clone(amounts[n]), map[string]report.Customer{}
			for id, c := range earned[n] {
				if c.WindowPoints != c.Amount {
					t.Fatalf("night %d: %s earned %d points with %d", n, id, c.WindowPoints, c.Amount)
				}
				c.GradeNeeded, c.GradeNeededPoints, c.Keep, c.KeepPoints = c.GradeNeededPoints, c.GradeNeeded, c.KeepPoints, c.Keep
				c.WindowPoints = 0
				got[id] = c
				if c.GradeReason != string(grade.Started) {
					moves++
				}
			}
			if !maps.Equal(got, want) {
				t.Fatalf("night %d of\n%v\nby points\n%+v\nby amount\n%+v", n, days, got, want)
			}
		}
	})
	if moves == 0 {
		t.Error("nobody's grade ever changed")
	}
}
