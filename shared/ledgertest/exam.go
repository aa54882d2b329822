package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/points"
)

// Store is everything the exam asks of a ledger and its customers.
type Store interface {
	night.Ledger
	night.Shop
	night.Views
	Lookup(ctx context.Context, i ledger.Identity) (string, error)
	Profile(ctx context.Context, id string) (*customer.Profile, error)
	Enrol(ctx context.Context, e customer.Enrolment) (id string, joined bool, err error)
	Record(ctx context.Context, f ledger.Fact) error
	Edit(ctx context.Context, id string, change func(*customer.Profile) ([]ledger.Fact, error)) (*customer.Profile, error)
	Merge(ctx context.Context, into, from, by string, at time.Time, seal func(into, from *customer.Profile) (string, error)) error
	Unmerge(ctx context.Context, into, from, by string, at time.Time) error
	Erase(ctx context.Context, id, by string, at time.Time) error
	LinkWaiting(ctx context.Context, peppers customer.Peppers, now time.Time) error
	points.Appender
	points.Keeper
	WithAccount(ctx context.Context, id string) (*customer.Profile, points.Account, error)
	Complain(ctx context.Context, c customer.Complaint) (customer.Complaint, bool, error)
	Resolve(ctx context.Context, id, store string, at time.Time) (customer.Complaint, bool, error)
	Entries(ctx context.Context, id string) ([]points.Entry, error)
	coupon.Keeper
	AtTill(ctx context.Context, id string) (*customer.Profile, points.Account, coupon.Wallet, error)
	UndoCoupons(ctx context.Context, id string, u coupon.Undone, today ledger.Day, at time.Time) error
}

// examNow is when everything in the exam arrives.
var examNow = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// examiner asks one store. Every question uses a store id of its own, so that
// all can be asked of the same tables.
type examiner struct {
	Store
	*testing.T
	id string
}

// Exam asks a store everything the ledger promises. Twins and real adapters
// pass the same one.
func Exam(t *testing.T, open func(t *testing.T) Store) {
	s := open(t)
	for _, q := range []struct {
		name string
		ask  func(*examiner)
	}{
		{"ARepeatIsAnsweredTheSame", askRepeat},
		{"OtherContentIsAConflict", askConflict},
		{"ParallelCopiesAreOne", askParallel},
		{"CopiesInOneBatchAreOne", askBatch},
		{"ALargeBatchOfOldSales", askOld},
		{"NewCustomersRace", askRace},
		{"WhoABuyerIs", askWho},
		{"MarkersAreKeptUntilCleared", askMarkers},
		{"EverythingSurvivesStorage", askStorage},
		{"EnrollingIsAFactOnce", askEnrol},
		{"OneReferrerTheFirst", askReferral},
		{"CodesLeadToOne", askCodes},
		{"AFactIsRecordedOnce", askFacts},
		{"GradesOnlyGetNewer", askGrades},
		{"AProfileIsEdited", askEdit},
		{"TwoAreOneAndTwoAgain", askMerge},
		{"NothingIsLeftOfTheErased", askErase},
		{"OneHoldsOnlyWhatIsErasedTogether", askFull},
		{"AComplaintIsOpenUntilItIsResolved", askComplaint},
		{"ComplaintsFollowAMerge", askMergedComplaints},
		{"NoComplaintIsLeftOfTheErased", askErasedComplaints},
		{"TooBig", askTooBig},
		{"RepeatsWithAndWithoutThePepper", askPepper},
		{"WhoWaitsIsLinked", askWaiting},
		{"TrainingAndLinksWaitForNobody", askNoWait},
		{"ASaleEarnsWithItsRecording", askEarn},
		{"ABatchEarns", askEarnBatch},
		{"CorrectionsTakeBackWhicheverComesFirst", askCorrections},
		{"ARefundRacesItsSale", askRacingRefunds},
		{"TwoTillsNeverSpendTheSamePoints", askTwoTills},
		{"AHoldResolvesOnce", askEnding},
		{"WhatPaidForASaleComesBackWithIt", askPaidWithPoints},
		{"StaffGiveByHandWithinALimit", askByHand},
		{"OneIDAndOneClerkInParallel", askParallelIDs},
		{"PointsFollowAMerge", askMergedPoints},
		{"ErasingEndsHoldsFirst", askErasedPoints},
		{"ACouponIsGivenOnceOnAnOccasion", askIssue},
		{"OneCouponAtManyStoresAtOnceIsUsedOnce", askOneCouponManyTills},
		{"AUseIsAnsweredTheSame", askUses},
		{"AHoldOnACouponEndsByItself", askHeldCoupon},
		{"ACodeOfNobodyIsUnknown", askUnknownCode},
		{"WhatAnUndoneGradeGaveIsVoid", askUndone},
		{"AUsedCouponIsGivenBackInTime", askGivenBack},
		{"AManagerTakesACouponBack", askTakeBack},
		{"CouponsFollowAMerge", askMergedCoupons},
		{"CouponsThatFitNoWalletAreNotMerged", askManyCoupons},
		{"NoCouponIsLeftOfTheErased", askErasedCoupons},
	} {
		t.Run(q.name, func(t *testing.T) { q.ask(&examiner{s, t, "x" + q.name}) })
	}
	t.Run("WatermarkAndLease", func(t *testing.T) { askShop(&examiner{s, t, "shop"}) })
}

