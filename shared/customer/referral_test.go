package customer_test

import (
	"strings"
	"testing"

	"dangol/shared/customer"
)

// Codes are the same every time, of everybody their own, and another pepper's
// are others.
func TestReferralCodes(t *testing.T) {
	pepper := customer.Pepper{Version: "p1", Key: []byte(strings.Repeat("k", customer.PepperSize))}
	other := customer.Pepper{Version: "p1", Key: []byte(strings.Repeat("o", customer.PepperSize))}
	seen := map[string]bool{}
	for _, id := range []string{"bqjdvf8v97jdkb00", "bqjdvf8v97jdkb01", "c000001", "c000002"} {
		code, err := pepper.ReferralCode(id)
		again, _ := pepper.ReferralCode(id)
		foreign, _ := other.ReferralCode(id)
		if err != nil || code != again || code == foreign || seen[code] || len(code) != 9 {
			t.Errorf("%s: %q, %q, %q, %v", id, code, again, foreign, err)
		}
		seen[code] = true
		own, err := pepper.CodeIdentity(id)
		if err != nil || own.Kind != customer.Code || strings.Contains(own.Hash, code) {
			t.Errorf("%+v, %v", own, err)
		}
		for _, written := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), " " + strings.ReplaceAll(code, "0", "O")} {
			normal, err := customer.Identifier{Kind: customer.Code, Value: customer.Secret(written)}.Normalise("KR", nil)
			if err != nil || pepper.Identity(normal) != own {
				t.Errorf("%q is another code: %v", written, err)
			}
		}
	}
}
