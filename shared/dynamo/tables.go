// Package dynamo keeps the ledger, the customers and the shop's settings on
// DynamoDB. It is the only place that knows partition and sort keys.
//
//	Ledger     T#<store>#<day>   <id>                   a transaction
//	Ledger     T#<store>#<day>   <id>~conflict#<fp>     a delivery refused: the id was taken
//	Ledger     T#<store>#<day>   <id>~linked            the customer of a transaction that waited
//	Ledger     T#<store>#<day>   <id>~state             what points know of a transaction
//	Ledger     T#_desk#<day>     <id>                   a fact about a customer
//	Ledger     T#_points<shard>#<day> <customer>/<id>   what a decision did to an account
//	Ledger     LATE#<shard>      <store>#<day>#<id>     an old day got this transaction
//	Customers  C#<customer>      profile                one customer
//	Customers  C#<customer>      account, P#<entry>     their points, and all that happened to them
//	Customers  C#<customer>      coupons                their coupons
//	Customers  K#<hash of code>  code                   coupon code → customer
//	Customers  V#<id>            complaint              a complaint; while it is open, the profile has it too
//	Customers  A#<id>            asked                  a hold, an adjustment or a coupon's use, and its answer
//	Customers  STAFF#<store>#<day> <staff>~             what staff moved by hand
//	Customers  I#<identity>      id                     identifier → customer
//	Customers  PENDING           <store>#<day>#<id>     an identifier that could not be hashed yet
//	Shop       shop              merchant, store#<id>, policy#<version>, night, lease
//	Shop       key#<id>          key                    a store key
//
// No decision uses a read that may be stale, and no index or stream is used.
package dynamo

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Tables names the three tables.
type Tables struct {
	Ledger, Customers, Shop string
}

// DB is the three tables behind one client.
type DB struct {
	client *dynamodb.Client
	tables Tables
}

// New uses client for tables.
func New(client *dynamodb.Client, tables Tables) *DB {
	return &DB{client: client, tables: tables}
}

type item = map[string]types.AttributeValue

// Attribute names.
const (
	pk, sk = "pk", "sk"

	attrVersion  = "v"    // schema of the item
	attrBody     = "body" // JSON
	attrPrint    = "fp"   // fingerprint with the identifier, after its version
	attrPlain    = "fp0"  // and without
	attrReceived = "at"
	attrAnswer   = "answer"
	attrToken    = "token"
	attrGrade    = "grade" // a transaction's: then; a profile's: now
	attrView     = "view"
	attrCustomer = "customer"
)

func str(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func num(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

// text is the string attribute of an item, "" when it has none.
func text(it item, name string) string {
	if s, ok := it[name].(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

// number is the number attribute of an item, 0 when it has none.
func number(it item, name string) int64 {
	if n, ok := it[name].(*types.AttributeValueMemberN); ok {
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err == nil {
			return i
		}
	}
	return 0
}

func dayKey(store string, day ledger.Day) string { return "T#" + store + "#" + day.String() }

func transactionKey(k ledger.Key) item { return setKey(item{}, k) }

func setKey(it item, k ledger.Key) item {
	it[pk], it[sk] = str(dayKey(k.Store, k.Day)), str(k.ID)
	return it
}

const conflictMark = "~conflict#"

// shards spread what many stores write at once over partitions: the markers of
// a large import, and the books of points.
const shards = 8

// shardOf is where something of a name goes.
func shardOf(name string) int {
	h := fnv.New32a()
	h.Write([]byte(name))
	return int(h.Sum32() % shards)
}

// nameOf is a transaction's key in one text, as parseName reads it.
func nameOf(k ledger.Key) string { return k.Store + "#" + k.Day.String() + "#" + k.ID }

func markerKey(k ledger.Key) item {
	name := nameOf(k)
	return item{pk: str(shardKey(shardOf(name))), sk: str(name)}
}

func shardKey(shard int) string { return "LATE#" + strconv.Itoa(shard) }

// parseName is the inverse of nameOf. Stores and ids have no '#'.
func parseName(name string) (ledger.Key, error) {
	parts := strings.Split(name, "#")
	if len(parts) != 3 {
		return ledger.Key{}, fmt.Errorf("not store, day and id")
	}
	day, err := ledger.ParseDay(parts[1])
	return ledger.Key{Store: parts[0], Day: day, ID: parts[2]}, err
}

func profileKey(customer string) item {
	return item{pk: str("C#" + customer), sk: str("profile")}
}

func identityKey(i ledger.Identity) item {
	return item{pk: str("I#" + i.Version + "." + i.Hash), sk: str("id")}
}

// get reads one item consistently; nil when there is none.
func (db *DB) get(ctx context.Context, table string, key item) (item, error) {
	out, err := db.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &table, Key: key, ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return nil, fmt.Errorf("get item: %w", err)
	}
	return out.Item, nil
}

// query reads every item of a partition whose sort key has prefix,
// consistently, page by page; a page may be empty before the last.
func (db *DB) query(ctx context.Context, table, partition, prefix string, use func(item) error) error {
	in := &dynamodb.QueryInput{
		TableName: &table, ConsistentRead: aws.Bool(true),
		KeyConditionExpression:    aws.String("pk = :p"),
		ExpressionAttributeValues: item{":p": str(partition)},
	}
	if prefix != "" {
		in.KeyConditionExpression = aws.String("pk = :p AND begins_with(sk, :s)")
		in.ExpressionAttributeValues[":s"] = str(prefix)
	}
	pages := dynamodb.NewQueryPaginator(db.client, in)
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("query: %w", err)
		}
		for _, it := range out.Items {
			if err := use(it); err != nil {
				return err
			}
		}
	}
	return nil
}

// refused says a condition of a single write failed, and gives the item that
// stood in its way, if the write asked for it.
func refused(err error) (item, bool) {
	var failed *types.ConditionalCheckFailedException
	if errors.As(err, &failed) {
		return failed.Item, true
	}
	return nil, false
}
