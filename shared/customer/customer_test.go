package customer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
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

// An identifier cannot be printed by accident.
func TestSecretsDoNotPrint(t *testing.T) {
	i := customer.Identifier{Kind: customer.Phone, Value: "010-1234-5678"}
	encoded, err := json.Marshal(i)
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{fmt.Sprint(i), fmt.Sprintf("%+v %#v %s %q", i, i, i.Value, i.Value), string(encoded)} {
		if strings.Contains(printed, "1234") {
			t.Errorf("printed %s", printed)
		}
	}
}

func TestAddConsents(t *testing.T) {
	yes := customer.Consent{Channel: "sms", Granted: true, Version: "1", At: time.Unix(1, 0)}
	no := customer.Consent{Channel: "sms", Version: "1", At: time.Unix(2, 0)}
	all := customer.AddConsents(customer.AddConsents(nil, []customer.Consent{yes}), []customer.Consent{yes, no})
	if len(all) != 2 || all[1] != no {
		t.Errorf("%v", all)
	}
}

func TestSay(t *testing.T) {
	money := customer.Money{Currency: "KRW"}
	today := ledger.Date(2026, 11, 21)
	view := func(visits, ago int, interval float64, amount ledger.Amount) *customer.GradeView {
		return &customer.GradeView{Visits: visits, LastVisit: today - ledger.Day(ago), Interval: interval, Amount: amount}
	}
	near := &customer.NextGrade{Ko: "가족", En: "Family", Need: 28_800}
	for _, c := range []struct {
		name string
		view *customer.GradeView
		next *customer.NextGrade
		ko   string
	}{
		{"nobody yet", nil, nil, "처음"},
		{"long away", view(20, 47, 7, 570_000), near, "오랜만"},
		{"long interval is no absence", view(20, 47, 40, 570_000), near, "28,800원만 더"},
		{"a week is no absence", view(20, 8, 3, 570_000), near, "28,800원만 더"},
		{"near the next grade", view(20, 2, 7, 571_200), near, "28,800원만 더 쓰시면 가족 등급"},
		{"far from it", view(20, 2, 7, 100_000), &customer.NextGrade{Ko: "가족", Need: 500_000}, "늘 찾아"},
		{"at the top", view(20, 2, 7, 2_000_000), nil, "늘 찾아"},
	} {
		got := customer.Say(c.view, c.next, today, money)
		if !strings.Contains(got.Ko, c.ko) || got.En == "" {
			t.Errorf("%s: %q, want it to say %q", c.name, got.Ko, c.ko)
		}
		if len([]rune(got.Ko)) > 80 || len(got.En) > 80 {
			t.Errorf("%s: longer than 80 characters", c.name)
		}
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
