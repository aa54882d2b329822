package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"dangol/shared/web"
)

// bodied are the routes that take a body.
var bodied = []string{"/v1/transactions", "/v1/transactions/batch", "/v1/customers", "/v1/customers/lookup",
	"/v1/points/holds", "/v1/points/holds/h1/capture", "/v1/points/adjustments"}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

var asJSON = header("Content-Type", "application/json")

// refused checks that w is a problem of a status and code, and says nothing of
// what was sent.
func refused(t *testing.T, w *httptest.ResponseRecorder, status int, code string) web.Problem {
	t.Helper()
	p := problem(t, w)
	if p.Status != status || p.Code != code {
		t.Errorf("%d %s, want %d %s", p.Status, p.Code, status, code)
	}
	if strings.Contains(w.Body.String(), "zz") {
		t.Errorf("repeats what was sent: %s", w.Body)
	}
	return p
}

func nested(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }

func TestUnreadableBodies(t *testing.T) {
	x := newTill()
	for _, c := range []struct{ name, body, code string }{
		{"empty", "", "body_empty"},
		{"blanks", " \n", "body_empty"},
		{"not JSON", "zz", "json_invalid"},
		{"cut off", `{"zz":1`, "json_invalid"},
		{"a list", "[]", "json_not_object"},
		{"a text", `"zz"`, "json_not_object"},
		{"a number", `12`, "json_not_object"},
		{"null", "null", "json_not_object"},
		{"a second value", "{} {}", "json_trailing"},
		{"garbage after", "{}zz", "json_trailing"},
		{"a key twice", `{"zz":1,"zz":2}`, "json_duplicate_key"},
		{"a key twice below", `{"a":{"zz":1,"zz":2}}`, "json_duplicate_key"},
		{"33 levels", `{"zz":` + nested(32) + `}`, "json_too_deep"},
		{"10,000 levels", `{"zz":` + nested(9_999) + `}`, "json_too_deep"},
		{"100,000 levels", `{"zz":` + nested(99_999) + `}`, "json_too_deep"},
		{"bytes that are no UTF-8", "{\"zz\":\"\xff\"}", "utf8_invalid"},
		{"half a surrogate pair", `{"zz":"\ud800"}`, "utf8_invalid"},
		{"a byte order mark", "\ufeff{}", "json_invalid"},
		{"NaN", `{"zz":NaN}`, "json_invalid"},
	} {
		for _, route := range bodied {
			t.Run(c.name+" to "+route, func(t *testing.T) {
				refused(t, x.send("POST", route, c.body, asJSON), http.StatusBadRequest, c.code)
			})
		}
	}
}

func TestBorder(t *testing.T) {
	x := newTill()
	big := `{"zz":"` + strings.Repeat("x", 1_000_000) + `"}`
	huge := `{"zz":"` + strings.Repeat("x", 4_000_000) + `"}`
	unsized := func(r *http.Request) { r.ContentLength = -1 }
	for _, c := range []struct {
		name, body string
		edit       func(*http.Request)
		status     int
		code       string
	}{
		{"no key", "{}", header("Authorization", ""), 401, "unauthorized"},
		{"a wrong secret", "{}", header("Authorization", "Bearer dgl_key_zz"), 401, "unauthorized"},
		{"an unknown key", "{}", header("Authorization", "Bearer dgl_zz_secret"), 401, "unauthorized"},
		{"a revoked key", "{}", header("Authorization", "Bearer dgl_revoked_secret"), 401, "unauthorized"},
		{"plain text", "{}", header("Content-Type", "text/plain"), 415, "media_type_unsupported"},
		{"no media type", "{}", header("Content-Type", ""), 415, "media_type_unsupported"},
		{"an archive", "PK\x03\x04", header("Content-Type", "application/zip"), 415, "media_type_unsupported"},
		{"a form", "zz=1", header("Content-Type", "multipart/form-data; boundary=zz"), 415, "media_type_unsupported"},
		{"a header beyond 8 kB", "{}", header("X-Zz", strings.Repeat("z", 9_000)), 431, "header_too_large"},
		{"more than fits", huge, asJSON, 413, "body_too_large"},
		{"more than fits, of unknown length", huge, unsized, 413, "body_too_large"},
	} {
		for _, route := range bodied {
			t.Run(c.name+" to "+route, func(t *testing.T) {
				refused(t, x.send("POST", route, c.body, c.edit), c.status, c.code)
			})
		}
	}
	for _, route := range bodied {
		if got := x.send("POST", route, big).Code == 413; got == strings.HasSuffix(route, "/batch") {
			t.Errorf("a megabyte to %s: too large is %v", route, got)
		}
	}
	if w := x.send("POST", "/v1/transactions", sale, header("Content-Type", "application/json; charset=utf-8")); w.Code != 201 {
		t.Errorf("a charset: %d", w.Code)
	}
}

// What is packed is refused before a byte of it is read.
func TestCompressedBodiesAreNotRead(t *testing.T) {
	x := newTill()
	for _, route := range bodied {
		for _, encoding := range []string{"gzip", "br", "deflate, gzip"} {
			bomb := strings.NewReader("\x1f\x8b zz")
			w := x.send("POST", route, "", asJSON, header("Content-Encoding", encoding), func(r *http.Request) {
				r.Body, r.ContentLength = http.NoBody, 5
				r.Body = readCounter{bomb}
			})
			refused(t, w, http.StatusUnsupportedMediaType, "encoding_unsupported")
			if bomb.Len() != 5 {
				t.Errorf("%s read %d bytes", route, 5-bomb.Len())
			}
		}
	}
}

