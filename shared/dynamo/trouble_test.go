package dynamo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/customer"
	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/web"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// hasty retries as the SDK does, without its pauses.
func hasty(o *dynamodb.Options) {
	o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond })
}

// actionsOf counts the items of a transaction.
func actionsOf(t *testing.T, c ledgertest.Call) int {
	var in struct{ TransactItems []any }
	if err := json.Unmarshal(c.Body, &in); err != nil {
		t.Error(err)
	}
	return len(in.TransactItems)
}

// only makes trouble for the calls of op that bad picks.
func only(op string, bad func(ledgertest.Call) bool, trouble func(ledgertest.Call) ledgertest.Trouble) func(ledgertest.Call) ledgertest.Trouble {
	return func(c ledgertest.Call) ledgertest.Trouble {
		if c.Op == op && bad(c) {
			return trouble(c)
		}
		return ledgertest.Trouble{}
	}
}

func always(ledgertest.Call) bool { return true }

// Conflicts and throttles that pass delay a sale and do no more.
func TestTroubleThatPasses(t *testing.T) {
	three := func(c ledgertest.Call) bool { return c.Nth <= 3 }
	for name, trouble := range map[string]func(ledgertest.Call) ledgertest.Trouble{
		"conflict": func(c ledgertest.Call) ledgertest.Trouble {
			return ledgertest.Cancelled(actionsOf(t, c), "TransactionConflict")
		},
		"throttled in a transaction": func(c ledgertest.Call) ledgertest.Trouble {
			return ledgertest.Cancelled(actionsOf(t, c), "ThrottlingError")
		},
		"throttled": func(ledgertest.Call) ledgertest.Trouble { return ledgertest.Refusal("ThrottlingException") },
		"out of capacity": func(ledgertest.Call) ledgertest.Trouble {
			return ledgertest.Refusal("ProvisionedThroughputExceededException")
		},
		"in progress":  func(ledgertest.Call) ledgertest.Trouble { return ledgertest.Refusal("TransactionInProgressException") },
		"server error": func(ledgertest.Call) ledgertest.Trouble { return ledgertest.Refusal("InternalServerError") },
	} {
		t.Run(name, func(t *testing.T) {
			r := openOn(t, &ledgertest.Wire{}, impatient)
			r.wire.Reset(only("TransactWriteItems", three, trouble))
			began := time.Now()
			out := r.Append(context.Background(), []ledger.Arrival{sale("s1", "kim", 30)})[0]
			if out.Err != nil || !out.Fresh {
				t.Errorf("%+v", out)
			}
			if took := time.Since(began); took < 350*time.Millisecond { // half of 100, 200 and 400 ms
				t.Errorf("three tries failed in %s: no pause grows between", took)
			}
			d := r.dump(t)
			d.whole(t)
			if want := [8]int{1, 1, 0, 0, 1, 1, 0}; d.counts() != want {
				t.Errorf("%v, want %v", d.counts(), want)
			}
		})
	}
}

// Trouble that stays is told as such before the deadline, and nothing of the
// sale is there.
func TestTroubleThatStays(t *testing.T) {
	for name, trouble := range map[string]func(ledgertest.Call) ledgertest.Trouble{
		"conflict": func(c ledgertest.Call) ledgertest.Trouble {
			return ledgertest.Cancelled(actionsOf(t, c), "TransactionConflict")
		},
		"throttled":   func(ledgertest.Call) ledgertest.Trouble { return ledgertest.Refusal("ThrottlingException") },
		"unreachable": func(ledgertest.Call) ledgertest.Trouble { return ledgertest.Trouble{Before: true} },
		"silent":      func(ledgertest.Call) ledgertest.Trouble { return ledgertest.Trouble{Hangs: true} },
	} {
		t.Run(name, func(t *testing.T) {
			r := openOn(t, &ledgertest.Wire{}, impatient)
			r.wire.Reset(only("TransactWriteItems", always, trouble))
			ctx, stop := context.WithTimeout(context.Background(), time.Second)
			defer stop()
			out := r.Append(ctx, []ledger.Arrival{sale("s1", "kim", 0)})[0]
			if !errors.Is(out.Err, ledger.ErrBusy) || ctx.Err() != nil {
				t.Errorf("%+v, deadline %v", out, ctx.Err())
			}
			if d := r.dump(t); d.counts() != [8]int{} {
				t.Errorf("%v", d.counts())
			}
		})
	}
}

