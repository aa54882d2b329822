package ledger

import (
	"errors"
	"strconv"
	"strings"
)

// Amount is money in the minor unit of the merchant's one currency: won,
// pence, cents. It is never a fraction.
type Amount int64

// AmountMax is the largest amount one line, tender or total may carry: a
// hundred billion won less one. Ten million of them still fit an Amount.
const AmountMax Amount = 99_999_999_999

// Quantity counts thousandths, so that weighed goods stay integers.
type Quantity int64

// QuantityMax is a million pieces, or a thousand tonnes by the gram.
const QuantityMax Quantity = 1_000_000_000

// One is the quantity of a line that names none.
const One Quantity = 1000

var (
	errNotDecimal = errors.New("not a decimal with at most three places")
	// ErrTooLarge is answered for a number beyond its cap.
	ErrTooLarge = errors.New("number beyond its cap")
)

// ParseQuantity reads a plain decimal with at most three places, such as "2",
// "0.35" or "-1". It refuses exponents, signs other than a leading minus, and
// anything beyond QuantityMax with ErrTooLarge.
func ParseQuantity(s string) (Quantity, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, places, pointed := strings.Cut(digits, ".")
	if whole == "" || len(places) > 3 || (pointed && places == "") {
		return 0, errNotDecimal
	}
	thousandths := whole + (places + "000")[:3]
	for i := range len(thousandths) {
		if c := thousandths[i]; c < '0' || c > '9' {
			return 0, errNotDecimal
		}
	}
	n, err := strconv.ParseInt(thousandths, 10, 64)
	if err != nil || n > int64(QuantityMax) {
		return 0, ErrTooLarge
	}
	if negative {
		n = -n
	}
	return Quantity(n), nil
}

// String writes the shortest decimal: "2", "0.35", "-1".
func (q Quantity) String() string {
	sign := ""
	if q < 0 {
		sign, q = "-", -q
	}
	s := sign + strconv.FormatInt(int64(q/1000), 10)
	if part := q % 1000; part != 0 {
		s += strings.TrimRight("."+strconv.FormatInt(int64(part+1000), 10)[1:], "0")
	}
	return s
}