func (x *examiner) sale(id string, day ledger.Day, total ledger.Amount) ledger.Arrival {
	t := &ledger.Transaction{Key: ledger.Key{Store: x.id, Day: day, ID: id}, Type: ledger.Sale, Currency: "KRW", Total: total}
	t.Occurred.At = day.Time().Add(3 * time.Hour)
	t.Occurred.Text = t.Occurred.At.Format(time.RFC3339)
	return ledger.Arrival{Transaction: t, Received: examNow}
}

func (x *examiner) who(name string) ledger.Identity {
	return ledger.Identity{Kind: customer.Phone, Version: "p1", Hash: x.id + name}
}

func (x *examiner) append(arrivals ...ledger.Arrival) []ledger.Outcome {
	x.Helper()
	return x.Append(context.Background(), arrivals)
}

// one records an arrival that must be recorded.
func (x *examiner) one(a ledger.Arrival) ledger.Outcome {
	x.Helper()
	out := x.append(a)[0]
	if out.Err != nil {
		x.Fatal(out.Err)
	}
	return out
}

func (x *examiner) day(day ledger.Day) ledger.DayRecords {
	x.Helper()
	records, err := x.Day(context.Background(), x.id, day)
	if err != nil {
		x.Fatal(err)
	}
	return records
}

const today = ledger.Day(20777) // 2026-11-20

func askRepeat(x *examiner) {
	a := x.sale("s1", today, 1000)
	a.Identity = x.who("kim")
	first := x.one(a)
	a.Received = a.Received.AddDate(1, 0, 35)
	again := x.one(a)
	if !first.Fresh || again.Fresh || string(first.Answer) != string(again.Answer) {
		x.Errorf("%+v then %+v", first, again)
	}
	if n := len(x.day(today).Records); n != 1 {
		x.Errorf("%d records", n)
	}
}

func askConflict(x *examiner) {
	x.one(x.sale("s1", today, 1000))
	for range 2 {
		if out := x.append(x.sale("s1", today, 1001))[0]; !errors.Is(out.Err, ledger.ErrConflict) {
			x.Errorf("other content: %v", out.Err)
		}
	}
	someone := x.sale("s1", today, 1000)
	someone.Identity = x.who("kim")
	if out := x.append(someone)[0]; !errors.Is(out.Err, ledger.ErrConflict) {
		x.Errorf("another customer: %v", out.Err)
	}
	if out := x.one(x.sale("s1", today, 1000)); out.Fresh {
		x.Error("the first is gone")
	}
	if got := x.day(today); len(got.Records) != 1 || got.Conflicts != 2 || got.Records[0].Total != 1000 {
		x.Errorf("%d records, %d conflicts", len(got.Records), got.Conflicts)
	}
	if out := x.one(x.sale("s1", today-1, 1001)); !out.Fresh {
		x.Error("the same id on another day is not its own transaction")
	}
}

func askParallel(x *examiner) {
	var wait sync.WaitGroup
	outcomes := make([]ledger.Outcome, 64)
	for i := range outcomes {
		wait.Go(func() {
			a := x.sale("s1", today, 1000)
			a.Identity = x.who("kim")
			outcomes[i] = x.append(a)[0]
		})
	}
	wait.Wait()
	fresh := 0
	for _, out := range outcomes {
		if out.Err != nil || string(out.Answer) != string(outcomes[0].Answer) {
			x.Fatalf("%+v", out)
		}
		if out.Fresh {
			fresh++
		}
	}
	if n := len(x.day(today).Records); fresh != 1 || n != 1 {
		x.Errorf("%d were first, %d recorded", fresh, n)
	}
}

func askBatch(x *examiner) {
	old := x.sale("old", today-100, 5)
	other := x.sale("old", today-100, 6)
	out := x.append(x.sale("a", today, 1), x.sale("a", today, 1), old, old, other, x.sale("b", today, 2))
	for i, want := range []struct {
		fresh    bool
		conflict bool
	}{{true, false}, {false, false}, {true, false}, {false, false}, {false, true}, {true, false}} {
		if out[i].Fresh != want.fresh || errors.Is(out[i].Err, ledger.ErrConflict) != want.conflict {
			x.Errorf("arrival %d: %+v", i, out[i])
		}
	}
}

