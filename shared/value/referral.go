package value

import (
	"cmp"
	"slices"

	"dangol/shared/ledger"
)

// Referral says a customer brought a friend, who first came on Day. Customers
// are seats.
type Referral struct {
	Referrer, Friend int32
	Day              ledger.Day
}

// Refused counts referrals that count for nobody.
type Refused struct {
	Self      int `json:"self"`
	Household int `json:"household"`
	Circular  int `json:"circular"` // the friend, or who brought them, was brought by the friend
	Again     int `json:"again"`    // the friend has a referrer already
}

// ReferralValues is what each referrer's friends of the last twelve months
// before asOf are worth as referrals: share·CLV + (1−share)·acquisition cost
// each. It is for ranking referrers and never part of a total: a friend's CLV is
// the friend's. Friends of friends do not count. clv gives a customer's CLV;
// household a customer's household, 0 for none.
//
// One friend has one referrer, the first by day, then seat. The order referrals
// come in does not matter.
func ReferralValues(referrals []Referral, asOf ledger.Day, rules *Rules, clv func(seat int32) ledger.Amount, household func(seat int32) int32) (map[int32]ledger.Amount, Refused) {
	list := slices.Clone(referrals)
	slices.SortFunc(list, func(a, b Referral) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Referrer, b.Referrer), cmp.Compare(a.Friend, b.Friend))
	})
	values, broughtBy := map[int32]ledger.Amount{}, map[int32]int32{}
	var refused Refused
	for _, r := range list {
		home := household(r.Referrer)
		switch {
		case r.Day >= asOf:
			continue
		case r.Referrer == r.Friend:
			refused.Self++
			continue
		case home != 0 && home == household(r.Friend):
			refused.Household++
			continue
		case leadsTo(broughtBy, r.Referrer, r.Friend):
			refused.Circular++
			continue
		}
		if _, has := broughtBy[r.Friend]; has {
			refused.Again++
			continue
		}
		broughtBy[r.Friend] = r.Referrer
		if r.Day >= asOf.AddMonths(-Months) {
			share := rules.ReferralShare
			values[r.Referrer] += rounded(share*float64(clv(r.Friend)) + (1-share)*float64(rules.AcquisitionCost))
		}
	}
	return values, refused
}

// leadsTo says friend is among those who brought seat, or brought them.
func leadsTo(broughtBy map[int32]int32, seat, friend int32) bool {
	for by, ok := broughtBy[seat]; ok; by, ok = broughtBy[by] {
		if by == friend {
			return true
		}
	}
	return false
}

// Quadrant is where a customer stands by CLV and by referral value (Kumar,
// Petersen and Leone, Harvard Business Review, October 2007).
type Quadrant string

const (
	Champion Quadrant = "champions" // high in both
	Affluent Quadrant = "affluents" // high CLV
	Advocate Quadrant = "advocates" // high referral value
	Miser    Quadrant = "misers"    // neither
)

// QuadrantOf says where a customer stands; high is above the cut.
func QuadrantOf(clv, clvCut, referral, referralCut ledger.Amount) Quadrant {
	switch {
	case clv > clvCut && referral > referralCut:
		return Champion
	case clv > clvCut:
		return Affluent
	case referral > referralCut:
		return Advocate
	default:
		return Miser
	}
}
