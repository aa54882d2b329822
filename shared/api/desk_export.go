package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/report"
)

// PersonExport is what a person may ask for: what they told, were promised, have
// and bought.
type PersonExport struct {
	Person
	Known      *PersonKnown      `json:"known,omitempty" doc:"absent before the first night"`
	Points     *TillPoints       `json:"points,omitempty" doc:"absent of who never had any"`
	Coupons    []PersonCoupon    `json:"coupons" doc:"those that are kept; of those used and over, the last ones"`
	Complaints []PersonComplaint `json:"complaints" doc:"those that are open"`
	// Purchases are those on the business days before PurchasesBefore.
	Purchases       []report.Purchase `json:"purchases" doc:"oldest first"`
	PurchasesBefore ledger.Day        `json:"purchasesBefore,omitzero" doc:"what was bought on this day or later is told by the next night; absent before the first"`
	PurchasesAbsent string            `json:"purchasesAbsent,omitempty" enum:"no_night,too_many" doc:"why there are none"`
}

// PersonKnown is what the last night worked out of them, beside their grade.
type PersonKnown struct {
	From       ledger.Day      `json:"from" doc:"first day of the time the grade rests on"`
	Amount     ledger.Amount   `json:"amount" doc:"spent in it"`
	Visits     int             `json:"visits" doc:"since the beginning"`
	LastVisit  ledger.Day      `json:"lastVisit"`
	Household  int             `json:"household,omitempty" doc:"how many live together whose amounts count together"`
	Favourites []TillFavourite `json:"favourites,omitempty"`
	Usual      *TillUsual      `json:"usual,omitempty"`
}

// PersonCoupon is a coupon and what became of it.
type PersonCoupon struct {
	TillCoupon
	Issued    ledger.Day `json:"issued"`
	UsedOn    ledger.Day `json:"usedOn,omitzero"`
	UsedStore string     `json:"usedStore,omitempty"`
}

// PersonComplaint is what they complained of.
type PersonComplaint struct {
	Opened   time.Time `json:"opened"`
	Store    string    `json:"store"`
	About    string    `json:"about"`
	Severity string    `json:"severity"`
}

// export is what a person may ask for. One that was
// merged answers as who they are part of.
func (h *person) export(ctx context.Context, in *in) (*out, error) {
	if !isID(in.ID) {
		return nil, personProblem(customer.ErrUnknown)
	}
	p, account, wallet, err := wholeOf(ctx, h.People, in.ID)
	if err == nil && p == nil {
		err = customer.ErrUnknown
	}
	if err != nil {
		return nil, personProblem(err)
	}
	told := PersonExport{Coupons: []PersonCoupon{}, Complaints: []PersonComplaint{}}
	if told.Person, err = h.open(ctx, p); err != nil {
		return nil, err
	}
	if v := p.Grade; v != nil {
		k := &PersonKnown{From: v.From, Amount: v.Amount, Visits: v.Visits, LastVisit: v.LastVisit, Household: v.Household}
		k.Favourites, k.Usual = habitsOf(v)
		told.Known = k
	}
	if account.Version > 0 {
		told.Points = tillPoints(&account, h.Now())
	}
	today, err := h.today(ctx)
	if err != nil {
		return nil, problemOf(err)
	}
	for i := range wallet.Coupons {
		c := &wallet.Coupons[i]
		own := PersonCoupon{TillCoupon: tillCoupon(c, coupon.Terms{Today: today, Now: h.Now()}), Issued: c.Issued}
		own.Code = "" // codes are shown at the till only
		if c.Used != nil {
			own.UsedOn, own.UsedStore = c.Used.Day, c.Used.Store
		}
		told.Coupons = append(told.Coupons, own)
	}
	for _, c := range p.Complaints {
		told.Complaints = append(told.Complaints, PersonComplaint{c.Opened, c.Store, c.About, c.Severity})
	}
	if err := h.bought(ctx, p, &told); err != nil {
		return nil, problemOf(err)
	}
	return answer(http.StatusOK, told)
}

// bought adds the purchases of everybody the person was found to be.
func (h *person) bought(ctx context.Context, p *customer.Profile, told *PersonExport) error {
	ids := []string{p.ID}
	for _, other := range p.Absorbed {
		ids = append(ids, other.ID)
	}
	asOf, list, err := h.Preview.Purchases(ctx, ids)
	told.Purchases, told.PurchasesBefore = list, asOf
	switch {
	case errors.Is(err, report.ErrNone):
		told.PurchasesAbsent = "no_night"
	case errors.Is(err, report.ErrTooLarge):
		told.PurchasesAbsent = "too_many"
	case err != nil:
		return err
	}
	if list == nil {
		told.Purchases = []report.Purchase{}
	}
	return nil
}
