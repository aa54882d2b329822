package customer

import (
	"strconv"
	"strings"

	"dangol/shared/ledger"
)

// Money writes amounts the way a cashier says them.
type Money struct {
	Currency string
	Digits   int
}

// Korean writes an amount with the unit behind it: 12,300원.
func (m Money) Korean(a ledger.Amount) string {
	if m.Currency == "KRW" {
		return m.digits(a) + "원"
	}
	return m.digits(a) + " " + m.Currency
}

// English writes an amount with the unit before it: ₩12,300.
func (m Money) English(a ledger.Amount) string {
	if m.Currency == "KRW" {
		return "₩" + m.digits(a)
	}
	return m.Currency + " " + m.digits(a)
}

// digits writes an amount in major units with grouped thousands.
func (m Money) digits(a ledger.Amount) string {
	s := strconv.FormatInt(int64(a), 10)
	sign := ""
	if a < 0 {
		sign, s = "−", s[1:]
	}
	if len(s) <= m.Digits {
		s = strings.Repeat("0", m.Digits+1-len(s)) + s
	}
	whole, part := s[:len(s)-m.Digits], s[len(s)-m.Digits:]
	whole = grouped(whole)
	if part != "" {
		part = "." + part
	}
	return sign + whole + part
}
