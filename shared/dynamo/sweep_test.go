package dynamo_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"golang.org/x/sync/errgroup"
)

// now is when everything in these tests arrives.
var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

var pepper = customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)}

// impatient is a client that leaves every retry to us.
func impatient(o *dynamodb.Options) { o.Retryer = aws.NopRetryer{} }

// sale is one of 1000 days ago, to who unless "".
func sale(id, who string, days int) ledger.Arrival {
	day := ledger.DayOf(now) - ledger.Day(days)
	t := &ledger.Transaction{Key: ledger.Key{Store: "main", Day: day, ID: id}, Type: ledger.Sale, Currency: "KRW", Total: 1000}
	t.Occurred.At = day.Time().Add(3 * time.Hour)
	t.Occurred.Text = t.Occurred.At.Format(time.RFC3339)
	a := ledger.Arrival{Transaction: t, Received: now}
	if who != "" {
		t.IdentifiedBy = customer.MemberNo
		a.Identity = pepper.Identity(member(who))
	}
	return a
}

func waiting(a ledger.Arrival, who string) ledger.Arrival {
	a.Identity, a.Waiting = ledger.Identity{}, ledger.Unhashed(member(who))
	return a
}

func member(who string) customer.Identifier {
	return customer.Identifier{Kind: customer.MemberNo, Value: customer.Secret(who)}
}

// deed is something a client does and, when it fails, does again.
type deed struct {
	before func(*rig) error // undisturbed
	do     func(context.Context, *rig) (answers []string, err error)
	// leaves is how many of its first reads are left to the SDK to try again.
	leaves int
	// brief says its ways to go wrong are those of others: only the three that
	// matter for what is written are tried.
	brief bool
}

// appends is the deed of recording arrivals.
func appends(arrivals ...ledger.Arrival) func(context.Context, *rig) ([]string, error) {
	return func(ctx context.Context, r *rig) ([]string, error) {
		answers := make([]string, len(arrivals))
		var err error
		for i, out := range r.Append(ctx, arrivals) {
			answers[i] = string(out.Answer)
			err = errors.Join(err, out.Err)
		}
		return answers, err
	}
}

var deeds = map[string]deed{
	"sale":                      {do: appends(sale("s1", "", 0))},
	"sale of a new customer":    {do: appends(sale("s1", "kim", 0))},
	"late sale":                 {do: appends(sale("s1", "", 30))},
	"late sale, new customer":   {do: appends(sale("s1", "kim", 30))},
	"sale without the pepper":   {do: appends(waiting(sale("s1", "", 0), "kim"))},
	"sale of somebody known":    {before: known, do: appends(sale("s1", "kim", 0))},
	"mixed batch":               {before: known, do: appends(sale("s1", "", 0), sale("s2", "kim", 0), sale("s3", "lee", 0), sale("s4", "", 30), sale("s5", "lee", 31), sale("s6", "park", 32), waiting(sale("s7", "", 33), "choi"))},
	"enrolment":                 {do: enrol("kim", "lee")},
	"enrolment of a buyer":      {before: known, do: enrol("kim", "lee")},
	"consent at the desk":       {before: known, do: agree, leaves: 2},
	"enrolment of a friend":     {before: known, do: friend("lee", "kim"), leaves: 1},
	"sale with points":          {brief: true, do: earns(sale("s1", "kim", 0))},
	"late sale with points":     {brief: true, before: known, do: earns(sale("s1", "kim", 30))},
	"refund with points":        {brief: true, before: before(earns(sale("s1", "kim", 0))), do: earns(correction("r1", ledger.Refund, "s1"))},
	"refund before its sale":    {brief: true, before: before(earns(correction("r1", ledger.Refund, "s1"))), do: earns(sale("s1", "kim", 0))},
	"void of a refund":          {brief: true, before: before(earns(sale("s1", "kim", 0)), earns(correction("r1", ledger.Refund, "s1"))), do: earns(correction("v1", ledger.Void, "r1"))},
	"batch with points":         {brief: true, before: before(earns(sale("s0", "lee", 0))), do: earns(sale("s1", "kim", 0), sale("s2", "kim", 0), sale("s3", "", 0), correction("r1", ledger.Refund, "s0"))},
	"hold":                      {brief: true, before: before(earns(sale("s1", "kim", 0))), do: holds("h1")},
	"capture for a sale":        {brief: true, before: before(earns(sale("s1", "kim", 0)), holds("h1")), do: captures("h1", "s2")},
	"adjustment":                {brief: true, before: known, do: adjusts("a1")},
	"coupon":                    {brief: true, before: known, do: gives},
	"hold of a coupon":          {brief: true, before: before(appends(sale("s0", "kim", 0)), gives), do: uses("u1", coupon.ToHold)},
	"use of a coupon":           {brief: true, before: before(appends(sale("s0", "kim", 0)), gives, uses("u1", coupon.ToHold)), do: uses("u1", coupon.ToRedeem)},
	"linking who waited":        {before: hasWaited, do: link, leaves: 1},
	"linking who waited, known": {before: func(r *rig) error { return errors.Join(known(r), hasWaited(r)) }, do: link, leaves: 1},
}

func known(r *rig) error {
	_, err := appends(sale("s0", "kim", 0))(context.Background(), r)
	return err
}

func hasWaited(r *rig) error {
	_, err := appends(waiting(sale("w1", "", 0), "kim"), waiting(sale("w2", "", 40), "kim"))(context.Background(), r)
	return err
}

func link(ctx context.Context, r *rig) ([]string, error) { return nil, r.LinkWaiting(ctx, pepper, now) }

