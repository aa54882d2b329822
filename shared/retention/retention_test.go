package retention_test

import (
	"math"
	"slices"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/retention"

	"pgregory.net/rapid"
)

var asOf = ledger.Date(2026, 11, 21)

// always is a shop that never closes.
var always = retention.NewCalendar(asOf, nil)

// life is somebody who came so many days before asOf, the longest ago first.
func life(ago ...ledger.Day) retention.Life {
	return lifeIn(always, ago...)
}

func lifeIn(calendar *retention.Calendar, ago ...ledger.Day) retention.Life {
	rules := retention.DefaultRules()
	days := make([]ledger.Day, len(ago))
	for i, a := range ago {
		days[i] = asOf - a
	}
	l, _ := rules.LifeOf(days, calendar, rules.ChurnSpan(asOf.AddMonths(-24), asOf), nil)
	return l
}

// weekly came every seven days, n times, the last time ago days ago.
func weekly(n int, ago ledger.Day) retention.Life {
	var list []ledger.Day
	for i := n - 1; i >= 0; i-- {
		list = append(list, ago+ledger.Day(7*i))
	}
	return life(list...)
}

func shopOf(lives []retention.Life, calendar *retention.Calendar) *retention.Shop {
	rules := retention.DefaultRules()
	return retention.NewShop(&rules, lives, calendar, asOf)
}

// A shop where people come every week, and come again after four days or two
// weeks.
func TestStages(t *testing.T) {
	lives := []retention.Life{weekly(30, 3), weekly(30, 5), weekly(20, 2), life(200, 196, 14), life(300, 286, 4), life(100, 86, 79, 72, 65)}
	s := shopOf(lives, always)
	for name, c := range map[string]struct {
		life retention.Life
		want retention.Stage
		in   float64 // days
	}{
		"came yesterday":                     {life(1), retention.Acquired, 1},
		"came once, the time is not up":      {life(10), retention.Acquired, 10},
		"came once, others had come again":   {life(30), retention.Silent, 30 - s.Rhythm.Second.P75},
		"came twice, lately":                 {life(12, 5), retention.Returned, 5},
		"came twice, late by the shop":       {life(60, 50), retention.Slipping, 50 - 2*7},
		"in their rhythm":                    {weekly(10, 7), retention.Steady, 7 + 6*7},
		"late, but not by two of theirs":     {weekly(10, 13), retention.Steady, 13 + 6*7},
		"late by two of theirs":              {weekly(10, 14), retention.Slipping, 0},
		"not late by two of theirs: monthly": {life(149, 119, 89, 59), retention.Steady, 59},
		"two years, still weekly":            {weekly(150, 3), retention.Lasting, float64(asOf - (asOf - 3 - 149*7).AddMonths(24))},
		"two years, and late":                {weekly(150, 15), retention.Slipping, 1},
		"a year of silence":                  {weekly(10, 365), retention.Lapsed, 0},
		"once, long ago":                     {life(400), retention.Lapsed, 35},
	} {
		stage := s.Stage(&c.life)
		if in := s.InStage(&c.life, stage); stage != c.want || in != c.in {
			t.Errorf("%s: %s for %v days, want %s for %v", name, stage, in, c.want, c.in)
		}
	}
	if r := s.Rhythm; r.Customers != 6 || r.P50 != 7 {
		t.Errorf("rhythm %+v", r)
	}
}

// 설 and 추석 must not make everyone late: eight closed days are no silence.
func TestClosedDaysAreNoSilence(t *testing.T) {
	open := make([]bool, 100)
	for i := range open {
		open[i] = i < 90 || i >= 98
	}
	holiday := retention.NewCalendar(asOf-100, open)
	lives := []retention.Life{lifeIn(holiday, 43, 36, 29, 22, 15)} // 15 days ago, 7 of them open
	with := shopOf(lives, holiday)
	without := shopOf([]retention.Life{life(43, 36, 29, 22, 15)}, always)
	if o := with.Overdue(&lives[0]); o != 1 || with.Stage(&lives[0]) != retention.Steady {
		t.Errorf("overdue %v, %s", o, with.Stage(&lives[0]))
	}
	if o := without.Overdue(&lives[0]); o < 2 || without.Stage(&lives[0]) != retention.Slipping {
		t.Errorf("never closed: overdue %v", o)
	}
	// Sundays off, whoever comes every day the shop is open is not late.
	for i := range open {
		open[i] = (asOf - 100 + ledger.Day(i)).Weekday() != 0
	}
	sundays := retention.NewCalendar(asOf-100, open)
	l := lifeIn(sundays, 8, 7, 4, 3, 2) // 2026-11-13, 14, 17, 18, 19
	if s := shopOf([]retention.Life{l}, sundays); s.Overdue(&l) != 2 {
		t.Errorf("overdue %v", s.Overdue(&l))
	}
}

