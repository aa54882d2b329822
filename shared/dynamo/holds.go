package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// askedKey is where a hold or an adjustment is found by its id alone.
func askedKey(id string) item { return item{pk: str("A#" + id), sk: str("asked")} }

// staffKey is what one member of staff moved by hand on a day.
func staffKey(q *points.AdjustRequest, day ledger.Day) item {
	return item{pk: str("STAFF#" + q.Store + "#" + day.String()), sk: str(q.Staff + "~")}
}

func (db *DB) asked(ctx context.Context, id string) (*points.Asked, error) {
	it, err := db.get(ctx, db.tables.Customers, askedKey(id))
	if err != nil || it == nil {
		return nil, err
	}
	var asked points.Asked
	if err := json.Unmarshal([]byte(text(it, attrBody)), &asked); err != nil {
		return nil, fmt.Errorf("decode what was asked: %w", err)
	}
	return &asked, nil
}

// putAsked keeps what an id was asked, and again when its hold ends.
func (db *DB) putAsked(id string, asked points.Asked) (*types.Put, error) {
	version := int64(1)
	if asked.End != nil {
		version = 2
	}
	it, condition, values, err := document(askedKey(id), version, asked)
	if err != nil {
		return nil, err
	}
	return &types.Put{TableName: &db.tables.Customers, Item: it, ConditionExpression: condition, ExpressionAttributeValues: values}, nil
}

// answered is the first answer to an id.
func answered(asked *points.Asked, of string) (points.Answer, error) {
	a, conflict := asked.Entry.Again(of)
	if conflict {
		return points.Answer{}, points.ErrAskedOtherwise
	}
	return a, nil
}

// outcome is what one try of a command came to: an answer, or the changes that
// would make it one.
type outcome struct {
	answer points.Answer
	known  bool // answered before, or deserving no memory
	puts   []*types.Put
}

// decide tries a command until it is answered. Every try begins with what is
// there now, and so finds its own earlier try if only the reply was lost.
func (db *DB) decide(ctx context.Context, try func(context.Context) (outcome, error)) (a points.Answer, fresh bool, err error) {
	if deadline, ok := ctx.Deadline(); ok {
		var stop context.CancelFunc
		ctx, stop = context.WithDeadline(ctx, deadline.Add(-stopBefore))
		defer stop()
	}
	wrote := false
	for wave := range wavesMax {
		if wave > 0 && !pause(ctx, pauseBase<<(wave-1)) {
			break
		}
		for race := range racesMax {
			if race > 0 && !pause(ctx, racePause) {
				break
			}
			var o outcome
			if o, err = try(ctx); err != nil {
				break
			}
			if o.known {
				return o.answer, wrote, nil
			}
			var raced bool
			if raced, err = db.writeAll(ctx, o.puts); err == nil {
				return o.answer, true, nil
			}
			// Unless somebody else was faster, it may have been written.
			if wrote = wrote || !raced; !raced {
				break
			}
		}
		if errors.Is(err, points.ErrAskedOtherwise) || errors.Is(err, points.ErrCustomerUnknown) {
			return points.Answer{}, false, err
		}
	}
	return points.Answer{}, false, fmt.Errorf("decide points: %w: %w", ledger.ErrBusy, errors.Join(err, ctx.Err()))
}

// writeAll writes everything or nothing.
func (db *DB) writeAll(ctx context.Context, puts []*types.Put) (raced bool, err error) {
	in := &dynamodb.TransactWriteItemsInput{}
	for _, put := range puts {
		in.TransactItems = append(in.TransactItems, types.TransactWriteItem{Put: put})
	}
	_, err = db.client.TransactWriteItems(ctx, in)
	reasons, _ := cancellation(err)
	for _, reason := range reasons {
		raced = raced || lostRace(aws.ToString(reason.Code))
	}
	return raced, err
}

