// Package strictjson reads what strangers send. It is tolerant of fields it
// does not know and strict about JSON: duplicate names, bad UTF-8, trailing data
// and deep nesting are refused before anything is read, and every value that does not fit is
// reported with its pointer and a stable code. Values are never repeated in a
// report.
package strictjson

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"dangol/shared/ledger"
	"dangol/shared/quickjson"

	"github.com/go-json-experiment/json/jsontext"
)

// DepthMax is how deep values may nest.
const DepthMax = 32

// Reader reads one JSON object. Its methods read the next value, whatever it
// is, so that reading goes on after a value that does not fit.
type Reader struct {
	body   []byte
	in     *quickjson.Walker
	path   []step
	prefix string
	faults []ledger.Fault
}

// step is a member of an object, or of a list when it has no name.
type step struct {
	name  string
	index int
	named bool
}

// NewReader reads body.
func NewReader(body []byte) *Reader { return &Reader{body: body} }

// NewElement reads one element of a list that was taken apart with Elements:
// pointers start with prefix.
func NewElement(body []byte, prefix string) *Reader { return &Reader{body: body, prefix: prefix} }

// Whole reads the whole body as one object: field is called with every name
// and must read the value. It returns a code when the body cannot be read at
// all, or else every fault found.
func (r *Reader) Whole(field func(name string)) (broken string, faults []ledger.Fault) {
	if deep(r.body) {
		return "json_too_deep", nil
	}
	if broken := check(r.body); broken != "" {
		return broken, nil
	}
	r.in = quickjson.NewWalker(string(r.body), DepthMax)
	if r.in.Kind() != '{' {
		return "json_not_object", nil
	}
	r.Object(field)
	return "", r.faults
}

// deep says whether values nest too deep. It comes before the check, which goes
// down into every level and would grow the stack by megabytes.
func deep(text []byte) bool {
	if bytes.Count(text, []byte{'{'})+bytes.Count(text, []byte{'['}) <= DepthMax {
		return false
	}
	in := quickjson.NewWalker(string(text), DepthMax)
	in.Raw()
	return errors.Is(in.Err(), quickjson.ErrTooDeep)
}

// check is "" for valid JSON, by default without duplicate names and bad UTF-8,
// or else the code of what is wrong.
func check(text []byte, lax ...jsontext.Options) (broken string) {
	switch {
	case jsontext.Value(text).IsValid(lax...):
		return ""
	case len(bytes.TrimSpace(text)) == 0:
		return "body_empty"
	case !utf8.Valid(text):
		return "utf8_invalid"
	}
	if _, err := jsontext.NewDecoder(bytes.NewReader(text), lax...).ReadValue(); err != nil {
		return codeOf(err)
	}
	return "json_trailing"
}

// Fault reports the value read last.
func (r *Reader) Fault(code string) { r.FaultAt(r.pointer(), code) }

// FaultAt reports the value at pointer.
func (r *Reader) FaultAt(pointer, code string) {
	r.faults = append(r.faults, ledger.Fault{Pointer: r.prefix + pointer, Code: code})
}

func (r *Reader) pointer() string {
	var p jsontext.Pointer
	for _, s := range r.path {
		if s.named {
			p = p.AppendToken(s.name)
		} else {
			p = p.AppendToken(strconv.Itoa(s.index))
		}
	}
	return string(p)
}

// codeOf is what makes a body unreadable. Two of the decoder's reasons are told
// by their words only; a test notices when the words change.
func codeOf(err error) string {
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return "json_duplicate_key"
	case strings.Contains(err.Error(), "surrogate"):
		return "utf8_invalid"
	case strings.Contains(err.Error(), "max depth"):
		return "json_too_deep"
	default:
		return "json_invalid"
	}
}

// is says whether the next value is of kind. Null is nothing at all, and
// anything else a fault.
func (r *Reader) is(kind byte, fault string) bool {
	found := r.in.Kind()
	if found == kind {
		return true
	}
	r.Skip()
	if found != 'n' {
		r.Fault(fault)
	}
	return false
}

// Object reads an object: field is called with every name and must read the
// value. Null is no object and no fault.
func (r *Reader) Object(field func(name string)) (present bool) {
	if !r.is('{', "not_object") {
		return false
	}
	r.in.Object(func(name string) {
		r.path = append(r.path, step{name: name, named: true})
		field(name)
		r.path = r.path[:len(r.path)-1]
	})
	return true
}

// List reads a list: element is called for each of at most limit elements and
// must read it. A longer list is one fault, with code.
func (r *Reader) List(limit int, code string, element func()) {
	if !r.is('[', "not_list") {
		return
	}
	n := 0
	r.in.List(func() {
		r.path = append(r.path, step{index: n})
		if n++; n <= limit {
			element()
		} else {
			r.Skip()
		}
		r.path = r.path[:len(r.path)-1]
	})
	if n > limit {
		r.Fault(code)
	}
}

// Skip reads a value nobody asked for.
func (r *Reader) Skip() { r.in.Raw() }

// Text reads a string of at most limit bytes without control characters. Null
// and the empty string are "".
func (r *Reader) Text(limit int) string {
	if !r.is('"', "not_text") {
		return ""
	}
	s := r.in.Text()
	if len(s) > limit {
		r.Fault("too_long")
		return ""
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			r.Fault("text_control_char")
			return ""
		}
	}
	return s
}

// Bool reads true or false. Null is false.
func (r *Reader) Bool() bool {
	if r.in.Kind() == 't' {
		r.Skip()
		return true
	}
	if r.is('f', "not_bool") {
		r.Skip()
	}
	return false
}

// Amount reads an integer of at most limit either way, in minor units. present
// is false for null and for what is no amount.
func (r *Reader) Amount(limit ledger.Amount) (amount ledger.Amount, present bool) {
	if kind := r.in.Kind(); kind != '-' && (kind < '0' || kind > '9') {
		r.is('0', "amount_not_integer")
		return 0, false
	}
	digits := r.in.Raw()
	if strings.ContainsAny(digits, ".eE") {
		r.Fault("amount_not_integer")
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > int64(limit) || n < -int64(limit) {
		r.Fault("amount_out_of_range")
		return 0, false
	}
	return ledger.Amount(n), true
}
