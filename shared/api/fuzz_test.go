package api_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// repeats finds an identifier of body, written as it was sent, in answer.
func repeats(body, answer string) string {
	var sent struct {
		Phone, Card, MemberNo json.RawMessage
		Customer              struct{ Phone, Card, MemberNo json.RawMessage }
	}
	if json.Unmarshal([]byte(body), &sent) != nil {
		return ""
	}
	for _, value := range []json.RawMessage{sent.Phone, sent.Card, sent.MemberNo, sent.Customer.Phone, sent.Customer.Card, sent.Customer.MemberNo} {
		// A short one may stand in any answer by chance.
		if text := strings.Trim(string(value), `"`); len(text) > 8 && strings.Contains(answer, text) {
			return text
		}
	}
	return ""
}

// Whatever is sent to whatever route, the answer is one we describe, and
// repeats no identifier.
func FuzzHandler(f *testing.F) {
	for _, body := range []string{
		sale, "{}", "[]", `{"transactions":[` + sale + `,{}]}`,
		`{"phone":"010-1234-5678","consents":[{"channel":"sms","granted":true,"version":"1","at":"2026-11-20T18:00:00Z"}]}`,
		`{"memberNo":"a member number\u0000","card":12345678901,"phone":"not-a-phone"}`, `{"customer":{"phone":"0101234zzzz","card":["1234567890"]}}`,
		`{"id":"v","type":"void","occurredAt":"2026-11-20T18:00:00Z","voidOf":{"businessDay":"2026-11-20","id":"s1"}}`,
		`{"id":"r","type":"refund","occurredAt":"2026-11-20T18:00:00Z","total":1,"refundOf":{"businessDay":"0001-01-01","id":"s1"}}`,
	} {
		for route := range bodied {
			f.Add(byte(route), body)
		}
	}
	x := newTill()
	f.Fuzz(func(t *testing.T, route byte, body string) {
		x.Clock = x.Clock.Add(10 * time.Millisecond) // as fast as a store may send
		w := x.send("POST", bodied[int(route)%len(bodied)], body, asJSON)
		switch w.Code {
		case 200, 201, 207:
			if !json.Valid(w.Body.Bytes()) {
				t.Errorf("%d %q", w.Code, w.Body)
			}
		case 400, 409, 413, 422:
			if p := problem(t, w); p.Code == "" || p.Status == 422 && len(p.Errors) == 0 {
				t.Errorf("%+v", p)
			}
		default:
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if text := repeats(body, w.Body.String()); text != "" {
			t.Errorf("%s repeats %q", w.Body, text)
		}
	})
}
