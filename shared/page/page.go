// Package page keeps sealed business days as Parquet: what the fold reads
// instead of the ledger.
//
// A page is one store and one business day. Its rows are of three sections:
//
//	plain   sales and unlinked refunds, by day, seat, minute and id
//	linked  linked refunds and voids, each with its target beside it once found
//	aside   training, which never changes a figure
//
// Of plain rows, the few columns a fold sums lie in a file of their own, and
// what else is known of them in a second one; the others are kept whole in a
// third. So a fold reads eight bytes or so of a row, and looks nothing up.
package page

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"dangol/shared/ledger"

	"github.com/parquet-go/parquet-go"
)

// Schema is the version of the pages this package writes. The manifest carries
// it; a reseal rewrites pages of another.
const Schema = 2

// Section says which part of a page a row stands in.
type Section int32

const (
	Plain Section = iota
	Linked
	Aside
)

// Sum is what a fold reads of a plain row. Amounts of a refund are positive, as
// in the ledger: the kind carries the sign.
type Sum struct {
	Day  int32 `parquet:"day,delta"`
	Seat int32 `parquet:"seat,delta"` // 0 is anonymous
	Kind int32 `parquet:"kind,delta"` // ledger.Type
	// Total, Delivery and Benefit as in ledger.Worth.
	Total    int64 `parquet:"total,delta"`
	Delivery int64 `parquet:"delivery,delta"`
	Benefit  int64 `parquet:"benefit,delta"`
}

// Detail is what else is known of a transaction.
type Detail struct {
	Itemised bool   `parquet:"itemised"`
	Minute   int32  `parquet:"minute,delta"` // of the business day
	Flags    int32  `parquet:"flags,dict"`   // ledger.Flags
	Key      int64  `parquet:"key,plain"`    // ledger.Key.Hash
	Repeat   int64  `parquet:"repeat,plain"` // equal for deliveries that differ in business day only
	ID       string `parquet:"id,plain"`
	Register string `parquet:"register,dict"`
	Staff    string `parquet:"staff,dict"`
	Channel  string `parquet:"channel,dict"`
	Grade    string `parquet:"grade,dict"` // of the customer when it was sold
	By       string `parquet:"identified_by,dict"`
}

// Row is one transaction in a page.
type Row struct {
	Sum
	Detail
	Section int32 `parquet:"section,dict"`

	// The target of a linked row, as sold.
	TargetKey      int64  `parquet:"target_key,dict"`
	TargetStore    string `parquet:"target_store,dict"`
	TargetDay      int32  `parquet:"target_day,dict"`
	TargetSeat     int32  `parquet:"target_seat,dict"`
	TargetKind     int32  `parquet:"target_kind,dict"` // 0: there is none yet
	TargetLinked   bool   `parquet:"target_linked"`    // a refund of a named sale
	TargetTotal    int64  `parquet:"target_total,dict"`
	TargetDelivery int64  `parquet:"target_delivery,dict"`
	TargetBenefit  int64  `parquet:"target_benefit,dict"`
}

// Worth of the row itself.
func (r *Row) Worth() ledger.Worth {
	return ledger.WorthOf(ledger.Amount(r.Total), ledger.Amount(r.Delivery), ledger.Amount(r.Benefit), r.Itemised)
}

// TargetWorth is what the target was worth as sold.
func (r *Row) TargetWorth() ledger.Worth {
	return ledger.WorthOf(ledger.Amount(r.TargetTotal), ledger.Amount(r.TargetDelivery), ledger.Amount(r.TargetBenefit), true)
}

// Line is one line of a receipt in a page.
type Line struct {
	Row      int32 `parquet:"row,delta"` // place of its transaction in the page
	Product  int32 `parquet:"product,delta"`
	Quantity int64 `parquet:"quantity,delta"`
	Amount   int64 `parquet:"amount,delta"`
}

// Use is one benefit or coupon given with a sale. Which coupon it was stays in
// the ledger: a till writes its name, and no figure needs it.
type Use struct {
	Key   int64  `parquet:"key,plain"` // of the sale, as in Detail
	Day   int32  `parquet:"day,delta"` // of the sale
	Grade string `parquet:"grade,dict"`
	ID    string `parquet:"id,dict"`
	// Nobody says no customer was known: no grade is then nobody's, and not that
	// of a customer before their first night. Pages without this column are from
	// before the two were told apart, and their uses are taken for customers'.
	Nobody bool `parquet:"nobody"`
}

// SortUses puts uses in page order.
func SortUses(uses []Use) {
	slices.SortFunc(uses, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID))
	})
}

