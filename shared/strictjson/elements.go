package strictjson

import (
	"math"
	"slices"

	"dangol/shared/quickjson"

	"github.com/go-json-experiment/json/jsontext"
)

// Elements takes the list called name of an object apart without looking into
// its elements, so that one bad element spoils no other. Everything around the
// list is read as strictly as any body.
func Elements(body []byte, name string, limit int) (elements [][]byte, broken string) {
	if broken := check(body, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); broken != "" {
		return nil, broken
	}
	in := quickjson.NewWalker(string(body), math.MaxInt) // an element's depth is its own
	if in.Kind() != '{' {
		return nil, "json_not_object"
	}
	around := body
	in.Object(func(called string) {
		if called != name || in.Kind() != '[' {
			if in.Raw(); called == name {
				broken = "not_list"
			}
			return
		}
		begin := in.At()
		elements = make([][]byte, 0, 8)
		in.List(func() {
			if element := in.Raw(); len(elements) <= limit {
				elements = append(elements, body[in.At()-len(element):in.At()])
			}
		})
		around = slices.Concat(body[:begin], []byte("[]"), body[in.At():])
	})
	r := NewReader(around)
	if code, _ := r.Whole(func(string) { r.Skip() }); code != "" {
		return nil, code
	}
	switch {
	case broken != "":
		return nil, broken
	case len(elements) > limit:
		return nil, "too_many"
	}
	return elements, ""
}
