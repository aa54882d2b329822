package ledgertest

import (
	"testing"

	"dangol/shared/ledger"
)

// The demo shop is about as large as the README says.
func TestSeededSize(t *testing.T) {
	until := ledger.Date(2026, 11, 20)
	sales := Seeded{Until: until, Days: 730, People: 2000, Seed: 1}.Sales()
	people := map[string]bool{}
	var member, total ledger.Amount
	for i := range sales {
		s := &sales[i]
		if s.Who.Value != "" {
			people[string(s.Who.Value)] = true
			member += s.Total
		}
		total += s.Total
		if s.Day > until || s.Day <= until-730 {
			t.Fatalf("day %s lies outside", s.Day)
		}
	}
	t.Logf("%d transactions, %d people, total %d, members %.1f%%", len(sales), len(people), total, 100*float64(member)/float64(total))
	if len(people) != 2000 || len(sales) < 57_000 || len(sales) > 63_000 {
		t.Errorf("%d people and %d transactions, want 2,000 and about 60,000", len(people), len(sales))
	}
}
