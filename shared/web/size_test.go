package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"dangol/shared/web"

	"github.com/aws/aws-lambda-go/events"
)

// An answer Lambda would not hand on is compressed for who takes that, and else
// refused in words; a small one is never touched.
func TestLargeAnswers(t *testing.T) {
	plain := func(n int) string { return strings.Repeat(`{"sku":"A-1"},`, n/14) }
	chance := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 6_500_000)
	for i := range noise {
		noise[i] = byte('0' + chance.IntN(64))
	}
	for _, c := range []struct {
		name, body, accepts string
		status              int
		zipped              bool
	}{
		{"a small one", plain(900_000), "gzip", 200, false},
		{"a large one", plain(2_000_000), "br, GZIP;q=0.5", 200, true},
		{"a large one, plain", plain(2_000_000), "", 200, false},
		{"a large one, not compressed by any means", plain(2_000_000), "gzip; q=0.0, br", 200, false},
		{"one beyond the limit", plain(7_000_000), "gzip", 200, true},
		{"one beyond the limit for its quotes alone", plain(5_000_000), "identity", 406, false},
		{"one beyond the limit, plain", plain(7_000_000), "", 406, false},
		{"one nothing makes smaller", string(noise), "gzip", 500, false},
	} {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /v1/all", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, c.body)
		})
		e := events.APIGatewayV2HTTPRequest{RawPath: "/v1/all", Headers: map[string]string{"accept-encoding": c.accepts}}
		e.RequestContext.HTTP.Method = "GET"
		out, err := invoke(web.Router(mux), e)
		if err != nil || out.StatusCode != c.status || out.IsBase64Encoded != c.zipped || (out.Headers["Content-Encoding"] == "gzip") != c.zipped || (out.Headers["Vary"] == "Accept-Encoding") != c.zipped {
			t.Errorf("%s: %d, compressed %v, %v, %v", c.name, out.StatusCode, out.IsBase64Encoded, out.Headers, err)
			continue
		}
		switch {
		case c.status != 200:
			if !strings.Contains(out.Body, `"answer_too_large"`) || out.Headers["Content-Type"] != "application/problem+json" {
				t.Errorf("%s: %s", c.name, out.Body)
			}
		case unzipped(t, out) != c.body:
			t.Errorf("%s is something else", c.name)
		}
	}
}

func unzipped(t *testing.T, out events.APIGatewayV2HTTPResponse) string {
	t.Helper()
	if !out.IsBase64Encoded {
		return out.Body
	}
	packed, err := base64.StdEncoding.DecodeString(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(whole)
}
