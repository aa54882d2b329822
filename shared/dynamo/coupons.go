package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

const (
	walletSort = "coupons"
	// attrOwner is who a code was drawn for.
	attrOwner = "owner"
)

func walletKey(customer string) item {
	return item{pk: profileKey(customer)[pk], sk: str(walletSort)}
}

// codeKey leads from a code to its customer by a hash: keys may be logged.
func codeKey(code string) item { return item{pk: str("K#" + coupon.HashOf(code)), sk: str("code")} }

// presented is what is read of a customer at once.
type presented struct {
	item    item // of the profile, nil when there is none
	profile *customer.Profile
	account points.Account
	wallet  coupon.Wallet
}

// present reads profile, account and coupons of one customer, in one read.
func (db *DB) present(ctx context.Context, id string) (*presented, error) {
	p := &presented{account: points.Account{Customer: id}, wallet: coupon.Wallet{Customer: id}}
	found, err := db.getAll(ctx, db.tables.Customers, []item{profileKey(id), accountKey(id), walletKey(id)})
	if err != nil {
		return nil, err
	}
	for _, it := range found {
		switch text(it, sk) {
		case accountSort:
			a, err := decodeAccount(it)
			if err != nil {
				return nil, err
			}
			p.account = *a
		case walletSort:
			if p.wallet, err = decodeWallet(it); err != nil {
				return nil, err
			}
		default:
			p.item = it
			if p.profile, err = decodeProfile(it); err != nil {
				return nil, err
			}
		}
	}
	if p.profile != nil && p.profile.Into != "" {
		p.account.Merged = p.profile.Into
	}
	return p, nil
}

func decodeWallet(it item) (coupon.Wallet, error) {
	var w coupon.Wallet
	if err := json.Unmarshal([]byte(text(it, attrBody)), &w); err != nil {
		return w, fmt.Errorf("decode coupons: %w", err)
	}
	return w, nil
}

// AtTill reads what a till is told of one customer, in one read; nil when there
// is no such customer.
func (db *DB) AtTill(ctx context.Context, id string) (*customer.Profile, points.Account, coupon.Wallet, error) {
	p, err := db.present(ctx, id)
	if err != nil {
		return nil, points.Account{}, coupon.Wallet{}, err
	}
	return p.profile, p.account, p.wallet, nil
}

func (db *DB) wallet(ctx context.Context, id string) (coupon.Wallet, error) {
	it, err := db.get(ctx, db.tables.Customers, walletKey(id))
	if err != nil || it == nil {
		return coupon.Wallet{Customer: id}, err
	}
	return decodeWallet(it)
}

// putWallet writes a wallet on condition of the version it was decided from.
func (db *DB) putWallet(w coupon.Wallet) (*types.Put, error) {
	it, condition, values, err := document(walletKey(w.Customer), w.Version, w)
	if err != nil {
		return nil, err
	}
	return &types.Put{TableName: &db.tables.Customers, Item: it, ConditionExpression: condition, ExpressionAttributeValues: values}, nil
}

// contend tries until there is nothing to write, or it is written. Every try
// begins with what is there now. wrote says that a try of ours wrote, or may
// have.
func (db *DB) contend(ctx context.Context, what string, try func(context.Context) ([]types.TransactWriteItem, error)) (wrote bool, err error) {
	if deadline, ok := ctx.Deadline(); ok {
		var stop context.CancelFunc
		ctx, stop = context.WithDeadline(ctx, deadline.Add(-stopBefore))
		defer stop()
	}
	for wave := range wavesMax {
		if wave > 0 && !pause(ctx, pauseBase<<(wave-1)) {
			break
		}
		for race := range racesMax {
			if race > 0 && !pause(ctx, racePause) {
				break
			}
			var writes []types.TransactWriteItem
			if writes, err = try(ctx); err != nil {
				break
			}
			if len(writes) == 0 {
				return wrote, nil
			}
			if _, err = db.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes}); err == nil {
				return true, nil
			}
			// Unless somebody else was faster, it may have been written.
			if !raced(err) {
				wrote = true
				break
			}
		}
		if errors.Is(err, coupon.ErrAskedOtherwise) {
			return false, err
		}
	}
	return wrote, fmt.Errorf("%s: %w: %w", what, ledger.ErrBusy, errors.Join(err, ctx.Err()))
}

