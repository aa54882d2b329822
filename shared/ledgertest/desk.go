package ledgertest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// Desk does what the desk does, written one to a line:
//
//	enrolled who day
//
// Everything happens at noon in Seoul.
func (w *World) Desk(ctx context.Context, acts string) error {
	for line := range strings.Lines(acts) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := w.act(ctx, words); err != nil {
			return fmt.Errorf("act %q: %w", strings.TrimSpace(line), err)
		}
	}
	return nil
}

func (w *World) act(ctx context.Context, words []string) error {
	if len(words) < 3 {
		return fmt.Errorf("want act who day")
	}
	day, err := ledger.ParseDay(words[2])
	if err != nil {
		return err
	}
	at := day.Time().Add(3 * time.Hour)
	switch words[0] {
	case "enrolled":
		_, _, err := w.Enrol(ctx, customer.Enrolment{Identities: []ledger.Identity{Member(words[1])}, Store: "main", At: at})
		return err
	default:
		return fmt.Errorf("%s is no act", words[0])
	}
}
