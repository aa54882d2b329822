package ledgertest

import (
	"context"

	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/google/go-cmp/cmp"
)

// posted: every entry that moved points stands in the shop's books, once, and
// nothing else does.
func (x *examiner) posted(who, id string, entries []points.Entry) {
	x.Helper()
	got, want := map[string]points.Posting{}, map[string]points.Posting{}
	for i := range entries {
		if p, moved := entries[i].Posting(); moved {
			want[p.ID] = p
		}
	}
	for day := today - 1; day <= today+2; day++ {
		postings, err := x.Postings(context.Background(), day)
		if err != nil {
			x.Fatal(err)
		}
		for _, p := range postings {
			if p.Customer != id {
				continue
			}
			if _, twice := got[p.ID]; twice || ledger.DayOf(p.At.UTC()) != day {
				x.Errorf("%s is posted twice, or on another day", p.ID)
			}
			got[p.ID] = p
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		x.Errorf("%s: %s", who, diff)
	}
}

// balance is what somebody has. What their entries sum up to must be the same.
func (x *examiner) balance(who string) points.Balance {
	x.Helper()
	ctx, id := context.Background(), x.customer(who)
	_, account, err := x.WithAccount(ctx, id)
	if err != nil {
		x.Fatal(err)
	}
	entries, err := x.Entries(ctx, id)
	if err != nil {
		x.Fatal(err)
	}
	fold, seen := map[points.Place]points.Points{}, map[string]bool{}
	for _, e := range entries {
		if seen[e.ID] {
			x.Errorf("entry %s is there twice", e.ID)
		}
		seen[e.ID] = true
		points.Fold(e.Moves, fold)
	}
	x.posted(who, id, entries)
	b := account.Balance()
	want := points.Balance{Available: fold[points.Available], Pending: fold[points.InPending], Held: fold[points.InHold], Debt: -fold[points.InDebt]}
	if b != want || account.Version != int64(len(entries)) {
		x.Errorf("%s has %+v in version %d; %d entries sum up to %+v", who, b, account.Version, len(entries), want)
	}
	return b
}
