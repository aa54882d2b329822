package local

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"dangol/shared/dynamo"
	"dangol/shared/ledger"
)

// start brings up a whole installation in a folder of its own, with the built
// functions, and a store key.
func start(t *testing.T) (url, token, key string, stack *Stack) {
	t.Helper()
	if err := os.Chdir("../.."); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chdir("infra/local") }) //nolint:errcheck // the next test would say
	if _, err := os.Stat(FunctionsOf + "/ingest"); err != nil {
		t.Skip("the functions are not built: run make test")
	}
	ctx, stop := context.WithCancel(context.Background())
	data := t.TempDir()
	for _, name := range []string{dynamoDBPoint, s3Point} {
		t.Setenv(name, "") // emulators of its own
	}
	stack, err := Start(ctx, Settings{Data: data, Told: func(string) {}})
	if err != nil {
		t.Fatal(err)
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() {
		done <- stack.Serve(ctx, "127.0.0.1:"+port, data, "token", func() error { close(ready); return nil })
	}()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		stack.Close()
	})
	return "http://127.0.0.1:" + port, "token", makeStore(t, stack), stack
}

func makeStore(t *testing.T, stack *Stack) string {
	t.Helper()
	ctx := context.Background()
	db := dynamo.New(stack.DynamoDBClient(), dynamo.Tables{Ledger: "LedgerTable", Customers: "CustomersTable", Shop: "ShopTable"})
	sum := sha256.Sum256([]byte("secret"))
	for _, err := range []error{
		db.CreateMerchant(ctx, ledger.Merchant{Name: "m", Currency: "KRW", Zone: "Asia/Seoul"}),
		db.CreateStore(ctx, ledger.Store{
			ID: "main", Name: "본점", Country: "KR", Created: time.Now(), Hours: []ledger.Hours{{Zone: "Asia/Seoul", DayStart: 240}},
		}),
		db.CreateKey(ctx, ledger.StoreKey{ID: "k", Store: "main", Hash: hex.EncodeToString(sum[:])}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return "dgl_k_secret"
}

func send(t *testing.T, method, url, key, body string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("X-Dangol-Token", key)
	r.Header.Set("Content-Type", "application/json")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	content, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.StatusCode, string(content), w.Header
}

// One sale goes in by HTTP and comes out as a grade, through the real binaries.
func TestSaleToGrade(t *testing.T) {
	url, token, key, stack := start(t)
	today := ledger.DayOf(time.Now().UTC())
	sale := fmt.Sprintf(`{"id":"s1","type":"sale","occurredAt":"%sT03:00:00Z","customer":{"phone":"010-1234-5678"},"total":650000}`, today-1)

	var wait sync.WaitGroup
	codes := make([]int, 64)
	for i := range codes {
		wait.Go(func() { codes[i], _, _ = send(t, "POST", url+"/v1/transactions", key, sale) })
	}
	wait.Wait()
	counts := map[int]int{}
	for _, code := range codes {
		counts[code]++
	}
	if counts[201] != 1 || counts[200] != 63 {
		t.Errorf("64 copies of one sale at once: %v", counts)
	}

	night := fmt.Sprintf(`{"asOf":"%s"}`, today)
	if code, body, _ := send(t, "POST", url+"/_local/invoke/nightly", token, night); code != 200 || !strings.Contains(body, `"committed":true`) {
		t.Fatalf("night: %d %s", code, body)
	}
	code, body, _ := send(t, "POST", url+"/v1/customers/lookup", key, `{"phone":"+82 10 1234 5678"}`)
	if code != 200 || !strings.Contains(body, `"id":"family"`) {
		t.Errorf("lookup: %d %s", code, body)
	}
	code, body, header := send(t, "GET", url+"/data/latest.json", "", "")
	if code != 200 || header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("latest: %d %v", code, header)
	}
	var latest struct {
		Scopes map[string]struct {
			Files map[string]struct{ Key, SHA256 string }
		}
	}
	if err := json.Unmarshal([]byte(body), &latest); err != nil {
		t.Fatal(err)
	}
	file := latest.Scopes["all"].Files["grades.json"]
	code, body, header = send(t, "GET", url+"/data/"+file.Key, "", "")
	if sum := sha256.Sum256([]byte(body)); code != 200 || hex.EncodeToString(sum[:]) != file.SHA256 || !strings.Contains(header.Get("Cache-Control"), "immutable") {
		t.Errorf("grades: %d %v", code, header)
	}
	for _, outside := range []string{"/data/manifests/x.json", "/data/../pages", "/data/inputs/x.json"} {
		if code, _, _ := send(t, "GET", url+outside, "", ""); code == 200 {
			t.Errorf("%s is served", outside)
		}
	}
	if code, _, _ := send(t, "POST", url+"/_local/invoke/nightly", "guess", "{}"); code != 403 {
		t.Errorf("a call of ours without the token: %d", code)
	}
	killed(t, url, key, stack)
	silent(t, url, key, stack)
}

// killed kills the ingest processes under load: whatever was answered is there,
// and sending everything again leaves each sale once.
func killed(t *testing.T, url, key string, stack *Stack) {
	day := ledger.DayOf(time.Now().UTC()) - 1
	body := func(i int) string {
		return fmt.Sprintf(`{"id":"k%d","type":"sale","occurredAt":"%sT03:00:00Z","total":1}`, i, day)
	}
	var mu sync.Mutex
	answered := map[int]bool{}
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			for i := worker; i < 200; i += 8 {
				code, _, _ := send(t, "POST", url+"/v1/transactions", key, body(i))
				mu.Lock()
				answered[i] = code == 201
				mu.Unlock()
			}
		})
	}
	for range 5 {
		time.Sleep(60 * time.Millisecond)
		stack.Host.Kill("ingest")
	}
	wait.Wait()
	lost := 0
	for i := range 200 {
		code, answer, _ := send(t, "POST", url+"/v1/transactions", key, body(i))
		if code != 200 && (code != 201 || answered[i]) {
			t.Errorf("sale %d, answered before: %v, is %d %s", i, answered[i], code, answer)
		}
		if !answered[i] {
			lost++
		}
	}
	t.Logf("%d of 200 answers were lost to the kills", lost)
}

// The gateway never lets one caller's body reach another's answer.
func TestGatewayKeepsBytes(t *testing.T) {
	body := []byte("\xff\x00binary")
	r, err := http.NewRequest("POST", "http://x/v1/a%2Fb?q=1", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	e := event(r, body)
	if !e.IsBase64Encoded || e.RawPath != "/v1/a%2Fb" || e.RawQueryString != "q=1" {
		t.Errorf("%+v", e)
	}
}
