package coupon

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"dangol/shared/ledger"
)

// Definition is one kind of coupon the shop gives.
type Definition struct {
	ID    string `json:"id"`
	Ko    string `json:"ko"`
	En    string `json:"en"`
	Gives Gives  `json:"gives"`
	// Cost is what one use costs the shop, MinOrder the least order it is used
	// on, both in minor units.
	Cost     ledger.Amount `json:"cost"`
	MinOrder ledger.Amount `json:"minOrder,omitzero"`
	// ValidDays counts the business days it can be used on, the one it was
	// issued on included. From and Until bound them; with no ValidDays they are
	// them.
	ValidDays int        `json:"validDays,omitzero"`
	From      ledger.Day `json:"from,omitzero"`
	Until     ledger.Day `json:"until,omitzero"`
	// Stores are where it can be used, Grades who is given it; none is all.
	Stores []string `json:"stores,omitempty"`
	Grades []string `json:"grades,omitempty"`
	// Given says on what occasion.
	Given Given `json:"given"`
}

// Gives is what a coupon is good for: one of an amount off, a rate off and a
// free item.
type Gives struct {
	Amount ledger.Amount `json:"amount,omitzero"`
	// Percent is a whole per cent of the order, at most Cap.
	Percent int           `json:"percent,omitzero"`
	Cap     ledger.Amount `json:"cap,omitzero"`
	Item    Item          `json:"item,omitzero"`
}

// Item is a free item, by name.
type Item struct {
	Ko string `json:"ko"`
	En string `json:"en"`
}

// Off is what the coupon takes off an order, rounded down and never more than
// the order; 0 of an item.
func (g Gives) Off(order ledger.Amount) ledger.Amount {
	if g.Percent > 0 {
		// order is at most AmountMax, so a hundred times it does not overflow.
		return min(order*ledger.Amount(g.Percent)/100, g.Cap)
	}
	return min(g.Amount, order)
}

// Given is the occasion of a coupon: each comes once to each customer.
type Given string

const (
	Monthly    Given = "month" // by holding a grade, once in each calendar month
	HalfYearly Given = "half_year"
	Yearly     Given = "year"
	Birthday   Given = "birthday" // in the week around it
	Campaign   Given = "campaign" // by a manager
)

// Occasions are all of them.
var Occasions = []Given{Monthly, HalfYearly, Yearly, Birthday, Campaign}

const (
	// DefinitionsMax is how many kinds of coupon a policy may have.
	DefinitionsMax = 50
	// ValidDaysMax is the longest a coupon is good by ValidDays.
	ValidDaysMax = 366
	// NameMax is how many characters a till shows in one line.
	NameMax = 80
	// listMax bounds the stores and grades of one definition: every coupon
	// carries them.
	listMax = 50
)

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Check says what is wrong with the definitions, or nil.
func Check(all []Definition) error {
	if len(all) > DefinitionsMax {
		return fmt.Errorf("coupons: %d of them, at most %d", len(all), DefinitionsMax)
	}
	seen := map[string]bool{}
	for i := range all {
		d := &all[i]
		if !idPattern.MatchString(d.ID) || seen[d.ID] {
			return fmt.Errorf("coupons: number %d has the id %q, which is no id or used twice", i+1, d.ID)
		}
		seen[d.ID] = true
		if err := d.check(); err != nil {
			return fmt.Errorf("coupons.%s: %w", d.ID, err)
		}
	}
	return nil
}

func (d *Definition) check() error {
	if err := errors.Join(said(d.Ko, d.En), d.Gives.check()); err != nil {
		return err
	}
	switch {
	case !slices.Contains(Occasions, d.Given):
		return fmt.Errorf("given: %q is none of %v", d.Given, Occasions)
	case d.Cost < 0 || d.Cost > ledger.AmountMax:
		return fmt.Errorf("cost: %d is not between 0 and %d", d.Cost, ledger.AmountMax)
	case d.MinOrder < 0 || d.MinOrder > ledger.AmountMax:
		return fmt.Errorf("minOrder: %d is not between 0 and %d", d.MinOrder, ledger.AmountMax)
	case d.ValidDays < 0 || d.ValidDays > ValidDaysMax:
		return fmt.Errorf("validDays: %d is not between 1 and %d", d.ValidDays, ValidDaysMax)
	case d.ValidDays == 0 && d.Until == 0:
		return errors.New("it never ends: give validDays or until")
	case d.Until != 0 && d.Until < d.From:
		return fmt.Errorf("until: %s is before from", d.Until)
	case len(d.Stores) > listMax || len(d.Grades) > listMax:
		return fmt.Errorf("stores and grades: at most %d each", listMax)
	}
	for _, id := range d.Stores { // that there are such grades the policy checks
		if !idPattern.MatchString(id) {
			return fmt.Errorf("stores: %q is no id", id)
		}
	}
	return nil
}

func said(ko, en string) error {
	if ko == "" || en == "" || utf8.RuneCountInString(ko) > NameMax || utf8.RuneCountInString(en) > NameMax {
		return fmt.Errorf("ko and en: want 1 to %d characters each", NameMax)
	}
	return nil
}

func (g *Gives) check() error {
	ways := 0
	for _, given := range []bool{g.Amount != 0, g.Percent != 0 || g.Cap != 0, g.Item != Item{}} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		return errors.New("gives: want one of amount, percent with cap, and item")
	case g.Amount < 0 || g.Amount > ledger.AmountMax:
		return fmt.Errorf("gives.amount: %d is not between 1 and %d", g.Amount, ledger.AmountMax)
	case g.Amount != 0:
		return nil
	case g.Item != Item{}:
		return said(g.Item.Ko, g.Item.En)
	case g.Percent < 1 || g.Percent > 100:
		return fmt.Errorf("gives.percent: %d is not between 1 and 100", g.Percent)
	case g.Cap < 1 || g.Cap > ledger.AmountMax:
		return fmt.Errorf("gives.cap: %d is not between 1 and %d: a rate needs a most", g.Cap, ledger.AmountMax)
	}
	return nil
}
