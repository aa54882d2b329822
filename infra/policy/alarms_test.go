package policy_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// metric names what an alarm watches.
func metric(namespace, name string, dimensions []any) string {
	said := namespace + " " + name
	for _, d := range dimensions {
		said += " " + text(d, "Name") + "=" + text(d, "Value")
	}
	return said
}

// watched are the metrics that must have an alarm: every function's errors, the
// API's, every queue's messages, and whatever a filter counts.
func watched(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, f := range resources(t, kindFunction) {
		all["AWS/Lambda Errors FunctionName=!Ref "+f.id] = true
	}
	for _, a := range resources(t, "AWS::Serverless::HttpApi") {
		all["AWS/ApiGateway 5xx ApiId=!Ref "+a.id] = true
	}
	for _, q := range resources(t, "AWS::SQS::Queue") {
		all["AWS/SQS ApproximateNumberOfMessagesVisible QueueName=!GetAtt "+q.id+".QueueName"] = true
	}
	for _, filter := range resources(t, "AWS::Logs::MetricFilter") {
		for _, m := range list(filter.property("MetricTransformations")) {
			all[metric(text(m, "MetricNamespace"), text(m, "MetricName"), list(m, "Dimensions"))] = true
		}
	}
	return all
}

// What must be noticed has an alarm, and an alarm watches what is measured.
// Silence is good news from all but the night: no report is the worst of them.
func TestAlarms(t *testing.T) {
	all, rung := watched(t), map[string]bool{}
	for _, a := range resources(t, "AWS::CloudWatch::Alarm") {
		m := metric(a.text("Namespace"), a.text("MetricName"), list(a.property("Dimensions")))
		if rung[m] = true; !all[m] {
			t.Errorf("%s watches %s, which nothing measures", a.id, m)
		}
		want := map[string]string{
			"Statistic": "Sum", "EvaluationPeriods": "1", "TreatMissingData": "notBreaching",
			"ComparisonOperator": "GreaterThanThreshold", "Threshold": "0",
		}
		switch {
		case strings.HasSuffix(m, " ReportAge"):
			// The least age of 26 hours: one night and the two hours it is tried for.
			want["Statistic"], want["Period"], want["EvaluationPeriods"], want["TreatMissingData"] = "Minimum", "3600", "26", "breaching"
		case strings.HasSuffix(m, " Quarantined"):
			want["Statistic"], want["Period"] = "Maximum", "86400" // every night says it again
		case strings.HasPrefix(m, "AWS/SQS"):
			want["Statistic"] = "Maximum"
		}
		for name, value := range want {
			if got := a.text(name); got != value {
				t.Errorf("%s: %s is %q, want %q", a.id, name, got, value)
			}
		}
		if actions := fmt.Sprint(a.property("AlarmActions")); actions != "[!If HasAlarmTopic [!Ref AlarmTopicArn] !Ref AWS::NoValue]" {
			t.Errorf("%s tells nobody: %s", a.id, actions)
		}
		if a.text("AlarmDescription") == "" || a.property("ActionsEnabled") != nil {
			t.Errorf("%s does not say what happened, or may be silent", a.id)
		}
	}
	for _, m := range slices.Sorted(maps.Keys(all)) {
		if !rung[m] {
			t.Errorf("%s has no alarm", m)
		}
	}
	if text(template(t), "Parameters", "AlarmTopicArn", "Type") != "String" {
		t.Error("there is no parameter for where alarms go")
	}
}
