package dynamo

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"
)

const (
	waitingKey = "PENDING"
	linkMark   = "~linked"

	attrKind  = "kind"
	attrValue = "value"

	// linkers is how many customers are linked at once.
	linkers = 4
)

// waitingItem is the identifier of a transaction recorded while identifiers
// could not be hashed.
func (p *pending) waitingItem() item {
	return item{
		pk: str(waitingKey), sk: str(nameOf(p.Key)), attrReceived: str(p.received()),
		attrKind: str(p.Waiting.Kind), attrValue: str(string(p.Waiting.Value)),
	}
}

func linkKey(k ledger.Key) item {
	return item{pk: str(dayKey(k.Store, k.Day)), sk: str(k.ID + linkMark)}
}

// waits says the customer of a transaction as stored is known only by its link.
func waits(it item, t *ledger.Transaction) bool {
	return storedPrints(it).Waiting() && !t.Training && t.RefundOf == nil && t.VoidOf == nil
}

// link gives a record the customer it waited for, if there is one by now.
func link(r *ledger.Record, customer string) {
	if r.Waiting && customer != "" {
		r.Customer, r.Waiting = customer, false
	}
}

// LinkWaiting finds or makes the customer of every transaction recorded while
// identifiers could not be hashed, writes it beside the transaction, and
// deletes the identifier. The transaction itself stays as it was recorded, and
// is marked, so that the next night seals its day. What it earned is entered at
// now. It may be called any number of times, by several at once. It is customer.ErrPepper as long as some wait
// and still cannot be hashed.
func (db *DB) LinkWaiting(ctx context.Context, peppers customer.Peppers, now time.Time) error {
	var waiting []item
	err := db.query(ctx, db.tables.Customers, waitingKey, "", func(it item) error {
		waiting = append(waiting, it)
		return nil
	})
	if err != nil || len(waiting) == 0 {
		return err
	}
	pepper, err := peppers.Pepper(ctx)
	if err != nil {
		return fmt.Errorf("link %d waiting customers: %w", len(waiting), err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(linkers)
	for _, it := range waiting {
		group.Go(func() error { return db.linkOne(ctx, it, pepper, now) })
	}
	return group.Wait()
}

// linkOne links one transaction. Whoever loses a race, to another linker or to
// a sale that makes the same customer, looks again.
func (db *DB) linkOne(ctx context.Context, it item, pepper customer.Pepper, now time.Time) error {
	k, err := parseName(text(it, sk))
	if err != nil {
		return fmt.Errorf("read waiting identifier: %w", err)
	}
	identity := pepper.Identity(customer.Identifier{Kind: text(it, attrKind), Value: customer.Secret(text(it, attrValue))})
	for try := range wavesMax {
		if try > 0 && !pause(ctx, pauseBase<<(try-1)) {
			break
		}
		var done item
		if done, err = db.get(ctx, db.tables.Ledger, linkKey(k)); err != nil {
			continue
		}
		if done != nil {
			return nil // and what waited went with it
		}
		if err = db.tryLink(ctx, k, identity, text(it, attrReceived), now); err == nil {
			return nil
		}
	}
	return fmt.Errorf("link waiting customer: %w: %w", ledger.ErrBusy, err)
}

func (db *DB) tryLink(ctx context.Context, k ledger.Key, identity ledger.Identity, seen string, now time.Time) error {
	id, err := db.Lookup(ctx, identity)
	if err != nil {
		return err
	}
	in := &dynamodb.TransactWriteItemsInput{}
	put := func(p *types.Put) { in.TransactItems = append(in.TransactItems, types.TransactWriteItem{Put: p}) }
	if id == "" {
		if id, err = customer.NewID(rand.Reader); err != nil {
			return err
		}
		for _, p := range db.newCustomer(id, identity, seen, k.Store) {
			put(p)
		}
	}
	earned, err := db.earnedWaiting(ctx, k, id, now)
	if err != nil {
		return err
	}
	for _, p := range earned {
		put(p)
	}
	link := linkKey(k)
	link[attrCustomer] = str(id)
	put(&types.Put{TableName: &db.tables.Ledger, Item: link, ConditionExpression: aws.String("attribute_not_exists(pk)")})
	put(&types.Put{TableName: &db.tables.Ledger, Item: markerKey(k)})
	in.TransactItems = append(in.TransactItems, types.TransactWriteItem{Delete: &types.Delete{
		TableName: &db.tables.Customers, Key: item{pk: str(waitingKey), sk: str(nameOf(k))},
	}})
	_, err = db.client.TransactWriteItems(ctx, in)
	return err
}
