package api

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// Customers is where customers are kept.
type Customers interface {
	// Lookup finds the customer an identifier belongs to, "" when nobody.
	Lookup(ctx context.Context, i ledger.Identity) (string, error)
	// Profile reads one customer; nil when there is none.
	Profile(ctx context.Context, id string) (*customer.Profile, error)
	// Enrol makes the owner of the identifiers a member, and says whether they
	// joined just now.
	Enrol(ctx context.Context, e customer.Enrolment) (id string, joined bool, err error)
	// AtTill reads one customer, their points and their coupons in one read; nil
	// when there is none.
	AtTill(ctx context.Context, id string) (*customer.Profile, points.Account, coupon.Wallet, error)
	points.Keeper
	coupon.Keeper
	Complaints
}

// Till answers what a till asks.
type Till struct {
	Keys      *web.Keys
	Shop      Shop
	Customers Customers
	Pepper    customer.Peppers
	Now       func() time.Time
}

// Handler serves the routes of the till function.
func (t *Till) Handler() http.Handler { return serve(t.Keys.Store, t.Now, t.routes()) }

func (t *Till) routes() []route {
	h := &telling{Till: t, desk: newDesk(t.Shop, t.Pepper, t.Now)}
	return slices.Concat([]route{{
		method: http.MethodPost, path: "/v1/customers", id: "enrolCustomer", summary: "Enrol a customer",
		more: "201 when they join now, 200 when they were a member already; new consents are added either way.",
		body: Enrolment{}, answers: answers{201: CustomerAnswer{}, 200: CustomerAnswer{}}, handle: h.enrol,
	}, {
		method: http.MethodPost, path: "/v1/customers/lookup", id: "lookupCustomer", summary: "Who stands before me?",
		more: "Finds a customer by an identifier, which never stands in a URL.",
		body: Lookup{}, answers: answers{200: LookupAnswer{}}, handle: h.lookup,
	}, {
		method: http.MethodGet, path: "/v1/customers/{id}", id: "getCustomer", summary: "One customer",
		answers: answers{200: CustomerAnswer{}}, handle: h.get,
	}}, h.pointsRoutes(), h.couponRoutes(), h.complaintRoutes())
}

// Enrolment is a customer joining.
type Enrolment struct {
	_        struct{}   `json:"-" additionalProperties:"true"`
	Phone    string     `json:"phone,omitempty"`
	Card     string     `json:"card,omitempty"`
	MemberNo string     `json:"memberNo,omitempty"`
	Name     string     `json:"name,omitempty" maxLength:"200"`
	Email    string     `json:"email,omitempty"`
	Birthday string     `json:"birthday,omitempty" doc:"YYYY-MM-DD, or MM-DD"`
	Address  string     `json:"address,omitempty"`
	Note     string     `json:"note,omitempty"`
	Guardian string     `json:"guardian,omitempty" doc:"who agrees for a child below 14"`
	Staff    string     `json:"staff,omitempty" maxLength:"100"`
	Channel  string     `json:"channel,omitempty" maxLength:"100"`
	Consents []Consent  `json:"consents,omitempty" maxItems:"20"`
	Referrer *BroughtBy `json:"referrer,omitempty" doc:"who brought them; told on joining, and the first counts"`
}

// Consent is what the customer agreed to, or refused, on one channel.
type Consent struct {
	_       struct{} `json:"-" additionalProperties:"true"`
	Channel string   `json:"channel" pattern:"^[a-z][a-z_-]{0,31}$" doc:"sms, kakao, email, push, call, post, greeting …"`
	Granted bool     `json:"granted"`
	Night   bool     `json:"night,omitempty" doc:"about quiet hours, which need a yes of their own"`
	Version string   `json:"version" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" doc:"of the text they agreed to; at most eight digits, as it is no place for a number"`
	At      string   `json:"at" format:"date-time"`
	Source  string   `json:"source,omitempty" readOnly:"true" doc:"where it was said"`
}

// Lookup names a customer by one identifier.
type Lookup struct {
	_        struct{} `json:"-" additionalProperties:"true"`
	Phone    string   `json:"phone,omitempty"`
	Card     string   `json:"card,omitempty"`
	MemberNo string   `json:"memberNo,omitempty"`
}

