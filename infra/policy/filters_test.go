package policy_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// matches says whether a filter pattern takes a line. Of CloudWatch's language
// it knows "=" with a text, ">" with a number, IS TRUE, and "&&".
func matches(t *testing.T, pattern string, l line) bool {
	t.Helper()
	inner, open := strings.CutPrefix(pattern, "{ ")
	inner, closed := strings.CutSuffix(inner, " }")
	if !open || !closed {
		t.Fatalf("the pattern %s is not read here", pattern)
	}
	for term := range strings.SplitSeq(inner, " && ") {
		words := strings.SplitN(term, " ", 3)
		if len(words) != 3 || !strings.HasPrefix(words[0], "$.") {
			t.Fatalf("the term %s is not read here", term)
		}
		value := l[words[0][2:]]
		number, numeric := value.(float64)
		limit, _ := strconv.ParseFloat(words[2], 64)
		var holds bool
		switch words[1] {
		case "=":
			holds = fmt.Sprintf("%q", value) == words[2]
		case ">":
			holds = numeric && number > limit
		case "IS":
			holds = value == true && words[2] == "TRUE"
		default:
			t.Fatalf("the term %s is not read here", term)
		}
		if !holds {
			return false
		}
	}
	return true
}

// counted are the values each filter reads from what happened, and none from
// what is not named.
var counted = map[string]map[string]string{
	"ReportAge": {
		"an ordinary night": "0", "a night before the first store": "0", "a night for a day long past": "30",
		"a record nobody can read": "0", "a ledger that lost a sale": "0", // and then a night that failed
		"an audit that finds a sale": "0 0", "an audit that finds nothing": "0 0",
	},
	"RecordsQuarantined": {"a record nobody can read": "1"},
	"NightsStopped":      {"a ledger that lost a sale": "1"},
	"AuditsFound":        {"an audit that finds a sale": "1"},
	"ConflictsRecorded":  {"another sale of its id": "1"},
}

// Every filter reads what its function logs when it happens, and nothing else.
func TestFiltersReadWhatIsLogged(t *testing.T) {
	logs := map[string]string{}
	for _, f := range resources(t, kindFunction) {
		logs[f.name()] = f.text("LoggingConfig", "LogGroup")
	}
	lines := map[string][]line{}
	for name, h := range happenings {
		lines[name] = logged(t, func() { h.happen(t) })
	}
	filters := resources(t, "AWS::Logs::MetricFilter")
	for id := range counted {
		if !slices.ContainsFunc(filters, func(r resource) bool { return r.id == id }) {
			t.Errorf("there is no filter %s", id)
		}
	}
	for _, filter := range filters {
		t.Run(filter.id, func(t *testing.T) {
			want, known := counted[filter.id]
			if !known {
				t.Fatal("say in this test what it counts")
			}
			for name, h := range happenings {
				if logs[h.function] != filter.text("LogGroupName") {
					if want[name] != "" {
						t.Errorf("%s is logged by %s, which it does not read", name, h.function)
					}
					continue
				}
				got := count(t, filter, lines[name])
				if got != want[name] {
					t.Errorf("of %s it counts %q, want %q", name, got, want[name])
				}
			}
		})
	}
}

// count gives the values a filter reads from lines.
func count(t *testing.T, filter resource, lines []line) string {
	t.Helper()
	transformations := list(filter.property("MetricTransformations"))
	if len(transformations) != 1 {
		t.Fatalf("%d transformations", len(transformations))
	}
	var values []string
	for _, l := range lines {
		if !matches(t, filter.text("FilterPattern"), l) {
			continue
		}
		value := text(transformations[0], "MetricValue")
		if field, named := strings.CutPrefix(value, "$."); named {
			value = fmt.Sprint(l[field])
		}
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			t.Errorf("the value %q of %v is no number", value, l)
		}
		values = append(values, value)
	}
	return strings.Join(values, " ")
}
