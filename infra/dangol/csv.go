package main

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"dangol/shared/api"
	"dangol/shared/ledger"
)

// csvFields are what columns can be mapped to. The rows of one id are the
// lines of one transaction.
var csvFields = []string{
	"id", "type", "occurredAt", "businessDay", "register", "staff", "receipt", "channel",
	"customerId", "phone", "card", "memberNo", "total",
	"sku", "name", "category", "quantity", "unitPrice", "discount", "amount",
}

// csvTimes are the ways to write a time that are understood without --time.
var csvTimes = []string{
	time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006/01/02 15:04:05",
	"2006/01/02 15:04", "2006-01-02", "2006/01/02", "2006.01.02",
}

// readCSV reads any table with a header: columns are found by the names of our
// fields, or by --map. A row without an id gets one from what it says and how
// often it was said before, so that importing the same file again repeats and
// records nothing. A transaction is refused whole when one of its rows is.
func readCSV(in *importing, file io.Reader) ([]api.Transaction, []rejection, error) {
	rows := csv.NewReader(file)
	rows.FieldsPerRecord = -1
	first, err := rows.Read()
	if err != nil {
		return nil, nil, err
	}
	named, err := in.columns(header(first))
	if err != nil {
		return nil, nil, err
	}
	var refused []rejection
	byID := map[string]*api.Transaction{}
	said, spoiled := map[string]int{}, map[string]bool{}
	var order []*api.Transaction
	for n := 2; ; n++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		t, err := in.row(named, row)
		if err != nil {
			refused = append(refused, rejection{id: "row " + strconv.Itoa(n), code: err.Error()})
			spoiled[named.get(row, "id")] = true
			continue
		}
		if t.ID == "" {
			t.ID = rowID(row, said)
		}
		if old := byID[t.ID]; old != nil {
			old.Lines = append(old.Lines, t.Lines...)
			continue
		}
		byID[t.ID] = t
		order = append(order, t)
	}
	sales := make([]api.Transaction, 0, len(order))
	for _, t := range order {
		if spoiled[t.ID] { // without the row it would be another sale
			refused = append(refused, rejection{id: t.ID, code: "a row of it was refused"})
			continue
		}
		addUp(t)
		sales = append(sales, *t)
	}
	return sales, refused, nil
}

// columns applies --map to a header: our field → place in a row.
func (in *importing) columns(file columns) (columns, error) {
	out := columns{}
	for _, field := range csvFields {
		if i, ok := file[strings.ToLower(field)]; ok {
			out[strings.ToLower(field)] = i
		}
	}
	for pair := range strings.SplitSeq(in.mapping, ",") {
		if pair == "" {
			continue
		}
		field, column, _ := strings.Cut(pair, "=")
		i, ok := file[strings.ToLower(column)]
		if !ok {
			return nil, fmt.Errorf("--map %s: the file has no column %q", pair, column)
		}
		known := false
		for _, f := range csvFields {
			known = known || strings.EqualFold(f, field)
		}
		if !known {
			return nil, fmt.Errorf("--map %s: fields are %s", pair, strings.Join(csvFields, ", "))
		}
		out[strings.ToLower(field)] = i
	}
	if _, ok := out["occurredat"]; !ok {
		return nil, errors.New("no column says when: add --map occurredAt=COLUMN")
	}
	return out, nil
}

// row reads one row as a transaction of at most one line.
func (in *importing) row(named columns, row []string) (*api.Transaction, error) {
	get := func(field string) string { return named.get(row, field) }
	at, err := in.time(get("occurredAt"))
	if err != nil {
		return nil, err
	}
	t := &api.Transaction{
		ID: get("id"), Type: get("type"), OccurredAt: at.Format(time.RFC3339), BusinessDay: get("businessDay"),
		Register: get("register"), Staff: get("staff"), Receipt: get("receipt"), Channel: get("channel"),
	}
	if t.Type == "" {
		t.Type = ledger.Sale.String()
	}
	who := api.Who{ID: get("customerId"), Phone: get("phone"), Card: get("card"), MemberNo: get("memberNo")}
	if who != (api.Who{}) {
		t.Customer = &who
	}
	if get("total") != "" {
		total, err := amount("1", get("total"), in.digits)
		if err != nil {
			return nil, fmt.Errorf("total: %w", err)
		}
		t.Total = &total
	}
	if get("amount") == "" && get("unitPrice") == "" {
		return t, nil
	}
	line, err := in.line(get)
	if err != nil {
		return nil, err
	}
	t.Lines = []api.Line{line}
	return t, nil
}

func (in *importing) line(get func(string) string) (api.Line, error) {
	line := api.Line{SKU: get("sku"), Name: get("name"), Category: get("category"), Quantity: get("quantity")}
	quantity := line.Quantity
	if quantity == "" {
		quantity = "1"
	}
	var err error
	for _, part := range []struct {
		field, times string
		to           *int64
	}{{"unitPrice", "1", &line.UnitPrice}, {"discount", "1", &line.Discount}, {"amount", "1", &line.Amount}} {
		if get(part.field) == "" {
			continue
		}
		if *part.to, err = amount(part.times, get(part.field), in.digits); err != nil {
			return line, fmt.Errorf("%s: %w", part.field, err)
		}
	}
	if get("amount") == "" {
		gross, err := amount(quantity, get("unitPrice"), in.digits)
		if err != nil {
			return line, fmt.Errorf("unitPrice: %w", err)
		}
		line.Amount = gross - line.Discount
	}
	return line, nil
}

// amount is product, within what one amount may be.
func amount(quantity, price string, digits int) (int64, error) {
	n, err := product(quantity, price, digits)
	if err == nil && (n > int64(ledger.AmountMax) || n < -int64(ledger.AmountMax)) {
		err = ledger.ErrTooLarge
	}
	return n, err
}

// time reads a time; one without an offset is where the store is.
func (in *importing) time(text string) (time.Time, error) {
	layouts := csvTimes
	if in.layout != "" {
		layouts = []string{in.layout}
	}
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, text, in.zone); err == nil {
			if at.Hour() == 0 && at.Minute() == 0 && !strings.Contains(layout, "15") {
				at = at.Add(12 * time.Hour) // a date alone means its business day
			}
			return at, nil
		}
	}
	return time.Time{}, errors.New("occurredAt is no time we know: see --time")
}

// addUp gives a transaction without a total the sum of its lines. A negative
// one is a refund: the type carries the sign.
func addUp(t *api.Transaction) {
	if t.Total == nil {
		var sum int64
		for _, l := range t.Lines {
			sum += l.Amount
		}
		t.Total = &sum
	}
	if *t.Total >= 0 || t.Type != ledger.Sale.String() {
		return
	}
	t.Type = ledger.Refund.String()
	*t.Total = -*t.Total
	for i := range t.Lines {
		t.Lines[i].Amount = -t.Lines[i].Amount
	}
}

// rowID names a row by what it says. The same row said again is another sale,
// and is named by how often it was said.
func rowID(row []string, said map[string]int) string {
	sum := sha256.Sum256([]byte(strings.Join(row, "\x00")))
	id := "csv-" + hex.EncodeToString(sum[:12])
	said[id]++
	if n := said[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}
