package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/web"

	"github.com/aws/aws-lambda-go/events"
)

// canaries must stay where they are put: a number, a card, a member number and
// a name as sent and in the forms we make of them, and a key and its hash.
func canaries() []string {
	sum := sha256.Sum256([]byte("secret"))
	return []string{
		"010-7391-2846", "7391-2846", "1073912846", "9410-2222-7391", "941022227391", "M-CANARY-99", "김카나리아", `\uae40\uce74`,
		"canary@example.com", "1987-06-05",
		"dgl_key_secret", "dgl_gone_canary", hex.EncodeToString(sum[:]),
	}
}

// sing is every kind of request there is, with canaries wherever they fit.
func sing(send func(method, path, body, key string)) {
	who := []string{`"phone":"010-7391-2846"`, `"phone":"+82 1073912846"`, `"phone":"010-7391-2846x"`, `"phone":["010-7391-2846"]`, `"phone":1073912846`,
		`"card":"9410-2222-7391"`, `"memberNo":"M-CANARY-99"`, `"memberNo":"M-CANARY-99\u0000"`, `"memberNo":"` + strings.Repeat("M-CANARY-99", 30) + `"`,
		`"id":"M-CANARY-99#"`, `"phone":"010-7391-2846","card":"9410-2222-7391"`, `"김카나리아":1,"김카나리아":2`, `"phone":"010-7391-2846`}
	rest := []string{`"total":5`, `"total":"010-7391-2846"`, `"total":5,"staff":"김카나리아","receipt":"010-7391-2846"`, `"total":5,"lines":[{"name":"김카나리아","amount":4}]`}
	n := 0
	for _, key := range []string{"dgl_key_secret", "dgl_gone_canary", "dgl_key_010-7391-2846"} {
		for _, w := range who {
			for _, r := range rest {
				n++
				sale := fmt.Sprintf(`{"id":"c%d","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","name":"김카나리아","customer":{%s},%s}`, n, w, r)
				send("POST", "/v1/transactions", sale, key)
				send("POST", "/v1/transactions", strings.Replace(sale, "18:00", "18:01", 1), key) // a conflict
				send("POST", "/v1/transactions/batch", `{"transactions":[`+sale+`,{`+w+`}]}`, key)
			}
			body := `{"name":"김카나리아","email":"canary@example.com","birthday":"1987-06-05","staff":"김카나리아",` + w + `}`
			send("POST", "/v1/customers", body, key)
			send("POST", "/v1/customers", strings.Replace(body, `"name"`, `"memberNo":"7","name"`, 1), key) // may disagree
			send("POST", "/v1/customers/lookup", body, key)
			send("POST", "/v1/customers", `{"memberNo":"8","referrer":{`+w+`}}`, key)
		}
		for _, path := range []string{"/v1/customers/010-7391-2846", "/v1/customers/M-CANARY-99%00", "/v1/김카나리아", "/v1/customers/x?phone=010-7391-2846&phone=1", "/v1/customers/../010-7391-2846"} {
			for _, method := range []string{"GET", "POST", "DELETE"} {
				send(method, path, `{"phone":"010-7391-2846"}`, key)
			}
		}
	}
}

// Who a customer is and what a till's key is reach no log, no output and no
// answer, whatever goes well or wrong.
func TestCanariesStayInside(t *testing.T) {
	printed := capture(t)
	statuses := map[int]int{}
	for _, trouble := range []func(*till){
		func(*till) {},
		func(x *till) { *x = *tillWith(noPepper{}) },
		func(x *till) { x.Before = func(string) error { return fmt.Errorf("throttled: %w", ledger.ErrBusy) } },
		func(x *till) { x.Before = func(string) error { panic("010-7391-2846") } },
	} {
		x := newTill()
		sing(x.listen(t, statuses))
		trouble(x)
		sing(x.listen(t, statuses))
	}
	for _, status := range []int{200, 201, 207, 400, 401, 404, 405, 409, 422, 500, 503} {
		if statuses[status] == 0 {
			t.Errorf("nothing was answered with %d: %v", status, statuses)
		}
	}
	noCanary(t, "the log", printed())
}

type noPepper struct{}

func (noPepper) Pepper(context.Context) (customer.Pepper, error) {
	return customer.Pepper{}, customer.ErrPepper
}

// listen gives a way to send to the functions that looks for canaries in every
// answer and counts statuses.
func (x *till) listen(t *testing.T, statuses map[int]int) func(method, path, body, key string) {
	ingest, till := web.Lambda(x.ingest), web.Lambda(x.till)
	return func(method, path, body, key string) {
		x.Clock = x.Clock.Add(10 * time.Millisecond)
		path, query, _ := strings.Cut(path, "?")
		e := events.APIGatewayV2HTTPRequest{RawPath: path, RawQueryString: query, Body: body, Headers: map[string]string{
			"authorization": "Bearer " + key, "content-type": "application/json", "x-phone": "010-7391-2846",
		}}
		e.RequestContext.HTTP.Method = method
		function := till
		if strings.HasPrefix(path, "/v1/transactions") {
			function = ingest
		}
		payload, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := function.Invoke(context.Background(), payload)
		if err != nil {
			t.Fatal(err)
		}
		var out events.APIGatewayV2HTTPResponse
		if err := json.Unmarshal(answer, &out); err != nil {
			t.Fatal(err)
		}
		statuses[out.StatusCode]++
		noCanary(t, fmt.Sprintf("%d to %s %s", out.StatusCode, method, body), string(answer))
	}
}

func noCanary(t *testing.T, where, text string) {
	t.Helper()
	for _, canary := range canaries() {
		if strings.Contains(text, canary) {
			t.Errorf("%s: %q is in %s", where, canary, text)
		}
	}
}

// capture collects what is logged and printed until printed is called.
func capture(t *testing.T) (printed func() string) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "printed"))
	if err != nil {
		t.Fatal(err)
	}
	logger, stdout, stderr := slog.Default(), os.Stdout, os.Stderr
	restore := func() {
		slog.SetDefault(logger)
		os.Stdout, os.Stderr = stdout, stderr
	}
	t.Cleanup(func() { restore(); file.Close() })
	slog.SetDefault(slog.New(slog.NewJSONHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug})))
	os.Stdout, os.Stderr = file, file
	return func() string {
		restore()
		content, err := os.ReadFile(file.Name())
		if err != nil || len(content) == 0 {
			t.Fatalf("nothing was logged: %v", err)
		}
		return string(content)
	}
}

// No route takes anything in its path but an id of ours, and nothing in a query:
// what there were to sort, filter or page by would be named here.
func TestNoIdentifiersInURLs(t *testing.T) {
	content, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var described struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In string }
		}
	}
	if err := json.Unmarshal(content, &described); err != nil || len(described.Paths) == 0 {
		t.Fatalf("%d paths, %v", len(described.Paths), err)
	}
	for path, methods := range described.Paths {
		for method, op := range methods {
			for _, p := range op.Parameters {
				if p.In != "header" && (p.In != "path" || p.Name != "id") {
					t.Errorf("%s %s takes %s in its %s", strings.ToUpper(method), path, p.Name, p.In)
				}
			}
		}
	}
}
