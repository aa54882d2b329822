// Package web is the border between API Gateway and net/http: events become
// requests, errors become problems, and store keys become principals.
package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"dangol/shared/ledger"
)

// Problem is how every error is told (RFC 9457). Code is stable; Detail says
// what to do. No part of it repeats what was sent.
type Problem struct {
	Type   string       `json:"type" doc:"urn:dangol:problem: and the code"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Code   string       `json:"code"`
	Detail string       `json:"detail,omitempty"`
	Errors []FieldError `json:"errors,omitempty"`

	retryAfter int
}

// FieldError is one thing wrong with the body.
type FieldError struct {
	Pointer string `json:"pointer" doc:"JSON pointer of the value"`
	Code    string `json:"code"`
}

// NewProblem is a problem with the status' standard title.
func NewProblem(status int, code, detail string) *Problem {
	return &Problem{
		Type: "urn:dangol:problem:" + code, Title: http.StatusText(status),
		Status: status, Code: code, Detail: detail,
	}
}

// Invalid is the problem of a body that parses and cannot be accepted.
func Invalid(faults []ledger.Fault) *Problem {
	p := NewProblem(http.StatusUnprocessableEntity, "invalid", "Correct the values the errors point to. Sending them again unchanged will not help.")
	for _, f := range faults {
		p.Errors = append(p.Errors, FieldError(f))
	}
	return p
}

// Busy is the problem of work that may succeed when tried again.
func Busy() *Problem {
	p := NewProblem(http.StatusServiceUnavailable, "busy", "Nothing is lost. Send the same request again.")
	p.retryAfter = 1
	return p
}

// TooMany is the problem of a store that sends faster than it may, and may go
// on after wait.
func TooMany(wait time.Duration) *Problem {
	p := NewProblem(http.StatusTooManyRequests, "too_many_requests", "This store sends too fast. Wait as Retry-After says and send the same request again.")
	p.retryAfter = int((wait + time.Second - 1) / time.Second)
	return p
}

func (p *Problem) Error() string { return p.Code }

// headers go with the problem.
func (p *Problem) headers() http.Header {
	h := http.Header{}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retryAfter))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	return h
}

// Write answers a request with the problem.
func (p *Problem) Write(w http.ResponseWriter) {
	content, err := json.Marshal(p)
	if err != nil {
		http.Error(w, http.StatusText(p.Status), p.Status)
		return
	}
	for name, values := range p.headers() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	w.Write(content) //nolint:errcheck // nobody is left to tell
}

// byStatus are the problems of statuses the border decides.
var byStatus = map[int]*Problem{
	http.StatusBadRequest:                  NewProblem(400, "request_invalid", "The request could not be read."),
	http.StatusNotFound:                    NewProblem(404, "not_found", "There is nothing here. See the API's description for its routes."),
	http.StatusMethodNotAllowed:            NewProblem(405, "method_not_allowed", "The Allow header says what this route takes."),
	http.StatusRequestEntityTooLarge:       NewProblem(413, "body_too_large", "Send less at once."),
	http.StatusUnsupportedMediaType:        NewProblem(415, "media_type_unsupported", "Send application/json, not compressed."),
	http.StatusUnprocessableEntity:         NewProblem(422, "invalid", "The request could not be accepted."),
	http.StatusRequestHeaderFieldsTooLarge: NewProblem(431, "header_too_large", "Send shorter headers."),
	http.StatusInternalServerError:         NewProblem(500, "internal", "This is our mistake. Send the same request again later."),
}

// OfStatus is the problem of a bare status.
func OfStatus(status int) *Problem {
	if p := byStatus[status]; p != nil {
		return p
	}
	return NewProblem(status, "error", "")
}
