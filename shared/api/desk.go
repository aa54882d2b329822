package api

import (
	"context"
	"net/http"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/policy"
	"dangol/shared/report"
	"dangol/shared/web"

	"github.com/danielgtaylor/huma/v2"
)

// Managers says who a manager is.
type Managers interface {
	// Manager is the opaque id of who sent an access token; a problem when they
	// may not come in.
	Manager(ctx context.Context, authorization string) (string, error)
}

// DeskShop is where settings are read and changed.
type DeskShop interface {
	Shop
	Stores(ctx context.Context) ([]ledger.Store, error)
	// AddPolicy saves the next version; policy.ErrExists when somebody else was
	// faster.
	AddPolicy(ctx context.Context, p policy.Policy) error
}

// People is where customers are kept and changed.
type People interface {
	Customers
	// Profiles reads several customers; those there are not are left out.
	Profiles(ctx context.Context, ids []string) ([]*customer.Profile, error)
	// Edit changes a profile and records the facts of that with it.
	Edit(ctx context.Context, id string, change func(*customer.Profile) ([]ledger.Fact, error)) (*customer.Profile, error)
	Merge(ctx context.Context, into, from, by string, at time.Time, seal func(into, from *customer.Profile) (string, error)) error
	Unmerge(ctx context.Context, into, from, by string, at time.Time) error
	Erase(ctx context.Context, id, by string, at time.Time) error
	// Record records a fact once; ledger.ErrConflict when its id is another's.
	Record(ctx context.Context, f ledger.Fact) error
}

// Previewer knows what the last night sealed: it says what a policy would change
// before it is saved, and what somebody bought. It changes nothing.
type Previewer interface {
	// Preview takes the next version; report.ErrNone before the first night,
	// report.ErrTooLarge in a shop that cannot be folded while somebody waits.
	Preview(ctx context.Context, asked policy.Policy) (*report.Preview, error)
	// Purchases lists what a customer of several ids bought before asOf; errors as
	// Preview's.
	Purchases(ctx context.Context, ids []string) (asOf ledger.Day, list []report.Purchase, err error)
}

// Desk does what a manager asks for.
type Desk struct {
	Managers Managers
	Shop     DeskShop
	People   People
	Preview  Previewer
	Pepper   customer.Peppers
	Now      func() time.Time
}

// Handler serves the routes of the desk function.
func (d *Desk) Handler() http.Handler {
	s := newSurface(newRegistry(), managers(d.Managers), d.Now)
	d.routes(s)
	return web.Router(s.mux)
}

func (d *Desk) routes(s *surface) {
	ok := func(v any) map[string]any { return map[string]any{"200": v} }
	one := &person{d}
	at(s, http.MethodGet, "getPerson", "/v1/desk/customers/{id}", "Everything kept of one person", ok(Person{}), one.get)
	at(s, http.MethodGet, "exportPerson", "/v1/desk/customers/{id}/export", "One person's data, to be handed to them", ok(PersonExport{}), one.export)
	take[PersonEdit](s, operation(http.MethodPut, "editPerson", "/v1/desk/customers/{id}", "Change what a customer told of themselves"), ok(Person{}), one.edit)
	take[ConsentsSaid](s, operation(http.MethodPost, "recordConsents", "/v1/desk/customers/{id}/consents", "Record what a customer agreed to or refused"), ok(Person{}), one.consent)
	take[MergeAsked](s, operation(http.MethodPost, "mergePeople", "/v1/desk/customers/{id}/merge", "Two are one: another customer becomes part of this one"), ok(Person{}), one.merge)
	take[MergeAsked](s, operation(http.MethodPost, "unmergePeople", "/v1/desk/customers/{id}/unmerge", "Take a merge back, within 30 days"), ok(Person{}), one.unmerge)
	at(s, http.MethodPost, "erasePerson", "/v1/desk/customers/{id}/erase", "Forget a person, for good", ok(Erased{}), one.erase)
	take[PinAsked](s, operation(http.MethodPost, "pinGrade", "/v1/desk/customers/{id}/pin", "Give a grade by hand, or end that"), ok(Pinned{}), one.pin)
	take[HouseholdAsked](s, operation(http.MethodPost, "linkHousehold", "/v1/desk/households", "These customers live together"), ok(Linked{}), one.link)
	take[MovedOut](s, operation(http.MethodPost, "unlinkPerson", "/v1/desk/customers/{id}/unlink", "A customer has moved out of every household"), ok(Linked{}), one.unlink)
	take[NamesAsked](s, operation(http.MethodPost, "namePeople", "/v1/desk/names", "Names for ids"), ok(Names{}), one.names)
	coupons := &gifts{d}
	take[GiftAsked](s, operation(http.MethodPost, "giveCoupons", "/v1/desk/coupons", "Give customers a coupon"), ok(Gifted{}), coupons.give)
	take[CouponVoid](s, operation(http.MethodPost, "voidCoupon", "/v1/desk/coupons/void", "Take a coupon back"), ok(TillCoupon{}), coupons.void)
	rules := &rules{d}
	at(s, http.MethodGet, "getPolicy", "/v1/desk/policy", "The policy and its versions", ok(PolicyAnswer{}), rules.get)
	take[PolicyDocument](s, operation(http.MethodPut, "putPolicy", "/v1/desk/policy", "Save the next version of the policy"), ok(PolicyAnswer{}), rules.put)
	take[PolicyDocument](s, operation(http.MethodPost, "previewPolicy", "/v1/desk/policy/preview", "What a policy would change; nothing is saved"), ok(report.Preview{}), rules.preview)
}

func operation(method, id, path, summary string) huma.Operation {
	return huma.Operation{Method: method, OperationID: id, Path: path, Summary: summary}
}

// at registers an operation without a body.
func at[In any](s *surface, method, id, path, summary string, answers map[string]any, handle func(context.Context, *In) (*out, error)) {
	op := operation(method, id, path, summary)
	s.describe(&op, answers)
	huma.Register(s.huma, op, handle)
}

// whom names a customer in the path.
type whom struct {
	ID string `path:"id" doc:"our own id"`
}

// whomIn is whom with a body.
type whomIn struct {
	ID      string `path:"id" doc:"our own id"`
	RawBody []byte
}

// none is the input of an operation that needs nothing.
type none struct{}
