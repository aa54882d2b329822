// Package policy_test holds template.yaml to the code it deploys.
//
// What a function may do is derived, never copied. Reading starts at its main
// and follows every call and every reference to the requests it can build, so
// it finds the path that only a lost reply takes; that is why reading decides.
// What is recorded on the wire is the witness that reading is neither blind
// nor too generous: run against emulators, the functions must be seen to ask
// for exactly what was read. Metric filters are held to lines the code really
// logs, and routes to paths it really answers.
package policy_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const root = "../../"

// tree is a part of the template: map[string]any, []any or string. An
// intrinsic function is written as in the template: "!Ref Name", or a list
// that begins with "!If".
type tree = any

func parse(n *yaml.Node) tree {
	intrinsic := strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!")
	switch n.Kind {
	case yaml.DocumentNode:
		return parse(n.Content[0])
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = parse(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		var list []any
		if intrinsic {
			list = append(list, n.Tag)
		}
		for _, c := range n.Content {
			list = append(list, parse(c))
		}
		return list
	default:
		if intrinsic {
			return n.Tag + " " + n.Value
		}
		return n.Value
	}
}

// at is what lies under a path of names, nil when nothing does.
func at(t tree, path ...string) tree {
	for _, name := range path {
		m, _ := t.(map[string]any)
		t = m[name]
	}
	return t
}

// text is the scalar under a path, "" when there is none.
func text(t tree, path ...string) string {
	s, _ := at(t, path...).(string)
	return s
}

// list is what lies under a path as a list: one thing is a list of one.
func list(t tree, path ...string) []any {
	switch x := at(t, path...).(type) {
	case nil:
		return nil
	case []any:
		return x
	default:
		return []any{x}
	}
}

func texts(t tree, path ...string) []string {
	var out []string
	for _, x := range list(t, path...) {
		s, _ := x.(string)
		out = append(out, s)
	}
	return out
}

// template reads template.yaml.
func template(t *testing.T) tree {
	t.Helper()
	content, err := os.ReadFile(root + "template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var n yaml.Node
	if err := yaml.Unmarshal(content, &n); err != nil {
		t.Fatal(err)
	}
	return parse(&n)
}

// resource is one resource of the template.
type resource struct {
	id  string
	all tree
}

func (r resource) property(path ...string) tree {
	return at(at(r.all, "Properties"), path...)
}

func (r resource) text(path ...string) string { return text(at(r.all, "Properties"), path...) }

// resources are those of a type, by id. There is at least one.
func resources(t *testing.T, kind string) []resource {
	t.Helper()
	all, _ := at(template(t), "Resources").(map[string]any)
	var found []resource
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if text(all[id], "Type") == kind {
			found = append(found, resource{id, all[id]})
		}
	}
	if len(found) == 0 {
		t.Fatalf("the template has no %s", kind)
	}
	return found
}

const kindFunction = "AWS::Serverless::Function"

// name of a function: the last folder of its CodeUri.
func (r resource) name() string {
	parts := strings.Split(strings.Trim(r.text("CodeUri"), "/"), "/")
	return parts[len(parts)-1]
}

// setting is a function's property, or the one all functions have.
func setting(t *testing.T, f resource, path ...string) tree {
	t.Helper()
	if own := f.property(path...); own != nil {
		return own
	}
	return at(at(template(t), "Globals", "Function"), path...)
}
