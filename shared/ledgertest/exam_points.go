package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
)

// examTerms earn one point per hundred, at once.
func examTerms() *points.Terms {
	p := points.DefaultPolicy()
	p.Rate, p.StaffDailyMax, p.Step = points.Rate{Points: 1, Per: 100}, 500, 10
	return &points.Terms{Policy: &p, Now: examNow}
}

// earn records arrivals with points; all must be recorded.
func (x *examiner) earn(arrivals ...ledger.Arrival) []ledger.Outcome {
	x.Helper()
	out := x.AppendWithPoints(context.Background(), arrivals, examTerms())
	for i := range out {
		if out[i].Err != nil {
			x.Fatalf("%s: %v", arrivals[i].ID, out[i].Err)
		}
	}
	return out
}

// memberSale is a sale to somebody by name.
func (x *examiner) memberSale(id, who string, total ledger.Amount) ledger.Arrival {
	a := x.sale(id, today, total)
	a.Identity = x.who(who)
	return a
}

func (x *examiner) correction(id string, kind ledger.Type, of string, total ledger.Amount) ledger.Arrival {
	a := x.sale(id, today, total)
	a.Type = kind
	target := &ledger.Key{Store: x.id, Day: today, ID: of}
	if kind == ledger.Refund {
		a.RefundOf = target
	} else {
		a.VoidOf = target
	}
	return a
}

func (x *examiner) customer(who string) string {
	x.Helper()
	id, err := x.Lookup(context.Background(), x.who(who))
	if err != nil || id == "" {
		x.Fatalf("%s is nobody: %v", who, err)
	}
	return id
}

func (x *examiner) has(who string, want points.Balance) {
	x.Helper()
	if got := x.balance(who); got != want {
		x.Errorf("%s has %+v, want %+v", who, got, want)
	}
}

// askEarn: a sale earns with its recording, and a repeat earns nothing.
func askEarn(x *examiner) {
	a := x.memberSale("s1", "kim", 10_000)
	first, again := x.earn(a)[0], x.earn(a)[0]
	id := x.customer("kim")
	want := `{"id":"s1","businessDay":"2026-11-20","customerId":"` + id + `","points":{"earned":100,"available":100,"pending":0,"held":0,"debt":0}}`
	if !first.Fresh || again.Fresh || string(first.Answer) != want || string(again.Answer) != want {
		x.Errorf("%s, then %s, want %s", first.Answer, again.Answer, want)
	}
	x.has("kim", points.Balance{Available: 100})
	own := x.sale("s2", today, 5_000)
	own.Claimed = id
	training := x.memberSale("s3", "kim", 7_000)
	training.Training = true
	x.earn(own, training, x.sale("s4", today, 900))
	x.has("kim", points.Balance{Available: 150})
	if got := x.day(today); len(got.Records) != 4 || got.Quarantined != 0 || got.Conflicts != 0 {
		x.Errorf("the day has %d records, %d unreadable", len(got.Records), got.Quarantined)
	}
}

// askEarnBatch: many sales of few customers at once, most of them new.
func askEarnBatch(x *examiner) {
	var arrivals []ledger.Arrival
	for i := range 60 {
		arrivals = append(arrivals, x.memberSale(fmt.Sprint("s", i), fmt.Sprint("c", i%3), 1_000))
	}
	arrivals = append(arrivals, x.correction("r1", ledger.Refund, "s0", 500), x.correction("v1", ledger.Void, "s3", 0))
	x.earn(arrivals...)
	x.has("c0", points.Balance{Available: 200 - 5 - 10})
	x.has("c1", points.Balance{Available: 200})
}

