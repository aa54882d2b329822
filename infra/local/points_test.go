package local

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/policy"

	"github.com/anishathalye/porcupine"
)

const (
	clients = 16
	rounds  = 14
)

// asked is one thing a till does to a customer's points.
type asked struct {
	who  string
	does string // earn, claw, hold, capture, release or look
	n    int64
}

// heard is what it hears: the balance after it, or that it was refused.
type heard struct {
	code                  int
	available, held, debt int64
}

// account is one customer's, as an abacus would keep it.
type account struct{ available, held, debt int64 }

// abacus says what a till may hear, if everything happened one after the other.
var abacus = porcupine.Model{
	Partition: func(history []porcupine.Operation) (by [][]porcupine.Operation) {
		all := map[string][]porcupine.Operation{}
		for _, o := range history {
			all[o.Input.(asked).who] = append(all[o.Input.(asked).who], o)
		}
		for _, part := range all {
			by = append(by, part)
		}
		return by
	},
	Init: func() any { return account{} },
	Step: func(state, input, output any) (bool, any) {
		a, q, h := state.(account), input.(asked), output.(heard)
		if h.code == http.StatusConflict { // the hold had ended otherwise
			return true, a
		}
		switch q.does {
		case "earn":
			paid := min(a.debt, q.n)
			a.debt, a.available = a.debt-paid, a.available+q.n-paid
		case "claw":
			taken := min(a.available, q.n)
			a.available, a.debt = a.available-taken, a.debt+q.n-taken
		case "hold":
			if h.code == http.StatusUnprocessableEntity {
				return a.available < q.n, a
			}
			a.available, a.held = a.available-q.n, a.held+q.n
		case "capture":
			a.held -= q.n
		case "release":
			paid := min(a.debt, q.n)
			a.held, a.debt, a.available = a.held-q.n, a.debt-paid, a.available+q.n-paid
		}
		return a.available >= 0 && a.held >= 0 && (account{h.available, h.held, h.debt}) == a, a
	},
}

// counter is a shop whose clients write down what they do and hear.
type counter struct {
	t        *testing.T
	url, key string
	day      ledger.Day
	ids      map[string]string // who → customer id
	began    time.Time

	mu      sync.Mutex
	history []porcupine.Operation
	sums    map[string]int64
}

