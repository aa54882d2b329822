package policy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/grade"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/retention"
	"dangol/shared/rfm"
	"dangol/shared/value"
)

// schema is the part of JSON Schema that ours uses.
type schema struct {
	Ref        string             `json:"$ref"`
	Type       string             `json:"type"`
	Enum       []string           `json:"enum"`
	Required   []string           `json:"required"`
	Properties map[string]*schema `json:"properties"`
	// Additional is false, or what other values must be.
	Additional json.RawMessage    `json:"additionalProperties"`
	Items      *schema            `json:"items"`
	MinItems   *int               `json:"minItems"`
	MaxItems   *int               `json:"maxItems"`
	Minimum    *float64           `json:"minimum"`
	Maximum    *float64           `json:"maximum"`
	MinLength  int                `json:"minLength"`
	Pattern    string             `json:"pattern"`
	Defs       map[string]*schema `json:"$defs"`

	Dialect     string `json:"$schema"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

func published(t *testing.T) *schema {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(policy.Schema)))
	decoder.DisallowUnknownFields() // what this test does not check, nobody does
	var s schema
	if err := decoder.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// misfit is the first thing in value that s does not allow, "" if none.
func (s *schema) misfit(root *schema, at string, value any) string {
	if s.Ref != "" {
		return root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].misfit(root, at, value)
	}
	switch v := value.(type) {
	case map[string]any:
		return s.misfitIn(root, at, v)
	case []any:
		if s.Type != "array" || s.MinItems != nil && len(v) < *s.MinItems || s.MaxItems != nil && len(v) > *s.MaxItems {
			return at + ": a list of " + fmt.Sprint(len(v))
		}
		for i, item := range v {
			if wrong := s.Items.misfit(root, fmt.Sprintf("%s[%d]", at, i), item); wrong != "" {
				return wrong
			}
		}
	case string:
		if s.Enum != nil && !slices.Contains(s.Enum, v) || s.Enum == nil && s.Type != "string" || len(v) < s.MinLength ||
			!regexp.MustCompile(s.Pattern).MatchString(v) {
			return at + ": " + v
		}
	case float64:
		whole := s.Type == "integer" && v == float64(int64(v))
		if !whole && s.Type != "number" || s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum {
			return fmt.Sprint(at, ": ", v)
		}
	case bool:
		if s.Type != "boolean" {
			return at + ": a truth"
		}
	default:
		return at + ": nothing"
	}
	return ""
}

func (s *schema) misfitIn(root *schema, at string, v map[string]any) string {
	if s.Type != "object" {
		return at + ": an object"
	}
	for _, name := range s.Required {
		if _, there := v[name]; !there {
			return at + ": lacks " + name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		property := s.Properties[name]
		if property == nil && json.Unmarshal(s.Additional, &property) != nil {
			return at + ": has " + name
		}
		if wrong := property.misfit(root, at+"."+name, v[name]); wrong != "" {
			return wrong
		}
	}
	return ""
}

func fits(t *testing.T, document []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		t.Fatal(err)
	}
	s := published(t)
	return s.misfit(s, "policy", value)
}

// Every template, the default and what a saved version looks like fit the
// published schema.
func TestDocumentsFitTheSchema(t *testing.T) {
	whole, err := json.Marshal(policy.Default())
	if err != nil {
		t.Fatal(err)
	}
	documents := map[string][]byte{"default": whole, "nothing": []byte(`{}`)}
	for _, template := range policy.Templates {
		content, _ := policy.Document(template.Name)
		documents[template.Name] = content
		p, err := policy.Parse(content)
		if err != nil {
			t.Fatal(err)
		}
		if documents[template.Name+" as saved"], err = json.Marshal(p); err != nil {
			t.Fatal(err)
		}
	}
	for name, document := range documents {
		if wrong := fits(t, document); wrong != "" {
			t.Errorf("%s: %s", name, wrong)
		}
	}
}

// What the schema refuses we refuse too: above all, names nobody knows.
func TestSchemaRefusesWhatWeRefuse(t *testing.T) {
	last := `"grades":[{"id":"a"}]`
	for _, bad := range []string{
		`{"grade":{}}`, `{"rfm":{"methode":"quantile"}}`, `{"regulars":{"visit":7}}`, `{"grades":{"grades":[{"id":"a","amount":5}]}}`,
		`{"grades":{"window":"century",` + last + `}}`, `{"grades":{"basis":"smiles",` + last + `}}`, `{"grades":{"graceMonths":25,` + last + `}}`,
		`{"grades":{"graceMonths":-1,` + last + `}}`, `{"grades":{}}`, `{"grades":{"grades":[]}}`, `{"grades":{"grades":[{}]}}`,
		`{"grades":{"upgrade":"never",` + last + `}}`, `{"effective":"soon"}`, `{"rfm":{"map":"mine"}}`,
		`{"grades":{"grades":[{"id":"a","from":-1},{"id":"b"}]}}`, `{"grades":{"windowMonths":0,` + last + `}}`, `{"excluded":"kim"}`,
		`{"value":{"margin":2}}`, `{"retention":{"churnMonths":0}}`, `{"points":{"rate":{"points":1,"per":1000},"value":0}}`, `{"points":{"rat":{}}}`,
		`{"coupons":[{"id":"a b","ko":"가","en":"a","gives":{"amount":1},"validDays":1,"given":"month"}]}`, `{"coupons":[{"id":"a","ko":"가","en":"a","gives":{"amount":1},"validDays":1,"given":"daily"}]}`,
		`{"coupons":[{"id":"a","ko":"가","en":"a","gives":{"percent":101,"cap":1},"validDays":1,"given":"month"}]}`,
		`{"coupons":[{"id":"a","ko":"가","en":"a","gives":{"amount":1},"validDays":1,"given":"month","stores":["a b"]}]}`,
		`{"coupons":[{"id":"a","ko":"가","en":"a","gives":{"amount":1},"validDays":1,"given":"month","stores":[` + strings.Repeat(`"a",`, 50) + `"a"]}]}`, `{"coupons":[{"id":"a","ko":"가","en":"a","validDays":1,"given":"month"}]}`,
		`{"grades":{"grades":[{"id":"a","benefits":[{"id":"x","kind":"financial","ko":"가","en":"a"}]}]}}`,
	} {
		if fits(t, []byte(bad)) == "" {
			t.Errorf("the schema takes %s", bad)
		}
		if _, err := policy.Parse([]byte(bad)); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

// The schema names every field of the document and no other.
func TestSchemaNamesEveryField(t *testing.T) {
	s := published(t)
	for name, of := range map[string]any{
		"": policy.Policy{}, "rfm": rfm.Rules{}, "regulars": rfm.Regulars{}, "grades": grade.Policy{}, "grade": grade.Grade{},
		"points": points.Policy{}, "rate": points.Rate{}, "benefit": grade.Benefit{}, "coupon": coupon.Definition{}, "gives": coupon.Gives{}, "item": coupon.Item{},
		"value": value.Rules{}, "retention": retention.Rules{},
	} {
		described := s
		if name != "" {
			described = s.Defs[name]
		}
		var fields []string
		for f := range reflect.TypeOf(of).Fields() {
			if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag != "-" {
				fields = append(fields, tag)
			}
		}
		slices.Sort(fields)
		if named := slices.Sorted(maps.Keys(described.Properties)); !slices.Equal(named, fields) {
			t.Errorf("the schema's %q names %v, the document has %v", name, named, fields)
		}
	}
}
