package policy_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// grant is one action on one resource, as the template writes it.
type grant struct{ action, resource string }

// grantsOf are a function's grants. Statements allow, without conditions and
// without wildcards in actions, and nothing is granted twice.
func grantsOf(t *testing.T, f resource) map[grant]bool {
	t.Helper()
	grants := map[grant]bool{}
	for _, policy := range list(f.all, "Properties", "Policies") {
		for _, s := range list(policy, "Statement") {
			for name := range s.(map[string]any) {
				if !slices.Contains([]string{"Sid", "Effect", "Action", "Resource"}, name) {
					t.Errorf("%s: %s in a statement", f.id, name)
				}
			}
			if text(s, "Effect") != "Allow" {
				t.Errorf("%s: %s does not allow", f.id, text(s, "Sid"))
			}
			for _, action := range texts(s, "Action") {
				for _, on := range texts(s, "Resource") {
					if grants[grant{action, on}] {
						t.Errorf("%s may %s on %s twice", f.id, action, on)
					}
					grants[grant{action, on}] = true
				}
			}
		}
	}
	return grants
}

// forms are how a resource is written, by service. An object's says under
// which folder, or which one it is.
var forms = map[string]*regexp.Regexp{
	"dynamodb":      regexp.MustCompile(`^!GetAtt (\w+)\.Arn$`),
	"kms":           regexp.MustCompile(`^!Ref (\w+)$`),
	"s3:ListBucket": regexp.MustCompile(`^!GetAtt (\w+)\.Arn$`),
	"s3":            regexp.MustCompile(`^!Sub \$\{(\w+)\.Arn\}/(?:[\w.-]+|[\w-]+/\*)$`),
}

// about is the logical id a grant is on, "" when it is written too widely.
func (g grant) about() string {
	form := forms[g.action]
	if service, _, _ := strings.Cut(g.action, ":"); form == nil {
		form = forms[service]
	}
	if form == nil {
		return ""
	}
	if m := form.FindStringSubmatch(g.resource); m != nil {
		return m[1]
	}
	return ""
}

// needs are what a function's code can ask for, on logical ids.
func needs(t *testing.T, f resource) map[grant]bool {
	t.Helper()
	variables, _ := setting(t, f, "Environment", "Variables").(map[string]any)
	out := map[grant]bool{}
	for u := range readProgram(t, f.name()).requests {
		switch service, _, _ := strings.Cut(u.action, ":"); service {
		case "dynamodb":
			out[grant{u.action, u.on + "Table"}] = true
		case "kms":
			out[grant{u.action, "PepperKeyArn"}] = true
		case "s3":
			for name, value := range variables {
				if strings.HasSuffix(name, "_BUCKET") {
					out[grant{u.action, strings.TrimPrefix(value.(string), "!Ref ")}] = true
				}
			}
		}
	}
	return out
}

// A function may do exactly what its code can ask for, on what it asks it of.
func TestLeastPrivilege(t *testing.T) {
	for _, f := range resources(t, kindFunction) {
		needed, granted := needs(t, f), map[grant]bool{}
		for g := range grantsOf(t, f) {
			on := g.about()
			if on == "" {
				t.Errorf("%s: %s is granted on %s, which is no single table, key, bucket or folder", f.id, g.action, g.resource)
			}
			granted[grant{g.action, on}] = true
		}
		compare(t, f.id, needed, granted)
	}
}

// compare names every grant that is missing and every one that is not needed.
func compare(t *testing.T, function string, needed, granted map[grant]bool) {
	t.Helper()
	for _, g := range sorted(needed) {
		if !granted[g] {
			t.Errorf("%s needs %s on %s and is not granted it", function, g.action, g.resource)
		}
	}
	for _, g := range sorted(granted) {
		if !needed[g] {
			t.Errorf("%s is granted %s on %s and never asks for it", function, g.action, g.resource)
		}
	}
}

func sorted(grants map[grant]bool) []grant {
	return slices.SortedFunc(maps.Keys(grants), func(a, b grant) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
}

// A function has no rights but its statements and those SAM gives every one:
// to write its log, and to tell its failure queue.
func TestNoOtherRights(t *testing.T) {
	all, _ := at(template(t), "Resources").(map[string]any)
	for id, r := range all {
		if kind := text(r, "Type"); strings.HasPrefix(kind, "AWS::IAM::") || kind == "AWS::Serverless::Connector" || at(r, "Connectors") != nil {
			t.Errorf("%s grants rights from outside a function", id)
		}
	}
	for _, f := range resources(t, kindFunction) {
		for _, name := range []string{"Role", "AssumeRolePolicyDocument", "VpcConfig"} {
			if setting(t, f, name) != nil {
				t.Errorf("%s has a %s", f.id, name)
			}
		}
		for _, policy := range list(f.all, "Properties", "Policies") {
			if _, named := policy.(string); named || at(policy, "Statement") == nil {
				t.Errorf("%s has the policy %v, which is not ours to read", f.id, policy)
			}
		}
	}
}
