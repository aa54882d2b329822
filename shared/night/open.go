package night

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"dangol/shared/ledger"
)

// daysAhead is how far past the UTC date a business day can lie: a till a day
// ahead, fourteen hours east, with a business day two days on.
const daysAhead = 4

type storeDay struct {
	store string
	day   ledger.Day
}

func compareDays(a, b storeDay) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.store, b.store))
}

// openDays are the days to read, by day and store: the window, every day a
// marker names, and every day with an orphan whose target can now be found.
func (s *sealer) openDays(ctx context.Context, markers []ledger.Key, readFrom, since time.Time) ([]storeDay, error) {
	s.due, s.read = map[storeDay]bool{}, map[storeDay]contents{}
	s.sealedRepeats, s.promised = map[storeDay][]int64{}, map[storeDay][]ledger.Key{}
	last := ledger.DayOf(readFrom.UTC()) + daysAhead
	for store := range s.stores {
		for day := windowStart(readFrom, since); day <= last; day++ {
			s.due[storeDay{store, day}] = true
		}
	}
	for _, key := range markers {
		s.due[storeDay{key.Store, key.Day}] = true
	}
	for _, o := range s.manifest.Orphans {
		at := storeDay{o.Store, o.Day}
		if s.due[at] || !holds(ruleOrphans) {
			continue
		}
		target, err := s.target(ctx, at, o.Target.Ledger())
		if err != nil {
			return nil, err
		}
		if target != nil && !target.Waiting {
			s.due[at] = true
		}
	}
	s.audit.widen(s, last)
	return slices.SortedFunc(maps.Keys(s.due), compareDays), nil
}

// windowStart is the first day to read whole.
func windowStart(readFrom, since time.Time) ledger.Day {
	if !holds(ruleSince) {
		since = readFrom
	}
	start := ledger.WindowStart(readFrom, since)
	if !holds(ruleWindow) {
		start += ledger.WindowDays - ledger.MarkAfterDays + 1
	}
	return start
}

// relink are the days to seal again because of what came while we read: those
// with a link to a transaction its own day turned out not to have, and those
// with an orphan whose target was read after it was looked for. Days only gain
// transactions, so there is an end to it.
func (s *sealer) relink() []storeDay {
	again := map[storeDay]bool{}
	for d, targets := range s.promised {
		if slices.ContainsFunc(targets, func(k ledger.Key) bool { return !s.contains(k) }) {
			again[d] = true
		}
	}
	for _, o := range s.manifest.Orphans {
		if s.final(o.Target.Ledger()) && holds(ruleOrphans) {
			again[storeDay{o.Store, o.Day}] = true
		}
	}
	clear(s.promised)
	return slices.SortedFunc(maps.Keys(again), compareDays)
}

// settled are the markers whose transactions this run put in pages, with the
// customer they will keep. The others became visible too late, or wait, and
// keep their marker for the next night.
func (s *sealer) settled(markers []ledger.Key) []ledger.Key {
	var done []ledger.Key
	for _, key := range markers {
		if s.final(key) || !holds(ruleSettled) {
			done = append(done, key)
		}
	}
	return done
}

func (s *sealer) contains(key ledger.Key) bool {
	_, found := slices.BinarySearch(s.read[storeDay{key.Store, key.Day}].keys, int64(key.Hash()))
	return found
}
