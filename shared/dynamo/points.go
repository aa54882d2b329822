package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

const (
	accountSort = "account"
	entryPrefix = "P#"
	stateMark   = "~state"

	attrCount = "version" // of an account or a state

	// racesMax is how often somebody else may be faster before a pause of the
	// next wave is taken: every race somebody wins, so it does not go on for
	// ever. racePause is about how long one try takes.
	racesMax  = 12
	racePause = 8 * time.Millisecond
)

func accountKey(customer string) item {
	return item{pk: profileKey(customer)[pk], sk: str(accountSort)}
}

func entryKey(customer, id string) item {
	return item{pk: profileKey(customer)[pk], sk: str(entryPrefix + id)}
}

func stateKey(k ledger.Key) item {
	return item{pk: str(dayKey(k.Store, k.Day)), sk: str(k.ID + stateMark)}
}

func decodeAccount(it item) (*points.Account, error) {
	var a points.Account
	if err := json.Unmarshal([]byte(text(it, attrBody)), &a); err != nil {
		return nil, fmt.Errorf("decode account: %w", err)
	}
	return &a, nil
}

// document completes an item that is written on condition of its version: the
// first only where there is none.
func document(it item, version int64, content any) (item, *string, item, error) {
	body, err := json.Marshal(content)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("encode %T: %w", content, err)
	}
	it[attrBody], it[attrCount] = str(string(body)), num(version)
	if version == 1 {
		return it, aws.String("attribute_not_exists(pk)"), nil, nil
	}
	return it, aws.String("version = :v"), item{":v": num(version - 1)}, nil
}

// putAccount writes an account, its entry and what the shop's books need of it.
func (db *DB) putAccount(c points.Change) ([]*types.Put, error) {
	it := accountKey(c.Account.Customer)
	it[attrCustomer] = str(c.Account.Customer)
	it, condition, values, err := document(it, c.Account.Version, c.Account)
	if err != nil {
		return nil, err
	}
	puts := []*types.Put{{TableName: &db.tables.Customers, Item: it, ConditionExpression: condition, ExpressionAttributeValues: values}}
	it, condition, _, err = document(entryKey(c.Account.Customer, c.Entry.ID), 1, c.Entry)
	if err != nil {
		return nil, err
	}
	puts = append(puts, &types.Put{TableName: &db.tables.Customers, Item: it, ConditionExpression: condition})
	p, moved := c.Entry.Posting()
	if !moved {
		return puts, nil
	}
	posting, err := db.putPosting(p)
	return append(puts, posting), err
}

// putDecision writes everything a decision changes.
func (db *DB) putDecision(d points.Decision) (puts []*types.Put, err error) {
	for _, c := range d.Changes {
		own, err := db.putAccount(c)
		if err != nil {
			return nil, err
		}
		puts = append(puts, own...)
	}
	for _, k := range d.States {
		it, condition, values, err := document(stateKey(k.Key), k.State.Version, k.State)
		if err != nil {
			return nil, err
		}
		puts = append(puts, &types.Put{TableName: &db.tables.Ledger, Item: it, ConditionExpression: condition, ExpressionAttributeValues: values})
	}
	return puts, nil
}

// roundsMax bounds how often what was read may name more to read: a void names
// a refund, that a sale, that a customer, and merges follow.
const roundsMax = 4 + points.MergesMax

// gather adds to books what is missing, until nothing is.
func (db *DB) gather(ctx context.Context, b *points.Books, missing func() points.Need) error {
	for range roundsMax {
		need := missing()
		if need.IsZero() {
			return nil
		}
		if err := db.readAccounts(ctx, b, need.Customers); err != nil {
			return err
		}
		if err := db.readSales(ctx, b, need.Sales); err != nil {
			return err
		}
	}
	return fmt.Errorf("read points: one account leads to another too often")
}

func (db *DB) readAccounts(ctx context.Context, b *points.Books, customers []string) error {
	var keys []item
	for _, id := range customers {
		b.AddAccount(points.Account{Customer: id})
		keys = append(keys, accountKey(id))
	}
	found, err := db.getAll(ctx, db.tables.Customers, keys)
	if err != nil {
		return err
	}
	for _, it := range found {
		a, err := decodeAccount(it)
		if err != nil {
			return err
		}
		b.AddAccount(*a)
	}
	return nil
}

