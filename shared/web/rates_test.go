package web_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"dangol/shared/web"
)

// A store may send a thousand at once and a hundred a second after that; what
// another sends is not its concern, and being refused costs nothing.
func TestRates(t *testing.T) {
	now := time.Unix(1_000, 0)
	rates := web.NewRates(func() time.Time { return now })
	taken := func(store string, tries int) (n int) {
		for range tries {
			if rates.Take(store) == nil {
				n++
			}
		}
		return n
	}
	for _, step := range []struct {
		name  string
		after time.Duration
		store string
		want  int
	}{
		{"a burst", 0, "a", 1_000},
		{"at once again", 0, "a", 0},
		{"another store", 0, "b", 1_000},
		{"not a request's time later", 9 * time.Millisecond, "a", 0},
		{"a request's time later", time.Millisecond, "a", 1},
		{"a second later", time.Second, "a", 100},
		{"a rest later", time.Hour, "a", 1_000},
		{"when the clock went back", -time.Minute, "a", 0},
	} {
		now = now.Add(step.after)
		if got := taken(step.store, 1_500); got != step.want {
			t.Errorf("%s: %d, want %d", step.name, got, step.want)
		}
	}
	p := rates.Take("a")
	if p == nil || p.Status != 429 || p.Code != "too_many_requests" || retryAfter(p) == "" {
		t.Fatalf("%+v", p)
	}
	if got := retryAfter(web.TooMany(time.Nanosecond)); got != "1" {
		t.Errorf("a moment is told as %q", got)
	}
	if got := retryAfter(web.TooMany(1001 * time.Millisecond)); got != "2" {
		t.Errorf("more than a second is told as %q", got)
	}
}

func retryAfter(p *web.Problem) string {
	w := httptest.NewRecorder()
	p.Write(w)
	return w.Header().Get("Retry-After")
}
