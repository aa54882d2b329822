package local

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The demo shop's key is lent to our own till page alone.
func TestLend(t *testing.T) {
	data := t.TempDir()
	ask := func(host, site string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/_local/till", nil)
		r.Host = host
		if site != "" {
			r.Header.Set("Sec-Fetch-Site", site)
		}
		w := httptest.NewRecorder()
		lend(data).ServeHTTP(w, r)
		return w
	}
	if w := ask("127.0.0.1:8787", "same-origin"); w.Code != http.StatusNotFound {
		t.Errorf("without a demo shop: %d", w.Code)
	}
	if err := WriteSample(data, Sample{Key: "dgl_a_b", Phone: "010-1234-5678", Currency: "KRW"}); err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1:8787", "localhost:8787", "[::1]:8787"} {
		w := ask(host, "same-origin")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"key":"dgl_a_b"`) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("our page at %s: %d %s", host, w.Code, w.Body)
		}
	}
	for _, other := range [][2]string{
		{"127.0.0.1:8787", "cross-site"}, {"127.0.0.1:8787", "same-site"}, {"127.0.0.1:8787", "none"}, {"127.0.0.1:8787", ""},
		{"evil.example:8787", "same-origin"}, {"127.0.0.1.evil.example:8787", "same-origin"}, {"evil.example", "same-origin"},
	} {
		if w := ask(other[0], other[1]); w.Code != http.StatusForbidden || w.Body.Len() > 0 {
			t.Errorf("%s, %q: %d %s", other[0], other[1], w.Code, w.Body)
		}
	}
}
