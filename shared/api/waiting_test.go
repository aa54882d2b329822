package api_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dangol/shared/customer"
)

// peppers is a pepper that may be out of reach.
type peppers struct{ lost bool }

func (p *peppers) Pepper(context.Context) (customer.Pepper, error) {
	if p.lost {
		return customer.Pepper{}, fmt.Errorf("decrypt: %w", customer.ErrPepper)
	}
	return customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)}, nil
}

// Without the pepper every sale is recorded and nobody is recognised; with it
// again each customer is found, and a delivery sent in both times is one.
func TestWithoutThePepper(t *testing.T) {
	p := &peppers{lost: true}
	x := tillWith(p)
	sale := `{"id":"s1","type":"sale","occurredAt":"2026-11-20T12:00:00+09:00","total":1000,"customer":{"phone":"010-1234-5678"}}`
	first := x.post(sale)
	if first.Code != http.StatusCreated || strings.Contains(first.Body.String(), "customerId") {
		t.Fatalf("%d %s", first.Code, first.Body)
	}
	if w := x.post(strings.Replace(sale, "010-1234-5678", "12", 1)); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("what is no phone number: %d %s", w.Code, w.Body)
	}
	if w := x.post(strings.NewReplacer("s1", "s2", "010-1234-5678", "000-0000").Replace(sale)); w.Code != http.StatusCreated {
		t.Errorf("nobody's number: %d %s", w.Code, w.Body)
	}
	who := `{"phone":"01012345678"}`
	for _, path := range []string{"/v1/customers", "/v1/customers/lookup"} {
		if w := x.send(http.MethodPost, path, who); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	p.lost = false
	if again := x.post(sale); again.Code != http.StatusOK || again.Body.String() != first.Body.String() {
		t.Errorf("with the pepper: %d %s, first %s", again.Code, again.Body, first.Body)
	}
	if err := x.LinkWaiting(context.Background(), p, time.Now()); err != nil {
		t.Fatal(err)
	}
	if w := x.send(http.MethodPost, "/v1/customers/lookup", who); !strings.Contains(w.Body.String(), "customerId") {
		t.Errorf("linked: %d %s", w.Code, w.Body)
	}
	p.lost = true
	if again := x.post(sale); again.Code != http.StatusOK || again.Body.String() != first.Body.String() {
		t.Errorf("linked, without the pepper: %d %s, first %s", again.Code, again.Body, first.Body)
	}
}
