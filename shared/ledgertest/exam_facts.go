package ledgertest

import (
	"context"
	"errors"
	"time"

	"dangol/shared/ledger"

	"github.com/google/go-cmp/cmp"
)

// askFacts records a pin twice, another under its id, and one that is none.
func askFacts(x *examiner) {
	ctx := context.Background()
	pin := ledger.Fact{
		ID: "pinned-" + x.id, Kind: ledger.Pinned, At: examNow, Customer: x.id, By: "e7",
		Pin: &ledger.Pin{Grade: "gold", Exempt: ledger.FromDrop, Until: today + 30, Why: "apology"},
	}
	for i := range 2 {
		again := pin
		again.At = pin.At.Add(time.Duration(i) * time.Minute)
		if err := x.Record(ctx, again); err != nil {
			x.Fatal(err)
		}
	}
	other := pin
	other.Pin = &ledger.Pin{Grade: "silver", Exempt: ledger.FromDrop, Why: "apology"}
	if err := x.Record(ctx, other); !errors.Is(err, ledger.ErrConflict) {
		x.Errorf("another fact under its id: %v", err)
	}
	other.ID, other.By = "pinned-2-"+x.id, ""
	if err := x.Record(ctx, other); !errors.Is(err, ledger.ErrFact) {
		x.Errorf("a pin nobody made: %v", err)
	}
	facts, err := x.Facts(ctx, today)
	if err != nil {
		x.Fatal(err)
	}
	var mine []ledger.Fact
	for _, f := range facts {
		if f.Customer == x.id {
			mine = append(mine, f)
		}
	}
	if diff := cmp.Diff([]ledger.Fact{pin}, mine); diff != "" {
		x.Error(diff)
	}
}