// askCorrections: refunds and voids take back whichever comes first.
func askCorrections(x *examiner) {
	x.earn(x.correction("r1", ledger.Refund, "s1", 333))
	x.earn(x.memberSale("s1", "kim", 1_000))
	x.has("kim", points.Balance{Available: 7})
	x.earn(x.correction("r2", ledger.Refund, "s1", 333))
	x.has("kim", points.Balance{Available: 4})
	x.earn(x.correction("r3", ledger.Refund, "s1", 334))
	x.has("kim", points.Balance{})
	x.earn(x.correction("v1", ledger.Void, "r3", 0))
	x.has("kim", points.Balance{Available: 4})
	x.earn(x.correction("v2", ledger.Void, "r4", 0))
	x.earn(x.correction("r4", ledger.Refund, "s1", 100))
	x.has("kim", points.Balance{Available: 4})
	x.earn(x.correction("v3", ledger.Void, "s2", 0))
	x.earn(x.memberSale("s2", "kim", 9_000))
	x.has("kim", points.Balance{Available: 4})
	// What corrects somebody unknown, or a sale from before there were points.
	x.one(x.memberSale("s3", "kim", 9_000))
	x.earn(x.sale("s4", today, 9_000))
	x.earn(x.correction("r5", ledger.Refund, "s3", 9_000), x.correction("r6", ledger.Refund, "s4", 9_000))
	x.has("kim", points.Balance{Available: 4})
}

// askRacingRefunds: a refund that races its sale loses nothing.
func askRacingRefunds(x *examiner) {
	var wait sync.WaitGroup
	for i := range 12 {
		for _, a := range []ledger.Arrival{
			x.memberSale(fmt.Sprint("s", i), "kim", 1_000),
			x.correction(fmt.Sprint("r", i), ledger.Refund, fmt.Sprint("s", i), 500),
			x.correction(fmt.Sprint("q", i), ledger.Refund, fmt.Sprint("s", i), 500),
		} {
			wait.Go(func() {
				if out := x.AppendWithPoints(context.Background(), []ledger.Arrival{a}, examTerms())[0]; out.Err != nil || !out.Fresh {
					x.Errorf("%s: %+v", a.ID, out)
				}
			})
		}
	}
	wait.Wait()
	x.has("kim", points.Balance{})
}

func (x *examiner) hold(id, who string, n points.Points) points.Answer {
	x.Helper()
	q := points.HoldRequest{ID: points.HoldID(x.id, id), Store: x.id, Customer: x.customer(who), Points: n}
	a, _, err := x.Hold(context.Background(), q, examTerms())
	if err != nil {
		x.Errorf("hold %s: %v", id, err)
	}
	return a
}

// end captures n points of a hold, or releases it when n is less than 0.
func (x *examiner) end(id string, n points.Points, sale *ledger.Key, after time.Duration) points.Answer {
	x.Helper()
	terms := examTerms()
	terms.Now = terms.Now.Add(after)
	q := points.EndRequest{Hold: points.HoldID(x.id, id), Store: x.id, Release: n < 0, Points: max(0, n), Sale: sale}
	a, _, err := x.EndHold(context.Background(), q, terms)
	if err != nil {
		x.Errorf("end %s: %v", id, err)
	}
	return a
}

// askTwoTills: many tills want all the points; one gets them, and refused stays
// refused.
func askTwoTills(x *examiner) {
	x.earn(x.memberSale("s1", "kim", 100_000))
	var wait sync.WaitGroup
	answers := make([]points.Answer, 8)
	for i := range answers {
		wait.Go(func() { answers[i] = x.hold(fmt.Sprint("h", i), "kim", 1_000) })
	}
	wait.Wait()
	x.has("kim", points.Balance{Held: 1_000})
	x.earn(x.memberSale("s2", "kim", 900_000))
	held := 0
	for i, a := range answers {
		if a.Status == points.IsHeld {
			held++
		} else if a.Refused != points.InsufficientPoints {
			x.Errorf("%+v", a)
		}
		if again := x.hold(fmt.Sprint("h", i), "kim", 1_000); fmt.Sprint(again) != fmt.Sprint(a) {
			x.Errorf("%+v, then %+v", a, again)
		}
	}
	if held != 1 {
		x.Errorf("%d tills hold 1,000 points", held)
	}
	q := points.HoldRequest{ID: points.HoldID(x.id, "h0"), Store: x.id, Customer: x.customer("kim"), Points: 10}
	if _, _, err := x.Hold(context.Background(), q, examTerms()); !errors.Is(err, points.ErrAskedOtherwise) {
		x.Errorf("the same id for fewer points: %v", err)
	}
	q.ID, q.Customer = points.HoldID(x.id, "h9"), "nobody"
	if _, _, err := x.Hold(context.Background(), q, examTerms()); !errors.Is(err, points.ErrCustomerUnknown) {
		x.Errorf("a hold for nobody: %v", err)
	}
}

