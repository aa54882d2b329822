package customer_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

func TestDetailsAreChecked(t *testing.T) {
	today := ledger.Date(2026, 11, 22)
	for _, c := range []struct {
		name    string
		details customer.Details
		fault   string // pointer and code
	}{
		{"a name with markup is a name", customer.Details{Name: "<script>alert(1)</script>"}, ""},
		{"a family of emoji", customer.Details{Name: "👨‍👩‍👧 이영희"}, ""},
		{"a formula is a name", customer.Details{Name: "=HYPERLINK(1)"}, ""},
		{"text that reorders itself", customer.Details{Name: "a\u202eb"}, "/name text_bidi_control"},
		{"a resident number in a note", customer.Details{Note: "주민 900101-1234567 확인"}, "/note rrn_not_accepted"},
		{"and without its dash", customer.Details{Name: "9001011234567"}, "/name rrn_not_accepted"},
		{"a long number is none", customer.Details{Note: "89001011234567"}, ""},
		{"thirteen digits that hold no date", customer.Details{Note: "9013011234567"}, ""},
		{"30 February", customer.Details{Birthday: "1990-02-30"}, "/birthday birthday_invalid"},
		{"tomorrow", customer.Details{Birthday: "2026-11-23"}, "/birthday birthday_invalid"},
		{"29 February without a year", customer.Details{Birthday: "02-29"}, ""},
		{"the day the clocks began", customer.Details{Birthday: "1970-01-01"}, ""},
		{"thirteen years old", customer.Details{Birthday: "2012-11-23"}, "/guardian guardian_consent_required"},
		{"thirteen, with a guardian", customer.Details{Birthday: "2012-11-23", Guardian: "이순자"}, ""},
		{"fourteen today", customer.Details{Birthday: "2012-11-22"}, ""},
		{"no address of mail", customer.Details{Email: "lee at home"}, "/email email_invalid"},
		{"a very long name", customer.Details{Name: strings.Repeat("가", 67)}, "/name too_long"},
	} {
		faults := c.details.Check(today)
		got := ""
		for _, f := range faults {
			got += f.Pointer + " " + f.Code
		}
		if got != c.fault {
			t.Errorf("%s: %q, want %q", c.name, got, c.fault)
		}
	}
	decomposed := customer.Details{Name: " 한글 "}
	if decomposed.Check(today); decomposed.Name != "한글" {
		t.Errorf("stored as %x", decomposed.Name)
	}
}

func TestBirthdayWeek(t *testing.T) {
	for _, c := range []struct {
		birthday string
		today    ledger.Day
		year     int // 0: not in its week
	}{
		{"1990-01-01", ledger.Date(2026, 12, 28), 0},
		{"1990-01-01", ledger.Date(2026, 12, 29), 2027},
		{"01-01", ledger.Date(2027, 1, 4), 2027},
		{"01-01", ledger.Date(2027, 1, 5), 0},
		{"12-31", ledger.Date(2027, 1, 3), 2026},
		{"02-29", ledger.Date(2027, 2, 25), 2027}, // kept on the 28th
		{"02-29", ledger.Date(2027, 3, 4), 0},
		{"02-29", ledger.Date(2028, 2, 25), 0},
		{"02-29", ledger.Date(2028, 3, 3), 2028},
		{"02-30", ledger.Date(2027, 2, 28), 0}, // no date
		{"", ledger.Date(2027, 2, 28), 0},
	} {
		if year, ok := customer.BirthdayWeek(c.birthday, c.today); year != c.year || ok != (c.year != 0) {
			t.Errorf("%q on %s: %d, %v; want %d", c.birthday, c.today, year, ok, c.year)
		}
	}
}

func TestDetailsAreSealed(t *testing.T) {
	p := customer.Pepper{Version: "p1", Key: bytes.Repeat([]byte{7}, customer.PepperSize)}
	d := customer.Details{Name: "이영희", Phone: "+821012345678", Birthday: "1990-03-01"}
	sealed, err := p.Seal("c1", d, rand.Reader)
	if err != nil || strings.Contains(sealed, "1234") {
		t.Fatalf("%s, %v", sealed, err)
	}
	again, err := p.Seal("c1", d, rand.Reader)
	if err != nil || again == sealed {
		t.Error("the same details are sealed the same way twice: whoever reads the table sees who are alike")
	}
	if opened, err := p.Open("c1", sealed); err != nil || opened != d {
		t.Errorf("%v", err)
	}
	if empty, err := p.Seal("c1", customer.Details{}, rand.Reader); err != nil || empty != "" {
		t.Errorf("nothing is sealed as %q, %v", empty, err)
	}
	other := customer.Pepper{Version: "p1", Key: bytes.Repeat([]byte{8}, customer.PepperSize)}
	newer := customer.Pepper{Version: "p2", Key: p.Key}
	changed := sealed[:len(sealed)-6] + "AAAA" + sealed[len(sealed)-2:]
	for name, open := range map[string]func() (customer.Details, error){
		"another customer's": func() (customer.Details, error) { return p.Open("c2", sealed) },
		"another key":        func() (customer.Details, error) { return other.Open("c1", sealed) },
		"another version":    func() (customer.Details, error) { return newer.Open("c1", sealed) },
		"changed":            func() (customer.Details, error) { return p.Open("c1", changed) },
		"cut":                func() (customer.Details, error) { return p.Open("c1", sealed[:8]) },
		"no base64":          func() (customer.Details, error) { return p.Open("c1", "p1:?") },
	} {
		if opened, err := open(); !errors.Is(err, customer.ErrSealed) || opened != (customer.Details{}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if printed := fmt.Sprintf("%v %+v %#v %s %q", d, d, &d, d, []any{d}); strings.Contains(printed, "이영희") || strings.Contains(printed, "1234") {
		t.Errorf("details print as %s", printed)
	}
}
