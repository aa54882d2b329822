package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// Complaints keeps what customers complained of. Errors are
// customer.ErrUnknown, ErrComplaintOther, ErrComplaintUnknown,
// ErrComplaintsMany, or those of the network.
type Complaints interface {
	// Complain opens c once, for its customer or whoever they are part of, and
	// says false when it was opened before; the first one is returned.
	Complain(ctx context.Context, c customer.Complaint) (first customer.Complaint, fresh bool, err error)
	// Resolve ends a complaint once, at a store, and says false when it was over
	// before.
	Resolve(ctx context.Context, id, store string, at time.Time) (c customer.Complaint, fresh bool, err error)
}

// ComplaintAsked is a customer complaining. There is no text: it could name a
// person.
type ComplaintAsked struct {
	_        struct{} `json:"-" additionalProperties:"true"`
	ID       string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the till, unlike any other of the merchant's; sending it again changes nothing"`
	Customer string   `json:"customer" doc:"our own id"`
	About    string   `json:"about" enum:"product,service,waiting,price,cleanliness,points,privacy,other"`
	Severity string   `json:"severity" enum:"minor,serious,grave"`
}

// ComplaintAnswer is how a complaint stands. The answer to an id never changes.
type ComplaintAnswer struct {
	ID       string     `json:"id"`
	Status   string     `json:"status" enum:"open,resolved"`
	Opened   time.Time  `json:"opened"`
	Resolved *time.Time `json:"resolved,omitempty"`
}

func (h *telling) complaintRoutes() []route {
	return []route{{
		method: http.MethodPost, path: "/v1/complaints", id: "openComplaint", summary: "A customer complains",
		more: "201 when it is new, 200 when it was recorded before. While it is open every till sees it.",
		body: ComplaintAsked{}, answers: answers{201: ComplaintAnswer{}, 200: ComplaintAnswer{}}, once: true, handle: h.complain,
	}, {
		method: http.MethodPost, path: "/v1/complaints/{id}/resolve", id: "resolveComplaint", summary: "A complaint is put right",
		more:  "At any store of the merchant. 200 again when it was over before.",
		whose: "the complaint's", answers: answers{200: ComplaintAnswer{}}, once: true, handle: h.resolve,
	}}
}

func (h *telling) complain(ctx context.Context, in *in) (*out, error) {
	if _, err := h.desk.settings(ctx, storeOf(ctx)); err != nil {
		return nil, problemOf(err)
	}
	c := customer.Complaint{Store: storeOf(ctx), Opened: h.Now().UTC().Truncate(time.Millisecond)}
	if problem := decodeComplaint(in.Body, &c); problem != nil {
		return nil, problem
	}
	first, fresh, err := h.Customers.Complain(ctx, c)
	if err != nil {
		return nil, complaintProblem(err)
	}
	return once(http.StatusCreated, fresh, ComplaintAnswer{ID: first.ID, Status: "open", Opened: first.Opened})
}

func (h *telling) resolve(ctx context.Context, in *in) (*out, error) {
	if !isID(in.ID) {
		return nil, complaintProblem(customer.ErrComplaintUnknown)
	}
	c, fresh, err := h.Customers.Resolve(ctx, in.ID, storeOf(ctx), h.Now().UTC().Truncate(time.Millisecond))
	if err != nil {
		return nil, complaintProblem(err)
	}
	return once(http.StatusOK, fresh, ComplaintAnswer{ID: c.ID, Status: "resolved", Opened: c.Opened, Resolved: &c.Resolved})
}

func decodeComplaint(body []byte, c *customer.Complaint) *web.Problem {
	r := strictjson.NewReader(body)
	oneOf := func(codes []string) string {
		code := r.Text(ledger.CodeMax)
		if code != "" && !slices.Contains(codes, code) {
			r.Fault("code_unknown")
		}
		return code
	}
	code, faults := r.Whole(func(name string) {
		switch name {
		case "id":
			c.ID = readID(r)
		case "customer":
			c.Customer = readID(r)
		case "about":
			c.About = oneOf(customer.ComplaintAbout)
		case "severity":
			c.Severity = oneOf(customer.ComplaintSeverity)
		default:
			r.Skip()
		}
	})
	return incomplete(code, faults, map[string]bool{
		"id": c.ID == "", "customer": c.Customer == "", "about": c.About == "", "severity": c.Severity == "",
	})
}

func complaintProblem(err error) *web.Problem {
	switch {
	case errors.Is(err, customer.ErrUnknown):
		return web.Invalid([]ledger.Fault{{Pointer: "/customer", Code: "customer_unknown"}})
	case errors.Is(err, customer.ErrComplaintUnknown):
		return web.NewProblem(http.StatusNotFound, "complaint_unknown", "No complaint has this id.")
	case errors.Is(err, customer.ErrComplaintOther):
		return web.NewProblem(http.StatusConflict, "id_conflict", "This id was used for another complaint. Give this one an id of its own.")
	case errors.Is(err, customer.ErrComplaintsMany):
		return web.NewProblem(http.StatusConflict, "too_many_complaints", "As many complaints of this customer are open as can be. Resolve one.")
	}
	return problemOf(err)
}