func enrol(who ...string) func(context.Context, *rig) ([]string, error) {
	e := customer.Enrolment{Store: "main", At: now, Consents: []ledger.Consent{{Channel: "sms", Granted: true, Version: "1", At: now}}}
	for _, w := range who {
		e.Identities = append(e.Identities, pepper.Identity(member(w)))
	}
	return func(ctx context.Context, r *rig) ([]string, error) {
		id, _, err := r.Enrol(ctx, e)
		return []string{id}, err
	}
}

// agree records what kim agreed to.
func agree(ctx context.Context, r *rig) ([]string, error) {
	id, err := r.kim(ctx)
	if err != nil {
		return nil, err
	}
	p, err := r.Edit(ctx, id, func(p *customer.Profile) ([]ledger.Fact, error) {
		return p.Consent([]ledger.Consent{{Channel: "sms", Granted: true, Version: "1", At: now}}, ledger.Fact{At: now, By: "boss"}), nil
	})
	if err != nil {
		return nil, err
	}
	return []string{fmt.Sprint(id, len(p.Consents))}, nil
}

// friend enrols somebody who was brought by another, with a referral code.
func friend(who, by string) func(context.Context, *rig) ([]string, error) {
	return func(ctx context.Context, r *rig) ([]string, error) {
		referrer, err := r.Lookup(ctx, pepper.Identity(member(by)))
		if err != nil {
			return nil, err
		}
		id, _, err := r.Enrol(ctx, customer.Enrolment{
			Identities: []ledger.Identity{pepper.Identity(member(who))}, Referrer: referrer, Code: pepper.CodeIdentity, Store: "main", At: now,
		})
		return []string{id}, err
	}
}

// ways a call can go wrong: alone, or with us dying at it.
var ways = map[string]struct {
	trouble ledgertest.Trouble
	dies    bool
}{
	"not sent":                {trouble: ledgertest.Trouble{Before: true}},
	"reply lost":              {trouble: ledgertest.Trouble{After: true}},
	"refused by the server":   {trouble: ledgertest.Refusal("InternalServerError")},
	"throttled":               {trouble: ledgertest.Refusal("ThrottlingException")},
	"out of capacity":         {trouble: ledgertest.Refusal("ProvisionedThroughputExceededException")},
	"killed before sending":   {trouble: ledgertest.Trouble{Before: true}, dies: true},
	"killed before the reply": {trouble: ledgertest.Trouble{After: true}, dies: true},
}

// Whatever single call goes wrong in whatever way, nothing is left in part;
// and when the client does it again, everything is there once and the answer
// is the right one.
func TestEveryCallMayGoWrong(t *testing.T) {
	points := 0
	var group errgroup.Group
	group.SetLimit(16) // most of the time is pauses
	for name, d := range deeds {
		t.Run(name, func(t *testing.T) {
			calm, _ := prepare(t, d)
			if _, err := d.do(context.Background(), calm); err != nil {
				t.Fatal(err)
			}
			calls, want := len(calm.wire.Calls()), calm.dump(t)
			for way, w := range ways {
				if (testing.Short() || d.brief && !w.trouble.Before) && !w.trouble.After {
					continue
				}
				for k := 1; k <= calls; k++ {
					points++
					group.Go(func() error {
						t.Run(fmt.Sprintf("call %d of %d %s", k, calls, way), func(t *testing.T) { disturb(t, d, way, k, want) })
						return nil
					})
				}
			}
			group.Wait() //nolint:errcheck // subtests tell
		})
	}
	t.Logf("%d points", points)
}

func prepare(t *testing.T, d deed) (*rig, context.Context) {
	t.Helper()
	r := openOn(t, &ledgertest.Wire{}, impatient)
	if d.before != nil {
		if err := d.before(r); err != nil {
			t.Fatal(err)
		}
	}
	r.wire.Reset(nil)
	return r, context.Background()
}

func disturb(t *testing.T, d deed, way string, k int, want *dump) {
	r, ctx := prepare(t, d)
	ctx, die := context.WithCancel(ctx)
	defer die()
	r.wire.Reset(func(c ledgertest.Call) ledgertest.Trouble {
		switch {
		case c.N == k:
			if ways[way].dies {
				die()
			}
			return ways[way].trouble
		case c.N > k && ways[way].dies:
			return ledgertest.Trouble{Before: true}
		}
		return ledgertest.Trouble{}
	})
	first, firstErr := d.do(ctx, r)
	r.wire.Reset(nil)
	r.dump(t).whole(t)
	if firstErr != nil && !ways[way].dies && k > d.leaves {
		t.Errorf("one lost call was not made good: %v", firstErr)
	}
	for range 2 {
		again, err := d.do(context.Background(), r)
		if err != nil {
			t.Fatalf("again: %v", err)
		}
		for i := range first {
			if firstErr == nil && first[i] != again[i] {
				t.Errorf("%s, then %s", first[i], again[i])
			}
		}
		first, firstErr = again, nil
	}
	got := r.dump(t)
	got.whole(t)
	if got.counts() != want.counts() {
		t.Errorf("%v records, markers, links, waiting, identifiers, customers, facts, consents; undisturbed %v", got.counts(), want.counts())
	}
	if got.coupons.counts() != want.coupons.counts() {
		t.Errorf("%v versions, coupons, used, held; undisturbed %v", got.coupons.counts(), want.coupons.counts())
	}
	if got.points.counts() != want.points.counts() {
		t.Errorf("%v accounts, entries, states, asked, staff, available; undisturbed %v", got.points.counts(), want.points.counts())
	}
}