// LookupAnswer lists the customers found: none or one.
type LookupAnswer struct {
	Matches []CustomerAnswer `json:"matches"`
	Enrol   *TillJoining     `json:"enrol,omitempty" doc:"what enrolling would give now, of a number nobody has"`
}

// CustomerAnswer is what a till is told about a customer. AsOf and what follows
// from it are absent until a night has seen them.
type CustomerAnswer struct {
	CustomerID string        `json:"customerId"`
	Member     bool          `json:"member" doc:"has enrolled"`
	Grade      TillGrade     `json:"grade"`
	Next       *TillNext     `json:"next,omitempty"`
	Drop       *TillDrop     `json:"drop,omitempty" doc:"an announced drop; absent while the grade is safe"`
	Visits     int           `json:"visits"`
	LastVisit  *ledger.Day   `json:"lastVisit,omitempty"`
	AsOf       *ledger.Day   `json:"asOf,omitempty" doc:"the night this is from; it covers the days before"`
	Points     *TillPoints   `json:"points,omitempty" doc:"absent in a shop without points"`
	Benefits   []TillBenefit `json:"benefits,omitempty" doc:"what the grade brings"`
	Coupons    []TillCoupon  `json:"coupons,omitempty" doc:"those they have, and then those they may have now"`
	// ReferralCode is absent for who has not enrolled.
	ReferralCode string `json:"referralCode,omitempty" doc:"what they give a friend, who says it on joining"`
	// Complaint is open: nothing is sold before it is put right.
	Complaint    *TillComplaint   `json:"complaint,omitempty" doc:"the oldest open one"`
	BirthdayWeek bool             `json:"birthdayWeek,omitempty" doc:"within three days of their birthday; told of who agreed to be greeted"`
	Favourites   []TillFavourite  `json:"favourites,omitempty" doc:"most often bought first"`
	Usual        *TillUsual       `json:"usual,omitempty" doc:"when they come; absent without a habit"`
	Say          customer.Spoken  `json:"say" doc:"one line worth saying"`
	DoNot        *customer.Spoken `json:"doNot,omitempty" doc:"one thing not to do; absent when nothing needs avoiding"`
}

// TillGrade is the grade and why it is held.
type TillGrade struct {
	ID    string      `json:"id"`
	Ko    string      `json:"ko"`
	En    string      `json:"en"`
	Since *ledger.Day `json:"since,omitempty"`
	Why   *Why        `json:"why,omitempty"`
	// Pinned is set while the shop holds the grade by hand.
	Pinned *TillPin `json:"pinned,omitempty"`
}

// TillPin is a grade given by hand.
type TillPin struct {
	Until *ledger.Day `json:"until,omitempty" doc:"last day it holds; absent while it has no end"`
}

// Why is what a grade rests on: what was bought, how often they came and what
// points that earned, from From up to AsOf, against what the grade begins at. Basis says which of them
// count.
type Why struct {
	Basis           string        `json:"basis" enum:"amount,amount_and_visits,amount_or_visits,regulars,score,points"`
	Window          string        `json:"window" enum:"rolling,half_year,year,anniversary,lifetime,last_visit"`
	Months          int           `json:"months" doc:"length of the window, 0 when it has none"`
	From            ledger.Day    `json:"from"`
	Amount          ledger.Amount `json:"amount"`
	Threshold       ledger.Amount `json:"threshold"`
	Visits          int           `json:"visits" doc:"in the window"`
	ThresholdVisits int           `json:"thresholdVisits"`
	Score           int           `json:"score,omitempty" doc:"in tenths"`
	ThresholdScore  int           `json:"thresholdScore,omitempty"`
	Points          int64         `json:"points,omitempty" doc:"earned by sales in the window"`
	ThresholdPoints int64         `json:"thresholdPoints,omitempty"`
	Invitation      bool          `json:"invitation" doc:"the grade is by invitation: no amount earns it"`
	Ranked          bool          `json:"ranked,omitempty" doc:"grades go by rank among the customers; the threshold is what that came to on the night of asOf"`
	Top             int           `json:"top,omitempty" doc:"the share of customers, in per cent, who have this grade or a better one; absent of the grade everybody has"`
	Household       int           `json:"household,omitempty" doc:"so many live together, and amount, visits and points are what all of them did; absent of one alone"`
}