// do sends a request and notes it.
func (c *counter) do(client int, q asked, method, path, body string) int {
	called := time.Since(c.began).Nanoseconds()
	code, answer, _ := send(c.t, method, c.url+path, c.key, body)
	returned := time.Since(c.began).Nanoseconds()
	var balance struct {
		points.Balance
		Points json.RawMessage
	}
	if err := json.Unmarshal([]byte(answer), &balance); err != nil {
		c.t.Errorf("%s: %d %s", path, code, answer)
	}
	if strings.HasPrefix(string(balance.Points), "{") { // of a sale or a customer
		if err := json.Unmarshal(balance.Points, &balance.Balance); err != nil {
			c.t.Error(err)
		}
	}
	if code >= 500 || code == http.StatusTooManyRequests {
		c.t.Errorf("%s: %d %s", path, code, answer)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.history = append(c.history, porcupine.Operation{
		ClientId: client, Input: q, Call: called, Return: returned,
		Output: heard{code, int64(balance.Available), int64(balance.Held), int64(balance.Debt)},
	})
	if code < 300 {
		c.sums[q.who] += map[string]int64{"earn": 1, "claw": -1, "capture": -1}[q.does] * q.n
	}
	return code
}

func (c *counter) transaction(client int, q asked, id, more string) {
	c.do(client, q, "POST", "/v1/transactions", fmt.Sprintf(`{"id":%q,"occurredAt":"%sT03:00:00Z","total":%d,%s}`, id, c.day, q.n*10, more))
}

// work is one client's shift: it sells, takes back, holds, and ends its holds,
// now and then in two ways at once.
func (c *counter) work(client int) {
	random := rand.New(rand.NewPCG(uint64(client), 7))
	for i := range rounds {
		who := fmt.Sprint("c", random.IntN(3))
		id, n := fmt.Sprintf("x%d-%d", client, i), int64(10+random.IntN(90))
		sell := func() {
			c.transaction(client, asked{who, "earn", n}, id, fmt.Sprintf(`"type":"sale","customer":{"memberNo":%q}`, who))
		}
		switch random.IntN(4) {
		case 0:
			sell()
			c.transaction(client, asked{who, "claw", n}, "r"+id, fmt.Sprintf(`"type":"refund","refundOf":{"businessDay":%q,"id":%q}`, c.day, id))
		case 1:
			sell()
		case 2:
			c.do(client, asked{who: who, does: "look"}, "GET", "/v1/customers/"+c.ids[who], "")
			fallthrough
		default:
			if c.do(client, asked{who, "hold", n}, "POST", "/v1/points/holds", fmt.Sprintf(`{"id":%q,"customer":%q,"points":%d}`, id, c.ids[who], n)) == http.StatusCreated {
				c.end(client, who, id, n, random.IntN(3))
			}
		}
	}
}

func (c *counter) end(client int, who, id string, n int64, how int) {
	capture := func(client int) {
		c.do(client, asked{who, "capture", n}, "POST", "/v1/points/holds/"+id+"/capture", `{}`)
	}
	release := func(client int) {
		c.do(client, asked{who, "release", n}, "POST", "/v1/points/holds/"+id+"/release", "")
	}
	switch how {
	case 0:
		capture(client)
	case 1:
		release(client)
	default:
		var both sync.WaitGroup
		both.Go(func() { capture(client) })
		both.Go(func() { release(client + clients) })
		both.Wait()
	}
}

// Sixteen tills and three customers, through the real binaries: there is an
// order in which everything anybody heard is right, nothing is a 5xx, and the
// sums are exact.
func TestTillsShareCustomersPoints(t *testing.T) {
	url, _, key, stack := start(t)
	ctx := context.Background()
	db := dynamo.New(stack.DynamoDBClient(), dynamo.Tables{Ledger: "LedgerTable", Customers: "CustomersTable", Shop: "ShopTable"})
	p, rules := policy.Default(), points.DefaultPolicy()
	rules.Rate = points.Rate{Points: 1, Per: 10}
	p.Version, p.Points = 2, &rules
	if err := db.AddPolicy(ctx, p); err != nil {
		t.Fatal(err)
	}
	c := &counter{
		t: t, url: url, key: key, day: ledger.DayOf(time.Now().UTC()) - 1,
		ids: map[string]string{}, began: time.Now(), sums: map[string]int64{},
	}
	for i := range 3 {
		who := fmt.Sprint("c", i)
		_, answer, _ := send(t, "POST", url+"/v1/customers", key, fmt.Sprintf(`{"memberNo":%q}`, who))
		var enrolled struct{ CustomerID string }
		if err := json.Unmarshal([]byte(answer), &enrolled); err != nil || enrolled.CustomerID == "" {
			t.Fatalf("%s", answer)
		}
		c.ids[who] = enrolled.CustomerID
	}
	var shift sync.WaitGroup
	for client := range clients {
		shift.Go(func() { c.work(client) })
	}
	shift.Wait()
	took := time.Since(c.began)
	if result, _ := porcupine.CheckOperationsVerbose(abacus, c.history, time.Minute); result != porcupine.Ok {
		t.Errorf("%d operations are %s", len(c.history), result)
	}
	for who, id := range c.ids {
		_, a, err := db.WithAccount(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := db.Entries(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		fold := map[points.Place]points.Points{}
		for _, e := range entries {
			points.Fold(e.Moves, fold)
		}
		b := a.Balance()
		if sum := int64(b.Available + b.Held - b.Debt); sum != c.sums[who] || int64(-fold[points.Issuer]) != sum || a.Version != int64(len(entries)) {
			t.Errorf("%s has %+v; tills count %d, entries %d in %d", who, b, c.sums[who], -fold[points.Issuer], len(entries))
		}
	}
	codes := map[int]int{}
	for _, o := range c.history {
		codes[o.Output.(heard).code]++
	}
	t.Logf("%d operations in %s: %v", len(c.history), took.Round(time.Millisecond), codes)
}
