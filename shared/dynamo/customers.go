package dynamo

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dangol/shared/customer"
	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Lookup finds the customer an identifier belongs to, "" when nobody.
func (db *DB) Lookup(ctx context.Context, i ledger.Identity) (string, error) {
	it, err := db.get(ctx, db.tables.Customers, identityKey(i))
	return text(it, attrCustomer), err
}

// Profile reads one customer; nil when there is none.
func (db *DB) Profile(ctx context.Context, id string) (*customer.Profile, error) {
	it, err := db.get(ctx, db.tables.Customers, profileKey(id))
	if err != nil || it == nil {
		return nil, err
	}
	return decodeProfile(it)
}

// Enrol makes the customers named by identities a member, and returns their id
// and whether they joined just now. Enrolling again adds what is new and is no
// error. Identifiers that belong to different customers are
// customer.ErrDisagree.
func (db *DB) Enrol(ctx context.Context, e customer.Enrolment) (id string, joined bool, err error) {
	for try := range wavesMax {
		if try > 0 && !pause(ctx, pauseBase<<(try-1)) {
			break
		}
		var retry bool
		id, joined, retry, err = db.enrol(ctx, e)
		if !retry {
			return id, joined, err
		}
	}
	return "", false, fmt.Errorf("enrol: %w: %w", ledger.ErrBusy, err)
}

// enrol tries once. retry says somebody else changed the customer meanwhile.
func (db *DB) enrol(ctx context.Context, e customer.Enrolment) (id string, joined, retry bool, err error) {
	id, missing, err := db.owners(ctx, e.Identities)
	if err != nil {
		return "", false, !errors.Is(err, customer.ErrDisagree), err
	}
	var old item
	if id == "" {
		if id, err = customer.NewID(rand.Reader); err != nil {
			return "", false, false, err
		}
	} else if old, err = db.get(ctx, db.tables.Customers, profileKey(id)); err != nil {
		return "", false, true, err
	} else if old == nil {
		return "", false, true, customer.ErrUnknown // erased since: whoever it is comes anew
	}
	if missing, err = db.withCode(ctx, id, &e, missing); err != nil {
		return "", false, true, err
	}
	profile, facts, joined, err := db.enrolled(id, old, &e)
	if err != nil {
		return "", false, false, err
	}
	writes, err := db.facts(facts)
	if err != nil {
		return "", false, false, err
	}
	writes = append(writes, types.TransactWriteItem{Put: profile})
	for _, i := range missing {
		it := identityKey(i)
		it[attrCustomer] = str(id)
		writes = append(writes, types.TransactWriteItem{Put: &types.Put{
			TableName: &db.tables.Customers, Item: it, ConditionExpression: aws.String("attribute_not_exists(pk)"),
		}})
	}
	_, err = db.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
	return id, joined, err != nil, err
}

// owners finds the one customer identities belong to, "" when none has one yet,
// and the identities nobody has.
func (db *DB) owners(ctx context.Context, identities []ledger.Identity) (id string, missing []ledger.Identity, err error) {
	for _, i := range identities {
		owner, err := db.Lookup(ctx, i)
		switch {
		case err != nil:
			return "", nil, err
		case owner == "":
			missing = append(missing, i)
		case id != "" && owner != id:
			return "", nil, customer.ErrDisagree
		default:
			id = owner
		}
	}
	return id, missing, nil
}

// withCode adds the referral code of the customer with id to what e makes theirs,
// and to the identities nobody has if nobody has it. A code that is somebody
// else's stays theirs: this customer has none.
func (db *DB) withCode(ctx context.Context, id string, e *customer.Enrolment, missing []ledger.Identity) ([]ledger.Identity, error) {
	if e.Code == nil {
		return missing, nil
	}
	code, err := e.Code(id)
	if err != nil {
		return nil, err
	}
	owner, err := db.Lookup(ctx, code)
	if err != nil || owner != "" && owner != id {
		return missing, err
	}
	e.Identities = append(slices.Clone(e.Identities), code)
	if owner == "" {
		missing = append(missing, code)
	}
	return missing, nil
}

// enrolled is the profile after enrolling, the facts of it, and whether they
// joined by it.
func (db *DB) enrolled(id string, old item, e *customer.Enrolment) (put *types.Put, facts []ledger.Fact, joined bool, err error) {
	p := &customer.Profile{ID: id, Created: e.At, Store: e.Store}
	if old != nil {
		if p, err = decodeProfile(old); err != nil {
			return nil, nil, false, err
		}
	}
	if joined, facts, err = p.Join(e); err != nil {
		return nil, nil, false, err
	}
	put, err = db.putProfile(old, p)
	return put, facts, joined, err
}

// SetGrade stores view for a customer who exists and has no view of this
// version or a later one; otherwise it does nothing.
func (db *DB) SetGrade(ctx context.Context, id string, version int64, view customer.GradeView) error {
	content, err := json.Marshal(view)
	if err != nil {
		return fmt.Errorf("encode grade: %w", err)
	}
	_, err = db.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &db.tables.Customers, Key: profileKey(id),
		UpdateExpression:         aws.String("SET grade = :g, #view = :v, gradeVersion = :n ADD revision :one"),
		ConditionExpression:      aws.String("attribute_exists(pk) AND (attribute_not_exists(gradeVersion) OR gradeVersion < :n)"),
		ExpressionAttributeNames: map[string]string{"#view": attrView},
		ExpressionAttributeValues: item{
			":g": str(view.Grade), ":v": str(string(content)), ":n": num(version), ":one": num(1),
		},
	})
	if _, ok := refused(err); ok {
		return nil // erased, or a later night was here
	}
	if err != nil {
		return fmt.Errorf("set grade: %w", err)
	}
	return nil
}
