package local

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"dangol/shared/ledger"
)

// managed is a stack with a manager.
type managed struct {
	t                        *testing.T
	url, token, key, manager string
}

func startManaged(t *testing.T) *managed {
	url, token, key, stack := start(t)
	issuer, err := OpenIssuer(filepath.Dir(stack.Host.logs))
	if err != nil {
		t.Fatal(err)
	}
	manager, err := issuer.Token("m1", "managers", time.Now(), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return &managed{t, url, token, key, manager}
}

// ask sends a request and reads the answer.
func (m *managed) ask(method, path, key, body string, want int, answer any) {
	m.t.Helper()
	code, content, _ := send(m.t, method, m.url+path, key, body)
	if code != want {
		m.t.Fatalf("%s %s: %d %s", method, path, code, content)
	}
	if err := json.Unmarshal([]byte(content), answer); err != nil {
		m.t.Fatal(err)
	}
}

func (m *managed) night(asOf ledger.Day) {
	m.t.Helper()
	var reply struct{ Committed bool }
	m.ask("POST", "/_local/invoke/nightly", m.token, fmt.Sprintf(`{"asOf":"%s"}`, asOf), http.StatusOK, &reply)
	if !reply.Committed {
		m.t.Fatalf("the night of %s published nothing", asOf)
	}
}

// policies is how many versions the policy has.
func (m *managed) policies() int {
	var kept struct{ Versions []any }
	m.ask("GET", "/v1/desk/policy", m.manager, "", http.StatusOK, &kept)
	return len(kept.Versions)
}

// grade is what the till says of a member.
func (m *managed) grade(member int) string {
	var found struct {
		Matches []struct{ Grade struct{ ID string } }
	}
	m.ask("POST", "/v1/customers/lookup", m.key, fmt.Sprintf(`{"memberNo":"%d"}`, member), http.StatusOK, &found)
	return found.Matches[0].Grade.ID
}

// A manager asks through the real binaries what a policy would change, sees
// that nothing was saved, saves it, and the next night does what was told.
func TestPreviewThroughTheStack(t *testing.T) {
	m := startManaged(t)
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	today := ledger.DayOf(time.Now().In(seoul))
	var ignored any
	for i, total := range []int{99_000, 100_000, 130_000} {
		m.ask("POST", "/v1/transactions", m.key, fmt.Sprintf(
			`{"id":"s%d","type":"sale","occurredAt":"%sT03:00:00Z","customer":{"memberNo":"%d"},"total":%d}`, i, today-2, i+1, total), http.StatusCreated, &ignored)
	}
	easier := fmt.Sprintf(`{"version":2,"effective":"%s","grades":{"grades":[{"id":"best","from":100000},{"id":"first"}]}}`, today)
	m.ask("POST", "/v1/desk/policy/preview", m.manager, easier, http.StatusConflict, &ignored)
	m.night(today - 1)

	var told struct {
		On     ledger.Day
		Moved  struct{ Customers, Sales int }
		Grades []struct {
			ID    string
			Asked int
		}
	}
	m.ask("POST", "/v1/desk/policy/preview", m.manager, easier, http.StatusOK, &told)
	if n := m.policies(); n != 1 {
		t.Errorf("after a preview the policy has %d versions", n)
	}
	// The second becomes the best; the third is a neighbour by the rules in
	// force, which the others have not, and becomes the best too.
	if told.On != today || told.Moved.Customers != 2 || told.Moved.Sales != 230_000 {
		t.Errorf("%+v", told)
	}
	m.ask("PUT", "/v1/desk/policy", m.manager, easier, http.StatusOK, &ignored)
	m.night(told.On)
	has := map[string]int{}
	for i := range 3 {
		has[m.grade(i+1)]++
	}
	for _, g := range told.Grades {
		if has[g.ID] != g.Asked {
			t.Errorf("%s: %d were previewed, %d have it", g.ID, g.Asked, has[g.ID])
		}
	}
}
