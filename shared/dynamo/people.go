package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Edit changes one profile by change, which may be called again when somebody
// else was faster, records the facts of it with it, and returns it as stored.
// customer.ErrUnknown when there is none.
func (db *DB) Edit(ctx context.Context, id string, change func(*customer.Profile) ([]ledger.Fact, error)) (*customer.Profile, error) {
	var edited *customer.Profile
	err := db.settle(ctx, "edit customer", func() (bool, error) {
		old, p, err := db.person(ctx, id)
		if err != nil {
			return false, err
		}
		facts, err := change(p)
		if err != nil {
			return false, err
		}
		put, err := db.putProfile(old, p)
		if err != nil {
			return false, err
		}
		writes, err := db.facts(facts)
		if err != nil {
			return false, err
		}
		p.Revision, edited = p.Revision+1, p
		return db.together(ctx, append(writes, types.TransactWriteItem{Put: put})...)
	})
	return edited, err
}

// Profiles reads several customers; those there are not are left out.
func (db *DB) Profiles(ctx context.Context, ids []string) ([]*customer.Profile, error) {
	var keys []item
	asked := map[string]bool{}
	for _, id := range ids {
		if !asked[id] {
			keys, asked[id] = append(keys, profileKey(id)), true
		}
	}
	items, err := db.getAll(ctx, db.tables.Customers, keys)
	if err != nil {
		return nil, err
	}
	profiles := make([]*customer.Profile, len(items))
	for i, it := range items {
		if profiles[i], err = decodeProfile(it); err != nil {
			return nil, err
		}
	}
	return profiles, nil
}

// person reads a profile with the item it is in.
func (db *DB) person(ctx context.Context, id string) (item, *customer.Profile, error) {
	it, err := db.get(ctx, db.tables.Customers, profileKey(id))
	if err != nil {
		return nil, nil, err
	}
	if it == nil {
		return nil, nil, customer.ErrUnknown
	}
	p, err := decodeProfile(it)
	return it, p, err
}

// settle tries until try is done or fails for good.
func (db *DB) settle(ctx context.Context, what string, try func() (again bool, err error)) error {
	var again bool
	var err error
	for n := range wavesMax {
		if n > 0 && !pause(ctx, pauseBase<<(n-1)) {
			break
		}
		if again, err = try(); !again {
			return err
		}
	}
	return fmt.Errorf("%s: %w: %w", what, ledger.ErrBusy, err)
}

// together writes all items or none. What stood in the way may have moved: the
// caller looks again.
func (db *DB) together(ctx context.Context, writes ...types.TransactWriteItem) (again bool, err error) {
	_, err = db.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
	return err != nil, err
}

// Merge makes from a part of into: whoever looks for one finds the other, and
// from the next night on their past is one. seal gives the details of both. A
// merge that was made already is no error.
func (db *DB) Merge(ctx context.Context, into, from, by string, at time.Time, seal func(into, from *customer.Profile) (string, error)) error {
	return db.settle(ctx, "merge customers", func() (bool, error) {
		oldInto, p, err := db.person(ctx, into)
		if err != nil {
			return false, err
		}
		oldFrom, other, err := db.person(ctx, from)
		if err != nil {
			return false, err
		}
		if other.Into == into && into != from {
			return false, nil
		}
		sealed, err := seal(p, other)
		if err != nil {
			return false, err
		}
		if err := p.Absorb(other, sealed, at); err != nil {
			return false, err
		}
		moved, err := db.mergePoints(ctx, into, from, at)
		if err != nil {
			return true, err
		}
		coupons, err := db.mergeCoupons(ctx, into, from, at)
		if err != nil {
			return !errors.Is(err, coupon.ErrTooMany), err
		}
		moved = append(moved, coupons...)
		return db.writePair(ctx, pair{oldInto, p, oldFrom, other, into, moved},
			ledger.Fact{ID: fmt.Sprintf("merged-%s-%d", from, at.UnixMilli()), Kind: ledger.Merged, At: at, Customer: from, Other: into, By: by})
	})
}

