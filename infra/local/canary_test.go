package local

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dangol/shared/ledger"
)

// canaries are who a customer is and what a till's key is, as sent and in the
// forms we make of them.
var canaries = []string{
	"010-7391-2846", "7391-2846", "1073912846", "9410-2222-7391", "941022227391", "M-CANARY-99", "김카나리아", "dgl_k_secret", "dgl_gone_canary",
	"canary@example.com", "1987-06-05", "카나리아길",
}

// sing sends canaries in good requests and bad ones, and gives the answers.
func sing(t *testing.T, url, key string) []string {
	t.Helper()
	var requests [][3]string // method, path, body
	for i, who := range []string{
		`"phone":"010-7391-2846"`, `"phone":"010-7391-2846x"`, `"card":"9410-2222-7391"`, `"memberNo":"M-CANARY-99"`, `"memberNo":"M-CANARY-99\u0000"`,
		`"phone":"010-7391-2846","card":"9410-2222-7391"`, `"김카나리아":1,"김카나리아":2`, `"phone":"010-7391-2846`,
	} {
		sale := canarySale(fmt.Sprint("c", i), who)
		body := `{"name":"김카나리아","email":"canary@example.com","birthday":"1987-06-05","address":"카나리아길 1",` + who + `}`
		requests = append(requests, [][3]string{
			{"POST", "/v1/transactions", sale}, {"POST", "/v1/transactions", strings.Replace(sale, `"total":1`, `"total":2`, 1)},
			{"POST", "/v1/transactions/batch", `{"transactions":[` + sale + `]}`},
			{"POST", "/v1/customers", body}, {"POST", "/v1/customers/lookup", body},
		}...)
	}
	requests = append(requests, [3]string{"GET", "/v1/customers/010-7391-2846", ""}, [3]string{"GET", "/v1/customers/x?phone=010-7391-2846&phone=2", ""})
	answers := ask(t, url, key, requests)
	return append(answers, ask(t, url, "dgl_gone_canary", requests)...)
}

// manage lets a manager write and read canaries. What a manager is told of a
// person is theirs to know; what goes wrong tells nothing.
func manage(t *testing.T, url, key, token string) (wrong []string) {
	t.Helper()
	_, body, _ := send(t, "POST", url+"/v1/customers", key, `{"memberNo":"M-CANARY-99","name":"김카나리아"}`)
	var joined struct{ CustomerID string }
	if err := json.Unmarshal([]byte(body), &joined); err != nil || joined.CustomerID == "" {
		t.Fatalf("%s, %v", body, err)
	}
	path := url + "/v1/desk/customers/" + joined.CustomerID
	code, body, _ := send(t, "GET", path, token, "")
	if code != 200 || !strings.Contains(body, "김카나리아") {
		t.Errorf("a manager is told %d %s", code, body)
	}
	for _, r := range [][3]string{
		{"PUT", path, `{"revision":0,"name":"김카나리아","email":"canary@example.com"}`},
		{"PUT", path, `{"revision":1,"name":"김카나리아","birthday":"1987-06-05x"}`},
		{"PUT", path, `{"revision":1,"name":"김카나리아"`},
		{"POST", path + "/merge", `{"from":"김카나리아"}`},
		{"POST", path + "/consents", `{"consents":[{"channel":"김카나리아"}]}`},
		{"GET", url + "/v1/desk/customers/010-7391-2846", ""},
		{"PUT", url + "/v1/desk/policy", `{"김카나리아":1}`},
	} {
		code, body, header := send(t, r[0], r[1], token, r[2])
		if code < 400 {
			t.Errorf("%s %s: %d", r[0], r[2], code)
		}
		wrong = append(wrong, fmt.Sprintf("%d %s %v", code, body, header))
	}
	return wrong
}

func canarySale(id, who string) string {
	day := ledger.DayOf(time.Now().UTC()) - 1
	return fmt.Sprintf(`{"id":%q,"type":"sale","occurredAt":"%sT03:00:00Z","total":1,"name":"김카나리아",%s,"customer":{%[3]s}}`, id, day, who)
}

// ask sends all requests at once.
func ask(t *testing.T, url, key string, requests [][3]string) []string {
	t.Helper()
	answers := make([]string, len(requests))
	var wait sync.WaitGroup
	for i, r := range requests {
		wait.Go(func() {
			code, body, header := send(t, r[0], url+r[1], key, r[2])
			answers[i] = fmt.Sprintf("%d %s %v", code, body, header)
		})
	}
	wait.Wait()
	return answers
}

// silent checks that canaries reach no answer and no file: logs of functions
// and emulators, tables and objects. At the end the tables are gone, so that
// there is something to log.
func silent(t *testing.T, url, key string, stack *Stack) {
	t.Helper()
	answers := sing(t, url, key)
	issuer, err := OpenIssuer(filepath.Dir(stack.Host.logs))
	if err != nil {
		t.Fatal(err)
	}
	token, err := issuer.Token("m1", "managers", time.Now(), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	answers = append(answers, manage(t, url, key, token)...)
	stack.servers[0].Process.Kill() //nolint:errcheck // it may be gone
	<-stack.servers[0].ended
	body := canarySale("dark", `"phone":"010-7391-2846"`)
	answers = append(answers, ask(t, url, key, [][3]string{
		{"POST", "/v1/transactions", body}, {"POST", "/v1/customers", body}, {"POST", "/v1/customers/lookup", body},
	})...)
	for _, a := range answers {
		noCanary(t, "an answer", a)
	}
	for _, code := range []string{"201", "207", "401", "404", "409", "422", "503"} {
		if !strings.Contains("\n"+strings.Join(answers, "\n"), "\n"+code) {
			t.Errorf("nothing was answered with %s", code)
		}
	}
	logged := map[string]bool{}
	err = filepath.WalkDir(filepath.Dir(stack.Host.logs), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		logged[filepath.Base(path)] = strings.Contains(string(content), "request failed")
		noCanary(t, path, string(content))
		return nil
	})
	if err != nil || !logged["till.log"] || !logged["ingest.log"] {
		t.Errorf("what went wrong is logged: %v, %v", logged, err)
	}
}

func noCanary(t *testing.T, where, text string) {
	t.Helper()
	for _, canary := range canaries {
		if strings.Contains(text, canary) {
			t.Errorf("%q is in %s: %.300s", canary, where, text)
		}
	}
}
