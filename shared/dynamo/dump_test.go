package dynamo_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// dump is everything in the tables.
type dump struct {
	records  map[string]bool // store#day#id → its customer waited
	of       map[string]string
	markers  map[string]bool
	links    map[string]string
	waiting  map[string]bool
	owners   map[string]string // identity → customer
	profiles map[string]bool   // customer → enrolled
	facts    map[string]bool   // customers who enrolled
	said     map[string]string // customer → the consents of their profile
	recorded map[string]int    // customer → facts of consents
	points   pointsDump
	coupons  couponsDump
}

// pointsDump is everything about points.
type pointsDump struct {
	accounts map[string]points.Account
	entries  map[string][]points.Entry // by customer
	postings map[string]points.Posting // by customer and id
	states   map[string]points.State   // store#day#id
	asked    map[string]points.Asked
	used     int
}

// add says whether an item is about points.
func (d *pointsDump) add(t *testing.T, it map[string]types.AttributeValue) bool {
	t.Helper()
	read := func(into any) {
		if err := json.Unmarshal([]byte(str(it, "body")), into); err != nil {
			t.Fatal(err)
		}
	}
	pk, sk := str(it, "pk"), str(it, "sk")
	kind, rest, _ := strings.Cut(pk, "#")
	name, isState := strings.CutSuffix(rest+"#"+sk, "~state")
	switch {
	case kind == "C" && sk == "account":
		var a points.Account
		read(&a)
		d.accounts[rest] = a
	case kind == "C" && strings.HasPrefix(sk, "P#"):
		var e points.Entry
		read(&e)
		d.entries[rest] = append(d.entries[rest], e)
	case kind == "T" && strings.HasPrefix(rest, "_points"):
		var p points.Posting
		read(&p)
		d.postings[sk] = p
	case isState:
		var s points.State
		read(&s)
		d.states[name] = s
	case kind == "A" && !strings.HasPrefix(rest, "c/"):
		var a points.Asked
		read(&a)
		d.asked[rest] = a
	case kind == "STAFF":
		d.used++
	default:
		return false
	}
	return true
}

// whole says that every account is what its entries sum up to, one for each
// version, and that a sale's points are there only with the sale.
func (d *pointsDump) whole(t *testing.T, records map[string]bool) {
	t.Helper()
	posted := 0
	for id, a := range d.accounts {
		fold := map[points.Place]points.Points{}
		for _, e := range d.entries[id] {
			points.Fold(e.Moves, fold)
			if p, moved := e.Posting(); moved != reflect.DeepEqual(d.postings[id+"/"+e.ID], p) {
				t.Errorf("%s moved %v and is posted as %+v", e.ID, e.Moves, d.postings[id+"/"+e.ID])
			} else if moved {
				posted++
			}
			if name, of := strings.CutPrefix(e.ID, "t/"); of {
				if _, there := records[strings.ReplaceAll(name, "/", "#")]; !there {
					t.Errorf("%s moved points and is not recorded", name)
				}
			}
		}
		got := a.Balance()
		want := points.Balance{Available: fold[points.Available], Pending: fold[points.InPending], Held: fold[points.InHold], Debt: -fold[points.InDebt]}
		if got != want || a.Version != int64(len(d.entries[id])) {
			t.Errorf("%s has %+v in version %d; %d entries sum up to %+v", id, got, a.Version, len(d.entries[id]), want)
		}
	}
	if posted != len(d.postings) {
		t.Errorf("%d entries moved points, %d are posted", posted, len(d.postings))
	}
	for name, s := range d.states {
		if _, there := records[name]; s.Known != there && s.RefundOf == nil {
			t.Errorf("%s is recorded: %v, its state knows it: %v", name, there, s.Known)
		}
	}
}

// counts is what two dumps of the same deeds share.
func (d *pointsDump) counts() (all [7]int) {
	all = [...]int{len(d.accounts), 0, len(d.states), len(d.asked), d.used, 0, len(d.postings)}
	for id, a := range d.accounts {
		all[1] += len(d.entries[id])
		all[5] += int(a.Balance().Available)
	}
	return all
}

func str(it map[string]types.AttributeValue, name string) string {
	s, _ := it[name].(*types.AttributeValueMemberS)
	if s == nil {
		return ""
	}
	return s.Value
}

func (r *rig) dump(t *testing.T) *dump {
	t.Helper()
	d := &dump{map[string]bool{}, map[string]string{}, map[string]bool{}, map[string]string{}, map[string]bool{}, map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]string{}, map[string]int{}, pointsDump{
		map[string]points.Account{}, map[string][]points.Entry{}, map[string]points.Posting{}, map[string]points.State{}, map[string]points.Asked{}, 0,
	}, couponsDump{map[string]coupon.Wallet{}, map[string]string{}}}
	for _, table := range []string{r.tables.Ledger, r.tables.Customers} {
		pages := dynamodb.NewScanPaginator(r.raw, &dynamodb.ScanInput{TableName: &table})
		for pages.HasMorePages() {
			out, err := pages.NextPage(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range out.Items {
				d.add(t, it)
			}
		}
	}
	return d
}

