package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// member makes a customer by a sale.
func (x *examiner) member(who string) string {
	a := x.sale("by-"+who, today, 1)
	a.Identity = x.who(who)
	x.one(a)
	return x.owner(who)
}

// owner is who an identifier leads to.
func (x *examiner) owner(who string) string {
	id, err := x.Lookup(context.Background(), x.who(who))
	if err != nil {
		x.Fatal(err)
	}
	return id
}

func (x *examiner) profile(id string) *customer.Profile {
	p, err := x.Profile(context.Background(), id)
	if err != nil {
		x.Fatal(err)
	}
	return p
}

// factsOf lists the kinds of what was recorded of a customer.
func (x *examiner) factsOf(id string) (kinds []ledger.FactKind) {
	facts, err := x.Facts(context.Background(), today)
	if err != nil {
		x.Fatal(err)
	}
	for _, f := range facts {
		if f.Customer == id {
			kinds = append(kinds, f.Kind)
		}
	}
	return kinds
}

func both(into, from *customer.Profile) (string, error) { return into.Sealed + from.Sealed, nil }

func askEdit(x *examiner) {
	ctx := context.Background()
	id := x.member("kim")
	revision := x.profile(id).Revision
	yes := ledger.Consent{Channel: "sms", Granted: true, Version: "1", At: examNow.Add(-time.Hour), Source: "desk"}
	no := yes
	no.Granted, no.At = false, examNow
	told := ledger.Fact{At: examNow, By: "e7"}
	edited, err := x.Edit(ctx, id, func(p *customer.Profile) ([]ledger.Fact, error) {
		p.Sealed = "sealed"
		return p.Consent([]ledger.Consent{yes, yes, no}, told), nil
	})
	if err != nil || edited.Revision != revision+1 {
		x.Fatalf("%+v, %v", edited, err)
	}
	if p := x.profile(id); p.Sealed != "sealed" || len(p.Consents) != 2 || p.Revision != edited.Revision || len(p.Identities) != 1 || p.Store != x.id {
		x.Errorf("%+v", p)
	}
	if _, err := x.Edit(ctx, id, func(p *customer.Profile) ([]ledger.Fact, error) {
		return p.Consent([]ledger.Consent{{Channel: "email"}}, told), customer.ErrChanged
	}); !errors.Is(err, customer.ErrChanged) || x.profile(id).Revision != edited.Revision {
		x.Errorf("a change that was refused: %v", err)
	}
	if _, err := x.Edit(ctx, "nobody", func(*customer.Profile) ([]ledger.Fact, error) { return nil, nil }); !errors.Is(err, customer.ErrUnknown) {
		x.Errorf("nobody: %v", err)
	}
	if err := x.SetGrade(ctx, id, 1, customer.GradeView{Grade: "friend"}); err != nil {
		x.Fatal(err)
	}
	if _, err := x.Edit(ctx, id, func(p *customer.Profile) ([]ledger.Fact, error) {
		p.Sealed = ""
		return p.Consent([]ledger.Consent{yes, {Channel: "post", Version: "1", At: examNow}}, told), nil
	}); err != nil {
		x.Fatal(err)
	}
	if p := x.profile(id); p.Sealed != "" || p.Grade == nil || p.Grade.Grade != "friend" {
		x.Errorf("what the night wrote is gone: %+v", p)
	}
	x.consented(id, "e7")
}

// consented wants a fact of each word a customer has said, by who recorded it.
func (x *examiner) consented(id, by string) {
	facts, err := x.Facts(context.Background(), today)
	if err != nil {
		x.Fatal(err)
	}
	said := map[ledger.Consent]int{}
	for _, c := range x.profile(id).Consents {
		c.At = c.At.UTC()
		said[c]++
	}
	for _, f := range facts {
		if f.Customer != id || f.Kind != ledger.Consented {
			continue
		}
		c := *f.Consent
		c.At = c.At.UTC()
		if said[c]--; f.By != by || !f.At.Equal(examNow) {
			x.Errorf("%+v", f)
		}
	}
	for c, n := range said {
		if n != 0 {
			x.Errorf("%+v is said %d times more than recorded", c, n)
		}
	}
}

