package publish_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"testing"

	"dangol/shared/ledgertest"
	"dangol/shared/night"
)

// on makes trouble for the first request of a method.
func on(method string, trouble ledgertest.Trouble) func(ledgertest.Call) ledgertest.Trouble {
	return func(c ledgertest.Call) ledgertest.Trouble {
		if c.Op == method && c.Nth == 1 {
			return trouble
		}
		return ledgertest.Trouble{}
	}
}

// refused is an error as S3 tells it.
func refused(status int, code string) ledgertest.Trouble {
	return ledgertest.Trouble{Status: status, Reply: "<Error><Code>" + code + "</Code></Error>"}
}

const key, content = "reports/a.json", `{"a":1}`

// A put whose reply is lost, or that meets another of the same, is decided by
// what is there; one that was never stored is an error and leaves nothing.
func TestPutInTrouble(t *testing.T) {
	ctx := context.Background()
	for name, q := range map[string]struct {
		trouble ledgertest.Trouble
		there   string // before
		stored  bool
	}{
		"reply lost":                 {trouble: ledgertest.Trouble{After: true}, stored: true},
		"never sent":                 {trouble: ledgertest.Trouble{Before: true}},
		"server error":               {trouble: refused(500, "InternalError")},
		"another writes":             {trouble: refused(409, "ConditionalRequestConflict")},
		"another wrote the same":     {trouble: refused(409, "ConditionalRequestConflict"), there: content, stored: true},
		"reply lost, ours was there": {trouble: ledgertest.Trouble{After: true}, there: content, stored: true},
		"reply lost, other content":  {trouble: ledgertest.Trouble{After: true}, there: "other"},
		"server error, other there":  {trouble: refused(503, "SlowDown"), there: "other"},
	} {
		t.Run(name, func(t *testing.T) {
			wire := &ledgertest.Wire{}
			p := openOn(t, wire)
			if q.there != "" {
				if err := p.Put(ctx, key, []byte(q.there), "application/json"); err != nil {
					t.Fatal(err)
				}
			}
			wire.Reset(on(http.MethodPut, q.trouble))
			if err := p.Put(ctx, key, []byte(content), "application/json"); (err == nil) != q.stored {
				t.Errorf("%v", err)
			}
			got, err := p.Get(ctx, key)
			switch want := max(q.there, map[bool]string{true: content}[q.stored]); {
			case want == "" && !errors.Is(err, night.ErrMissing):
				t.Errorf("%s, %v is there", got, err)
			case want != "" && string(got) != want:
				t.Errorf("%s, %v is there, want %s", got, err, want)
			}
			if q.there != "other" { // the next night's try
				if err := p.Put(ctx, key, []byte(content), "application/json"); err != nil {
					t.Errorf("again: %v", err)
				}
			}
		})
	}
}

// What arrives cut short or changed is refused by its checksum.
func TestDamagedOnTheWay(t *testing.T) {
	ctx := context.Background()
	for name, damage := range map[string]func([]byte) []byte{
		"cut short": func(b []byte) []byte { return b[:len(b)-2] },
		"changed":   func(b []byte) []byte { return bytes.Replace(b, []byte("1"), []byte("2"), 1) },
	} {
		t.Run(name, func(t *testing.T) {
			wire := &ledgertest.Wire{}
			p := openOn(t, wire)
			wire.Reset(on(http.MethodPut, ledgertest.Trouble{Instead: damage}))
			if err := p.Put(ctx, key, []byte(content), "application/json"); err == nil {
				t.Error("damaged content was stored")
			}
			sum := sha256.Sum256([]byte(content))
			if got := wire.Calls()[0].Header.Get("X-Amz-Checksum-Sha256"); got != base64.StdEncoding.EncodeToString(sum[:]) {
				t.Errorf("the checksum sent is %q", got)
			}
			if got, err := p.Get(ctx, key); !errors.Is(err, night.ErrMissing) {
				t.Errorf("%s, %v is there", got, err)
			}
			wire.Reset(on(http.MethodPut, ledgertest.Trouble{Instead: damage}))
			if err := p.Swap(ctx, []byte(content), ""); err == nil {
				t.Error("a damaged pointer was stored")
			}
			if got, tag, err := p.Read(ctx); err != nil || tag != "" {
				t.Errorf("the pointer is %s, %v", got, err)
			}
			if err := p.Put(ctx, key, []byte(content), "application/json"); err != nil {
				t.Fatal(err)
			}
			wire.Reset(on(http.MethodGet, ledgertest.Trouble{Got: damage}))
			if got, err := p.Get(ctx, key); err == nil {
				t.Errorf("%s was read as if it were whole", got)
			}
		})
	}
}

// The pointer moved, moved by another, or did not: what it shows decides.
func TestSwapInTrouble(t *testing.T) {
	ctx := context.Background()
	conflict := refused(409, "ConditionalRequestConflict")
	for name, q := range map[string]struct {
		trouble ledgertest.Trouble
		moved   bool // by another, meanwhile
		want    error
		shows   string
	}{
		"reply lost":                     {trouble: ledgertest.Trouble{After: true}, shows: "2"},
		"never sent":                     {trouble: ledgertest.Trouble{Before: true}, want: ledgertest.ErrLine, shows: "1"},
		"conflict":                       {trouble: conflict, want: night.ErrMoved, shows: "1"},
		"conflict, and another moved it": {trouble: conflict, moved: true, want: night.ErrMoved, shows: "x"},
		"reply lost, another was first":  {trouble: ledgertest.Trouble{After: true}, moved: true, want: ledgertest.ErrLine, shows: "x"},
	} {
		t.Run(name, func(t *testing.T) {
			wire := &ledgertest.Wire{}
			p := openOn(t, wire)
			if err := p.Swap(ctx, []byte("1"), ""); err != nil {
				t.Fatal(err)
			}
			_, tag, err := p.Read(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if q.moved {
				if err := p.Swap(ctx, []byte("x"), tag); err != nil {
					t.Fatal(err)
				}
			}
			wire.Reset(on(http.MethodPut, q.trouble))
			if err := p.Swap(ctx, []byte("2"), tag); !errors.Is(err, q.want) {
				t.Errorf("%v, want %v", err, q.want)
			}
			if got, _, err := p.Read(ctx); err != nil || string(got) != q.shows {
				t.Errorf("it shows %s, %v; want %s", got, err, q.shows)
			}
		})
	}
}

// A pointer whose reply and whose reading are both lost is an error, never a
// guess.
func TestSwapThatCannotBeDecided(t *testing.T) {
	ctx := context.Background()
	wire := &ledgertest.Wire{}
	p := openOn(t, wire)
	wire.Reset(func(c ledgertest.Call) ledgertest.Trouble {
		return ledgertest.Trouble{After: c.Op == http.MethodPut, Before: c.Op == http.MethodGet}
	})
	if err := p.Swap(ctx, []byte("1"), ""); !errors.Is(err, ledgertest.ErrLine) || errors.Is(err, night.ErrMoved) {
		t.Errorf("%v", err)
	}
	wire.Reset(func(c ledgertest.Call) ledgertest.Trouble {
		if c.Op == http.MethodPut {
			return refused(412, "PreconditionFailed") // by our own first try, or another's
		}
		return ledgertest.Trouble{Before: true}
	})
	if err := p.Swap(ctx, []byte("1"), ""); err == nil || errors.Is(err, night.ErrMoved) {
		t.Errorf("%v", err)
	}
	wire.Reset(nil)
	if err := p.Swap(ctx, []byte("1"), ""); err != nil {
		t.Errorf("the same again: %v", err)
	}
}
