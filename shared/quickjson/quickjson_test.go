package quickjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dangol/shared/quickjson"
)

const deepest = 32

// value reads the next value, whatever it is.
func value(w *quickjson.Walker) any {
	switch w.Kind() {
	case '{':
		object := map[string]any{}
		w.Object(func(name string) { object[name] = value(w) })
		return object
	case '[':
		list := []any{}
		w.List(func() { list = append(list, value(w)) })
		return list
	case '"':
		return w.Text()
	case 't', 'f':
		return w.Raw() == "true"
	case 'n':
		w.Raw()
		return nil
	}
	return json.Number(w.Raw())
}

// rewrite writes v.
func rewrite(w *quickjson.Writer, v any) {
	switch v := v.(type) {
	case map[string]any:
		w.Begin('{')
		for name, member := range v {
			w.Name(name)
			rewrite(w, member)
		}
		w.End('}')
	case []any:
		w.Begin('[')
		for _, element := range v {
			rewrite(w, element)
		}
		w.End(']')
	case string:
		w.Text(v)
	case json.Number:
		if n, err := v.Int64(); err == nil {
			w.Int(n)
		} else {
			w.Raw(v.String())
		}
	case bool:
		w.Raw(map[bool]string{true: "true", false: "false"}[v])
	case nil:
		w.Raw("null")
	}
}

func decode(text string) (v any, err error) {
	in := json.NewDecoder(strings.NewReader(text))
	in.UseNumber()
	return v, in.Decode(&v)
}

func nested(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }

// Of any text a walk ends. Of valid JSON it finds what encoding/json finds, Raw
// is the text itself, and what is written of it says the same.
func FuzzWalk(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"b":[true,false,null,-1.5e3],"c":{"d":"소금빵 \"\\\/\b\n\u00e9\ud83d\ude00"}}`, ` [ ] `, `"\ud800"`, "\"\xff\"", `{"a":{"a":[{}]},"a":2}`,
		`{`, `[1,`, `{"a"}`, `"a`, `"\`, `[}`, `{]`, `{,}`, `1:2`, `tru"e`, "", ":", nested(deepest), nested(deepest + 1), "\x01", `{"a":1}x`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, in := quickjson.NewWalker(text, deepest), quickjson.NewWalker(text, deepest)
		found, passed := value(in), raw.Raw()
		if !json.Valid([]byte(text)) || !utf8.ValidString(text) {
			return
		}
		if tooDeep := depth(text) > deepest; tooDeep || in.Err() != nil || raw.Err() != nil {
			if !tooDeep || !errors.Is(in.Err(), quickjson.ErrTooDeep) || !errors.Is(raw.Err(), quickjson.ErrTooDeep) {
				t.Fatalf("%q: %v, %v", text, in.Err(), raw.Err())
			}
			return
		}
		want, err := decode(text)
		if err != nil || !reflect.DeepEqual(found, want) {
			t.Errorf("%q is %v, want %v (%v)", text, found, want, err)
		}
		if passed != strings.Trim(text, " \t\r\n") || in.Kind() != 0 || in.At() != len(text) {
			t.Errorf("%q passed as %q, %d of %d bytes read", text, passed, in.At(), len(text))
		}
		if slices.ContainsFunc(names(want), func(name string) bool {
			return strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' })
		}) {
			return // no name of ours
		}
		out := quickjson.NewWriter(0)
		rewrite(out, found)
		content, err := out.Done()
		if again, wrong := decode(string(content)); err != nil || wrong != nil || !same(again, want) {
			t.Errorf("%q was written as %q: %v, %v", text, content, err, wrong)
		}
	})
}

// same says two values are the same but for how their numbers are written.
func same(a, b any) bool {
	one, errOne := json.Marshal(a)
	two, errTwo := json.Marshal(b)
	one, two = bytes.ReplaceAll(one, []byte("-0"), []byte("0")), bytes.ReplaceAll(two, []byte("-0"), []byte("0"))
	return errOne == nil && errTwo == nil && bytes.Equal(one, two)
}

// depth is how deep valid JSON nests.
func depth(text string) (most int) {
	now := 0
	in := json.NewDecoder(strings.NewReader(text))
	for {
		token, err := in.Token()
		if err != nil {
			return most
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			now++
			most = max(most, now)
		case json.Delim('}'), json.Delim(']'):
			now--
		}
	}
}

func names(v any) (all []string) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			all = append(append(all, name), names(member)...)
		}
	case []any:
		for _, element := range v {
			all = append(all, names(element)...)
		}
	}
	return all
}

// What cannot be walked through is an error and not an endless walk.
func TestBrokenText(t *testing.T) {
	for _, text := range []string{``, `{`, `{"a"`, `{"a":`, `{"a":1`, `{a:1}`, `{"a" 1}`, `[1`, `["a`, `["\`, `[}`, `{"a":]}`} {
		w := quickjson.NewWalker(text, deepest)
		w.Raw()
		again := quickjson.NewWalker(text, deepest)
		value(again)
		if w.Err() == nil && again.Err() == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// A text that is no UTF-8 is replaced, and told.
func TestWriterTellsBadText(t *testing.T) {
	w := quickjson.NewWriter(8)
	w.Text("a\xffb")
	if content, err := w.Done(); err == nil || string(content) != "\"a\ufffdb\"" {
		t.Errorf("%s, %v", content, err)
	}
}
