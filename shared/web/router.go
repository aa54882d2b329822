package web

import (
	"net/http"
	"path"
	"slices"
)

// Router serves a mux so that every answer is ours: unknown paths and wrong
// methods are problems, and no path is ever redirected to a cleaner one.
func Router(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if problem := unfit(r); problem != nil {
			problem.Write(w)
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

// unfit is what is wrong with a request no route takes, nil of any other: a path
// that is not clean, a header beyond headerMax, or a query.
func unfit(r *http.Request) *Problem {
	if path.Clean(r.URL.Path) != r.URL.Path {
		return OfStatus(http.StatusNotFound)
	}
	for _, values := range r.Header {
		if slices.ContainsFunc(values, func(v string) bool { return len(v) > headerMax }) {
			return OfStatus(http.StatusRequestHeaderFieldsTooLarge)
		}
	}
	if r.URL.RawQuery != "" {
		return NewProblem(http.StatusBadRequest, "query_unknown",
			"Nothing is read from an address: no answer is sorted, filtered or paged, and what is asked of a person belongs in the body.")
	}
	return nil
}

// verdict keeps the headers of an answer and drops its body.
type verdict struct{ header http.Header }

func (v *verdict) Header() http.Header         { return v.header }
func (v *verdict) Write(b []byte) (int, error) { return len(b), nil }
func (v *verdict) WriteHeader(int)             {}