func TestWonBack(t *testing.T) {
	s := shopOf(nil, always)
	for name, c := range map[string]struct {
		life retention.Life
		want bool
	}{
		"back after a year": {life(500, 20), true},
		"back, and again":   {life(500, 20, 3), true},
		"back long ago":     {life(600, 200, 3), false},
		"never away":        {life(300, 20), false},
		"still away":        {life(500), false},
	} {
		if got := s.WonBack(&c.life); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Where nobody has come twice nobody is late.
func TestNoRhythm(t *testing.T) {
	nobody := shopOf(nil, always)
	if once := life(9); nobody.Overdue(&once) != 0 || nobody.Stage(&once) != retention.Acquired {
		t.Error("a shop without a rhythm has one")
	}
}

// Retention CLV at 100 a year and 10 %, as published.
func TestPublishedCLV(t *testing.T) {
	for r, want := range map[float64]float64{.80: 266.6667, .85: 340, .90: 450, .95: 633.3333} {
		if got := retention.CLV(100, r, .1); math.Abs(got-want) > 5e-5 {
			t.Errorf("%v stay: %.5f, want %.4f", r, got, want)
		}
	}
}

func TestChurnAndItsWorth(t *testing.T) {
	rules := retention.DefaultRules()
	lives := []retention.Life{life(500, 100), life(400, 10), life(600, 500, 90), life(390, 80), life(500), life(50), life(800, 20)}
	span := rules.ChurnSpan(asOf.AddMonths(-24), asOf)
	churn := rules.ChurnOf(lives, span)
	if churn.Active != 5 || churn.Kept != 4 || math.Abs(churn.Rate-.2) > 1e-12 || math.Abs(churn.Retention-.8) > 1e-12 || churn.Months != 12 {
		t.Errorf("%+v", churn)
	}
	// 1,000 customers with a margin of 100 each: 340 − 266.67 more for each.
	e := retention.EconomicsOf(churn, 1000, 200_000, .5, .1, 25_000, 5_000)
	if e.Margin != 100 || e.CLV != 267 || e.FivePoints != 73_333 || math.Abs(e.Gain-.275) > 1e-9 || e.Ratio != 5 {
		t.Errorf("%+v", e)
	}
	for since, want := range map[int]int{24: 12, 23: 6, 12: 6, 11: 3, 6: 3, 5: 0} {
		if got := rules.ChurnSpan(asOf.AddMonths(-since), asOf); got.Months != want {
			t.Errorf("%d months old: spans of %d, want %d", since, got.Months, want)
		}
	}
	// Half a year in which half stay is a year in which a quarter does.
	half := rules.ChurnSpan(asOf.AddMonths(-12), asOf)
	var young []retention.Life
	for _, days := range [][]ledger.Day{{asOf - 300, asOf - 9}, {asOf - 200}} {
		l, _ := rules.LifeOf(days, always, half, nil)
		young = append(young, l)
	}
	if c := rules.ChurnOf(young, half); c.Months != 6 || c.Asked != 12 || c.Rate != .5 || c.Retention != .25 {
		t.Errorf("%+v", c)
	}
	if rules.ChurnOf(lives, rules.ChurnSpan(asOf, asOf)) != nil || rules.ChurnOf(nil, span) != nil {
		t.Error("churn from nothing")
	}
	if retention.EconomicsOf(nil, 5, 5, .5, .1, 0, 0) != nil {
		t.Error("economics without churn")
	}
	// Where nearly all stay, five points more are only up to 99 of a hundred.
	if e := retention.EconomicsOf(&retention.Churn{Retention: 1}, 5, 5_000, .5, .1, 0, 0); e.FivePoints != 0 || e.Better != 1 {
		t.Errorf("%+v", e)
	}
}

func TestReadiness(t *testing.T) {
	of := func(x float64) *float64 { return &x }
	if r := retention.ReadinessOf(of(5), of(.79), of(2)); r.Score != 2 || r.Criteria[0].Score != 5 || r.Criteria[1].Score != 4 {
		t.Errorf("%+v", r)
	}
	if r := retention.ReadinessOf(nil, of(1), of(99)); r.Score != 0 || r.Criteria[0].Score != 0 || r.Criteria[2].Score != 5 {
		t.Errorf("%+v", r)
	}
}

// drawDays are somebody's visit days, ascending.
func drawDays(t *rapid.T) []ledger.Day {
	ago := rapid.SliceOfNDistinct(rapid.Int32Range(1, 1500), 1, 30, rapid.ID[int32]).Draw(t, "ago")
	slices.Sort(ago)
	days := make([]ledger.Day, len(ago))
	for i, a := range ago {
		days[len(ago)-1-i] = asOf - ledger.Day(a)
	}
	return days
}

// Stages partition customers, steps only get smaller, nobody is in a stage for
// less than no time, and more silence never makes anybody less overdue.
func TestStagesPartition(t *testing.T) {
	rules := retention.DefaultRules()
	rapid.Check(t, func(t *rapid.T) {
		open := make([]bool, 1500)
		closed := rapid.IntRange(0, 6).Draw(t, "closed")
		for i := range open {
			open[i] = i%7 != closed
		}
		calendar := retention.NewCalendar(asOf-1500, open)
		var lives []retention.Life
		for range rapid.IntRange(0, 12).Draw(t, "customers") {
			l, _ := rules.LifeOf(drawDays(t), calendar, rules.ChurnSpan(0, asOf), nil)
			lives = append(lives, l)
		}
		s := retention.NewShop(&rules, lives, calendar, asOf)
		members, sales := []retention.Member{}, ledger.Amount(0)
		for i := range lives {
			members = append(members, retention.Member{Life: &lives[i], Stage: s.Stage(&lives[i]), Sales: ledger.Amount(i), Expected: 2})
			sales += ledger.Amount(i)
			later := *s
			later.AsOf++
			if later.Overdue(&lives[i]) < s.Overdue(&lives[i]) {
				t.Fatalf("%+v is less overdue a day later", lives[i])
			}
		}
		n := 0
		for _, row := range s.StageRows(members, true) {
			n, sales = n+row.Customers, sales-row.Sales
			if *row.Expected != 2*ledger.Amount(row.Customers) || row.Days < 0 {
				t.Fatalf("%+v", row)
			}
		}
		if n != len(lives) || sales != 0 {
			t.Fatalf("%d of %d are in a stage, %d of their sales are not", n, len(lives), sales)
		}
		for i, step := range s.Funnel(lives) {
			if step.Share < 0 || step.Share > 1 || i == 0 && step.Customers != len(lives) {
				t.Fatalf("%+v", step)
			}
		}
	})
}

// Every customer is in one cohort and every won in one cell, however the work is
// split; nobody comes before their first month, and no month has more than the
// first.
func TestCohortsSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := asOf - 1500
		parts := []*retention.Cohorts{retention.NewCohorts(first, asOf-1), retention.NewCohorts(first, asOf-1)}
		customers, sales := 0, ledger.Amount(0)
		for range rapid.IntRange(0, 12).Draw(t, "customers") {
			days := drawDays(t)
			amounts, counts, counting := make([]ledger.Amount, len(days)), make([]bool, len(days)), false
			for i := range days {
				amounts[i] = ledger.Amount(rapid.IntRange(0, 9000).Draw(t, "amount"))
				counts[i] = rapid.Bool().Draw(t, "counts")
				counting = counting || counts[i]
			}
			if counting {
				customers++
				for _, a := range amounts {
					sales += a
				}
			}
			parts[rapid.IntRange(0, 1).Draw(t, "part")].Add(days, amounts, counts)
		}
		parts[0].Merge(parts[1])
		table := parts[0].Table(asOf)
		customers -= table.Earlier
		for _, row := range table.Rows {
			customers -= row.Customers
			if row.Months[0].Customers != row.Customers || row.Months[0].Share != 1 {
				t.Fatalf("%+v", row)
			}
			if last := row.Month.AddMonths(len(row.Months) - 1); last != asOf.MonthStart() {
				t.Fatalf("the row of %s ends in %s", row.Month, last)
			}
			for _, m := range row.Months {
				sales -= m.Sales
				if m.Customers > row.Customers {
					t.Fatalf("%+v", row)
				}
			}
		}
		if customers != 0 || sales != 0 && table.Earlier == 0 || sales < 0 {
			t.Fatalf("%d customers and %d are in no row", customers, sales)
		}
	})
}

