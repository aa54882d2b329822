package web

import (
	"net/http"
	"path"
	"strings"
)

// Router serves a mux so that every answer is ours: unknown paths and wrong
// methods are problems, and no path is ever redirected to a cleaner one.
func Router(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if clean := path.Clean(r.URL.Path); clean != r.URL.Path || strings.Contains(r.URL.EscapedPath(), "%2e") {
			OfStatus(http.StatusNotFound).Write(w)
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

// verdict keeps the headers of an answer and drops its body.
type verdict struct{ header http.Header }

func (v *verdict) Header() http.Header         { return v.header }
func (v *verdict) Write(b []byte) (int, error) { return len(b), nil }
func (v *verdict) WriteHeader(int)             {}
