package dynamo_test

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// open makes three fresh tables on the emulator that `make test` starts.
func open(t *testing.T) *dynamo.DB { return openOn(t, &ledgertest.Wire{}).DB }

// rig is a database whose calls go over a wire the test holds.
type rig struct {
	*dynamo.DB
	wire   *ledgertest.Wire
	raw    *dynamodb.Client // on a wire of its own
	tables dynamo.Tables
}

func openOn(t *testing.T, wire *ledgertest.Wire, options ...func(*dynamodb.Options)) *rig {
	t.Helper()
	if os.Getenv("AWS_ENDPOINT_URL_DYNAMODB") == "" {
		t.Skip("no DynamoDB emulator: run make test, or set AWS_ENDPOINT_URL_DYNAMODB")
	}
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	raw := dynamodb.NewFromConfig(cfg)
	client := dynamodb.NewFromConfig(cfg, append(options, func(o *dynamodb.Options) { o.HTTPClient = wire })...)
	suffix := strings.ToLower(rand.Text()[:8])
	tables := dynamo.Tables{Ledger: "ledger-" + suffix, Customers: "customers-" + suffix, Shop: "shop-" + suffix}
	for _, name := range []string{tables.Ledger, tables.Customers, tables.Shop} {
		if err := dynamo.CreateTable(ctx, raw, name); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { raw.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: &name}) }) //nolint:errcheck // it goes with its emulator
	}
	return &rig{dynamo.New(client, tables), wire, raw, tables}
}

func TestExam(t *testing.T) {
	ledgertest.Exam(t, func(t *testing.T) ledgertest.Store { return open(t) })
}

var redeliveries = flag.Int("redeliveries", 2_000, "how many times transactions are delivered again")

func TestRedeliveries(t *testing.T) {
	ledgertest.Redeliver(t, open(t), 1, max(1, *redeliveries/5), *redeliveries)
}

func TestShop(t *testing.T) {
	db, ctx := open(t), context.Background()
	if m, err := db.Merchant(ctx); err != nil || m != (ledger.Merchant{}) {
		t.Errorf("before the first store: %+v, %v", m, err)
	}
	if err := db.CreateMerchant(ctx, ledger.Merchant{Currency: "KRW", Zone: "Asia/Seoul"}); err != nil {
		t.Fatal(err)
	}
	if err := db.CreateMerchant(ctx, ledger.Merchant{Currency: "USD"}); !errors.Is(err, dynamo.ErrExists) {
		t.Errorf("a second merchant: %v", err)
	}
	store := ledger.Store{ID: "main", Name: "본점", Hours: []ledger.Hours{{Zone: "Asia/Seoul", DayStart: 240}}}
	if err := db.CreateStore(ctx, store); err != nil {
		t.Fatal(err)
	}
	if err := db.CreateStore(ctx, store); !errors.Is(err, dynamo.ErrExists) {
		t.Errorf("a second store of the same id: %v", err)
	}
	got, err := db.Store(ctx, "main")
	if err != nil || got == nil || got.Name != "본점" {
		t.Fatalf("%+v, %v", got, err)
	}
	if day, _ := got.Local(time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)); day.String() != "2026-11-20" {
		t.Errorf("a store read back puts 03:00 on %s", day)
	}
	if all, err := db.Stores(ctx); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	if none, err := db.Store(ctx, "other"); err != nil || none != nil {
		t.Errorf("%v, %v", none, err)
	}
}

func TestPolicies(t *testing.T) {
	db, ctx := open(t), context.Background()
	versions, err := db.Policies(ctx)
	if err != nil || len(versions) != 1 || versions[0].Version != 1 {
		t.Fatalf("before any was saved: %+v, %v", versions, err)
	}
	p := policy.Default()
	for p.Version = 2; p.Version <= 12; p.Version++ {
		p.Regulars.Visits = p.Version
		if err := db.AddPolicy(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	p.Version = 12
	if err := db.AddPolicy(ctx, p); !errors.Is(err, policy.ErrExists) {
		t.Errorf("a version saved twice: %v", err)
	}
	versions, err = db.Policies(ctx)
	if err != nil || len(versions) != 12 || versions[0].Version != 1 || versions[11].Version != 12 || versions[11].Regulars.Visits != 12 {
		t.Errorf("%d versions, %v", len(versions), err)
	}
}

func TestKeys(t *testing.T) {
	db, ctx := open(t), context.Background()
	if err := db.CreateKey(ctx, ledger.StoreKey{ID: "k", Store: "main", Hash: "h"}); err != nil {
		t.Fatal(err)
	}
	if k, err := db.StoreKey(ctx, "k"); err != nil || k == nil || k.Revoked || k.Store != "main" || k.Hash != "h" {
		t.Errorf("%+v, %v", k, err)
	}
	for range 2 {
		if found, err := db.RevokeKey(ctx, "k", time.Now()); err != nil || !found {
			t.Errorf("%v, %v", found, err)
		}
	}
	if k, err := db.StoreKey(ctx, "k"); err != nil || !k.Revoked {
		t.Errorf("%+v, %v", k, err)
	}
	if found, err := db.RevokeKey(ctx, "other", time.Now()); err != nil || found {
		t.Errorf("a key that does not exist: %v, %v", found, err)
	}
	if k, err := db.StoreKey(ctx, "other"); err != nil || k != nil {
		t.Errorf("%+v, %v", k, err)
	}
}
