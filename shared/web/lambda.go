package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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

// event is what we read of one.
type event struct {
	RawPath         string            `json:"rawPath"`
	RawQueryString  string            `json:"rawQueryString"`
	Cookies         []string          `json:"cookies"`
	Headers         map[string]string `json:"headers"`
	Body            string            `json:"body"`
	IsBase64Encoded bool              `json:"isBase64Encoded"`
	RequestContext  struct {
		DomainName string `json:"domainName"`
		HTTP       struct {
			Method   string `json:"method"`
			SourceIP string `json:"sourceIp"`
		} `json:"http"`
	} `json:"requestContext"`
}

// reply is an answer as API Gateway wants it.
type reply struct {
	Status  int               `json:"statusCode"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Base64  bool              `json:"isBase64Encoded,omitempty"`
	Cookies []string          `json:"cookies,omitempty"`
}

// Invoke answers one event. What is too large for Lambda to hand on is compressed
// for a caller who takes that, and else a problem that says so.
func (f Function) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	var e event
	if err := json.Unmarshal(payload, &e, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)); err != nil {
		return nil, fmt.Errorf("read event: %w", err)
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

// answer is what Lambda hands on.
func (w *response) answer(zip bool) ([]byte, error) {
	out := w.reply()
	if zip {
		if err := out.zip(); err != nil {
			return nil, fmt.Errorf("compress answer: %w", err)
		}
	}
	content, err := json.Marshal(out, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return nil, fmt.Errorf("write answer: %w", err)
	}
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

func (e *event) request(ctx context.Context) (*http.Request, error) {
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(e.Body)
		if err != nil {
			return nil, err
		}
		body = decoded
	}
	target := &url.URL{Path: e.RawPath, RawQuery: e.RawQueryString}
	if unescaped, err := url.PathUnescape(e.RawPath); err == nil {
		target.Path, target.RawPath = unescaped, e.RawPath
	}
	r, err := http.NewRequestWithContext(ctx, e.RequestContext.HTTP.Method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.URL, r.RequestURI = target, target.RequestURI()
	r.ContentLength = int64(len(body))
	for name, value := range e.Headers {
		r.Header.Set(name, value)
	}
	for _, cookie := range e.Cookies {
		r.Header.Add("Cookie", cookie)
	}
	r.Host = e.RequestContext.DomainName
	r.RemoteAddr = e.RequestContext.HTTP.SourceIP
	return r, nil
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

func (w *response) reply() reply {
	out := reply{Status: w.status, Headers: make(map[string]string, len(w.header)), Body: w.body.String()}
	for name, values := range w.header {
		if name == "Set-Cookie" {
			out.Cookies = values
			continue
		}
		out.Headers[name] = strings.Join(values, ", ")
	}
	return out
}