// TillNext is the grade above and what is missing for it.
type TillNext struct {
	ID         string        `json:"id"`
	Ko         string        `json:"ko"`
	En         string        `json:"en"`
	Need       ledger.Amount `json:"need"`
	NeedVisits int           `json:"needVisits"`
	NeedScore  int           `json:"needScore,omitempty" doc:"in tenths"`
	NeedPoints int64         `json:"needPoints,omitempty" doc:"to be earned by sales"`
	Either     bool          `json:"either" doc:"the amount or the visits are enough; else both are needed"`
	// Ranked needs move with what others buy, so a cashier promises nothing.
	Ranked bool `json:"ranked,omitempty" doc:"by rank: what was missing on the night of asOf; it moves with what others buy"`
	Top    int  `json:"top,omitempty" doc:"the share of customers, in per cent, that rank gives the grade to"`
}

// TillDrop says when the grade drops and to which, unless Need is bought before
// that day.
type TillDrop struct {
	ID         string        `json:"id"`
	Ko         string        `json:"ko"`
	En         string        `json:"en"`
	On         ledger.Day    `json:"on"`
	Need       ledger.Amount `json:"need"`
	NeedVisits int           `json:"needVisits"`
	NeedScore  int           `json:"needScore,omitempty" doc:"in tenths"`
	NeedPoints int64         `json:"needPoints,omitempty" doc:"to be earned by sales"`
	Either     bool          `json:"either" doc:"the amount or the visits are enough; else both are needed"`
	Invitation bool          `json:"invitation" doc:"nothing they buy keeps it"`
}

type telling struct {
	*Till
	desk *desk
}

func (h *telling) get(ctx context.Context, in *in) (*out, error) {
	s, err := h.desk.settings(ctx, storeOf(ctx))
	if err != nil {
		return nil, problemOf(err)
	}
	if !isID(in.ID) {
		return nil, web.OfStatus(http.StatusNotFound)
	}
	found, err := h.known(ctx, s, in.ID)
	if err != nil {
		return nil, problemOf(err)
	}
	if found == nil {
		return nil, personProblem(customer.ErrUnknown)
	}
	return answer(http.StatusOK, found)
}

func (h *telling) lookup(ctx context.Context, in *in) (*out, error) {
	s, err := h.desk.settings(ctx, storeOf(ctx))
	if err != nil {
		return nil, problemOf(err)
	}
	identities, _, problem := h.identities(ctx, s, in.Body)
	if problem != nil {
		return nil, problem
	}
	if len(identities) > 1 {
		return nil, web.Invalid([]ledger.Fault{{Pointer: "", Code: "customer_ambiguous"}})
	}
	found := LookupAnswer{Matches: []CustomerAnswer{}}
	if len(identities) == 0 {
		return answer(http.StatusOK, found)
	}
	id, err := h.Customers.Lookup(ctx, identities[0])
	if err != nil {
		return nil, problemOf(err)
	}
	if id == "" {
		found.Enrol = h.joining(s)
		return answer(http.StatusOK, found)
	}
	match, err := h.known(ctx, s, id)
	if err != nil {
		return nil, problemOf(err)
	}
	if match != nil {
		found.Matches = append(found.Matches, *match)
	}
	return answer(http.StatusOK, found)
}

