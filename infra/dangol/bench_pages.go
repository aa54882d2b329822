package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/page"

	"github.com/parquet-go/parquet-go"
)

// tableRow is a transaction in a plain table: what other tools compute the
// same figures from. Amounts of refunds are negative there.
type tableRow struct {
	Day      int32 `parquet:"day,date"`
	Store    int32 `parquet:"store_id,int(16)"`
	Customer int64 `parquet:"customer_id"`
	Amount   int64 `parquet:"amount_krw"`
	Refund   bool  `parquet:"is_refund"`
}

// folder keeps objects as files, for benchmarks: S3 would be what they measure.
type folder string

func (f folder) path(key string) string { return filepath.Join(string(f), filepath.FromSlash(key)) }

// Get reads a file, as night.Objects asks.
func (f folder) Get(_ context.Context, key string) ([]byte, error) {
	content, err := os.ReadFile(f.path(key))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", night.ErrMissing, key)
	}
	return content, err
}

// Put writes a file, as night.Objects asks.
func (f folder) Put(_ context.Context, key string, content []byte, _ string) error {
	path := f.path(key)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

const manifestKey = "manifest.json"

// pagesOf is where the pages of a table are kept: beside it.
func pagesOf(table string) folder { return folder(table + ".pages") }

// pager turns a table into pages as a night would, as far as a fold reads them.
type pager struct {
	to       folder
	daily    bool
	oneStore bool
	manifest page.Manifest
	members  *page.Roster[page.Member]
	pending  map[string][]page.Sum // of the month under way, by store
	last     ledger.Day
}

// benchPages turns a table of transactions, sorted by day, into month pages
// and a roster beside it.
func benchPages(ctx context.Context, args []string) error {
	set, _ := flags("bench pages")
	p := &pager{members: page.NewMembers(), pending: map[string][]page.Sum{}}
	set.BoolVar(&p.daily, "days", false, "leave day pages as they are instead of compacting months")
	set.BoolVar(&p.oneStore, "one-store", false, "take all transactions as one store's")
	to := set.String("to", "", "folder for the pages (default: TABLE.pages)")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 1 {
		return errors.New("want dangol bench pages TABLE.parquet")
	}
	p.to = cmp.Or(folder(*to), pagesOf(set.Arg(0)))
	p.manifest.Schema = page.Schema
	if err := p.read(ctx, set.Arg(0)); err != nil {
		return err
	}
	if err := p.roster(ctx); err != nil {
		return err
	}
	content, err := p.manifest.Encode()
	if err != nil {
		return err
	}
	if err := p.to.Put(ctx, manifestKey, content, ""); err != nil {
		return err
	}
	fmt.Printf("%s: %d pages, %d customers\n", p.to, len(p.manifest.Months), len(p.members.Rows))
	return nil
}

func (p *pager) read(ctx context.Context, table string) error {
	file, err := os.Open(table)
	if err != nil {
		return err
	}
	defer file.Close()
	rows := parquet.NewGenericReader[tableRow](file)
	defer rows.Close()
	bar := newProgress("turning into pages", int(rows.NumRows()))
	buffer := make([]tableRow, 64<<10)
	var day []tableRow
	for {
		n, err := rows.Read(buffer)
		for _, row := range buffer[:n] {
			if len(day) > 0 && day[0].Day != row.Day {
				if err := p.day(ctx, day); err != nil {
					return err
				}
				day = day[:0]
			}
			day = append(day, row)
		}
		bar.add(n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", table, err)
		}
	}
	if err := p.day(ctx, day); err != nil {
		return err
	}
	return p.flush(ctx)
}

// day adds one day's transactions: by store, new customers by their id.
func (p *pager) day(ctx context.Context, day []tableRow) error {
	if len(day) == 0 {
		return nil
	}
	at := ledger.Day(day[0].Day)
	if at < p.last {
		return fmt.Errorf("the table is not sorted by day: %s after %s", at, p.last)
	}
	if p.daily || at.MonthStart() != p.last.MonthStart() {
		if err := p.flush(ctx); err != nil {
			return err
		}
	}
	p.last = at
	if p.oneStore {
		for i := range day {
			day[i].Store = 1
		}
	}
	slices.SortFunc(day, func(a, b tableRow) int {
		return cmp.Or(cmp.Compare(a.Store, b.Store), cmp.Compare(a.Customer, b.Customer))
	})
	for i := range day {
		t := &day[i]
		store := strconv.Itoa(int(t.Store))
		kind, total := ledger.Sale, t.Amount
		if t.Refund {
			kind, total = ledger.Refund, -total
		}
		p.pending[store] = append(p.pending[store], page.Sum{
			Day: t.Day, Seat: p.members.Add(page.Member{Customer: strconv.FormatInt(t.Customer, 10)}),
			Total: total, Kind: int32(kind),
		})
	}
	return nil
}

// flush writes the pages under way.
func (p *pager) flush(ctx context.Context) error {
	for store, rows := range p.pending {
		if len(rows) == 0 {
			continue
		}
		first, last := ledger.Day(rows[0].Day), ledger.Day(rows[len(rows)-1].Day)
		slices.SortFunc(rows, func(a, b page.Sum) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Seat, b.Seat))
		})
		content, err := page.Encode(rows)
		if err != nil {
			return err
		}
		key := fmt.Sprintf("%s/%s/%s.parquet", store, first, page.Hash(content))
		if err := p.to.Put(ctx, key, content, ""); err != nil {
			return err
		}
		p.manifest.Months = append(p.manifest.Months, page.Month{Source: page.Source{
			Store: store, From: first, To: last, Key: key, Rows: page.Counts{Plain: len(rows)},
		}})
		p.pending[store] = rows[:0]
	}
	return nil
}

func (p *pager) roster(ctx context.Context) error {
	content, err := page.Encode(p.members.Rows)
	if err != nil {
		return err
	}
	key := "roster/" + page.Hash(content) + ".parquet"
	p.manifest.Roster = []page.Segment{{Key: key, Rows: len(p.members.Rows)}}
	return p.to.Put(ctx, key, content, "")
}
