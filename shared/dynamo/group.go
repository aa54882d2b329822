package dynamo

import (
	"context"
	"errors"

	"dangol/shared/ledger"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// group is a number of arrivals that are written together, or not at all.
type group struct {
	members []*pending
	actions []action
	bytes   int
	makes   map[string]bool // identities of the customers this group makes
}

// action is one item of a transaction, and whose it is.
type action struct {
	write types.TransactWriteItem
	of    *pending
	// records says it is the transaction itself, not what travels with it.
	records bool
}

// fits says p and what travels with it has room.
func (g *group) fits(p *pending, actions int) bool {
	if len(g.members) == 0 {
		return true
	}
	return len(g.actions)+p.actions() <= actions && g.bytes+len(p.body) <= groupBytes
}

// actions is the most items recording p can take.
func (p *pending) actions() int {
	n := 1
	if p.late() {
		n++
	}
	if p.fresh {
		n += 2
	}
	if p.Waits() {
		n++
	}
	return n
}

// add puts p's items into the group.
func (g *group) add(db *DB, p *pending) {
	g.members = append(g.members, p)
	g.bytes += len(p.body)
	g.put(p, true, &types.Put{
		TableName: &db.tables.Ledger, Item: p.item(),
		ConditionExpression:                 aws.String("attribute_not_exists(pk)"),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	if p.late() {
		g.put(p, false, &types.Put{TableName: &db.tables.Ledger, Item: markerKey(p.Key)})
	}
	if identity := p.Identity.String(); p.fresh && !g.makes[identity] {
		if g.makes == nil {
			g.makes = map[string]bool{}
		}
		g.makes[identity] = true
		for _, put := range db.newCustomer(p.Customer, p.Identity, p.received(), p.Store) {
			g.put(p, false, put)
		}
	}
	if p.Waits() {
		g.put(p, false, &types.Put{TableName: &db.tables.Customers, Item: p.waitingItem()})
	}
}

func (g *group) put(p *pending, records bool, put *types.Put) {
	g.actions = append(g.actions, action{types.TransactWriteItem{Put: put}, p, records})
}

// item is the transaction as stored.
func (p *pending) item() item {
	it := setKey(make(item, 12), p.Key)
	it[attrVersion] = num(recordVersion)
	it[attrBody] = str(string(p.body))
	it[attrPrint] = str(p.prints.Of)
	it[attrPlain] = str(p.prints.Plain)
	it[attrReceived] = str(p.received())
	it[attrAnswer] = str(string(p.answer))
	it[attrToken] = str(p.token)
	if p.grade != "" {
		it[attrGrade] = str(p.grade)
	}
	return it
}

// newCustomer makes the identifier and the bare profile of somebody first seen
// at a store. Whoever loses the race for the identifier reads it again.
func (db *DB) newCustomer(id string, i ledger.Identity, seen, store string) []*types.Put {
	identity := identityKey(i)
	identity[attrCustomer] = str(id)
	profile := profileKey(id)
	profile[attrCustomer] = str(id)
	profile[attrCreated] = str(seen)
	profile[attrStore] = str(store)
	profile[attrIdentities] = str(identityList(i))
	absent := aws.String("attribute_not_exists(pk)")
	return []*types.Put{
		{TableName: &db.tables.Customers, Item: identity, ConditionExpression: absent},
		{TableName: &db.tables.Customers, Item: profile, ConditionExpression: absent},
	}
}

// write writes one group, answers whoever can be answered, and returns the
// rest, to be tried again.
func (a *appending) write(ctx context.Context, g *group) []*pending {
	rest, _ := a.attempt(ctx, g)
	return rest
}

// attempt is write, and says whether it was refused for what somebody else
// wrote at the same time: then trying again at once is worth while.
func (a *appending) attempt(ctx context.Context, g *group) (rest []*pending, raced bool) {
	if len(g.actions) == 0 {
		return a.put(ctx, g.members[0]), false
	}
	in := &dynamodb.TransactWriteItemsInput{}
	for i := range g.actions {
		in.TransactItems = append(in.TransactItems, g.actions[i].write)
	}
	_, err := a.db.client.TransactWriteItems(ctx, in)
	if err == nil {
		for _, p := range g.members {
			a.recorded(p, true)
		}
		return nil, false
	}
	a.failed(err)
	reasons, ok := cancellation(err)
	if !ok || len(reasons) != len(g.actions) {
		return a.askAll(ctx, g.members), false
	}
	// Nothing of the group was written. Repeats are answered from what stood
	// in their way; the others only had a bad neighbour, lost the race for a
	// new customer, or met a conflict, and are tried again.
	answered := map[*pending]bool{}
	for i, reason := range reasons {
		raced = raced || lostRace(aws.ToString(reason.Code))
		if g.actions[i].records && aws.ToString(reason.Code) == "ConditionalCheckFailed" {
			answered[g.actions[i].of] = a.repeat(ctx, g.actions[i].of, reason.Item)
		}
	}
	for _, p := range g.members {
		if !answered[p] {
			rest = append(rest, p)
		}
	}
	return rest, raced
}

// lostRace says a code of a refused transaction means that somebody else was
// faster.
func lostRace(code string) bool {
	return code == "ConditionalCheckFailed" || code == "TransactionConflict"
}

// put records one arrival that needs a single item.
func (a *appending) put(ctx context.Context, p *pending) []*pending {
	_, err := a.db.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &a.db.tables.Ledger, Item: p.item(),
		ConditionExpression:                 aws.String("attribute_not_exists(pk)"),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	if err == nil {
		a.recorded(p, true)
		return nil
	}
	if old, ok := refused(err); ok && a.repeat(ctx, p, old) {
		return nil
	}
	a.failed(err)
	return a.askAll(ctx, []*pending{p})
}

func (a *appending) recorded(p *pending, fresh bool) {
	a.outcomes[p.place] = ledger.Outcome{Answer: p.answer, Fresh: fresh}
}

// askAll reads what became of writes whose outcome is unknown.
func (a *appending) askAll(ctx context.Context, members []*pending) []*pending {
	var rest []*pending
	for _, p := range members {
		old, err := a.db.get(ctx, a.db.tables.Ledger, transactionKey(p.Key))
		if err != nil || old == nil || !a.repeat(ctx, p, old) {
			rest = append(rest, p)
		}
	}
	return rest
}

// repeat answers p from the item recorded under its key: the same transaction,
// perhaps by our own earlier try, or another one. It says false when the
// answer could not be given yet.
func (a *appending) repeat(ctx context.Context, p *pending, old item) bool {
	if text(old, attrPrint) == "" {
		return false // the emulator or a proxy left the item out: ask again
	}
	same, known := storedPrints(old).Same(&p.Arrival)
	if !known {
		a.failed(errors.New("a newer version recorded it"))
		return false
	}
	if same {
		own := text(old, attrToken) == p.token
		a.outcomes[p.place] = ledger.Outcome{Answer: []byte(text(old, attrAnswer)), Fresh: own}
		return true
	}
	if err := a.db.keepConflict(ctx, p); err != nil {
		return false
	}
	a.outcomes[p.place] = ledger.Outcome{Err: ledger.ErrConflict}
	return true
}

// keepConflict keeps a refused delivery beside the transaction that has its
// id, so that the night can count it. The same refusal again is the same item.
func (db *DB) keepConflict(ctx context.Context, p *pending) error {
	it := transactionKey(p.Key)
	it[sk] = str(p.ID + conflictMark + p.prints.Of)
	it[attrBody] = str(string(p.body))
	it[attrReceived] = str(p.received())
	writes := []types.TransactWriteItem{{Put: &types.Put{TableName: &db.tables.Ledger, Item: it}}}
	if p.late() {
		writes = append(writes, types.TransactWriteItem{Put: &types.Put{TableName: &db.tables.Ledger, Item: markerKey(p.Key)}})
	}
	_, err := db.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
	return err
}
