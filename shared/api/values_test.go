package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dangol/shared/api"
	"dangol/shared/ledger"
	"dangol/shared/web"
)

// Parts of sale that badValues replaces.
const (
	total = `"total":15000`
	line  = `"amount":9000`
	at    = `2026-11-20T18:03:11+09:00`
	who   = `"phone":"010-1234-5678"`
)

// badValues are sales with one thing wrong: old is replaced by new.
var badValues = []struct{ name, old, new, pointer, code string }{
	{"no id", `"id":"s1",`, ``, "/id", "id_missing"},
	{"a null id", `"s1"`, `null`, "/id", "id_missing"},
	{"an empty id", `"s1"`, `""`, "/id", "id_missing"},
	{"an id with our separator", `"s1"`, `"s#1234"`, "/id", "id_invalid"},
	{"a homograph id", `"s1"`, `"ѕ1234"`, "/id", "id_invalid"},
	{"an id of 65", `"s1"`, `"` + strings.Repeat("x", 65) + `"`, "/id", "id_invalid"},
	{"an id that is a number", `"s1"`, `1234`, "/id", "not_text"},
	{"no type", `"type":"sale",`, ``, "/type", "type_missing"},
	{"an unknown type", `"type":"sale"`, `"type":"exchange1234"`, "/type", "type_unknown"},

	{"no time", `"occurredAt":"` + at + `",`, ``, "/occurredAt", "time_missing"},
	{"no offset", `+09:00`, ``, "/occurredAt", "time_no_offset"},
	{"no such day", `2026-11-20T18`, `2026-02-29T18`, "/occurredAt", "time_invalid"},
	{"hour 25", `T18:`, `T25:`, "/occurredAt", "time_invalid"},
	{"a leap second", `:11+`, `:60+`, "/occurredAt", "time_invalid"},
	{"the year 1", `2026-11-20T`, `0001-01-01T`, "/occurredAt", "time_out_of_range"},
	{"the first instant there is", at, `0001-01-01T00:00:00Z`, "/occurredAt", "time_out_of_range"},
	{"the year 9999", `2026-11-20T`, `9999-12-31T`, "/occurredAt", "time_out_of_range"},
	{"milliseconds since 1970", `"` + at + `"`, `1795222991000`, "/occurredAt", "not_text"},
	{"more than a day ahead", `2026-11-20T18:03`, `2026-11-21T18:06`, "/occurredAt", "time_in_future"},
	{"a business day three days off", `"total"`, `"businessDay":"2026-11-17","total"`, "/businessDay", "business_day_mismatch"},
	{"a business day that is none", `"total"`, `"businessDay":"2026-11-31","total"`, "/businessDay", "day_invalid"},

	{"a fraction", total, `"total":15000.0`, "/total", "amount_not_integer"},
	{"an exponent", total, `"total":15e3`, "/total", "amount_not_integer"},
	{"a quoted amount", total, `"total":"15000"`, "/total", "amount_not_integer"},
	{"no total", total + `,`, ``, "/total", "amount_missing"},
	{"a null total", total, `"total":null`, "/total", "amount_missing"},
	{"a total of the wrong case", `"total"`, `"TOTAL"`, "/total", "amount_missing"},
	{"beyond the cap", total, `"total":100000000000`, "/total", "amount_out_of_range"},
	{"beyond 64 bits", total, `"total":9223372036854775808`, "/total", "amount_out_of_range"},
	{"a negative total", total, `"total":-15000`, "/total", "amount_negative"},
	{"lines that do not add up", line, `"amount":9001`, "/total", "total_mismatch"},
	{"tenders that do not add up", `"card","amount":15000`, `"card","amount":14999`, "/tenders", "tenders_mismatch"},
	{"another currency", total, `"total":15000,"currency":"USD"`, "/currency", "currency_unsupported"},

	{"a line without amount", `,"amount":6000`, ``, "/lines/1", "amount_missing"},
	{"a line with a null amount", `"amount":6000`, `"amount":null`, "/lines/1", "amount_missing"},
	{"a fraction in a line", line, `"amount":9000.5`, "/lines/0/amount", "amount_not_integer"},
	{"a unit price beyond the cap", `"unitPrice":5000`, `"unitPrice":100000000000`, "/lines/0/unitPrice", "amount_out_of_range"},
	{"a quantity beyond the cap", `"quantity":"2"`, `"quantity":"1000001"`, "/lines/0/quantity", "amount_out_of_range"},
	{"a quantity that is no number", `"quantity":"2"`, `"quantity":"NaN"`, "/lines/0/quantity", "quantity_invalid"},
	{"an infinite quantity", `"quantity":"2"`, `"quantity":"Infinity"`, "/lines/0/quantity", "quantity_invalid"},
	{"a quantity with an exponent", `"quantity":"2"`, `"quantity":"1e3"`, "/lines/0/quantity", "quantity_invalid"},
	{"a negative discount", `"discount":1000`, `"discount":-1000`, "/lines/0/discount", "amount_negative"},
	{"discounts beyond the goods", line, `"amount":-9000`, "/lines", "discount_exceeds_amount"},
	{"a coupon by a code", `"total"`, `"benefits":[{"id":"drink"},{"id":"drink","coupon":"K7QF1234"}],"total"`, "/benefits/1/coupon", "coupon_invalid"},
	{"a coupon by a customer", `"total"`, `"benefits":[{"id":"drink","coupon":"drink@kim 1234"}],"total"`, "/benefits/0/coupon", "coupon_invalid"},
	{"a zero byte in a name", `크루아상`, `크루\u0000아상1234`, "/lines/1/name", "text_control_char"},
	{"a line break in a name", `크루아상`, `크루\n아상1234`, "/lines/1/name", "text_control_char"},
	{"a name of half a megabyte", `크루아상`, strings.Repeat("가", 200_000), "/lines/1/name", "too_long"},
	{"lines that are no list", `"lines":[`, `"lines":{},"more":[`, "/lines", "not_list"},
	{"a link that is a list", `"something"`, `"refundOf":[],"something"`, "/refundOf", "not_object"},

	{"an unknown tender", `"type":"card"`, `"type":"beads"`, "/tenders/0/type", "tender_type_unknown"},
	{"a tender without type", `"type":"card",`, ``, "/tenders/0", "tender_type_missing"},
	{"half a link", `"something"`, `"refundOf":{"id":"x"},"something"`, "/refundOf", "link_incomplete"},
	{"a link where none belongs", `"something"`, `"voidOf":{"id":"x","businessDay":"2026-11-20"},"something"`, "/voidOf", "link_not_allowed"},
	{"a void of nothing", `"type":"sale"`, `"type":"void"`, "/voidOf", "link_missing"},

	{"a number of seven digits", who, `"phone":"0101234"`, "/customer/phone", "phone_invalid"},
	{"a number of letters", who, `"phone":"phone-1234"`, "/customer/phone", "phone_invalid"},
	{"a number of twenty digits", who, `"phone":"01012345678012345678"`, "/customer/phone", "phone_invalid"},
	{"a number that is one", who, `"phone":1012345678`, "/customer/phone", "not_text"},
	{"two customers", who, who + `,"card":"771234"`, "/customer", "customer_ambiguous"},
	{"an id of ours with a separator", who, `"id":"a#1234"`, "/customer/id", "id_invalid"},
}

