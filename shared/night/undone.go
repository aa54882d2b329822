package night

import (
	"context"
	"errors"
	"fmt"

	"dangol/shared/coupon"
	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"

	"golang.org/x/sync/errgroup"
)

// undoneGrades are the customers whose grade this night undid, or who have no
// counting visit left: what was promised by it and by those between, since it
// was reached, is taken back. manifest is the key of the night's.
func (n *Night) undoneGrades(ctx context.Context, manifest string, rows, applied []report.Customer, in *Inputs) (map[string]coupon.Undone, error) {
	undone := map[string]coupon.Undone{}
	rules := &in.Policy.Grades
	was := make(map[string]*report.Customer, len(applied))
	for i := range applied {
		was[applied[i].Customer] = &applied[i]
	}
	note := func(had *report.Customer, place int) {
		u := coupon.Undone{Left: rules.Grades[place].ID, Since: ledger.Day(had.GradeSince)}
		for i := range rules.Grades[:place] {
			u.Grades = append(u.Grades, rules.Grades[i].ID)
		}
		if len(u.Grades) > 0 {
			undone[had.Customer] = u
		}
	}
	for i := range rows {
		row := &rows[i]
		had := was[row.Customer]
		delete(was, row.Customer)
		place, known := rules.Index(row.Grade)
		if had != nil && known && row.GradeSince > had.GradeSince && (row.GradeReason == string(grade.Undone) || caught(had, row, rules, place)) {
			note(had, place)
		}
	}
	if len(was) == 0 {
		return undone, nil
	}
	themselves, err := n.themselves(ctx, manifest, in.AsOf)
	if err != nil {
		return nil, err
	}
	for _, had := range was {
		if had.PinGrade == "" && themselves(had.Seat) { // a grade given by hand was not bought
			note(had, len(rules.Grades)-1)
		}
	}
	return undone, nil
}

// caught says a grade was undone and fell to the one at place, given by hand.
// One exempt from drops only lifts otherwise; one exempt from evaluation lowers
// whom the shop says so, and undoes nothing.
func caught(had, row *report.Customer, rules *grade.Policy, place int) bool {
	before, known := rules.Index(had.Grade)
	return known && before < place && row.GradeReason == string(grade.Pinned) && row.PinExempt == string(ledger.FromDrop)
}

// themselves tells who counts for themselves before a day. Who was merged has
// no row because their visits are another's; they may be told apart again
// since, and have their coupons back. Of facts in a form that cannot be read
// nobody is known to.
func (n *Night) themselves(ctx context.Context, manifest string, before ledger.Day) (func(seat int32) bool, error) {
	content, err := n.Sealed.Get(ctx, manifest)
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	m, err := page.DecodeManifest(content)
	if errors.Is(err, page.ErrSchema) {
		return func(int32) bool { return false }, nil
	}
	if err != nil {
		return nil, err
	}
	var facts []page.Fact
	err = eachFacts(ctx, m, n.Sealed, before, func(_ page.FactsEntry, rows []page.Fact) error {
		for i := range rows {
			if movesVisits(ledger.FactKind(rows[i].Kind)) {
				facts = append(facts, rows[i])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	seats := 0
	for _, segment := range m.Roster {
		seats += segment.Rows
	}
	o := newOwners(seats, facts)
	return func(seat int32) bool { return o.ownerOf(seat) == seat }, nil
}

// undoCoupons comes after the views: from then on nothing is given by the old
// grade. Done again it changes nothing.
func (n *Night) undoCoupons(ctx context.Context, undone map[string]coupon.Undone, today ledger.Day) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(viewWriters)
	for id, u := range undone {
		group.Go(func() error { return n.Views.UndoCoupons(ctx, id, u, today, n.Now()) })
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("void coupons: %w", err)
	}
	return nil
}
