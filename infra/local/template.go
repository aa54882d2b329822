// Package local runs the template on this machine: emulators for DynamoDB and
// S3, the real function binaries under a Runtime API host, a gateway with the
// template's routes, and the template's schedule. Everything listens on
// 127.0.0.1 only.
package local

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Template is the part of template.yaml this machine can run.
type Template struct {
	Functions []Function
	Tables    []string
	Buckets   []string
}

// Function is one Lambda function.
type Function struct {
	ID        string // logical id
	Name      string // last folder of CodeUri
	Timeout   time.Duration
	Memory    int
	Env       map[string]string
	Routes    []Route
	Schedules []Schedule
}

// Route is one route of the HTTP API. Path is "" for $default; a path that
// ends in {proxy+} covers everything below.
type Route struct{ Method, Path string }

// Schedule is a time of day in a zone, every day or on one day of the week.
type Schedule struct {
	Hour, Minute int
	Weekday      string // MON … SUN, or "" for every day
	Zone         string
	// Input is what the function is called with; scheduledTime in it stands for
	// the time.
	Input string
}

// scheduledTime is how the scheduler writes the time of a call into its input.
const scheduledTime = "<aws.scheduler.scheduled-time>"

type rawTemplate struct {
	Parameters map[string]struct {
		Default string `yaml:"Default"`
	} `yaml:"Parameters"`
	Globals struct {
		Function rawFunction `yaml:"Function"`
	} `yaml:"Globals"`
	Resources map[string]struct {
		Type       string    `yaml:"Type"`
		Properties yaml.Node `yaml:"Properties"`
	} `yaml:"Resources"`
}

type rawFunction struct {
	CodeURI     string `yaml:"CodeUri"`
	Timeout     int    `yaml:"Timeout"`
	MemorySize  int    `yaml:"MemorySize"`
	Environment struct {
		Variables map[string]yaml.Node `yaml:"Variables"`
	} `yaml:"Environment"`
	Events map[string]rawEvent `yaml:"Events"`
}

type rawEvent struct {
	Type       string `yaml:"Type"`
	Properties struct {
		Method     string    `yaml:"Method"`
		Path       string    `yaml:"Path"`
		Expression yaml.Node `yaml:"ScheduleExpression"`
		Zone       yaml.Node `yaml:"ScheduleExpressionTimezone"`
		Input      string    `yaml:"Input"`
	} `yaml:"Properties"`
}

// ReadTemplate reads a template. Tables and buckets are named by their logical
// ids here, and a Ref to one is that name.
func ReadTemplate(file string) (*Template, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var raw rawTemplate
	if err := yaml.Unmarshal(content, &raw); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	t := &Template{}
	for id, r := range raw.Resources {
		switch r.Type {
		case "AWS::DynamoDB::Table":
			t.Tables = append(t.Tables, id)
		case "AWS::S3::Bucket":
			t.Buckets = append(t.Buckets, bucketName(id))
		case "AWS::Serverless::Function":
			var f rawFunction
			if err := r.Properties.Decode(&f); err != nil {
				return nil, fmt.Errorf("read %s: %s: %w", file, id, err)
			}
			function, err := raw.function(id, &f)
			if err != nil {
				return nil, fmt.Errorf("read %s: %s: %w", file, id, err)
			}
			t.Functions = append(t.Functions, *function)
		}
	}
	if len(t.Functions) == 0 {
		return nil, fmt.Errorf("read %s: it has no functions", file)
	}
	slices.Sort(t.Tables)
	slices.Sort(t.Buckets)
	slices.SortFunc(t.Functions, func(a, b Function) int { return strings.Compare(a.ID, b.ID) })
	return t, nil
}

func (raw *rawTemplate) function(id string, f *rawFunction) (*Function, error) {
	parts := strings.Split(strings.Trim(f.CodeURI, "/"), "/")
	out := &Function{
		ID: id, Name: parts[len(parts)-1], Memory: f.MemorySize,
		Timeout: time.Duration(f.Timeout) * time.Second, Env: map[string]string{},
	}
	for _, variables := range []map[string]yaml.Node{raw.Globals.Function.Environment.Variables, f.Environment.Variables} {
		for name, value := range variables {
			out.Env[name] = raw.resolve(&value)
		}
	}
	for _, e := range f.Events {
		switch e.Type {
		case "HttpApi":
			out.Routes = append(out.Routes, Route{e.Properties.Method, e.Properties.Path})
		case "ScheduleV2":
			schedule, err := parseSchedule(raw.resolve(&e.Properties.Expression))
			if err != nil {
				return nil, err
			}
			schedule.Zone, schedule.Input = raw.resolve(&e.Properties.Zone), e.Properties.Input
			out.Schedules = append(out.Schedules, *schedule)
		}
	}
	slices.SortFunc(out.Schedules, func(a, b Schedule) int { return strings.Compare(a.Weekday, b.Weekday) })
	return out, nil
}

var substitution = regexp.MustCompile(`\$\{([A-Za-z0-9]+)\}`)

// resolve gives the value of a scalar: a literal, a Ref or a Sub.
func (raw *rawTemplate) resolve(n *yaml.Node) string {
	switch n.Tag {
	case "!Ref":
		return raw.ref(n.Value)
	case "!Sub":
		return substitution.ReplaceAllStringFunc(n.Value, func(s string) string {
			return raw.ref(substitution.FindStringSubmatch(s)[1])
		})
	default:
		return n.Value
	}
}

func (raw *rawTemplate) ref(name string) string {
	if p, ok := raw.Parameters[name]; ok {
		return p.Default
	}
	if raw.Resources[name].Type == "AWS::S3::Bucket" {
		return bucketName(name)
	}
	return name
}

// bucketName is a bucket's name on this machine: S3 wants lower case.
func bucketName(id string) string { return strings.ToLower(id) }

// parseSchedule reads cron(minute hour * * ? *), every day, and
// cron(minute hour ? * SUN *), once a week.
func parseSchedule(expression string) (*Schedule, error) {
	var s Schedule
	if _, err := fmt.Sscanf(expression, "cron(%d %d * * ? *)", &s.Minute, &s.Hour); err == nil {
		return &s, nil
	}
	if _, err := fmt.Sscanf(expression, "cron(%d %d ? * %3s *)", &s.Minute, &s.Hour, &s.Weekday); err == nil && weekday(s.Weekday) >= 0 {
		return &s, nil
	}
	return nil, fmt.Errorf("schedule %q: only a time every day or on one weekday can be run here", expression)
}

// weekday is the number of SUN … SAT as the time package counts, or -1.
func weekday(name string) int {
	return slices.Index([]string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}, name)
}