// Hold sets points aside, as points.Keeper promises.
func (db *DB) Hold(ctx context.Context, q points.HoldRequest, terms *points.Terms) (points.Answer, bool, error) {
	return db.decide(ctx, func(ctx context.Context) (o outcome, err error) {
		asked, err := db.asked(ctx, q.ID)
		if err != nil {
			return o, err
		}
		if asked != nil {
			o.known = true
			o.answer, err = answered(asked, q.Of())
			return o, err
		}
		profile, account, err := db.WithAccount(ctx, q.Customer)
		if err != nil {
			return o, err
		}
		if profile == nil {
			return o, points.ErrCustomerUnknown
		}
		c := terms.Policy.Hold(account, q, terms.Now)
		o.answer = c.Entry.Answer
		o.puts, err = db.putCommand(q.ID, points.Asked{Customer: q.Customer, Entry: c.Entry}, points.Decision{Changes: []points.Change{c}})
		return o, err
	})
}

// putCommand writes what a command changed, and its answer.
func (db *DB) putCommand(id string, asked points.Asked, d points.Decision) ([]*types.Put, error) {
	puts, err := db.putDecision(d)
	if err != nil {
		return nil, err
	}
	answer, err := db.putAsked(id, asked)
	return append(puts, answer), err
}

// EndHold captures or releases a hold, as points.Keeper promises.
func (db *DB) EndHold(ctx context.Context, q points.EndRequest, terms *points.Terms) (points.Answer, bool, error) {
	return db.decide(ctx, func(ctx context.Context) (o outcome, err error) {
		asked, err := db.asked(ctx, q.Hold)
		if err != nil {
			return o, err
		}
		if asked == nil {
			o.answer, o.known = points.Ended(nil, nil, &q)
			return o, nil
		}
		if o.answer, o.known = points.Ended(&asked.Entry, asked.End, &q); o.known {
			return o, nil
		}
		b := points.NewBooks(terms.Policy, terms.Now)
		if err := db.gather(ctx, b, func() points.Need { return b.MissingCapture(asked.Customer, &q) }); err != nil {
			return o, err
		}
		d, end := b.Capture(asked.Customer, q)
		if end == nil { // erased: nothing is there to remember it, and it stays so
			o.answer, o.known = points.Answer{Refused: points.AccountClosed}, true
			return o, nil
		}
		asked.End, o.answer = end, end.Answer
		o.puts, err = db.putCommand(q.Hold, *asked, d)
		return o, err
	})
}

// Adjust gives or takes points by hand, as points.Keeper promises.
func (db *DB) Adjust(ctx context.Context, q points.AdjustRequest, terms *points.Terms) (points.Answer, bool, error) {
	return db.decide(ctx, func(ctx context.Context) (o outcome, err error) {
		asked, err := db.asked(ctx, q.ID)
		if err != nil {
			return o, err
		}
		if asked != nil {
			o.known = true
			o.answer, err = answered(asked, q.Of())
			return o, err
		}
		profile, account, err := db.WithAccount(ctx, q.Customer)
		if err != nil {
			return o, err
		}
		if profile == nil {
			return o, points.ErrCustomerUnknown
		}
		staff := staffKey(&q, ledger.DayOf(terms.Now))
		used, err := db.get(ctx, db.tables.Customers, staff)
		if err != nil {
			return o, err
		}
		before := points.Points(number(used, attrUsed))
		c, after := terms.Policy.Adjust(account, q, before, terms.Now)
		o.answer = c.Entry.Answer
		o.puts, err = db.putCommand(q.ID, points.Asked{Customer: q.Customer, Entry: c.Entry}, points.Decision{Changes: []points.Change{c}})
		if after != before {
			o.puts = append(o.puts, db.putUsed(staff, used, after))
		}
		return o, err
	})
}

// attrUsed is how many points staff moved by hand on a day.
const attrUsed = "used"

// putUsed counts up what staff moved, if nobody did meanwhile.
func (db *DB) putUsed(it, before item, used points.Points) *types.Put {
	put := &types.Put{TableName: &db.tables.Customers, Item: it, ConditionExpression: aws.String("attribute_not_exists(pk)")}
	if before != nil {
		put.ConditionExpression = aws.String("used = :u")
		put.ExpressionAttributeValues = item{":u": before[attrUsed]}
	}
	it[attrUsed] = num(int64(used))
	return put
}
