package strictjson_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/strictjson"
)

// sale is a small body with every kind of value.
type sale struct {
	name   string
	total  ledger.Amount
	has    bool
	flag   bool
	inner  string
	pieces []ledger.Amount
}

func read(body string) (s sale, broken string, faults []ledger.Fault) {
	r := strictjson.NewReader([]byte(body))
	broken, faults = r.Whole(func(name string) {
		switch name {
		case "name":
			s.name = r.Text(10)
		case "total":
			s.total, s.has = r.Amount(1000)
		case "flag":
			s.flag = r.Bool()
		case "inner":
			r.Object(func(name string) {
				if name == "x" {
					s.inner = r.Text(10)
				} else {
					r.Skip()
				}
			})
		case "pieces":
			r.List(2, "too_many_pieces", func() {
				n, _ := r.Amount(1000)
				s.pieces = append(s.pieces, n)
			})
		default:
			r.Skip()
		}
	})
	return s, broken, faults
}

func TestWhole(t *testing.T) {
	s, broken, faults := read(`{"name":"소금빵","total":-5,"flag":true,"other":{"a":[1,{"b":null}]},"inner":{"y":1,"x":"z"},"pieces":[1,2]}`)
	if broken != "" || len(faults) > 0 || s.name != "소금빵" || s.total != -5 || !s.flag || s.inner != "z" || !slices.Equal(s.pieces, []ledger.Amount{1, 2}) {
		t.Errorf("%+v, %s, %v", s, broken, faults)
	}
}

func TestUnreadable(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"empty":             {" \n", "body_empty"},
		"not JSON":          {"{name}", "json_invalid"},
		"cut off":           {`{"name":"a"`, "json_invalid"},
		"a list":            {`[]`, "json_not_object"},
		"a string":          {`"x"`, "json_not_object"},
		"null":              {`null`, "json_not_object"},
		"a second value":    {`{} {}`, "json_trailing"},
		"garbage after":     {`{}x`, "json_trailing"},
		"a key twice":       {`{"name":"a","name":"b"}`, "json_duplicate_key"},
		"a key twice below": {`{"other":{"a":1,"a":2}}`, "json_duplicate_key"},
		"escaped twice":     {`{"name":"a","n\u0061me":"b"}`, "json_duplicate_key"},
		"bad UTF-8":         {"{\"name\":\"\xff\"}", "utf8_invalid"},
		"lone surrogate":    {`{"name":"\ud800"}`, "utf8_invalid"},
		"byte order mark":   {"\ufeff{}", "json_invalid"},
		"33 deep":           {`{"other":` + nested(32) + `}`, "json_too_deep"},
		"NaN":               {`{"total":NaN}`, "json_invalid"},
		"comment":           {`{/**/}`, "json_invalid"},
	} {
		if _, broken, _ := read(c.body); broken != c.want {
			t.Errorf("%s: %q, want %q", name, broken, c.want)
		}
	}
	if _, broken, faults := read(`{"other":` + nested(31) + `}`); broken != "" || faults != nil {
		t.Errorf("32 deep: %q", broken)
	}
}

// nested is a list of lists, so many levels deep.
func nested(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }

// Ten thousand levels, or a million, are refused as easily as thirty-three.
func TestDeepIsCheap(t *testing.T) {
	for _, levels := range []int{33, 10_000, 1_000_000} {
		body := `{"other":` + nested(levels) + `}`
		allocated := testing.AllocsPerRun(10, func() {
			if _, broken, _ := read(body); broken != "json_too_deep" {
				t.Errorf("%d levels: %q", levels, broken)
			}
		})
		if allocated > 4 {
			t.Errorf("%d levels: %.0f allocations", levels, allocated)
		}
	}
}

// BenchmarkDeep refuses ten thousand levels as a request would: on a stack that
// is new.
func BenchmarkDeep(b *testing.B) {
	body := `{"other":` + nested(10_000) + `}`
	for b.Loop() {
		done := make(chan string)
		go func() {
			_, broken, _ := read(body)
			done <- broken
		}()
		if broken := <-done; broken != "json_too_deep" {
			b.Fatal(broken)
		}
	}
}

