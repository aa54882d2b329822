package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// HoldRequest asks to set points aside while the customer pays.
type HoldRequest struct {
	_          struct{} `json:"-" additionalProperties:"true"`
	ID         string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the till; names this hold for ever"`
	Customer   string   `json:"customer" doc:"our own id"`
	Points     int64    `json:"points" minimum:"1" maximum:"1000000000"`
	OrderTotal *int64   `json:"orderTotal,omitempty" minimum:"1" maximum:"99999999999" doc:"what is to be paid; points pay no more"`
}

// CaptureRequest asks to spend what is held.
type CaptureRequest struct {
	_      struct{} `json:"-" additionalProperties:"true"`
	Points *int64   `json:"points,omitempty" minimum:"1" maximum:"1000000000" doc:"default: all that is held; the rest goes back"`
	Sale   *Link    `json:"sale,omitempty" doc:"what they pay for: given back with it"`
}

// AdjustmentRequest asks to give points by hand, or to take them when points
// is less than 0.
type AdjustmentRequest struct {
	_        struct{} `json:"-" additionalProperties:"true"`
	ID       string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the till; names this adjustment for ever"`
	Customer string   `json:"customer" doc:"our own id"`
	Points   int64    `json:"points" minimum:"-1000000000" maximum:"1000000000"`
	Reason   string   `json:"reason" maxLength:"400"`
	Staff    string   `json:"staff" maxLength:"100"`
}

// PointsAnswer is what became of a hold or an adjustment, and what the customer
// had then.
type PointsAnswer struct {
	ID     string        `json:"id"`
	Status points.Status `json:"status,omitempty" enum:"held,captured,released,expired"`
	Points points.Points `json:"points" doc:"held, captured, released or adjusted"`
	Until  *time.Time    `json:"until,omitempty" doc:"when a hold ends by itself"`
	points.Balance
}

// pointsRoutes are what a till does with points.
func (h *telling) pointsRoutes() []route {
	return []route{{
		method: http.MethodPost, path: "/v1/points/holds", id: "holdPoints", summary: "Set points aside",
		more: "201 the first time, 200 with the same body when it is sent again. A refusal is an answer too: " +
			"the same id is refused for ever.",
		body: HoldRequest{}, answers: answers{201: PointsAnswer{}, 200: PointsAnswer{}}, once: true, handle: h.hold,
	}, {
		method: http.MethodPost, path: "/v1/points/holds/{id}/capture", id: "capturePoints", summary: "Spend what is held",
		whose: "the hold's", body: CaptureRequest{}, answers: answers{200: PointsAnswer{}}, once: true, handle: h.capture,
	}, {
		method: http.MethodPost, path: "/v1/points/holds/{id}/release", id: "releasePoints", summary: "Give back what is held",
		more: "It takes no body.", whose: "the hold's", answers: answers{200: PointsAnswer{}}, once: true, handle: h.release,
	}, {
		method: http.MethodPost, path: "/v1/points/adjustments", id: "adjustPoints", summary: "Give or take points by hand",
		more: "201 the first time, 200 with the same body when it is sent again.",
		body: AdjustmentRequest{}, answers: answers{201: PointsAnswer{}, 200: PointsAnswer{}}, once: true, handle: h.adjust,
	}}
}

// terms are the rules in force for points, or the problem that there are none.
func (h *telling) terms(ctx context.Context) (*points.Terms, *web.Problem) {
	s, err := h.desk.settings(ctx, storeOf(ctx))
	if err != nil {
		return nil, problemOf(err)
	}
	terms := s.terms(h.Now())
	if terms == nil {
		return nil, web.NewProblem(http.StatusConflict, "points_off", "This shop has no points: its policy has no points section.")
	}
	return terms, nil
}

func (h *telling) hold(ctx context.Context, in *in) (*out, error) {
	q := points.HoldRequest{Store: storeOf(ctx)}
	id, problem := decodeHold(in.Body, &q)
	if problem != nil {
		return nil, problem
	}
	terms, problem := h.terms(ctx)
	if problem != nil {
		return nil, problem
	}
	q.ID = points.HoldID(q.Store, id)
	a, fresh, err := h.Customers.Hold(ctx, q, terms)
	return told(id, a, fresh, http.StatusCreated, err)
}