// askEnding: a hold resolves once, however many try.
func askEnding(x *examiner) {
	x.earn(x.memberSale("s1", "kim", 100_000))
	x.hold("h1", "kim", 500)
	var wait sync.WaitGroup
	answers := make([]points.Answer, 8)
	for i := range answers {
		wait.Go(func() { answers[i] = x.end("h1", points.Points(200-i%2*201), nil, 0) })
	}
	wait.Wait()
	effects := map[points.Status]bool{}
	for _, a := range answers {
		if a.Refused == "" {
			effects[a.Status] = true
		}
	}
	left := points.Points(1_000)
	if effects[points.IsCaptured] {
		left = 800
	}
	if len(effects) != 1 {
		x.Errorf("%+v", answers)
	}
	x.has("kim", points.Balance{Available: left})
	x.hold("h2", "kim", 100)
	for range 2 {
		if a := x.end("h2", 0, nil, 10*time.Minute+time.Second); a.Refused != points.HoldExpired {
			x.Errorf("a capture too late: %+v", a)
		}
	}
	x.has("kim", points.Balance{Available: left})
	x.hold("h3", "kim", 100)
	if a := x.end("h3", 110, nil, 0); a.Refused != points.ExceedsHold {
		x.Errorf("a capture too large: %+v", a)
	}
	if a := x.end("nothing", 0, nil, 0); a.Refused != points.HoldUnknown {
		x.Errorf("a capture of nothing: %+v", a)
	}
}

// askPaidWithPoints: what paid for a sale comes back with it.
func askPaidWithPoints(x *examiner) {
	x.earn(x.memberSale("s1", "kim", 100_000))
	x.hold("h1", "kim", 400)
	bought := ledger.Key{Store: x.id, Day: today, ID: "s2"}
	x.end("h1", 300, &bought, 0)
	x.has("kim", points.Balance{Available: 700})
	a := x.memberSale("s2", "kim", 1_000)
	a.Tenders = []ledger.Tender{{Type: ledger.TenderPoints, Amount: 300}, {Type: "card", Amount: 700}}
	x.earn(a)
	x.has("kim", points.Balance{Available: 707})
	x.earn(x.correction("r1", ledger.Refund, "s2", 1_000))
	x.has("kim", points.Balance{Available: 1_000})
	x.earn(x.correction("v1", ledger.Void, "r1", 0))
	x.has("kim", points.Balance{Available: 707})
}

// askByHand: staff give and take within their day's limit, each id once.
func askByHand(x *examiner) {
	ctx := context.Background()
	x.earn(x.memberSale("s1", "kim", 10_000))
	q := points.AdjustRequest{Store: x.id, Customer: x.customer("kim"), Staff: "e7", Reason: "사과"}
	for _, step := range []struct {
		id      string
		n       points.Points
		refused points.Refusal
		fresh   bool
	}{{"a1", 300, "", true}, {"a1", 300, "", false}, {"a2", 250, points.StaffLimit, true}, {"a3", -200, "", true}, {"a4", 10, points.StaffLimit, true}, {"a2", 250, points.StaffLimit, false}} {
		q.ID, q.Points = points.AdjustID(x.id, step.id), step.n
		a, fresh, err := x.Adjust(ctx, q, examTerms())
		if err != nil || a.Refused != step.refused || fresh != step.fresh {
			x.Errorf("%s by %d: %+v, fresh %v, %v", step.id, step.n, a, fresh, err)
		}
	}
	q.ID, q.Points = points.AdjustID(x.id, "a1"), 301
	if _, _, err := x.Adjust(ctx, q, examTerms()); !errors.Is(err, points.ErrAskedOtherwise) {
		x.Errorf("the same id for more points: %v", err)
	}
	x.has("kim", points.Balance{Available: 200})
}

