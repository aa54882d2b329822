package night

import (
	"maps"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/report"
)

// soonDays are when customers hear that points run out.
var soonDays = []int{60, 30, 3}

// pointsDocument composes what is known of points; nil in a shop that never had
// any.
func (r *ranked) pointsDocument() *report.Points {
	j, p := r.folded.Points, r.policy.Points
	if j == nil || j.Empty() && p == nil {
		return nil
	}
	doc := &report.Points{Value: 1, Soon: make([]report.PointsSoon, len(soonDays))}
	if p != nil {
		doc.Value = p.Value
	}
	for i, days := range soonDays {
		doc.Soon[i].Days = days
	}
	months := map[ledger.Day]*report.PointsMonth{}
	j.Each(func(_ int32, a *points.Account) { addAccount(doc, months, a, r.asOf) })
	doc.Months = []report.PointsMonth{}
	for _, month := range slices.Sorted(maps.Keys(months)) {
		doc.Months = append(doc.Months, *months[month])
	}
	first := min(j.First(), r.asOf-1)
	for _, span := range []struct {
		name string
		from ledger.Day
	}{{"month", (r.asOf - 1).MonthStart()}, {"year", r.asOf.AddMonths(-12)}, {"all", first}} {
		doc.Periods = append(doc.Periods, report.PointsPeriod{
			Name: span.name, From: span.from, To: r.asOf - 1, PointsSums: sumsOf(j.Between(span.from, r.asOf)),
		})
	}
	doc.History = r.pointsHistory(first)
	doc.Breakage = breakage(j)
	doc.Grades = r.pointsGrades()
	return doc
}

// addAccount counts what one customer has.
func addAccount(doc *report.Points, months map[ledger.Day]*report.PointsMonth, a *points.Account, asOf ledger.Day) {
	b := a.Balance()
	doc.Available += int64(b.Available)
	doc.Pending += int64(b.Pending)
	doc.Held += int64(b.Held)
	doc.Debt += int64(b.Debt)
	if b.Available+b.Pending+b.Held > 0 {
		doc.Customers++
	}
	soon := make([]bool, len(doc.Soon))
	last := ledger.Day(0) // lots come by their last day
	for _, l := range a.Lots {
		if l.Free == 0 {
			continue
		}
		start := l.Until.MonthStart()
		month := months[start]
		if month == nil {
			month = &report.PointsMonth{Month: monthName(start)}
			months[start] = month
		}
		month.Available += int64(l.Free)
		if start != last {
			month.Customers++
		}
		last = start
		for i := range doc.Soon {
			if l.Until < asOf+ledger.Day(doc.Soon[i].Days) {
				doc.Soon[i].Available += int64(l.Free)
				soon[i] = true
			}
		}
	}
	for i, has := range soon {
		if has {
			doc.Soon[i].Customers++
		}
	}
}

func monthName(day ledger.Day) string { return day.Time().Format("2006-01") }

func sumsOf(f points.Flow) report.PointsSums {
	return report.PointsSums{
		Issued: int64(f.Issued), Used: int64(f.Used), ClawedBack: int64(f.ClawedBack), Returned: int64(f.Returned),
		Adjusted: int64(f.Adjusted), Expired: int64(f.Expired), Forgotten: int64(f.Forgotten),
	}
}

// pointsHistory is month by month since the first day of all, or as far back
// as is listed.
func (r *ranked) pointsHistory(first ledger.Day) []report.PointsFlow {
	list := []report.PointsFlow{}
	month := max(first.MonthStart(), (r.asOf - 1).MonthStart().AddMonths(1-report.PointsMonthsMax))
	for ; month < r.asOf; month = month.AddMonths(1) {
		sums := sumsOf(r.folded.Points.Between(month, min(month.AddMonths(1), r.asOf)))
		list = append(list, report.PointsFlow{Month: monthName(month), PointsSums: sums})
	}
	return list
}

func breakage(j *points.Journal) report.PointsBreakage {
	lots, over := j.Over()
	b := report.PointsBreakage{Lots: lots, Issued: int64(over.Given()), Expired: int64(over.Expired)}
	if lots == 0 {
		b.Refused = "no_lot_over"
	}
	return b
}

// pointsGrades sums what customers of each grade have, earned and used.
func (r *ranked) pointsGrades() []report.PointsGrade {
	rows := make([]report.PointsGrade, len(r.rules.Grades))
	for i, g := range r.rules.Grades {
		rows[i].ID = g.ID
	}
	j := r.folded.Points
	for i := range r.customers {
		c := &r.customers[i]
		place := r.gradePlace(c.Grade)
		if place == len(rows) {
			continue
		}
		row, year := &rows[place], j.Year(c.Seat)
		row.Issued += int64(year.Issued)
		row.Used += int64(year.Used)
		if free := j.Available(c.Seat); free > 0 {
			row.Available += int64(free)
			row.Customers++
		}
	}
	return rows
}
