package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"

	"github.com/google/go-cmp/cmp"
)

// everything is a transaction with every field set.
func everything(t *testing.T) ledger.Transaction {
	t.Helper()
	moment, err := ledger.ParseMoment("2026-11-20T18:03:11+09:00")
	if err != nil {
		t.Fatal(err)
	}
	day := ledger.Date(2026, 11, 20)
	return ledger.Transaction{
		Key: ledger.Key{Day: day, ID: "s1"}, Type: ledger.Sale, Occurred: moment,
		Register: "1", Staff: "e7", Receipt: "000123", Channel: "store", Currency: "KRW", Total: 15000, Training: true,
		Lines:    []ledger.Line{{SKU: "A", Name: "가", Category: "음료", Quantity: 2500, UnitPrice: 5000, Discount: 1000, Amount: 15000}},
		Tenders:  []ledger.Tender{{Type: "card", Amount: 15000}},
		Benefits: []ledger.BenefitUse{{ID: "extra-shot", Coupon: "gold-drink@2026-11"}},
		RefundOf: &ledger.Key{Store: "other", Day: day - 1, ID: "r"}, VoidOf: &ledger.Key{Day: day - 2, ID: "v"},
	}
}

// What Go clients write is what the decoder reads, field for field.
func TestDecoderReadsTheWire(t *testing.T) {
	want := everything(t)
	body, err := json.Marshal(WireOf(&want, customer.Identifier{Kind: customer.Phone, Value: "010-1234-5678"}))
	if err != nil {
		t.Fatal(err)
	}
	got, broken, faults := decodeTransaction(strictjson.NewReader(body))
	if broken != "" || len(faults) > 0 {
		t.Fatalf("%s %v in %s", broken, faults, body)
	}
	if diff := cmp.Diff(want, got.Transaction); diff != "" {
		t.Error(diff)
	}
	if got.Who.Kind != customer.Phone || string(got.Who.Value) != "010-1234-5678" {
		t.Error("the customer is lost")
	}
	// Every field of the wire types was in that body: none is described and
	// then not read.
	for _, name := range fieldNames(reflect.TypeFor[Transaction]()) {
		if !strings.Contains(string(body), `"`+name+`"`) {
			t.Errorf("%s is described but not tried here", name)
		}
	}
}

// What we hold of a customer while a request is served prints as nothing.
func TestDraftsDoNotPrint(t *testing.T) {
	body := []byte(`{"id":"a","customer":{"phone":"010-1234-5678"}}`)
	d, _, _ := decodeTransaction(strictjson.NewReader(body))
	desk := newDesk(nil, customer.Pepper{Version: "p1", Key: []byte("010-1234-5678")}, nil)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		printed := fmt.Sprintf(verb+verb+verb, d, &d, desk)
		for _, form := range []string{"1234", "31323334", "49 50 51 52", "0x31, 0x32"} {
			if strings.Contains(printed, form) {
				t.Errorf("%s prints %s", verb, printed)
			}
		}
	}
}

func fieldNames(typ reflect.Type) []string {
	var names []string
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		names = append(names, name)
		inner := f.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner.Name() != "Who" {
			names = append(names, fieldNames(inner)...)
		}
	}
	return names
}

// FuzzDecode sends anything; nothing panics, and what is accepted survives being
// written and read again.
func FuzzDecode(f *testing.F) {
	f.Add(`{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:03:11+09:00","total":1,"lines":[{"amount":1,"quantity":"0.5"}]}`)
	f.Add(`{"id":"v1","type":"void","occurredAt":"2026-11-20T18:03:11Z","voidOf":{"id":"a","businessDay":"2026-11-20"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		body := []byte(text)
		d, broken, faults := decodeTransaction(strictjson.NewReader(body))
		if broken != "" || len(faults) > 0 || d.Type == 0 || d.Occurred.Text == "" || !d.HasDay || !d.HasTotal || d.Type == ledger.Void {
			return
		}
		again, err := json.Marshal(WireOf(&d.Transaction, d.Who))
		if err != nil {
			t.Fatal(err)
		}
		back, broken, faults := decodeTransaction(strictjson.NewReader(again))
		if broken != "" || len(faults) > 0 {
			t.Fatalf("%s was accepted, written as %s and then %s %v", text, again, broken, faults)
		}
		if ledger.Fingerprint(&back.Transaction, "") != ledger.Fingerprint(&d.Transaction, "") {
			t.Fatalf("%s became %s", text, again)
		}
	})
}

// Ids are letters, digits, _ and -, 1 to 64 of them, and nothing else; coupons are
// named by ids.
func TestIDs(t *testing.T) {
	pattern := regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	for c := range 256 {
		for _, id := range []string{string([]byte{byte(c)}), "a" + string([]byte{byte(c)}), string([]byte{byte(c)}) + "Z9"} {
			if isID(id) != pattern.MatchString(id) {
				t.Errorf("%q: %v", id, isID(id))
			}
		}
	}
	coupon := regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}@[A-Za-z0-9_-]{1,64}(~[A-Za-z0-9_-]{1,64})*$`)
	for _, name := range []string{"gift@2026-11", "gift@2026-11~kim", "a@b~c~d", "gift", "gift@", "@b", "a@b@c", "a@b~", "a@~b", "a@b c", "a b@c", "~", "@", "", "a@b~c@d", "a~b@c"} {
		if isCoupon(name) != coupon.MatchString(name) {
			t.Errorf("%q: %v", name, isCoupon(name))
		}
	}
	for _, n := range []int{0, 1, 64, 65, 200} {
		if id := strings.Repeat("x", n); isID(id) != pattern.MatchString(id) {
			t.Errorf("%d letters: %v", n, isID(id))
		}
	}
}
