package customer_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"

	"golang.org/x/text/width"
)

func TestNormalise(t *testing.T) {
	for _, c := range []struct {
		kind, value, want string
		err               error
	}{
		{customer.Phone, "010-1234-5678", "+821012345678", nil},
		{customer.Phone, "+82 10 1234 5678", "+821012345678", nil},
		{customer.Phone, "０１０−1234−5678", "", customer.ErrPhone},
		{customer.Phone, "０１０-１２３４-５６７８", "+821012345678", nil},
		{customer.Phone, "(010) 1234.5678", "+821012345678", nil},
		{customer.Phone, "+44 7700 900123", "+447700900123", nil},
		{customer.Phone, "0101234", "", customer.ErrPhone},
		{customer.Phone, "01012345678x", "", customer.ErrPhone},
		{customer.Phone, "01012345678012345678", "", customer.ErrPhone},
		{customer.Phone, "010-000-1234", "", customer.ErrAnonymous},
		{customer.Phone, "+82 10-000-1234", "", customer.ErrAnonymous},
		{customer.Phone, "+82 (0)10-000-1234", "", customer.ErrAnonymous},
		{customer.Phone, "+44 00900 900001", "+44900900001", nil},
		{customer.Phone, "000-0000-0000", "", customer.ErrAnonymous},
		{customer.Phone, "  ", "", customer.ErrAnonymous},
		{customer.Phone, "02-777-8888", "", customer.ErrAnonymous},
		{customer.Card, "1234 5678-9012", "123456789012", nil},
		{customer.Card, "9999-9999", "", customer.ErrAnonymous},
		{customer.MemberNo, " 17850 ", "17850", nil},
		{customer.MemberNo, "7", "7", nil},
		{customer.MemberNo, "Brion   Stark", "Brion Stark", nil},
		{customer.MemberNo, strings.Repeat("x", 65), "", customer.ErrCode},
		{customer.MemberNo, "a\x01b", "", customer.ErrCode},
	} {
		got, err := customer.Identifier{Kind: c.kind, Value: customer.Secret(c.value)}.Normalise("KR", []string{"02-777-8888"})
		if string(got.Value) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s %q: %q, %v; want %q, %v", c.kind, c.value, string(got.Value), err, c.want, c.err)
		}
	}
}

// Whatever is typed as a number is refused, names nobody, or has one form: it is
// its own form, and spaces and wide digits do not change it.
func FuzzPhone(f *testing.F) {
	for _, seed := range []string{"010-1234-5678", "+82 10 1234 5678", "０１０-１２３４-５６７８", "010-000-1234", "+44 7700 900123", "(02) 777.8888", "0101234", "+", "", "\xff", "+4400900900001", "+82 (0)10-000-1234", "+1 (212) 555 0100"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		normal := func(value string) (string, error) {
			got, err := customer.Identifier{Kind: customer.Phone, Value: customer.Secret(value)}.Normalise("KR", nil)
			return string(got.Value), err
		}
		form, err := normal(value)
		if err != nil {
			if form != "" || !errors.Is(err, customer.ErrAnonymous) && !errors.Is(err, customer.ErrPhone) {
				t.Errorf("%q: %q, %v", value, form, err)
			}
			return
		}
		if !e164.MatchString(form) {
			t.Errorf("%q became %q", value, form)
		}
		for _, same := range []string{form, " " + value + " ", width.Widen.String(value)} {
			if again, err := normal(same); again != form || err != nil {
				t.Errorf("%q is %q, and %q is %q, %v", value, form, same, again, err)
			}
		}
	})
}

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,16}$`)

func TestIdentity(t *testing.T) {
	p := customer.Pepper{Version: "p1", Key: []byte(strings.Repeat("k", customer.PepperSize))}
	phone := p.Identity(customer.Identifier{Kind: customer.Phone, Value: "+821012345678"})
	card := p.Identity(customer.Identifier{Kind: customer.Card, Value: "+821012345678"})
	if phone.Hash == card.Hash {
		t.Error("a phone number and a card number of the same digits are one customer")
	}
	p.Key = []byte(strings.Repeat("K", customer.PepperSize))
	if other := p.Identity(customer.Identifier{Kind: customer.Phone, Value: "+821012345678"}); other.Hash == phone.Hash {
		t.Error("the pepper does not matter")
	}
	if strings.Contains(phone.String(), "5678") {
		t.Error("the identity shows the number")
	}
}

// An identifier or a pepper cannot be printed by accident, whatever the verb.
func TestSecretsDoNotPrint(t *testing.T) {
	i := customer.Identifier{Kind: customer.Phone, Value: "010-1234-5678"}
	p := customer.Pepper{Version: "p1", Key: []byte("010-1234-5678")}
	encoded, err := json.Marshal(map[string]any{"i": i, "p": p})
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "i", i, "value", i.Value, "p", p, "all", []any{i, p})
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "i", i, "value", i.Value, "p", p, "all", []any{i, p})
	printed := []string{fmt.Sprint(i, p), string(encoded), logged.String(), fmt.Errorf("%w: %v", customer.ErrPhone, i.Value).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
		printed = append(printed, fmt.Sprintf(verb, i), fmt.Sprintf(verb, &i), fmt.Sprintf(verb, i.Value), fmt.Sprintf(verb, p), fmt.Sprintf(verb, &p))
	}
	for _, text := range printed {
		for _, form := range []string{"1234", fmt.Sprintf("%x", "1234"), fmt.Sprintf("%X", "1234"), fmt.Sprint([]byte("1234"))[1:], base64.StdEncoding.EncodeToString([]byte("010-1234-5678"))} {
			if strings.Contains(text, form) {
				t.Errorf("printed %s", text)
			}
		}
	}
}

func TestAddConsents(t *testing.T) {
	yes := ledger.Consent{Channel: "sms", Granted: true, Version: "1", At: time.Unix(1, 0)}
	no := ledger.Consent{Channel: "sms", Version: "1", At: time.Unix(2, 0)}
	all := customer.AddConsents(customer.AddConsents(nil, []ledger.Consent{yes}), []ledger.Consent{yes, no})
	if len(all) != 2 || all[1] != no {
		t.Errorf("%v", all)
	}
}

func TestMoney(t *testing.T) {
	won, pence := customer.Money{Currency: "KRW"}, customer.Money{Currency: "GBP", Digits: 2}
	for got, want := range map[string]string{
		won.Korean(0): "0원", won.Korean(1_234_567): "1,234,567원", won.English(-28_800): "₩−28,800",
		pence.Korean(5): "0.05 GBP", pence.English(123_456_789): "GBP 1,234,567.89",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
