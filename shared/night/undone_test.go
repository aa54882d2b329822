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

// view is what the till is told of somebody's grade.
func (c *cafe) view(who string) *customer.GradeView {
	c.t.Helper()
	id, err := c.Lookup(context.Background(), ledgertest.Member(who))
	if err != nil {
		c.t.Fatal(err)
	}
	p, err := c.Profile(context.Background(), id)
	if err != nil || p == nil {
		c.t.Fatal(err)
	}
	return p.Grade
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

// A fall that a grade given by hand catches takes the coupons above it along;
// the shop that lowers somebody by hand takes nothing.
func TestUndoneGradesAboveAPin(t *testing.T) {
	for exempt, want := range map[string]coupon.Refusal{"drop": coupon.Voided, "evaluation": ""} {
		t.Run(exempt, func(t *testing.T) {
			c := openCafe(t)
			c.night(9, "a0 sale kim 2026-11-08 1000")
			pin := func(day string) {
				if err := c.Desk(context.Background(), "pinned kim "+day+" green "+exempt+" - boss apology"); err != nil {
					t.Fatal(err)
				}
			}
			events := ""
			if exempt == "drop" {
				pin("2026-11-09")
				events = "a2 refund kim 2026-11-11 999000 refundOf=main/2026-11-10/a1"
			}
			c.night(11, "a1 sale kim 2026-11-10 999000")
			c.issue("kim", "gold-drink", "", "K1")
			if exempt != "drop" {
				pin("2026-11-11")
			}
			c.night(12, events)
			if v := c.view("kim"); v.Grade != "green" {
				t.Fatalf("%+v", v)
			}
			c.refuses(map[string]coupon.Refusal{"K1": want})
		})
	}
}

// Who was merged has no row; a night that runs when they are told apart again
// does not take them for somebody who never bought.
func TestApartBeforeTheNightThatMerges(t *testing.T) {
	c := openCafe(t)
	c.night(10, "a1 sale kim 2026-11-08 999000\nb1 sale lee 2026-11-08 300000\nd1 sale park 2026-11-08 300000")
	c.issue("lee", "gold-drink", "", "L1")
	c.issue("park", "gold-drink", "", "P1")
	c.post("merge lee into kim")
	c.Clock = time.Date(2026, 11, 11, 3, 0, 0, 0, time.UTC)
	c.post("unmerge lee from kim\nd2 void park 2026-11-10 0 voidOf=main/2026-11-08/d1")
	if _, err := c.Night(context.Background(), ledger.Date(2026, 11, 11)); err != nil {
		t.Fatal(err)
	}
	c.refuses(map[string]coupon.Refusal{"L1": "", "P1": coupon.Voided})
}
