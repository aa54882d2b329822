package quickjson

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Writer writes JSON value by value, with the commas between them, for what is
// written with every sale and would cost more by reflection. The order of calls
// is the caller's duty.
type Writer struct {
	out []byte
	err error
}

// NewWriter has room for size bytes, and grows.
func NewWriter(size int) *Writer { return &Writer{out: make([]byte, 0, size)} }

// Done is what was written. It fails when a text was no UTF-8.
func (w *Writer) Done() ([]byte, error) { return w.out, w.err }

// Begin opens an object or a list, by its bracket.
func (w *Writer) Begin(bracket byte) {
	w.between()
	w.out = append(w.out, bracket)
}

// End closes one.
func (w *Writer) End(bracket byte) { w.out = append(w.out, bracket) }

// Name begins a member. It must need no escapes.
func (w *Writer) Name(name string) {
	w.between()
	w.out = append(w.out, '"')
	w.out = append(w.out, name...)
	w.out = append(w.out, '"', ':')
}

// Text writes a string.
func (w *Writer) Text(s string) {
	w.between()
	var err error
	if w.out, err = jsontext.AppendQuote(w.out, s); err != nil {
		w.err = err
	}
}

// Int writes a whole number.
func (w *Writer) Int(n int64) {
	w.between()
	w.out = strconv.AppendInt(w.out, n, 10)
}

// Raw writes a value that is JSON already.
func (w *Writer) Raw(value string) {
	w.between()
	w.out = append(w.out, value...)
}

// between writes the comma before what is not the first of its kind.
func (w *Writer) between() {
	if n := len(w.out); n > 0 {
		switch w.out[n-1] {
		case '{', '[', ':':
		default:
			w.out = append(w.out, ',')
		}
	}
}
