package policy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dangol/shared/night"
)

// calls are what is scheduled, by the expression: a night a day, an audit a
// week.
var calls = map[string]night.Event{
	"!Sub cron(${NightMinute} ${NightHour} * * ? *)":   {},
	"!Sub cron(${NightMinute} ${AuditHour} ? * SUN *)": {Audit: true},
}

// The night runs once a day where the merchant is, at least 30 minutes after
// the latest day start, whatever the parameters; the audit at another hour.
func TestParametersOfTheNight(t *testing.T) {
	parameters := at(template(t), "Parameters")
	for path, want := range map[string]string{
		"NightHour.Type": "Number", "NightHour.MinValue": "0", "NightHour.MaxValue": "23", "NightHour.Default": "4",
		"NightMinute.Type": "Number", "NightMinute.MinValue": "30", "NightMinute.MaxValue": "59", "NightMinute.Default": "30",
		"AuditHour.Type": "Number", "AuditHour.MinValue": "0", "AuditHour.MaxValue": "23", "AuditHour.Default": "6",
		"MerchantZone.Default": "Asia/Seoul",
	} {
		if got := text(parameters, strings.Split(path, ".")...); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

// What is scheduled is a night the code understands, once each. Whoever calls
// it hears nothing of a crash, so the function tells its queue.
func TestSchedule(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range resources(t, kindFunction) {
		events, _ := f.property("Events").(map[string]any)
		for id, e := range events {
			if text(e, "Type") != "ScheduleV2" {
				continue
			}
			when := text(e, "Properties", "ScheduleExpression")
			want, known := calls[when]
			if !known || seen[when] || f.name() != "nightly" {
				t.Errorf("%s.%s is called at %s", f.id, id, when)
			}
			seen[when] = true
			checkCall(t, f.id+"."+id, at(e, "Properties"), want)
			invoke := f.property("EventInvokeConfig")
			if text(invoke, "MaximumRetryAttempts") != "2" || text(invoke, "DestinationConfig", "OnFailure", "Type") != "SQS" ||
				text(invoke, "DestinationConfig", "OnFailure", "Destination") != "!GetAtt FailedNights.Arn" {
				t.Errorf("%s: a crash is not told to FailedNights: %v", f.id, invoke)
			}
		}
	}
	if len(seen) != len(calls) {
		t.Errorf("only %v is scheduled", seen)
	}
}

func checkCall(t *testing.T, where string, call tree, want night.Event) {
	t.Helper()
	// Without OmitName SAM gives schedules names that are the same in every stack.
	if text(call, "ScheduleExpressionTimezone") != "!Ref MerchantZone" || text(call, "OmitName") != "true" {
		t.Errorf("%s is called in another zone, or keeps a second stack out", where)
	}
	input := strings.Replace(text(call, "Input"), "<aws.scheduler.scheduled-time>", "2026-11-20T19:30:00Z", 1)
	want.ScheduledTime = clock
	var got night.Event
	if err := json.Unmarshal([]byte(input), &got); err != nil || got != want {
		t.Errorf("%s: the input %s is read as %+v, %v", where, input, got, err)
	}
}
