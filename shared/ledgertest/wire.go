package ledgertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Wire is the HTTP client of an SDK's client, on which calls go wrong on
// purpose: what the SDK and our code make of it is what runs in production.
// Every try of the SDK is a call of its own.
type Wire struct {
	// Trouble says what goes wrong with a call; nil never.
	Trouble func(Call) Trouble

	mu    sync.Mutex
	calls []Call
}

// Call is one request.
type Call struct {
	// N counts calls from 1, Nth those of the same Op.
	N, Nth int
	// Op is DynamoDB's operation, or the method for S3.
	Op     string
	Path   string
	Header http.Header
	Body   []byte
}

// Trouble is what goes wrong with one call. The zero Trouble is none.
type Trouble struct {
	Before bool // it is never sent
	Hangs  bool // nothing comes back until its caller gives up
	After  bool // it is done, and the reply is lost
	// Status and Reply answer in the server's place.
	Status int
	Reply  string
	// Instead replaces what is sent, Got what comes back.
	Instead func(body []byte) []byte
	Got     func(body []byte) []byte
}

// ErrLine is what a caller sees of Before and After.
var ErrLine = errors.New("the line went dead")

// Do sends a request, as aws.HTTPClient asks.
func (w *Wire) Do(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body.Close() //nolint:errcheck // it was read
	}
	trouble := w.next(r, body)
	if trouble.Hangs {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if trouble.Before {
		return nil, ErrLine
	}
	if trouble.Status > 0 {
		return reply(r, trouble.Status, trouble.Reply), nil
	}
	if trouble.Instead != nil {
		body = trouble.Instead(body)
		r.ContentLength = int64(len(body))
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	// What is sent is done before Do returns, also when its caller is gone: a
	// test that looks at the outcome sees all of it.
	got, err := http.DefaultTransport.RoundTrip(r.WithContext(context.WithoutCancel(r.Context())))
	if err == nil && r.Context().Err() != nil {
		got.Body.Close() //nolint:errcheck // nobody reads it
		return nil, r.Context().Err()
	}
	if err != nil || !trouble.After && trouble.Got == nil {
		return got, err
	}
	content, err := io.ReadAll(got.Body)
	if err != nil {
		return nil, err
	}
	got.Body.Close() //nolint:errcheck // it was read
	if trouble.After {
		return nil, ErrLine
	}
	got.Body = io.NopCloser(bytes.NewReader(trouble.Got(content)))
	return got, nil
}

func (w *Wire) next(r *http.Request, body []byte) Trouble {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := Call{N: len(w.calls) + 1, Nth: 1, Op: r.Method, Path: r.URL.Path, Header: r.Header.Clone(), Body: body}
	if _, op, ok := strings.Cut(r.Header.Get("X-Amz-Target"), "."); ok {
		c.Op = op
	}
	for _, earlier := range w.calls {
		if earlier.Op == c.Op {
			c.Nth++
		}
	}
	w.calls = append(w.calls, c)
	if w.Trouble == nil {
		return Trouble{}
	}
	return w.Trouble(c)
}

// Calls are those so far.
func (w *Wire) Calls() []Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]Call(nil), w.calls...)
}

// Reset forgets the calls so far and sets what goes wrong from here on.
func (w *Wire) Reset(trouble func(Call) Trouble) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls, w.Trouble = nil, trouble
}

func reply(r *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{
			"Content-Type": {"application/x-amz-json-1.0"},
			"X-Amz-Crc32":  {strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(body))), 10)},
		},
		ContentLength: int64(len(body)),
		Body:          io.NopCloser(strings.NewReader(body)), Request: r,
	}
}

// Refusal is DynamoDB's answer of an exception.
func Refusal(exception string) Trouble {
	status := http.StatusBadRequest
	if exception == "InternalServerError" {
		status = http.StatusInternalServerError
	}
	return Trouble{Status: status, Reply: fmt.Sprintf(`{"__type":"com.amazonaws.dynamodb.v20120810#%s","message":"on purpose"}`, exception)}
}

// Cancelled is DynamoDB's answer to a transaction of which each of items
// actions was refused for reason.
func Cancelled(items int, reason string) Trouble {
	reasons := strings.TrimSuffix(strings.Repeat(`{"Code":"`+reason+`"},`, items), ",")
	return Trouble{Status: http.StatusBadRequest, Reply: `{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",` +
		`"Message":"on purpose","CancellationReasons":[` + reasons + `]}`}
}