// askOld sends more old sales than fit one transaction, of new customers who
// come more than once, with one that is known already and one that conflicts.
func askOld(x *examiner) {
	known := x.sale("n007", today-300, 7)
	known.Identity = x.who("c7")
	x.one(known)
	x.one(x.sale("n123", today-300, 1))
	arrivals := make([]ledger.Arrival, 250)
	for i := range arrivals {
		arrivals[i] = x.sale(fmt.Sprintf("n%03d", i), today-300, ledger.Amount(i))
		arrivals[i].Identity = x.who(fmt.Sprintf("c%d", i%90))
	}
	for i, out := range x.append(arrivals...) {
		switch {
		case i == 123:
			if !errors.Is(out.Err, ledger.ErrConflict) {
				x.Errorf("the conflict: %+v", out)
			}
		case out.Err != nil || out.Fresh == (i == 7):
			x.Errorf("arrival %d: %+v", i, out)
		}
	}
	records := x.day(today - 300).Records
	people := map[string]bool{}
	for _, r := range records {
		people[r.Customer] = true
	}
	delete(people, "")
	if len(records) != 250 || len(people) != 90 {
		x.Errorf("%d records of %d people, want 250 of 90", len(records), len(people))
	}
}

// askRace: many tills meet the same new customer at once; there is one.
func askRace(x *examiner) {
	var wait sync.WaitGroup
	for i := range 24 {
		wait.Go(func() {
			a := x.sale(fmt.Sprint("s", i), today, 1)
			a.Identity = x.who("new")
			if out := x.append(a)[0]; out.Err != nil || !out.Fresh {
				x.Errorf("%+v", out)
			}
		})
	}
	wait.Wait()
	people := map[string]bool{}
	for _, r := range x.day(today).Records {
		people[r.Customer] = true
	}
	if len(people) != 1 || people[""] {
		x.Errorf("people %v", people)
	}
}

func askWho(x *examiner) {
	ctx := context.Background()
	first := x.sale("s1", today, 1)
	first.Identity = x.who("kim")
	x.one(first)
	id, err := x.Lookup(ctx, x.who("kim"))
	if err != nil || id == "" {
		x.Fatalf("%q, %v", id, err)
	}
	if err := x.SetGrade(ctx, id, 1, customer.GradeView{Grade: "family"}); err != nil {
		x.Fatal(err)
	}
	own, stranger, training := x.sale("s2", today, 1), x.sale("s3", today, 1), x.sale("s4", today, 1)
	own.Claimed, stranger.Claimed, training.Identity = id, "nobody", x.who("trainee")
	training.Training = true
	refund := x.sale("r1", today, 1)
	refund.Type, refund.Identity, refund.RefundOf = ledger.Refund, x.who("another"), &first.Key
	for _, out := range x.append(own, stranger, training, refund) {
		if out.Err != nil {
			x.Fatal(out.Err)
		}
	}
	want := map[string][2]string{"s1": {id, ""}, "s2": {id, "family"}, "s3": {"", ""}, "s4": {"", ""}, "r1": {"", ""}}
	for _, r := range x.day(today).Records {
		if got := [2]string{r.Customer, r.Grade}; got != want[r.ID] {
			x.Errorf("%s belongs to %q, want %q", r.ID, got, want[r.ID])
		}
	}
	for _, nobody := range []string{"trainee", "another"} {
		if id, err := x.Lookup(ctx, x.who(nobody)); err != nil || id != "" {
			x.Errorf("%s became customer %q, %v", nobody, id, err)
		}
	}
}

func askMarkers(x *examiner) {
	ctx := context.Background()
	edge := ledger.DayOf(examNow) - ledger.MarkAfterDays
	inTime, late := x.sale("in", edge, 1), x.sale("late", edge-1, 1)
	x.append(inTime, late)
	mine := func() (keys []ledger.Key) {
		all, err := x.Markers(ctx)
		if err != nil {
			x.Fatal(err)
		}
		for _, k := range all {
			if k.Store == x.id {
				keys = append(keys, k)
			}
		}
		return keys
	}
	if got := mine(); !slices.Equal(got, []ledger.Key{late.Key}) {
		x.Errorf("markers %v", got)
	}
	for key, want := range map[ledger.Key]bool{late.Key: true, inTime.Key: false} {
		if got, err := x.Marked(ctx, key); err != nil || got != want {
			x.Errorf("%v marked: %v, %v", key, got, err)
		}
	}
	for range 2 { // clearing what is gone is no error
		if err := x.ClearMarkers(ctx, []ledger.Key{late.Key}); err != nil {
			x.Fatal(err)
		}
	}
	if got := mine(); len(got) > 0 {
		x.Errorf("markers %v after clearing", got)
	}
	x.append(x.sale("late", edge-1, 2)) // a conflict on an old day must be counted
	if got := mine(); len(got) != 1 {
		x.Errorf("a conflict on an old day left markers %v", got)
	}
}

func askTooBig(x *examiner) {
	a := x.sale("s1", today, 0)
	for range ledger.LinesMax {
		a.Lines = append(a.Lines, ledger.Line{Name: string(make([]byte, 200)), Quantity: ledger.One})
	}
	out := x.append(a, x.sale("s2", today, 1))
	if !errors.Is(out[0].Err, ledger.ErrTooBig) || out[1].Err != nil {
		x.Errorf("%v and %v", out[0].Err, out[1].Err)
	}
	if n := len(x.day(today).Records); n != 1 {
		x.Errorf("%d records", n)
	}
}
