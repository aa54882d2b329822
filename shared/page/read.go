package page

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// File is an open page, roster segment or per-customer table.
type File struct {
	file  *parquet.File
	group parquet.RowGroup
}

// ErrSchema marks what another version of this package wrote.
var ErrSchema = errors.New("pages of another version: seal them anew with dangol night --reseal")

// ErrCorrupt marks a file that is not what the manifest says.
var ErrCorrupt = errors.New("corrupt page")

// refuse turns a panic of the Parquet library, which trusts what it decodes,
// into ErrCorrupt.
func refuse(err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("%w: %v", ErrCorrupt, cause)
	}
}

// Open reads the footer of a Parquet file of at most one row group.
func Open(content []byte) (_ *File, err error) {
	defer refuse(&err)
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)),
		parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	f := &File{file: file}
	switch groups := file.RowGroups(); len(groups) {
	case 0:
	case 1:
		f.group = groups[0]
	default:
		return nil, fmt.Errorf("%w: %d row groups, want 1", ErrCorrupt, len(groups))
	}
	return f, nil
}

// Rows is the number of rows.
func (f *File) Rows() int { return int(f.file.NumRows()) }

// Int32s reads rows [from, from+n) of a column into dst, which is grown as
// needed and returned. A column whose statistics promise one value throughout
// is not decoded.
func (f *File) Int32s(column string, from, n int, dst []int32) (_ []int32, err error) {
	defer refuse(&err)
	dst = resize(dst, n)
	if value, ok := f.constant(column); ok {
		fill(dst, value.Int32())
		return dst, nil
	}
	return dst, f.values(column, from, n, func(values parquet.ValueReader, at int) (int, error) {
		reader, ok := values.(parquet.Int32Reader)
		if !ok {
			return 0, fmt.Errorf("%w: column %s holds no int32", ErrCorrupt, column)
		}
		return reader.ReadInt32s(dst[at:])
	})
}

// Int64s is Int32s for 64-bit columns.
func (f *File) Int64s(column string, from, n int, dst []int64) (_ []int64, err error) {
	defer refuse(&err)
	dst = resize(dst, n)
	if value, ok := f.constant(column); ok {
		fill(dst, value.Int64())
		return dst, nil
	}
	return dst, f.values(column, from, n, func(values parquet.ValueReader, at int) (int, error) {
		reader, ok := values.(parquet.Int64Reader)
		if !ok {
			return 0, fmt.Errorf("%w: column %s holds no int64", ErrCorrupt, column)
		}
		return reader.ReadInt64s(dst[at:])
	})
}

// Strings reads rows [from, from+n) of a column of strings, of few different
// ones: equal neighbours share their text.
func (f *File) Strings(column string, from, n int) (_ []string, err error) {
	defer refuse(&err)
	texts := make([]string, 0, n)
	last, room := "", make([]parquet.Value, 256)
	err = f.values(column, from, n, func(values parquet.ValueReader, at int) (int, error) {
		took, err := values.ReadValues(room[:min(len(room), n-at)])
		for _, v := range room[:took] {
			if v.Kind() != parquet.ByteArray {
				return 0, fmt.Errorf("%w: column %s holds no strings", ErrCorrupt, column)
			}
			if text := v.ByteArray(); string(text) != last {
				last = string(text)
			}
			texts = append(texts, last)
		}
		return took, err
	})
	return texts, err
}

// EachString goes through a whole column of plain strings. They share a few
// large allocations.
func (f *File) EachString(column string, use func(string)) (err error) {
	defer refuse(&err)
	at := 0
	return f.pages(column, 0, f.Rows(), func(p parquet.Page) (bool, error) {
		if p.Type().Kind() != parquet.ByteArray || p.Dictionary() != nil {
			return false, fmt.Errorf("%w: column %s holds no plain strings", ErrCorrupt, column)
		}
		data := p.Data()
		bytes, ends := data.ByteArray()
		text := string(bytes)
		for i := 1; i < len(ends); i++ {
			use(text[ends[i-1]:ends[i]])
		}
		at += len(ends) - 1
		return at < f.Rows(), nil
	})
}

