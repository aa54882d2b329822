package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/policy"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// The sort keys of the shop's own partition.
const (
	shopKey      = "shop"
	merchantSort = "merchant"
	storePrefix  = "store#"
	policyPrefix = "policy#"
	nightSort    = "night"
	leaseSort    = "lease"
)

func shopItem(sort string) item { return item{pk: str(shopKey), sk: str(sort)} }

// ErrExists: what was to be made is there already.
var ErrExists = fmt.Errorf("exists already")

// create stores a document once.
func (db *DB) create(ctx context.Context, key item, document any) error {
	content, err := json.Marshal(document)
	if err != nil {
		return fmt.Errorf("encode %T: %w", document, err)
	}
	key[attrBody] = str(string(content))
	_, err = db.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &db.tables.Shop, Item: key, ConditionExpression: aws.String("attribute_not_exists(pk)"),
	})
	if _, ok := refused(err); ok {
		return ErrExists
	}
	return err
}

// read fills document from an item of the shop, and says false when there is
// none.
func (db *DB) read(ctx context.Context, sort string, document any) (bool, error) {
	it, err := db.get(ctx, db.tables.Shop, shopItem(sort))
	if err != nil || it == nil {
		return false, err
	}
	return true, json.Unmarshal([]byte(text(it, attrBody)), document)
}

// CreateMerchant sets the installation's merchant once; ErrExists after that.
func (db *DB) CreateMerchant(ctx context.Context, m ledger.Merchant) error {
	return db.create(ctx, shopItem(merchantSort), m)
}

// Merchant reads the installation's merchant; zero before the first store.
func (db *DB) Merchant(ctx context.Context) (ledger.Merchant, error) {
	var m ledger.Merchant
	_, err := db.read(ctx, merchantSort, &m)
	return m, err
}

// CreateStore adds a store; ErrExists when its id is taken.
func (db *DB) CreateStore(ctx context.Context, s ledger.Store) error {
	return db.create(ctx, shopItem(storePrefix+s.ID), s)
}

// Store reads one store, ready to use; nil when there is none.
func (db *DB) Store(ctx context.Context, id string) (*ledger.Store, error) {
	var s ledger.Store
	found, err := db.read(ctx, storePrefix+id, &s)
	if err != nil || !found {
		return nil, err
	}
	return &s, s.Load()
}

// Stores lists all stores by id.
func (db *DB) Stores(ctx context.Context) ([]ledger.Store, error) {
	var stores []ledger.Store
	err := db.query(ctx, db.tables.Shop, shopKey, storePrefix, func(it item) error {
		var s ledger.Store
		if err := json.Unmarshal([]byte(text(it, attrBody)), &s); err != nil {
			return fmt.Errorf("read store: %w", err)
		}
		stores = append(stores, s)
		return nil
	})
	return stores, err
}

// Policies lists all versions of the policy, from the first.
func (db *DB) Policies(ctx context.Context) ([]policy.Policy, error) {
	var versions []policy.Policy
	err := db.query(ctx, db.tables.Shop, shopKey, policyPrefix, func(it item) error {
		p, err := policy.Parse([]byte(text(it, attrBody)))
		if err != nil {
			return err
		}
		versions = append(versions, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(versions, func(a, b policy.Policy) int { return a.Version - b.Version })
	return policy.SinceDefault(versions), nil
}

// AddPolicy saves the next version of the policy; policy.ErrExists when that version
// is there already: somebody else saved first.
func (db *DB) AddPolicy(ctx context.Context, p policy.Policy) error {
	err := db.create(ctx, shopItem(fmt.Sprintf("%s%06d", policyPrefix, p.Version)), p)
	if errors.Is(err, ErrExists) {
		return policy.ErrExists
	}
	return err
}

// Watermark reads how far the nights have come; zero before the first.
func (db *DB) Watermark(ctx context.Context) (ledger.Watermark, error) {
	var w ledger.Watermark
	_, err := db.read(ctx, nightSort, &w)
	return w, err
}

// SaveWatermark stores w unless a later version is already stored.
func (db *DB) SaveWatermark(ctx context.Context, w ledger.Watermark) error {
	content, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("encode watermark: %w", err)
	}
	it := shopItem(nightSort)
	it[attrBody], it["version"] = str(string(content)), num(w.Version)
	_, err = db.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &db.tables.Shop, Item: it,
		ConditionExpression:       aws.String("attribute_not_exists(pk) OR version <= :v"),
		ExpressionAttributeValues: item{":v": num(w.Version)},
	})
	if _, ok := refused(err); ok {
		return nil
	}
	return err
}

// Lease takes the night's lease for owner, if it is free or has run out.
func (db *DB) Lease(ctx context.Context, owner string, now, until time.Time) (bool, error) {
	it := shopItem(leaseSort)
	it["owner"], it["until"] = str(owner), num(until.UnixMilli())
	_, err := db.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &db.tables.Shop, Item: it,
		ConditionExpression:       aws.String("attribute_not_exists(pk) OR #until < :now OR #owner = :owner"),
		ExpressionAttributeNames:  map[string]string{"#until": "until", "#owner": "owner"},
		ExpressionAttributeValues: item{":now": num(now.UnixMilli()), ":owner": str(owner)},
	})
	if _, ok := refused(err); ok {
		return false, nil
	}
	return err == nil, err
}

// Release gives the lease back, if owner still holds it.
func (db *DB) Release(ctx context.Context, owner string) error {
	_, err := db.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: &db.tables.Shop, Key: shopItem(leaseSort),
		ConditionExpression:       aws.String("#owner = :owner"),
		ExpressionAttributeNames:  map[string]string{"#owner": "owner"},
		ExpressionAttributeValues: item{":owner": str(owner)},
	})
	if _, ok := refused(err); ok {
		return nil
	}
	return err
}
