package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

const attrRevoked = "revoked"

func keyItem(id string) item { return item{pk: str("key#" + id), sk: str("key")} }

// CreateKey stores a new key.
func (db *DB) CreateKey(ctx context.Context, k ledger.StoreKey) error {
	return db.create(ctx, keyItem(k.ID), k)
}

// StoreKey finds a key for checking; nil when there is none.
func (db *DB) StoreKey(ctx context.Context, id string) (*ledger.StoreKey, error) {
	it, err := db.get(ctx, db.tables.Shop, keyItem(id))
	if err != nil || it == nil {
		return nil, err
	}
	var k ledger.StoreKey
	if err := json.Unmarshal([]byte(text(it, attrBody)), &k); err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	k.Revoked = text(it, attrRevoked) != ""
	return &k, nil
}

// RevokeKey ends a key at now, and says false when there is no such key.
func (db *DB) RevokeKey(ctx context.Context, id string, now time.Time) (bool, error) {
	_, err := db.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &db.tables.Shop, Key: keyItem(id),
		UpdateExpression:          aws.String("SET revoked = if_not_exists(revoked, :at)"),
		ConditionExpression:       aws.String("attribute_exists(pk)"),
		ExpressionAttributeValues: item{":at": str(now.UTC().Format(time.RFC3339))},
	})
	if _, ok := refused(err); ok {
		return false, nil
	}
	return err == nil, err
}