// askMergedPoints: points go with who is merged, open holds too; and what is
// left comes back with whoever is told apart again.
func askMergedPoints(x *examiner) {
	ctx := context.Background()
	x.earn(x.memberSale("s1", "old", 30_000), x.memberSale("s2", "kim", 20_000))
	old, kim := x.customer("old"), x.customer("kim")
	x.hold("h1", "old", 200)
	keep := func(into, _ *customer.Profile) (string, error) { return into.Sealed, nil }
	if err := x.Merge(ctx, kim, old, "boss", examNow, keep); err != nil {
		x.Fatal(err)
	}
	x.has("kim", points.Balance{Available: 300, Held: 200})
	q := points.HoldRequest{ID: points.HoldID(x.id, "h2"), Store: x.id, Customer: old, Points: 10}
	if a, _, err := x.Hold(ctx, q, examTerms()); err != nil || a.Refused != points.AccountClosed {
		x.Errorf("a hold of who is merged: %+v, %v", a, err)
	}
	if a := x.end("h1", 100, nil, 0); a.Status != points.IsCaptured {
		x.Errorf("a hold that was merged: %+v", a)
	}
	claimed := x.sale("s3", today, 1_000)
	claimed.Claimed = old
	x.earn(claimed, x.correction("r1", ledger.Refund, "s1", 15_000))
	x.has("kim", points.Balance{Available: 400 + 10 - 150})
	if err := x.Unmerge(ctx, kim, old, "boss", examNow.Add(time.Hour)); err != nil {
		x.Fatal(err)
	}
	x.has("old", points.Balance{Available: 60})
	x.has("kim", points.Balance{Available: 200})
}

// askErasedPoints: who is forgotten has no points, no hold, and no debt later.
func askErasedPoints(x *examiner) {
	ctx := context.Background()
	x.earn(x.memberSale("s1", "kim", 30_000))
	kim := x.customer("kim")
	x.hold("h1", "kim", 200)
	if err := x.Erase(ctx, kim, "boss", examNow); err != nil {
		x.Fatal(err)
	}
	if a := x.end("h1", 0, nil, 0); a.Refused != points.AccountClosed {
		x.Errorf("a hold of who is forgotten: %+v", a)
	}
	x.earn(x.correction("r1", ledger.Refund, "s1", 30_000))
	entries, err := x.Entries(ctx, kim)
	if err != nil {
		x.Fatal(err)
	}
	x.posted("kim", kim, entries)
	fold := map[points.Place]points.Points{}
	for _, e := range entries {
		points.Fold(e.Moves, fold)
	}
	for place, n := range fold {
		if n != 0 {
			x.Errorf("%d are left in %s", n, place)
		}
	}
	x.earn(x.memberSale("s2", "kim", 1_000)) // somebody new
	x.has("kim", points.Balance{Available: 10})
}

// askParallelIDs: one id asked for several customers at once is one customer's,
// and one clerk at several tills has one limit.
func askParallelIDs(x *examiner) {
	ctx := context.Background()
	var customers []string
	for i := range 6 {
		x.earn(x.memberSale(fmt.Sprint("s", i), fmt.Sprint("c", i), 10_000))
		customers = append(customers, x.customer(fmt.Sprint("c", i)))
	}
	var mu sync.Mutex
	var held, adjusted int
	var wait sync.WaitGroup
	for i, id := range customers {
		wait.Go(func() {
			q := points.HoldRequest{ID: points.HoldID(x.id, "h1"), Store: x.id, Customer: id, Points: 50}
			a, _, err := x.Hold(ctx, q, examTerms())
			if err != nil && !errors.Is(err, points.ErrAskedOtherwise) {
				x.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if err == nil && a.Refused == "" {
				held++
			}
		})
		wait.Go(func() {
			q := points.AdjustRequest{ID: points.AdjustID(x.id, fmt.Sprint("a", i)), Store: x.id, Customer: id, Staff: "e7", Reason: "x", Points: 300}
			a, _, err := x.Adjust(ctx, q, examTerms())
			if err != nil {
				x.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if a.Refused == "" {
				adjusted++
			}
		})
	}
	wait.Wait()
	if held != 1 || adjusted != 1 {
		x.Errorf("one id holds for %d customers; one clerk gave 300 of at most 500 %d times", held, adjusted)
	}
	for i := range customers {
		x.balance(fmt.Sprint("c", i))
	}
}
