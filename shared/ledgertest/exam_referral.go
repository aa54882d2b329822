package ledgertest

import (
	"context"
	"errors"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// joining is somebody's enrolment, brought by referrer or nobody.
func (x *examiner) joining(who, referrer string) customer.Enrolment {
	return customer.Enrolment{
		Identities: []ledger.Identity{x.who(who)}, Referrer: referrer, Store: x.id, Staff: "e1", At: examNow,
		Code: func(id string) (ledger.Identity, error) { return x.who("code-" + id), nil },
	}
}

// askReferral brings a friend once, whoever is told of again.
func askReferral(x *examiner) {
	ctx := context.Background()
	kim, _, err := x.Enrol(ctx, x.joining("kim", ""))
	if err != nil {
		x.Fatal(err)
	}
	lee := x.member("lee") // bought before joining
	for i, want := range []bool{true, false} {
		id, joined, err := x.Enrol(ctx, x.joining("lee", kim))
		if err != nil || id != lee || joined != want {
			x.Errorf("told %d times: %q, %v, %v", i+1, id, joined, err)
		}
	}
	if got := x.profile(lee).Referrer; got != kim {
		x.Errorf("brought by %q, want %q", got, kim)
	}
	park := x.member("park")
	for _, c := range []struct {
		who, by string
		want    error
	}{{"lee", park, customer.ErrReferred}, {"kim", lee, customer.ErrJoined}, {"park", park, customer.ErrSelf}} {
		if _, _, err := x.Enrol(ctx, x.joining(c.who, c.by)); !errors.Is(err, c.want) {
			x.Errorf("%s brought by another: %v, want %v", c.who, err, c.want)
		}
	}
	if p := x.profile(park); p.Referrer != "" || !p.Enrolled.IsZero() {
		x.Errorf("a refused enrolment left %+v", p)
	}
	facts, err := x.Facts(ctx, today)
	if err != nil {
		x.Fatal(err)
	}
	told := 0
	for _, f := range facts {
		if f.Kind == ledger.Referred && f.Customer == lee {
			told++
			if f.Other != kim || f.Store != x.id || f.Staff != "e1" || !f.At.Equal(examNow) {
				x.Errorf("%+v", f)
			}
		}
		if f.Customer == park {
			x.Errorf("a refused enrolment left %+v", f)
		}
	}
	if told != 1 {
		x.Errorf("%d facts of one referral", told)
	}
}

// askCodes: a code leads to whom it is of, through a merge too, and one that
// is somebody else's stays theirs.
func askCodes(x *examiner) {
	ctx := context.Background()
	kim, _, err := x.Enrol(ctx, x.joining("kim", ""))
	if err != nil {
		x.Fatal(err)
	}
	if owner := x.owner("code-" + kim); owner != kim {
		x.Errorf("the code leads to %q, want %q", owner, kim)
	}
	same := x.joining("lee", "")
	same.Code = func(string) (ledger.Identity, error) { return x.who("code-" + kim), nil }
	lee, joined, err := x.Enrol(ctx, same)
	if err != nil || !joined || x.owner("code-"+kim) != kim || len(x.profile(lee).Identities) != 1 {
		x.Errorf("with somebody's code: %v, %v, %+v", joined, err, x.profile(lee))
	}
	if err := x.Merge(ctx, lee, kim, "boss", examNow, both); err != nil {
		x.Fatal(err)
	}
	if owner := x.owner("code-" + kim); owner != lee {
		x.Errorf("after a merge the code leads to %q, want %q", owner, lee)
	}
	if err := x.Erase(ctx, lee, "boss", examNow); err != nil {
		x.Fatal(err)
	}
	if owner := x.owner("code-" + kim); owner != "" {
		x.Errorf("after erasing the code leads to %q", owner)
	}
}
