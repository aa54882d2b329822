package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// postingsDesk is the name of the store a customer's part of the shop's books of
// points is kept under: every store writes into them.
func postingsDesk(shard int) string { return "_points" + strconv.Itoa(shard) }

// putPosting writes what the shop's books need of an entry, on the UTC date it
// was decided: whatever day a sale is of, its points are never late. It travels
// with the account, which is written on condition of its version, so it is
// written once.
func (db *DB) putPosting(p points.Posting) (*types.Put, error) {
	content, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encode posting: %w", err)
	}
	it := item{pk: str(dayKey(postingsDesk(shardOf(p.Customer)), ledger.DayOf(p.At.UTC()))), sk: str(p.Customer + "/" + p.ID)}
	it[attrBody] = str(string(content))
	return &types.Put{TableName: &db.tables.Ledger, Item: it}, nil
}

// Postings reads one day of the shop's books of points whole and consistently.
func (db *DB) Postings(ctx context.Context, day ledger.Day) (postings []points.Posting, _ error) {
	for shard := range shards {
		err := db.query(ctx, db.tables.Ledger, dayKey(postingsDesk(shard), day), "", func(it item) error {
			var p points.Posting
			if err := json.Unmarshal([]byte(text(it, attrBody)), &p); err != nil {
				return fmt.Errorf("read posting: %w", err)
			}
			postings = append(postings, p)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return postings, nil
}
