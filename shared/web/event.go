package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"

	"dangol/shared/quickjson"
)

// depthMax is how deep an event nests: an authorizer's claims are the deepest.
const depthMax = 32

// event is what we read of one.
type event struct {
	path, query          string
	method, host, source string
	header               http.Header
	body                 []byte
	encoded              bool // body is base64
}

// readEvent reads the payload of one event. Its writer is API Gateway, whose
// JSON is not checked: what cannot be walked through is an error.
func readEvent(payload []byte) (*event, error) {
	e := &event{header: make(http.Header, 16)}
	in := quickjson.NewWalker(string(payload), depthMax)
	in.Object(func(name string) {
		switch name {
		case "rawPath":
			e.path = text(in)
		case "rawQueryString":
			e.query = text(in)
		case "cookies":
			list(in, func() { e.header.Add("Cookie", text(in)) })
		case "headers":
			object(in, func(name string) { e.header.Set(name, text(in)) })
		case "body":
			if in.Kind() == '"' {
				e.body = in.Bytes()
			} else {
				in.Raw()
			}
		case "isBase64Encoded":
			e.encoded = in.Raw() == "true"
		case "requestContext":
			object(in, e.readContext(in))
		default:
			in.Raw()
		}
	})
	if in.Kind() != 0 || in.Err() != nil {
		return nil, errors.New("read event: no JSON object")
	}
	return e, nil
}

func (e *event) readContext(in *quickjson.Walker) func(string) {
	return func(name string) {
		switch name {
		case "domainName":
			e.host = text(in)
		case "http":
			object(in, func(name string) {
				switch name {
				case "method":
					e.method = text(in)
				case "sourceIp":
					e.source = text(in)
				default:
					in.Raw()
				}
			})
		default:
			in.Raw()
		}
	}
}

// text, object and list pass over values of any other kind, as null.
func text(in *quickjson.Walker) string {
	if in.Kind() != '"' {
		in.Raw()
		return ""
	}
	return in.Text()
}

func object(in *quickjson.Walker, field func(name string)) {
	if in.Kind() != '{' {
		in.Raw()
		return
	}
	in.Object(field)
}

func list(in *quickjson.Walker, element func()) {
	if in.Kind() != '[' {
		in.Raw()
		return
	}
	in.List(element)
}

// request is the event as net/http has it.
func (e *event) request(ctx context.Context) (*http.Request, error) {
	if e.encoded {
		decoded, err := base64.StdEncoding.AppendDecode(nil, e.body)
		if err != nil {
			return nil, err
		}
		e.body = decoded
	}
	r, err := http.NewRequestWithContext(ctx, e.method, "/", bytes.NewReader(e.body))
	if err != nil {
		return nil, err
	}
	r.URL.Path, r.URL.RawQuery, r.RequestURI = e.path, e.query, e.path
	if e.query != "" {
		r.RequestURI += "?" + e.query
	}
	if unescaped, err := url.PathUnescape(e.path); err == nil {
		r.URL.Path, r.URL.RawPath = unescaped, e.path
	}
	r.Header, r.Host, r.RemoteAddr = e.header, e.host, e.source
	return r, nil
}
