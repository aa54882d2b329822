package ledgertest

import (
	"context"
	"errors"
	"fmt"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

var examPepper = customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)}

// noPepper is a pepper that cannot be reached.
type noPepper struct{}

// Pepper is out of reach.
func (noPepper) Pepper(context.Context) (customer.Pepper, error) {
	return customer.Pepper{}, fmt.Errorf("decrypt: %w", customer.ErrPepper)
}

// named is a sale to somebody, as it arrives with the pepper and without.
func (x *examiner) named(id string, day ledger.Day, who string) (hashed, waiting ledger.Arrival) {
	i := customer.Identifier{Kind: customer.MemberNo, Value: customer.Secret(x.id + who)}
	hashed, waiting = x.sale(id, day, 1000), x.sale(id, day, 1000)
	hashed.IdentifiedBy, waiting.IdentifiedBy = i.Kind, i.Kind
	hashed.Identity, waiting.Waiting = examPepper.Identity(i), ledger.Unhashed(i)
	return hashed, waiting
}

// askPepper delivers one sale twice, with the pepper lost or found between.
func askPepper(x *examiner) {
	for _, first := range []string{"hashed", "waiting", "anonymous"} {
		for _, then := range []string{"hashed", "waiting", "anonymous"} {
			id := first + "-" + then
			hashed, waiting := x.named(id, today, "kim")
			forms := map[string]ledger.Arrival{"hashed": hashed, "waiting": waiting, "anonymous": x.sale(id, today, 1000)}
			one := x.one(forms[first])
			again := x.append(forms[then])[0]
			if (first == "anonymous") != (then == "anonymous") {
				if !errors.Is(again.Err, ledger.ErrConflict) {
					x.Errorf("%s then %s is no conflict: %+v", first, then, again)
				}
				continue
			}
			if again.Err != nil || again.Fresh || string(again.Answer) != string(one.Answer) {
				x.Errorf("%s then %s: %s, then %+v", first, then, one.Answer, again)
			}
			other := forms[then]
			changed := *other.Transaction
			changed.Total++
			other.Transaction = &changed
			if out := x.append(other)[0]; !errors.Is(out.Err, ledger.ErrConflict) {
				x.Errorf("%s then %s with another total: %+v", first, then, out)
			}
		}
	}
}

// askWaiting records sales without the pepper, new, known and late, and links
// them once it is back.
func askWaiting(x *examiner) {
	ctx := context.Background()
	known, _ := x.named("s0", today, "kim")
	kim := x.find(known).Customer
	_, a := x.named("s1", today, "kim")
	_, b := x.named("s2", today, "lee")
	_, c := x.named("s3", today-50, "lee")
	for i, out := range x.append(a, b, c) {
		if out.Err != nil || !out.Fresh {
			x.Fatalf("waiting %d: %+v", i, out)
		}
	}
	for _, arrival := range []ledger.Arrival{a, b, c} {
		if r := x.found(arrival.Key); !r.Waiting || r.Customer != "" || r.IdentifiedBy != customer.MemberNo {
			x.Errorf("before the link: %+v", r)
		}
	}
	if err := x.LinkWaiting(ctx, noPepper{}, examNow); !errors.Is(err, customer.ErrPepper) {
		x.Errorf("linked without a pepper: %v", err)
	}
	for range 2 {
		if err := x.LinkWaiting(ctx, examPepper, examNow); err != nil {
			x.Fatal(err)
		}
	}
	if err := x.LinkWaiting(ctx, noPepper{}, examNow); err != nil {
		x.Errorf("nobody waits any more: %v", err)
	}
	lee := x.found(b.Key).Customer
	if lee == "" || lee == kim || x.found(a.Key).Customer != kim || x.found(c.Key).Customer != lee {
		x.Errorf("kim is %s, lee %s; the sales are of %s, %s, %s", kim, lee, x.found(a.Key).Customer, lee, x.found(c.Key).Customer)
	}
	for _, r := range append(x.day(today).Records, x.day(today-50).Records...) {
		if r.Waiting || r.Customer == "" {
			x.Errorf("%s still waits on its day: %+v", r.ID, r)
		}
		if marked, err := x.Marked(ctx, r.Key); err != nil || marked != (r.ID != "s0") {
			x.Errorf("%s marked: %v, %v", r.ID, marked, err)
		}
	}
	later, _ := x.named("s4", today, "lee")
	if got := x.find(later).Customer; got != lee {
		x.Errorf("the next sale of lee is of %s", got)
	}
}

// askNoWait: nothing waits for training, which makes no customer, nor for a
// linked refund, whose sale knows its customer.
func askNoWait(x *examiner) {
	if err := x.LinkWaiting(context.Background(), examPepper, examNow); err != nil { // whom other questions left waiting
		x.Fatal(err)
	}
	_, sale := x.named("s1", today, "kim")
	_, training := x.named("t1", today, "kim")
	training.Training = true
	_, refund := x.named("r1", today, "kim")
	refund.Type, refund.RefundOf = ledger.Refund, &sale.Key
	x.one(training)
	x.one(refund)
	if err := x.LinkWaiting(context.Background(), noPepper{}, examNow); err != nil {
		x.Errorf("something waits: %v", err)
	}
	for _, k := range []ledger.Key{training.Key, refund.Key} {
		if r := x.found(k); r.Waiting || r.Customer != "" {
			x.Errorf("%+v", r)
		}
	}
}

// find records a and reads it back.
func (x *examiner) find(a ledger.Arrival) *ledger.Record {
	x.Helper()
	x.one(a)
	return x.found(a.Key)
}

func (x *examiner) found(k ledger.Key) *ledger.Record {
	x.Helper()
	r, err := x.Find(context.Background(), k)
	if err != nil || r == nil {
		x.Fatalf("%v is lost: %v", k, err)
	}
	return r
}