func (db *DB) readSales(ctx context.Context, b *points.Books, sales []ledger.Key) error {
	var keys []item
	for _, k := range sales {
		keys = append(keys, stateKey(k), transactionKey(k))
	}
	found, err := db.getAll(ctx, db.tables.Ledger, keys)
	if err != nil {
		return err
	}
	at := map[string]item{}
	for _, it := range found {
		at[text(it, pk)+" "+text(it, sk)] = it
	}
	for _, k := range sales {
		var state *points.State
		if it := at[text(stateKey(k), pk)+" "+k.ID+stateMark]; it != nil {
			state = &points.State{}
			if err := json.Unmarshal([]byte(text(it, attrBody)), state); err != nil {
				return fmt.Errorf("decode state: %w", err)
			}
		}
		var recorded *ledger.Transaction
		if it := at[text(stateKey(k), pk)+" "+k.ID]; it != nil {
			if r, err := decodeRecord(it); err == nil && !r.Waiting { // else its own day counts it
				recorded = &r.Transaction
			}
		}
		b.AddSale(k, state, recorded)
	}
	return nil
}

// chained are arrivals in the order they are written in: those of one
// customer, or about one sale, after each other.
type chained struct {
	chains [][]*pending
	places map[string]int
}

func (c *chained) add(p *pending) {
	about := "C" + p.Customer
	switch {
	case p.RefundOf != nil:
		about = "T" + nameOf(*p.RefundOf)
	case p.VoidOf != nil:
		about = "T" + nameOf(*p.VoidOf)
	}
	if c.places == nil {
		c.places = map[string]int{}
	}
	i, known := c.places[about]
	if !known {
		i = len(c.chains)
		c.places[about] = i
		c.chains = append(c.chains, nil)
	}
	c.chains[i] = append(c.chains[i], p)
}

// chain writes arrivals one after the other and returns those still open.
func (a *appending) chain(ctx context.Context, members []*pending) (still []*pending) {
	for i, p := range members {
		if !a.withPoints(ctx, p, i == 0) {
			still = append(still, p)
		}
	}
	return still
}

// withPoints records one arrival together with what it does to points, and
// says whether it is answered. Whoever loses a race reads everything again.
// read says what resolving found is still as it was.
func (a *appending) withPoints(ctx context.Context, p *pending, read bool) bool {
	for try := range racesMax {
		if try > 0 && !pause(ctx, racePause) {
			return false
		}
		if try > 0 || !read {
			who, err := a.db.resolve(ctx, []*pending{p}, true)
			if err == nil {
				err = p.prepare(who)
			}
			if err != nil {
				a.failed(err)
				return false
			}
		}
		rest, raced, err := a.tryPoints(ctx, p, try == 0)
		if err != nil {
			a.failed(err)
			return false
		}
		if len(rest) == 0 {
			return true
		}
		if !raced {
			return false
		}
	}
	return false
}

// tryPoints tries once. A sale is first taken to be the first about itself.
func (a *appending) tryPoints(ctx context.Context, p *pending, first bool) (rest []*pending, raced bool, err error) {
	b := points.NewBooks(a.terms.For(p.Day), a.terms.Now)
	if p.Type == ledger.Sale {
		if first {
			b.AddSale(p.Key, nil, nil)
		}
		if b.AddAccount(points.Account{Customer: p.Customer}); p.account != nil {
			b.AddAccount(*p.account)
		}
	}
	if err := a.db.gather(ctx, b, func() points.Need { return b.Missing(p.Transaction) }); err != nil {
		return nil, false, err
	}
	d := b.Record(p.Transaction, p.grade)
	if err := p.answers(d.Told); err != nil {
		return nil, false, err
	}
	g := &group{}
	if d.None() && p.actions() == 1 {
		g.members = []*pending{p}
	} else {
		g.add(a.db, p)
	}
	puts, err := a.db.putDecision(d)
	if err != nil {
		return nil, false, err
	}
	for _, put := range puts {
		g.put(p, false, put)
	}
	rest, raced = a.attempt(ctx, g)
	return rest, raced, nil
}

// WithAccount reads one customer and their account, in one read; nil when
// there is no such customer.
func (db *DB) WithAccount(ctx context.Context, id string) (*customer.Profile, points.Account, error) {
	account := points.Account{Customer: id}
	found, err := db.getAll(ctx, db.tables.Customers, []item{profileKey(id), accountKey(id)})
	if err != nil {
		return nil, account, err
	}
	var p *customer.Profile
	for _, it := range found {
		if text(it, sk) != accountSort {
			if p, err = decodeProfile(it); err != nil {
				return nil, account, err
			}
			continue
		}
		a, err := decodeAccount(it)
		if err != nil {
			return nil, account, err
		}
		account = *a
	}
	if p != nil && p.Into != "" {
		account.Merged = p.Into
	}
	return p, account, nil
}

// Entries lists what ever happened to a customer's points, by id.
func (db *DB) Entries(ctx context.Context, id string) (entries []points.Entry, err error) {
	err = db.query(ctx, db.tables.Customers, text(profileKey(id), pk), entryPrefix, func(it item) error {
		var e points.Entry
		if err := json.Unmarshal([]byte(text(it, attrBody)), &e); err != nil {
			return fmt.Errorf("decode entry: %w", err)
		}
		entries = append(entries, e)
		return nil
	})
	return entries, err
}
