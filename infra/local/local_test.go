package local

import (
	"testing"
	"time"
)

func TestTemplate(t *testing.T) {
	template, err := ReadTemplate("../../" + TemplateFile)
	if err != nil {
		t.Fatal(err)
	}
	if len(template.Tables) != 3 || len(template.Buckets) != 2 {
		t.Errorf("tables %v, buckets %v", template.Tables, template.Buckets)
	}
	byName := map[string]Function{}
	for _, f := range template.Functions {
		byName[f.Name] = f
	}
	nightly := byName["nightly"]
	if nightly.Timeout != 15*time.Minute || nightly.Env["LEDGER_TABLE"] != "LedgerTable" || nightly.Env["REPORTS_BUCKET"] != "reportsbucket" {
		t.Errorf("%+v", nightly)
	}
	if s := nightly.Schedule; s == nil || *s != (Schedule{Hour: 4, Minute: 30, Zone: "Asia/Seoul"}) {
		t.Errorf("schedule %+v", nightly.Schedule)
	}
	if ingest := byName["ingest"]; len(ingest.Routes) != 2 || ingest.Timeout != 29*time.Second {
		t.Errorf("%+v", ingest)
	}
}

func TestRoutes(t *testing.T) {
	template, err := ReadTemplate("../../" + TemplateFile)
	if err != nil {
		t.Fatal(err)
	}
	g := NewGateway(template, nil)
	for path, want := range map[string]string{
		"/v1/transactions": "ingest", "/v1/transactions/batch": "ingest", "/v1/transactions/a/b": "ingest",
		"/v1/customers": "till", "/v1/customers/lookup": "till", "/v1/anything": "till", "/": "till",
		"/v1/transactionsx": "till",
	} {
		got := ""
		for i := range g.routes {
			if g.routes[i].matches("POST", path) {
				got = g.routes[i].function
				break
			}
		}
		if got != want {
			t.Errorf("%s goes to %q, want %q", path, got, want)
		}
	}
}

func TestSchedule(t *testing.T) {
	s := Schedule{Hour: 4, Minute: 30, Zone: "Asia/Seoul"}
	for now, want := range map[string]string{
		"2026-11-20T19:29:59Z": "2026-11-20T19:30:00Z",
		"2026-11-20T19:30:00Z": "2026-11-21T19:30:00Z",
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		next, err := s.Next(at)
		if err != nil || next.UTC().Format(time.RFC3339) != want {
			t.Errorf("after %s comes %s, %v; want %s", now, next.UTC(), err, want)
		}
	}
	if _, err := parseSchedule("rate(1 day)"); err == nil {
		t.Error("a schedule that cannot be run here was accepted")
	}
	if _, err := (&Schedule{Zone: "Nowhere"}).Next(time.Now()); err == nil {
		t.Error("a zone that does not exist was accepted")
	}
}
