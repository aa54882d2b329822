package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dangol/shared/customer"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func complaintKey(id string) item {
	return item{pk: str("V#" + id), sk: str("complaint")}
}

// complaint reads one; nil when there is none.
func (db *DB) complaint(ctx context.Context, id string) (*customer.Complaint, error) {
	it, err := db.get(ctx, db.tables.Customers, complaintKey(id))
	if err != nil || it == nil {
		return nil, err
	}
	var c customer.Complaint
	if err := json.Unmarshal([]byte(text(it, attrBody)), &c); err != nil {
		return nil, fmt.Errorf("decode complaint: %w", err)
	}
	return &c, nil
}

// whole reads a customer, or the one they are part of.
func (db *DB) whole(ctx context.Context, id string) (item, *customer.Profile, error) {
	it, p, err := db.person(ctx, id)
	if err == nil && p.Into != "" {
		it, p, err = db.person(ctx, p.Into)
	}
	return it, p, err
}

// Complain opens c once, for its customer or whoever they are part of, and says
// false when it was opened before; the first one is returned.
func (db *DB) Complain(ctx context.Context, c customer.Complaint) (first customer.Complaint, fresh bool, err error) {
	tried := false
	err = db.settle(ctx, "open complaint", func() (bool, error) {
		known, err := db.complaint(ctx, c.ID)
		if err != nil {
			return true, err
		}
		if known != nil {
			first, fresh = *known, tried && known.Opened.Equal(c.Opened) // our own try, whose reply was lost
			return db.again(ctx, known, c)
		}
		old, p, err := db.whole(ctx, c.Customer)
		if err != nil {
			return false, err
		}
		if err := p.Complain(c); err != nil {
			return false, err
		}
		tried = true
		first, fresh = c, true
		return db.writeComplaint(ctx, c, 1, c.Store, old, p)
	})
	return first, fresh && err == nil, err
}

// again compares a complaint with the one its id opened: the same customer, or
// who they are found to be, must have complained.
func (db *DB) again(ctx context.Context, known *customer.Complaint, c customer.Complaint) (retry bool, err error) {
	if !known.Same(c) {
		return false, customer.ErrComplaintOther
	}
	if known.Customer == c.Customer {
		return false, nil
	}
	var owners [2]string
	for i, id := range []string{known.Customer, c.Customer} {
		_, p, err := db.whole(ctx, id)
		if errors.Is(err, customer.ErrUnknown) {
			return false, customer.ErrComplaintOther
		}
		if err != nil {
			return true, err
		}
		owners[i] = p.ID
	}
	if owners[0] != owners[1] {
		return false, customer.ErrComplaintOther
	}
	return false, nil
}

// Resolve ends a complaint once, at a store, and says false when it was over
// before.
func (db *DB) Resolve(ctx context.Context, id, store string, at time.Time) (c customer.Complaint, fresh bool, err error) {
	tried := false
	err = db.settle(ctx, "resolve complaint", func() (bool, error) {
		known, err := db.complaint(ctx, id)
		if err != nil {
			return true, err
		}
		if known == nil {
			return false, customer.ErrComplaintUnknown
		}
		if c = *known; !c.Resolved.IsZero() {
			fresh = tried && c.Resolved.Equal(at)
			return false, nil
		}
		old, p, err := db.whole(ctx, c.Customer)
		if err != nil {
			return true, err // erased just now, or out of reach: the item says which
		}
		c.Resolved = at
		p.Settle(id)
		tried, fresh = true, true
		return db.writeComplaint(ctx, c, 2, store, old, p)
	})
	return c, fresh && err == nil, err
}

// writeComplaint writes a complaint with the profile that shows it and the fact
// of it.
func (db *DB) writeComplaint(ctx context.Context, c customer.Complaint, version int64, store string, old item, p *customer.Profile) (again bool, err error) {
	it, condition, values, err := document(complaintKey(c.ID), version, c)
	if err != nil {
		return false, err
	}
	profile, err := db.putProfile(old, p)
	if err != nil {
		return false, err
	}
	fact, err := db.fact(c.Fact(p.ID, store))
	if err != nil {
		return false, err
	}
	return db.together(ctx,
		types.TransactWriteItem{Put: &types.Put{TableName: &db.tables.Customers, Item: it, ConditionExpression: condition, ExpressionAttributeValues: values}},
		types.TransactWriteItem{Put: profile}, types.TransactWriteItem{Put: fact})
}

// forgetComplaints deletes those of an erased customer that are open.
func (db *DB) forgetComplaints(p *customer.Profile) (writes []types.TransactWriteItem) {
	for _, c := range p.Complaints {
		writes = append(writes, types.TransactWriteItem{
			Delete: &types.Delete{TableName: &db.tables.Customers, Key: complaintKey(c.ID)},
		})
	}
	return writes
}
