// Package api is the HTTP border: routes and handlers that translate between
// JSON and the ideas, and decide nothing. Its description of itself is
// openapi.json, written by `dangol openapi`.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"time"

	"dangol/shared/web"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Version of the API's description.
const Version = "1"

// Body limits, in bytes.
const (
	bodyMax  = 1_000_000
	batchMax = 4_000_000
)

func init() {
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError { return web.OfStatus(status) }
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
}

// surface is one function's routes.
type surface struct {
	huma  huma.API
	mux   *http.ServeMux
	door  door
	rates *web.Rates
}

// door says who may come in, and how that is described.
type door struct {
	scheme string
	// who is the store of a till or the opaque id of a manager; a problem when
	// they may not.
	who func(ctx context.Context, authorization string) (string, error)
}

// tills come in with a store key.
func tills(keys *web.Keys) door { return door{"storeKey", keys.Store} }

// managers come in with the access token of their sign-in.
func managers(m Managers) door { return door{"manager", m.Manager} }

func newSurface(registry huma.Registry, d door, now func() time.Time) *surface {
	format := huma.Format{
		Marshal:   func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) },
		Unmarshal: json.Unmarshal,
	}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Dangol", Version: Version, Description: "Who your regulars are: tills post what they sell and ask who stands before them."},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"storeKey": {Type: "http", Scheme: "bearer", Description: "A store key: dgl_<id>_<secret>."},
					"manager":  {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "A manager's access token."},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat: "application/json",
	}
	mux := http.NewServeMux()
	s := &surface{mux: mux, door: d, rates: web.NewRates(now)}
	s.huma = humago.New(mux, config)
	s.huma.UseMiddleware(s.admit)
	return s
}

func newRegistry() huma.Registry {
	return huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
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

// admit checks who asks, how often and in what form, before a body is read.
func (s *surface) admit(ctx huma.Context, next func(huma.Context)) {
	who, err := s.door.who(ctx.Context(), ctx.Header("Authorization"))
	if err != nil {
		refuse(ctx, problemOf(err))
		return
	}
	if p := s.rates.Take(who); p != nil {
		refuse(ctx, p)
		return
	}
	if ctx.Operation().RequestBody != nil {
		if p := mediaProblem(ctx); p != nil {
			refuse(ctx, p)
			return
		}
	}
	next(huma.WithValue(ctx, asking{}, who))
}

func mediaProblem(ctx huma.Context) *web.Problem {
	if encoding := ctx.Header("Content-Encoding"); encoding != "" && encoding != "identity" {
		return web.NewProblem(http.StatusUnsupportedMediaType, "encoding_unsupported", "Send the body uncompressed.")
	}
	media, _, err := mime.ParseMediaType(ctx.Header("Content-Type"))
	if err != nil || media != "application/json" {
		return web.OfStatus(http.StatusUnsupportedMediaType)
	}
	return nil
}

func refuse(ctx huma.Context, p *web.Problem) {
	_, w := humago.Unwrap(ctx)
	p.Write(w)
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

// in is the input of every operation that takes a body. The body is read by
// our own decoder, which answers with pointers and never repeats a value.
type in struct {
	RawBody []byte
}

// out is an answer whose bytes are decided already.
type out struct {
	Status    int
	Replayed  string `header:"Idempotent-Replayed"`
	MediaType string `header:"Content-Type"`
	Body      []byte
}

func answer(status int, v any) (*out, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, problemOf(err)
	}
	return &out{Status: status, MediaType: "application/json", Body: body}, nil
}

// post registers an operation that takes JSON of type I and answers with one
// of the given statuses. Problems are described for all. That the body is
// required is described and left to our decoder, whose answer says so.
func post[I, N any](s *surface, op huma.Operation, answers map[string]any, handle func(context.Context, *N) (*out, error)) {
	op.Method = http.MethodPost
	take[I](s, op, answers, handle)
}

// take is post for any method, and any input that holds in.
func take[I, In any](s *surface, op huma.Operation, answers map[string]any, handle func(context.Context, *In) (*out, error)) {
	op.SkipValidateBody = true
	op.BodyReadTimeout = -1
	if op.MaxBodyBytes == 0 {
		op.MaxBodyBytes = bodyMax
	}
	op.RequestBody = &huma.RequestBody{Content: s.content(reflect.TypeFor[I]())}
	s.describe(&op, answers)
	huma.Register(s.huma, op, handle)
	delete(op.RequestBody.Content, "application/octet-stream") // huma adds it for raw bodies
	op.RequestBody.Required = false                            // and this
}

func (s *surface) content(t reflect.Type) map[string]*huma.MediaType {
	schema := s.huma.OpenAPI().Components.Schemas.Schema(t, true, "")
	return map[string]*huma.MediaType{"application/json": {Schema: schema}}
}

// describe lists what an operation may answer. The problems are those every
// caller must be ready for.
func (s *surface) describe(op *huma.Operation, answers map[string]any) {
	op.Security = []map[string][]string{{s.door.scheme: {}}}
	op.Responses = map[string]*huma.Response{}
	for status, body := range answers {
		op.Responses[status] = &huma.Response{Description: op.Summary, Content: s.content(reflect.TypeOf(body))}
	}
	problem := s.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[web.Problem](), true, "")
	for _, status := range []string{"400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "429", "431", "500", "503"} {
		op.Responses[status] = &huma.Response{
			Description: "A problem",
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
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
