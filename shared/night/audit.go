package night

import (
	"maps"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// Audit is what a night found that read every day of the ledger there can be.
// Days that a night reads anyway are no finding: they may have changed.
type Audit struct {
	Days int `json:"days"` // store days read
	// Resealed are days whose page was not what the ledger says, and Missed the
	// transactions those pages lacked. Both are 0 unless a night went wrong.
	Resealed int `json:"resealed"`
	Missed   int `json:"missed"`
	// Lost are transactions that left the pages because the ledger no longer
	// has them, and somebody said to go on without.
	Lost int `json:"lost"`

	usual map[storeDay]bool
	fresh bool // there are no pages to compare with
}

// firstDay is the first day a transaction can have.
var firstDay = ledger.Date(ledger.YearMin, 1, 1) - ledger.DaySlack

// widen makes every day due, of every store there is or was. A nil audit does
// nothing.
func (a *Audit) widen(s *sealer, last ledger.Day) {
	if a == nil {
		return
	}
	a.usual, a.fresh = maps.Clone(s.due), len(s.manifest.Pages) == 0
	for store := range s.stores {
		for day := firstDay; day <= last; day++ {
			s.due[storeDay{store, day}] = true
		}
	}
	for _, e := range s.manifest.Pages {
		s.due[storeDay{e.Store, e.Day}] = true
	}
	a.Days = len(s.due)
}

func (a *Audit) lost(n int) {
	if a != nil {
		a.Lost += max(0, n)
	}
}

// note compares the page of a day with the one before.
func (a *Audit) note(d storeDay, before, now page.Entry) {
	if a == nil || a.fresh {
		return
	}
	if before.Same(&now) || a.usual[d] {
		return
	}
	a.usual[d] = true // sealed again, it counts once
	a.Resealed++
	a.Missed += max(0, now.Rows.All()-before.Rows.All())
}