// Unmerge takes a merge back within customer.UndoFor.
func (db *DB) Unmerge(ctx context.Context, into, from, by string, at time.Time) error {
	tried := false
	return db.settle(ctx, "take back merge", func() (bool, error) {
		oldInto, p, err := db.person(ctx, into)
		if err != nil {
			return false, err
		}
		oldFrom, other, err := db.person(ctx, from)
		if err != nil {
			return false, err
		}
		if err := p.Release(other, at); err != nil {
			if tried && other.Into == "" {
				return false, nil // our own try, whose reply was lost
			}
			return false, err
		}
		moved, err := db.unmergePoints(ctx, into, from, at)
		if err != nil {
			return true, err
		}
		coupons, err := db.unmergeCoupons(ctx, into, from, at)
		if err != nil {
			return true, err
		}
		moved = append(moved, coupons...)
		tried = true
		return db.writePair(ctx, pair{oldInto, p, oldFrom, other, from, moved},
			ledger.Fact{ID: fmt.Sprintf("unmerged-%s-%d", from, at.UnixMilli()), Kind: ledger.Unmerged, At: at, Customer: from, Other: into, By: by})
	})
}

// pair are two profiles that change together, and who the identifiers of the
// second lead to then.
type pair struct {
	oldInto item
	into    *customer.Profile
	oldFrom item
	from    *customer.Profile
	owner   string
	points  []*types.Put // what follows of their points and coupons
}

func (db *DB) writePair(ctx context.Context, p pair, f ledger.Fact) (again bool, err error) {
	fact, err := db.fact(f)
	if err != nil {
		return false, err
	}
	writes := []types.TransactWriteItem{{Put: fact}}
	for _, one := range []struct {
		old item
		p   *customer.Profile
	}{{p.oldInto, p.into}, {p.oldFrom, p.from}} {
		put, err := db.putProfile(one.old, one.p)
		if err != nil {
			return false, err
		}
		writes = append(writes, types.TransactWriteItem{Put: put})
	}
	for _, i := range p.from.Identities {
		it := identityKey(i)
		it[attrCustomer] = str(p.owner)
		writes = append(writes, types.TransactWriteItem{Put: &types.Put{TableName: &db.tables.Customers, Item: it}})
	}
	for _, put := range p.points {
		writes = append(writes, types.TransactWriteItem{Put: put})
	}
	return db.together(ctx, writes...)
}

// Erase forgets a customer and whoever was merged into them: profile, details,
// consents and identifiers are gone at once, and from the next night on their
// past counts as nobody's. Sales and facts stay as they were recorded, under an id
// that leads nowhere, and so do closed complaints, answers to tills and the hashes of
// coupon codes. Whoever comes back starts anew.
func (db *DB) Erase(ctx context.Context, id, by string, at time.Time) error {
	tried := false
	return db.settle(ctx, "erase customer", func() (bool, error) {
		_, p, err := db.person(ctx, id)
		if tried && errors.Is(err, customer.ErrUnknown) {
			return false, nil // our own try, whose reply was lost
		}
		if err != nil {
			return false, err
		}
		if p.Into != "" {
			return false, customer.ErrMerged
		}
		people := []*customer.Profile{p}
		for _, a := range p.Absorbed {
			_, other, err := db.person(ctx, a.ID)
			if err != nil {
				return true, err
			}
			people = append(people, other)
		}
		writes, err := db.erasure(people, by, at)
		if err != nil {
			return false, err
		}
		gone, err := db.erasePoints(ctx, people, at)
		if err != nil {
			return true, err
		}
		for _, put := range gone {
			writes = append(writes, types.TransactWriteItem{Put: put})
		}
		writes = append(writes, db.forgetComplaints(p)...)
		tried = true
		return db.together(ctx, writes...)
	})
}

func (db *DB) erasure(people []*customer.Profile, by string, at time.Time) ([]types.TransactWriteItem, error) {
	var writes []types.TransactWriteItem
	var identities []ledger.Identity
	for _, p := range people {
		gone := &types.Delete{TableName: &db.tables.Customers, Key: profileKey(p.ID)}
		gone.ConditionExpression, gone.ExpressionAttributeValues = unchanged(p.Revision)
		fact, err := db.fact(ledger.Fact{ID: "erased-" + p.ID, Kind: ledger.Erased, At: at, Customer: p.ID, By: by})
		if err != nil {
			return nil, err
		}
		writes = append(writes, types.TransactWriteItem{Delete: gone}, types.TransactWriteItem{Put: fact},
			// What their codes lead to is gone with it: they are unknown from now on.
			types.TransactWriteItem{Delete: &types.Delete{TableName: &db.tables.Customers, Key: walletKey(p.ID)}})
		for _, i := range p.Identities {
			if !slices.Contains(identities, i) {
				identities = append(identities, i)
			}
		}
	}
	for _, i := range identities {
		writes = append(writes, types.TransactWriteItem{
			Delete: &types.Delete{TableName: &db.tables.Customers, Key: identityKey(i)},
		})
	}
	return writes, nil
}
