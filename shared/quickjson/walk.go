// Package quickjson reads and writes the JSON of every sale without reflection.
// It checks little: strictjson does, for what strangers send.
package quickjson

import (
	"errors"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	// ErrInvalid: there is no value where one should be.
	ErrInvalid = errors.New("invalid JSON")
	// ErrTooDeep: values nest deeper than the walker goes.
	ErrTooDeep = errors.New("JSON nested too deep")
)

// Walker goes through JSON text from value to value. It leaves checking to
// others: of valid text every value is found, of any other text something is
// found or the walk ends, with Err telling why. Strings without escapes are
// parts of the text, bytes that are no UTF-8 included, and cost nothing.
type Walker struct {
	text    string
	at      int
	depth   int
	deepest int // depth may become
	err     error
}

// NewWalker begins before text. Values nest deepest levels at most.
func NewWalker(text string, deepest int) *Walker { return &Walker{text: text, deepest: deepest} }

// At is how many bytes of the text were read.
func (w *Walker) At() int { return w.at }

// Err is nil while all is well, ErrInvalid or ErrTooDeep. From then on nothing
// is read.
func (w *Walker) Err() error { return w.err }

// Kind is the first byte of the next value, 0 at the end.
func (w *Walker) Kind() byte {
	for w.err == nil && w.at < len(w.text) {
		switch c := w.text[w.at]; c {
		case ' ', '\t', '\n', '\r':
			w.at++
		default:
			return c
		}
	}
	return 0
}

func (w *Walker) stop(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Object goes through an object: field is called with every name and must read
// the value.
func (w *Walker) Object(field func(name string)) {
	for ok := w.open('{'); ok && w.more('}'); {
		name := w.Text()
		if w.Kind() != ':' {
			w.stop(ErrInvalid)
			return
		}
		w.at++
		field(name)
	}
}

// List goes through a list: element is called for every element and must read
// it.
func (w *Walker) List(element func()) {
	for ok := w.open('['); ok && w.more(']'); {
		element()
	}
}

func (w *Walker) open(bracket byte) bool {
	if w.Kind() != bracket {
		w.stop(ErrInvalid)
		return false
	}
	w.at++
	if w.depth++; w.depth > w.deepest {
		w.stop(ErrTooDeep)
	}
	return w.err == nil
}

// more says whether a member follows, and steps over the comma before it or
// the bracket after the last.
func (w *Walker) more(bracket byte) bool {
	c := w.Kind()
	if c == ',' {
		w.at++
		c = w.Kind()
	}
	switch c {
	case bracket:
		w.at++
		w.depth--
		return false
	case 0:
		w.stop(ErrInvalid)
		return false
	}
	return true
}

// Text reads a string.
func (w *Walker) Text() string {
	if w.Kind() != '"' {
		w.stop(ErrInvalid)
		return ""
	}
	inside := w.text[w.at+1:]
	end := strings.IndexByte(inside, '"')
	if end >= 0 && strings.IndexByte(inside[:end], '\\') < 0 {
		w.at += end + 2
		return inside[:end]
	}
	return string(unquote(w.quoted()))
}

// Bytes is Text for who needs bytes.
func (w *Walker) Bytes() []byte {
	if w.Kind() != '"' {
		w.stop(ErrInvalid)
		return nil
	}
	return unquote(w.quoted())
}

// unquote resolves escapes. What is no UTF-8 is replaced.
func unquote(quoted string) []byte {
	plain, _ := jsontext.AppendUnquote(make([]byte, 0, len(quoted)), quoted)
	return plain
}

// quoted reads a string as it stands.
func (w *Walker) quoted() string {
	for i := w.at + 1; i < len(w.text); i++ {
		switch w.text[i] {
		case '\\':
			i++
		case '"':
			quoted := w.text[w.at : i+1]
			w.at = i + 1
			return quoted
		}
	}
	w.stop(ErrInvalid)
	return ""
}

// Raw reads any value as it stands.
func (w *Walker) Raw() string {
	kind := w.Kind()
	begin, around := w.at, w.depth
	if kind == '}' || kind == ']' || kind == ',' || kind == ':' {
		w.stop(ErrInvalid)
	}
	for {
		if w.err != nil {
			return ""
		}
		switch kind {
		case '{', '[':
			w.open(kind)
		case '"':
			w.quoted()
		case '}', ']':
			w.at++
			w.depth--
		case ',', ':':
			w.at++
		default:
			w.scalar()
		}
		if w.err == nil && w.depth <= around {
			return w.text[begin:w.at]
		}
		kind = w.Kind()
	}
}

// scalar steps over a number, true, false or null.
func (w *Walker) scalar() {
	begin := w.at
	for ; w.at < len(w.text); w.at++ {
		if c := w.text[w.at]; c <= ' ' || c == ',' || c == ']' || c == '}' {
			break
		}
	}
	if w.at == begin {
		w.stop(ErrInvalid)
	}
}