// With no time left to answer, nothing is begun.
func TestTooLateToBegin(t *testing.T) {
	r := openOn(t, &ledgertest.Wire{})
	ctx, stop := context.WithTimeout(context.Background(), 250*time.Millisecond)
	defer stop()
	if out := r.Append(ctx, []ledger.Arrival{sale("s1", "kim", 0)})[0]; !errors.Is(out.Err, ledger.ErrBusy) {
		t.Errorf("%+v", out)
	}
	if calls := r.wire.Calls(); len(calls) > 0 {
		t.Errorf("%d calls", len(calls))
	}
}

// shelf holds the one key these tests use.
type shelf struct{}

func (shelf) StoreKey(context.Context, string) (*ledger.StoreKey, error) {
	return &ledger.StoreKey{ID: "k", Store: "main", Hash: "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"}, nil // of "secret"
}

// A till whose sale meets trouble that stays hears 503 and when to try again.
// Sent again, the sale is answered 201 once, whatever became of the reply, and
// 200 with the same bytes after that.
func TestTillIsToldToTryAgain(t *testing.T) {
	r := openOn(t, &ledgertest.Wire{}, impatient)
	if err := errors.Join(
		r.CreateMerchant(context.Background(), ledger.Merchant{Currency: "KRW", Zone: "Asia/Seoul"}),
		r.CreateStore(context.Background(), ledger.Store{ID: "main", Hours: []ledger.Hours{{Zone: "Asia/Seoul"}}}),
	); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	ingest := (&api.Ingest{Keys: web.NewKeys(shelf{}, clock), Shop: r, Ledger: r, Pepper: pepper, Now: clock}).Handler()
	post := func() *httptest.ResponseRecorder {
		ctx, stop := context.WithTimeout(context.Background(), 10*time.Second) // enough on a busy machine
		defer stop()
		q := httptest.NewRequest(http.MethodPost, "/v1/transactions", strings.NewReader(
			`{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:00:00+09:00","total":1000,"customer":{"memberNo":"kim"}}`)).WithContext(ctx)
		q.Header.Set("Authorization", "Bearer dgl_k_secret")
		q.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		ingest.ServeHTTP(w, q)
		return w
	}
	r.wire.Reset(only("TransactWriteItems", always, func(c ledgertest.Call) ledgertest.Trouble {
		return ledgertest.Cancelled(actionsOf(t, c), "TransactionConflict")
	}))
	if w := post(); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	r.wire.Reset(only("TransactWriteItems", func(c ledgertest.Call) bool { return c.Nth == 1 }, func(ledgertest.Call) ledgertest.Trouble {
		return ledgertest.Trouble{After: true}
	}))
	first := post()
	r.wire.Reset(nil)
	again := post()
	if first.Code != http.StatusCreated || again.Code != http.StatusOK || first.Body.String() != again.Body.String() {
		t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
	}
}

// The SDK tries again by itself after a lost reply and meets its own write: it
// is ours, so it is fresh, and the next delivery is not.
func TestOwnWriteIsRecognised(t *testing.T) {
	for name, a := range map[string]ledger.Arrival{"put": sale("s1", "", 0), "transaction": sale("s1", "kim", 30)} {
		t.Run(name, func(t *testing.T) {
			r := openOn(t, &ledgertest.Wire{}, hasty)
			r.wire.Reset(func(c ledgertest.Call) ledgertest.Trouble {
				return ledgertest.Trouble{After: c.Nth == 1 && (c.Op == "PutItem" || c.Op == "TransactWriteItems")}
			})
			out := r.Append(context.Background(), []ledger.Arrival{a})[0]
			if out.Err != nil || !out.Fresh {
				t.Errorf("%+v", out)
			}
			tries := 0
			for _, c := range r.wire.Calls() {
				if c.Op == "PutItem" || c.Op == "TransactWriteItems" {
					tries++
				}
			}
			if tries < 2 {
				t.Error("the SDK did not try again: the test shows nothing")
			}
			again := r.Append(context.Background(), []ledger.Arrival{a})[0]
			if again.Err != nil || again.Fresh || !bytes.Equal(again.Answer, out.Answer) {
				t.Errorf("then %+v", again)
			}
			if d := r.dump(t); len(d.records) != 1 {
				t.Errorf("%d records", len(d.records))
			}
		})
	}
}

