package policy_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/publish"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// installation is three tables and two buckets on emulators, and the functions
// as their mains wire them, each with a recorder of its own.
type installation struct {
	t         *testing.T
	owner     *dynamo.DB
	tables    dynamo.Tables
	cfg       aws.Config
	buckets   map[string]string // by logical id
	recorders map[string]*recorder
}

func install(t *testing.T) *installation {
	t.Helper()
	for _, name := range []string{"AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_S3"} {
		if os.Getenv(name) == "" {
			t.Skip("no emulators: run make test, or set " + name)
		}
	}
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	suffix := strings.ToLower(rand.Text()[:8])
	x := &installation{t: t, cfg: cfg, recorders: map[string]*recorder{}}
	x.tables = dynamo.Tables{Ledger: "ledger-" + suffix, Customers: "customers-" + suffix, Shop: "shop-" + suffix}
	x.buckets = map[string]string{"PagesBucket": "pages-" + suffix, "ReportsBucket": "reports-" + suffix}
	client := dynamodb.NewFromConfig(cfg)
	x.owner = dynamo.New(client, x.tables)
	for _, table := range []string{x.tables.Ledger, x.tables.Customers, x.tables.Shop} {
		if err := dynamo.CreateTable(ctx, client, table); err != nil {
			t.Fatal(err)
		}
	}
	for _, bucket := range x.buckets {
		if _, err := s3.NewFromConfig(cfg, publish.Options).CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
			t.Fatal(err)
		}
	}
	sum := sha256.Sum256([]byte("secret"))
	for _, err := range []error{
		x.owner.CreateMerchant(ctx, ledger.Merchant{Currency: "KRW", Zone: "Asia/Seoul"}),
		x.owner.CreateStore(ctx, ledger.Store{
			ID: "main", Country: "KR", Created: clock.AddDate(0, 0, -60), Hours: []ledger.Hours{{Zone: "Asia/Seoul", DayStart: ledger.DefaultDayStart}},
		}),
		x.owner.CreateKey(ctx, ledger.StoreKey{ID: "key", Store: "main", Hash: hex.EncodeToString(sum[:])}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return x
}

// listen gives a function clients of its own.
func (x *installation) listen(function string) (*dynamo.DB, *s3.Client, *recorder) {
	names := map[string]string{x.tables.Ledger: "LedgerTable", x.tables.Customers: "CustomersTable", x.tables.Shop: "ShopTable"}
	for id, name := range x.buckets {
		names[name] = id
	}
	r := x.recorders[function] // one that listens again hears what it heard before
	if r == nil {
		r = &recorder{t: x.t, inner: awshttp.NewBuildableClient(), names: names, asked: map[grant]bool{}}
		x.recorders[function] = r
	}
	cfg := x.cfg.Copy()
	cfg.HTTPClient = r
	return dynamo.New(dynamodb.NewFromConfig(cfg), x.tables), s3.NewFromConfig(cfg, publish.Options), r
}
