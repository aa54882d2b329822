package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// Lambda serves API Gateway's HTTP API events (payload format 2.0) with a
// handler.
func Lambda(handler http.Handler) func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		w := &response{header: http.Header{}, status: http.StatusOK}
		request, err := request(ctx, &event)
		if err != nil {
			OfStatus(http.StatusBadRequest).Write(w)
		} else {
			guarded(handler, w, request)
		}
		return w.event(), nil
	}
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

func request(ctx context.Context, event *events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body := []byte(event.Body)
	if event.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(event.Body)
		if err != nil {
			return nil, err
		}
		body = decoded
	}
	target := &url.URL{Path: event.RawPath, RawQuery: event.RawQueryString}
	if unescaped, err := url.PathUnescape(event.RawPath); err == nil {
		target.Path, target.RawPath = unescaped, event.RawPath
	}
	r, err := http.NewRequestWithContext(ctx, event.RequestContext.HTTP.Method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.URL, r.RequestURI = target, target.RequestURI()
	r.ContentLength = int64(len(body))
	for name, value := range event.Headers {
		r.Header.Set(name, value)
	}
	for _, cookie := range event.Cookies {
		r.Header.Add("Cookie", cookie)
	}
	r.Host = event.RequestContext.DomainName
	r.RemoteAddr = event.RequestContext.HTTP.SourceIP
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

func (w *response) event() events.APIGatewayV2HTTPResponse {
	out := events.APIGatewayV2HTTPResponse{StatusCode: w.status, Headers: map[string]string{}, Body: w.body.String()}
	for name, values := range w.header {
		if name == "Set-Cookie" {
			out.Cookies = values
			continue
		}
		out.Headers[name] = strings.Join(values, ", ")
	}
	return out
}
