package api

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// CouponWanted asks for a coupon that was offered.
type CouponWanted struct {
	_        struct{} `json:"-" additionalProperties:"true"`
	Customer string   `json:"customer" doc:"our own id"`
	Coupon   string   `json:"coupon" doc:"the id of an offered one"`
}

// CouponUse asks to do something with a coupon. Its code stands in no address:
// addresses are logged.
type CouponUse struct {
	_          struct{} `json:"-" additionalProperties:"true"`
	ID         string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the till; names this use for ever, whether it holds, redeems or releases"`
	Code       string   `json:"code" maxLength:"100"`
	OrderTotal *int64   `json:"orderTotal,omitempty" minimum:"1" maximum:"99999999999" doc:"what is to be paid; needed to hold or redeem what takes money off it or asks for a least order"`
}

// CouponAnswer is what became of a coupon.
type CouponAnswer struct {
	ID     string        `json:"id"`
	Status coupon.State  `json:"status" enum:"held,used,issued"`
	Coupon string        `json:"coupon" doc:"the coupon's name, for the sale"`
	Off    ledger.Amount `json:"off" doc:"what it takes off the order; 0 of a free item"`
	Gives  CouponGives   `json:"gives"`
	Until  *time.Time    `json:"until,omitempty" doc:"when a hold ends by itself"`
}

// CouponGives is what a coupon is good for: one of them.
type CouponGives struct {
	Amount  ledger.Amount    `json:"amount,omitempty"`
	Percent int              `json:"percent,omitempty" doc:"of the order, at most cap"`
	Cap     ledger.Amount    `json:"cap,omitempty"`
	Item    *customer.Spoken `json:"item,omitempty" doc:"a free item"`
}

// TillBenefit is one thing the grade brings.
type TillBenefit struct {
	ID   string `json:"id" doc:"what a sale names when it was given"`
	Kind string `json:"kind" enum:"economic,psychological,social,customised"`
	Ko   string `json:"ko"`
	En   string `json:"en"`
}

// TillCoupon is a coupon the customer has, or may have by asking for it.
type TillCoupon struct {
	ID       string        `json:"id" doc:"what a sale names when it was used, and what is asked for while it is offered"`
	Name     string        `json:"name" doc:"this one of them"`
	State    coupon.State  `json:"state" enum:"offered,issued,held,used,void,expired"`
	Code     string        `json:"code,omitempty" doc:"absent while it is offered, and at the desk"`
	Ko       string        `json:"ko"`
	En       string        `json:"en"`
	Gives    CouponGives   `json:"gives"`
	MinOrder ledger.Amount `json:"minOrder,omitempty"`
	From     ledger.Day    `json:"from"`
	Until    ledger.Day    `json:"until" doc:"the last business day"`
}

// couponRoutes are what a till does with coupons.
func (h *telling) couponRoutes() []route {
	routes := []route{{
		method: http.MethodPost, path: "/v1/coupons/issue", id: "issueCoupon", summary: "Take up a coupon that is offered",
		more: "201 the first time; the same coupon with 200 when it is asked for again.",
		body: CouponWanted{}, answers: answers{201: TillCoupon{}, 200: TillCoupon{}}, handle: h.issueCoupon,
	}}
	for _, deed := range []struct {
		deed        coupon.Deed
		id, summary string
	}{
		{coupon.ToHold, "holdCoupon", "Set a coupon aside"},
		{coupon.ToRedeem, "redeemCoupon", "Use a coupon"},
		{coupon.ToRelease, "releaseCoupon", "Give back a coupon that was set aside, or used in the last ten minutes by this same use"},
	} {
		routes = append(routes, route{
			method: http.MethodPost, path: "/v1/coupons/" + string(deed.deed), id: deed.id, summary: deed.summary,
			more: "201 the first time, 200 with the same body when it is sent again. A refusal is an answer too: " +
				"the same id is refused for ever.",
			body: CouponUse{}, answers: answers{201: CouponAnswer{}, 200: CouponAnswer{}}, once: true,
			handle: func(ctx context.Context, in *in) (*out, error) { return h.useCoupon(ctx, in, deed.deed) },
		})
	}
	return routes
}

