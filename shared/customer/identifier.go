// Package customer says who a customer is: how an identifier a till read off a
// phone, a card or a screen becomes a key nobody can read back, and what is
// kept about a person.
package customer

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"dangol/shared/ledger"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/width"
)

// Kinds of identifier a till may send. ID is our own customer id and is never
// hashed.
const (
	ID       = "id"
	Phone    = "phone"
	Card     = "card"
	MemberNo = "memberNo"
)

// Secret is a value that identifies a person and prints as nothing.
type Secret = ledger.Secret

const redacted = "[redacted]"

// Identifier is how a till named a customer.
type Identifier struct {
	Kind  string
	Value Secret
}

// Reasons an identifier is not one.
var (
	// ErrAnonymous: it is a well-formed way of naming nobody.
	ErrAnonymous = errors.New("names nobody")
	ErrPhone     = errors.New("not a phone number")
	ErrCode      = errors.New("not a code of 1 to 64 printable characters")
)

// codeMax bounds a card or member number, after normalising.
const codeMax = 64

// phoneMin is the least number of seven digits: shorter ones are service
// numbers, or the beginning of something.
const phoneMin = 1_000_000

// noCustomer is the national number for cash receipts without a customer.
const noCustomer = "0100001234"

// Normalise gives the one form of an identifier that all ways of writing it
// share: phone numbers in E.164 (country is the ISO region of numbers without
// a country code), codes in narrow characters, card numbers without separators
// and member numbers without needless spaces.
//
// Empty values, numbers of one repeated digit, the national no-customer number
// and anything in the shop's own list of such numbers are ErrAnonymous.
func (i Identifier) Normalise(country string, nobody []string) (Identifier, error) {
	value := strings.TrimSpace(width.Narrow.String(string(i.Value)))
	if namesNobody(value, nobody) {
		return Identifier{}, ErrAnonymous
	}
	switch i.Kind {
	case Phone:
		return normalPhone(value, country, nobody)
	case Code:
		return normalReferral(value)
	case Card:
		return normalCode(i.Kind, strings.NewReplacer(" ", "", "-", "").Replace(value))
	default:
		return normalCode(i.Kind, strings.Join(strings.Fields(value), " "))
	}
}

func namesNobody(value string, nobody []string) bool {
	digits := strings.Map(keepDigits, value)
	bare := strings.NewReplacer(" ", "", "-", "", "+", "", "(", "", ")", "").Replace(value)
	if bare == "" || strings.TrimPrefix(digits, "82") == noCustomer[1:] || digits == noCustomer {
		return true
	}
	// One code of one character may be a member number; "000-0000" is not.
	if digits == bare && len(digits) > 1 && strings.Count(digits, digits[:1]) == len(digits) {
		return true
	}
	for _, n := range nobody {
		if value == n || (digits != "" && digits == bare && digits == strings.Map(keepDigits, n)) {
			return true
		}
	}
	return false
}

func keepDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// phoneTries bounds how often a number is read again as it would be written:
// one typed with needless zeros loses one at a time.
const phoneTries = 5

func normalPhone(value, country string, nobody []string) (Identifier, error) {
	for _, r := range value {
		if keepDigits(r) < 0 && !strings.ContainsRune("+-(). ", r) {
			return Identifier{}, ErrPhone
		}
	}
	for range phoneTries {
		// Possible, not valid: number ranges open faster than tables of them are
		// updated, and a sale must not be refused for that.
		number, err := phonenumbers.Parse(value, country)
		if err != nil || phonenumbers.IsPossibleNumberWithReason(number) != phonenumbers.IS_POSSIBLE || number.GetNationalNumber() < phoneMin {
			return Identifier{}, ErrPhone
		}
		form := phonenumbers.Format(number, phonenumbers.E164)
		if namesNobody(form, nobody) {
			return Identifier{}, ErrAnonymous
		}
		if form == value {
			return Identifier{Phone, Secret(form)}, nil
		}
		value = form
	}
	return Identifier{}, ErrPhone
}

func normalCode(kind, value string) (Identifier, error) {
	if value == "" || len(value) > codeMax {
		return Identifier{}, ErrCode
	}
	for _, r := range value {
		if r < ' ' || r == 0x7f || r == 0xfffd {
			return Identifier{}, ErrCode
		}
	}
	return Identifier{kind, Secret(value)}, nil
}

// Pepper is the secret key identifiers are hashed under. It is kept outside
// the tables, so that a copy of a table names nobody. It prints as nothing.
type Pepper struct {
	Version string
	Key     []byte
}

// Format prints nothing of it, whatever the verb.
func (Pepper) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) } //nolint:errcheck // fmt's own buffer

func (Pepper) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (Pepper) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Peppers is where the pepper comes from.
type Peppers interface {
	// Pepper gives the pepper, or ErrPepper, possibly wrapped, while it cannot
	// be reached.
	Pepper(ctx context.Context) (Pepper, error)
}

// ErrPepper: nobody can be recognised for now. What can be recorded without
// knowing whom it is about is recorded all the same.
var ErrPepper = errors.New("the pepper is out of reach")

// Pepper is p itself, which is always at hand.
func (p Pepper) Pepper(context.Context) (Pepper, error) { return p, nil }

// PepperSize is the length of a pepper's key in bytes.
const PepperSize = 32

// Identity hashes a normalised identifier: base64url of HMAC-SHA256 of its
// kind and value.
func (p Pepper) Identity(i Identifier) ledger.Identity {
	mac := hmac.New(sha256.New, p.Key)
	mac.Write([]byte(i.Kind))
	mac.Write([]byte(i.Value))
	return ledger.Identity{
		Kind:    i.Kind,
		Version: p.Version,
		Hash:    base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
	}
}
