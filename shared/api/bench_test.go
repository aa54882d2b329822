package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dangol/shared/api"
	"dangol/shared/customer"
	"dangol/shared/dynamo"
	"dangol/shared/ledgertest"
	"dangol/shared/web"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// table answers every call at once: what is left is what this process does.
type table struct{ last []byte }

func (t *table) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	reply := "{}"
	switch op := r.Header.Get("X-Amz-Target"); {
	case strings.HasSuffix(op, ".PutItem"):
		t.last = body
	case strings.HasSuffix(op, ".BatchGetItem") && strings.Contains(string(body), "I#"):
		reply = known(body, `"customer":{"S":"00000000000000000000000001"}`)
	case strings.HasSuffix(op, ".BatchGetItem"):
		reply = known(body, `"customer":{"S":"00000000000000000000000001"},"grade":{"S":"friend"}`)
	}
	return &http.Response{
		StatusCode: http.StatusOK, ContentLength: int64(len(reply)), Request: r,
		Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}}, Body: io.NopCloser(strings.NewReader(reply)),
	}, nil
}

// known finds every item that is asked for.
func known(asked []byte, attributes string) string {
	var request struct {
		RequestItems map[string]struct{ Keys []json.RawMessage }
	}
	if err := json.Unmarshal(asked, &request); err != nil {
		panic(err)
	}
	var found []string
	for name, items := range request.RequestItems {
		for _, key := range items.Keys {
			found = append(found, strings.TrimSuffix(string(key), "}")+","+attributes+"}")
		}
		return fmt.Sprintf(`{"Responses":{%q:[%s]}}`, name, strings.Join(found, ","))
	}
	return "{}"
}

type rig struct {
	table  *table
	client *dynamodb.Client
	handle web.Function
}

func newRig() *rig {
	debug.SetGCPercent(web.GCPercent)
	w := ledgertest.NewWorld(now)
	clock := func() time.Time { return w.Clock }
	r := &rig{table: &table{}}
	r.client = dynamodb.NewFromConfig(aws.Config{
		Region: "ap-northeast-2", BaseEndpoint: aws.String("http://127.0.0.1:1"), HTTPClient: r.table,
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	})
	db := dynamo.New(r.client, dynamo.Tables{Ledger: "ledger", Customers: "customers", Shop: "shop"})
	tills := func() time.Time { // time goes on: this till is never too fast
		w.Clock = w.Clock.Add(20 * time.Millisecond)
		return clock()
	}
	ingest := &api.Ingest{
		Keys: web.NewKeys(shelf{}, clock), Shop: w, Ledger: db, Now: tills,
		Pepper: customer.Pepper{Version: "p1", Key: make([]byte, customer.PepperSize)},
	}
	r.handle = web.Lambda(ingest.Handler())
	return r
}

// receipt is a sale of two lines.
func receipt(n int, who string) string {
	return fmt.Sprintf(`{"id":"0192f3c4-%08d","type":"sale","occurredAt":"2026-11-20T18:03:11+09:00","register":"1",`+
		`"staff":"e7","receipt":"%06d","channel":"store","currency":"KRW",%s"total":15000,"lines":[`+
		`{"sku":"A-1","name":"아메리카노","category":"음료","quantity":"2","unitPrice":5000,"discount":1000,"amount":9000},`+
		`{"sku":"B-7","name":"크루아상","category":"베이커리","quantity":"1","unitPrice":6000,"discount":0,"amount":6000}],`+
		`"tenders":[{"type":"card","amount":15000}]}`, n, n, who)
}

func event(path, body string) []byte {
	e := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "ANY " + path, RawPath: path, Body: body,
		Headers: map[string]string{
			"authorization": "Bearer dgl_key_secret", "content-type": "application/json", "user-agent": "till/1",
			"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "host": "api.example",
		},
	}
	e.RequestContext.HTTP.Method, e.RequestContext.HTTP.Path = http.MethodPost, path
	content, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	return content
}

