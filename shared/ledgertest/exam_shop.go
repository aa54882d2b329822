package ledgertest

import (
	"context"
	"errors"
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"

	"github.com/google/go-cmp/cmp"
)

// askStorage stores a transaction with every field and reads it back.
func askStorage(x *examiner) {
	a := x.sale("s1", today, 13000)
	t := a.Transaction
	t.Register, t.Staff, t.Receipt, t.Channel = "1", "e7", "000123", "store"
	t.IdentifiedBy = customer.Phone
	t.Lines = []ledger.Line{
		{SKU: "A-1", Name: "아메리카노 “진하게”", Category: "음료", Quantity: 2500, UnitPrice: 4000, Discount: 100, Amount: 10000},
		{Name: "배달", Category: ledger.Delivery, Quantity: ledger.One, Amount: 3000},
	}
	t.Tenders = []ledger.Tender{{Type: ledger.TenderPoints, Amount: 1000}, {Type: "card", Amount: 12000}}
	t.Flags = ledger.ClockSkew | ledger.LateUpload
	a.Identity = x.who("kim")
	v := x.sale("v1", today, 0)
	v.Type, v.Training, v.VoidOf = ledger.Void, true, &ledger.Key{Store: "elsewhere", Day: today - 1, ID: "s0"}
	r := x.sale("r1", today, 5)
	r.Type, r.RefundOf = ledger.Refund, &t.Key
	for _, out := range x.append(a, v, r) {
		if out.Err != nil {
			x.Fatal(out.Err)
		}
	}
	for _, want := range []ledger.Arrival{a, v, r} {
		got, err := x.Find(context.Background(), want.Key)
		if err != nil || got == nil {
			x.Fatalf("%v is lost: %v", want.Key, err)
		}
		stored := *want.Transaction
		stored.Customer = got.Customer // decided by the ledger
		if diff := cmp.Diff(ledger.Record{Transaction: stored, Received: examNow}, *got); diff != "" {
			x.Error(diff)
		}
	}
	if got, err := x.Find(context.Background(), ledger.Key{Store: x.id, Day: today, ID: "nothing"}); err != nil || got != nil {
		x.Errorf("nothing is %v, %v", got, err)
	}
}

func askEnrol(x *examiner) {
	ctx := context.Background()
	consent := ledger.Consent{Channel: "sms", Granted: true, Version: "1", At: examNow}
	e := customer.Enrolment{
		Identities: []ledger.Identity{x.who("phone"), x.who("card")}, Consents: []ledger.Consent{consent},
		Store: x.id, Staff: "e1", Channel: "store", At: examNow,
	}
	bought := x.sale("s1", today, 1)
	bought.Identity = x.who("phone")
	x.one(bought)
	id, joined, err := x.Enrol(ctx, e)
	if err != nil || !joined {
		x.Fatalf("%v, %v", joined, err)
	}
	for _, who := range []string{"phone", "card"} {
		if owner, err := x.Lookup(ctx, x.who(who)); err != nil || owner != id {
			x.Errorf("%s belongs to %q, %v; want %q", who, owner, err, id)
		}
	}
	again, joined, err := x.Enrol(ctx, e)
	if err != nil || joined || again != id {
		x.Errorf("again: %q, %v, %v", again, joined, err)
	}
	p, err := x.Profile(ctx, id)
	if err != nil || p == nil || !p.Enrolled.Equal(examNow) || len(p.Consents) != 1 || p.Store != x.id {
		x.Errorf("%+v, %v", p, err)
	}
	e.Identities = []ledger.Identity{x.who("other")}
	if _, _, err := x.Enrol(ctx, e); err != nil {
		x.Fatal(err)
	}
	e.Identities = []ledger.Identity{x.who("phone"), x.who("other")}
	if _, _, err := x.Enrol(ctx, e); !errors.Is(err, customer.ErrDisagree) {
		x.Errorf("identifiers of two people: %v", err)
	}
	facts, err := x.Facts(ctx, today)
	if err != nil {
		x.Fatal(err)
	}
	for _, f := range facts {
		if f.Customer == id && (f.Store != x.id || f.Staff != "e1" || !f.At.Equal(examNow)) {
			x.Errorf("%+v", f)
		}
	}
	if kinds := slices.Sorted(slices.Values(x.factsOf(id))); !slices.Equal(kinds, []ledger.FactKind{ledger.Consented, ledger.Enrolled}) {
		x.Errorf("%v of one enrolment", kinds)
	}
	x.consented(id, "")
}

func askGrades(x *examiner) {
	ctx := context.Background()
	a := x.sale("s1", today, 1)
	a.Identity = x.who("kim")
	x.one(a)
	id, err := x.Lookup(ctx, x.who("kim"))
	if err != nil {
		x.Fatal(err)
	}
	for _, step := range []struct {
		version int64
		grade   string
		want    string
	}{{2, "friend", "friend"}, {1, "first", "friend"}, {2, "best", "friend"}, {3, "family", "family"}} {
		if err := x.SetGrade(ctx, id, step.version, customer.GradeView{Grade: step.grade, Amount: 5}); err != nil {
			x.Fatal(err)
		}
		p, err := x.Profile(ctx, id)
		if err != nil || p.Grade == nil || p.Grade.Grade != step.want {
			x.Errorf("after version %d of %s: %+v, %v", step.version, step.grade, p, err)
		}
	}
	if err := x.SetGrade(ctx, "nobody", 1, customer.GradeView{}); err != nil {
		x.Error(err)
	}
	if p, err := x.Profile(ctx, "nobody"); err != nil || p != nil {
		x.Errorf("a grade made a customer: %+v, %v", p, err)
	}
}

func askShop(x *examiner) {
	ctx := context.Background()
	w := ledger.Watermark{Version: 3, Report: "reports/a", ReadFrom: examNow, PendingFrom: examNow.Add(time.Hour)}
	if err := x.SaveWatermark(ctx, w); err != nil {
		x.Fatal(err)
	}
	if err := x.SaveWatermark(ctx, ledger.Watermark{Version: 2}); err != nil {
		x.Fatal(err)
	}
	got, err := x.Watermark(ctx)
	if err != nil || got.Version != 3 || got.Report != w.Report || !got.ReadFrom.Equal(w.ReadFrom) || !got.PendingFrom.Equal(w.PendingFrom) {
		x.Errorf("%+v, %v", got, err)
	}
	for _, step := range []struct {
		owner string
		after time.Duration
		want  bool
	}{{"a", 0, true}, {"b", time.Minute, false}, {"a", time.Minute, true}, {"b", 2 * time.Hour, true}, {"a", 2 * time.Hour, false}} {
		now := examNow.Add(step.after)
		held, err := x.Lease(ctx, step.owner, now, now.Add(time.Hour))
		if err != nil || held != step.want {
			x.Errorf("%s takes the lease after %s: %v, %v", step.owner, step.after, held, err)
		}
	}
	for _, owner := range []string{"a", "b", "b"} { // only the holder's release counts
		if err := x.Release(ctx, owner); err != nil {
			x.Error(err)
		}
	}
	if held, err := x.Lease(ctx, "c", examNow, examNow.Add(time.Hour)); err != nil || !held {
		x.Errorf("after the release: %v, %v", held, err)
	}
}
