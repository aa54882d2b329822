package dynamo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"strconv"
	"sync"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"
)

const (
	// writers is how many writes of one batch are under way at once.
	writers = 16
	// actionsMax is how many items DynamoDB writes in one transaction, and
	// groupBytes how much of its 4 MB we fill.
	actionsMax = 100
	groupBytes = 2_000_000
	// wavesMax is how often what is still open is tried, with a growing pause
	// between: about three seconds in all.
	wavesMax  = 6
	pauseBase = 100 * time.Millisecond
	// stopBefore is how long before the deadline we stop, whatever is under
	// way, so that there is time left to answer.
	stopBefore = 300 * time.Millisecond
)

// pending is one arrival on its way.
type pending struct {
	ledger.Arrival
	place int // in the caller's list
	// token tells our own write from another delivery of the same.
	token string
	grade string
	// fresh is set when recording it makes the customer, account when theirs was
	// read with them.
	fresh   bool
	account *points.Account
	body    []byte
	answer  []byte
	prints  ledger.Prints
}

// Append records arrivals, as ledger.Appender promises. Those that need one
// item are written with one conditional put each. Those that need more — an
// old day's marker, a new customer, an identifier that waits — go into
// transactions, as many as fit in one: a large import of old sales is then as
// cheap as it can be. A transaction that is refused is taken apart by what
// DynamoDB says of each item, and what is still open is tried again, smaller.
func (db *DB) Append(ctx context.Context, arrivals []ledger.Arrival) []ledger.Outcome {
	return db.AppendWithPoints(ctx, arrivals, nil)
}

// AppendWithPoints records arrivals as points.Appender promises. Those that
// have to do with points are written one to a transaction, one customer's after
// each other.
func (db *DB) AppendWithPoints(ctx context.Context, arrivals []ledger.Arrival, terms *points.Terms) []ledger.Outcome {
	a := &appending{db: db, terms: terms, outcomes: make([]ledger.Outcome, len(arrivals))}
	open := make([]*pending, 0, len(arrivals))
	for i := range arrivals {
		open = append(open, &pending{Arrival: arrivals[i], place: i, token: strconv.FormatUint(mathrand.Uint64(), 36)})
	}
	if deadline, ok := ctx.Deadline(); ok {
		var stop context.CancelFunc
		ctx, stop = context.WithDeadline(ctx, deadline.Add(-stopBefore))
		defer stop()
	}
	for wave := 0; len(open) > 0 && wave < wavesMax && ctx.Err() == nil; wave++ {
		if wave > 0 && !pause(ctx, pauseBase<<(wave-1)) {
			break
		}
		open = a.wave(ctx, open, wave)
	}
	for _, p := range open {
		a.outcomes[p.place].Err = fmt.Errorf("record: %w: %w", ledger.ErrBusy, a.cause())
	}
	return a.outcomes
}

// pause waits about d, and says false when the caller gave up.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d/2 + mathrand.N(d))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

type appending struct {
	db       *DB
	terms    *points.Terms // nil without points
	outcomes []ledger.Outcome

	mu   sync.Mutex
	last error
}

// failed remembers why something is still open, for the log.
func (a *appending) failed(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = err
}

func (a *appending) cause() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.last == nil {
		return context.DeadlineExceeded
	}
	return a.last
}

// wave tries everything open once and returns what is still open.
func (a *appending) wave(ctx context.Context, open []*pending, wave int) []*pending {
	who, err := a.db.resolve(ctx, open, a.terms != nil)
	if err != nil {
		a.failed(err)
		return open
	}
	groups, chains, waiting := a.group(open, who, wave)
	if len(groups)+len(chains) == 1 { // as most often: no goroutine to start and wake
		for _, c := range chains {
			return append(waiting, a.chain(ctx, c)...)
		}
		return append(waiting, a.write(ctx, groups[0])...)
	}
	still := make([][]*pending, len(groups)+len(chains))
	var group errgroup.Group
	group.SetLimit(writers)
	for i, g := range groups {
		group.Go(func() error {
			still[i] = a.write(ctx, g)
			return nil
		})
	}
	for i, c := range chains {
		group.Go(func() error {
			still[len(groups)+i] = a.chain(ctx, c)
			return nil
		})
	}
	group.Wait() //nolint:errcheck // write answers for itself
	for _, left := range still {
		waiting = append(waiting, left...)
	}
	return waiting
}

// group decides what is written together. An arrival whose new customer is
// made in another group waits for the next wave, when the customer exists.
// From the second wave on every group is small, so that one bad neighbour
// cannot hold up the rest for long. What has to do with points goes into
// chains, which are written beside the groups.
func (a *appending) group(open []*pending, who resolved, wave int) (groups []*group, chains [][]*pending, waiting []*pending) {
	actions := actionsMax
	if wave > 0 {
		actions = max(4, actionsMax>>(2*wave))
	}
	makes := map[string]*group{} // identity → the group that makes them
	taken := map[ledger.Key]bool{}
	links := chained{}
	current := &group{}
	for _, p := range open {
		if taken[p.Key] { // the same transaction twice in one batch
			waiting = append(waiting, p)
			continue
		}
		taken[p.Key] = true
		if err := p.prepare(who); err != nil {
			a.outcomes[p.place].Err = err
			continue
		}
		if a.terms != nil && a.terms.Concern(p.Transaction) {
			links.add(p)
			continue
		}
		if made := makes[p.Identity.String()]; p.fresh && made != nil && (made != current || !current.fits(p, actions)) {
			waiting = append(waiting, p)
			continue
		}
		if p.actions() == 1 {
			groups = append(groups, &group{members: []*pending{p}})
			continue
		}
		if !current.fits(p, actions) {
			groups = append(groups, current)
			current = &group{}
		}
		if p.fresh {
			makes[p.Identity.String()] = current
		}
		current.add(a.db, p)
	}
	if len(current.members) > 0 {
		groups = append(groups, current)
	}
	return groups, links.chains, waiting
}

