package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// BroughtBy names who brought somebody, by one of these. Unlike at a sale, an
// identifier never seen before makes nobody.
type BroughtBy struct {
	_          struct{} `json:"-" additionalProperties:"true"`
	CustomerID string   `json:"customerId,omitempty" doc:"our own id"`
	Phone      string   `json:"phone,omitempty"`
	Card       string   `json:"card,omitempty"`
	MemberNo   string   `json:"memberNo,omitempty"`
	Code       string   `json:"code,omitempty" doc:"their referral code"`
}

// readReferrer reads the one identifier that names a referrer; none is nobody.
func readReferrer(r *strictjson.Reader) customer.Identifier {
	var named []customer.Identifier
	r.Object(func(name string) {
		kind := name
		switch name {
		case "customerId":
			kind = customer.ID
		case customer.Phone, customer.Card, customer.MemberNo, customer.Code:
		default:
			r.Skip()
			return
		}
		if value := r.Text(idMax); value != "" {
			named = append(named, customer.Identifier{Kind: kind, Value: customer.Secret(value)})
		}
	})
	if len(named) > 1 {
		r.Fault("referrer_ambiguous")
	}
	if len(named) == 0 {
		return customer.Identifier{}
	}
	return named[0]
}

// brought finds who brought somebody, and says what their own referral code is
// found by. Nothing says whether it was the telephone number or the card that
// led nowhere: a till must not be a way to find out who is a customer.
func (h *telling) brought(ctx context.Context, s *settings, e *customer.Enrolment) *web.Problem {
	pepper, err := h.Pepper.Pepper(ctx)
	if err != nil {
		return web.Busy()
	}
	e.Code = pepper.CodeIdentity
	if e.Brought.Kind == "" {
		return nil
	}
	var a ledger.Arrival
	if code := h.desk.identify(ctx, s, e.Brought, &a); code != "" {
		return refusedReferrer(code)
	}
	if !a.Identity.IsZero() && slices.Contains(e.Identities, a.Identity) {
		return refusedReferrer("referrer_self")
	}
	id := a.Claimed
	switch {
	case !a.Waiting.IsZero():
		return web.Busy()
	case !a.Identity.IsZero():
		if id, err = h.Customers.Lookup(ctx, a.Identity); err != nil {
			return problemOf(err)
		}
	}
	p, err := profileOf(ctx, h.Customers, id)
	if errors.Is(err, customer.ErrUnknown) {
		return refusedReferrer("referrer_unknown")
	}
	if err != nil {
		return problemOf(err)
	}
	e.Referrer = p.ID
	return nil
}

func refusedReferrer(code string) *web.Problem {
	return web.Invalid([]ledger.Fault{{Pointer: "/referrer", Code: code}})
}

// referralProblem says why a referral is refused, nil when it is not.
func referralProblem(err error) *web.Problem {
	switch {
	case errors.Is(err, customer.ErrSelf):
		return refusedReferrer("referrer_self")
	case errors.Is(err, customer.ErrReferred):
		return web.NewProblem(http.StatusConflict, "referrer_exists", "Somebody else brought this customer, and the first counts. Enrol them without a referrer.")
	case errors.Is(err, customer.ErrJoined):
		return web.NewProblem(http.StatusConflict, "member_already", "Who brought somebody is said when they join. Enrol them without a referrer.")
	}
	return nil
}

// referralCode is what a member gives to friends: "" for who has not enrolled,
// for a code that is somebody else's, and while the pepper is out of reach,
// which keeps nobody from being told the rest.
func referralCode(ctx context.Context, peppers customer.Peppers, p *customer.Profile) string {
	if p.Enrolled.IsZero() {
		return ""
	}
	pepper, err := peppers.Pepper(ctx)
	if err != nil {
		return ""
	}
	own, err := pepper.CodeIdentity(p.ID)
	if err != nil || !slices.Contains(p.Identities, own) {
		return ""
	}
	code, err := pepper.ReferralCode(p.ID)
	if err != nil {
		return ""
	}
	return code
}
