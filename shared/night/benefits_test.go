package night_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/report"

	"pgregory.net/rapid"
)

// given is what grades.json says was given.
func given(t testing.TB, w *ledgertest.World, folder string) report.Benefits {
	t.Helper()
	content, err := w.Reports.Get(context.Background(), folder+"/"+report.FileGrades)
	if err != nil {
		t.Fatal(err)
	}
	var grades report.Grades
	if err := json.Unmarshal(content, &grades); err != nil {
		t.Fatal(err)
	}
	return grades.Benefits
}

// What was given is counted alike in whatever order, and how often, its sales
// and what undoes them come; months that were gathered count it too.
func TestBenefitsInAnyOrder(t *testing.T) {
	document, _ := policy.Document("cafe-stars")
	rules, err := policy.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	uses := 0
	rapid.Check(t, func(rt *rapid.T) {
		events := drawHistory(rt)
		for i := range events {
			if pick := rapid.IntRange(0, 3).Draw(rt, "given"); pick > 0 {
				events[i] += " gives=" + []string{"extra-shot", "come-back", "by-name,extra-shot"}[pick-1]
			}
		}
		tell := func(events []string) string {
			w := ledgertest.NewWorld(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
			w.OpenStore("second", "Asia/Seoul")
			w.SetPolicy(rules)
			for _, e := range events {
				if err := w.Post(context.Background(), e); err != nil {
					t.Fatal(err)
				}
			}
			result, err := w.Night(context.Background(), ledger.Date(2026, 12, 31))
			if err != nil {
				t.Fatal(err)
			}
			b := given(t, w, result.Report)
			uses += b.Uses
			return fmt.Sprint(b)
		}
		want := tell(events)
		seed := rapid.Uint64().Draw(rt, "seed")
		shuffled := append(append([]string{}, events...), events[:len(events)/2]...)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := tell(shuffled); got != want {
			rt.Fatalf("%s, in another order %s", want, got)
		}
	})
	if uses == 0 {
		t.Error("nothing was ever given")
	}
}
