package value

import (
	"errors"

	"dangol/shared/ledger"
)

// Rules are the settings of what customers are worth.
type Rules struct {
	// Margin is the part of M that is left after the goods are paid, from 0 to
	// 1; 0 means nobody has said, and AssumedMargin is used and called so.
	Margin float64 `json:"margin"`
	// Discount is what money a year from now is worth less, .1 for 10 %.
	Discount float64 `json:"discount"`
	// ReferralShare is how much of a referred friend's worth is the referrer's
	// doing; the rest would have come anyway, and saved AcquisitionCost.
	ReferralShare float64 `json:"referralShare"`
	// AcquisitionCost is what winning one customer costs, KeepingCost what
	// keeping one for a year does; 0 means nobody has said.
	AcquisitionCost ledger.Amount `json:"acquisitionCost"`
	KeepingCost     ledger.Amount `json:"keepingCost"`
}

// AssumedMargin stands in where nobody has entered one.
const AssumedMargin = .3

// DefaultRules are the settings a shop starts with.
func DefaultRules() Rules { return Rules{Discount: .1, ReferralShare: .5} }

// MarginUsed is the margin in use, and whether it is only assumed.
func (r *Rules) MarginUsed() (margin float64, assumed bool) {
	if r.Margin == 0 {
		return AssumedMargin, true
	}
	return r.Margin, false
}

// Check says what is wrong with the settings, or nil.
func (r *Rules) Check() error {
	switch {
	case !(r.Margin >= 0 && r.Margin <= 1):
		return errors.New("value: margin is not from 0 to 1")
	case !(r.Discount >= 0 && r.Discount <= 1):
		return errors.New("value: discount is not from 0 to 1")
	case !(r.ReferralShare >= 0 && r.ReferralShare <= 1):
		return errors.New("value: referralShare is not from 0 to 1")
	case r.AcquisitionCost < 0 || r.AcquisitionCost > ledger.AmountMax:
		return errors.New("value: acquisitionCost is negative or beyond its cap")
	case r.KeepingCost < 0 || r.KeepingCost > ledger.AmountMax:
		return errors.New("value: keepingCost is negative or beyond its cap")
	}
	return nil
}
