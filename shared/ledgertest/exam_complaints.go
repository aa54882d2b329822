package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"

	"github.com/google/go-cmp/cmp"
)

// complaint is one of this question's: ids are the merchant's.
func (x *examiner) complaint(id, who string) customer.Complaint {
	return customer.Complaint{ID: x.id + "-" + id, Store: x.id, About: "waiting", Severity: "serious", Opened: examNow, Customer: who}
}

func (x *examiner) complain(id, who string) {
	if _, fresh, err := x.Complain(context.Background(), x.complaint(id, who)); err != nil || !fresh {
		x.Fatalf("%s: fresh %v, %v", id, fresh, err)
	}
}

func (x *examiner) resolve(id string) bool {
	c, fresh, err := x.Resolve(context.Background(), x.id+"-"+id, x.id, examNow.Add(time.Hour))
	if err != nil || !c.Resolved.Equal(examNow.Add(time.Hour)) {
		x.Fatalf("%s: %+v, %v", id, c, err)
	}
	return fresh
}

// open lists the complaints a till sees of a customer, in one read with points.
func (x *examiner) open(id string) (ids []string) {
	p, _, _, err := x.AtTill(context.Background(), id)
	if err != nil || p == nil {
		x.Fatalf("%v, %v", p, err)
	}
	for _, c := range p.Complaints {
		ids = append(ids, c.ID[len(x.id)+1:])
	}
	return ids
}

func (x *examiner) wantOpen(who string, want ...string) {
	x.Helper()
	if diff := cmp.Diff(want, x.open(who)); diff != "" {
		x.Errorf("open of %s: %s", who, diff)
	}
}

// askComplaint: a complaint is recorded once, seen while it is open, and both
// are facts.
func askComplaint(x *examiner) {
	ctx := context.Background()
	kim := x.member("kim")
	x.complain("k1", kim)
	x.complain("k2", kim)
	later := x.complaint("k1", kim)
	later.Opened = examNow.Add(time.Minute)
	if first, fresh, err := x.Complain(ctx, later); err != nil || fresh || !first.Opened.Equal(examNow) {
		x.Errorf("told again: %+v, %v, %v", first, fresh, err)
	}
	later.About = "price"
	if _, _, err := x.Complain(ctx, later); !errors.Is(err, customer.ErrComplaintOther) {
		x.Errorf("another under its id: %v", err)
	}
	other := x.complaint("k1", x.member("lee"))
	if _, _, err := x.Complain(ctx, other); !errors.Is(err, customer.ErrComplaintOther) {
		x.Errorf("somebody else's under its id: %v", err)
	}
	if _, _, err := x.Complain(ctx, x.complaint("k3", "nobody")); !errors.Is(err, customer.ErrUnknown) {
		x.Errorf("nobody complains: %v", err)
	}
	x.wantOpen(kim, "k1", "k2")
	if first, second := x.resolve("k1"), x.resolve("k1"); !first || second {
		x.Errorf("resolved: fresh %v, then %v", first, second)
	}
	x.wantOpen(kim, "k2")
	if _, _, err := x.Resolve(ctx, x.id+"-k9", x.id, examNow); !errors.Is(err, customer.ErrComplaintUnknown) {
		x.Errorf("one nobody opened: %v", err)
	}
	for n := range 3 {
		x.complain(fmt.Sprint("more-", n), kim)
	}
	if _, _, err := x.Complain(ctx, x.complaint("k4", kim)); !errors.Is(err, customer.ErrComplaintsMany) {
		x.Errorf("a fifth open one: %v", err)
	}
	facts, err := x.Facts(ctx, today)
	if err != nil {
		x.Fatal(err)
	}
	var kinds []ledger.FactKind
	for _, f := range facts {
		if f.Complaint != nil && f.Complaint.ID == x.id+"-k1" {
			kinds = append(kinds, f.Kind)
			if f.Customer != kim || f.Store != x.id || *f.Complaint != (ledger.Complaint{ID: x.id + "-k1", About: "waiting", Severity: "serious"}) {
				x.Errorf("recorded %+v", f)
			}
		}
	}
	if diff := cmp.Diff([]ledger.FactKind{ledger.Complained, ledger.Resolved}, kinds); diff != "" {
		x.Error(diff)
	}
}

// askMergedComplaints: a merge takes open complaints along, and taken back it
// gives back those that are open still.
func askMergedComplaints(x *examiner) {
	ctx := context.Background()
	kim, lee := x.member("kim"), x.member("lee")
	x.complain("of-kim", kim)
	x.complain("of-lee", lee)
	x.complain("of-lee-too", lee)
	if err := x.Merge(ctx, kim, lee, "boss", examNow, both); err != nil {
		x.Fatal(err)
	}
	x.complain("by-old-id", lee) // a till that has not looked them up again
	if _, fresh, err := x.Complain(ctx, x.complaint("by-old-id", kim)); err != nil || fresh {
		x.Errorf("told again by the new id: %v, %v", fresh, err)
	}
	x.wantOpen(kim, "of-kim", "of-lee", "of-lee-too", "by-old-id")
	x.resolve("of-lee")
	x.wantOpen(kim, "of-kim", "of-lee-too", "by-old-id")
	park := x.member("park")
	x.complain("of-park", park)
	x.complain("of-park-too", park)
	if err := x.Merge(ctx, kim, park, "boss", examNow, both); !errors.Is(err, customer.ErrComplaintsMany) {
		x.Errorf("five open ones: %v", err)
	}
	if err := x.Unmerge(ctx, kim, lee, "boss", examNow.Add(time.Minute)); err != nil {
		x.Fatal(err)
	}
	x.wantOpen(kim, "of-kim", "by-old-id")
	x.wantOpen(lee, "of-lee-too")
	x.resolve("of-lee-too")
	x.wantOpen(lee)
}

// askErasedComplaints: who is erased has no complaint left to find.
func askErasedComplaints(x *examiner) {
	ctx := context.Background()
	kim, lee := x.member("kim"), x.member("lee")
	x.complain("of-kim", kim)
	x.complain("of-lee", lee)
	if err := x.Merge(ctx, kim, lee, "boss", examNow, both); err != nil {
		x.Fatal(err)
	}
	if err := x.Erase(ctx, kim, "boss", examNow); err != nil {
		x.Fatal(err)
	}
	for _, id := range []string{"of-kim", "of-lee"} {
		if _, _, err := x.Resolve(ctx, x.id+"-"+id, x.id, examNow); !errors.Is(err, customer.ErrComplaintUnknown) {
			x.Errorf("%s: %v", id, err)
		}
	}
	if _, _, err := x.Complain(ctx, x.complaint("of-nobody", kim)); !errors.Is(err, customer.ErrUnknown) {
		x.Errorf("the erased complain: %v", err)
	}
}