// raced says a transaction found something else than was read.
func raced(err error) bool {
	reasons, _ := cancellation(err)
	for _, reason := range reasons {
		if lostRace(aws.ToString(reason.Code)) {
			return true
		}
	}
	return false
}

// IssueCoupon gives a customer a coupon, as coupon.Keeper promises. It is
// written only if the profile is still the one that was looked at.
func (db *DB) IssueCoupon(ctx context.Context, id string, q coupon.IssueRequest, who func(*customer.Profile) (coupon.Who, error), t coupon.Terms) (c coupon.Coupon, fresh bool, refused coupon.Refusal, err error) {
	_, err = db.contend(ctx, "issue coupon", func(ctx context.Context) ([]types.TransactWriteItem, error) {
		p, err := db.present(ctx, id)
		if err != nil {
			return nil, err
		}
		if refused = coupon.Reach(p.profile); refused != "" {
			return nil, nil
		}
		told, err := who(p.profile)
		if err != nil {
			return nil, err
		}
		var after coupon.Wallet
		after, c, fresh, refused = p.wallet.Issue(told, q, t)
		if !fresh {
			fresh = refused == "" && c.Code == q.Code // our own try, whose reply was lost
			return nil, nil
		}
		put, err := db.putWallet(after)
		if err != nil {
			return nil, err
		}
		code := codeKey(q.Code)
		code[attrOwner] = str(id)
		return []types.TransactWriteItem{
			{Put: put}, {ConditionCheck: db.asSeen(p.item)},
			{Put: &types.Put{TableName: &db.tables.Customers, Item: code, ConditionExpression: aws.String("attribute_not_exists(pk)")}},
		}, nil
	})
	return c, fresh, refused, err
}

// asSeen is the condition that nobody changed a profile: grade, consents and
// whose part it is are those that were looked at.
func (db *DB) asSeen(profile item) *types.ConditionCheck {
	condition, values := unchanged(number(profile, attrRevision))
	return &types.ConditionCheck{
		TableName: &db.tables.Customers, Key: item{pk: profile[pk], sk: profile[sk]},
		ConditionExpression: condition, ExpressionAttributeValues: values,
	}
}

// UseCoupon holds, redeems or releases, as coupon.Keeper promises.
func (db *DB) UseCoupon(ctx context.Context, q coupon.UseRequest, t coupon.Terms) (a coupon.Answer, fresh bool, err error) {
	known := false
	wrote, err := db.contend(ctx, "use coupon", func(ctx context.Context) ([]types.TransactWriteItem, error) {
		var wallet *coupon.Wallet
		a, known, wallet, err = db.toUse(ctx, &q)
		if err != nil || known {
			return nil, err
		}
		after, answer, changed := wallet.Use(q, t)
		a = answer
		asked, condition, _, err := document(askedKey(q.Key()), 1, coupon.Asked{Of: q.Of(), Answer: a})
		if err != nil {
			return nil, err
		}
		writes := []types.TransactWriteItem{{Put: &types.Put{TableName: &db.tables.Customers, Item: asked, ConditionExpression: condition}}}
		if changed {
			put, err := db.putWallet(after)
			if err != nil {
				return nil, err
			}
			writes = append(writes, types.TransactWriteItem{Put: put})
		}
		return writes, nil
	})
	return a, wrote, err
}

