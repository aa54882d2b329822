package night

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/page"

	"golang.org/x/sync/errgroup"
)

// ErrShrank stops a night whose ledger holds fewer transactions of a day than
// the sealed page: the table was restored, or somebody deleted from it.
var ErrShrank = errors.New("the ledger holds less than its sealed pages")

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

// sealer turns the ledger's open days into pages.
type sealer struct {
	ledger   Ledger
	objects  Objects
	stores   map[string]*ledger.Store
	manifest *page.Manifest
	members  *page.Roster[page.Member]
	products *page.Roster[page.Product]

	// writing are the objects on their way. All must have arrived before a
	// manifest names them.
	writing *errgroup.Group

	// due are the store days this run reads; read holds, for those already
	// read, what was in them.
	due  map[storeDay]bool
	read map[storeDay]contents
	// promised are links to days that were yet to be used, by the day of the
	// row they stand in: they hold only if those days turn out to have them.
	promised map[storeDay][]ledger.Key
	// sealedRepeats are the hashes of days only their page was asked for.
	sealedRepeats map[storeDay][]int64
}

// contents of a day as read: the hashes of its keys, and of its ids with the
// time and total they came with.
type contents struct {
	keys    []int64
	repeats []int64
}

// Sealed is what a run of the sealer made.
type Sealed struct {
	Manifest *page.Manifest
	Key      string // of the manifest
	Members  *page.Roster[page.Member]
	// Settled are the markers whose transactions are now in pages.
	Settled []ledger.Key
}

// seal reads every day that may have changed and writes its page, then the
// roster segments, then the manifest. All are immutable and named by content,
// so a crash between any two leaves only objects nobody names.
//
// Markers are read before days: a transaction that arrives later has a marker
// the next night will see.
func (s *sealer) seal(ctx context.Context, readFrom, since time.Time) (*Sealed, error) {
	markers, err := s.ledger.Markers(ctx)
	if err != nil {
		return nil, fmt.Errorf("read markers: %w", err)
	}
	days, err := s.openDays(ctx, markers, readFrom, since)
	if err != nil {
		return nil, err
	}
	s.writing = &errgroup.Group{}
	s.writing.SetLimit(fetches)
	for err == nil && len(days) > 0 {
		err = s.sealDays(ctx, days)
		days = s.relink()
	}
	if err := errors.Join(err, s.writing.Wait()); err != nil {
		return nil, err
	}
	if err := s.countRepeats(ctx); err != nil {
		return nil, err
	}
	if err := s.sealFacts(ctx, readFrom, since); err != nil {
		return nil, err
	}
	if err := s.sealRosters(ctx); err != nil {
		return nil, err
	}
	content, err := s.manifest.Encode()
	if err != nil {
		return nil, err
	}
	key := "manifests/" + page.Hash(content) + ".json"
	if err := s.objects.Put(ctx, key, content, "application/json"); err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return &Sealed{s.manifest, key, s.members, s.settled(markers)}, nil
}

// sealDays reads days, several at a time, and writes their pages.
func (s *sealer) sealDays(ctx context.Context, days []storeDay) error {
	return inOrder(ctx, days, func(ctx context.Context, d storeDay) (ledger.DayRecords, error) {
		records, err := s.ledger.Day(ctx, d.store, d.day)
		if err != nil {
			return records, fmt.Errorf("read %s of %s: %w", d.day, d.store, err)
		}
		return records, nil
	}, func(d storeDay, records ledger.DayRecords) error {
		return s.sealDay(ctx, d, records)
	})
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
		if s.contains(o.Target.Ledger()) && holds(ruleOrphans) {
			again[storeDay{o.Store, o.Day}] = true
		}
	}
	clear(s.promised)
	return slices.SortedFunc(maps.Keys(again), compareDays)
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
		if target != nil {
			s.due[at] = true
		}
	}
	days := make([]storeDay, 0, len(s.due))
	for d := range s.due {
		days = append(days, d)
	}
	slices.SortFunc(days, compareDays)
	return days, nil
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

// sealDay writes the page of one store and day.
func (s *sealer) sealDay(ctx context.Context, d storeDay, records ledger.DayRecords) error {
	before, had := s.manifest.Page(d.store, d.day)
	if n := len(records.Records) + records.Quarantined; had && holds(ruleShrank) && n < before.Rows.Plain+before.Rows.Linked+before.Rows.Aside {
		return fmt.Errorf("%w: %s of %s has %d transactions, its page more", ErrShrank, d.day, d.store, n)
	}
	s.manifest.Orphans = slices.DeleteFunc(s.manifest.Orphans, func(o page.Orphan) bool {
		return o.Store == d.store && o.Day == d.day
	})
	if len(records.Records)+records.Quarantined == 0 {
		s.read[d] = contents{}
		return nil
	}
	s.seatBuyers(records.Records)
	entry := page.Entry{
		Store: d.store, From: d.day, To: d.day,
		Conflicts: records.Conflicts, Quarantined: records.Quarantined,
		RepeatedReceipts: repeatedReceipts(records.Records),
	}
	rows := make([]page.Row, len(records.Records))
	found := contents{}
	for i := range records.Records {
		r := &records.Records[i]
		if err := s.row(ctx, &rows[i], r); err != nil {
			return err
		}
		found.keys = append(found.keys, rows[i].Key)
		found.repeats = append(found.repeats, rows[i].Repeat)
		countFlags(&entry, r)
	}
	slices.Sort(found.keys)
	s.read[d] = found
	return s.putPage(ctx, entry, rows, records.Records)
}

