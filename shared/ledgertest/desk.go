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
//	enrolled who day [referrer]
//	pinned who day grade drop|evaluation until|- by why
//	unpinned who day by why
//	linked who,who,… day by consent
//	unlinked who day by
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
		e := customer.Enrolment{Identities: []ledger.Identity{Member(words[1])}, Store: "main", At: at}
		if len(words) > 3 {
			if e.Referrer, err = w.Lookup(ctx, Member(words[3])); err != nil {
				return err
			}
		}
		_, _, err := w.Enrol(ctx, e)
		return err
	case "pinned", "unpinned":
		return w.pin(ctx, words, at)
	case "linked", "unlinked":
		return w.link(ctx, words, at)
	default:
		return fmt.Errorf("%s is no act", words[0])
	}
}

// link says who lives together, or that one moved out.
func (w *World) link(ctx context.Context, words []string, at time.Time) error {
	var ids []string
	for who := range strings.SplitSeq(words[1], ",") {
		id, err := w.Lookup(ctx, Member(who))
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	f := ledger.Fact{ID: words[0] + "-" + words[1] + "-" + words[2], Kind: ledger.FactKind(words[0]), At: at, Customer: ids[0], By: words[3]}
	f.ID = strings.ReplaceAll(f.ID, ",", "-")
	if f.Kind == ledger.Linked {
		f.Household = &ledger.Household{Others: ids[1:], Consent: words[4]}
	}
	return w.Record(ctx, f)
}

// pin gives a customer who has bought something a grade by hand, or takes that
// back.
func (w *World) pin(ctx context.Context, words []string, at time.Time) error {
	id, err := w.Lookup(ctx, Member(words[1]))
	if err != nil {
		return err
	}
	pin := &ledger.Pin{Why: words[len(words)-1]}
	if words[0] == "pinned" {
		if len(words) != 8 {
			return fmt.Errorf("want pinned who day grade exempt until by why")
		}
		pin.Grade, pin.Exempt = words[3], ledger.Exemption(words[4])
		if words[5] != "-" {
			if pin.Until, err = ledger.ParseDay(words[5]); err != nil {
				return err
			}
		}
	}
	return w.Record(ctx, ledger.Fact{
		ID: "pinned-" + id + "-" + words[2], Kind: ledger.Pinned, At: at, Customer: id, By: words[len(words)-2], Pin: pin,
	})
}
