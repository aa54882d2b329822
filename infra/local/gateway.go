package local

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
)

// payloadMax is API Gateway's limit.
const payloadMax = 10 << 20

// Gateway is API Gateway's HTTP API with the template's routes.
type Gateway struct {
	host   *Host
	routes []target
}

type target struct {
	method, prefix string
	below          bool // everything under prefix, not prefix itself
	function       string
}

// NewGateway routes requests to the functions of t. Like the real one it
// prefers a full path to one that ends in {proxy+}, a longer one to a shorter,
// and $default to nothing.
func NewGateway(t *Template, host *Host) *Gateway {
	g := &Gateway{host: host}
	for _, f := range t.Functions {
		for _, r := range f.Routes {
			prefix, below := strings.CutSuffix(r.Path, "/{proxy+}")
			g.routes = append(g.routes, target{r.Method, prefix, below || r.Path == "", f.Name})
		}
	}
	slices.SortStableFunc(g.routes, func(a, b target) int {
		if len(a.prefix) != len(b.prefix) {
			return len(b.prefix) - len(a.prefix)
		}
		if a.below == b.below {
			return 0
		}
		if a.below {
			return 1
		}
		return -1
	})
	return g
}

func (t *target) matches(method, path string) bool {
	if t.method != "" && t.method != "ANY" && t.method != method {
		return false
	}
	if t.below {
		return strings.HasPrefix(path, t.prefix+"/")
	}
	return path == t.prefix
}

func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for i := range g.routes {
		if g.routes[i].matches(r.Method, r.URL.Path) {
			g.call(w, r, g.routes[i].function)
			return
		}
	}
	refuse(w, http.StatusNotFound)
}

// refuse answers the way the gateway itself does.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"message": http.StatusText(status)}) //nolint:errcheck // the caller left
}

func (g *Gateway) call(w http.ResponseWriter, r *http.Request, function string) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, payloadMax))
	if err != nil {
		refuse(w, http.StatusRequestEntityTooLarge)
		return
	}
	payload, err := json.Marshal(event(r, body))
	if err != nil {
		refuse(w, http.StatusInternalServerError)
		return
	}
	answer, err := g.host.Invoke(r.Context(), function, payload)
	if err != nil {
		status := http.StatusInternalServerError
		if errors.Is(err, ErrTimeout) {
			status = http.StatusServiceUnavailable
		}
		refuse(w, status)
		return
	}
	var out events.APIGatewayV2HTTPResponse
	if err := json.Unmarshal(answer, &out); err != nil {
		refuse(w, http.StatusInternalServerError)
		return
	}
	for name, value := range out.Headers {
		w.Header().Set(name, value)
	}
	for _, cookie := range out.Cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	w.WriteHeader(out.StatusCode)
	content := []byte(out.Body)
	if out.IsBase64Encoded {
		content, _ = base64.StdEncoding.DecodeString(out.Body) //nolint:errcheck // our own encoding
	}
	w.Write(content) //nolint:errcheck // the caller left
}

// event is a request as payload format 2.0.
func event(r *http.Request, body []byte) events.APIGatewayV2HTTPRequest {
	e := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "$default", RawPath: r.URL.EscapedPath(), RawQueryString: r.URL.RawQuery,
		Headers: map[string]string{}, Body: string(body),
	}
	if !utf8.Valid(body) {
		e.Body, e.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	for name, values := range r.Header {
		e.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	e.RequestContext.HTTP.Method = r.Method
	e.RequestContext.HTTP.Path = r.URL.Path
	e.RequestContext.HTTP.SourceIP = "127.0.0.1"
	e.RequestContext.DomainName = r.Host
	e.RequestContext.TimeEpoch = time.Now().UnixMilli()
	return e
}
