package main

import (
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
)

func london(t *testing.T) *importing {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return &importing{digits: 2, zone: zone}
}

func TestReadUCI(t *testing.T) {
	file := `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,85123A,"HEART, WHITE",6,2010-12-01 08:26:00,2.55,17850,United Kingdom
1,POST,POSTAGE,1,2010-12-01 08:27:00,18,17850,United Kingdom
C2,85123A,HEART,-1,2011-07-01 09:00:00,2.55,17850,United Kingdom
3,22,damaged,-10,2011-07-01 09:00:00,0,,United Kingdom
A4,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom
5,M,Manual,3,2011-08-12 14:51:00,0.125,,United Kingdom
`
	sales, refused, err := readUCI(london(t), strings.NewReader(file))
	if err != nil || len(refused) > 0 || len(sales) != 5 {
		t.Fatalf("%d sales, %v, %v", len(sales), refused, err)
	}
	first := sales[0]
	if first.OccurredAt != "2010-12-01T08:26:00Z" || first.Customer.MemberNo != "17850" || *first.Total != 3330 || len(first.Lines) != 2 {
		t.Errorf("%+v", first)
	}
	if first.Lines[0].Amount != 1530 || first.Lines[0].UnitPrice != 255 || first.Lines[1].Category != "delivery" {
		t.Errorf("%+v", first.Lines)
	}
	back := sales[1]
	if back.Type != "refund" || *back.Total != 255 || back.Lines[0].Amount != 255 || back.Lines[0].Quantity != "1" || back.OccurredAt != "2011-07-01T09:00:00+01:00" {
		t.Errorf("%+v", back)
	}
	if off := sales[2]; off.Type != "sale" || *off.Total != 0 || off.Lines[0].Quantity != "-10" || off.Customer != nil {
		t.Errorf("%+v", off)
	}
	if debt := sales[3]; debt.Type != "refund" || *debt.Total != 1106206 {
		t.Errorf("%+v", debt)
	}
	if fee := sales[4].Lines[0]; fee.Category != "fee" || fee.Amount != 38 { // 37.5 pence, to even
		t.Errorf("%+v", fee)
	}
}

func TestRoundsHalfToEven(t *testing.T) {
	for price, want := range map[string]int64{
		"0.005": 0, "0.015": 2, "0.025": 2, "0.0251": 3, "-0.005": 0, "-0.015": -2, "-0.016": -2, "1.23": 123, "1e2": 10000,
	} {
		if got, err := product("1", price, 2); err != nil || got != want {
			t.Errorf("%s is %d pence, %v; want %d", price, got, err, want)
		}
	}
	if _, err := product("1", "ten", 2); err == nil {
		t.Error("ten is a number")
	}
}

func TestReadCSV(t *testing.T) {
	in := london(t)
	in.mapping = "memberNo=Who,occurredAt=When,amount=Paid,id=Receipt"
	file := "\ufeffReceipt,When,Who,Paid,Note\n" +
		"r1,2026-11-20 10:00,kim,1.50,\nr1,2026-11-20 10:00,kim,2,\n,2026-11-20,lee,3,\n,2026-11-20,lee,3,\nr9,yesterday,lee,3,\nr8,2026-11-20,lee,-4,\n"
	sales, refused, err := readCSV(in, strings.NewReader(file))
	if err != nil || len(sales) != 4 || len(refused) != 1 {
		t.Fatalf("%d sales, %v, %v", len(sales), refused, err)
	}
	if s := sales[0]; s.ID != "r1" || len(s.Lines) != 2 || *s.Total != 350 || s.Customer.MemberNo != "kim" {
		t.Errorf("%+v", s)
	}
	if sales[1].ID == sales[2].ID {
		t.Error("the same row said twice is one sale")
	}
	if sales[1].OccurredAt != "2026-11-20T12:00:00Z" {
		t.Errorf("a date alone is %s", sales[1].OccurredAt)
	}
	if back := sales[3]; back.Type != "refund" || *back.Total != 400 || back.Lines[0].Amount != 400 {
		t.Errorf("%+v", back)
	}
	if refused[0].id != "row 6" {
		t.Errorf("%+v", refused)
	}
	again, _, err := readCSV(in, strings.NewReader(file))
	if err != nil || again[1].ID != sales[1].ID || again[2].ID != sales[2].ID {
		t.Error("reading the file again gives other ids")
	}
}

func TestCSVMapping(t *testing.T) {
	for mapping, want := range map[string]string{"occurredAt=Nope": "no column", "when=When": "fields are", "": "says when"} {
		in := london(t)
		in.mapping = mapping
		if _, _, err := readCSV(in, strings.NewReader("When\nx\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("--map %q: %v", mapping, err)
		}
	}
}

func TestCut(t *testing.T) {
	total := int64(1)
	all := make([]api.Transaction, 1200)
	for i := range all {
		all[i] = api.Transaction{ID: "x", Total: &total}
	}
	batch, body, err := cut(all)
	if err != nil || len(batch) != batchMax || !strings.HasSuffix(string(body), "}]}") {
		t.Errorf("%d, %v", len(batch), err)
	}
	for i := range all {
		all[i].Receipt = strings.Repeat("x", 100_000)
	}
	if batch, body, err = cut(all); err != nil || len(batch) == 0 || len(body) > batchBytes+200_000 {
		t.Errorf("%d transactions in %d bytes, %v", len(batch), len(body), err)
	}
}
