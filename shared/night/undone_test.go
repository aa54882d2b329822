package night_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
)

// cafe is a café by its template whose customers are given coupons, in the
// middle of November.
type cafe struct {
	*ledgertest.World
	t     *testing.T
	rules policy.Policy
}

func openCafe(t *testing.T) *cafe {
	t.Helper()
	document, _ := policy.Document("cafe-stars")
	rules, err := policy.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	shared := *rules.Coupon("gold-drink")
	shared.ID, shared.Grades = "two-drink", []string{"gold", "welcome"}
	rules.Coupons = append(slices.Clone(rules.Coupons), shared)
	c := &cafe{ledgertest.NewWorld(time.Date(2026, 11, 8, 0, 0, 0, 0, time.UTC)), t, rules}
	c.SetPolicy(rules)
	return c
}

// night lets events be recorded, and runs the night of a day of November.
func (c *cafe) night(day int, events string) {
	c.t.Helper()
	c.Clock = time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
	c.post(events)
	if _, err := c.Night(context.Background(), ledger.Date(2026, 11, day)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cafe) post(events string) {
	c.t.Helper()
	if err := c.Post(context.Background(), events); err != nil {
		c.t.Fatal(err)
	}
}

// issue gives somebody what their grade allows.
func (c *cafe) issue(who, which, campaign, code string) {
	c.t.Helper()
	id, err := c.Lookup(context.Background(), ledgertest.Member(who))
	if err != nil || id == "" {
		c.t.Fatalf("%s is nobody: %v", who, err)
	}
	q := coupon.IssueRequest{Definition: c.rules.Coupon(which), Campaign: campaign, Code: code}
	is := func(p *customer.Profile) (coupon.Who, error) {
		return coupon.Who{Customer: id, Grade: p.Grade.Grade}, nil
	}
	terms := coupon.Terms{Today: ledger.DayOf(c.Clock), Now: c.Clock}
	if _, fresh, refused, err := c.IssueCoupon(context.Background(), id, q, is, terms); err != nil || !fresh {
		c.t.Fatalf("%s: %v, %s, %v", who, fresh, refused, err)
	}
}

// refuses looks what becomes of coupons that are used now, by code.
func (c *cafe) refuses(want map[string]coupon.Refusal) {
	c.t.Helper()
	for code, want := range want {
		q := coupon.UseRequest{ID: code, Store: "main", Deed: coupon.ToRedeem, Code: code, Order: 9000}
		a, _, err := c.UseCoupon(context.Background(), q, coupon.Terms{Store: "main", Today: ledger.DayOf(c.Clock), Now: c.Clock})
		if err != nil || a.Refused != want {
			c.t.Errorf("%s: %+v, %v, want %q", code, a, err, want)
		}
	}
}

// A grade that was bought and given back leaves no coupon behind, but what the
// grade left is given too; and no other is touched.
func TestUndoneGradesTakeTheirCouponsBack(t *testing.T) {
	c := openCafe(t)
	c.night(10, "a1 sale kim 2026-11-08 999000\nb1 sale lee 2026-11-08 300000")
	c.issue("kim", "gold-drink", "", "K1")
	c.issue("kim", "come-back", "spring", "K2")
	c.issue("kim", "two-drink", "", "K3")
	c.issue("lee", "gold-drink", "", "L1")
	c.night(11, "a2 refund kim 2026-11-10 999000 refundOf=main/2026-11-08/a1\na3 sale kim 2026-11-10 1000")
	c.refuses(map[string]coupon.Refusal{"K1": coupon.Voided, "K2": "", "K3": "", "L1": ""})
}