// tillTerms are the terms of the store that asks.
func (h *telling) tillTerms(s *settings) coupon.Terms {
	now := h.Now()
	today, _ := s.store.Local(now)
	return coupon.Terms{Store: s.store.ID, Today: today, Now: now}
}

func (h *telling) issueCoupon(ctx context.Context, in *in) (*out, error) {
	id, name, problem := decodeWanted(in.Body)
	if problem != nil {
		return nil, problem
	}
	s, err := h.desk.settings(ctx, storeOf(ctx))
	if err != nil {
		return nil, problemOf(err)
	}
	t := h.tillTerms(s)
	rules := s.policy(t.Today)
	q := coupon.IssueRequest{Definition: rules.Coupon(name)}
	if q.Definition == nil {
		return nil, couponRefusals.problem(coupon.Unknown)
	}
	if q.Code, err = coupon.NewCode(rand.Reader); err != nil {
		return nil, problemOf(err)
	}
	c, fresh, refused, err := h.Customers.IssueCoupon(ctx, id, q, func(p *customer.Profile) (coupon.Who, error) {
		return whoIs(ctx, h.Pepper, s, p, t.Today, q.Definition.Given == coupon.Birthday)
	}, t)
	switch {
	case err != nil:
		return nil, problemOf(err)
	case refused != "":
		return nil, couponRefusals.problem(refused)
	case fresh:
		return answer(http.StatusCreated, tillCoupon(&c, t))
	}
	return answer(http.StatusOK, tillCoupon(&c, t))
}

func (h *telling) useCoupon(ctx context.Context, in *in, deed coupon.Deed) (*out, error) {
	q := coupon.UseRequest{Store: storeOf(ctx), Deed: deed}
	if problem := decodeUse(in.Body, &q); problem != nil {
		return nil, problem
	}
	s, err := h.desk.settings(ctx, q.Store)
	if err != nil {
		return nil, problemOf(err)
	}
	a, fresh, err := h.Customers.UseCoupon(ctx, q, h.tillTerms(s))
	switch {
	case errors.Is(err, coupon.ErrAskedOtherwise):
		return nil, askedOtherwise()
	case err != nil:
		return nil, problemOf(err)
	case a.Refused != "":
		return nil, couponRefusals.problem(a.Refused)
	}
	body := CouponAnswer{ID: q.ID, Status: a.State, Coupon: a.Coupon, Off: a.Off, Gives: givesOf(a.Gives)}
	if !a.Until.IsZero() {
		body.Until = &a.Until
	}
	return once(http.StatusCreated, fresh, body)
}

// whoIs is what decides about offers to a customer: the grade they have, which
// before the first night is everybody's, and where it is asked for the birthday,
// if they told it and want it minded.
func whoIs(ctx context.Context, peppers customer.Peppers, s *settings, p *customer.Profile, today ledger.Day, birthday bool) (coupon.Who, error) {
	rules := s.policy(today)
	who := coupon.Who{Customer: p.ID, Grade: rules.Grades.Grades[len(rules.Grades.Grades)-1].ID}
	if p.Grade != nil {
		who.Grade = p.Grade.Grade
	}
	if p.Sealed == "" || !customer.Greets(p.Consents) || !birthday {
		return who, nil
	}
	pepper, err := peppers.Pepper(ctx)
	if err != nil {
		return who, web.Busy()
	}
	details, err := pepper.Open(p.ID, p.Sealed)
	who.Birthday = details.Birthday
	return who, err
}

func anyBirthday(all []coupon.Definition) bool {
	for i := range all {
		if all[i].Given == coupon.Birthday {
			return true
		}
	}
	return false
}

// addCoupons adds what the grade brings, and the coupons there are and may be.
func (h *telling) addCoupons(ctx context.Context, s *settings, a *CustomerAnswer, p *customer.Profile, w *coupon.Wallet) {
	t := h.tillTerms(s)
	rules := s.policy(t.Today)
	if place, known := rules.Grades.Index(a.Grade.ID); known {
		for _, b := range rules.Grades.Grades[place].Benefits {
			a.Benefits = append(a.Benefits, TillBenefit{ID: b.ID, Kind: string(b.Kind), Ko: b.Ko, En: b.En})
		}
	}
	for i := range w.Coupons {
		c := &w.Coupons[i]
		if state := c.State(t); state == coupon.IsIssued || state == coupon.IsHeld {
			a.Coupons = append(a.Coupons, tillCoupon(c, t))
		}
	}
	if len(rules.Coupons) == 0 {
		return
	}
	// While the details cannot be opened a birthday offers nothing; all else does.
	who, _ := whoIs(ctx, h.Pepper, s, p, t.Today, anyBirthday(rules.Coupons))
	for _, c := range coupon.Offers(rules.Coupons, w, who, t) {
		a.Coupons = append(a.Coupons, tillCoupon(&c, t))
	}
}

