package night

import (
	"context"
	"fmt"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// seatBuyers gives the new customers of a day their seats, ordered by id.
func (s *sealer) seatBuyers(records []ledger.Record) {
	var fresh []string
	for i := range records {
		if c := records[i].Customer; c != "" && s.members.Number(c) == 0 {
			fresh = append(fresh, c)
		}
	}
	slices.Sort(fresh)
	for _, c := range slices.Compact(fresh) {
		s.members.Add(page.Member{Customer: c})
	}
}

// row fills in one transaction's row, with its target beside it.
func (s *sealer) row(ctx context.Context, row *page.Row, r *ledger.Record) error {
	w := r.Worth()
	minute := 0
	if store := s.stores[r.Store]; store != nil {
		_, minute = store.Local(r.Occurred.At)
	}
	row.Sum = page.Sum{
		Day: int32(r.Day), Seat: s.members.Number(r.Customer), Kind: int32(r.Type),
		Total: int64(w.Total), Delivery: int64(w.Delivery), Benefit: int64(w.Benefit),
	}
	row.Detail = page.Detail{
		Itemised: w.Itemised, Minute: int32(minute), Flags: int32(r.Flags),
		Key: int64(r.Hash()), Repeat: repeatHash(r, minute), ID: r.ID,
		Register: r.Register, Staff: r.Staff, Channel: r.Channel, Grade: r.Grade, By: r.IdentifiedBy,
	}
	target := r.RefundOf
	if r.Type == ledger.Void {
		target = r.VoidOf
	}
	switch {
	case r.Training:
		row.Section = int32(page.Aside)
	case target == nil:
		row.Section = int32(page.Plain)
	default:
		row.Section = int32(page.Linked)
		return s.link(ctx, row, r, *target)
	}
	return nil
}

// link writes the target beside a linked row, or lists the row as an orphan.
// A refund of something that is no sale, and anything that names a training
// transaction, is left without a target for good.
func (s *sealer) link(ctx context.Context, row *page.Row, r *ledger.Record, key ledger.Key) error {
	target, err := s.target(ctx, storeDay{r.Store, r.Day}, key)
	if err != nil {
		return err
	}
	orphan := page.Orphan{
		Store: r.Store, Day: r.Day, ID: r.ID, Target: page.Target{Store: key.Store, Day: key.Day, ID: key.ID},
	}
	if target == nil {
		s.manifest.Orphans = append(s.manifest.Orphans, orphan)
		return nil
	}
	if target.Training || r.Type == ledger.Refund && target.Type != ledger.Sale {
		return nil
	}
	if target.Waiting { // linked, and to be linked again once its customer is known
		orphan.Waiting = true
		s.manifest.Orphans = append(s.manifest.Orphans, orphan)
	}
	w := target.Worth()
	row.TargetKey, row.TargetStore, row.TargetDay = int64(key.Hash()), key.Store, int32(key.Day)
	row.TargetKind, row.TargetLinked = int32(target.Type), target.RefundOf != nil
	row.TargetTotal, row.TargetDelivery, row.TargetBenefit = int64(w.Total), int64(w.Delivery), int64(w.Benefit)
	if target.Customer != "" {
		row.TargetSeat = s.members.Add(page.Member{Customer: target.Customer})
	}
	return nil
}

// target finds a transaction that is in the pages, or will be when this run is
// done; nil when it is not. One that arrived while we read counts as missing:
// its own page lacks it too, and the next night finds both. from is the day of
// the row that asks.
func (s *sealer) target(ctx context.Context, from storeDay, key ledger.Key) (*ledger.Record, error) {
	record, err := s.ledger.Find(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("find target: %w", err)
	}
	if record == nil || !holds(ruleTargetSealed) {
		return record, nil
	}
	at := storeDay{key.Store, key.Day}
	if _, read := s.read[at]; read {
		if !s.contains(key) {
			return nil, nil
		}
		if s.waits(key) { // as in its own page, whatever came since
			record.Customer, record.Waiting = "", true
		}
		return record, nil
	}
	if s.due[at] {
		s.promised[from] = append(s.promised[from], key)
		return record, nil
	}
	marked, err := s.ledger.Marked(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("find target's marker: %w", err)
	}
	if marked { // it came while we read, or another delivery under its id did
		if sealed, err := s.sealed(ctx, key); err != nil || !sealed {
			return nil, err
		}
	}
	return record, nil
}

// sealed says the page of an earlier night has key.
func (s *sealer) sealed(ctx context.Context, key ledger.Key) (bool, error) {
	entry, ok := s.manifest.Page(key.Store, key.Day)
	if !ok {
		return false, nil
	}
	keys, err := s.column(ctx, entry, "key")
	return slices.Contains(keys, int64(key.Hash())), err
}

// lines lists the lines of a day's transactions, in page order.
func (s *sealer) lines(records []ledger.Record, went []int) []page.Line {
	at := make([]int, len(records))
	for from, to := range went {
		at[to] = from
	}
	var lines []page.Line
	for row, from := range at {
		for i := range records[from].Lines {
			l := &records[from].Lines[i]
			lines = append(lines, page.Line{
				Row: int32(row), Quantity: int64(l.Quantity), Amount: int64(l.Amount),
				Product: s.products.Add(page.Product{
					Key: page.ProductKey(l.SKU, l.Name), SKU: l.SKU, Name: l.Name, Category: l.Category,
				}),
			})
		}
	}
	return lines
}

func countFlags(entry *page.Entry, r *ledger.Record) {
	if r.Flags&ledger.ClockSkew != 0 {
		entry.ClockSkew++
	}
	if r.Flags&ledger.LateUpload != 0 {
		entry.LateUpload++
	}
	if r.IdentifiedBy != "" && r.Customer == "" && !r.Training && r.RefundOf == nil && r.VoidOf == nil {
		entry.Unresolved++
	}
}

// repeatedReceipts counts the transactions whose receipt number another one of
// the same register and type already has: perhaps one sale under two ids.
func repeatedReceipts(records []ledger.Record) int {
	type receipt struct {
		kind             ledger.Type
		register, number string
	}
	seen := map[receipt]bool{}
	n := 0
	for i := range records {
		r := &records[i]
		if r.Receipt == "" || r.Training {
			continue
		}
		key := receipt{r.Type, r.Register, r.Receipt}
		if seen[key] {
			n++
		}
		seen[key] = true
	}
	return n
}
