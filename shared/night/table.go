package night

import (
	"context"
	"fmt"

	"dangol/shared/page"
)

// table is an open file of which columns are read one after the other. After
// err, the first thing that went wrong, columns are empty.
type table struct {
	file *page.File
	key  string
	rows int // that are read
	err  error
}

// allRows reads a file to its end.
const allRows = -1

// openTable opens a file to read its first rows; no file has none.
func openTable(ctx context.Context, objects Objects, key string, rows int) *table {
	t := &table{key: key}
	if key == "" {
		return t
	}
	if t.file, t.err = openPage(ctx, objects, key); t.err != nil {
		return t
	}
	if t.rows = rows; rows == allRows {
		t.rows = t.file.Rows()
	}
	return t
}

func (t *table) int32s(column string) (list []int32) {
	return readColumn(t, func(n int) ([]int32, error) { return t.file.Int32s(column, 0, n, nil) })
}

func (t *table) int64s(column string) (list []int64) {
	return readColumn(t, func(n int) ([]int64, error) { return t.file.Int64s(column, 0, n, nil) })
}

func (t *table) strings(column string) (list []string) {
	return readColumn(t, func(n int) ([]string, error) { return t.file.Strings(column, 0, n) })
}

func readColumn[T any](t *table, read func(n int) ([]T, error)) []T {
	if t.err != nil || t.rows == 0 {
		return nil
	}
	list, err := read(t.rows)
	if err != nil {
		t.err = fmt.Errorf("page %s: %w", t.key, err)
	}
	return list
}
