package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
)

// A transaction with a row that cannot be read is refused whole.
func TestASpoiledReceipt(t *testing.T) {
	in := &importing{digits: 2, zone: time.UTC}
	file := "id,occurredAt,amount\na,2026-11-20,1\na,2026-11-20,ten\nb,2026-11-20,2\n,2026-11-20,ten\n,2026-11-20,3\nc,2026-11-20,1e12\n"
	sales, refused, err := readCSV(in, strings.NewReader(file))
	if err != nil || len(sales) != 2 || *sales[0].Total != 200 || *sales[1].Total != 300 || len(refused) != 4 {
		t.Errorf("%+v, %+v, %v", sales, refused, err)
	}
}

// FuzzCSV maps any table: what comes out has a total that is not beyond its
// lines and an id of its own, and reading the file again gives the same.
func FuzzCSV(f *testing.F) {
	for _, seed := range [][2]string{
		{"id=Receipt,occurredAt=When,memberNo=Who,amount=Paid", "Receipt,When,Who,Paid\nr1,2026-11-20 10:00,kim,1.50\n,2026-11-20,lee,-3\n,2026-11-20,lee,-3\n"},
		{"", "id,occurredAt,total,quantity,unitPrice,discount\na,2026-11-20,1e9,2,0.333,1/3\na,2026-11-20,,-1,9e99,\n"},
		{"", "\ufeffoccurredAt,amount\n2026-11-20T00:00:00+09:00,99999999999\n2026-11-20T00:00:00+09:00,9223372036854775807\n"},
		{"occurredAt=a,occurredAt=b", "a,b\n\"x\ny\",\"\n"},
		{"amount=x", "occurredAt,x\n2026.11.20,1e400000\n"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, mapping, file string) {
		in := &importing{digits: 2, zone: time.UTC, mapping: mapping}
		sales, refused, err := readCSV(in, strings.NewReader(file))
		if err != nil {
			return
		}
		if rows := strings.Count(file, "\n") + strings.Count(file, "\r"); len(sales)+len(refused) > rows+1 {
			t.Errorf("%d transactions and %d refusals from %d rows", len(sales), len(refused), rows)
		}
		ids := map[string]bool{}
		for i := range sales {
			s := &sales[i]
			if s.ID == "" || ids[s.ID] {
				t.Errorf("id %q twice, or none", s.ID)
			}
			ids[s.ID] = true
			if *s.Total < 0 && s.Type == "sale" {
				t.Errorf("a sale of %d", *s.Total)
			}
			for _, l := range s.Lines {
				if most := int64(ledger.AmountMax); l.Amount > 2*most || l.Amount < -2*most {
					t.Errorf("a line of %d", l.Amount)
				}
			}
		}
		first, err := json.Marshal(sales)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := readCSV(in, strings.NewReader(file))
		if second, jsonErr := json.Marshal(again); err != nil || jsonErr != nil || string(first) != string(second) {
			t.Errorf("read again: %v", err)
		}
	})
}
