package api

import (
	"context"
	"crypto/rand"
	"net/http"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/policy"
	"dangol/shared/strictjson"
	"dangol/shared/web"

	"golang.org/x/sync/errgroup"
)

const (
	// giftsMax is how many customers one request gives a coupon: as many as
	// are given theirs well within the function's time.
	giftsMax = 200
	// givers is how many are given theirs at once.
	givers = 8
)

// GiftAsked gives customers a coupon.
type GiftAsked struct {
	_         struct{} `json:"-" additionalProperties:"true"`
	Coupon    string   `json:"coupon" doc:"the id of a coupon given by campaign"`
	Campaign  string   `json:"campaign" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"names what it is given for: each customer is given it once"`
	Customers []string `json:"customers" minItems:"1" maxItems:"200" doc:"our own ids"`
}

// Gifted says who was given a coupon. Codes are shown at the till only.
type Gifted struct {
	Issued  int           `json:"issued"`
	Had     int           `json:"had" doc:"who had been given it before"`
	Refused []GiftRefused `json:"refused"`
}

// GiftRefused is one customer who was not given it.
type GiftRefused struct {
	Customer string         `json:"customer"`
	Code     coupon.Refusal `json:"code" enum:"customer_unknown,customer_merged,coupon_other_grade,coupon_over,too_many_coupons"`
}

// CouponVoid takes one coupon back.
type CouponVoid struct {
	_        struct{} `json:"-" additionalProperties:"true"`
	Customer string   `json:"customer" doc:"our own id"`
	Name     string   `json:"name" doc:"the coupon's name"`
}

// gifts is the desk's work on coupons.
type gifts struct{ *Desk }

// settings are the merchant's, of no store.
func (h *gifts) settings(ctx context.Context) (*settings, coupon.Terms, error) {
	s, err := deskSettings(ctx, h.Shop)
	if err != nil {
		return nil, coupon.Terms{}, err
	}
	now := h.Now()
	return s, coupon.Terms{Today: ledger.DayOf(now.In(s.zone)), Now: now}, nil
}

func (h *gifts) give(ctx context.Context, in *in) (*out, error) {
	q, customers, name, problem := decodeGift(in.Body)
	if problem != nil {
		return nil, problem
	}
	s, t, err := h.settings(ctx)
	if err != nil {
		return nil, problemOf(err)
	}
	rules := policy.At(s.policies, t.Today)
	if q.Definition = rules.Coupon(name); q.Definition == nil {
		return nil, web.Invalid([]ledger.Fault{{Pointer: "/coupon", Code: "coupon_unknown"}})
	}
	if q.Definition.Given != coupon.Campaign {
		return nil, web.Invalid([]ledger.Fault{{Pointer: "/coupon", Code: "coupon_not_by_campaign"}})
	}
	q.By = managerOf(ctx)
	done := make([]func(*Gifted), len(customers))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(givers)
	for i, id := range customers {
		group.Go(func() (err error) {
			done[i], err = h.giveOne(ctx, s, id, q, t)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, problemOf(err) // sent again, those who were given it are counted as had
	}
	gifted := Gifted{Refused: []GiftRefused{}}
	for _, count := range done {
		count(&gifted)
	}
	return answer(http.StatusOK, gifted)
}

// giveOne gives one customer the coupon and says how that is counted.
func (h *gifts) giveOne(ctx context.Context, s *settings, id string, q coupon.IssueRequest, t coupon.Terms) (count func(*Gifted), err error) {
	if q.Code, err = coupon.NewCode(rand.Reader); err != nil {
		return nil, err
	}
	_, fresh, refused, err := h.People.IssueCoupon(ctx, id, q, func(p *customer.Profile) (coupon.Who, error) {
		return whoIs(ctx, h.Pepper, s, p, t.Today, false) // given by campaign
	}, t)
	return func(g *Gifted) {
		switch {
		case refused != "":
			g.Refused = append(g.Refused, GiftRefused{id, refused})
		case fresh:
			g.Issued++
		default:
			g.Had++
		}
	}, err
}

func (h *gifts) void(ctx context.Context, in *in) (*out, error) {
	id, name, problem := decodeVoid(in.Body)
	if problem != nil {
		return nil, problem
	}
	_, t, err := h.settings(ctx)
	if err != nil {
		return nil, problemOf(err)
	}
	p, err := profileOf(ctx, h.People, id)
	if err != nil {
		return nil, personProblem(err)
	}
	c, refused, err := h.People.VoidCoupon(ctx, p.ID, name, managerOf(ctx), t)
	switch {
	case err != nil:
		return nil, problemOf(err)
	case refused != "":
		return nil, couponRefusals.problem(refused)
	}
	told := tillCoupon(&c, t)
	told.Code, told.State = "", c.State(t)
	return answer(http.StatusOK, told)
}

func decodeGift(body []byte) (q coupon.IssueRequest, customers []string, name string, problem *web.Problem) {
	r := strictjson.NewReader(body)
	code, faults := r.Whole(func(field string) {
		switch field {
		case "coupon":
			name = readID(r)
		case "campaign":
			q.Campaign = readID(r)
		case "customers":
			seen := map[string]bool{}
			r.List(giftsMax, "too_many_customers", func() {
				if id := readID(r); id != "" && !seen[id] {
					customers, seen[id] = append(customers, id), true
				}
			})
		default:
			r.Skip()
		}
	})
	return q, customers, name, incomplete(code, faults, map[string]bool{
		"coupon": name == "", "campaign": q.Campaign == "", "customers": len(customers) == 0,
	})
}

// couponNameMax bounds a coupon's name: a definition, an occasion, and whose it was.
const couponNameMax = 300

func decodeVoid(body []byte) (id, name string, problem *web.Problem) {
	r := strictjson.NewReader(body)
	code, faults := r.Whole(func(field string) {
		switch field {
		case "customer":
			id = readID(r)
		case "name":
			name = r.Text(couponNameMax)
		default:
			r.Skip()
		}
	})
	return id, name, incomplete(code, faults, map[string]bool{"customer": id == "", "name": name == ""})
}
