package night

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"dangol/shared/customer"
	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"

	"golang.org/x/sync/errgroup"
)

// viewWriters is how many grade views are written at once.
const viewWriters = 8

// apply writes the grade views that differ between the report last applied and
// latest, and returns the watermark that says so. It may be run any number of
// times, by several nights at once: a view of this version or a later one is
// left as it is.
// products are those of latest's manifest; nil reads them.
func (n *Night) apply(ctx context.Context, latest *report.Latest, mark ledger.Watermark, products *page.Roster[page.Product]) (ledger.Watermark, int, error) {
	folder := latest.Scopes[report.ScopeAll].Report
	in, err := n.readInputs(ctx, latest.Inputs)
	if err != nil {
		return mark, 0, err
	}
	rows, err := readCustomers(ctx, n.Reports, folder)
	if err != nil {
		return mark, 0, err
	}
	applied, err := readCustomers(ctx, n.Reports, mark.Report)
	if err != nil {
		return mark, 0, err
	}
	if products == nil {
		if products, err = n.readProducts(ctx, latest.Manifest); err != nil {
			return mark, 0, err
		}
	}
	rules, err := rulesOf(ctx, n.Reports, folder, in)
	if err != nil {
		return mark, 0, err
	}
	moved, err := thresholdsMoved(ctx, n.Reports, mark.Report, rules)
	if err != nil {
		return mark, 0, err
	}
	views := changedViews(rows, applied, in, rules, products, moved || mark.Policy != in.Policy.Version)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(viewWriters)
	for id, view := range views {
		group.Go(func() error { return n.Views.SetGrade(ctx, id, latest.Version, view) })
	}
	if err := group.Wait(); err != nil {
		return mark, 0, fmt.Errorf("write grades: %w", err)
	}
	undone, err := n.undoneGrades(ctx, latest.Manifest, rows, applied, in)
	if err != nil {
		return mark, 0, err
	}
	if err := n.undoCoupons(ctx, undone, in.AsOf); err != nil {
		return mark, 0, err
	}
	pointer, err := encode(latest)
	if err != nil {
		return mark, 0, err
	}
	mark.ReadFrom, mark.Pointer = mark.PendingFrom, string(pointer)
	mark.Version, mark.Report, mark.Policy = latest.Version, folder, in.Policy.Version
	return mark, len(views), nil
}

func (n *Night) readInputs(ctx context.Context, key string) (*Inputs, error) {
	content, err := n.Sealed.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read inputs: %w", err)
	}
	var in Inputs
	if err := json.Unmarshal(content, &in); err != nil {
		return nil, fmt.Errorf("read inputs: %w", err)
	}
	return &in, nil
}

// changedViews are the views of everybody whose view would read differently
// than when applied was written, or of everybody: another policy has other
// thresholds. Somebody who has no counting visit left gets the view of one who
// never had.
func changedViews(rows, applied []report.Customer, in *Inputs, rules *grade.Policy, products *page.Roster[page.Product], everybody bool) map[string]customer.GradeView {
	old := make(map[string]*report.Customer, len(applied))
	for i := range applied {
		old[applied[i].Customer] = &applied[i]
	}
	views := map[string]customer.GradeView{}
	for i := range rows {
		row := &rows[i]
		if had := old[row.Customer]; everybody || had == nil || viewOf(had) != viewOf(row) {
			views[row.Customer] = view(row, in, rules, products)
		}
		delete(old, row.Customer)
	}
	grades := in.Policy.Grades.Grades
	for id := range old {
		views[id] = view(&report.Customer{
			Promise: report.Promise{Grade: grades[len(grades)-1].ID, GradeSince: int32(in.AsOf)}, WindowFrom: int32(in.AsOf),
		}, in, rules, products)
	}
	return views
}

