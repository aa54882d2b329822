package main

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"dangol/shared/dynamo"
	"dangol/shared/web"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// printed runs a command as a shell would and gives what it prints.
func printed(t *testing.T, args ...string) (string, error) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdout
	os.Stdout = w
	failed := dispatch(context.Background(), args)
	os.Stdout = before
	w.Close()
	said, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(said)), failed
}

// On AWS there is no stack to find: the shop's table is enough to open a shop,
// to give it keys and to end them, and to set its policy.
func TestShopOnAWS(t *testing.T) {
	if os.Getenv("AWS_ENDPOINT_URL_DYNAMODB") == "" {
		t.Skip("no emulators: run make test, or set AWS_ENDPOINT_URL_DYNAMODB")
	}
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	client, table := dynamodb.NewFromConfig(cfg), "shop-"+strings.ToLower(rand.Text()[:8])
	if err := dynamo.CreateTable(ctx, client, table); err != nil {
		t.Fatal(err)
	}
	there := []string{"--shop-table", table, "--data", t.TempDir()} // where no stack runs
	run := func(args ...string) string {
		t.Helper()
		said, err := printed(t, append(args, there...)...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return said
	}
	said := run("keys", "create", "--store", "london", "--currency", "GBP", "--zone", "Europe/London")
	key := said[strings.LastIndex(said, "\n")+1:]
	if !strings.HasPrefix(said, "made store london (Europe/London)\n") {
		t.Errorf("it says %s", said)
	}
	db, moment := dynamo.New(client, dynamo.Tables{Shop: table}), time.Now()
	keys := web.NewKeys(db, func() time.Time { return moment })
	if store, err := keys.Store(ctx, "Bearer "+key); err != nil || store != "london" {
		t.Errorf("the key opens %q, %v", store, err)
	}
	if m, err := db.Merchant(ctx); err != nil || m.Currency != "GBP" || m.Digits != 2 || m.Zone != "Europe/London" {
		t.Errorf("%+v, %v", m, err)
	}
	if again := run("keys", "create", "--store", "london"); strings.Contains(again, "made store") {
		t.Errorf("a second key made the store again: %s", again)
	}
	file := t.TempDir() + "/policy.json"
	if err := os.WriteFile(file, []byte(run("policy")), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := printed(t, append(append([]string{"policy"}, there...), file)...); err != nil || !strings.HasPrefix(said, "saved version 2;") {
		t.Errorf("%s, %v", said, err)
	}
	if _, err := printed(t, append(append([]string{"keys", "revoke"}, there...), keyID(key))...); err != nil {
		t.Error(err)
	}
	moment = moment.Add(time.Minute)
	if store, err := keys.Store(ctx, "Bearer "+key); err == nil {
		t.Errorf("the revoked key opens %q", store)
	}
	if _, err := printed(t, "keys", "create", "--store", "main", "--shop-table", "not-there", "--data", there[3]); err == nil {
		t.Error("a table that is not there was taken")
	}
}
