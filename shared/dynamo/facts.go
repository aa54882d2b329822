package dynamo

import (
	"context"
	"encoding/json"
	"fmt"

	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// fact is the put of a fact on the day it was recorded.
func (db *DB) fact(f ledger.Fact) (*types.Put, error) {
	content, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encode fact: %w", err)
	}
	it := transactionKey(factKey(f))
	it[attrBody] = str(string(content))
	return &types.Put{TableName: &db.tables.Ledger, Item: it}, nil
}

// facts are the puts of several.
func (db *DB) facts(list []ledger.Fact) ([]types.TransactWriteItem, error) {
	var writes []types.TransactWriteItem
	for _, f := range list {
		put, err := db.fact(f)
		if err != nil {
			return nil, err
		}
		writes = append(writes, types.TransactWriteItem{Put: put})
	}
	return writes, nil
}

func factKey(f ledger.Fact) ledger.Key {
	return ledger.Key{Store: ledger.Desk, Day: ledger.DayOf(f.At.UTC()), ID: f.ID}
}

// Record records a fact once. The same fact again, on the same day, is no error
// and keeps its first time; another under its id is ledger.ErrConflict, and one
// that is none ledger.ErrFact. After a lost reply the same call again is right.
func (db *DB) Record(ctx context.Context, f ledger.Fact) error {
	if err := f.Check(); err != nil {
		return err
	}
	put, err := db.fact(f)
	if err != nil {
		return err
	}
	_, err = db.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &db.tables.Ledger, Item: put.Item, ConditionExpression: aws.String("attribute_not_exists(pk)"),
	})
	if _, there := refused(err); !there {
		if err != nil {
			return fmt.Errorf("record fact: %w: %w", ledger.ErrBusy, err)
		}
		return nil
	}
	old, err := db.get(ctx, db.tables.Ledger, transactionKey(factKey(f)))
	if err != nil {
		return fmt.Errorf("record fact: %w: %w", ledger.ErrBusy, err)
	}
	var first ledger.Fact
	if err := json.Unmarshal([]byte(text(old, attrBody)), &first); err != nil {
		return fmt.Errorf("read fact: %w", err)
	}
	if !first.Same(f) {
		return fmt.Errorf("record fact: %w", ledger.ErrConflict)
	}
	return nil
}
