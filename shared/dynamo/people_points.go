package dynamo

import (
	"context"
	"fmt"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/policy"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// local is an instant in the merchant's zone: its date decides what has run
// out.
func (db *DB) local(ctx context.Context, at time.Time) (time.Time, error) {
	merchant, err := db.Merchant(ctx)
	if err != nil {
		return at, err
	}
	zone, err := time.LoadLocation(merchant.Zone)
	if err != nil {
		return at, fmt.Errorf("read merchant: %w", err)
	}
	return at.In(zone), nil
}

// accounts reads the accounts of customers; those there are not are new.
func (db *DB) accounts(ctx context.Context, customers ...string) (map[string]points.Account, error) {
	all, keys := map[string]points.Account{}, []item{}
	for _, id := range customers {
		all[id] = points.Account{Customer: id}
		keys = append(keys, accountKey(id))
	}
	found, err := db.getAll(ctx, db.tables.Customers, keys)
	if err != nil {
		return nil, err
	}
	for _, it := range found {
		a, err := decodeAccount(it)
		if err != nil {
			return nil, err
		}
		all[a.Customer] = *a
	}
	return all, nil
}

// putChanges writes accounts and their entries.
func (db *DB) putChanges(changes ...points.Change) ([]*types.Put, error) {
	return db.putDecision(points.Decision{Changes: changes})
}

// mergePoints moves the points of one customer to another. The first account is
// closed even if there was none: a sale that still names it leads on.
func (db *DB) mergePoints(ctx context.Context, into, from string, at time.Time) ([]*types.Put, error) {
	now, err := db.local(ctx, at)
	if err != nil {
		return nil, err
	}
	both, err := db.accounts(ctx, into, from)
	if err != nil {
		return nil, err
	}
	id := fmt.Sprintf("merge/%s/%d", from, at.UnixMilli())
	closed, grown := points.Merge(both[from], both[into], id, now)
	if len(grown.Entry.Moves) == 0 {
		return db.putChanges(closed)
	}
	return db.putChanges(closed, grown)
}

// unmergePoints gives back what is left of what came with a merged customer.
// One who was merged before there were accounts has none to open.
func (db *DB) unmergePoints(ctx context.Context, into, from string, at time.Time) ([]*types.Put, error) {
	now, err := db.local(ctx, at)
	if err != nil {
		return nil, err
	}
	both, err := db.accounts(ctx, into, from)
	if err != nil || both[from].Merged != into {
		return nil, err
	}
	id := fmt.Sprintf("unmerge/%s/%d", from, at.UnixMilli())
	opened, shrunk := points.Unmerge(both[from], both[into], id, now)
	if len(shrunk.Entry.Moves) == 0 {
		return db.putChanges(opened)
	}
	return db.putChanges(opened, shrunk)
}

// erasePoints ends the accounts of people who are forgotten. What they earned
// and spent stays counted, under an id that leads nowhere.
func (db *DB) erasePoints(ctx context.Context, people []*customer.Profile, at time.Time) ([]*types.Put, error) {
	now, err := db.local(ctx, at)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	all, err := db.accounts(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var changes []points.Change
	for _, id := range ids {
		if a := all[id]; a.Version > 0 && !a.Erased {
			changes = append(changes, points.Erase(a, "erase/"+id, now))
		}
	}
	return db.putChanges(changes...)
}

// termsAt are the rules for points in force at an instant, nil when there were
// none.
func (db *DB) termsAt(ctx context.Context, at time.Time) (*points.Terms, error) {
	now, err := db.local(ctx, at)
	if err != nil {
		return nil, err
	}
	versions, err := db.Policies(ctx)
	if err != nil {
		return nil, err
	}
	p := policy.PointsAt(versions, ledger.DayOf(now))
	if p == nil {
		return nil, nil
	}
	return &points.Terms{Policy: p, Now: now, Then: func(day ledger.Day) *points.Policy { return policy.PointsAt(versions, day) }}, nil
}

// earnedWaiting is what a sale earns whose customer is known at last: by the
// rules of its day, and the customer's grade of now.
func (db *DB) earnedWaiting(ctx context.Context, k ledger.Key, id string, now time.Time) ([]*types.Put, error) {
	terms, err := db.termsAt(ctx, now)
	if err != nil || terms == nil {
		return nil, err
	}
	r, err := db.Find(ctx, k)
	if err != nil || r == nil || r.Type != ledger.Sale {
		return nil, err
	}
	profile, err := db.get(ctx, db.tables.Customers, profileKey(id))
	if err != nil {
		return nil, err
	}
	sale := r.Transaction
	sale.Customer = id
	b := points.NewBooks(terms.For(k.Day), terms.Now)
	if err := db.gather(ctx, b, func() points.Need { return b.Missing(&sale) }); err != nil {
		return nil, err
	}
	return db.putDecision(b.Record(&sale, text(profile, attrGrade)))
}
