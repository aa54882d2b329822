package api_test

import (
	"context"
	"fmt"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/policy"
	"dangol/shared/report"
)

const stricter = `{"version":2,"effective":"2026-11-21","grades":{"grades":[{"id":"best","from":900000000},{"id":"first"}]}}`

func TestPolicyIsPreviewed(t *testing.T) {
	o := newOffice(t)
	before := fmt.Sprint(o.ask("GET", "/v1/desk/policy", "", 200))
	if code := o.code(o.ask("POST", "/v1/desk/policy/preview", stricter, 409)); code != "preview_no_night" {
		t.Errorf("before the first night: %s", code)
	}
	if err := o.Post(context.Background(), "s1 sale kim 2026-11-01 130000"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Night(context.Background(), ledger.Date(2026, 11, 20)); err != nil {
		t.Fatal(err)
	}
	told := o.ask("POST", "/v1/desk/policy/preview", stricter, 200)
	if told["on"] != "2026-11-21" || fmt.Sprint(told["moved"]) != "map[customers:1 sales:130000]" {
		t.Errorf("%v", told)
	}
	if fmt.Sprint(told["cost"]) != "map[absent:uses_not_known]" {
		t.Errorf("cost: %v", told["cost"])
	}
	if after := fmt.Sprint(o.ask("GET", "/v1/desk/policy", "", 200)); after != before {
		t.Errorf("the policy was %s, and is %s", before, after)
	}
}

// What PUT refuses the preview refuses in the same words.
func TestPreviewRefusesWhatPutRefuses(t *testing.T) {
	o := newOffice(t)
	for _, bad := range []string{
		`{"version":2,"effective":"2026-11-19"}`, `{"version":1,"effective":"2026-12-01"}`, `{"version":3,"effective":"2026-12-01"}`,
		`{"version":2,"grades":{"grades":[]}}`, `{"version":2,"grade":{}}`, `{"version":2,"version":2}`, `[]`, ``,
	} {
		put := o.try("PUT", "/v1/desk/policy", bad)
		if preview := o.try("POST", "/v1/desk/policy/preview", bad); preview != put {
			t.Errorf("%s: put says %s, preview %s", bad, put, preview)
		}
	}
}

// crowded is a shop of too many sales.
type crowded struct{}

func (crowded) Preview(context.Context, policy.Policy) (*report.Preview, error) {
	return nil, fmt.Errorf("%w: 1", report.ErrTooLarge)
}

func (crowded) Purchases(context.Context, []string) (ledger.Day, []report.Purchase, error) {
	return 0, nil, fmt.Errorf("%w: 1", report.ErrTooLarge)
}

func TestPreviewOfATooLargeShop(t *testing.T) {
	o := newOfficeWith(t, crowded{})
	if code := o.code(o.ask("POST", "/v1/desk/policy/preview", stricter, 409)); code != "preview_too_large" {
		t.Error(code)
	}
}
