package dynamo_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

var couponTerms = coupon.Terms{Store: "main", Today: ledger.DayOf(now), Now: now}

// gives is the deed of giving kim a coupon, by a code of its own each time.
func gives(ctx context.Context, r *rig) ([]string, error) {
	kim, err := r.kim(ctx)
	if err != nil {
		return nil, err
	}
	q := coupon.IssueRequest{
		Definition: &coupon.Definition{ID: "gift", Gives: coupon.Gives{Amount: 500}, ValidDays: 9, Given: coupon.Monthly}, Code: rand.Text(),
	}
	who := func(p *customer.Profile) (coupon.Who, error) { return coupon.Who{Customer: p.ID}, nil }
	c, _, refused, err := r.IssueCoupon(ctx, kim, q, who, couponTerms)
	return []string{c.Code + string(refused)}, err
}

// uses is the deed of doing something with kim's coupon.
func uses(id string, deed coupon.Deed) func(context.Context, *rig) ([]string, error) {
	return func(ctx context.Context, r *rig) ([]string, error) {
		codes, err := gives(ctx, r) // it is there: this finds it
		if err != nil {
			return nil, err
		}
		a, _, err := r.UseCoupon(ctx, coupon.UseRequest{ID: id, Store: "main", Deed: deed, Code: codes[0], Order: 1000}, couponTerms)
		return []string{fmt.Sprint(a)}, err
	}
}

// Whoever changes between look and gift is looked at again: one who takes back
// that their birthday is minded meanwhile is given nothing for it.
func TestWhoChangesMeanwhileIsLookedAtAgain(t *testing.T) {
	db, ctx := open(t), context.Background()
	if _, _, err := db.Enrol(ctx, customer.Enrolment{Identities: []ledger.Identity{pepper.Identity(member("kim"))}, Store: "main", At: now}); err != nil {
		t.Fatal(err)
	}
	kim, err := (&rig{DB: db}).kim(ctx)
	if err != nil {
		t.Fatal(err)
	}
	d := &coupon.Definition{ID: "cake", Gives: coupon.Gives{Amount: 500}, ValidDays: 9, Given: coupon.Birthday}
	looks := 0
	who := func(p *customer.Profile) (coupon.Who, error) {
		if looks++; looks > 1 {
			return coupon.Who{Customer: p.ID}, nil
		}
		_, err := db.Edit(ctx, kim, func(p *customer.Profile) ([]ledger.Fact, error) {
			p.Sealed = "other details"
			return nil, nil
		})
		return coupon.Who{Customer: p.ID, Birthday: couponTerms.Today.Time().Format("01-02")}, err
	}
	c, fresh, refused, err := db.IssueCoupon(ctx, kim, coupon.IssueRequest{Definition: d, Code: rand.Text()}, who, couponTerms)
	if err != nil || refused != coupon.NoBirthday || looks != 2 {
		t.Errorf("%+v, fresh %v, %q, %v after %d looks", c, fresh, refused, err, looks)
	}
}

// couponsDump is everything about coupons.
type couponsDump struct {
	wallets map[string]coupon.Wallet
	codes   map[string]string // hash → who it was drawn for
}

func (d *couponsDump) add(t *testing.T, it map[string]types.AttributeValue, kind, rest, sk string, read func(any)) bool {
	t.Helper()
	switch {
	case kind == "C" && sk == "coupons":
		var w coupon.Wallet
		read(&w)
		d.wallets[rest] = w
	case kind == "K":
		d.codes[rest] = str(it, "owner")
	default:
		return false
	}
	return true
}

// whole says that every coupon is found by its code, and every code leads to
// one.
func (d *couponsDump) whole(t *testing.T) {
	t.Helper()
	coupons := 0
	for who, w := range d.wallets {
		for _, c := range w.Coupons {
			if coupons++; d.codes[coupon.HashOf(c.Code)] != who {
				t.Errorf("%s of %s is not found by its code", c.Name, who)
			}
		}
	}
	if coupons != len(d.codes) {
		t.Errorf("%d coupons, %d codes", coupons, len(d.codes))
	}
}

// counts is what two dumps of the same deeds share.
func (d *couponsDump) counts() (all [4]int) {
	for _, w := range d.wallets {
		all[0] += int(w.Version)
		for _, c := range w.Coupons {
			if all[1]++; c.Used != nil {
				all[2]++
			}
			if c.Hold != nil {
				all[3]++
			}
		}
	}
	return all
}