// Every refusal names the place and the code, and repeats nothing.
func TestBadValues(t *testing.T) {
	x := newTill()
	for _, c := range badValues {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(sale, c.old) {
				t.Fatal("there is nothing to replace")
			}
			w := x.post(strings.Replace(sale, c.old, c.new, 1))
			p := problem(t, w)
			if p.Status != http.StatusUnprocessableEntity || !slices.Contains(p.Errors, web.FieldError{Pointer: c.pointer, Code: c.code}) {
				t.Errorf("%s", w.Body)
			}
			if strings.Contains(w.Body.String(), "1234") || strings.Contains(w.Body.String(), c.new) && len(c.new) > 12 {
				t.Errorf("repeats what was sent: %s", w.Body)
			}
		})
	}
}

// A total that is no integer is one mistake, not two.
func TestOneMistakeIsOneFault(t *testing.T) {
	x := newTill()
	p := problem(t, x.post(`{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","total":"15000"}`))
	if len(p.Errors) != 1 {
		t.Errorf("%+v", p.Errors)
	}
}

// What looks wrong and is taken: the till knows what it sold.
func TestTolerated(t *testing.T) {
	for _, c := range []struct {
		name, rest string
		day        string
		flags      string
	}{
		{"no lines", `"total":5`, "2026-11-20", ""},
		{"an empty list of lines", `"total":5,"lines":[],"tenders":[]`, "2026-11-20", ""},
		{"nulls", `"total":5,"lines":null,"tenders":null,"customer":null,"refundOf":null,"register":null`, "2026-11-20", ""},
		{"a negative line", `"total":5,"lines":[{"amount":7},{"amount":-2}]`, "2026-11-20", ""},
		{"a negative and a zero quantity", `"total":0,"lines":[{"quantity":"-1","amount":0},{"quantity":"0","amount":0}]`, "2026-11-20", ""},
		{"prices that do not multiply", `"total":5,"lines":[{"quantity":"0.333","unitPrice":17,"amount":5}]`, "2026-11-20", ""},
		{"coupons of each occasion", `"total":5,"benefits":[{"id":"a","coupon":"monthly-drink@2026-11"},{"id":"a","coupon":"a@2026-H2"},{"id":"b","coupon":"b_1@2026~01JD_x~k-2"},{"id":"c","coupon":""}]`, "2026-11-20", ""},
		{"fields nobody knows", `"total":5,"something":{"new":[1]},"__proto__":{"total":9},"constructor":"x","ID":"other"`, "2026-11-20", ""},
		{"another store", `"total":5,"store":"elsewhere","storeId":"elsewhere"`, "2026-11-20", ""},
		{"a business day two days off", `"total":5,"businessDay":"2026-11-18"`, "2026-11-18", "clock_skew"},
		{"a till eleven minutes ahead", `"total":5,"occurredAt":"2026-11-20T18:16:01+09:00"`, "2026-11-20", "clock_skew"},
		{"a sale of 401 days ago", `"total":5,"occurredAt":"2025-10-15T18:00:00+09:00"`, "2025-10-15", "late_upload"},
		{"a refund of a sale we do not have", `"total":5,"type":"refund","refundOf":{"businessDay":"2026-11-20","id":"nothing"}`, "2026-11-20", ""},
		{"a refund beyond its sale", `"total":99999,"type":"refund","refundOf":{"businessDay":"2026-11-20","id":"sold"}`, "2026-11-20", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newTill()
			if w := x.post(`{"id":"sold","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","total":1}`); w.Code != http.StatusCreated {
				t.Fatal(w.Body)
			}
			body := `{"id":"t1",` + c.rest
			if !strings.Contains(c.rest, `"type"`) {
				body += `,"type":"sale"`
			}
			if !strings.Contains(c.rest, "occurredAt") {
				body += `,"occurredAt":"2026-11-20T18:00:00+09:00"`
			}
			if w := x.post(body + "}"); w.Code != http.StatusCreated {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			day, err := ledger.ParseDay(c.day)
			if err != nil {
				t.Fatal(err)
			}
			record, err := x.Find(context.Background(), ledger.Key{Store: "main", Day: day, ID: "t1"})
			if err != nil || record == nil {
				t.Fatalf("it is not under its store and day: %v", err)
			}
			if got := strings.Join(record.Flags.Names(), " "); got != c.flags {
				t.Errorf("flagged %q, want %q", got, c.flags)
			}
		})
	}
}

