package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"dangol/shared/report"
	"dangol/shared/web"

	"github.com/danielgtaylor/huma/v2"
)

// Description is the OpenAPI 3.1 document of all routes, with the published
// documents among its components: the dashboard's types are generated from
// there. The same code gives the same bytes.
func Description() ([]byte, error) {
	huma.DefaultArrayNullable = false
	d := &description{huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Dangol", Version: Version, Description: "Who your regulars are: tills post what they sell and ask who stands before them."},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"storeKey": {Type: "http", Scheme: "bearer", Description: "A store key: dgl_<id>_<secret>."},
				"manager":  {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "A manager's access token."},
			},
		},
	}}
	for _, r := range slices.Concat((&Ingest{}).routes(), (&Till{}).routes()) {
		d.AddOperation(d.operation(&r, "storeKey"))
	}
	for _, r := range (&Desk{}).routes() {
		d.AddOperation(d.operation(&r, "manager"))
	}
	for _, document := range []any{report.Latest{}, report.Overview{}, report.Segments{}, report.Grades{}, report.Value{}, report.Retention{}} {
		d.schema(document)
	}
	content, err := json.MarshalIndent(&d.OpenAPI, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("describe API: %w", err)
	}
	return append(content, '\n'), nil
}

type description struct{ huma.OpenAPI }

// operation describes one route. Its problems are those every caller must be
// ready for.
func (d *description) operation(r *route, scheme string) *huma.Operation {
	op := &huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary, Description: r.more,
		Security: []map[string][]string{{scheme: {}}}, Responses: map[string]*huma.Response{},
	}
	if strings.Contains(r.path, "{id}") {
		whose := cmp.Or(r.whose, "our own id")
		op.Parameters = []*huma.Param{{Name: "id", In: "path", Required: true, Description: whose, Schema: &huma.Schema{Type: huma.TypeString, Description: whose}}}
	}
	if r.body != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: d.content("application/json", r.body)}
	}
	for status, body := range r.answers {
		response := &huma.Response{Description: r.summary, Content: d.content("application/json", body)}
		if status == http.StatusOK && r.once {
			response.Headers = map[string]*huma.Header{"Idempotent-Replayed": {Schema: &huma.Schema{Type: huma.TypeString}}}
		}
		op.Responses[strconv.Itoa(status)] = response
	}
	for _, status := range []int{400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429, 431, 500, 503} {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: "A problem", Content: d.content("application/problem+json", web.Problem{})}
	}
	return op
}

func (d *description) content(media string, v any) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{media: {Schema: d.schema(v)}}
}

func (d *description) schema(v any) *huma.Schema {
	return d.Components.Schemas.Schema(reflect.TypeOf(v), true, "")
}