type readCounter struct{ *strings.Reader }

func (readCounter) Close() error { return nil }

func TestWhereNothingIs(t *testing.T) {
	x := newTill()
	for _, path := range []string{
		"/v1/zz", "/v1/transactions/zz/y", "/v1//transactions", "/v1/transactions/", "/v1/transactions/../customers",
		"/v1/%2e%2e/transactions", "/v1/transactions/%2E%2E/batch", "/v1/customers/",
	} {
		refused(t, x.send("POST", path, "{}"), http.StatusNotFound, "not_found")
	}
	for _, c := range []struct{ method, path, allow string }{
		{"GET", "/v1/transactions", "POST"}, {"DELETE", "/v1/transactions", "POST"}, {"PUT", "/v1/transactions/batch", "POST"},
		{"GET", "/v1/customers", "POST"}, {"PATCH", "/v1/customers/zz", "GET, HEAD"}, {"OPTIONS", "/v1/customers/lookup", "GET, HEAD, POST"},
	} {
		w := x.send(c.method, c.path, "")
		refused(t, w, http.StatusMethodNotAllowed, "method_not_allowed")
		if got := w.Header().Get("Allow"); got != c.allow {
			t.Errorf("%s %s: Allow is %q, want %q", c.method, c.path, got, c.allow)
		}
	}
	refused(t, x.send("GET", "/v1/customers/nobody?a=zz&a=1", ""), http.StatusBadRequest, "query_unknown")
	for _, id := range []string{"zz%23", "%D1%95zz", strings.Repeat("z", 65), "zz%00", "010-1234-zz%20"} {
		refused(t, x.send("GET", "/v1/customers/"+id, ""), http.StatusNotFound, "not_found")
	}
	for _, method := range []string{"HEAD", "OPTIONS", "GET"} {
		w := x.send(method, "/v1/customers/nobody", "", header("Origin", "https://elsewhere.example"))
		if w.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s lets other origins read", method)
		}
	}
}

// A store that sends too fast is told to wait, by each function for itself; a
// batch is one request, and a refused request is one too.
func TestTooFast(t *testing.T) {
	x := newTill()
	batch := `{"transactions":[` + strings.Repeat(`{"zz":1},`, 99) + `{"zz":1}]}`
	for i := range 1_000 {
		body := "{}"
		if i < 10 {
			body = batch
		}
		if w := x.send("POST", bodied[1], body); w.Code == http.StatusTooManyRequests {
			t.Fatalf("request %d is too many", i)
		}
	}
	for _, path := range bodied[:2] {
		w := x.send("POST", path, "{}")
		refused(t, w, http.StatusTooManyRequests, "too_many_requests")
		if w.Header().Get("Retry-After") != "1" {
			t.Errorf("Retry-After is %q", w.Header().Get("Retry-After"))
		}
	}
	refused(t, x.send("POST", bodied[0], "{}", header("Authorization", "")), http.StatusUnauthorized, "unauthorized")
	if w := x.send("GET", "/v1/customers/nobody", ""); w.Code != http.StatusNotFound {
		t.Errorf("the other function: %d", w.Code)
	}
	x.Clock = x.Clock.Add(1e9)
	if w := x.post(sale); w.Code != http.StatusCreated {
		t.Errorf("after waiting: %d", w.Code)
	}
}

// One bad element of a batch is refused in its place, and the rest recorded.
func TestBadElements(t *testing.T) {
	x := newTill()
	good := `{"id":"g%","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","total":1}`
	for _, c := range []struct {
		name, element string
		status        int
		code          string
	}{
		{"nothing in it", `{}`, 422, "invalid"},
		{"a text", `"zz"`, 400, "json_not_object"},
		{"null", `null`, 400, "json_not_object"},
		{"a key twice", `{"zz":1,"zz":2}`, 400, "json_duplicate_key"},
		{"too deep", `{"zz":` + nested(40) + `}`, 400, "json_too_deep"},
		{"no UTF-8", "{\"zz\":\"\xff\"}", 400, "utf8_invalid"},
		{"half a surrogate pair", `{"zz":"\udc00"}`, 400, "utf8_invalid"},
		{"too many lines", `{"lines":[` + strings.Repeat(`{"amount":0},`, 2_000) + `{"amount":0}]}`, 413, "too_many_lines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := x.send("POST", bodied[1], `{"transactions":[`+c.element+`,`+strings.Replace(good, "%", strings.ReplaceAll(c.name, " ", "-"), 1)+`]}`)
			if w.Code != http.StatusMultiStatus || strings.Contains(w.Body.String(), "zz") {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			var answer struct {
				Results []struct {
					Status  int
					Problem *web.Problem
				}
			}
			if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
			bad, rest := answer.Results[0], answer.Results[1]
			if bad.Status != c.status || bad.Problem.Code != c.code || rest.Status != 201 {
				t.Errorf("%s", w.Body)
			}
		})
	}
	for _, c := range []struct {
		name, body string
		status     int
		code       string
	}{
		{"none", `{"transactions":[]}`, 422, "invalid"},
		{"no list", `{"zz":1}`, 422, "invalid"},
		{"no list of them", `{"transactions":"zz"}`, 400, "not_list"},
		{"501", `{"transactions":[` + strings.Repeat("{},", 500) + `{}]}`, 413, "too_many_transactions"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := refused(t, x.send("POST", bodied[1], c.body), c.status, c.code)
			if c.status == 422 && !slices.Contains(p.Errors, web.FieldError{Pointer: "/transactions", Code: "batch_empty"}) {
				t.Errorf("%+v", p.Errors)
			}
		})
	}
}
