package dynamo

import (
	"encoding/json"
	"fmt"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

const (
	attrCreated    = "created"
	attrEnrolled   = "enrolled"
	attrStore      = "store"
	attrConsents   = "consents"
	attrDetails    = "details"
	attrIdentities = "identities"
	attrInto       = "mergedInto"
	attrReferrer   = "referrer"
	attrMerged     = "merged"
	attrAbsorbed   = "absorbed"
	attrComplaints = "complaints"
	// attrRevision counts the changes of a profile, so that two writers who read
	// the same one cannot undo each other.
	attrRevision = "revision"
)

func decodeProfile(it item) (*customer.Profile, error) {
	p := &customer.Profile{
		ID: text(it, attrCustomer), Store: text(it, attrStore), Sealed: text(it, attrDetails),
		Into: text(it, attrInto), Referrer: text(it, attrReferrer), Revision: number(it, attrRevision),
	}
	for name, at := range map[string]*time.Time{attrCreated: &p.Created, attrEnrolled: &p.Enrolled, attrMerged: &p.MergedAt} {
		if s := text(it, name); s != "" {
			parsed, err := time.Parse(time.RFC3339Nano, s)
			if err != nil {
				return nil, fmt.Errorf("decode profile: %w", err)
			}
			*at = parsed
		}
	}
	for name, document := range map[string]any{
		attrConsents: &p.Consents, attrIdentities: &p.Identities, attrAbsorbed: &p.Absorbed, attrView: &p.Grade,
		attrComplaints: &p.Complaints,
	} {
		if s := text(it, name); s != "" {
			if err := json.Unmarshal([]byte(s), document); err != nil {
				return nil, fmt.Errorf("decode profile: %w", err)
			}
		}
	}
	return p, nil
}

// putProfile writes p over the item it was read from, nil when it is new, on
// condition that nobody else did meanwhile. What the night keeps there stays.
func (db *DB) putProfile(old item, p *customer.Profile) (*types.Put, error) {
	it := profileKey(p.ID)
	for name, value := range old {
		it[name] = value
	}
	values := map[string]string{
		attrCustomer: p.ID, attrStore: p.Store, attrDetails: p.Sealed, attrInto: p.Into, attrReferrer: p.Referrer,
		attrCreated: moment(p.Created), attrEnrolled: moment(p.Enrolled), attrMerged: moment(p.MergedAt),
	}
	for name, list := range map[string]struct {
		document any
		n        int
	}{
		attrConsents: {p.Consents, len(p.Consents)}, attrIdentities: {p.Identities, len(p.Identities)},
		attrAbsorbed: {p.Absorbed, len(p.Absorbed)}, attrComplaints: {p.Complaints, len(p.Complaints)},
	} {
		values[name] = ""
		if list.n > 0 {
			content, err := json.Marshal(list.document)
			if err != nil {
				return nil, fmt.Errorf("encode profile: %w", err)
			}
			values[name] = string(content)
		}
	}
	for name, value := range values {
		if delete(it, name); value != "" {
			it[name] = str(value)
		}
	}
	revision := number(old, attrRevision)
	it[attrRevision] = num(revision + 1)
	put := &types.Put{TableName: &db.tables.Customers, Item: it}
	if old == nil {
		put.ConditionExpression = aws.String("attribute_not_exists(pk)")
		return put, nil
	}
	put.ConditionExpression, put.ExpressionAttributeValues = unchanged(revision)
	return put, nil
}

// unchanged is the condition that a profile is as it was read.
func unchanged(revision int64) (*string, item) {
	return aws.String("attribute_exists(pk) AND (attribute_not_exists(revision) OR revision = :r)"), item{":r": num(revision)}
}

// moment is the stored form of a time, "" for none.
func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// identityList is a bare profile's identities.
func identityList(i ledger.Identity) string {
	return fmt.Sprintf(`[{"Kind":%q,"Version":%q,"Hash":%q}]`, i.Kind, i.Version, i.Hash)
}
