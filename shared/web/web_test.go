package web_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"dangol/shared/web"

	"github.com/aws/aws-lambda-go/events"
)

func call(t *testing.T, h http.Handler, method, path, body string) events.APIGatewayV2HTTPResponse {
	t.Helper()
	e := events.APIGatewayV2HTTPRequest{RawPath: path, Body: body, Headers: map[string]string{"content-type": "text/plain"}}
	e.RequestContext.HTTP.Method = method
	out, err := invoke(h, e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func invoke(h http.Handler, e events.APIGatewayV2HTTPRequest) (out events.APIGatewayV2HTTPResponse, err error) {
	payload, err := json.Marshal(e)
	if err != nil {
		return out, err
	}
	answer, err := web.Lambda(h).Invoke(context.Background(), payload)
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(answer, &out)
}

func echo() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/echo", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		w.Header().Set("X-Type", r.Header.Get("Content-Type"))
		w.WriteHeader(http.StatusCreated)
		w.Write(body)
	})
	mux.HandleFunc("GET /v1/things/{id}", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.PathValue("id")) })
	mux.HandleFunc("GET /v1/panic", func(http.ResponseWriter, *http.Request) { panic("secret cause") })
	return web.Router(mux)
}

func TestLambda(t *testing.T) {
	out := call(t, echo(), "POST", "/v1/echo", "hello")
	if out.StatusCode != 201 || out.Body != "hello" || out.Headers["X-Type"] != "text/plain" {
		t.Errorf("%+v", out)
	}
	e := events.APIGatewayV2HTTPRequest{RawPath: "/v1/echo", Body: base64.StdEncoding.EncodeToString([]byte("\xff\xfe")), IsBase64Encoded: true}
	e.RequestContext.HTTP.Method = "POST"
	if out, err := invoke(echo(), e); err != nil || out.Body != "\ufffd\ufffd" {
		t.Errorf("%q, %v", out.Body, err)
	}
	e.Body = "not base64!"
	if out, err := invoke(echo(), e); err != nil || out.StatusCode != 400 {
		t.Errorf("%d, %v", out.StatusCode, err)
	}
	if out := call(t, echo(), "GET", "/v1/things/a%2Fb", ""); out.Body != "a/b" {
		t.Errorf("an escaped slash in an id became %q", out.Body)
	}
}

func TestRouterSpeaksInProblems(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		code, allow  string
	}{
		{"GET", "/v1/nothing", 404, "not_found", ""},
		{"GET", "/v1//echo", 404, "not_found", ""},
		{"POST", "/v1/../v1/echo", 404, "not_found", ""},
		{"POST", "/v1/%2e%2e/echo", 404, "not_found", ""},
		{"GET", "/v1/echo/", 404, "not_found", ""},
		{"GET", "/v1/echo", 405, "method_not_allowed", "POST"},
		{"DELETE", "/v1/things/x", 405, "method_not_allowed", "GET, HEAD"},
		{"OPTIONS", "/v1/echo", 405, "method_not_allowed", "POST"},
		{"GET", "/v1/things/x/", 404, "not_found", ""},
		{"GET", "/v1/things/%2E%2e", 404, "not_found", ""},
		{"GET", "/v1/panic", 500, "internal", ""},
	} {
		out := call(t, echo(), c.method, c.path, "")
		var p web.Problem
		if err := json.Unmarshal([]byte(out.Body), &p); err != nil {
			t.Fatalf("%s %s: %v in %q", c.method, c.path, err, out.Body)
		}
		if out.StatusCode != c.status || p.Code != c.code || p.Status != c.status || out.Headers["Allow"] != c.allow ||
			out.Headers["Content-Type"] != "application/problem+json" || strings.Contains(out.Body, "secret") {
			t.Errorf("%s %s: %d %+v %v", c.method, c.path, out.StatusCode, p, out.Headers)
		}
	}
}

// What no route takes is refused before any route sees it.
func TestUnfitRequests(t *testing.T) {
	for _, c := range []struct {
		name, query, header string
		status              int
	}{
		{"no query", "", "", 200},
		{"a page", "limit=10000", "", 400},
		{"a page of nobody's", "cursor=eyJrIjoxfQ", "", 400},
		{"a filter and an order", "grade=gold&sort=phone", "", 400},
		{"a parameter twice", "a=1&a=2", "", 400},
		{"a list of parameters", "a[]=1", "", 400},
		{"an unreadable query", "a=%zz", "", 400},
		{"a long header", "", strings.Repeat("x", 8_000), 200},
		{"a header beyond the limit", "", strings.Repeat("x", 8_001), 431},
	} {
		e := events.APIGatewayV2HTTPRequest{RawPath: "/v1/things/a", RawQueryString: c.query, Headers: map[string]string{"webhook-signature": c.header}}
		e.RequestContext.HTTP.Method = "GET"
		out, err := invoke(echo(), e)
		if err != nil || out.StatusCode != c.status {
			t.Errorf("%s: %d, %v; want %d", c.name, out.StatusCode, err, c.status)
		}
		if c.status != 200 && (out.Headers["Content-Type"] != "application/problem+json" || !strings.Contains(out.Body, `"code"`)) {
			t.Errorf("%s: %s", c.name, out.Body)
		}
	}
}

// Nobody's page may read our answers from a browser: no answer names an origin.
func TestNoForeignOrigins(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "POST"} {
		for _, path := range []string{"/v1/things/a", "/v1/echo", "/v1/nothing", "/v1/panic"} {
			e := events.APIGatewayV2HTTPRequest{RawPath: path, Headers: map[string]string{"origin": "https://elsewhere.example", "access-control-request-method": "POST"}}
			e.RequestContext.HTTP.Method = method
			out, err := invoke(echo(), e)
			if err != nil {
				t.Fatal(err)
			}
			for name := range out.Headers {
				if strings.HasPrefix(strings.ToLower(name), "access-control-") {
					t.Errorf("%s %s answers with %s", method, path, name)
				}
			}
		}
	}
}