func askMerge(x *examiner) {
	ctx := context.Background()
	kim, lee := x.member("kim"), x.member("lee")
	if err := x.Merge(ctx, kim, kim, "boss", examNow, both); !errors.Is(err, customer.ErrSame) {
		x.Errorf("into themselves: %v", err)
	}
	for range 2 { // the second time nothing is left to do
		if err := x.Merge(ctx, kim, lee, "boss", examNow, both); err != nil {
			x.Fatal(err)
		}
	}
	if x.owner("kim") != kim || x.owner("lee") != kim || x.profile(lee).Into != kim || len(x.profile(kim).Identities) != 2 {
		x.Errorf("%+v, %+v", x.profile(kim), x.profile(lee))
	}
	park := x.member("park")
	if err := x.Merge(ctx, park, lee, "boss", examNow, both); !errors.Is(err, customer.ErrMerged) {
		x.Errorf("part of two: %v", err)
	}
	if err := x.Merge(ctx, lee, park, "boss", examNow, both); !errors.Is(err, customer.ErrMerged) {
		x.Errorf("into a part: %v", err)
	}
	if err := x.Unmerge(ctx, kim, lee, "boss", examNow.Add(customer.UndoFor+time.Second)); !errors.Is(err, customer.ErrTooLate) {
		x.Errorf("after 30 days: %v", err)
	}
	if err := x.Unmerge(ctx, kim, lee, "boss", examNow.Add(time.Hour)); err != nil {
		x.Fatal(err)
	}
	if x.owner("kim") != kim || x.owner("lee") != lee || x.profile(lee).Into != "" || len(x.profile(kim).Identities) != 1 || len(x.profile(kim).Absorbed) != 0 {
		x.Errorf("%+v, %+v", x.profile(kim), x.profile(lee))
	}
	if err := x.Unmerge(ctx, kim, lee, "boss", examNow); !errors.Is(err, customer.ErrNotMerged) {
		x.Errorf("taken back twice: %v", err)
	}
	if kinds := x.factsOf(lee); len(kinds) != 2 {
		x.Errorf("recorded %v", kinds)
	}
}

func askErase(x *examiner) {
	ctx := context.Background()
	kim, lee := x.member("kim"), x.member("lee")
	if err := x.Merge(ctx, kim, lee, "boss", examNow, both); err != nil {
		x.Fatal(err)
	}
	if err := x.Erase(ctx, lee, "boss", examNow); !errors.Is(err, customer.ErrMerged) {
		x.Errorf("a part alone: %v", err)
	}
	if err := x.Erase(ctx, kim, "boss", examNow); err != nil {
		x.Fatal(err)
	}
	if x.profile(kim) != nil || x.profile(lee) != nil || x.owner("kim") != "" || x.owner("lee") != "" {
		x.Error("something of them is left")
	}
	if err := x.Erase(ctx, kim, "boss", examNow); !errors.Is(err, customer.ErrUnknown) {
		x.Errorf("again: %v", err)
	}
	if err := x.SetGrade(ctx, kim, 9, customer.GradeView{}); err != nil || x.profile(kim) != nil {
		x.Errorf("a night brought them back: %v", err)
	}
	for _, id := range []string{kim, lee} {
		if kinds := x.factsOf(id); len(kinds) == 0 || kinds[0] != ledger.Erased {
			x.Errorf("recorded %v", kinds)
		}
	}
	again := x.sale("again", today, 5)
	again.Identity = x.who("kim")
	x.one(again)
	if id := x.owner("kim"); id == "" || id == kim {
		x.Errorf("who comes back is %q", id)
	}
}

// askFull: one customer gathers no more than one transaction can erase, and a
// part is one step from its whole.
func askFull(x *examiner) {
	ctx := context.Background()
	kim, parts := x.member("kim"), []string{}
	enrol := func(first string, names ...string) error {
		e := customer.Enrolment{Identities: []ledger.Identity{x.who(first)}, Store: x.id, At: examNow}
		for _, name := range names {
			e.Identities = append(e.Identities, x.who(name))
		}
		_, _, err := x.Enrol(ctx, e)
		return err
	}
	for n := range 10 {
		name := fmt.Sprintf("part-%d", n)
		x.earn(x.memberSale("by-"+name, name, 30_000)) // with an account, which is erased too
		parts = append(parts, x.customer(name))
		if err := enrol(name, name+"-card"); err != nil {
			x.Fatal(err)
		}
		x.give(name, parts[n])
		if err := x.Merge(ctx, kim, parts[n], "boss", examNow, both); err != nil {
			x.Fatal(err)
		}
	}
	lee := x.member("lee")
	if err := x.Merge(ctx, kim, lee, "boss", examNow, both); !errors.Is(err, customer.ErrTooMany) {
		x.Errorf("an eleventh: %v", err)
	}
	if err := x.Merge(ctx, lee, kim, "boss", examNow, both); !errors.Is(err, customer.ErrAbsorbs) {
		x.Errorf("who has parts is made a part: %v", err)
	}
	for n := range 9 { // 21 are there
		if err := enrol("kim", fmt.Sprintf("card-%d", n)); err != nil {
			x.Fatal(n, err)
		}
	}
	if err := enrol("kim", "one-more"); !errors.Is(err, customer.ErrTooMany) || x.owner("one-more") != "" || x.owner("lee") != lee {
		x.Errorf("one identifier more: %v", err)
	}
	for n := range 4 { // with as many open complaints as can be
		x.complain(fmt.Sprintf("full-%d", n), parts[n])
	}
	if err := x.Erase(ctx, kim, "boss", examNow); err != nil {
		x.Fatal(err)
	}
	for _, id := range append(parts, kim) {
		if x.profile(id) != nil {
			x.Errorf("%s is left", id)
		}
	}
}
