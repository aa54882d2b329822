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

// Refused counts referrals that count for nobody, each by the first reason.
type Refused struct {
	Self      int `json:"self"`
	Household int `json:"household"`
	Circular  int `json:"circular"` // the friend, or who brought them, was brought by the friend
	Again     int `json:"again"`    // the friend has a referrer already
}

// Credit is what one referrer's friends of the last twelve months come to.
type Credit struct {
	// Friends came and bought; Waiting joined, and bought nothing yet, so that
	// nobody was won so far.
	Friends, Waiting int
	Value            ledger.Amount
}

// ReferralValues is what each referrer's friends of the last twelve months
// before asOf are worth as referrals: share·CLV + (1−share)·acquisition cost
// of each who has bought. It is for ranking referrers and never part of a total:
// a friend's CLV is the friend's. Friends of friends do not count. clv gives a
// customer's CLV and whether they bought; household a customer's household, 0
// for none. refused is of the same twelve months.
//
// One friend has one referrer, the first by day, then seat. The order referrals
// come in does not matter.
func ReferralValues(referrals []Referral, asOf ledger.Day, rules *Rules, clv func(seat int32) (ledger.Amount, bool), household func(seat int32) int32) (map[int32]Credit, Refused) {
	list := slices.Clone(referrals)
	slices.SortFunc(list, func(a, b Referral) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Referrer, b.Referrer), cmp.Compare(a.Friend, b.Friend))
	})
	credits, broughtBy := map[int32]Credit{}, map[int32]int32{}
	var refused, ignored Refused
	since := asOf.AddMonths(-Months)
	for _, r := range list {
		if r.Day >= asOf {
			break
		}
		count := &refused
		if r.Day < since {
			count = &ignored
		}
		if reason := count.of(r, broughtBy, household); reason != nil {
			*reason++
			continue
		}
		broughtBy[r.Friend] = r.Referrer
		if r.Day >= since {
			credits[r.Referrer] = credits[r.Referrer].with(r.Friend, rules, clv)
		}
	}
	return credits, refused
}

// of is where a referral that counts for nobody is counted; nil when it counts.
func (n *Refused) of(r Referral, broughtBy map[int32]int32, household func(seat int32) int32) *int {
	home := household(r.Referrer)
	_, again := broughtBy[r.Friend]
	switch {
	case r.Referrer == r.Friend:
		return &n.Self
	case home != 0 && home == household(r.Friend):
		return &n.Household
	case leadsTo(broughtBy, r.Referrer, r.Friend):
		return &n.Circular
	case again:
		return &n.Again
	}
	return nil
}

func (c Credit) with(friend int32, rules *Rules, clv func(seat int32) (ledger.Amount, bool)) Credit {
	worth, came := clv(friend)
	if !came {
		c.Waiting++
		return c
	}
	share := rules.ReferralShare
	c.Friends++
	c.Value += rounded(share*float64(worth) + (1-share)*float64(rules.AcquisitionCost))
	return c
}

// leadsTo says friend is among those who brought seat, or brought them. A chain
// is no longer than there are friends, so even one that bites its own tail, which
// no fold makes, has an end.
func leadsTo(broughtBy map[int32]int32, seat, friend int32) bool {
	for range broughtBy {
		by, ok := broughtBy[seat]
		if !ok {
			return false
		}
		if by == friend {
			return true
		}
		seat = by
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

// ReferralCut is what a high referral value is above: any that counts. Few
// customers bring others, and calling half of those who do low in it, as a
// median would, hides the very people a shop looks for.
const ReferralCut = ledger.Amount(0)

// CLVCut is what a high CLV is above: the median of those above 0, the lower of
// two in the middle; 0 without any. It sorts amounts.
func CLVCut(amounts []ledger.Amount) ledger.Amount {
	slices.Sort(amounts)
	first, _ := slices.BinarySearch(amounts, 1)
	if amounts = amounts[first:]; len(amounts) == 0 {
		return 0
	}
	return amounts[(len(amounts)-1)/2]
}

// Quadrants are all, best first.
var Quadrants = []Quadrant{Champion, Affluent, Advocate, Miser}