func TestFaults(t *testing.T) {
	for body, want := range map[string]string{
		`{"total":1.0}`:                  "/total amount_not_integer",
		`{"total":1e3}`:                  "/total amount_not_integer",
		`{"total":"1000"}`:               "/total amount_not_integer",
		`{"total":[1]}`:                  "/total amount_not_integer",
		`{"total":1001}`:                 "/total amount_out_of_range",
		`{"total":9223372036854775808}`:  "/total amount_out_of_range",
		`{"total":-9223372036854775809}`: "/total amount_out_of_range",
		`{"name":1}`:                     "/name not_text",
		`{"name":{"a":1}}`:               "/name not_text",
		`{"name":"a\u0000b"}`:            "/name text_control_char",
		`{"name":"a\nb"}`:                "/name text_control_char",
		`{"name":"12345678901"}`:         "/name too_long",
		`{"flag":"true"}`:                "/flag not_bool",
		`{"inner":[]}`:                   "/inner not_object",
		`{"inner":{"x":5}}`:              "/inner/x not_text",
		`{"pieces":{}}`:                  "/pieces not_list",
		`{"pieces":[1,2,3]}`:             "/pieces too_many_pieces",
		`{"pieces":[1,"2"]}`:             "/pieces/1 amount_not_integer",
		`{"a/b":1,"inner":{"x":5}}`:      "/inner/x not_text",
	} {
		_, broken, faults := read(body)
		if broken != "" || len(faults) != 1 || faults[0].Pointer+" "+faults[0].Code != want {
			t.Errorf("%s: %q %v, want %s", body, broken, faults, want)
		}
	}
	if s, _, faults := read(`{"total":null,"name":null,"flag":null,"inner":null,"pieces":null}`); faults != nil || s.has {
		t.Errorf("null is %+v, %v", s, faults)
	}
}

func TestElements(t *testing.T) {
	elements, broken := strictjson.Elements([]byte(`{"x":{"a":1,"b":2},"list":[{"a":1,"a":2},"\ud800",3]}`), "list", 3)
	if broken != "" || len(elements) != 3 || string(elements[0]) != `{"a":1,"a":2}` {
		t.Errorf("%q, %q", elements, broken)
	}
	for body, want := range map[string]string{
		"": "body_empty", "[]": "json_not_object", `{"list":[1,2,3,4]}`: "too_many", `{"list":[1],"list":[2]}`: "json_duplicate_key",
		`{"list":{}}`: "not_list", `{"list":null}`: "not_list", `{"list":[1}`: "json_invalid", `{"list":[]} x`: "json_trailing", `{"list":[1]`: "json_invalid",
		`{"x":{"a":1,"a":2}}`: "json_duplicate_key", "{\"x\":\"\xff\"}": "utf8_invalid", "{\"\xff\":1}": "utf8_invalid", `{"x":"\ud800"}`: "utf8_invalid",
		`{"x":` + nested(31) + `,"list":[1]}`: "", `{"x":` + nested(32) + `}`: "json_too_deep", `{"x":` + nested(10_001) + `}`: "json_too_deep",
		`{"list":[` + nested(10_001) + `]}`: "json_too_deep", "null": "json_not_object", "\ufeff{}": "json_invalid",
	} {
		if _, broken := strictjson.Elements([]byte(body), "list", 3); broken != want {
			t.Errorf("%s: %q, want %q", body, broken, want)
		}
	}
	if elements, broken := strictjson.Elements([]byte(`{}`), "list", 3); broken != "" || elements != nil {
		t.Errorf("without the list: %q, %q", elements, broken)
	}
}

// Whatever is sent, reading ends; what is read is one JSON object; and no fault
// repeats what was sent.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		`{"name":"a","total":1,"pieces":[1,2]}`, `{"inner":{"x":"y"}}`, `[`, `{"total":1e999}`, "{\"a\":\"\\ud800\"}", "\ufeff{}", `{} {}`, `{"a":1,"a":2}`, `{"pieces":[{"a":[]}],"x":"\u0000"}`,
	} {
		f.Add(seed)
	}
	codes := []string{"not_text", "not_bool", "not_object", "not_list", "too_long", "text_control_char", "amount_not_integer", "amount_out_of_range", "too_many_pieces"}
	f.Fuzz(func(t *testing.T, body string) {
		_, broken, faults := read(body)
		var object map[string]json.RawMessage
		if err := json.Unmarshal([]byte(body), &object); broken == "" && (err != nil || object == nil) {
			t.Errorf("%q was read", body)
		}
		for _, fault := range faults {
			if !slices.Contains(codes, fault.Code) {
				t.Errorf("code %q", fault.Code)
			}
		}
		elements, broken := strictjson.Elements([]byte(body), "pieces", 3)
		if broken == "" && (json.Unmarshal([]byte(body), &object) != nil || len(elements) > 3) {
			t.Errorf("%q was taken apart", body)
		}
	})
}
