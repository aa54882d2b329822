package web_test

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/textproto"
	"testing"

	"dangol/shared/web"

	"github.com/go-json-experiment/json"
)

// gatewayEvent is an event read the long way.
type gatewayEvent struct {
	RawPath         string            `json:"rawPath"`
	RawQueryString  string            `json:"rawQueryString"`
	Cookies         []string          `json:"cookies"`
	Headers         map[string]string `json:"headers"`
	Body            string            `json:"body"`
	IsBase64Encoded bool              `json:"isBase64Encoded"`
	RequestContext  struct {
		DomainName string `json:"domainName"`
		HTTP       struct {
			Method   string `json:"method"`
			SourceIP string `json:"sourceIp"`
		} `json:"http"`
	} `json:"requestContext"`
}

// Whatever comes as an event, the process lives on; of what is one, the handler
// sees what was in it.
func FuzzEvent(f *testing.F) {
	for _, seed := range []string{
		`{"version":"2.0","rawPath":"/v1/x","rawQueryString":"a=b","cookies":["a=1","b=2"],"headers":{"x-one":"1","accept":null},"body":"{\"a\":\"\\u00e9\\n\"}","isBase64Encoded":false,` +
			`"requestContext":{"domainName":"api.example","authorizer":{"jwt":{"claims":{"sub":"x"}}},"http":{"method":"POST","path":"/v1/x","sourceIp":"203.0.113.9"}}}`,
		`{"rawPath":"/a%2Fb","requestContext":{"http":{"method":"GET"}},"body":null,"headers":null,"cookies":null}`, `{"requestContext":null}`, `{}`, `[]`, ``, `{"body":5}`, `{"headers":{"a":1}}`, `{"rawPath":"/x"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		var saw *http.Request
		var body []byte
		handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			saw, body = r, must(io.ReadAll(r.Body))
		})
		_, err := web.Lambda(handler).Invoke(context.Background(), payload)
		var want gatewayEvent
		if json.Unmarshal(payload, &want) != nil || want.IsBase64Encoded || saw == nil {
			return
		}
		header := http.Header{}
		for name, value := range want.Headers {
			if header.Get(name) != "" {
				return // twice the same name: either may win
			}
			header.Set(name, value)
		}
		for _, cookie := range want.Cookies {
			header[textproto.CanonicalMIMEHeaderKey("Cookie")] = append(header.Values("Cookie"), cookie)
		}
		at := want.RequestContext
		method := at.HTTP.Method
		if method == "" {
			method = http.MethodGet
		}
		if err != nil || string(body) != want.Body || saw.Method != method || saw.Host != at.DomainName || saw.RemoteAddr != at.HTTP.SourceIP || saw.URL.RawQuery != want.RawQueryString ||
			saw.URL.EscapedPath() != want.RawPath && saw.URL.Path != want.RawPath || saw.ContentLength != int64(len(body)) ||
			!maps.EqualFunc(saw.Header, header, func(a, b []string) bool { return len(a) == len(b) && a[len(a)-1] == b[len(b)-1] }) {
			t.Errorf("%s\nbecame %+v with %q", payload, saw, body)
		}
	})
}

func must(content []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return content
}