func (h *telling) capture(ctx context.Context, in *in) (*out, error) {
	q := points.EndRequest{Store: storeOf(ctx)}
	if problem := decodeCapture(in.Body, &q); problem != nil {
		return nil, problem
	}
	return h.end(ctx, in.ID, q)
}

func (h *telling) release(ctx context.Context, in *in) (*out, error) {
	return h.end(ctx, in.ID, points.EndRequest{Store: storeOf(ctx), Release: true})
}

func (h *telling) end(ctx context.Context, id string, q points.EndRequest) (*out, error) {
	terms, problem := h.terms(ctx)
	if problem != nil {
		return nil, problem
	}
	if !isID(id) {
		return nil, pointsRefusals.problem(points.HoldUnknown)
	}
	q.Hold = points.HoldID(q.Store, id)
	a, fresh, err := h.Customers.EndHold(ctx, q, terms)
	return told(id, a, fresh, http.StatusOK, err)
}

func (h *telling) adjust(ctx context.Context, in *in) (*out, error) {
	q := points.AdjustRequest{Store: storeOf(ctx)}
	id, problem := decodeAdjustment(in.Body, &q)
	if problem != nil {
		return nil, problem
	}
	terms, problem := h.terms(ctx)
	if problem != nil {
		return nil, problem
	}
	q.ID = points.AdjustID(q.Store, id)
	a, fresh, err := h.Customers.Adjust(ctx, q, terms)
	return told(id, a, fresh, http.StatusCreated, err)
}

// told translates an answer about points.
func told(id string, a points.Answer, fresh bool, first int, err error) (*out, error) {
	switch {
	case errors.Is(err, points.ErrAskedOtherwise):
		return nil, askedOtherwise()
	case errors.Is(err, points.ErrCustomerUnknown):
		return nil, web.Invalid([]ledger.Fault{{Pointer: "/customer", Code: "customer_unknown"}})
	case err != nil:
		return nil, problemOf(err)
	case a.Refused != "":
		return nil, pointsRefusals.problem(a.Refused)
	}
	body := PointsAnswer{ID: id, Status: a.Status, Points: a.Points, Balance: a.Balance}
	if !a.Until.IsZero() {
		body.Until = &a.Until
	}
	return once(first, fresh, body)
}

var pointsRefusals = refusals[points.Refusal]{
	points.InsufficientPoints: {http.StatusUnprocessableEntity, "Fewer points are available. Ask for fewer under a new id."},
	points.BelowMinimum:       {http.StatusUnprocessableEntity, "Fewer than the least that is redeemed at once. Ask under a new id."},
	points.NotStep:            {http.StatusUnprocessableEntity, "Points are redeemed in steps. Ask under a new id."},
	points.ExceedsTotal:       {http.StatusUnprocessableEntity, "The points are worth more than the order. Ask for fewer under a new id."},
	points.TooManyHolds:       {http.StatusUnprocessableEntity, "Too many holds of this customer are open. Capture or release one."},
	points.ExceedsHold:        {http.StatusUnprocessableEntity, "Fewer points are held. Capture no more than those."},
	points.StaffLimit:         {http.StatusUnprocessableEntity, "This is more than one member of staff may give and take by hand in a day."},
	points.HoldUnknown:        {http.StatusNotFound, "No hold of this store has this id."},
	points.HoldExpired:        {http.StatusConflict, "The hold ended by itself and the points are free again. Hold them anew."},
	points.HoldRefused:        {http.StatusConflict, "This hold was refused; nothing is held."},
	points.HoldCaptured:       {http.StatusConflict, "This hold was captured already."},
	points.HoldReleased:       {http.StatusConflict, "This hold was released already."},
	points.AccountClosed:      {http.StatusConflict, "The account was merged or erased. Look the customer up again."},
}

// TillPoints is a customer's points as the till shows them.
type TillPoints struct {
	points.Balance
	Expiring []TillExpiring `json:"expiring" doc:"the next three months points run out in, held ones included"`
}

// TillExpiring is what runs out at the end of a month.
type TillExpiring struct {
	Month  string        `json:"month" doc:"2026-11"`
	Points points.Points `json:"points"`
}

// wholeOf reads a customer with their points and coupons, or the one they are
// part of; nil when there is none.
func wholeOf(ctx context.Context, customers Customers, id string) (p *customer.Profile, a points.Account, w coupon.Wallet, err error) {
	p, a, w, err = customers.AtTill(ctx, id)
	if err == nil && p != nil && p.Into != "" {
		p, a, w, err = customers.AtTill(ctx, p.Into)
	}
	return p, a, w, err
}

