package local

import (
	"slices"
	"testing"
	"time"
)

func TestTemplate(t *testing.T) {
	template, err := ReadTemplate("../../" + TemplateFile)
	if err != nil {
		t.Fatal(err)
	}
	if len(template.Tables) != 3 || len(template.Buckets) != 3 {
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
	want := []Schedule{
		{Hour: 4, Minute: 30, Zone: "Asia/Seoul", Input: `{"scheduledTime":"<aws.scheduler.scheduled-time>"}`},
		{Hour: 6, Minute: 30, Weekday: "SUN", Zone: "Asia/Seoul", Input: `{"scheduledTime":"<aws.scheduler.scheduled-time>","audit":true}`},
	}
	if !slices.Equal(nightly.Schedules, want) {
		t.Errorf("schedules %+v", nightly.Schedules)
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
	weekly, err := parseSchedule("cron(30 6 ? * SUN *)")
	if err != nil {
		t.Fatal(err)
	}
	weekly.Zone = "Asia/Seoul"
	friday := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	if next, err := weekly.Next(friday); err != nil || next.UTC().Format(time.RFC3339) != "2026-11-21T21:30:00Z" {
		t.Errorf("after Friday comes %s, %v", next.UTC(), err)
	}
	for _, bad := range []string{"rate(1 day)", "cron(30 6 ? * XXX *)"} {
		if _, err := parseSchedule(bad); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
	if _, err := (&Schedule{Zone: "Nowhere"}).Next(time.Now()); err == nil {
		t.Error("a zone that does not exist was accepted")
	}
}