// viewOf is the part of a row that its view shows.
func viewOf(c *report.Customer) report.Customer {
	return report.Customer{
		Promise: report.Promise{
			Grade: c.Grade, GradeSince: c.GradeSince,
			DropOn: c.DropOn, DropTo: c.DropTo, Keep: c.Keep, KeepVisits: c.KeepVisits, KeepScore: c.KeepScore, KeepPoints: c.KeepPoints,
		},
		Amount: c.Amount, WindowVisits: c.WindowVisits, Score: c.Score, WindowPoints: c.WindowPoints,
		PinGrade: c.PinGrade, PinUntil: c.PinUntil, Household: c.Household,
		Visits: c.Visits, LastDay: c.LastDay, Interval: c.Interval,
		Favourite1: c.Favourite1, Favourite1Visits: c.Favourite1Visits, Favourite2: c.Favourite2, Favourite2Visits: c.Favourite2Visits,
		Favourite3: c.Favourite3, Favourite3Visits: c.Favourite3Visits,
		UsualWeekday: c.UsualWeekday, UsualFrom: c.UsualFrom, UsualTo: c.UsualTo,
	}
}

func view(c *report.Customer, in *Inputs, p *grade.Policy, products *page.Roster[page.Product]) customer.GradeView {
	open := openOf(c)
	v := customer.GradeView{
		Grade: c.Grade, Since: ledger.Day(c.GradeSince), AsOf: in.AsOf, Policy: in.Policy.Version,
		Amount: open.Amount, From: open.From, WindowVisits: open.Visits, Score: open.Score, Points: open.Points,
		Visits: int(c.Visits), LastVisit: ledger.Day(c.LastDay), Interval: float64(c.Interval) / 2,
		Household: int(c.Household),
	}
	if place, ok := p.Index(c.Grade); ok {
		if own := &p.Grades[place]; p.Ranked {
			v.Rank = &customer.Rank{Top: own.Top, Amount: own.From, Visits: own.Visits, Score: own.Score, Points: own.Points}
		}
		if above, need, ok := p.Next(place, open); ok {
			v.Next, v.Need, v.NeedVisits, v.NeedScore, v.NeedPoints = above.ID, need.Amount, need.Visits, need.Score, need.Points
		}
	}
	if c.DropOn > 0 {
		keep := keepOf(&c.Promise)
		need := in.book().Missing(int(c.DropVersion), p, open, keep)
		v.Drop = &customer.Drop{
			On: ledger.Day(c.DropOn), To: c.DropTo, Keep: keep.Amount, KeepVisits: keep.Visits,
			Need: need.Amount, NeedVisits: need.Visits, NeedScore: need.Score, NeedPoints: need.Points, Either: p.Basis.Either(),
			Invitation: p.Invites(c.Grade),
		}
	}
	if c.PinGrade != "" {
		v.Pinned = &customer.Pinned{Grade: c.PinGrade, Until: ledger.Day(c.PinUntil)}
	}
	v.Favourites, v.Usual = favouritesOf(c, products), usualOf(c)
	return v
}

// rulesOf are the rules a report was decided by: of ranked ones with the
// thresholds they came to that night, which the report says.
func rulesOf(ctx context.Context, reports Objects, folder string, in *Inputs) (*grade.Policy, error) {
	rules := in.Policy.Rules()
	if !rules.Ranked {
		return rules, nil
	}
	marks, err := marksOf(ctx, reports, folder)
	if err != nil {
		return nil, err
	}
	return rules.WithMarks(marks), nil
}

// thresholdsMoved says ranked rules came to other thresholds in the report
// applied before: then everybody lacks another amount for the next grade.
func thresholdsMoved(ctx context.Context, reports Objects, applied string, rules *grade.Policy) (bool, error) {
	if !rules.Ranked || applied == "" {
		return false, nil
	}
	before, err := marksOf(ctx, reports, applied)
	return !slices.Equal(before, rules.Marks()), err
}

// marksOf are what each grade of a report asked for, best first.
func marksOf(ctx context.Context, reports Objects, folder string) ([]grade.Mark, error) {
	content, err := reports.Get(ctx, folder+"/"+report.FileGrades)
	if err != nil {
		return nil, fmt.Errorf("read grades of %s: %w", folder, err)
	}
	var doc report.Grades
	if err := json.Unmarshal(content, &doc); err != nil {
		return nil, fmt.Errorf("read grades of %s: %w", folder, err)
	}
	var marks []grade.Mark
	for _, g := range doc.Grades {
		marks = append(marks, grade.Mark{Amount: g.From, Visits: g.Visits, Score: g.Score, Points: g.Points})
	}
	return marks, nil
}