func (h *telling) enrol(ctx context.Context, in *in) (*out, error) {
	s, err := h.desk.settings(ctx, storeOf(ctx))
	if err != nil {
		return nil, problemOf(err)
	}
	identities, e, problem := h.identities(ctx, s, in.Body)
	if problem != nil {
		return nil, problem
	}
	if len(identities) == 0 {
		return nil, web.Invalid([]ledger.Fault{{Pointer: "", Code: "identifier_missing"}})
	}
	e.Identities, e.Store, e.At = identities, storeOf(ctx), h.Now()
	if problem := h.told(ctx, s, &e); problem != nil {
		return nil, problem
	}
	if problem := h.brought(ctx, s, &e); problem != nil {
		return nil, problem
	}
	id, joined, err := h.Customers.Enrol(ctx, e)
	if problem := referralProblem(err); problem != nil {
		return nil, problem
	}
	if errors.Is(err, customer.ErrDisagree) {
		return nil, web.NewProblem(http.StatusConflict, "identifiers_disagree", "The identifiers belong to different customers.")
	}
	if err != nil {
		return nil, personProblem(err)
	}
	now, err := h.known(ctx, s, id)
	if err != nil || now == nil {
		return nil, web.Busy()
	}
	status := http.StatusOK
	if joined {
		status = http.StatusCreated
	}
	return answer(status, now)
}

// identities reads the identifiers of a body, and what else an enrolment says.
// While the pepper is out of reach nobody can be recognised.
func (h *telling) identities(ctx context.Context, s *settings, body []byte) ([]ledger.Identity, customer.Enrolment, *web.Problem) {
	e, named, code, faults := decodeEnrolment(strictjson.NewReader(body))
	if code != "" {
		return nil, e, broken(code)
	}
	var identities []ledger.Identity
	blind := false
	for _, who := range named {
		var a ledger.Arrival
		if code := h.desk.identify(ctx, s, who, &a); code != "" {
			faults = append(faults, ledger.Fault{Pointer: "/" + who.Kind, Code: code})
			continue
		}
		if !a.Identity.IsZero() {
			identities = append(identities, a.Identity)
			if who.Kind == customer.Phone {
				normal, _ := who.Normalise(s.store.Country, nil) //nolint:errcheck // it was normal just now
				e.Told.Phone = string(normal.Value)
			}
		}
		blind = blind || !a.Waiting.IsZero()
	}
	switch {
	case len(faults) > 0:
		return nil, e, invalid(faults)
	case blind:
		return nil, e, web.Busy()
	}
	return identities, e, nil
}

// told checks what a customer told of themselves, and says how it is kept:
// over what they told before.
func (h *telling) told(ctx context.Context, s *settings, e *customer.Enrolment) *web.Problem {
	if e.Told == (customer.Details{}) {
		return nil
	}
	today, _ := s.store.Local(h.Now())
	if faults := e.Told.Check(today); len(faults) > 0 {
		return web.Invalid(faults)
	}
	pepper, err := h.Pepper.Pepper(ctx)
	if err != nil {
		return web.Busy()
	}
	told := e.Told
	e.Seal = func(id, before string) (string, error) {
		known, err := pepper.Open(id, before)
		if err != nil {
			return "", err
		}
		if all := told.Over(known); all != known {
			return pepper.Seal(id, all, rand.Reader)
		}
		return before, nil
	}
	return nil
}

// tell composes the answer for one customer, who stands at the till as f says.
func (h *telling) tell(s *settings, p *customer.Profile, f *customer.Facing) CustomerAnswer {
	now := s.policy(f.Today)
	rules := now.Rules()
	own := rules.Grades[len(rules.Grades)-1]
	a := CustomerAnswer{CustomerID: p.ID, Member: !p.Enrolled.IsZero()}
	view := p.Grade
	if view == nil {
		view = &customer.GradeView{Grade: own.ID}
	} else {
		a.Visits, a.AsOf = view.Visits, &view.AsOf
		if view.Visits > 0 {
			a.LastVisit = &view.LastVisit
		}
	}
	place, known := rules.Index(view.Grade)
	if known {
		own = rules.Grades[place]
	}
	a.Grade = TillGrade{ID: own.ID, Ko: own.Ko, En: own.En}
	if p.Grade != nil {
		a.Grade.Since = &view.Since
		a.Grade.Why, a.Grade.Pinned = why(rules, &own, view), pinOf(view)
	}
	a.Next = nextOf(rules, place, known, view)
	f.Next = spokenOf(a.Next, rules, place, view)
	a.Drop = dropOf(rules, view.Drop)
	a.speak(s, f)
	return a
}
