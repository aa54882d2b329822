package ledgertest

import (
	"context"
	"fmt"
	"strconv"

	"dangol/shared/ledger"
	"dangol/shared/points"
)

// pointsEvent does at the hour the clock shows what words tell of points, and says
// false to any others:
//
//	hold h1 who points
//	capture h1 [store/day/id of the sale]
//	release h1
//	adjust a1 who points
func (w *World) pointsEvent(ctx context.Context, words []string, who func(int) string) (bool, error) {
	terms := w.Terms()
	if terms == nil || len(words) < 2 {
		return false, nil
	}
	var a points.Answer
	var err error
	n := points.Points(0)
	if len(words) > 3 {
		parsed, _ := strconv.ParseInt(words[3], 10, 64)
		n = points.Points(parsed)
	}
	switch words[0] {
	case "hold":
		a, _, err = w.Hold(ctx, points.HoldRequest{ID: points.HoldID("main", words[1]), Store: "main", Customer: who(2), Points: n}, terms)
	case "capture", "release":
		q := points.EndRequest{Hold: points.HoldID("main", words[1]), Store: "main", Release: words[0] == "release"}
		if len(words) > 2 {
			q.Sale = target(&ledger.Transaction{}, words[2])
		}
		a, _, err = w.EndHold(ctx, q, terms)
	case "adjust":
		a, _, err = w.Adjust(ctx, points.AdjustRequest{
			ID: points.AdjustID("main", words[1]), Store: "main", Customer: who(2), Staff: "e7", Reason: "x", Points: n,
		}, terms)
	default:
		return false, nil
	}
	if err == nil && a.Refused != "" {
		err = fmt.Errorf("refused: %s", a.Refused)
	}
	return true, err
}

// Terms are the rules for points in force at the hour the clock shows, nil when
// there are none.
func (w *World) Terms() *points.Terms {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.termsAt(w.Clock)
}

// Accounts are everybody's points as kept.
func (w *World) Accounts() (all []points.Account) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.points.accounts {
		all = append(all, a)
	}
	return all
}
