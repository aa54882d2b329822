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
	for day, want := range map[ledger.Day]bool{
		ledger.Date(2026, 12, 29): true, ledger.Date(2026, 12, 28): false, ledger.Date(2027, 1, 4): true, ledger.Date(2027, 1, 5): false,
	} {
		d := customer.Details{Birthday: "1990-01-01"}
		if d.BirthdayWeek(day) != want {
			t.Errorf("%s: %v", day, !want)
		}
	}
	leap := customer.Details{Birthday: "02-29"}
	if !leap.BirthdayWeek(ledger.Date(2027, 2, 25)) || leap.BirthdayWeek(ledger.Date(2027, 3, 4)) {
		t.Error("who was born on 29 February has no birthday in 2027")
	}
	if none := (customer.Details{}); none.BirthdayWeek(0) {
		t.Error("a birthday nobody told")
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