// constant is the one value of a column, by its statistics.
func (f *File) constant(column string) (parquet.Value, bool) {
	leaf, ok := f.file.Schema().Lookup(column)
	if !ok || f.group == nil {
		return parquet.Value{}, false
	}
	chunk, ok := f.group.ColumnChunks()[leaf.ColumnIndex].(*parquet.FileColumnChunk)
	if !ok {
		return parquet.Value{}, false
	}
	low, high, ok := chunk.Bounds()
	return low, ok && low.Int64() == high.Int64()
}

func fill[T any](dst []T, value T) {
	for i := range dst {
		dst[i] = value
	}
}

// values walks the decoded values of a column; read fills from place at on and
// says how many values it took.
func (f *File) values(column string, from, n int, read func(values parquet.ValueReader, at int) (int, error)) error {
	at := 0
	return f.pages(column, from, n, func(p parquet.Page) (more bool, err error) {
		at, err = readPage(p, at, n, read)
		return at < n, err
	})
}

// pages walks the decoded Parquet pages of a column from row from on, while use
// wants more of them.
func (f *File) pages(column string, from, n int, use func(parquet.Page) (more bool, err error)) error {
	if n == 0 {
		return nil
	}
	leaf, ok := f.file.Schema().Lookup(column)
	if !ok || f.group == nil || f.Rows() < from+n {
		return fmt.Errorf("%w: no column %s of %d rows", ErrCorrupt, column, from+n)
	}
	pages := f.group.ColumnChunks()[leaf.ColumnIndex].Pages()
	defer pages.Close()
	if err := pages.SeekToRow(int64(from)); err != nil {
		return fmt.Errorf("%w: column %s: %w", ErrCorrupt, column, err)
	}
	for more := true; more; {
		p, err := pages.ReadPage()
		if err == nil {
			more, err = use(p)
			parquet.Release(p)
		}
		if err != nil {
			return fmt.Errorf("%w: column %s: %w", ErrCorrupt, column, err)
		}
	}
	return nil
}

func readPage(p parquet.Page, at, n int, read func(parquet.ValueReader, int) (int, error)) (int, error) {
	values := p.Values()
	for at < n {
		took, err := read(values, at)
		at += took
		if errors.Is(err, io.EOF) {
			return at, nil
		}
		if err != nil {
			return at, err
		}
		if took == 0 {
			return at, io.ErrNoProgress
		}
	}
	return at, nil
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Read decodes rows [from, from+n) whole. It is for the few rows that are not
// read as columns.
func Read[T any](f *File, from, n int) (_ []T, err error) {
	defer refuse(&err)
	rows := make([]T, n)
	if n == 0 {
		return rows, nil
	}
	reader := parquet.NewGenericReader[T](f.file)
	defer reader.Close()
	if err := reader.SeekToRow(int64(from)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	for at := 0; at < n; {
		took, err := reader.Read(rows[at:])
		at += took
		if at < n && err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
	}
	return rows, nil
}

// Each goes through all rows of a file, so many at once: T may have fewer
// columns than the file, and only those are decoded. use must not keep the row.
func Each[T any](f *File, atOnce int, use func(*T) error) (err error) {
	defer refuse(&err)
	reader := parquet.NewGenericReader[T](f.file)
	defer reader.Close()
	rows := make([]T, min(atOnce, f.Rows()))
	for left := f.Rows(); left > 0; {
		took, err := reader.Read(rows[:min(left, len(rows))])
		if took == 0 {
			return fmt.Errorf("%w: %d rows are missing: %w", ErrCorrupt, left, cmp.Or(err, io.ErrNoProgress))
		}
		for i := range rows[:took] {
			if err := use(&rows[i]); err != nil {
				return err
			}
		}
		left -= took
	}
	return nil
}