// Fact is one fact about a customer in a facts page.
type Fact struct {
	Seat    int32  `parquet:"seat,delta"`
	Other   int32  `parquet:"other,delta"` // the seat of the other customer of a merge or a referral; 0 of other facts
	Kind    string `parquet:"kind,dict"`
	At      int64  `parquet:"at,delta"` // milliseconds since 1970
	Store   string `parquet:"store,dict"`
	Staff   string `parquet:"staff,dict"`
	Channel string `parquet:"channel,dict"`
	ID      string `parquet:"id,plain"`
	// What was pinned, as in ledger.Pin, and by whom. Pages without these columns are from
	// before there were pins, and hold none.
	Grade  string `parquet:"grade,dict"`
	Exempt string `parquet:"exempt,dict"`
	Until  int32  `parquet:"until,dict"`
	By     string `parquet:"by,dict"`
	Why    string `parquet:"why,dict"`
	// What was complained of, as in ledger.Complaint; likewise.
	Complaint string `parquet:"complaint,plain"`
	About     string `parquet:"about,dict"`
	Severity  string `parquet:"severity,dict"`
	// What was agreed to or refused, as in ledger.Consent; likewise. Said is in
	// milliseconds since 1970.
	Consent string `parquet:"consent,dict"` // the channel
	Granted bool   `parquet:"granted"`
	Quiet   bool   `parquet:"quiet"`     // about quiet hours
	Text    string `parquet:"text,dict"` // the version of it
	Said    int64  `parquet:"said,delta"`
	Source  string `parquet:"source,dict"`
}

// Counts of a page's sections.
type Counts struct {
	Plain  int `json:"plain"`
	Linked int `json:"linked,omitzero"`
	Aside  int `json:"aside,omitzero"`
}

// All is the number of rows.
func (c Counts) All() int { return c.Plain + c.Linked + c.Aside }

// Files are a page's three files: the sums and the details of its plain rows,
// and its other rows, none when there are none.
type Files struct {
	Rows                  Counts
	Sums, Details, Others []byte
}

// Make puts rows in page order and writes them as files. went says where each
// row went, counted through the plain rows and on through the others.
func Make(rows []Row) (files Files, went []int, err error) {
	files.Rows, went = sortRows(rows)
	sums, details := make([]Sum, files.Rows.Plain), make([]Detail, files.Rows.Plain)
	for i := range sums {
		sums[i], details[i] = rows[i].Sum, rows[i].Detail
	}
	if files.Sums, err = Encode(sums); err != nil {
		return files, nil, err
	}
	if files.Details, err = Encode(details); err != nil {
		return files, nil, err
	}
	if others := rows[files.Rows.Plain:]; len(others) > 0 {
		files.Others, err = Encode(others)
	}
	return files, went, err
}

// sortRows puts rows in page order and counts the sections. It returns where
// each row of the input went.
func sortRows(rows []Row) (counts Counts, went []int) {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareRows(&rows[a], &rows[b]) })
	sorted := make([]Row, len(rows))
	went = make([]int, len(rows))
	for to, from := range order {
		sorted[to], went[from] = rows[from], to
		switch Section(rows[from].Section) {
		case Plain:
			counts.Plain++
		case Linked:
			counts.Linked++
		default:
			counts.Aside++
		}
	}
	copy(rows, sorted)
	return counts, went
}

func compareRows(a, b *Row) int {
	return cmp.Or(
		cmp.Compare(a.Section, b.Section), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Seat, b.Seat),
		cmp.Compare(a.Minute, b.Minute), cmp.Compare(a.ID, b.ID))
}

// Encode writes rows as one Parquet file of a single row group. The same rows
// give the same bytes. Snappy is what a browser reads, and costs the fold less
// to unpack than denser codecs would save in reading.
func Encode[T any](rows []T) ([]byte, error) {
	w := NewWriter[T](len(rows))
	w.Write(rows)
	return w.Close()
}

// Writer is Encode for rows that come in parts.
type Writer[T any] struct {
	file bytes.Buffer
	rows *parquet.GenericWriter[T]
	err  error
}

// NewWriter begins a file of about n rows.
func NewWriter[T any](n int) *Writer[T] {
	w := &Writer[T]{}
	w.rows = parquet.NewGenericWriter[T](&w.file,
		parquet.CreatedBy("dangol", "1", "1"),
		parquet.Compression(&parquet.Snappy),
		// Most pages are small: the buffers of 15 columns for a large one would
		// cost more than all else.
		parquet.PageBufferSize(min(parquet.DefaultPageBufferSize, 1024+64*n)),
		parquet.MaxRowsPerRowGroup(1<<62))
	return w
}

// Write adds rows. Close tells whether that went well.
func (w *Writer[T]) Write(rows []T) {
	if w.err == nil {
		_, w.err = w.rows.Write(rows)
	}
}

// Close ends the file and returns it.
func (w *Writer[T]) Close() ([]byte, error) {
	if err := errors.Join(w.err, w.rows.Close()); err != nil {
		return nil, fmt.Errorf("encode page: %w", err)
	}
	return w.file.Bytes(), nil
}

// Hash names content: objects are addressed by it and never change.
func Hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:16])
}
