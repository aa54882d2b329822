package night

import (
	"context"
	"fmt"
	"strings"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// compact gathers what the fold reads of every store's months before day open
// into a file a month: a night then opens a twentieth of the files. The pages
// stay; a late sale replaces one, and its month is gathered anew.
func (s *sealer) compact(ctx context.Context, open ledger.Day) error {
	known := map[string]page.Month{}
	for _, month := range s.manifest.Months {
		known[month.Store+" "+month.Of] = month
	}
	var months []page.Month
	for pages := s.manifest.Pages; len(pages) > 0; {
		store, next := pages[0].Store, pages[0].Day.MonthStart().AddMonths(1)
		n := 1
		for n < len(pages) && pages[n].Store == store && pages[n].Day < next {
			n++
		}
		own := pages[:n]
		pages = pages[n:]
		if n == 1 || next > open {
			continue
		}
		month, ok := known[store+" "+keysOf(own)]
		if !ok {
			var err error
			if month, err = s.gather(ctx, own); err != nil {
				return fmt.Errorf("gather %s of %s: %w", own[0].Day, store, err)
			}
		}
		months = append(months, month)
	}
	s.manifest.Months = months
	return nil
}

// keysOf names the pages by their content.
func keysOf(pages []page.Entry) string {
	if !holds(ruleMonths) {
		return pages[0].Day.MonthStart().String()
	}
	var keys strings.Builder
	for i := range pages {
		fmt.Fprintln(&keys, pages[i].Day, pages[i].Key, pages[i].Others)
		if uses := pages[i].Uses; uses != "" { // months from before there were uses keep their name
			fmt.Fprintln(&keys, uses)
		}
	}
	return page.Hash([]byte(keys.String()))
}

// gather writes one month. Pages come by day and their rows by seat, so one
// after the other they are in the order the fold wants.
func (s *sealer) gather(ctx context.Context, pages []page.Entry) (page.Month, error) {
	var sums []page.Sum
	var linked []page.Row
	var uses []page.Use
	type rows struct {
		sums   []page.Sum
		linked []page.Row
		uses   []page.Use
	}
	err := inOrder(ctx, pages, func(ctx context.Context, e page.Entry) (r rows, err error) {
		if r.sums, err = readRows[page.Sum](ctx, s.objects, e.Key, e.Rows.Plain); err == nil {
			r.linked, err = readRows[page.Row](ctx, s.objects, e.Others, e.Rows.Linked)
		}
		if err == nil {
			r.uses, err = readUses(ctx, s.objects, e.Uses)
		}
		return r, err
	}, func(_ page.Entry, r rows) error {
		sums, linked, uses = append(sums, r.sums...), append(linked, r.linked...), append(uses, r.uses...)
		return nil
	})
	if err != nil {
		return page.Month{}, err
	}
	first, last := &pages[0], &pages[len(pages)-1]
	month := page.Month{Of: keysOf(pages)}
	month.Store, month.From, month.To = first.Store, first.Day, last.Day
	month.Rows = page.Counts{Plain: len(sums), Linked: len(linked)}
	folder := "months/" + first.Store + "/" + first.Day.MonthStart().String() + "/"
	if month.Key, err = put(ctx, s.objects, folder, ".sums.parquet", sums); err != nil {
		return month, err
	}
	if len(uses) > 0 {
		if month.Uses, err = put(ctx, s.objects, folder, ".uses.parquet", uses); err != nil {
			return month, err
		}
	}
	if len(linked) > 0 {
		month.Others, err = put(ctx, s.objects, folder, ".others.parquet", linked)
	}
	return month, err
}

// readRows reads the first n rows of a file; none of no file.
func readRows[T any](ctx context.Context, objects Objects, key string, n int) ([]T, error) {
	if n == 0 {
		return nil, nil
	}
	file, err := openPage(ctx, objects, key)
	if err != nil {
		return nil, err
	}
	rows, err := page.Read[T](file, 0, n)
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", key, err)
	}
	return rows, nil
}

// put writes rows as an object named by its content.
func put[T any](ctx context.Context, objects Objects, folder, kind string, rows []T) (string, error) {
	content, err := page.Encode(rows)
	if err != nil {
		return "", err
	}
	key := folder + page.Hash(content) + kind
	if err := objects.Put(ctx, key, content, parquetType); err != nil {
		return "", fmt.Errorf("write %s: %w", key, err)
	}
	return key, nil
}
