package policy_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dangol/infra/local"
	"dangol/shared/api"
	"dangol/shared/ledgertest"
	"dangol/shared/signin"
	"dangol/shared/web"
)

// handlers are the functions that answer HTTP, as their mains make them.
func handlers() map[string]http.Handler {
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	clock := func() time.Time { return w.Clock }
	keys := web.NewKeys(nil, clock)
	return map[string]http.Handler{
		"ingest": (&api.Ingest{Keys: keys, Shop: w, Ledger: w, Now: clock}).Handler(),
		"till":   (&api.Till{Keys: keys, Shop: w, Customers: w, Now: clock}).Handler(),
		"desk":   (&api.Desk{Managers: signin.New("", "", "", clock), Shop: w, People: w, Now: clock}).Handler(),
	}
}

// serves says whether a handler has a path. Without a key every path it has is
// a 401, and every other a 404.
func serves(h http.Handler, method, path string) bool {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, strings.NewReplacer("{", "", "}", "").Replace(path), nil))
	return w.Code == http.StatusUnauthorized
}

// covers says whether a route takes a path, as API Gateway reads it.
func covers(r local.Route, path string) bool {
	if above, all := strings.CutSuffix(r.Path, "{proxy+}"); all {
		return strings.HasPrefix(path, above) && path != above
	}
	return r.Path == path
}

// Every path the API describes reaches the function that serves it, every route
// has something to reach, and everything else reaches the till's mux: 404 and
// 405 are ours to say.
func TestRoutes(t *testing.T) {
	content, err := api.Description()
	if err != nil {
		t.Fatal(err)
	}
	var described struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(content, &described); err != nil || len(described.Paths) == 0 {
		t.Fatalf("%d paths, %v", len(described.Paths), err)
	}
	read, err := local.ReadTemplate(root + "template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	functions := handlers()
	reached, falling := map[string]bool{}, false
	for _, f := range read.Functions {
		for _, r := range f.Routes {
			if r.Path == "" {
				falling = true
				if f.Name != "till" || r.Method != "" {
					t.Errorf("$default goes to %s", f.ID)
				}
				continue
			}
			if r.Method != "ANY" {
				t.Errorf("%s: %s %s leaves the other methods to the gateway", f.ID, r.Method, r.Path)
			}
			useful := false
			for path, methods := range described.Paths {
				if !covers(r, path) {
					continue
				}
				useful = true
				for method := range methods {
					if !serves(functions[f.Name], strings.ToUpper(method), path) {
						t.Errorf("%s %s goes to %s, which has no such path", method, path, f.ID)
					}
					reached[method+" "+path] = true
				}
			}
			if !useful && !strings.HasSuffix(r.Path, "{proxy+}") {
				t.Errorf("%s: nothing is served at %s", f.ID, r.Path)
			}
		}
	}
	if !falling {
		t.Error("there is no $default route")
	}
	for path, methods := range described.Paths {
		for method := range methods {
			if !reached[method+" "+path] {
				t.Errorf("%s %s is described and has no route", method, path)
			}
		}
	}
}

// The API throttles, logs every call as JSON, and leaves who may call to us.
func TestGateway(t *testing.T) {
	for _, a := range resources(t, "AWS::Serverless::HttpApi") {
		if a.property("Auth") != nil || a.text("DefaultRouteSettings", "ThrottlingRateLimit") == "" || a.text("DefaultRouteSettings", "ThrottlingBurstLimit") == "" {
			t.Errorf("%s has an authorizer or no throttle", a.id)
		}
		if line := a.text("AccessLogSettings", "Format"); !json.Valid([]byte(line)) {
			t.Errorf("%s logs %s, which is no JSON", a.id, line)
		}
	}
	for _, f := range resources(t, kindFunction) {
		events, _ := f.property("Events").(map[string]any)
		for id, e := range events {
			if at(e, "Properties", "Auth") != nil {
				t.Errorf("%s.%s has an authorizer", f.id, id)
			}
		}
		if f.property("FunctionUrlConfig") != nil {
			t.Errorf("%s can be called past the API", f.id)
		}
	}
}