// A transaction that fits in a body and not in the ledger is too large.
func TestTooLargeToRecord(t *testing.T) {
	x := newTill()
	line := `{"amount":0,"name":"` + strings.Repeat("x", 350) + `"}`
	body := `{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","total":0,"lines":[` + strings.Repeat(line+",", 999) + line + `]}`
	refused(t, x.post(body), http.StatusRequestEntityTooLarge, "body_too_large")
	refused(t, x.post(strings.Replace(body, line, strings.Repeat(`{"amount":0},`, 1_001)+line, 1)), http.StatusRequestEntityTooLarge, "too_many_lines")
}

// However a number is written, it is one customer; what is no number is refused
// on every route that takes one.
func TestPhones(t *testing.T) {
	x := newTill()
	ids := map[string]bool{}
	for i, phone := range []string{"010-1234-5678", "+82 10-1234-5678", "+821012345678", "０１０-１２３４-５６７８", "(010) 1234.5678", " 01012345678 "} {
		w := x.post(fmt.Sprintf(`{"id":"p%d","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","total":1,"customer":{"phone":%q}}`, i, phone))
		var recorded api.Recorded
		if err := json.Unmarshal(w.Body.Bytes(), &recorded); err != nil || w.Code != http.StatusCreated {
			t.Fatalf("%q: %d %s", phone, w.Code, w.Body)
		}
		found := x.send("POST", "/v1/customers/lookup", fmt.Sprintf(`{"phone":%q}`, phone))
		if !strings.Contains(found.Body.String(), recorded.CustomerID) {
			t.Errorf("%q: lookup says %s", phone, found.Body)
		}
		ids[recorded.CustomerID] = true
	}
	if len(ids) != 1 {
		t.Errorf("one number is %d customers", len(ids))
	}
	for _, phone := range []string{"0101234", "phone-1234", "01012345678012345678", "010-1234-5678x", "１２３４", "+"} {
		for _, route := range []string{"/v1/customers", "/v1/customers/lookup"} {
			w := x.send("POST", route, fmt.Sprintf(`{"phone":%q}`, phone))
			if phone == "+" {
				continue // names nobody
			}
			p := refused(t, w, http.StatusUnprocessableEntity, "invalid")
			if !slices.Contains(p.Errors, web.FieldError{Pointer: "/phone", Code: "phone_invalid"}) || strings.Contains(w.Body.String(), "1234") {
				t.Errorf("%s to %s: %s", phone, route, w.Body)
			}
		}
	}
}

func TestLookupNamesOne(t *testing.T) {
	x := newTill()
	p := refused(t, x.send("POST", "/v1/customers/lookup", `{"phone":"010-1234-5678","memberNo":"7"}`), http.StatusUnprocessableEntity, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Code != "customer_ambiguous" {
		t.Errorf("%+v", p.Errors)
	}
}
