package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"
)

// batchGetMax is how many items DynamoDB reads in one call.
const batchGetMax = 100

// getAll reads many items consistently. Keys without an item are left out.
func (db *DB) getAll(ctx context.Context, table string, keys []item) ([]item, error) {
	var found []item
	for tries := 0; len(keys) > 0; tries++ {
		n := min(batchGetMax, len(keys))
		out, err := db.client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{table: {Keys: keys[:n], ConsistentRead: aws.Bool(true)}},
		})
		if err != nil {
			return nil, fmt.Errorf("get items: %w", err)
		}
		found = append(found, out.Responses[table]...)
		left := out.UnprocessedKeys[table].Keys
		if len(left) == n && (tries >= wavesMax || !pause(ctx, pauseBase<<tries)) {
			return nil, fmt.Errorf("get items: %w", ledger.ErrBusy)
		}
		keys = append(keys[n:len(keys):len(keys)], left...)
	}
	return found, nil
}

// Day reads one store's business day whole and consistently. A record that
// cannot be read is counted, not lost: it stays where it is.
func (db *DB) Day(ctx context.Context, store string, day ledger.Day) (ledger.DayRecords, error) {
	var out ledger.DayRecords
	linked := map[string]string{} // id → customer
	err := db.query(ctx, db.tables.Ledger, dayKey(store, day), "", func(it item) error {
		if id, rest, beside := strings.Cut(text(it, sk), "~"); beside {
			switch {
			case strings.HasPrefix("~"+rest, conflictMark):
				out.Conflicts++
			case "~"+rest == linkMark:
				linked[id] = text(it, attrCustomer)
			}
			return nil
		}
		record, err := decodeRecord(it)
		if err != nil {
			out.Quarantined++
			return nil //nolint:nilerr // counted, and published as a warning
		}
		out.Records = append(out.Records, record)
		return nil
	})
	for i := range out.Records {
		link(&out.Records[i], linked[out.Records[i].ID])
	}
	return out, err
}

// Find reads one transaction consistently; nil when it is not recorded, or
// cannot be read.
func (db *DB) Find(ctx context.Context, k ledger.Key) (*ledger.Record, error) {
	it, err := db.get(ctx, db.tables.Ledger, transactionKey(k))
	if err != nil || it == nil {
		return nil, err
	}
	record, err := decodeRecord(it)
	if err != nil {
		return nil, nil //nolint:nilerr // its own day counts it as quarantined
	}
	if record.Waiting {
		it, err := db.get(ctx, db.tables.Ledger, linkKey(k))
		if err != nil {
			return nil, err
		}
		link(&record, text(it, attrCustomer))
	}
	return &record, nil
}

// Markers lists the transactions that reached days outside the window.
func (db *DB) Markers(ctx context.Context) ([]ledger.Key, error) {
	var keys []ledger.Key
	for shard := range shards {
		err := db.query(ctx, db.tables.Ledger, shardKey(shard), "", func(it item) error {
			k, err := parseName(text(it, sk))
			if err != nil {
				return fmt.Errorf("read marker: %w", err)
			}
			keys = append(keys, k)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// Marked says whether k still has its marker.
func (db *DB) Marked(ctx context.Context, k ledger.Key) (bool, error) {
	it, err := db.get(ctx, db.tables.Ledger, markerKey(k))
	return it != nil, err
}

// ClearMarkers deletes markers, a hundred to a transaction: after a large
// import there are as many of them as transactions.
func (db *DB) ClearMarkers(ctx context.Context, keys []ledger.Key) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for chunk := range slices.Chunk(keys, actionsMax) {
		group.Go(func() error { return db.clear(ctx, chunk) })
	}
	return group.Wait()
}

func (db *DB) clear(ctx context.Context, keys []ledger.Key) error {
	in := &dynamodb.TransactWriteItemsInput{}
	for _, k := range keys {
		in.TransactItems = append(in.TransactItems, types.TransactWriteItem{
			Delete: &types.Delete{TableName: &db.tables.Ledger, Key: markerKey(k)},
		})
	}
	for tries := 0; ; tries++ {
		_, err := db.client.TransactWriteItems(ctx, in)
		if err == nil {
			return nil
		}
		// A conflict passes; deleting again what is gone does no harm.
		if _, conflict := cancellation(err); !conflict || tries == wavesMax || !pause(ctx, pauseBase<<tries) {
			return fmt.Errorf("delete markers: %w", err)
		}
	}
}

// Facts reads one desk day whole and consistently.
func (db *DB) Facts(ctx context.Context, day ledger.Day) ([]ledger.Fact, error) {
	var facts []ledger.Fact
	err := db.query(ctx, db.tables.Ledger, dayKey(ledger.Desk, day), "", func(it item) error {
		var fact ledger.Fact
		if err := json.Unmarshal([]byte(text(it, attrBody)), &fact); err != nil {
			return fmt.Errorf("read fact: %w", err)
		}
		facts = append(facts, fact)
		return nil
	})
	return facts, err
}
