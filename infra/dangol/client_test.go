package main

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dangol/shared/api"
)

// script answers requests in turn, the last answer for ever.
type script []said

type said struct {
	status           int
	retryAfter, body string
}

func (s *script) RoundTrip(*http.Request) (*http.Response, error) {
	next := (*s)[0]
	if len(*s) > 1 {
		*s = (*s)[1:]
	}
	h := http.Header{}
	if next.retryAfter != "" {
		h.Set("Retry-After", next.retryAfter)
	}
	return &http.Response{StatusCode: next.status, Header: h, Body: io.NopCloser(strings.NewReader(next.body))}, nil
}

// An import waits when it is told to, however often, and tries again when the
// server is busy, though not for ever.
func TestPosterWaits(t *testing.T) {
	done := said{207, "", `{"results":[{"status":201}],"counts":{"recorded":1}}`}
	tooFast := slices.Repeat(script{{429, "2", "{}"}}, 3*triesMax)
	for _, c := range []struct {
		name   string
		script script
		took   time.Duration
		fails  bool
	}{
		{"at once", script{done}, 0, false},
		{"too fast", append(tooFast, done), 2 * time.Second * 3 * triesMax, false},
		{"too fast, says the gateway", script{{429, "", "{}"}, done}, 200 * time.Millisecond, false},
		{"busy", script{{503, "5", "{}"}, done}, 5 * time.Second, false},
		{"always busy", script{{503, "", "{}"}}, 3 * time.Second, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &poster{client: http.Client{Transport: &c.script}, progress: &progress{out: io.Discard}}
				began := time.Now()
				err := p.post(context.Background(), []api.Transaction{{ID: "a"}})
				if (err != nil) != c.fails || (p.counts.Recorded == 1) == c.fails {
					t.Errorf("%+v, %v", p.counts, err)
				}
				if took := time.Since(began); took != c.took {
					t.Errorf("took %s, want %s", took, c.took)
				}
			})
		})
	}
}
