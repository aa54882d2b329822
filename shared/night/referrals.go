package night

import (
	"cmp"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
	"dangol/shared/value"
)

// hear takes down who brought whom. Both are somebody still, and two cards of
// one person are that person.
func (w *people) hear(day ledger.Day, f *page.Fact) {
	if ledger.FactKind(f.Kind) == ledger.Referred {
		w.referrals = append(w.referrals, value.Referral{Referrer: f.Other, Friend: f.Seat, Day: day})
	}
}

// refer values what customers are worth by whom they brought, and says in which
// quadrant each stands. Who lives with a friend today did not
// win them; whom the policy excludes brings nobody and is no friend.
func (r *ranked) refer() {
	w := r.people
	told := slices.DeleteFunc(slices.Clone(w.referrals), func(t value.Referral) bool {
		return w.excluded[t.Referrer] || w.excluded[t.Friend]
	})
	at := make(map[int32]*report.Customer, len(told))
	for _, t := range told {
		at[t.Friend] = nil
	}
	clvs := make([]ledger.Amount, len(r.customers))
	for i := range r.customers {
		c := &r.customers[i]
		clvs[i] = ledger.Amount(c.CLV)
		if _, friend := at[c.Seat]; friend {
			at[c.Seat] = c
		}
	}
	a := r.appraisal
	a.clvCut = value.CLVCut(clvs)
	a.credits, a.refused = value.ReferralValues(told, r.asOf, &r.policy.Value, func(seat int32) (ledger.Amount, bool) {
		c := at[seat]
		if c == nil {
			return 0, false
		}
		return ledger.Amount(c.CLV), true
	}, r.promises.homes.family())
	for i := range r.customers {
		c := &r.customers[i]
		credit := a.credits[c.Seat]
		c.Friends, c.ReferralValue = int32(credit.Friends), int64(credit.Value)
		if a.forecast.OK() {
			c.Quadrant = string(value.QuadrantOf(ledger.Amount(c.CLV), a.clvCut, credit.Value, value.ReferralCut))
		}
	}
}

// referral composes what value.json says of referrals. A referrer who never
// bought is in no row of customers, and is listed all the same.
func (r *ranked) referral() report.Referral {
	a, rules := r.appraisal, &r.policy.Value
	doc := report.Referral{
		Since: r.asOf.AddMonths(-value.Months), Referrers: len(a.credits), Refused: a.refused,
		Share: rules.ReferralShare, AcquisitionCost: rules.AcquisitionCost,
		CLVCut: a.clvCut, ReferralCut: value.ReferralCut, Quadrants: []report.QuadrantRow{}, Top: []report.Referrer{},
	}
	rows := map[int32]*report.Customer{}
	for i := range r.customers {
		if _, brings := a.credits[r.customers[i].Seat]; brings {
			rows[r.customers[i].Seat] = &r.customers[i]
		}
	}
	for seat, credit := range a.credits {
		doc.Friends += credit.Friends
		doc.Waiting += credit.Waiting
		row := report.Referrer{Customer: r.members[seat-1].Customer, Friends: credit.Friends, Waiting: credit.Waiting, Value: credit.Value}
		if c := rows[seat]; c != nil {
			row.CLV, row.Quadrant = ledger.Amount(c.CLV), value.Quadrant(c.Quadrant)
		}
		doc.Top = append(doc.Top, row)
	}
	slices.SortFunc(doc.Top, func(a, b report.Referrer) int {
		return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(b.Friends, a.Friends), cmp.Compare(b.Waiting, a.Waiting), cmp.Compare(a.Customer, b.Customer))
	})
	doc.Top = doc.Top[:min(len(doc.Top), report.ReferrersMax)]
	if a.forecast.OK() {
		doc.Quadrants = r.quadrants()
	}
	return doc
}

func (r *ranked) quadrants() []report.QuadrantRow {
	rows := make([]report.QuadrantRow, len(value.Quadrants))
	place := map[string]*report.QuadrantRow{}
	for i, q := range value.Quadrants {
		rows[i].Name = q
		place[string(q)] = &rows[i]
	}
	for i := range r.customers {
		c := &r.customers[i]
		row := place[c.Quadrant]
		row.Customers++
		row.CLV += ledger.Amount(c.CLV)
		row.Friends += int(c.Friends)
	}
	return rows
}