// A write whose outcome is unknown is answered by reading what is there, also
// when that takes more than one try.
func TestUnknownOutcomeIsRead(t *testing.T) {
	r := openOn(t, &ledgertest.Wire{}, impatient)
	r.wire.Reset(func(c ledgertest.Call) ledgertest.Trouble {
		return ledgertest.Trouble{After: c.Op == "PutItem" && c.Nth == 1, Before: c.Op == "GetItem" && c.Nth == 1}
	})
	out := r.Append(context.Background(), []ledger.Arrival{sale("s1", "", 0)})[0]
	if out.Err != nil || !out.Fresh || len(r.dump(t).records) != 1 {
		t.Errorf("%+v", out)
	}
	// Somebody else's transaction stands there: the lost write was refused.
	other := sale("s1", "", 0)
	other.Total++
	r.wire.Reset(func(c ledgertest.Call) ledgertest.Trouble {
		return ledgertest.Trouble{After: c.Op == "PutItem" && c.Nth == 1}
	})
	if out := r.Append(context.Background(), []ledger.Arrival{other})[0]; !errors.Is(out.Err, ledger.ErrConflict) {
		t.Errorf("%+v", out)
	}
}

// An identifier that waits is nowhere but where it waits, and gone once its
// customer is known.
func TestWhatWaitsIsDeleted(t *testing.T) {
	r := openOn(t, &ledgertest.Wire{})
	const number = "7788123"
	late := waiting(sale("s2", number, 40), number)
	if _, err := appends(waiting(sale("s1", number, 0), number), late)(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	other := *late.Transaction
	other.Total++
	late.Transaction = &other
	if out := r.Append(context.Background(), []ledger.Arrival{late})[0]; !errors.Is(out.Err, ledger.ErrConflict) {
		t.Errorf("%+v", out)
	}
	if got := r.mentions(t, number); len(got) != 2 || got[0] != "PENDING" || got[1] != "PENDING" {
		t.Errorf("while it waits: %v", got)
	}
	if err := r.LinkWaiting(context.Background(), pepper, now); err != nil {
		t.Fatal(err)
	}
	if got := r.mentions(t, number); len(got) > 0 {
		t.Errorf("once it is linked: %v", got)
	}
}

// Every read of the database is consistent: none can be behind what was
// answered before.
func TestReadsAreConsistent(t *testing.T) {
	wire := &ledgertest.Wire{}
	r := openOn(t, wire)
	ledgertest.Exam(t, func(*testing.T) ledgertest.Store { return r })
	ctx := context.Background()
	if err := r.CreateKey(ctx, ledger.StoreKey{ID: "k"}); err != nil {
		t.Fatal(err)
	}
	for _, read := range []func() error{
		func() error { _, err := r.Merchant(ctx); return err },
		func() error { _, err := r.Store(ctx, "main"); return err },
		func() error { _, err := r.Stores(ctx); return err },
		func() error { _, err := r.Policies(ctx); return err },
		func() error { _, err := r.StoreKey(ctx, "k"); return err },
	} {
		if err := read(); err != nil {
			t.Error(err)
		}
	}
	seen := map[string]int{}
	for _, c := range wire.Calls() {
		var in struct {
			ConsistentRead bool
			RequestItems   map[string]struct{ ConsistentRead bool }
		}
		switch c.Op {
		case "GetItem", "Query":
		case "BatchGetItem":
			in.ConsistentRead = true
		case "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems":
			continue
		default:
			t.Errorf("%s is a read this test does not know", c.Op)
		}
		if err := json.Unmarshal(c.Body, &in); err != nil {
			t.Fatal(err)
		}
		for _, table := range in.RequestItems {
			in.ConsistentRead = in.ConsistentRead && table.ConsistentRead
		}
		if !in.ConsistentRead {
			t.Errorf("%s may be stale: %s", c.Op, c.Body)
		}
		seen[c.Op]++
	}
	if len(seen) != 3 {
		t.Errorf("reads seen: %v", seen)
	}
}

// Whoever is erased while they enrol at another till begins anew: nothing they say
// is kept under the id that is gone.
func TestErasedWhileEnrolling(t *testing.T) {
	ctx := context.Background()
	r := openOn(t, &ledgertest.Wire{})
	if err := known(r); err != nil {
		t.Fatal(err)
	}
	id, err := r.kim(ctx)
	if err != nil {
		t.Fatal(err)
	}
	apart := dynamo.New(r.raw, r.tables)
	r.wire.Reset(only("GetItem", always, func(c ledgertest.Call) ledgertest.Trouble {
		if c.Nth != 2 { // the first finds whose the card is, the second reads the profile
			return ledgertest.Trouble{}
		}
		return ledgertest.Trouble{Instead: func(body []byte) []byte {
			if err := apart.Erase(ctx, id, "boss", now); err != nil {
				t.Error(err)
			}
			return body
		}}
	}))
	got, err := enrol("kim")(ctx, r)
	if err != nil || got[0] == id {
		t.Fatalf("%v, %v; erased was %s", got, err, id)
	}
	r.wire.Reset(nil)
	if p, err := r.Profile(ctx, id); err != nil || p != nil {
		t.Errorf("%+v, %v", p, err)
	}
	if owner, err := r.Lookup(ctx, pepper.Identity(member("kim"))); err != nil || owner != got[0] {
		t.Errorf("the card leads to %q, %v", owner, err)
	}
}

// A page of a query may be empty and still not be the last.
func TestEmptyPagesAreNotTheEnd(t *testing.T) {
	r := openOn(t, &ledgertest.Wire{})
	var arrivals []ledger.Arrival
	for _, id := range []string{"s1", "s2", "s3", "s4", "s5"} {
		arrivals = append(arrivals, sale(id, "", 0))
	}
	if _, err := appends(arrivals...)(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	day := ledger.DayOf(now)
	partition := `{"pk":{"S":"T#main#` + day.String() + `"},"sk":{"S":`
	r.wire.Reset(only("Query", always, func(c ledgertest.Call) ledgertest.Trouble {
		switch c.Nth {
		case 1:
			return ledgertest.Trouble{Status: 200, Reply: `{"Items":[],"Count":0,"LastEvaluatedKey":` + partition + `" "}}}`}
		case 4:
			return ledgertest.Trouble{Status: 200, Reply: `{"Items":[],"Count":0,"LastEvaluatedKey":` + partition + `"s2-"}}}`}
		}
		return ledgertest.Trouble{Instead: func(body []byte) []byte {
			return append([]byte(`{"Limit":1,`), body[1:]...)
		}}
	}))
	got, err := r.Day(context.Background(), "main", day)
	if err != nil || len(got.Records) != 5 {
		t.Errorf("%d records, %v", len(got.Records), err)
	}
	if calls := len(r.wire.Calls()); calls < 7 {
		t.Errorf("%d pages: the test shows nothing", calls)
	}
}

// What BatchGetItem leaves out is asked for again: here, the customers' grades.
func TestUnprocessedKeysAreAskedForAgain(t *testing.T) {
	ctx := context.Background()
	r := openOn(t, &ledgertest.Wire{})
	if _, err := appends(sale("s1", "kim", 0), sale("s2", "lee", 0))(ctx, r); err != nil {
		t.Fatal(err)
	}
	view := customer.GradeView{Grade: "family"}
	for id := range r.dump(t).profiles {
		if err := r.SetGrade(ctx, id, 1, view); err != nil {
			t.Fatal(err)
		}
	}
	left := func(c ledgertest.Call) bool { return c.Nth <= 3 && bytes.Contains(c.Body, []byte(`"C#`)) }
	r.wire.Reset(only("BatchGetItem", left, func(c ledgertest.Call) ledgertest.Trouble {
		var in struct{ RequestItems json.RawMessage }
		if err := json.Unmarshal(c.Body, &in); err != nil {
			t.Error(err)
		}
		return ledgertest.Trouble{Status: 200, Reply: `{"Responses":{},"UnprocessedKeys":` + string(in.RequestItems) + `}`}
	}))
	if _, err := appends(sale("s3", "kim", 0), sale("s4", "lee", 0))(ctx, r); err != nil {
		t.Fatal(err)
	}
	day, err := r.Day(ctx, "main", ledger.DayOf(now))
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range day.Records[2:] {
		if record.Grade != "family" {
			t.Errorf("%s was bought at grade %q", record.ID, record.Grade)
		}
	}
}

var _ aws.HTTPClient = (*ledgertest.Wire)(nil)

var _ api.Shop = (*dynamo.DB)(nil)
