package night

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/page"

	"golang.org/x/sync/errgroup"
)

// ErrShrank stops a night whose ledger lacks transactions of a sealed page: the
// table was restored, or somebody deleted from it.
var ErrShrank = errors.New("the ledger holds less than its sealed pages")

// passesMax is how often a day is read in one night. Each time, something came
// in while the night read.
const passesMax = 20

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
	// audit, when this run is one, notes what it finds.
	audit *Audit
	// acceptLoss lets pages shrink.
	acceptLoss bool
}

// contents of a day as read: the hashes of its keys, of those that wait for
// their customer, and of its ids with the time and total they came with.
type contents struct {
	keys    []int64
	waiting map[int64]bool
	repeats []int64
}

// Sealed is what a run of the sealer made.
type Sealed struct {
	Manifest *page.Manifest
	Key      string // of the manifest
	Members  *page.Roster[page.Member]
	Products *page.Roster[page.Product]
	// Settled are the markers whose transactions are now in pages.
	Settled []ledger.Key
	Audit   *Audit
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
	for passes := 0; err == nil && len(days) > 0; passes++ {
		if passes == passesMax {
			err = fmt.Errorf("%d days still change after %d readings; the next night goes on", len(days), passes)
			break
		}
		err = s.sealDays(ctx, days)
		days = s.relink()
	}
	if err := errors.Join(err, s.writing.Wait()); err != nil {
		return nil, err
	}
	if err := s.countRepeats(ctx); err != nil {
		return nil, err
	}
	if err := s.compact(ctx, windowStart(readFrom, since)); err != nil {
		return nil, err
	}
	first, last := s.deskDays(readFrom, since)
	if err := errors.Join(s.sealFacts(ctx, first, last), s.sealPoints(ctx, first, last)); err != nil {
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
	return &Sealed{s.manifest, key, s.members, s.products, s.settled(markers), s.audit}, nil
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

// sealDay writes the page of one store and day.
func (s *sealer) sealDay(ctx context.Context, d storeDay, records ledger.DayRecords) error {
	before, had := s.manifest.Page(d.store, d.day)
	s.manifest.Orphans = slices.DeleteFunc(s.manifest.Orphans, func(o page.Orphan) bool {
		return o.Store == d.store && o.Day == d.day
	})
	if len(records.Records)+records.Quarantined == 0 && !had {
		s.read[d] = contents{}
		return nil
	}
	s.seatBuyers(records.Records)
	entry := page.Entry{
		Store: d.store, Day: d.day,
		Conflicts: records.Conflicts, Quarantined: records.Quarantined,
		RepeatedReceipts: repeatedReceipts(records.Records),
	}
	rows := make([]page.Row, len(records.Records))
	found := contents{waiting: map[int64]bool{}}
	for i := range records.Records {
		r := &records.Records[i]
		if err := s.row(ctx, &rows[i], r); err != nil {
			return err
		}
		found.keys = append(found.keys, rows[i].Key)
		if r.Waiting {
			found.waiting[rows[i].Key] = true
		}
		found.repeats = append(found.repeats, rows[i].Repeat)
		countFlags(&entry, r)
	}
	slices.Sort(found.keys)
	s.read[d] = found
	if err := s.putPage(ctx, &entry, rows, records.Records); err != nil {
		return err
	}
	if had && !entry.Same(&before) {
		if err := s.shrank(ctx, d, before, records.Quarantined); err != nil {
			return err
		}
	}
	s.audit.note(d, before, entry)
	s.manifest.Put(entry)
	return nil
}

// shrank refuses to replace a page by one that lacks any of its transactions.
// Those that can no longer be read are still there.
func (s *sealer) shrank(ctx context.Context, d storeDay, before page.Entry, quarantined int) error {
	keys, err := s.column(ctx, before, "key")
	if err != nil {
		return err
	}
	gone := 0
	for _, key := range keys {
		if _, found := slices.BinarySearch(s.read[d].keys, key); !found {
			gone++
		}
	}
	if s.acceptLoss {
		s.audit.lost(gone - quarantined)
		return nil
	}
	if gone > quarantined && holds(ruleShrank) {
		return fmt.Errorf("%w: %d transactions of %s in %s are gone", ErrShrank, gone-quarantined, d.day, d.store)
	}
	return nil
}

// putPage writes a day's rows and lines and enters their keys.
func (s *sealer) putPage(ctx context.Context, entry *page.Entry, rows []page.Row, records []ledger.Record) error {
	files, went, err := page.Make(rows)
	if err != nil {
		return err
	}
	var lines []byte
	if list := s.lines(records, went); len(list) > 0 {
		if lines, err = page.Encode(list); err != nil {
			return err
		}
	}
	folder := "pages/" + entry.Store + "/" + entry.Day.String() + "/"
	entry.Rows = files.Rows
	entry.Key = s.write(ctx, folder, ".sums.parquet", files.Sums)
	entry.Details = s.write(ctx, folder, ".details.parquet", files.Details)
	entry.Others = s.write(ctx, folder, ".others.parquet", files.Others)
	entry.Lines = s.write(ctx, folder, ".lines.parquet", lines)
	uses, err := encodeUses(records)
	entry.Uses = s.write(ctx, folder, ".uses.parquet", uses)
	return err
}

// write sends an object on its way and returns its key. No content is no
// object.
func (s *sealer) write(ctx context.Context, folder, kind string, content []byte) string {
	if content == nil {
		return ""
	}
	key := folder + page.Hash(content) + kind
	s.writing.Go(func() error {
		if err := s.objects.Put(ctx, key, content, parquetType); err != nil {
			return fmt.Errorf("write %s: %w", key, err)
		}
		return nil
	})
	return key
}

// column reads a column of a page's rows, details first.
func (s *sealer) column(ctx context.Context, e page.Entry, name string) ([]int64, error) {
	var values []int64
	for _, key := range []string{e.Details, e.Others} {
		if key == "" {
			continue
		}
		file, err := openPage(ctx, s.objects, key)
		if err != nil {
			return nil, err
		}
		own, err := file.Int64s(name, 0, file.Rows(), nil)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", key, err)
		}
		values = append(values, own...)
	}
	return values, nil
}

const parquetType = "application/vnd.apache.parquet"

// deskDays are the first and last desk day to read.
func (s *sealer) deskDays(readFrom, since time.Time) (first, last ledger.Day) {
	first, last = windowStart(readFrom, since), ledger.DayOf(readFrom.UTC())+1
	if s.audit != nil {
		for _, store := range s.stores { // nothing was recorded before there was a store
			first = min(first, ledger.DayOf(store.Created.UTC())-1)
		}
	}
	return first, last
}

// sealFacts writes the desk days of the window. A fact's day is the day it was
// recorded, so no fact is ever late.
func (s *sealer) sealFacts(ctx context.Context, first, last ledger.Day) error {
	for day := first; day <= last; day++ {
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
		var rows []page.Fact
		for i := range facts {
			rows = append(rows, s.facts(&facts[i])...)
		}
		entry := page.FactsEntry{Day: day, Rows: len(rows)}
		if entry.Key, err = put(ctx, s.objects, "facts/"+day.String()+"/", ".parquet", rows); err != nil {
			return err
		}
		s.manifest.PutFacts(entry)
	}
	return nil
}

// seat of a customer, new or known; 0 of nobody.
func (s *sealer) seat(customer string) int32 {
	if customer == "" {
		return 0
	}
	return s.members.Add(page.Member{Customer: customer})
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
	key, err := put(ctx, objects, folder, ".parquet", fresh)
	if err != nil {
		return err
	}
	*segments = append(*segments, page.Segment{Key: key, Rows: len(fresh)})
	return nil
}
