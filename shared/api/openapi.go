package api

import (
	"encoding/json"
	"fmt"
	"reflect"

	"dangol/shared/report"
	"dangol/shared/web"

	"github.com/danielgtaylor/huma/v2"
)

// Description is the OpenAPI 3.1 document of all routes, with the published
// documents among its components: the dashboard's types are generated from
// there. The same code gives the same bytes.
func Description() ([]byte, error) {
	registry := newRegistry()
	s := newSurface(registry, tills(web.NewKeys(nil, nil)), nil)
	(&Ingest{}).routes(s)
	(&Till{}).routes(s)
	s.door.scheme = "manager"
	(&Desk{}).routes(s)
	for _, item := range s.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Post, item.Put} {
			if op != nil && op.RequestBody != nil {
				op.RequestBody.Required = true
			}
		}
	}
	for _, document := range []any{report.Latest{}, report.Overview{}, report.Segments{}, report.Grades{}, report.Value{}, report.Retention{}} {
		registry.Schema(reflect.TypeOf(document), true, "")
	}
	content, err := json.MarshalIndent(s.huma.OpenAPI(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("describe API: %w", err)
	}
	return append(content, '\n'), nil
}
