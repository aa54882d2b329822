// Package api is the HTTP border: routes and handlers that translate between
// JSON and the ideas, and decide nothing. Its description of itself is
// openapi.json, written by `dangol openapi`.
package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"time"

	"dangol/shared/web"
)

// Version of the API's description.
const Version = "1"

// Body limits, in bytes.
const (
	bodyMax  int64 = 1_000_000
	batchMax int64 = 4_000_000
)

// route is an operation: how it is served, and how it is described.
type route struct {
	method, path  string
	id            string // of the operation
	summary, more string
	whose         string // what {id} in the path is of; "our own id" when empty
	body          any    // what is sent, by its type; nil when nothing is
	limit         int64  // of the body, in bytes; bodyMax when 0
	answers       answers
	once          bool // a repeat is answered with 200 and Idempotent-Replayed
	handle        handler
}

// handler answers with an error, which may be a problem, or with an answer.
type handler func(ctx context.Context, in *in) (*out, error)

// answers are the types of what is answered, by status. Problems go without
// saying.
type answers map[int]any

// in is what a handler is given: the id in the path and the body, as sent.
type in struct {
	ID   string
	Body []byte
}

// out is an answer whose bytes are decided already.
type out struct {
	Status   int
	Replayed bool
	Body     []byte
}

// door says who may come in: the store of a till or the opaque id of a manager;
// a problem when they may not.
type door func(ctx context.Context, authorization string) (string, error)

// serve is the handler of a function's routes.
func serve(through door, now func() time.Time, routes []route) http.Handler {
	rates := web.NewRates(now)
	mux := http.NewServeMux()
	for i := range routes {
		r := &routes[i]
		mux.HandleFunc(r.method+" "+r.path, func(w http.ResponseWriter, request *http.Request) {
			answered, err := r.answer(request, through, rates)
			if err != nil {
				problemOf(err).Write(w)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			if answered.Replayed {
				w.Header().Set("Idempotent-Replayed", "true")
			}
			w.WriteHeader(answered.Status)
			w.Write(answered.Body) //nolint:errcheck // nobody is left to tell
		})
	}
	return web.Router(mux)
}

// answer checks who asks, how often and in what form, before the body is read.
func (r *route) answer(request *http.Request, through door, rates *web.Rates) (*out, error) {
	who, err := through(request.Context(), request.Header.Get("Authorization"))
	if err != nil {
		return nil, err
	}
	if p := rates.Take(who); p != nil {
		return nil, p
	}
	in := &in{ID: request.PathValue("id")}
	if r.body != nil {
		if p := mediaProblem(request.Header); p != nil {
			return nil, p
		}
		limit := cmp.Or(r.limit, bodyMax)
		if in.Body, err = io.ReadAll(io.LimitReader(request.Body, limit+1)); err != nil {
			return nil, web.OfStatus(http.StatusBadRequest)
		}
		if int64(len(in.Body)) > limit {
			return nil, web.OfStatus(http.StatusRequestEntityTooLarge)
		}
	}
	return r.handle(context.WithValue(request.Context(), asking{}, who), in)
}

type asking struct{}

// storeOf is the store the request's key belongs to.
func storeOf(ctx context.Context) string { return whoAsks(ctx) }

// managerOf is the manager who asks.
func managerOf(ctx context.Context) string { return whoAsks(ctx) }

func whoAsks(ctx context.Context) string {
	who, _ := ctx.Value(asking{}).(string)
	return who
}

func mediaProblem(header http.Header) *web.Problem {
	if encoding := header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return web.NewProblem(http.StatusUnsupportedMediaType, "encoding_unsupported", "Send the body uncompressed.")
	}
	sent := header.Get("Content-Type")
	if sent == "application/json" {
		return nil
	}
	if media, _, err := mime.ParseMediaType(sent); err != nil || media != "application/json" {
		return web.OfStatus(http.StatusUnsupportedMediaType)
	}
	return nil
}

// once answers what is recorded once: with the status of the first time, or with
// 200 and that it was told before.
func once(first int, fresh bool, v any) (*out, error) {
	if fresh {
		return answer(first, v)
	}
	again, err := answer(http.StatusOK, v)
	if err == nil {
		again.Replayed = true
	}
	return again, err
}

// problemOf makes an error fit to be told. What is ours is logged here and
// nowhere else, without anything a till sent.
func problemOf(err error) *web.Problem {
	var p *web.Problem
	if errors.As(err, &p) {
		return p
	}
	slog.Error("request failed", "cause", err.Error())
	return web.Busy()
}

func answer(status int, v any) (*out, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, problemOf(err)
	}
	return &out{Status: status, Body: body}, nil
}

// tooMany begins the codes of lists that are too long.
const tooMany = "too_many"

// broken is the problem of a body that is no readable JSON object.
func broken(code string) *web.Problem {
	status := http.StatusBadRequest
	if strings.HasPrefix(code, tooMany) {
		status = http.StatusRequestEntityTooLarge
	}
	return web.NewProblem(status, code, "The body cannot be read. Nothing was recorded.")
}