func tillCoupon(c *coupon.Coupon, t coupon.Terms) TillCoupon {
	told := TillCoupon{
		ID: c.Definition, Name: c.Name, State: c.State(t), Code: c.Code, Ko: c.Ko, En: c.En, Gives: givesOf(c.Gives),
		MinOrder: c.MinOrder, From: c.From, Until: c.Until,
	}
	if c.Code == "" {
		told.State = coupon.Offered
	}
	return told
}

func givesOf(g coupon.Gives) CouponGives {
	gives := CouponGives{Amount: g.Amount, Percent: g.Percent, Cap: g.Cap}
	if g.Item != (coupon.Item{}) {
		gives.Item = &customer.Spoken{Ko: g.Item.Ko, En: g.Item.En}
	}
	return gives
}

var couponRefusals = refusals[coupon.Refusal]{
	coupon.Unknown:        {http.StatusNotFound, "There is no such coupon."},
	coupon.NoCustomer:     {http.StatusNotFound, "No customer has this id."},
	coupon.CustomerMerged: {http.StatusConflict, "This customer is part of another one. Look them up again."},
	coupon.AlreadyUsed:    {http.StatusConflict, "This coupon was used already."},
	coupon.Voided:         {http.StatusConflict, "This coupon was taken back."},
	coupon.HeldAlready:    {http.StatusConflict, "Another till holds this coupon. Ask again under a new id when it is free."},
	coupon.NotHeld:        {http.StatusConflict, "This use holds no coupon; there is nothing to give back."},
	coupon.Expired:        {http.StatusUnprocessableEntity, "This coupon is out of date."},
	coupon.TooEarly:       {http.StatusUnprocessableEntity, "This coupon is not good yet."},
	coupon.OtherStore:     {http.StatusUnprocessableEntity, "This coupon is not good at this store."},
	coupon.OrderTooLow:    {http.StatusUnprocessableEntity, "This coupon asks for a larger order. Say orderTotal, under a new id."},
	coupon.OrderMissing:   {http.StatusUnprocessableEntity, "This coupon takes money off an order. Say orderTotal, under a new id."},
	coupon.OtherGrade:     {http.StatusUnprocessableEntity, "This coupon is for another grade."},
	coupon.NoBirthday:     {http.StatusUnprocessableEntity, "This coupon is given in the week around the birthday, to those who want it minded."},
	coupon.ByCampaign:     {http.StatusUnprocessableEntity, "This coupon is given by a campaign."},
	coupon.Over:           {http.StatusUnprocessableEntity, "This coupon is given no more."},
	coupon.TooMany:        {http.StatusUnprocessableEntity, "The customer has as many coupons as can be."},
}

func decodeWanted(body []byte) (id, name string, problem *web.Problem) {
	r := strictjson.NewReader(body)
	code, faults := r.Whole(func(field string) {
		switch field {
		case "customer":
			id = readID(r)
		case "coupon":
			name = readID(r)
		default:
			r.Skip()
		}
	})
	return id, name, incomplete(code, faults, map[string]bool{"customer": id == "", "coupon": name == ""})
}

// decodeUse reads what to do with which coupon. People type codes: case does
// not matter.
func decodeUse(body []byte, q *coupon.UseRequest) *web.Problem {
	r := strictjson.NewReader(body)
	code, faults := r.Whole(func(name string) {
		switch name {
		case "id":
			q.ID = readID(r)
		case "code":
			q.Code = strings.ToUpper(r.Text(ledger.CodeMax))
		case "orderTotal":
			var present bool
			if q.Order, present = r.Amount(ledger.AmountMax); present && q.Order < 1 {
				r.Fault("amount_not_positive")
			}
		default:
			r.Skip()
		}
	})
	return incomplete(code, faults, map[string]bool{"id": q.ID == "", "code": q.Code == ""})
}
