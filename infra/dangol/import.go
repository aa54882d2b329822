package main

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dangol/shared/api"
	"dangol/shared/ledger"
)

// importing is one import: where to, from what, in which form.
type importing struct {
	store   *ledger.Store
	digits  int
	zone    *time.Location
	mapping string
	layout  string
}

// source turns a file into transactions, and lists the rows it could not.
type source func(in *importing, file io.Reader) ([]api.Transaction, []rejection, error)

var formats = map[string]source{"uci": readUCI, "csv": readCSV}

func importSales(ctx context.Context, args []string) error {
	set, p := flags("import")
	store := set.String("store", "", "the store whose sales these are")
	format := set.String("format", "csv", "uci (the Online Retail layout) or csv (any columns; see --map)")
	key := set.String("key", "", "a store key to post with (default: one is made and revoked afterwards)")
	rejects := set.String("rejects", "", "file for rows that were refused (default: beside the data, named after FILE)")
	in := &importing{}
	set.StringVar(&in.mapping, "map", "", "csv: field=column pairs, such as id=Receipt,occurredAt=Time,memberNo=Member,amount=Price")
	set.StringVar(&in.layout, "time", "", "csv: how times are written, as Go writes 2006-01-02 15:04 (default: common forms)")
	if err := set.Parse(args); err != nil {
		return err
	}
	read := formats[*format]
	if set.NArg() != 1 || read == nil || *store == "" {
		return errors.New("want dangol import --store ID --format uci|csv FILE")
	}
	remote, err := p.find()
	if err != nil {
		return err
	}
	tables := db(&remote.Endpoints)
	if err := in.prepare(ctx, tables, *store); err != nil {
		return err
	}
	sales, refused, err := in.read(read, set.Arg(0))
	if err != nil {
		return err
	}
	if *key == "" {
		if *key, err = issueKey(ctx, tables, *store); err != nil {
			return err
		}
		defer tables.RevokeKey(context.WithoutCancel(ctx), keyID(*key), time.Now()) //nolint:errcheck // it dies unknown
	}
	poster := &poster{addr: remote.Addr, key: *key, progress: newProgress("posting", len(sales))}
	err = poster.post(ctx, sales)
	refused = append(refused, poster.rejected...)
	c := poster.counts
	fmt.Printf("recorded %d, repeated %d, rejected %d\n", c.Recorded, c.Repeated, len(refused))
	if *rejects == "" {
		*rejects = filepath.Join(p.data, filepath.Base(set.Arg(0))+".rejects.csv")
	}
	if writeErr := writeRejects(*rejects, refused); err == nil {
		err = writeErr
	}
	return err
}

// settings are what an import asks of the tables.
type settings interface {
	Store(ctx context.Context, id string) (*ledger.Store, error)
	Merchant(ctx context.Context) (ledger.Merchant, error)
}

func (in *importing) prepare(ctx context.Context, tables settings, store string) error {
	var err error
	if in.store, err = tables.Store(ctx, store); err != nil {
		return err
	}
	if in.store == nil {
		return fmt.Errorf("there is no store %s: make it with dangol keys create --store %s", store, store)
	}
	merchant, err := tables.Merchant(ctx)
	if err != nil {
		return err
	}
	in.digits = merchant.Digits
	in.zone, err = time.LoadLocation(in.store.Hours[len(in.store.Hours)-1].Zone)
	return err
}

// read opens a file, unpacking .gz, and reads it.
func (in *importing) read(read source, name string) ([]api.Transaction, []rejection, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	var content io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if content, err = gzip.NewReader(file); err != nil {
			return nil, nil, fmt.Errorf("unpack %s: %w", name, err)
		}
	}
	sales, refused, err := read(in, content)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	return sales, refused, nil
}

// writeRejects lists what was refused, or removes the list of an earlier
// import when nothing was.
func writeRejects(name string, refused []rejection) error {
	if len(refused) == 0 {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	w := csv.NewWriter(file)
	w.Write([]string{"id", "reason", "where"}) //nolint:errcheck // Flush tells
	for _, r := range refused {
		w.Write([]string{r.id, r.code, strings.TrimSpace(r.pointers)}) //nolint:errcheck // Flush tells
	}
	w.Flush()
	fmt.Println("what was rejected, and why, is in", name)
	return w.Error()
}

// columns finds columns by name in a header, without regard to case.
type columns map[string]int

func header(row []string) columns {
	c := columns{}
	for i, name := range row {
		c[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))] = i
	}
	return c
}

// get is a row's value of a column, "" when there is no such column.
func (c columns) get(row []string, name string) string {
	i, ok := c[strings.ToLower(name)]
	if !ok || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}
