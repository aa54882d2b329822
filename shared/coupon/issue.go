package coupon

import (
	"slices"
	"strings"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// Who is what deciding about an offer needs to know of a customer.
type Who struct {
	Customer string
	Grade    string
	Birthday string // MM-DD or YYYY-MM-DD; "" of who told none or did not agree
}

// IssueRequest asks to make an offer, or a campaign's gift, a coupon.
type IssueRequest struct {
	Definition *Definition
	// Campaign names what a manager gives it for, By the manager; both are ""
	// of an offer.
	Campaign, By string
	// Code is drawn at random.
	Code string
}

// Refusal is a stable code for why nothing was done.
type Refusal string

// Every refusal.
const (
	Unknown        Refusal = "coupon_unknown"
	AlreadyUsed    Refusal = "coupon_used"
	Voided         Refusal = "coupon_void"
	Expired        Refusal = "coupon_expired"
	TooEarly       Refusal = "coupon_not_yet"
	HeldAlready    Refusal = "coupon_held"
	OtherStore     Refusal = "coupon_other_store"
	OrderTooLow    Refusal = "coupon_order_too_low"
	OrderMissing   Refusal = "coupon_order_missing"
	NotHeld        Refusal = "coupon_not_held"
	OtherGrade     Refusal = "coupon_other_grade"
	NoBirthday     Refusal = "coupon_no_birthday"
	ByCampaign     Refusal = "coupon_by_campaign"
	Over           Refusal = "coupon_over"
	TooMany        Refusal = "too_many_coupons"
	NoCustomer     Refusal = "customer_unknown"
	CustomerMerged Refusal = "customer_merged"
)

// Reach is why nobody of a profile can be given anything, "" when they can.
func Reach(p *customer.Profile) Refusal {
	switch {
	case p == nil:
		return NoCustomer
	case p.Into != "":
		return CustomerMerged
	}
	return ""
}

// offer says what coupon d is to who today, before it has a code.
func (d *Definition) offer(who *Who, campaign string, t Terms) (c Coupon, r Refusal) {
	occasion, r := d.occasion(t.Today, who.Birthday, campaign)
	c = Coupon{
		Name: d.ID + "@" + occasion, Definition: d.ID, Ko: d.Ko, En: d.En, Gives: d.Gives,
		MinOrder: d.MinOrder, Stores: d.Stores, Issued: t.Today, Owner: who.Customer,
	}
	c.From, c.Until = d.span(t.Today)
	switch {
	case r != "":
		return c, r
	case len(d.Grades) > 0 && !slices.Contains(d.Grades, who.Grade) && keeps(ruleGrade):
		return c, OtherGrade
	case c.Until < t.Today && keeps(ruleOver):
		return c, Over
	}
	if d.Given == Monthly || d.Given == HalfYearly || d.Given == Yearly {
		c.Grade, c.Grades = who.Grade, d.Grades
	}
	return c, ""
}

// Offers are what a customer may have now and has not had: of what can be used
// at the store that asks.
func Offers(all []Definition, w *Wallet, who Who, t Terms) []Coupon {
	var offers []Coupon
	for i := range all {
		d := &all[i]
		c, refused := d.offer(&who, "", t)
		if refused == "" && w.Find(c.Name) == nil && c.From <= t.Today && c.goodAt(t.Store) {
			offers = append(offers, c)
		}
	}
	return offers
}

// Issue makes a coupon of an offer or a gift. One of the same name is given as
// it is: fresh is false.
func (w Wallet) Issue(who Who, q IssueRequest, t Terms) (after Wallet, c Coupon, fresh bool, refused Refusal) {
	c, refused = q.Definition.offer(&who, q.Campaign, t)
	after = w.next(t.Today)
	if had := after.Find(c.Name); had != nil && keeps(ruleOccasion) {
		return w, *had, false, ""
	}
	if refused != "" {
		return w, Coupon{}, false, refused
	}
	c.Code, c.By = q.Code, q.By
	after.Customer = who.Customer
	after.Coupons = append(after.Coupons, c)
	if len(after.Coupons) > CouponsMax || after.bytes() > bytesMax {
		return w, Coupon{}, false, TooMany
	}
	after.sort()
	return after, c, true, ""
}

func (c *Coupon) goodAt(store string) bool {
	return len(c.Stores) == 0 || slices.Contains(c.Stores, store) || !keeps(ruleStore)
}

// Undone says which grades somebody never should have had, since when, and the
// one they have instead.
type Undone struct {
	Grades []string
	Left   string
	Since  ledger.Day
}

// Undo voids what the undone grades gave and was not used: the upgrade that
// brought it never happened. What the grade left is given too stays. changed is
// false when there is nothing.
func (w Wallet) Undo(u Undone, t Terms) (after Wallet, changed bool) {
	after = w.next(t.Today)
	for i := range after.Coupons {
		c := &after.Coupons[i]
		if c.Grade == "" || c.Used != nil || c.Void != nil || !slices.Contains(u.Grades, c.Grade) {
			continue
		}
		if (len(c.Grades) == 0 || slices.Contains(c.Grades, u.Left)) && keeps(ruleUndoShared) {
			continue
		}
		if c.Issued < u.Since && keeps(ruleUndoSince) || !keeps(ruleUndo) {
			continue
		}
		c.Void, changed = &Void{By: undone, At: t.Now}, true
	}
	return after, changed
}

// TakeBack voids one coupon for a manager. One that is void stays as it is.
func (w Wallet) TakeBack(name, by string, t Terms) (after Wallet, c Coupon, changed bool, refused Refusal) {
	had := w.Find(name)
	switch {
	case had == nil:
		return w, Coupon{}, false, Unknown
	case had.Used != nil && keeps(ruleUsedVoid):
		return w, *had, false, AlreadyUsed
	case had.Void != nil:
		return w, *had, false, ""
	}
	after = w.next(t.Today)
	had = after.Find(name)
	if had == nil { // it ended so long ago that it is kept no more
		return w, Coupon{}, false, Unknown
	}
	had.Void = &Void{By: by, At: t.Now}
	return after, *had, true, ""
}

// Merge moves everything to another wallet. A name both have is told apart by
// whose it was: each was promised theirs.
// moved is false when there was nothing to move.
func Merge(from, into Wallet, t Terms) (emptied, grown Wallet, moved bool) {
	emptied, grown = from.next(t.Today), into.next(t.Today)
	moved = len(emptied.Coupons) > 0
	for _, c := range emptied.Coupons {
		if grown.Find(c.Name) != nil {
			c.Name += "~" + from.Customer
			if !keeps(ruleMerge) {
				continue
			}
		}
		grown.Coupons = append(grown.Coupons, c)
	}
	emptied.Coupons = nil
	grown.sort()
	return emptied, grown, moved
}

// Unmerge gives back what was the other's own, used or not.
func Unmerge(from, into Wallet, t Terms) (filled, shrunk Wallet, moved bool) {
	filled, shrunk = from.next(t.Today), into.next(t.Today)
	suffix := "~" + from.Customer
	shrunk.Coupons = slices.DeleteFunc(shrunk.Coupons, func(c Coupon) bool {
		theirs := c.Owner == from.Customer && keeps(ruleApart)
		if theirs {
			c.Name, _ = strings.CutSuffix(c.Name, suffix)
			filled.Coupons = append(filled.Coupons, c)
			moved = true
		}
		return theirs
	})
	filled.sort()
	return filled, shrunk, moved
}
