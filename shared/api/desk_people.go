package api

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// person is the desk's work on customers.
type person struct{ *Desk }

func (h *person) get(ctx context.Context, in *in) (*out, error) { return h.show(ctx, in.ID) }

// show answers with one person. One that was merged answers as who they are
// part of.
func (h *person) show(ctx context.Context, id string) (*out, error) {
	p, err := profileOf(ctx, h.People, id)
	if err != nil {
		return nil, personProblem(err)
	}
	return h.tell(ctx, p)
}

// profileOf reads a customer, or the one they are part of. customer.ErrUnknown
// when there is none.
func profileOf(ctx context.Context, people Customers, id string) (*customer.Profile, error) {
	if !isID(id) {
		return nil, customer.ErrUnknown
	}
	p, err := people.Profile(ctx, id)
	if err == nil && p != nil && p.Into != "" {
		p, err = people.Profile(ctx, p.Into)
	}
	if err == nil && p == nil {
		return nil, customer.ErrUnknown
	}
	return p, err
}

func (h *person) tell(ctx context.Context, p *customer.Profile) (*out, error) {
	told, err := h.open(ctx, p)
	if err != nil {
		return nil, err
	}
	return answer(http.StatusOK, told)
}

// open is a person with what they told of themselves; a problem while the key
// to it is out of reach.
func (h *person) open(ctx context.Context, p *customer.Profile) (told Person, err error) {
	pepper, err := h.Pepper.Pepper(ctx)
	if err != nil {
		return told, web.Busy()
	}
	details, err := pepper.Open(p.ID, p.Sealed)
	if err != nil {
		return told, problemOf(err)
	}
	told = personOf(p, details)
	told.ReferralCode = referralCode(ctx, h.Pepper, p)
	return told, nil
}

// edit replaces the details by those sent, if nobody changed the profile since
// the revision they were read at.
func (h *person) edit(ctx context.Context, in *in) (*out, error) {
	edit, code, faults := decodePerson(strictjson.NewReader(in.Body))
	if code != "" {
		return nil, broken(code)
	}
	today, err := h.today(ctx)
	if err != nil {
		return nil, problemOf(err)
	}
	faults = append(faults, edit.details.Check(today)...)
	if !edit.hasRevision {
		faults = append(faults, ledger.Fault{Pointer: "/revision", Code: "revision_missing"})
	}
	phone, fault, err := h.phone(ctx, edit.details.Phone)
	if err != nil {
		return nil, problemOf(err)
	}
	if fault != "" {
		faults = append(faults, ledger.Fault{Pointer: "/phone", Code: fault})
	}
	if len(faults) > 0 {
		return nil, web.Invalid(faults)
	}
	edit.details.Phone = phone
	return h.change(ctx, in.ID, func(p *customer.Profile, pepper customer.Pepper) (_ []ledger.Fact, err error) {
		if p.Revision != edit.revision {
			return nil, customer.ErrChanged
		}
		p.Sealed, err = pepper.Seal(p.ID, edit.details, rand.Reader)
		return nil, err
	})
}

// phone is a telephone number in its stored form, and a fault when it is none.
// Numbers are read as they are written where the first store is.
func (h *person) phone(ctx context.Context, number string) (form, fault string, err error) {
	if number == "" {
		return "", "", nil
	}
	stores, err := h.Shop.Stores(ctx)
	if err != nil || len(stores) == 0 {
		return "", "phone_invalid", err
	}
	normal, err := customer.Identifier{Kind: customer.Phone, Value: customer.Secret(number)}.Normalise(stores[0].Country, nil)
	if err != nil {
		return "", "phone_invalid", nil //nolint:nilerr // the fault says so
	}
	return string(normal.Value), "", nil
}

// today is the date where the merchant is.
func (h *Desk) today(ctx context.Context) (ledger.Day, error) {
	m, err := h.Shop.Merchant(ctx)
	if err != nil {
		return 0, err
	}
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return 0, err
	}
	return ledger.DayOf(h.Now().In(zone)), nil
}

func (h *person) consent(ctx context.Context, in *in) (*out, error) {
	e, _, code, faults := decodeEnrolment(strictjson.NewReader(in.Body))
	switch {
	case code != "":
		return nil, broken(code)
	case len(faults) > 0:
		return nil, web.Invalid(faults)
	case len(e.Consents) == 0:
		return nil, web.Invalid([]ledger.Fault{{Pointer: "/consents", Code: "consents_missing"}})
	}
	for i := range e.Consents {
		e.Consents[i].Source = "desk"
	}
	told := ledger.Fact{At: h.Now().UTC().Truncate(time.Millisecond), By: managerOf(ctx)}
	return h.change(ctx, in.ID, func(p *customer.Profile, _ customer.Pepper) ([]ledger.Fact, error) {
		return p.Consent(e.Consents, told), nil
	})
}

// change edits one profile that is nobody's part.
func (h *person) change(ctx context.Context, id string, change func(*customer.Profile, customer.Pepper) ([]ledger.Fact, error)) (*out, error) {
	if !isID(id) {
		return nil, personProblem(customer.ErrUnknown)
	}
	pepper, err := h.Pepper.Pepper(ctx)
	if err != nil {
		return nil, web.Busy()
	}
	p, err := h.People.Edit(ctx, id, func(p *customer.Profile) ([]ledger.Fact, error) {
		if p.Into != "" {
			return nil, customer.ErrMerged
		}
		return change(p, pepper)
	})
	if err != nil {
		return nil, personProblem(err)
	}
	return h.tell(ctx, p)
}

// personProblem says what a customer's refusal means.
func personProblem(err error) *web.Problem {
	for _, known := range []struct {
		err    error
		status int
		code   string
		detail string
	}{
		{customer.ErrUnknown, http.StatusNotFound, "customer_unknown", "No customer has this id."},
		{customer.ErrChanged, http.StatusConflict, "customer_changed", "Somebody changed this customer meanwhile. Read them again."},
		{customer.ErrMerged, http.StatusConflict, "customer_merged", "This customer is part of another one. Ask for that one."},
		{customer.ErrSame, http.StatusUnprocessableEntity, "customer_same", "Name two different customers."},
		{customer.ErrNotMerged, http.StatusConflict, "customer_not_merged", "There is no such merge to take back."},
		{customer.ErrTooLate, http.StatusConflict, "merge_too_old", "A merge can be taken back for 30 days."},
		{customer.ErrAbsorbs, http.StatusConflict, "customer_has_merged", "Others were merged into that customer. Merge the other way round."},
		{customer.ErrTooMany, http.StatusConflict, "customer_full", "This customer has as many identifiers, or customers merged into them, as can be."},
		{customer.ErrComplaintsMany, http.StatusConflict, "customer_complaints", "Together they have more open complaints than can be. See one of them resolved first."},
		{coupon.ErrTooMany, http.StatusConflict, "customer_coupons", "Together they have more coupons than can be kept. Those that ended are forgotten in time."},
	} {
		if errors.Is(err, known.err) {
			return web.NewProblem(known.status, known.code, known.detail)
		}
	}
	return problemOf(err)
}

// Erased says a person is forgotten.
type Erased struct {
	Erased bool `json:"erased"`
}

func (h *person) erase(ctx context.Context, in *in) (*out, error) {
	if !isID(in.ID) {
		return nil, personProblem(customer.ErrUnknown)
	}
	if err := h.People.Erase(ctx, in.ID, managerOf(ctx), h.Now()); err != nil {
		return nil, personProblem(err)
	}
	return answer(http.StatusOK, Erased{true})
}
