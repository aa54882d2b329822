package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/web"

	"github.com/aws/aws-lambda-go/events"
)

func call(t *testing.T, h http.Handler, method, path, body string) events.APIGatewayV2HTTPResponse {
	t.Helper()
	e := events.APIGatewayV2HTTPRequest{RawPath: path, Body: body, Headers: map[string]string{"content-type": "text/plain"}}
	e.RequestContext.HTTP.Method = method
	out, err := web.Lambda(h)(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return out
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
	if out, err := web.Lambda(echo())(context.Background(), e); err != nil || out.Body != "\xff\xfe" {
		t.Errorf("%q, %v", out.Body, err)
	}
	e.Body = "not base64!"
	if out, err := web.Lambda(echo())(context.Background(), e); err != nil || out.StatusCode != 400 {
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

// shelf is a source of keys that counts how often it is asked.
type shelf struct {
	keys  map[string]*ledger.StoreKey
	asked int
	err   error
}

func (s *shelf) StoreKey(_ context.Context, id string) (*ledger.StoreKey, error) {
	s.asked++
	return s.keys[id], s.err
}

func TestKeys(t *testing.T) {
	sum := sha256.Sum256([]byte("secret"))
	source := &shelf{keys: map[string]*ledger.StoreKey{
		"a": {ID: "a", Store: "main", Hash: hex.EncodeToString(sum[:])},
		"b": {ID: "b", Store: "main", Hash: hex.EncodeToString(sum[:]), Revoked: true},
	}}
	now := time.Unix(0, 0)
	keys := web.NewKeys(source, func() time.Time { return now })
	ctx := context.Background()
	if store, err := keys.Store(ctx, "Bearer dgl_a_secret"); err != nil || store != "main" {
		t.Errorf("%q, %v", store, err)
	}
	var refusals []string
	for _, bad := range []string{
		"", "Bearer ", "Bearer dgl_a_", "Bearer dgl_a_Secret", "dgl_a_secret", "Bearer dgl_b_secret", "Bearer dgl_c_secret",
		"Bearer dgl_" + strings.Repeat("x", 50) + "_y", "Bearer dgl_nosecret", "Basic dgl_a_secret",
	} {
		_, err := keys.Store(ctx, bad)
		var p *web.Problem
		if !errors.As(err, &p) || p.Status != 401 {
			t.Fatalf("%q: %v", bad, err)
		}
		content, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		refusals = append(refusals, string(content))
	}
	for _, r := range refusals {
		if r != refusals[0] {
			t.Errorf("refusals differ: %s and %s", refusals[0], r)
		}
	}
}

// A revoked key ends within a minute, without asking for every request.
func TestRevokedWithinAMinute(t *testing.T) {
	sum := sha256.Sum256([]byte("secret"))
	source := &shelf{keys: map[string]*ledger.StoreKey{"a": {Store: "main", Hash: hex.EncodeToString(sum[:])}}}
	now := time.Unix(0, 0)
	keys := web.NewKeys(source, func() time.Time { return now })
	ask := func() error {
		_, err := keys.Store(context.Background(), "Bearer dgl_a_secret")
		return err
	}
	for range 10 {
		if err := ask(); err != nil {
			t.Fatal(err)
		}
	}
	if source.asked != 1 {
		t.Errorf("ten requests asked %d times", source.asked)
	}
	source.keys["a"] = &ledger.StoreKey{Store: "main", Hash: hex.EncodeToString(sum[:]), Revoked: true}
	now = now.Add(time.Minute)
	if err := ask(); err == nil {
		t.Error("the key is still good a minute later")
	}
	source.err = errors.New("DynamoDB is down")
	now = now.Add(time.Minute)
	var p *web.Problem
	if err := ask(); err == nil || errors.As(err, &p) {
		t.Errorf("an outage is told as %v", err)
	}
}
