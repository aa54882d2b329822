package web

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"dangol/shared/quickjson"
)

// Function is a lambda.Handler that serves API Gateway's HTTP API events
// (payload format 2.0). It reads them itself: of an event, only a few fields
// matter, and the platform's own decoder takes longer than a sale's handler.
type Function struct{ handler http.Handler }

// GCPercent is the headroom a process that answers requests should give the
// garbage collector: it keeps a few megabytes and is given hundreds, and every
// request leaves some garbage.
const GCPercent = 400

// Lambda serves events with handler.
func Lambda(handler http.Handler) Function { return Function{handler} }

// Invoke answers one event. What is too large for Lambda to hand on is compressed
// for a caller who takes that, and else a problem that says so.
func (f Function) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	e, err := readEvent(payload)
	if err != nil {
		return nil, err
	}
	w := &response{header: http.Header{}, status: http.StatusOK}
	request, err := e.request(ctx)
	if err != nil {
		OfStatus(http.StatusBadRequest).Write(w)
		return w.answer(false)
	}
	guarded(f.handler, w, request)
	zips := w.body.Len() > zipFrom && takesGzip(request)
	content, err := w.answer(zips)
	if err == nil && len(content) > payloadMax {
		slog.Error("answer too large", "route", request.Pattern, "bytes", len(content))
		w = &response{header: http.Header{}, status: http.StatusOK}
		tooLarge(zips).Write(w)
		return w.answer(false)
	}
	return content, err
}

// answer is the reply as API Gateway wants it.
func (w *response) answer(zip bool) ([]byte, error) {
	body := w.body.Bytes()
	if zip {
		packed, err := zipped(body)
		if err != nil {
			return nil, fmt.Errorf("compress answer: %w", err)
		}
		body = packed
		w.header.Set("Content-Encoding", "gzip")
		w.header.Set("Vary", "Accept-Encoding")
	}
	out := quickjson.NewWriter(len(body) + len(body)/8 + 512)
	out.Begin('{')
	out.Name("statusCode")
	out.Int(int64(w.status))
	out.Name("headers")
	out.Begin('{')
	for name, values := range w.header {
		out.Name(name)
		out.Text(strings.Join(values, ", "))
	}
	out.End('}')
	out.Name("body")
	out.Text(string(body))
	if zip {
		out.Name("isBase64Encoded")
		out.Raw("true")
	}
	out.End('}')
	content, _ := out.Done() // what is no UTF-8 was replaced
	return content, nil
}

// guarded turns a panic into a 500: the next event must not find a dead
// process, and the caller must not see a stack.
func guarded(handler http.Handler, w *response, r *http.Request) {
	defer func() {
		if cause := recover(); cause != nil {
			slog.Error("panic", "route", r.Pattern)
			*w = response{header: http.Header{}, status: http.StatusOK}
			OfStatus(http.StatusInternalServerError).Write(w)
		}
	}()
	handler.ServeHTTP(w, r)
}

// response collects what a handler answers.
type response struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

func (w *response) Header() http.Header { return w.header }

func (w *response) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
}

func (w *response) Write(b []byte) (int, error) {
	w.wrote = true
	return w.body.Write(b)
}