// prepare fills in what resolving found and what will be stored.
func (p *pending) prepare(who resolved) error {
	t := *p.Transaction
	t.Customer, p.grade, p.fresh, p.account = "", "", false, nil
	if found, ok := who[p.whoKey()]; ok {
		t.Customer, p.grade, p.fresh, p.account = found.customer, found.grade, found.fresh, found.account
	}
	p.Transaction = &t
	content, err := encodeBody(&t)
	if err != nil {
		return err
	}
	if len(content) > ledger.CanonicalMax {
		return ledger.ErrTooBig
	}
	p.body = content
	if err := p.answers(nil); err != nil {
		return err
	}
	if p.prints.Of == "" {
		p.prints = p.Prints()
	}
	return nil
}

// answers decides what the till is told.
func (p *pending) answers(told *points.Told) (err error) {
	p.answer, err = points.Body(ledger.Answer{ID: p.ID, Day: p.Day, Customer: p.Customer}, told)
	return err
}

func (p *pending) late() bool { return ledger.NeedsMarker(p.Day, p.Received) }

// received is the text stored for when it reached us.
func (p *pending) received() string { return p.Received.UTC().Format(time.RFC3339Nano) }

// whoKey is how resolved lists the customer of p, "" when p names nobody or
// belongs to its target's customer.
func (p *pending) whoKey() string {
	if p.RefundOf != nil || p.VoidOf != nil {
		return ""
	}
	return p.Who()
}

// resolution is what is known of one customer before a write.
type resolution struct {
	customer, grade string
	fresh           bool
	account         *points.Account
}

type resolved map[string]resolution

// resolve finds out who the open arrivals' customers are. An identifier nobody
// has gets a new random id; a training transaction makes no customer, and an id
// of ours that names nobody stays unresolved. Their accounts are read with
// them, if asked for.
func (db *DB) resolve(ctx context.Context, open []*pending, accounts bool) (resolved, error) {
	who := resolved{}
	var identities []item
	asked := map[string]string{}      // identity's partition → who key
	profiles := map[string][]string{} // customer → who keys
	for _, p := range open {
		key := p.whoKey()
		if _, known := who[key]; key == "" || known {
			continue
		}
		who[key] = resolution{}
		if p.Identity.IsZero() {
			profiles[p.Claimed] = append(profiles[p.Claimed], key)
			continue
		}
		k := identityKey(p.Identity)
		asked[text(k, pk)] = key
		identities = append(identities, k)
	}
	found, err := db.getAll(ctx, db.tables.Customers, identities)
	if err != nil {
		return nil, err
	}
	for _, it := range found {
		key, id := asked[text(it, pk)], text(it, attrCustomer)
		who[key] = resolution{customer: id}
		profiles[id] = append(profiles[id], key)
	}
	if err := db.resolveProfiles(ctx, who, profiles, accounts); err != nil {
		return nil, err
	}
	for _, p := range open {
		key := p.whoKey()
		if p.Training || p.Identity.IsZero() || key == "" || who[key].customer != "" {
			continue
		}
		id, err := customer.NewID(rand.Reader)
		if err != nil {
			return nil, err
		}
		who[key] = resolution{customer: id, fresh: true}
	}
	return who, nil
}

// resolveProfiles fills in the grades of customers that exist, and accounts.
// profiles maps customer ids to who keys.
func (db *DB) resolveProfiles(ctx context.Context, who resolved, profiles map[string][]string, accounts bool) error {
	keys := make([]item, 0, len(profiles))
	for id := range profiles {
		keys = append(keys, profileKey(id))
		if accounts {
			keys = append(keys, accountKey(id))
		}
	}
	found, err := db.getAll(ctx, db.tables.Customers, keys)
	if err != nil {
		return err
	}
	kept := map[string]*points.Account{}
	for _, it := range found {
		if text(it, sk) == accountSort {
			a, err := decodeAccount(it)
			if err != nil {
				return err
			}
			kept[a.Customer] = a
		}
	}
	for _, it := range found {
		id := text(it, attrCustomer)
		for _, key := range profiles[id] {
			if text(it, sk) != accountSort {
				who[key] = resolution{customer: id, grade: text(it, attrGrade), account: kept[id]}
			}
		}
	}
	return nil
}

// errIs is errors.As for SDK exceptions, as an expression.
func errIs[T error](err error) (T, bool) {
	var target T
	return target, errors.As(err, &target)
}

// cancellation gives DynamoDB's verdict on every item of a refused transaction.
func cancellation(err error) ([]types.CancellationReason, bool) {
	cancelled, ok := errIs[*types.TransactionCanceledException](err)
	if !ok {
		return nil, false
	}
	return cancelled.CancellationReasons, true
}
