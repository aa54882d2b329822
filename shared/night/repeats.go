package night

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"dangol/shared/ledger"
)

// repeatHash is equal for deliveries that differ in business day only. A till
// that numbers its receipts anew every day reuses ids, so the time of day and
// the total are part of it.
func repeatHash(r *ledger.Record, minute int) int64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%d\x00%d\x00%d", r.ID, r.Type, minute, r.Total)
	return int64(h.Sum64())
}

// repeatDays is how far apart the business days of one delivery can be: each
// lies within the slack of the same clock.
const repeatDays = 2 * ledger.DaySlack

// countRepeats counts, on the later of two days, transactions that stand on an
// earlier one as well: a till that restates its business day when it tries
// again has one sale recorded twice. Every day that was read, and the days it
// reaches, are counted anew.
func (s *sealer) countRepeats(ctx context.Context) error {
	again := map[storeDay]bool{}
	for d := range s.read {
		for day := d.day; day <= d.day+repeatDays; day++ {
			again[storeDay{d.store, day}] = true
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(again), compareDays) {
		entry, ok := s.manifest.Page(d.store, d.day)
		if !ok {
			continue
		}
		n, err := s.repeatsOn(ctx, d)
		if err != nil {
			return err
		}
		entry.RepeatedIDs = n
		s.manifest.Put(entry)
	}
	return nil
}

func (s *sealer) repeatsOn(ctx context.Context, d storeDay) (int, error) {
	own, err := s.repeats(ctx, d)
	if err != nil {
		return 0, err
	}
	earlier := map[int64]bool{}
	for near := d.day - repeatDays; near < d.day; near++ {
		hashes, err := s.repeats(ctx, storeDay{d.store, near})
		if err != nil {
			return 0, err
		}
		for _, hash := range hashes {
			earlier[hash] = true
		}
	}
	n := 0
	for _, hash := range own {
		if earlier[hash] {
			n++
		}
	}
	return n, nil
}

// repeats are the hashes of a day: as read by this run, else from its page.
func (s *sealer) repeats(ctx context.Context, d storeDay) ([]int64, error) {
	if found, ok := s.read[d]; ok {
		return found.repeats, nil
	}
	if known, ok := s.sealedRepeats[d]; ok {
		return known, nil
	}
	entry, ok := s.manifest.Page(d.store, d.day)
	if !ok {
		return nil, nil
	}
	own, err := s.column(ctx, entry, "repeat")
	if err != nil {
		return nil, err
	}
	s.sealedRepeats[d] = own // asked for up to five times
	return own, nil
}
