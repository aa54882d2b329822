package customer

import (
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"dangol/shared/ledger"

	"golang.org/x/text/unicode/norm"
)

// Details are what a customer told us of themselves. They are kept in the
// customers table only, encrypted, and print as nothing.
type Details struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"` // E.164
	Email string `json:"email,omitempty"`
	// Birthday is YYYY-MM-DD, or MM-DD of somebody who keeps the year to
	// themselves.
	Birthday string `json:"birthday,omitempty"`
	Address  string `json:"address,omitempty"`
	Note     string `json:"note,omitempty"`
	// Guardian is who agreed for a child below GuardianAge.
	Guardian string `json:"guardian,omitempty"`
}

// Format prints nothing of them, whatever the verb.
func (Details) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) } //nolint:errcheck // fmt's own buffer

func (Details) LogValue() slog.Value { return slog.StringValue(redacted) }

// GuardianAge is the age below which a guardian must agree, by Korean law.
const GuardianAge = 14

// Longest texts, in bytes of UTF-8.
const (
	nameMax = 200
	lineMax = 300
	noteMax = 2000
)

// residentNumber is the shape of a Korean resident registration number: a
// birthday, the century and sex, six digits.
var residentNumber = regexp.MustCompile(`(^|\D)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[-–— ]?[0-9]\d{6}(\D|$)`)

// HasResidentNumber says a text holds what looks like a resident registration
// number, which no shop may keep.
func HasResidentNumber(text string) bool { return residentNumber.MatchString(text) }

var email = regexp.MustCompile(`^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$`)

// Check puts the texts in their stored form (NFC, no space around) and says
// what is wrong with them, by field. today is the day at the store.
func (d *Details) Check(today ledger.Day) (faults []ledger.Fault) {
	fault := func(field, code string) { faults = append(faults, ledger.Fault{Pointer: "/" + field, Code: code}) }
	for _, t := range []struct {
		field string
		text  *string
		max   int
	}{
		{"name", &d.Name, nameMax}, {"email", &d.Email, lineMax}, {"birthday", &d.Birthday, 10},
		{"address", &d.Address, lineMax}, {"note", &d.Note, noteMax}, {"guardian", &d.Guardian, nameMax},
	} {
		*t.text = norm.NFC.String(strings.TrimSpace(*t.text))
		switch {
		case len(*t.text) > t.max:
			fault(t.field, "too_long")
		case strings.ContainsFunc(*t.text, reorders):
			fault(t.field, "text_bidi_control")
		case HasResidentNumber(*t.text):
			fault(t.field, "rrn_not_accepted")
		}
	}
	if d.Email != "" && !email.MatchString(d.Email) {
		fault("email", "email_invalid")
	}
	if d.Birthday == "" {
		return faults
	}
	born, year, ok := d.born()
	switch {
	case !ok || year && born > today:
		fault("birthday", "birthday_invalid")
	case year && d.Guardian == "" && born.AddMonths(12*GuardianAge) > today:
		fault("guardian", "guardian_consent_required")
	}
	return faults
}

// Over is d, and what more tells beyond it.
func (d Details) Over(more Details) Details {
	for _, f := range []struct{ own, other *string }{
		{&d.Name, &more.Name}, {&d.Phone, &more.Phone}, {&d.Email, &more.Email}, {&d.Birthday, &more.Birthday},
		{&d.Address, &more.Address}, {&d.Note, &more.Note}, {&d.Guardian, &more.Guardian},
	} {
		if *f.own == "" {
			*f.own = *f.other
		}
	}
	return d
}

// reorders says a rune makes a text read otherwise than it is written: the
// controls of bidirectional text.
func reorders(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x61c
}

// born is the day of birth, and whether its year is known; ok is false when it
// is no date.
func (d *Details) born() (born ledger.Day, year, ok bool) {
	if len(d.Birthday) == len("01-02") {
		_, err := time.Parse(time.DateOnly, "2000-"+d.Birthday) // a leap year has every birthday
		return 0, false, err == nil
	}
	born, err := ledger.ParseDay(d.Birthday)
	return born, true, err == nil
}

// birthdayDays is how many days before and after it belong to the week of a
// birthday.
const birthdayDays = 3

// BirthdayWeek says today lies in the week around a birthday, MM-DD or
// YYYY-MM-DD, and which year's; never around what is no date. 29 February is
// kept on the 28th of other years.
func BirthdayWeek(birthday string, today ledger.Day) (year int, ok bool) {
	if len(birthday) < len("01-02") {
		return 0, false
	}
	date := birthday[len(birthday)-len("01-02"):]
	this := today.Time().Year()
	for _, year := range []int{this - 1, this, this + 1} {
		day, err := ledger.ParseDay(fmt.Sprintf("%04d-%s", year, date))
		if err != nil && date == "02-29" {
			day, err = ledger.ParseDay(fmt.Sprintf("%04d-02-28", year))
		}
		if err == nil && today >= day-birthdayDays && today <= day+birthdayDays {
			return year, true
		}
	}
	return 0, false
}