// toUse finds the wallet a code is in, or what is known without it: the first
// answer to the same request, or that nobody has such a code.
func (db *DB) toUse(ctx context.Context, q *coupon.UseRequest) (a coupon.Answer, known bool, w *coupon.Wallet, err error) {
	found, err := db.getAll(ctx, db.tables.Customers, []item{askedKey(q.Key()), codeKey(q.Code)})
	if err != nil {
		return a, false, nil, err
	}
	owner := ""
	for _, it := range found {
		if id := text(it, attrOwner); id != "" {
			owner = id
			continue
		}
		var asked coupon.Asked
		if err := json.Unmarshal([]byte(text(it, attrBody)), &asked); err != nil {
			return a, false, nil, fmt.Errorf("decode what was asked: %w", err)
		}
		a, err = asked.Again(q.Of())
		return a, true, nil, err
	}
	for steps := 0; owner != "" && steps < 2; steps++ { // a part is one step from its whole
		p, err := db.present(ctx, owner)
		if err != nil {
			return a, false, nil, err
		}
		if p.profile == nil {
			break
		}
		if owner = p.profile.Into; owner == "" {
			return a, false, &p.wallet, nil
		}
	}
	return coupon.Answer{Refused: coupon.Unknown}, true, nil, nil
}

// VoidCoupon takes one coupon back, as coupon.Keeper promises.
func (db *DB) VoidCoupon(ctx context.Context, id, name, by string, t coupon.Terms) (c coupon.Coupon, refused coupon.Refusal, err error) {
	_, err = db.contend(ctx, "void coupon", func(ctx context.Context) ([]types.TransactWriteItem, error) {
		w, err := db.wallet(ctx, id)
		if err != nil {
			return nil, err
		}
		var after coupon.Wallet
		var changed bool
		if after, c, changed, refused = w.TakeBack(name, by, t); !changed {
			return nil, nil
		}
		put, err := db.putWallet(after)
		return []types.TransactWriteItem{{Put: put}}, err
	})
	return c, refused, err
}

// UndoCoupons voids what undone grades gave a customer and was not used. It
// must run after the customer's grade is written: then nothing more is given by
// the old one.
func (db *DB) UndoCoupons(ctx context.Context, id string, u coupon.Undone, today ledger.Day, at time.Time) error {
	_, err := db.contend(ctx, "void coupons", func(ctx context.Context) ([]types.TransactWriteItem, error) {
		w, err := db.wallet(ctx, id)
		if err != nil {
			return nil, err
		}
		after, changed := w.Undo(u, coupon.Terms{Today: today, Now: at})
		if !changed {
			return nil, nil
		}
		put, err := db.putWallet(after)
		return []types.TransactWriteItem{{Put: put}}, err
	})
	return err
}

// mergeCoupons moves the coupons of one customer to another. The first wallet
// is written even if it was empty: whoever gives it something meanwhile must
// look again.
func (db *DB) mergeCoupons(ctx context.Context, into, from string, at time.Time) ([]*types.Put, error) {
	return db.moveCoupons(ctx, into, from, func(theirs, ours coupon.Wallet) (coupon.Wallet, coupon.Wallet, bool) {
		return coupon.Merge(theirs, ours, coupon.Terms{Today: ledger.DayOf(at.UTC()), Now: at})
	}, true)
}

// unmergeCoupons gives back what was the other's own.
func (db *DB) unmergeCoupons(ctx context.Context, into, from string, at time.Time) ([]*types.Put, error) {
	return db.moveCoupons(ctx, into, from, func(theirs, ours coupon.Wallet) (coupon.Wallet, coupon.Wallet, bool) {
		return coupon.Unmerge(theirs, ours, coupon.Terms{Today: ledger.DayOf(at.UTC()), Now: at})
	}, false)
}

func (db *DB) moveCoupons(ctx context.Context, into, from string, move func(theirs, ours coupon.Wallet) (coupon.Wallet, coupon.Wallet, bool), closing bool) ([]*types.Put, error) {
	ours, err := db.wallet(ctx, into)
	if err != nil {
		return nil, err
	}
	theirs, err := db.wallet(ctx, from)
	if err != nil {
		return nil, err
	}
	theirs, ours, moved := move(theirs, ours)
	if moved && ours.Full() {
		return nil, coupon.ErrTooMany
	}
	var puts []*types.Put
	for _, w := range []struct {
		wallet coupon.Wallet
		write  bool
	}{{theirs, moved || closing}, {ours, moved}} {
		if !w.write {
			continue
		}
		put, err := db.putWallet(w.wallet)
		if err != nil {
			return nil, err
		}
		puts = append(puts, put)
	}
	return puts, nil
}