// known reads one customer, or the one they are part of, and tells; nil when
// there is none. Profile, points and coupons are one read.
func (h *telling) known(ctx context.Context, s *settings, id string) (*CustomerAnswer, error) {
	terms := s.terms(h.Now())
	profile, account, wallet, err := wholeOf(ctx, h.Customers, id)
	if err != nil || profile == nil {
		return nil, err
	}
	a := h.tell(s, profile, h.facing(ctx, s, profile, account, terms))
	h.addCoupons(ctx, s, &a, profile, &wallet)
	a.ReferralCode = referralCode(ctx, h.Pepper, profile)
	if terms != nil {
		a.Points = tillPoints(&account, terms.Now)
	}
	return &a, nil
}

func tillPoints(a *points.Account, now time.Time) *TillPoints {
	view := a.View(now)
	told := &TillPoints{Balance: view.Balance, Expiring: []TillExpiring{}}
	for _, e := range view.Expiring {
		told.Expiring = append(told.Expiring, TillExpiring(e))
	}
	return told
}

// decodeHold reads what is to be held.
func decodeHold(body []byte, q *points.HoldRequest) (id string, problem *web.Problem) {
	r := strictjson.NewReader(body)
	code, faults := r.Whole(func(name string) {
		switch name {
		case "id":
			id = readID(r)
		case "customer":
			q.Customer = readID(r)
		case "points":
			q.Points = readPositive(r, "points_not_positive")
		case "orderTotal":
			var present bool
			if q.Total, present = r.Amount(ledger.AmountMax); present && q.Total < 1 {
				r.Fault("amount_not_positive")
			}
		default:
			r.Skip()
		}
	})
	return id, incomplete(code, faults, map[string]bool{"id": id == "", "customer": q.Customer == "", "points": q.Points == 0})
}

func decodeCapture(body []byte, q *points.EndRequest) *web.Problem {
	r := strictjson.NewReader(body)
	code, faults := r.Whole(func(name string) {
		switch name {
		case "points":
			q.Points = readPositive(r, "points_not_positive")
		case "sale":
			if q.Sale = readLink(r); q.Sale != nil && q.Sale.Store == "" {
				q.Sale.Store = q.Store
			}
		default:
			r.Skip()
		}
	})
	return incomplete(code, faults, nil)
}

func decodeAdjustment(body []byte, q *points.AdjustRequest) (id string, problem *web.Problem) {
	r := strictjson.NewReader(body)
	code, faults := r.Whole(func(name string) {
		switch name {
		case "id":
			id = readID(r)
		case "customer":
			q.Customer = readID(r)
		case "points":
			n, _ := r.Amount(ledger.Amount(points.Max))
			q.Points = points.Points(n)
		case "reason":
			if q.Reason = r.Text(ledger.NameMax); customer.HasResidentNumber(q.Reason) {
				r.Fault("rrn_not_accepted")
			}
		case "staff":
			q.Staff = r.Text(ledger.CodeMax)
		default:
			r.Skip()
		}
	})
	return id, incomplete(code, faults, map[string]bool{
		"id": id == "", "customer": q.Customer == "", "points": q.Points == 0, "reason": q.Reason == "", "staff": q.Staff == "",
	})
}

// readPositive reads a number of points a till may ask for.
func readPositive(r *strictjson.Reader, code string) points.Points {
	n, present := r.Amount(ledger.Amount(points.Max))
	if present && n < 1 {
		r.Fault(code)
	}
	return points.Points(n)
}

// incomplete is the problem of a body that cannot be read, has faults, or
// leaves out what is needed; nil when there is none.
func incomplete(broke string, faults []ledger.Fault, missing map[string]bool) *web.Problem {
	if broke != "" {
		return broken(broke)
	}
	var absent []ledger.Fault
	for _, name := range []string{"id", "customer", "points", "reason", "staff", "code", "coupon", "campaign", "customers", "name", "about", "severity"} {
		if missing[name] {
			absent = append(absent, ledger.Fault{Pointer: "/" + name, Code: name + "_missing"})
		}
	}
	if faults = append(faults, unsaid(absent, faults)...); len(faults) > 0 {
		return web.Invalid(faults)
	}
	return nil
}
