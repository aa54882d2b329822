package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	"dangol/shared/api"
	"dangol/shared/ledger"
)

// uciFees are the stock codes of the Online Retail data that are not goods:
// postage and carriage are delivery, the rest are fees, which count like any
// line and are left out of baskets.
var (
	uciDelivery = []string{"POST", "DOT", "C2"}
	uciFees     = []string{"D", "M", "S", "B", "PADS", "CRUK", "AMAZONFEE", "BANK CHARGES"}
)

// readUCI reads the Online Retail layout (Chen 2015, doi:10.24432/C5BW33): one
// row a line, times local and without zone, prices in pounds. Invoices that
// begin with C, and invoices that add up to less than nothing, are refunds
// without a link. The first row of an invoice gives its time.
func readUCI(in *importing, file io.Reader) ([]api.Transaction, []rejection, error) {
	rows := csv.NewReader(file)
	rows.ReuseRecord = true
	first, err := rows.Read()
	if err != nil {
		return nil, nil, err
	}
	names := header(first)
	invoices := map[string]*api.Transaction{}
	var order []*api.Transaction
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		number := strings.Clone(names.get(row, "InvoiceNo"))
		t := invoices[number]
		if t == nil {
			at, err := time.ParseInLocation(time.DateTime, names.get(row, "InvoiceDate"), in.zone)
			if err != nil {
				return nil, nil, fmt.Errorf("invoice %s: %w", number, err)
			}
			t = &api.Transaction{ID: number, Type: ledger.Sale.String(), OccurredAt: at.Format(time.RFC3339), Receipt: number}
			if member := names.get(row, "CustomerID"); member != "" {
				t.Customer = &api.Who{MemberNo: strings.Clone(member)}
			}
			invoices[number] = t
			order = append(order, t)
		}
		line, err := uciLine(in, names, row)
		if err != nil {
			return nil, nil, fmt.Errorf("invoice %s: %w", number, err)
		}
		t.Lines = append(t.Lines, line)
	}
	sales := make([]api.Transaction, len(order))
	for i, t := range order {
		closeInvoice(t)
		sales[i] = *t
	}
	return sales, nil, nil
}

func uciLine(in *importing, names columns, row []string) (api.Line, error) {
	quantity, price := names.get(row, "Quantity"), names.get(row, "UnitPrice")
	amount, err := product(quantity, price, in.digits)
	if err != nil {
		return api.Line{}, err
	}
	unit, err := product("1", price, in.digits)
	if err != nil {
		return api.Line{}, err
	}
	code := strings.ToUpper(names.get(row, "StockCode"))
	line := api.Line{
		SKU: strings.Clone(names.get(row, "StockCode")), Name: strings.Clone(names.get(row, "Description")),
		Quantity: strings.Clone(quantity), UnitPrice: unit, Amount: amount,
	}
	switch {
	case slices.Contains(uciDelivery, code):
		line.Category = ledger.Delivery
	case slices.Contains(uciFees, code) || strings.HasPrefix(code, "GIFT_"):
		line.Category = ledger.Fee
	}
	return line, nil
}

// closeInvoice adds an invoice up and decides what it is.
func closeInvoice(t *api.Transaction) {
	var total int64
	for _, l := range t.Lines {
		total += l.Amount
	}
	if total < 0 || strings.HasPrefix(strings.ToUpper(t.ID), "C") {
		t.Type = ledger.Refund.String()
		total = -total
		for i := range t.Lines {
			l := &t.Lines[i]
			l.Amount = -l.Amount
			if less, ok := strings.CutPrefix(l.Quantity, "-"); ok {
				l.Quantity = less
			} else if l.Quantity != "0" {
				l.Quantity = "-" + l.Quantity
			}
		}
	}
	t.Total = &total
}

// product is quantity × price in minor units, half a unit rounded to even.
func product(quantity, price string, digits int) (int64, error) {
	q, ok := new(big.Rat).SetString(quantity)
	p, okPrice := new(big.Rat).SetString(price)
	if !ok || !okPrice {
		return 0, errors.New("quantity or price is no number")
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	return roundEven(q.Mul(q, p).Mul(q, scale))
}

// roundEven rounds to the nearest integer, a half to the even one.
func roundEven(r *big.Rat) (int64, error) {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	twice.Add(twice, r.Denom())
	double := new(big.Int).Mul(r.Denom(), big.NewInt(2))
	n, rest := new(big.Int).DivMod(twice, double, new(big.Int))
	if rest.Sign() == 0 && n.Bit(0) == 1 {
		n.Sub(n, big.NewInt(1))
	}
	if !n.IsInt64() {
		return 0, errors.New("amount is too large")
	}
	return n.Int64(), nil
}
