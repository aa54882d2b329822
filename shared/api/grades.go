package api

import (
	"dangol/shared/customer"
	"dangol/shared/grade"
)

// why says what a grade rests on.
func why(rules *grade.Policy, own *grade.Grade, view *customer.GradeView) *Why {
	why := &Why{
		Basis: string(rules.Basis), Window: string(rules.Kind()), Months: rules.Months(), From: view.From,
		Amount: view.Amount, Threshold: own.From, Visits: view.WindowVisits, ThresholdVisits: own.Visits,
		Score: view.Score, ThresholdScore: own.Score, Points: view.Points, ThresholdPoints: own.Points, Invitation: own.Invitation,
		Household: view.Household,
	}
	if rank := view.Rank; rank != nil {
		why.Ranked, why.Top = true, rank.Top
		why.Threshold, why.ThresholdVisits, why.ThresholdScore = rank.Amount, rank.Visits, rank.Score
		why.ThresholdPoints = rank.Points
	}
	return why
}

// pinOf is the pin that holds the grade; nil when none does, or the record has
// brought a better one.
func pinOf(view *customer.GradeView) *TillPin {
	if view.Pinned == nil || view.Pinned.Grade != view.Grade {
		return nil
	}
	pin := &TillPin{}
	if view.Pinned.Until > 0 {
		pin.Until = &view.Pinned.Until
	}
	return pin
}

func standing(view *customer.GradeView) grade.Standing {
	return grade.Standing{Amount: view.Amount, Visits: view.WindowVisits, Score: view.Score, Points: view.Points}
}

// nextOf names the grade above and what is missing for it; nil at the top, and
// for a grade the policy of today has not.
func nextOf(rules *grade.Policy, place int, known bool, view *customer.GradeView) *TillNext {
	above, need, ok := rules.Next(place, standing(view))
	if !known || !ok {
		return nil
	}
	if rules.Ranked { // what a rank takes only the night knows
		if view.Next != above.ID {
			return nil
		}
		need = grade.Mark{Amount: view.Need, Visits: view.NeedVisits, Score: view.NeedScore, Points: view.NeedPoints}
	}
	return &TillNext{
		ID: above.ID, Ko: above.Ko, En: above.En, Need: need.Amount,
		NeedVisits: need.Visits, NeedScore: need.Score, NeedPoints: need.Points, Either: rules.Basis.Either(), Ranked: rules.Ranked, Top: above.Top,
	}
}

// spokenOf is the grade above as a cashier may name it; nil when there is none.
func spokenOf(next *TillNext, rules *grade.Policy, place int, view *customer.GradeView) *customer.NextGrade {
	if next == nil {
		return nil
	}
	return &customer.NextGrade{ // a rank is never near: what it takes moves, and rules do not know it
		Ko: next.Ko, En: next.En, Near: rules.Near(place, standing(view)),
		Lack: customer.Lack{Amount: next.Need, Visits: next.NeedVisits, Points: next.NeedPoints, Either: next.Either},
	}
}

// dropOf names the grade a drop goes to, as the policy of today calls it.
func dropOf(rules *grade.Policy, d *customer.Drop) *TillDrop {
	if d == nil {
		return nil
	}
	drop := &TillDrop{ID: d.To, On: d.On, Need: d.Need, NeedVisits: d.NeedVisits, NeedScore: d.NeedScore, NeedPoints: d.NeedPoints, Either: d.Either, Invitation: d.Invitation}
	if place, ok := rules.Index(d.To); ok {
		drop.Ko, drop.En = rules.Grades[place].Ko, rules.Grades[place].En
	}
	return drop
}
