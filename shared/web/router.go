package web

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Router serves a mux so that every answer is ours: unknown paths and wrong
// methods are problems, and no path is ever redirected to a cleaner one.
func Router(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status := unfit(r); status != 0 {
			OfStatus(status).Write(w)
			return
		}
		handler, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		// The mux answers 404 or 405; only its status and Allow are of use.
		verdict := &verdict{header: http.Header{}}
		handler.ServeHTTP(verdict, r)
		if allow := verdict.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			OfStatus(http.StatusMethodNotAllowed).Write(w)
			return
		}
		OfStatus(http.StatusNotFound).Write(w)
	})
}

// headerMax bounds the value of one header, in bytes.
const headerMax = 8_000

// unfit is the status of a request no route takes, 0 of any other: a path that
// is not clean, a header beyond headerMax, or a query that cannot be read or
// names anything more than once.
func unfit(r *http.Request) int {
	if path.Clean(r.URL.Path) != r.URL.Path {
		return http.StatusNotFound
	}
	for _, values := range r.Header {
		if slices.ContainsFunc(values, func(v string) bool { return len(v) > headerMax }) {
			return http.StatusRequestHeaderFieldsTooLarge
		}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	for name, values := range query {
		if len(values) > 1 || strings.HasSuffix(name, "[]") {
			return http.StatusBadRequest
		}
	}
	if err != nil {
		return http.StatusBadRequest
	}
	return 0
}

// verdict keeps the headers of an answer and drops its body.
type verdict struct{ header http.Header }

func (v *verdict) Header() http.Header         { return v.header }
func (v *verdict) Write(b []byte) (int, error) { return len(b), nil }
func (v *verdict) WriteHeader(int)             {}
