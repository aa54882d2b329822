package night_test

import (
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/page"
	"dangol/shared/report"

	"github.com/google/go-cmp/cmp"
)

// What was agreed to and refused, at the till and at the desk, is in the sealed
// facts word for word and by seat.
func TestConsentsAreSealed(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC)
	w := ledgertest.NewWorld(now)
	yes := ledger.Consent{Channel: "sms", Granted: true, Version: "2026-01", At: now.Add(-time.Hour), Source: "till"}
	kim, _, err := w.Enrol(ctx, customer.Enrolment{
		Identities: []ledger.Identity{{Kind: "card", Version: "p1", Hash: "kim"}}, Consents: []ledger.Consent{yes},
		Store: "main", Staff: "e1", Channel: "store", At: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	no := ledger.Consent{Channel: "sms", Night: true, Version: "2026-02", At: now, Source: "desk"}
	if _, err := w.Edit(ctx, kim, func(p *customer.Profile) ([]ledger.Fact, error) {
		return p.Consent([]ledger.Consent{yes, no}, ledger.Fact{At: now.Add(time.Minute), By: "boss"}), nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Night(ctx, ledger.Date(2026, 3, 4)); err != nil {
		t.Fatal(err)
	}
	_, pointer := w.Reports.All()
	content, err := w.Sealed.Get(ctx, decode[report.Latest](t, pointer).Manifest)
	if err != nil {
		t.Fatal(err)
	}
	m, err := page.DecodeManifest(content)
	if err != nil || len(m.Facts) != 1 {
		t.Fatalf("%v, %v", m.Facts, err)
	}
	if content, err = w.Sealed.Get(ctx, m.Facts[0].Key); err != nil {
		t.Fatal(err)
	}
	file, err := page.Open(content)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := page.Read[page.Fact](file, 0, file.Rows())
	if err != nil {
		t.Fatal(err)
	}
	var got []page.Fact
	for _, row := range rows {
		if row.ID = ""; row.Kind == string(ledger.Consented) {
			got = append(got, row)
		}
	}
	want := []page.Fact{
		{Seat: 1, Kind: "consented", At: now.UnixMilli(), Store: "main", Staff: "e1", Channel: "store",
			Consent: "sms", Granted: true, Text: "2026-01", Said: yes.At.UnixMilli(), Source: "till"},
		{Seat: 1, Kind: "consented", At: now.Add(time.Minute).UnixMilli(), By: "boss",
			Consent: "sms", Quiet: true, Text: "2026-02", Said: no.At.UnixMilli(), Source: "desk"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
