package coupon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"dangol/shared/customer"
)

// ErrAskedOtherwise: the id was used before to ask something else. No retry
// can mend it.
var ErrAskedOtherwise = errors.New("the id was used to ask something else")

// ErrTooMany: two customers have more coupons together than one can.
var ErrTooMany = errors.New("too many coupons in one customer")

// Asked is what is kept of a use under its key.
type Asked struct {
	Of     string `json:"of"`
	Answer Answer `json:"answer"`
}

// Again is the first answer, or ErrAskedOtherwise.
func (a *Asked) Again(of string) (Answer, error) {
	if a.Of != of {
		return Answer{}, ErrAskedOtherwise
	}
	return a.Answer, nil
}

// HashOf stands for a code where it may be seen: in keys and in what was asked.
func HashOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// Keeper keeps wallets. Errors are ErrAskedOtherwise, ledger.ErrBusy, or those
// of the network; what the rules refuse is a Refusal.
type Keeper interface {
	// IssueCoupon gives a customer a coupon. who says what of the profile counts,
	// and is asked again when somebody changed it meanwhile.
	IssueCoupon(ctx context.Context, id string, q IssueRequest, who func(*customer.Profile) (Who, error), t Terms) (c Coupon, fresh bool, refused Refusal, err error)
	// UseCoupon holds, redeems or releases. The answer to a key never changes,
	// but an unknown code is not remembered.
	UseCoupon(ctx context.Context, q UseRequest, t Terms) (a Answer, fresh bool, err error)
	// VoidCoupon takes one coupon back.
	VoidCoupon(ctx context.Context, id, name, by string, t Terms) (c Coupon, refused Refusal, err error)
}