// BenchmarkSale is all this process does for a sale, from the event's bytes to
// the answer's, against a table that answers at once; sdk is what the SDK needs
// for the same put, and above-sdk the difference, sale by sale.
func BenchmarkSale(b *testing.B) {
	const phone = `"customer":{"phone":"010-1234-5678"},`
	b.Run("anonymous", func(b *testing.B) { post(b, 201, 1, event("/v1/transactions", receipt(1, ""))) })
	b.Run("sdk", putAlone)
	b.Run("above-sdk", above)
	b.Run("member", func(b *testing.B) { post(b, 201, 1, event("/v1/transactions", receipt(1, phone))) })
	for _, n := range []int{25, 500} {
		list := make([]string, n)
		for i := range list {
			list[i] = receipt(i, "")
		}
		body := `{"transactions":[` + strings.Join(list, ",") + `]}`
		b.Run(fmt.Sprintf("batch=%d", n), func(b *testing.B) {
			post(b, 207, n, event("/v1/transactions/batch", body))
		})
	}
}

// cpu is the time all threads of this process have worked, the collector's
// among them: what a function is, in the end, paid for.
func cpu() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// post reports the time of one of n transactions.
func post(b *testing.B, status, n int, payload []byte) {
	r, ctx := newRig(), context.Background()
	want := fmt.Sprintf(`{"statusCode":%d,`, status)
	b.ReportAllocs()
	before := cpu()
	for b.Loop() {
		answer, err := r.handle.Invoke(ctx, payload)
		if err != nil || !strings.HasPrefix(string(answer), want) {
			b.Fatalf("%s, %v", answer, err)
		}
	}
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N*n), "cpu-µs/sale")
}

// putAlone puts the item a sale became.
func putAlone(b *testing.B) {
	put := newPut(b)
	b.ReportAllocs()
	before := cpu()
	for b.Loop() {
		put()
	}
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-µs/sale")
}

// newPut is the SDK's put of the item a sale became.
func newPut(b *testing.B) func() {
	r, ctx := newRig(), context.Background()
	if _, err := r.handle.Invoke(ctx, event("/v1/transactions", receipt(1, ""))); err != nil {
		b.Fatal(err)
	}
	var put struct {
		TableName, ConditionExpression string
		Item                           map[string]map[string]string
		ExpressionAttributeNames       map[string]string
	}
	if err := json.Unmarshal(r.table.last, &put); err != nil {
		b.Fatal(err)
	}
	item := map[string]types.AttributeValue{}
	for name, value := range put.Item {
		if text, ok := value["S"]; ok {
			item[name] = &types.AttributeValueMemberS{Value: text}
		} else {
			item[name] = &types.AttributeValueMemberN{Value: value["N"]}
		}
	}
	return func() {
		if _, err := r.client.PutItem(ctx, &dynamodb.PutItemInput{
			TableName: &put.TableName, Item: item, ConditionExpression: &put.ConditionExpression,
			ExpressionAttributeNames:            put.ExpressionAttributeNames,
			ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// above is what a sale takes beyond the SDK's own put of it: the quartiles of
// many short runs side by side, as a shared machine changes its speed between
// long ones. An operation is a pair of a hundred.
func above(b *testing.B) {
	const n = 100
	r, ctx := newRig(), context.Background()
	payload, put := event("/v1/transactions", receipt(1, "")), newPut(b)
	var more []float64
	for b.Loop() {
		began := cpu()
		for range n {
			if _, err := r.handle.Invoke(ctx, payload); err != nil {
				b.Fatal(err)
			}
		}
		between := cpu()
		for range n {
			put()
		}
		more = append(more, float64((2*between-began-cpu()).Microseconds())/n)
	}
	slices.Sort(more)
	for name, at := range map[string]int{"q1": len(more) / 4, "median": len(more) / 2, "q3": len(more) * 3 / 4} {
		b.ReportMetric(more[at], name+"-cpu-µs/sale")
	}
}
