package dynamo_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/points"
	"dangol/shared/policy"
)

// terms earn a point for every ten won, at once.
func terms() *points.Terms {
	p := points.DefaultPolicy()
	p.Rate, p.StaffDailyMax = points.Rate{Points: 1, Per: 10}, 1000
	return &points.Terms{Policy: &p, Now: now}
}

// earns is the deed of recording arrivals with points.
func earns(arrivals ...ledger.Arrival) func(context.Context, *rig) ([]string, error) {
	return func(ctx context.Context, r *rig) ([]string, error) {
		answers := make([]string, len(arrivals))
		var err error
		for i, out := range r.AppendWithPoints(ctx, arrivals, terms()) {
			answers[i] = string(out.Answer)
			err = errors.Join(err, out.Err)
		}
		return answers, err
	}
}

// correction gives back 500 of a sale, or voids what is named.
func correction(id string, kind ledger.Type, of string) ledger.Arrival {
	a := sale(id, "", 0)
	a.Type = kind
	target := &ledger.Key{Store: "main", Day: a.Day, ID: of}
	if kind == ledger.Refund {
		a.RefundOf, a.Total = target, 500
	} else {
		a.VoidOf, a.Total = target, 0
	}
	return a
}

// before are deeds that went well.
func before(deeds ...func(context.Context, *rig) ([]string, error)) func(*rig) error {
	return func(r *rig) (err error) {
		for _, do := range deeds {
			_, failed := do(context.Background(), r)
			err = errors.Join(err, failed)
		}
		return err
	}
}

func (r *rig) kim(ctx context.Context) (id string, err error) {
	for range 3 { // a read that goes wrong here is not what is tried
		if id, err = r.Lookup(ctx, pepper.Identity(member("kim"))); err == nil {
			return id, nil
		}
	}
	return "", err
}

func holds(id string) func(context.Context, *rig) ([]string, error) {
	return func(ctx context.Context, r *rig) ([]string, error) {
		kim, err := r.kim(ctx)
		if err != nil {
			return nil, err
		}
		a, _, err := r.Hold(ctx, points.HoldRequest{ID: points.HoldID("main", id), Store: "main", Customer: kim, Points: 60}, terms())
		return []string{fmt.Sprint(a)}, err
	}
}

func captures(id, of string) func(context.Context, *rig) ([]string, error) {
	return func(ctx context.Context, r *rig) ([]string, error) {
		q := points.EndRequest{Hold: points.HoldID("main", id), Store: "main", Points: 50, Sale: &ledger.Key{Store: "main", Day: ledger.DayOf(now), ID: of}}
		a, _, err := r.EndHold(ctx, q, terms())
		return []string{fmt.Sprint(a)}, err
	}
}

func adjusts(id string) func(context.Context, *rig) ([]string, error) {
	return func(ctx context.Context, r *rig) ([]string, error) {
		kim, err := r.kim(ctx)
		if err != nil {
			return nil, err
		}
		a, _, err := r.Adjust(ctx, points.AdjustRequest{ID: points.AdjustID("main", id), Store: "main", Customer: kim, Staff: "e7", Reason: "x", Points: 70}, terms())
		return []string{fmt.Sprint(a)}, err
	}
}

// ops lists the calls made since the wire was reset.
func (r *rig) ops() (ops []string) {
	for _, c := range r.wire.Calls() {
		ops = append(ops, c.Op)
	}
	return ops
}

// What each thing costs: without points a sale is one conditional put, as it
// always was; with them one more item and no more reads, and a till's question
// is one.
func TestCallsOfPoints(t *testing.T) {
	ctx := context.Background()
	r := openOn(t, &ledgertest.Wire{}, impatient)
	must := func(_ []string, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(earns(sale("s0", "kim", 0))(ctx, r))
	kim, err := r.kim(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		do   func() error
		want string
	}{
		{"a sale to nobody", func() error { _, err := earns(sale("s1", "", 0))(ctx, r); return err }, "[PutItem]"},
		{"a member's sale without points", func() error { _, err := appends(sale("s2", "kim", 0))(ctx, r); return err }, "[BatchGetItem BatchGetItem PutItem]"},
		{"a member's sale", func() error { _, err := earns(sale("s3", "kim", 0))(ctx, r); return err }, "[BatchGetItem BatchGetItem TransactWriteItems]"},
		{"a refund", func() error { _, err := earns(correction("r1", ledger.Refund, "s3"))(ctx, r); return err }, "[BatchGetItem BatchGetItem TransactWriteItems]"},
		{"a refund of a sale without points", func() error { _, err := earns(correction("r2", ledger.Refund, "s2"))(ctx, r); return err }, "[BatchGetItem PutItem]"},
		{"a till's question", func() error { _, _, err := r.WithAccount(ctx, kim); return err }, "[BatchGetItem]"},
		{"a hold", func() error { _, err := holds("h1")(ctx, r); return err }, "[GetItem GetItem BatchGetItem TransactWriteItems]"},
		{"a capture", func() error { _, err := captures("h1", "s4")(ctx, r); return err }, "[GetItem BatchGetItem BatchGetItem TransactWriteItems]"},
	} {
		r.wire.Reset(nil)
		if err := c.do(); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := fmt.Sprint(r.ops()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	r.dump(t).whole(t)
}

// A sale whose customer could not be known earns when they are, by the rules of
// when it reached us, less what was given back meanwhile.
func TestWhoWaitedEarns(t *testing.T) {
	ctx := context.Background()
	r := openOn(t, &ledgertest.Wire{}, impatient)
	p := policy.Default()
	p.Version, p.Points = 2, terms().Policy
	err := errors.Join(
		r.CreateMerchant(ctx, ledger.Merchant{Currency: "KRW", Zone: "Asia/Seoul"}), r.AddPolicy(ctx, p),
		before(earns(waiting(sale("w1", "", 0), "kim"), waiting(sale("w2", "", 0), "kim")), earns(correction("r1", ledger.Refund, "w1")))(r),
		r.LinkWaiting(ctx, pepper, now), r.LinkWaiting(ctx, pepper, now),
	)
	if err != nil {
		t.Fatal(err)
	}
	kim, err := r.kim(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, a, err := r.WithAccount(ctx, kim)
	if want := (points.Balance{Available: 150}); err != nil || a.Balance() != want {
		t.Errorf("%+v, %v, want %+v", a.Balance(), err, want)
	}
	if _, err := earns(correction("r2", ledger.Refund, "w2"))(ctx, r); err != nil {
		t.Fatal(err)
	}
	_, a, err = r.WithAccount(ctx, kim)
	if want := (points.Balance{Available: 100}); err != nil || a.Balance() != want {
		t.Errorf("%+v, %v, want %+v", a.Balance(), err, want)
	}
}