func TestCohortTable(t *testing.T) {
	c := retention.NewCohorts(ledger.Date(2026, 9, 10), asOf-1)
	day := func(month, day int) ledger.Day { return ledger.Date(2026, 9, 1).AddMonths(month-9) + ledger.Day(day-1) }
	// A refund before the first visit is the first month's; two visits in a month
	// are one customer.
	c.Add([]ledger.Day{day(9, 10), day(9, 20), day(9, 22), day(11, 3)}, []ledger.Amount{-500, 3000, 1000, 4000}, []bool{false, true, true, true})
	c.Add([]ledger.Day{day(9, 11)}, []ledger.Amount{2000}, []bool{true})
	c.Add([]ledger.Day{day(10, 11)}, []ledger.Amount{-2000}, []bool{false}) // never came
	table := c.Table(asOf)
	if len(table.Rows) != 1 || *table.Incomplete != day(11, 1) {
		t.Fatalf("%+v", table)
	}
	got := table.Rows[0].Months
	want := []retention.CohortMonth{{Customers: 2, Share: 1, Sales: 5500}, {}, {Customers: 1, Share: .5, Sales: 4000}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if whole := c.Table(ledger.Date(2026, 12, 1)); whole.Incomplete != nil {
		t.Errorf("%v is not over on 1 December", whole.Incomplete)
	}
}
