package night_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/report"

	"pgregory.net/rapid"
)

// given is what grades.json says was given.
func given(t testing.TB, w *ledgertest.World, folder string) report.Benefits {
	t.Helper()
	content, err := w.Reports.Get(context.Background(), folder+"/"+report.FileGrades)
	if err != nil {
		t.Fatal(err)
	}
	var grades report.Grades
	if err := json.Unmarshal(content, &grades); err != nil {
		t.Fatal(err)
	}
	return grades.Benefits
}

// What was given is counted alike in whatever order, and how often, its sales
// and what undoes them come; months that were gathered count it too.
func TestBenefitsInAnyOrder(t *testing.T) {
	document, _ := policy.Document("cafe-stars")
	rules, err := policy.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	uses := 0
	rapid.Check(t, func(rt *rapid.T) {
		events := drawHistory(rt)
		for i := range events {
			if pick := rapid.IntRange(0, 3).Draw(rt, "given"); pick > 0 {
				events[i] += " gives=" + []string{"extra-shot", "come-back", "by-name,extra-shot"}[pick-1]
			}
		}
		tell := func(events []string) string {
			w := ledgertest.NewWorld(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
			w.OpenStore("second", "Asia/Seoul")
			w.SetPolicy(rules)
			for _, e := range events {
				if err := w.Post(context.Background(), e); err != nil {
					t.Fatal(err)
				}
			}
			result, err := w.Night(context.Background(), ledger.Date(2026, 12, 31))
			if err != nil {
				t.Fatal(err)
			}
			b := given(t, w, result.Report)
			uses += b.Uses
			return fmt.Sprint(b)
		}
		want := tell(events)
		seed := rapid.Uint64().Draw(rt, "seed")
		shuffled := append(append([]string{}, events...), events[:len(events)/2]...)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := tell(shuffled); got != want {
			rt.Fatalf("%s, in another order %s", want, got)
		}
	})
	if uses == 0 {
		t.Error("nothing was ever given")
	}
}

// A grade that was bought and given back leaves no coupon behind, and no other
// is touched.
func TestUndoneGradesTakeTheirCouponsBack(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC))
	document, _ := policy.Document("cafe-stars")
	rules, err := policy.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	w.SetPolicy(rules)
	night := func(day int, events string) {
		t.Helper()
		w.Clock = time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
		if err := w.Post(ctx, events); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Night(ctx, ledger.Date(2026, 11, day)); err != nil {
			t.Fatal(err)
		}
	}
	night(10, "a1 sale kim 2026-11-08 999000\nb1 sale lee 2026-11-08 300000")
	issue := func(who, which, campaign, code string) {
		t.Helper()
		id, err := w.Lookup(ctx, ledger.Identity{Kind: customer.MemberNo, Version: "t", Hash: who})
		if err != nil || id == "" {
			t.Fatalf("%s is nobody: %v", who, err)
		}
		q := coupon.IssueRequest{Definition: rules.Coupon(which), Campaign: campaign, Code: code}
		is := func(p *customer.Profile) (coupon.Who, error) {
			return coupon.Who{Customer: id, Grade: p.Grade.Grade}, nil
		}
		if _, fresh, refused, err := w.IssueCoupon(ctx, id, q, is, coupon.Terms{Today: ledger.Date(2026, 11, 10), Now: w.Clock}); err != nil || !fresh {
			t.Fatalf("%s: %v, %s, %v", who, fresh, refused, err)
		}
	}
	issue("kim", "gold-drink", "", "K1")
	issue("kim", "come-back", "spring", "K2")
	issue("lee", "gold-drink", "", "L1")
	night(11, "a2 refund kim 2026-11-10 999000 refundOf=main/2026-11-08/a1\na3 sale kim 2026-11-10 1000")
	for code, want := range map[string]coupon.Refusal{"K1": coupon.Voided, "K2": "", "L1": ""} {
		q := coupon.UseRequest{ID: code, Store: "main", Deed: coupon.ToRedeem, Code: code, Order: 9000}
		a, _, err := w.UseCoupon(ctx, q, coupon.Terms{Store: "main", Today: ledger.Date(2026, 11, 11), Now: w.Clock})
		if err != nil || a.Refused != want {
			t.Errorf("%s: %+v, %v", code, a, err)
		}
	}
}
