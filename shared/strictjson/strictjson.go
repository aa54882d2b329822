// Package strictjson reads what strangers send. It is tolerant of fields it
// does not know and strict about JSON: one scan refuses duplicate names, bad
// UTF-8, trailing data and deep nesting, and every value that does not fit is
// reported with its pointer and a stable code. Values are never repeated in a
// report.
package strictjson

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"dangol/shared/ledger"

	"github.com/go-json-experiment/json/jsontext"
)

// DepthMax is how deep values may nest.
const DepthMax = 32

// Reader reads one JSON object. Its methods read the next value, whatever it
// is, so that reading goes on after a value that does not fit; after malformed
// JSON they do nothing.
type Reader struct {
	in     *jsontext.Decoder
	above  int // levels around what is read
	prefix string
	faults []ledger.Fault
	broken string // code of what makes the body unreadable
}

// NewReader reads body.
func NewReader(body []byte) *Reader {
	return &Reader{in: jsontext.NewDecoder(bytes.NewBuffer(body))}
}

// NewElement reads one element of a list that was taken apart with Elements:
// pointers start with prefix.
func NewElement(body []byte, prefix string) *Reader {
	r := NewReader(body)
	r.prefix = prefix
	return r
}

// Whole reads the whole body as one object: field is called with every name
// and must read the value. It returns a code when the body cannot be read at
// all, or else every fault found.
func (r *Reader) Whole(body []byte, field func(name string)) (broken string, faults []ledger.Fault) {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return "body_empty", nil
	case !utf8.Valid(body):
		return "utf8_invalid", nil
	}
	if kind := r.in.PeekKind(); kind != '{' && kind != 0 {
		return "json_not_object", nil
	}
	r.Object(field)
	if r.broken == "" {
		if _, err := r.in.ReadToken(); !errors.Is(err, io.EOF) {
			r.broken = "json_trailing"
		}
	}
	return r.broken, r.faults
}

// Fault reports the value read last.
func (r *Reader) Fault(code string) { r.FaultAt(string(r.in.StackPointer()), code) }

// FaultAt reports the value at pointer.
func (r *Reader) FaultAt(pointer, code string) {
	r.faults = append(r.faults, ledger.Fault{Pointer: r.prefix + pointer, Code: code})
}

// token reads the next token and ends the reading when there is none.
func (r *Reader) token() (jsontext.Token, bool) {
	if r.broken != "" {
		return jsontext.Token{}, false
	}
	token, err := r.in.ReadToken()
	if err != nil {
		r.breakOff(err)
		return jsontext.Token{}, false
	}
	if r.above+r.in.StackDepth() > DepthMax {
		r.broken = "json_too_deep"
		return jsontext.Token{}, false
	}
	return token, true
}

func (r *Reader) breakOff(err error) { r.broken = codeOf(err) }

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

// Object reads an object: field is called with every name and must read the
// value. Null is no object and no fault.
func (r *Reader) Object(field func(name string)) (present bool) {
	token, ok := r.token()
	if !ok || token.Kind() == 'n' {
		return false
	}
	if token.Kind() != '{' {
		r.rest(token)
		r.Fault("not_object")
		return false
	}
	for r.broken == "" && r.in.PeekKind() != '}' {
		name, ok := r.token()
		if !ok {
			return false
		}
		field(name.String())
	}
	r.token() // }
	return r.broken == ""
}

// List reads a list: element is called for each of at most limit elements and
// must read it. A longer list is one fault, with code.
func (r *Reader) List(limit int, code string, element func()) {
	token, ok := r.token()
	if !ok || token.Kind() == 'n' {
		return
	}
	if token.Kind() != '[' {
		r.rest(token)
		r.Fault("not_list")
		return
	}
	pointer := string(r.in.StackPointer())
	n := 0
	for ; r.broken == "" && r.in.PeekKind() != ']'; n++ {
		if n < limit {
			element()
		} else {
			r.Skip()
		}
	}
	r.token() // ]
	if n > limit && r.broken == "" {
		r.FaultAt(pointer, code)
	}
}

// Skip reads a value nobody asked for, as strictly as any other.
func (r *Reader) Skip() {
	if token, ok := r.token(); ok {
		r.rest(token)
	}
}

// rest reads on to the end of the value token began.
func (r *Reader) rest(token jsontext.Token) {
	if token.Kind() != '{' && token.Kind() != '[' {
		return
	}
	for depth := r.in.StackDepth(); r.broken == "" && r.in.StackDepth() >= depth; {
		r.token()
	}
}

// Text reads a string of at most limit bytes without control characters. Null
// and the empty string are "".
func (r *Reader) Text(limit int) string {
	token, ok := r.token()
	if !ok || token.Kind() == 'n' {
		return ""
	}
	if token.Kind() != '"' {
		r.rest(token)
		r.Fault("not_text")
		return ""
	}
	s := token.String()
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
	token, ok := r.token()
	if !ok {
		return false
	}
	switch token.Kind() {
	case 't':
		return true
	case 'f', 'n':
		return false
	}
	r.rest(token)
	r.Fault("not_bool")
	return false
}

// Amount reads an integer of at most limit either way, in minor units. present
// is false for null and for what is no amount.
func (r *Reader) Amount(limit ledger.Amount) (amount ledger.Amount, present bool) {
	token, ok := r.token()
	if !ok || token.Kind() == 'n' {
		return 0, false
	}
	if token.Kind() != '0' {
		r.rest(token)
		r.Fault("amount_not_integer")
		return 0, false
	}
	digits := token.String()
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

// Elements takes the list called name of an object apart without looking into
// its elements, so that one bad element spoils no other. Everything else is
// read as strictly as any body, and skipped.
func Elements(body []byte, name string, limit int) (elements [][]byte, broken string) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, "body_empty"
	}
	in := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	token, err := in.ReadToken()
	if err != nil {
		return nil, codeOf(err)
	}
	if token.Kind() != '{' {
		return nil, "json_not_object"
	}
	seen := map[string]bool{}
	for in.PeekKind() == '"' {
		called, broken := skip(in)
		switch {
		case broken != "":
			return nil, broken
		case seen[called]:
			return nil, "json_duplicate_key"
		case called == name:
			elements, broken = list(in, limit)
		default:
			_, broken = skip(in)
		}
		if broken != "" {
			return nil, broken
		}
		seen[called] = true
	}
	if _, err := in.ReadToken(); err != nil {
		return nil, codeOf(err)
	}
	if _, err := in.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, "json_trailing"
	}
	return elements, ""
}

// skip reads one value strictly. The text of a string comes with it.
func skip(in *jsontext.Decoder) (text, broken string) {
	value, err := in.ReadValue()
	if err != nil {
		return "", codeOf(err)
	}
	if !utf8.Valid(value) {
		return "", "utf8_invalid"
	}
	r := NewReader(value)
	r.above = 1
	token, _ := r.token()
	text = token.String()
	r.rest(token)
	return text, r.broken
}

func list(in *jsontext.Decoder, limit int) (elements [][]byte, broken string) {
	token, err := in.ReadToken()
	switch {
	case err != nil:
		return nil, codeOf(err)
	case token.Kind() != '[':
		return nil, "not_list"
	}
	for in.PeekKind() != ']' {
		value, err := in.ReadValue()
		if err != nil {
			return nil, codeOf(err)
		}
		if len(elements) == limit {
			return nil, "too_many"
		}
		elements = append(elements, bytes.Clone(value))
	}
	if _, err := in.ReadToken(); err != nil {
		return nil, codeOf(err)
	}
	return elements, ""
}