func (s *sealer) putPage(ctx context.Context, entry page.Entry, rows []page.Row, records []ledger.Record) error {
	counts, went := page.Sort(rows)
	entry.Rows = counts
	content, err := page.Encode(rows)
	if err != nil {
		return err
	}
	folder := "pages/" + entry.Store + "/" + entry.From.String() + "/"
	entry.Key = folder + page.Hash(content) + ".parquet"
	s.write(ctx, entry.Key, content)
	if lines := s.lines(records, went); len(lines) > 0 {
		content, err := page.Encode(lines)
		if err != nil {
			return err
		}
		entry.Lines = folder + page.Hash(content) + ".lines.parquet"
		s.write(ctx, entry.Lines, content)
	}
	s.manifest.Put(entry)
	return nil
}

// write sends an object on its way.
func (s *sealer) write(ctx context.Context, key string, content []byte) {
	s.writing.Go(func() error {
		if err := s.objects.Put(ctx, key, content, parquetType); err != nil {
			return fmt.Errorf("write %s: %w", key, err)
		}
		return nil
	})
}

const parquetType = "application/vnd.apache.parquet"

// sealFacts writes the desk days of the window. A fact's day is the day it was
// recorded, so no fact is ever late.
func (s *sealer) sealFacts(ctx context.Context, readFrom, since time.Time) error {
	last := ledger.DayOf(readFrom.UTC()) + 1
	for day := windowStart(readFrom, since); day <= last; day++ {
		facts, err := s.ledger.Facts(ctx, day)
		if err != nil {
			return fmt.Errorf("read facts of %s: %w", day, err)
		}
		if len(facts) == 0 {
			continue
		}
		slices.SortFunc(facts, func(a, b ledger.Fact) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
		})
		rows := make([]page.Fact, len(facts))
		for i, fact := range facts {
			rows[i] = page.Fact{
				Seat: s.members.Add(page.Member{Customer: fact.Customer}), Kind: string(fact.Kind),
				At: fact.At.UnixMilli(), Store: fact.Store, Staff: fact.Staff, Channel: fact.Channel, ID: fact.ID,
			}
		}
		content, err := page.Encode(rows)
		if err != nil {
			return err
		}
		key := "facts/" + day.String() + "/" + page.Hash(content) + ".parquet"
		if err := s.objects.Put(ctx, key, content, parquetType); err != nil {
			return fmt.Errorf("write facts of %s: %w", day, err)
		}
		s.manifest.PutFacts(page.FactsEntry{Day: day, Key: key, Rows: len(rows)})
	}
	return nil
}

func (s *sealer) sealRosters(ctx context.Context) error {
	err := sealRoster(ctx, s.objects, "roster/", s.members, &s.manifest.Roster)
	if err != nil {
		return err
	}
	return sealRoster(ctx, s.objects, "products/", s.products, &s.manifest.Products)
}

// sealRoster writes what a roster gained as one more segment.
func sealRoster[T any](ctx context.Context, objects Objects, folder string, r *page.Roster[T], segments *[]page.Segment) error {
	fresh := r.Fresh()
	if len(fresh) == 0 {
		return nil
	}
	content, err := page.Encode(fresh)
	if err != nil {
		return err
	}
	key := folder + page.Hash(content) + ".parquet"
	if err := objects.Put(ctx, key, content, parquetType); err != nil {
		return fmt.Errorf("write roster segment: %w", err)
	}
	*segments = append(*segments, page.Segment{Key: key, Rows: len(fresh)})
	return nil
}

// settled are the markers whose transactions this run put in pages. The others
// became visible too late and keep their marker for the next night.
func (s *sealer) settled(markers []ledger.Key) []ledger.Key {
	var done []ledger.Key
	for _, key := range markers {
		if s.contains(key) || !holds(ruleSettled) {
			done = append(done, key)
		}
	}
	return done
}

func (s *sealer) contains(key ledger.Key) bool {
	_, found := slices.BinarySearch(s.read[storeDay{key.Store, key.Day}].keys, int64(key.Hash()))
	return found
}
