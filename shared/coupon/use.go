package coupon

import (
	"strconv"
	"time"

	"dangol/shared/ledger"
)

// Deed is what a till asks to do with a coupon.
type Deed string

// A use is held and then redeemed or released, or redeemed at once.
const (
	ToHold    Deed = "hold"
	ToRedeem  Deed = "redeem"
	ToRelease Deed = "release"
)

// UseRequest asks to hold, redeem or release a coupon. ID names one use of one
// store: what it holds, it alone can redeem or release.
type UseRequest struct {
	ID, Store string
	Deed      Deed
	Code      string
	// Order is what is to be paid, 0 when the till does not say: then no money
	// comes off it.
	Order ledger.Amount
}

// Key names the request among all: each deed of a use is answered once.
func (q *UseRequest) Key() string { return "c/" + q.Store + "/" + string(q.Deed) + "/" + q.ID }

// use names the use, whatever is done with it.
func (q *UseRequest) use() string { return q.Store + "/" + q.ID }

// Of is what the request asks, in one text. The code stands in it by its hash:
// it is kept nowhere but with its coupon.
func (q *UseRequest) Of() string {
	return HashOf(q.Code) + " " + strconv.FormatInt(int64(q.Order), 10)
}

// Answer is what is told, the first time and every time after.
type Answer struct {
	Refused Refusal `json:"refused,omitempty"`
	State   State   `json:"state,omitempty"`
	// Coupon is the name, Off what it takes off the order the till named.
	Coupon string        `json:"coupon,omitempty"`
	Off    ledger.Amount `json:"off,omitempty"`
	Gives  Gives         `json:"gives,omitzero"`
	// Until is when a hold ends by itself.
	Until time.Time `json:"until,omitzero"`
}

// Use decides about a request. changed is false when nothing is to be kept but
// the answer. A code whose coupon is kept no more ended long ago.
func (w Wallet) Use(q UseRequest, t Terms) (after Wallet, a Answer, changed bool) {
	had := w.ByCode(q.Code)
	if had == nil {
		return w, Answer{Refused: Expired}, false
	}
	a = Answer{Coupon: had.Name, Gives: had.Gives}
	if a.Refused = had.refuse(&q, t); a.Refused != "" {
		return w, a, false
	}
	after = w.next(t.Today)
	c := after.ByCode(q.Code)
	if c == nil {
		return w, Answer{Refused: Expired}, false
	}
	a.Off = c.Gives.Off(q.Order)
	switch q.Deed {
	case ToHold:
		c.Hold = &Hold{Use: q.use(), Until: t.Now.UTC().Add(HoldTime)}
		a.State, a.Until = IsHeld, c.Hold.Until
	case ToRelease:
		c.Hold, c.Used = nil, nil
		a.State, a.Off = IsIssued, 0
	default:
		c.Hold, c.Used = nil, &Used{Use: q.use(), Store: q.Store, Day: t.Today, At: t.Now.UTC()}
		a.State = IsUsed
	}
	return after, a, true
}

// refuse is why a request is not granted, "" when it is. A till that redeems
// after its hold has ended has the coupon still, if no other came meanwhile.
func (c *Coupon) refuse(q *UseRequest, t Terms) Refusal {
	own := c.Hold != nil && c.Hold.Use == q.use()
	state := c.State(t)
	switch {
	case state == IsUsed && q.Deed == ToRelease && c.returns(q, t):
		return ""
	case state == IsUsed:
		return AlreadyUsed
	case state == IsVoid:
		return Voided
	case q.Deed == ToRelease:
		if (state != IsHeld || !own) && keeps(ruleRelease) {
			return NotHeld
		}
		return ""
	case state == IsExpired:
		return Expired
	case t.Today < c.From && keeps(ruleEarly):
		return TooEarly
	case !c.goodAt(q.Store):
		return OtherStore
	case state == IsHeld && !own && keeps(ruleHeld):
		return HeldAlready
	case q.Order == 0 && c.Gives.Item == Item{} && keeps(ruleTotal):
		return OrderMissing
	case q.Order < c.MinOrder && keeps(ruleOrder):
		return OrderTooLow
	}
	return ""
}

// returns says a used coupon may be given back: by the use that redeemed it, as
// long as the sale it was for can have failed.
func (c *Coupon) returns(q *UseRequest, t Terms) bool {
	own := c.Used.Use == q.use() || !keeps(ruleReturn)
	soon := t.Now.Before(c.Used.At.Add(HoldTime)) || !keeps(ruleReturnSoon)
	return own && soon
}