func (d *dump) add(t *testing.T, it map[string]types.AttributeValue) {
	t.Helper()
	if d.points.add(t, it) {
		return
	}
	var body struct{ Customer, Kind string }
	if text := str(it, "body"); text != "" {
		if err := json.Unmarshal([]byte(text), &body); err != nil {
			t.Fatal(err)
		}
	}
	pk, sk := str(it, "pk"), str(it, "sk")
	kind, rest, _ := strings.Cut(pk, "#")
	name, isLink := strings.CutSuffix(rest+"#"+sk, "~linked")
	switch {
	case kind == "A": // what a coupon's use was answered
	case d.coupons.add(t, it, kind, rest, sk, func(into any) {
		if err := json.Unmarshal([]byte(str(it, "body")), into); err != nil {
			t.Fatal(err)
		}
	}):
	case kind == "LATE":
		d.markers[sk] = true
	case strings.HasPrefix(rest, "_desk#"):
		if body.Kind == string(ledger.Consented) {
			d.recorded[body.Customer]++
		} else {
			d.facts[body.Customer] = true
		}
	case isLink:
		d.links[name] = str(it, "customer")
	case kind == "T":
		d.records[name], d.of[name] = strings.HasPrefix(str(it, "fp"), "1w:"), body.Customer
	case kind == "PENDING":
		d.waiting[sk] = true
	case kind == "I":
		d.owners[rest] = str(it, "customer")
	case kind == "C":
		d.profiles[rest], d.said[rest] = str(it, "enrolled") != "", str(it, "consents")
	default:
		t.Errorf("what is %s %s?", pk, sk)
	}
}

// mentions lists the partitions whose items contain a text.
func (r *rig) mentions(t *testing.T, text string) (partitions []string) {
	t.Helper()
	for _, table := range []string{r.tables.Ledger, r.tables.Customers, r.tables.Shop} {
		out, err := r.raw.Scan(context.Background(), &dynamodb.ScanInput{TableName: &table})
		if err != nil || out.LastEvaluatedKey != nil {
			t.Fatalf("scan: %v", err)
		}
		for _, it := range out.Items {
			for name := range it {
				if strings.Contains(str(it, name), text) {
					partitions = append(partitions, str(it, "pk"))
				}
			}
		}
	}
	return partitions
}

// whole says that nothing is there in part.
func (d *dump) whole(t *testing.T) {
	t.Helper()
	d.points.whole(t, d.records)
	d.coupons.whole(t)
	for name, waited := range d.records {
		day, err := ledger.ParseDay(strings.Split(name, "#")[1])
		if err != nil {
			t.Fatal(err)
		}
		if ledger.NeedsMarker(day, now) && !d.markers[name] {
			t.Errorf("%s is late and has no marker", name)
		}
		if _, known := d.profiles[d.of[name]]; d.of[name] != "" && !known {
			t.Errorf("%s is of nobody", name)
		}
		if linked := d.links[name] != ""; waited && linked == d.waiting[name] {
			t.Errorf("%s is linked: %v, waits: %v", name, linked, d.waiting[name])
		}
	}
	for _, names := range []map[string]bool{d.markers, d.waiting} {
		for name := range names {
			if _, there := d.records[name]; !there {
				t.Errorf("%s is marked or waits, and is not recorded", name)
			}
		}
	}
	owned := map[string]bool{}
	for _, customer := range d.owners {
		owned[customer] = true
		if _, there := d.profiles[customer]; !there {
			t.Errorf("an identifier belongs to %s, who does not exist", customer)
		}
	}
	for customer, enrolled := range d.profiles {
		if !owned[customer] || enrolled != d.facts[customer] {
			t.Errorf("%s has an identifier: %v, enrolled: %v, and a fact of it: %v", customer, owned[customer], enrolled, d.facts[customer])
		}
		if said := strings.Count(d.said[customer], `"channel"`); said != d.recorded[customer] {
			t.Errorf("%s said %d things, %d are recorded", customer, said, d.recorded[customer])
		}
	}
}

// counts is what two dumps of the same deeds share.
func (d *dump) counts() [8]int {
	said := 0
	for _, n := range d.recorded {
		said += n
	}
	return [...]int{len(d.records), len(d.markers), len(d.links), len(d.waiting), len(d.owners), len(d.profiles), len(d.facts), said}
}
