package ledgertest

import (
	"context"
	"errors"
	"slices"
	"time"

	"dangol/shared/ledger"

	"github.com/google/go-cmp/cmp"
)

// askFacts records facts of each kind the desk makes twice, another under the
// id of each, and of each one that is none.
func askFacts(x *examiner) {
	ctx := context.Background()
	pin := ledger.Fact{
		ID: "pinned-" + x.id, Kind: ledger.Pinned, At: examNow, Customer: x.id, By: "e7",
		Pin: &ledger.Pin{Grade: "gold", Exempt: ledger.FromDrop, Until: today + 30, Why: "apology"},
	}
	silver, nobody := pin, pin
	silver.Pin = &ledger.Pin{Grade: "silver", Exempt: ledger.FromDrop, Why: "apology"}
	nobody.By = ""

	home := ledger.Fact{
		ID: "linked-" + x.id, Kind: ledger.Linked, At: examNow, Customer: x.id, By: "e7",
		Household: &ledger.Household{Others: []string{"child-" + x.id, "spouse-" + x.id}, Consent: "family-1"},
	}
	smaller, unasked := home, home
	smaller.Household = &ledger.Household{Others: home.Household.Others[:1], Consent: "family-1"}
	unasked.Household = &ledger.Household{Others: home.Household.Others}

	out := ledger.Fact{ID: "unlinked-" + x.id, Kind: ledger.Unlinked, At: examNow, Customer: x.id, By: "e7"}
	outOf, byNobody := out, out
	outOf.Customer, byNobody.By = "spouse-"+x.id, ""

	var want []ledger.Fact
	for _, asked := range []struct{ fact, other, none ledger.Fact }{{pin, silver, nobody}, {home, smaller, unasked}, {out, outOf, byNobody}} {
		for i := range 2 {
			again := asked.fact
			again.At = again.At.Add(time.Duration(i) * time.Minute)
			if err := x.Record(ctx, again); err != nil {
				x.Fatalf("%s: %v", again.Kind, err)
			}
		}
		if err := x.Record(ctx, asked.other); !errors.Is(err, ledger.ErrConflict) {
			x.Errorf("%s: another fact under its id: %v", asked.fact.Kind, err)
		}
		asked.none.ID += "-2"
		if err := x.Record(ctx, asked.none); !errors.Is(err, ledger.ErrFact) {
			x.Errorf("%s: what is no fact: %v", asked.fact.Kind, err)
		}
		want = append(want, asked.fact)
	}
	facts, err := x.Facts(ctx, today)
	if err != nil {
		x.Fatal(err)
	}
	mine := slices.DeleteFunc(facts, func(f ledger.Fact) bool { return f.By != "e7" || f.Customer != x.id })
	slices.SortFunc(mine, func(a, b ledger.Fact) int { return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind) })
	if diff := cmp.Diff(want, mine); diff != "" {
		x.Error(diff)
	}
}

// kinds are those of facts the desk makes, in the order they are asked about.
var kinds = []ledger.FactKind{ledger.Pinned, ledger.Linked, ledger.Unlinked}
