package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
)

// drink is a coupon of the grade gold, once a month, good for thirty days.
var drink = coupon.Definition{
	ID: "drink", Ko: "음료 한 잔", En: "A drink", Gives: coupon.Gives{Amount: 3_000}, Cost: 1_000,
	ValidDays: 30, Grades: []string{"gold"}, Given: coupon.Monthly,
}

// examTills are the terms of a store at the time of the exam.
func examTills(store string) coupon.Terms {
	return coupon.Terms{Store: store, Today: today, Now: examNow}
}

// gold says of everybody that they are gold.
func gold(p *customer.Profile) (coupon.Who, error) {
	return coupon.Who{Customer: p.ID, Grade: "gold"}, nil
}

func (x *examiner) code(who string) string { return "CODE-" + x.id + who }

// give issues a drink that must be given.
func (x *examiner) give(who, id string) coupon.Coupon {
	x.Helper()
	q := coupon.IssueRequest{Definition: &drink, Code: x.code(who)}
	c, fresh, refused, err := x.IssueCoupon(context.Background(), id, q, gold, examTills(x.id))
	if err != nil || refused != "" || !fresh {
		x.Fatalf("%+v, fresh %v, %s, %v", c, fresh, refused, err)
	}
	return c
}

func (x *examiner) use(id string, deed coupon.Deed, code string, t coupon.Terms) coupon.Answer {
	x.Helper()
	q := coupon.UseRequest{ID: id, Store: t.Store, Deed: deed, Code: code, Order: 10_000}
	a, _, err := x.UseCoupon(context.Background(), q, t)
	if err != nil {
		x.Fatal(err)
	}
	return a
}

func (x *examiner) wallet(id string) coupon.Wallet {
	x.Helper()
	_, _, w, err := x.AtTill(context.Background(), id)
	if err != nil {
		x.Fatal(err)
	}
	return w
}

