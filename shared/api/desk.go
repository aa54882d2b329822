package api

import (
	"context"
	"net/http"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/policy"
	"dangol/shared/report"
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
func (d *Desk) Handler() http.Handler { return serve(d.Managers.Manager, d.Now, d.routes()) }

func (d *Desk) routes() []route {
	one, coupons, rules := &person{d}, &gifts{d}, &rules{d}
	const whose = "/v1/desk/customers/{id}"
	return []route{
		deskRoute(http.MethodGet, whose, "getPerson", "Everything kept of one person", nil, Person{}, one.get),
		deskRoute(http.MethodGet, whose+"/export", "exportPerson", "One person's data, to be handed to them", nil, PersonExport{}, one.export),
		deskRoute(http.MethodPut, whose, "editPerson", "Change what a customer told of themselves", PersonEdit{}, Person{}, one.edit),
		deskRoute(http.MethodPost, whose+"/consents", "recordConsents", "Record what a customer agreed to or refused", ConsentsSaid{}, Person{}, one.consent),
		deskRoute(http.MethodPost, whose+"/merge", "mergePeople", "Two are one: another customer becomes part of this one", MergeAsked{}, Person{}, one.merge),
		deskRoute(http.MethodPost, whose+"/unmerge", "unmergePeople", "Take a merge back, within 30 days", MergeAsked{}, Person{}, one.unmerge),
		deskRoute(http.MethodPost, whose+"/erase", "erasePerson", "Forget a person, for good", nil, Erased{}, one.erase),
		deskRoute(http.MethodPost, whose+"/pin", "pinGrade", "Give a grade by hand, or end that", PinAsked{}, Pinned{}, one.pin),
		deskRoute(http.MethodPost, "/v1/desk/households", "linkHousehold", "These customers live together", HouseholdAsked{}, Linked{}, one.link),
		deskRoute(http.MethodPost, whose+"/unlink", "unlinkPerson", "A customer has moved out of every household", MovedOut{}, Linked{}, one.unlink),
		deskRoute(http.MethodPost, "/v1/desk/names", "namePeople", "Names for ids", NamesAsked{}, Names{}, one.names),
		deskRoute(http.MethodPost, "/v1/desk/coupons", "giveCoupons", "Give customers a coupon", GiftAsked{}, Gifted{}, coupons.give),
		deskRoute(http.MethodPost, "/v1/desk/coupons/void", "voidCoupon", "Take a coupon back", CouponVoid{}, TillCoupon{}, coupons.void),
		deskRoute(http.MethodGet, "/v1/desk/policy", "getPolicy", "The policy and its versions", nil, PolicyAnswer{}, rules.get),
		deskRoute(http.MethodPut, "/v1/desk/policy", "putPolicy", "Save the next version of the policy", PolicyDocument{}, PolicyAnswer{}, rules.put),
		deskRoute(http.MethodPost, "/v1/desk/policy/preview", "previewPolicy", "What a policy would change; nothing is saved", PolicyDocument{}, report.Preview{}, rules.preview),
	}
}

// deskRoute is a route that answers with 200. asked is nil where nothing is sent.
func deskRoute(method, path, id, summary string, asked, told any, handle handler) route {
	return route{method: method, path: path, id: id, summary: summary, body: asked, answers: answers{200: told}, handle: handle}
}