func askIssue(x *examiner) {
	ctx, kim := context.Background(), x.member("kim")
	c := x.give("kim", kim)
	if c.Name != "drink@2026-11" || c.Until != today+29 || c.Owner != kim {
		x.Errorf("%+v", c)
	}
	again, fresh, refused, err := x.IssueCoupon(ctx, kim, coupon.IssueRequest{Definition: &drink, Code: "ANOTHER"}, gold, examTills(x.id))
	if err != nil || fresh || refused != "" || again.Code != c.Code {
		x.Errorf("again: %+v, fresh %v, %s, %v", again, fresh, refused, err)
	}
	if _, _, refused, err := x.IssueCoupon(ctx, "nobody", coupon.IssueRequest{Definition: &drink, Code: "X"}, gold, examTills(x.id)); refused != coupon.NoCustomer || err != nil {
		x.Errorf("nobody: %s, %v", refused, err)
	}
	lee := x.member("lee")
	plain := func(p *customer.Profile) (coupon.Who, error) { return coupon.Who{Customer: p.ID, Grade: "plain"}, nil }
	if _, _, refused, err := x.IssueCoupon(ctx, lee, coupon.IssueRequest{Definition: &drink, Code: "Y"}, plain, examTills(x.id)); refused != coupon.OtherGrade || err != nil {
		x.Errorf("another grade: %s, %v", refused, err)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	codes, drawn := map[string]bool{}, 0
	for i := range 8 {
		wait.Go(func() {
			q := coupon.IssueRequest{Definition: &drink, Code: fmt.Sprint(x.code("lee"), i)}
			c, fresh, refused, err := x.IssueCoupon(ctx, lee, q, gold, examTills(x.id))
			if err != nil || refused != "" {
				x.Errorf("%s, %v", refused, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if codes[c.Code] = true; fresh {
				drawn++
			}
		})
	}
	wait.Wait()
	if len(codes) != 1 || drawn != 1 || len(x.wallet(lee).Coupons) != 1 {
		x.Errorf("%d codes, %d drawn, %+v", len(codes), drawn, x.wallet(lee))
	}
}

// askOneCouponManyTills: a coupon that sixteen stores redeem at once is used at
// one of them; each is told so for ever.
func askOneCouponManyTills(x *examiner) {
	kim := x.member("kim")
	c := x.give("kim", kim)
	answers := make([]coupon.Answer, 16)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() {
			q := coupon.UseRequest{ID: "u1", Store: fmt.Sprint(x.id, i), Deed: coupon.ToRedeem, Code: c.Code, Order: 10_000}
			var err error
			if answers[i], _, err = x.UseCoupon(context.Background(), q, examTills(q.Store)); err != nil {
				x.Error(err)
			}
		})
	}
	wait.Wait()
	used := 0
	for i, a := range answers {
		switch {
		case a.State == coupon.IsUsed && a.Off == 3_000:
			used++
		case a.Refused != coupon.AlreadyUsed:
			x.Errorf("%+v", a)
		}
		if again := x.use("u1", coupon.ToRedeem, c.Code, examTills(fmt.Sprint(x.id, i))); again != a {
			x.Errorf("%+v, then %+v", a, again)
		}
	}
	if used != 1 {
		x.Errorf("used %d times", used)
	}
}

func askUses(x *examiner) {
	kim, t := x.member("kim"), examTills(x.id)
	c := x.give("kim", kim)
	held := x.use("u1", coupon.ToHold, c.Code, t)
	if held.State != coupon.IsHeld || !held.Until.Equal(examNow.Add(coupon.HoldTime)) || held.Off != 3_000 {
		x.Errorf("%+v", held)
	}
	if a := x.use("u2", coupon.ToHold, c.Code, examTills("other")); a.Refused != coupon.HeldAlready {
		x.Errorf("held twice: %+v", a)
	}
	if a := x.use("u2", coupon.ToRelease, c.Code, examTills("other")); a.Refused != coupon.NotHeld {
		x.Errorf("released by another: %+v", a)
	}
	if a := x.use("u1", coupon.ToRelease, c.Code, t); a.State != coupon.IsIssued {
		x.Errorf("%+v", a)
	}
	if again := x.use("u1", coupon.ToHold, c.Code, t); !again.Until.Equal(held.Until) || again.State != coupon.IsHeld {
		x.Errorf("the answer was %+v, and is %+v", held, again)
	}
	q := coupon.UseRequest{ID: "u1", Store: x.id, Deed: coupon.ToHold, Code: c.Code, Order: 9_999}
	if _, _, err := x.UseCoupon(context.Background(), q, t); !errors.Is(err, coupon.ErrAskedOtherwise) {
		x.Errorf("the same id asks something else: %v", err)
	}
	if a := x.use("u3", coupon.ToRedeem, c.Code, t); a.State != coupon.IsUsed {
		x.Errorf("%+v", a)
	}
	if a := x.use("u4", coupon.ToHold, c.Code, t); a.Refused != coupon.AlreadyUsed {
		x.Errorf("%+v", a)
	}
}

func askHeldCoupon(x *examiner) {
	kim, t := x.member("kim"), examTills(x.id)
	c := x.give("kim", kim)
	x.use("u1", coupon.ToHold, c.Code, t)
	other := examTills("other")
	other.Now = examNow.Add(coupon.HoldTime - time.Nanosecond)
	if a := x.use("u1", coupon.ToHold, c.Code, other); a.Refused != coupon.HeldAlready {
		x.Errorf("%+v", a)
	}
	other.Now = examNow.Add(coupon.HoldTime)
	if a := x.use("u2", coupon.ToRedeem, c.Code, other); a.State != coupon.IsUsed {
		x.Errorf("%+v", a)
	}
	other.Now = other.Now.Add(time.Second)
	if a := x.use("u1", coupon.ToRedeem, c.Code, t); a.Refused != coupon.AlreadyUsed {
		x.Errorf("%+v", a)
	}
	lee := x.member("lee")
	late, gone := x.give("lee", lee), examTills(x.id)
	gone.Today = late.Until + 1
	if a := x.use("u5", coupon.ToHold, late.Code, gone); a.Refused != coupon.Expired {
		x.Errorf("%+v", a)
	}
}

// askUnknownCode: a code nobody has, one of a person who is gone, and what is
// no code at all are answered alike.
func askUnknownCode(x *examiner) {
	kim := x.member("kim")
	c := x.give("kim", kim)
	if err := x.Erase(context.Background(), kim, "boss", examNow); err != nil {
		x.Fatal(err)
	}
	for i, code := range []string{strings.Repeat("0", coupon.CodeSize), c.Code, "no code"} {
		if a := x.use(fmt.Sprint("u", i), coupon.ToRedeem, code, examTills(x.id)); a != (coupon.Answer{Refused: coupon.Unknown}) {
			x.Errorf("%+v", a)
		}
	}
}

// askUndone: what the undone grade gave since is void, whatever a till holds;
// what was used before, and what an earlier time gave, stays.
func askUndone(x *examiner) {
	ctx, kim, lee := context.Background(), x.member("kim"), x.member("lee")
	c, t := x.give("kim", kim), examTills(x.id)
	x.use("u1", coupon.ToHold, c.Code, t)
	for range 2 {
		if err := x.UndoCoupons(ctx, kim, coupon.Undone{Grades: []string{"gold"}, Left: "plain", Since: today}, today+1, examNow); err != nil {
			x.Fatal(err)
		}
	}
	if a := x.use("u1", coupon.ToRedeem, c.Code, t); a.Refused != coupon.Voided {
		x.Errorf("%+v", a)
	}
	own := x.give("lee", lee)
	for _, u := range []coupon.Undone{
		{Grades: []string{"silver"}, Since: today}, {Grades: []string{"gold"}, Since: today + 1},
		{Grades: []string{"best"}, Left: "gold", Since: today}, {Grades: []string{"gold"}, Left: "gold", Since: today},
	} {
		if err := x.UndoCoupons(ctx, lee, u, today+1, examNow); err != nil {
			x.Fatal(err)
		}
	}
	if a := x.use("u2", coupon.ToRedeem, own.Code, t); a.State != coupon.IsUsed {
		x.Errorf("%+v", a)
	}
	if err := x.UndoCoupons(ctx, "nobody", coupon.Undone{Grades: []string{"gold"}}, today, examNow); err != nil {
		x.Error(err)
	}
}

// askGivenBack: a till whose sale failed gives back what it used, and nobody
// else does, and not for ever.
func askGivenBack(x *examiner) {
	kim, lee, t := x.member("kim"), x.member("lee"), examTills(x.id)
	c := x.give("kim", kim)
	x.use("u1", coupon.ToRedeem, c.Code, t)
	for id, at := range map[string]coupon.Terms{"u2": t, "u1": examTills("other")} {
		if a := x.use(id, coupon.ToRelease, c.Code, at); a.Refused != coupon.AlreadyUsed {
			x.Errorf("given back by %s: %+v", id, a)
		}
	}
	t.Now = examNow.Add(coupon.HoldTime - time.Nanosecond)
	for range 2 {
		if a := x.use("u1", coupon.ToRelease, c.Code, t); a.State != coupon.IsIssued || a.Off != 0 {
			x.Errorf("%+v", a)
		}
	}
	if a := x.use("u3", coupon.ToRedeem, c.Code, t); a.State != coupon.IsUsed {
		x.Errorf("%+v", a)
	}
	late, t := x.give("lee", lee), examTills(x.id)
	x.use("u4", coupon.ToRedeem, late.Code, t)
	t.Now = examNow.Add(coupon.HoldTime)
	if a := x.use("u4", coupon.ToRelease, late.Code, t); a.Refused != coupon.AlreadyUsed {
		x.Errorf("%+v", a)
	}
}

func askTakeBack(x *examiner) {
	ctx, kim, t := context.Background(), x.member("kim"), examTills(x.id)
	c := x.give("kim", kim)
	for range 2 {
		if got, refused, err := x.VoidCoupon(ctx, kim, c.Name, "boss", t); err != nil || refused != "" || got.Void == nil || got.Void.By != "boss" {
			x.Errorf("%+v, %s, %v", got, refused, err)
		}
	}
	if a := x.use("u1", coupon.ToRedeem, c.Code, t); a.Refused != coupon.Voided {
		x.Errorf("%+v", a)
	}
	if _, refused, err := x.VoidCoupon(ctx, kim, "drink@2020-01", "boss", t); err != nil || refused != coupon.Unknown {
		x.Errorf("%s, %v", refused, err)
	}
	lee := x.member("lee")
	used := x.give("lee", lee)
	x.use("u2", coupon.ToRedeem, used.Code, t)
	if _, refused, err := x.VoidCoupon(ctx, lee, used.Name, "boss", t); err != nil || refused != coupon.AlreadyUsed {
		x.Errorf("%s, %v", refused, err)
	}
}

// askMergedCoupons: coupons go with who is merged, by their codes and all; and
// come back with whoever is told apart again.
func askMergedCoupons(x *examiner) {
	ctx, old, kim, t := context.Background(), x.member("old"), x.member("kim"), examTills(x.id)
	theirs, ours := x.give("old", old), x.give("kim", kim)
	x.use("u1", coupon.ToHold, theirs.Code, t)
	if err := x.Merge(ctx, kim, old, "boss", examNow, both); err != nil {
		x.Fatal(err)
	}
	if w := x.wallet(kim); len(w.Coupons) != 2 || w.Coupons[0].Name == w.Coupons[1].Name {
		x.Errorf("%+v", w)
	}
	if len(x.wallet(old).Coupons) != 0 {
		x.Errorf("%+v", x.wallet(old))
	}
	if a := x.use("u1", coupon.ToRedeem, theirs.Code, t); a.State != coupon.IsUsed {
		x.Errorf("%+v", a)
	}
	if _, _, refused, err := x.IssueCoupon(ctx, old, coupon.IssueRequest{Definition: &drink, Code: "Z"}, gold, t); refused != coupon.CustomerMerged || err != nil {
		x.Errorf("given to a part: %s, %v", refused, err)
	}
	if err := x.Unmerge(ctx, kim, old, "boss", examNow.Add(time.Hour)); err != nil {
		x.Fatal(err)
	}
	if a := x.use("u2", coupon.ToRedeem, theirs.Code, t); a.Refused != coupon.AlreadyUsed {
		x.Errorf("%+v", a)
	}
	if w := x.wallet(old); len(w.Coupons) != 1 || w.Coupons[0].Name != theirs.Name || w.Coupons[0].Used == nil {
		x.Errorf("%+v", w)
	}
	if w := x.wallet(kim); len(w.Coupons) != 1 || w.Coupons[0].Code != ours.Code {
		x.Errorf("%+v", w)
	}
	if a := x.use("u3", coupon.ToRedeem, ours.Code, t); a.State != coupon.IsUsed {
		x.Errorf("%+v", a)
	}
}

// askManyCoupons: whoever has as many coupons as can be is given no more, two
// such are one after a merge, and a third is not.
func askManyCoupons(x *examiner) {
	ctx, d := context.Background(), coupon.Definition{
		ID: "large", Ko: strings.Repeat("덤", 80), En: strings.Repeat("덤", 80), Gives: coupon.Gives{Amount: 1}, ValidDays: 9, Given: coupon.Campaign,
	}
	for n := range 50 {
		d.Stores = append(d.Stores, fmt.Sprintf("%064d", n))
	}
	names := []string{"kim", "lee", "park"}
	for _, who := range names {
		id := x.member(who)
		for n := 0; ; n++ {
			q := coupon.IssueRequest{Definition: &d, Campaign: fmt.Sprint(n), Code: fmt.Sprint(x.code(who), n)}
			_, fresh, refused, err := x.IssueCoupon(ctx, id, q, gold, examTills(x.id))
			if err != nil || refused != "" && refused != coupon.TooMany || n > coupon.CouponsMax {
				x.Fatalf("%s has %d: %s, %v", who, n, refused, err)
			}
			if !fresh {
				break
			}
		}
	}
	kim, lee, park := x.owner("kim"), x.owner("lee"), x.owner("park")
	if err := x.Merge(ctx, kim, lee, "boss", examNow, both); err != nil {
		x.Fatal(err)
	}
	if err := x.Merge(ctx, kim, park, "boss", examNow, both); !errors.Is(err, coupon.ErrTooMany) || x.owner("park") != park {
		x.Errorf("a third wallet: %v", err)
	}
}

func askErasedCoupons(x *examiner) {
	ctx, kim, part := context.Background(), x.member("kim"), x.member("part")
	theirs, own := x.give("part", part), x.give("kim", kim)
	if err := x.Merge(ctx, kim, part, "boss", examNow, both); err != nil {
		x.Fatal(err)
	}
	if err := x.Erase(ctx, kim, "boss", examNow); err != nil {
		x.Fatal(err)
	}
	for i, code := range []string{theirs.Code, own.Code} {
		if a := x.use(fmt.Sprint("u", i), coupon.ToRedeem, code, examTills(x.id)); a.Refused != coupon.Unknown {
			x.Errorf("%+v", a)
		}
	}
	for _, id := range []string{kim, part} {
		if w := x.wallet(id); len(w.Coupons) != 0 || w.Version != 0 {
			x.Errorf("%+v", w)
		}
	}
}
