// Package night recomputes everything: it seals the ledger's open days into
// pages, folds all pages into scores, segments and grades, publishes them as
// an immutable report behind one pointer, and writes changed grades back.
//
//	night = f(manifest, inputs, asOf, base)
//
// The manifest names every sealed page, the inputs all else that was used, and
// the base the earlier report that movements are counted from. The same
// arguments give byte-identical files, so any night can be recomputed.
package night

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// Night is where a night's inputs come from and its results go.
type Night struct {
	Ledger  Ledger
	Shop    Shop
	Views   Views
	Sealed  Objects // pages, rosters, manifests, inputs
	Reports Objects
	Pointer Pointer
	// Link finds the customers of transactions that wait for one; nil where
	// nothing can wait.
	Link func(context.Context) error
	// Now is the wall clock. It decides which days are read, never a figure.
	Now func() time.Time
	// Owner tells this run from others for the lease.
	Owner string
}

// Request asks for one night.
type Request struct {
	// AsOf is the day the night is for: it covers the business days before it.
	AsOf ledger.Day
	// Force moves the pointer even when AsOf lies before what is published.
	Force bool
	// Audit reads every day of the ledger, not only those that may have changed.
	Audit bool
	// AcceptLoss goes on with a ledger that shrank, after a restore that cannot
	// be completed. It needs Audit: every page must follow.
	AcceptLoss bool
}

// Result says what a night did.
type Result struct {
	// Version is what the pointer shows now. Committed says this run moved it;
	// a run that found everything published already, or one for a day before
	// the published one, did not.
	Version   int64
	Committed bool
	AsOf      ledger.Day
	Report    string
	Pages     int
	Customers report.Customers
	Grades    int // views written
	Warnings  []report.Warning
	Audit     *Audit // when it was one
}

// Inputs is everything a night used beside the pages.
type Inputs struct {
	AsOf     ledger.Day      `json:"asOf"`
	Merchant ledger.Merchant `json:"merchant"`
	Stores   []ledger.Store  `json:"stores"`
	Policy   policy.Policy   `json:"policy"`
	// Others are the versions beside Policy that have been in force, by version:
	// what they promised is kept.
	Others []policy.Policy `json:"others,omitempty"`
	Base   string          `json:"base,omitempty"` // folder of the base report
}

// inputsOf are the versions of the policy a night of asOf uses: the one in
// force, and all that have been.
func inputsOf(versions []policy.Policy, asOf ledger.Day) *Inputs {
	in := &Inputs{AsOf: asOf, Policy: policy.At(versions, asOf)}
	for i := range versions {
		if v := &versions[i]; v.Version != in.Policy.Version && (i == 0 || v.Effective <= asOf) {
			in.Others = append(in.Others, *v)
		}
	}
	return in
}

// book is every version's rules for grades.
func (in *Inputs) book() grade.Book { return policy.Book(in.versions()) }

// versions are all of the policy that may have been in force, by version.
func (in *Inputs) versions() []policy.Policy {
	versions := append([]policy.Policy{in.Policy}, in.Others...)
	slices.SortFunc(versions, func(a, b policy.Policy) int { return cmp.Compare(a.Version, b.Version) })
	return versions
}

var (
	// ErrBusy: another night holds the lease.
	ErrBusy = errors.New("another night is running")
	// ErrPointerLost: nights have published, but the pointer is gone. Starting
	// anew would forget what is published, so a person must look first.
	ErrPointerLost = errors.New("the published pointer is missing although nights have run")
	// ErrNoStore: there is nothing to recompute yet.
	ErrNoStore = errors.New("no store has been made yet")
)

// leaseFor is how long a lease lasts: as long as the function may run.
const leaseFor = 15 * time.Minute

// Run is the whole night, in the order it happens.
func (n *Night) Run(ctx context.Context, req Request) (*Result, error) {
	now := n.Now()
	held, err := n.Shop.Lease(ctx, n.Owner, now, now.Add(leaseFor))
	if err != nil {
		return nil, fmt.Errorf("take lease: %w", err)
	}
	if !held {
		return nil, ErrBusy
	}
	result, err := n.run(ctx, req)
	if releaseErr := n.Shop.Release(context.WithoutCancel(ctx), n.Owner); err == nil && releaseErr != nil {
		err = fmt.Errorf("release lease: %w", releaseErr)
	}
	return result, err
}

// run is one night under way: what it has found out so far.
type run struct {
	*Night
	Request
	published *published
	mark      ledger.Watermark
	in        *Inputs
	base      *report.Past
	readFrom  time.Time
	sealed    *Sealed
	ranked    *ranked
	warnings  []report.Warning
	scope     *report.Scope
}

func (n *Night) run(ctx context.Context, req Request) (*Result, error) {
	r := &run{Night: n, Request: req}
	var err error
	if r.published, err = n.readPointer(ctx); err != nil {
		return nil, err
	}
	if r.mark, err = n.finish(ctx, r.published); err != nil {
		return nil, err
	}
	if err := r.gather(ctx); err != nil {
		return nil, err
	}
	if err := r.recompute(ctx); err != nil {
		return nil, r.overtaken(ctx, err)
	}
	result := &Result{
		Version: r.published.latest.Version, AsOf: req.AsOf, Report: r.scope.Report,
		Pages: len(r.sealed.Manifest.Pages), Customers: r.ranked.count(), Warnings: r.warnings, Audit: r.sealed.Audit,
	}
	if r.published.exists() && req.AsOf < r.published.latest.AsOf && !req.Force && holds(ruleEarlier) {
		return result, nil
	}
	return result, r.commit(ctx, result)
}

// recompute is all of a night before its commit.
func (r *run) recompute(ctx context.Context) error {
	if err := r.link(ctx); err != nil {
		return err
	}
	if err := r.seal(ctx); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	if err := r.fold(ctx); err != nil {
		return fmt.Errorf("fold: %w", err)
	}
	if err := r.writeReport(ctx); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

// overtaken looks whether what needs a person is only that another night
// published meanwhile: the markers it settled are gone, and its pages are not
// in the manifest this one began with. Then this one gives way.
func (r *run) overtaken(ctx context.Context, cause error) error {
	if !IsTheirs(cause) {
		return cause
	}
	if now, err := r.readPointer(ctx); err == nil && now.tag != r.published.tag {
		return fmt.Errorf("%w, so this is no fault: %v", ErrMoved, cause)
	}
	return cause
}

// since is when the last committed night began to read; before the first, when
// the first store was made: nothing was recorded earlier.
func since(mark ledger.Watermark, stores []ledger.Store, now time.Time) time.Time {
	if !mark.ReadFrom.IsZero() {
		return mark.ReadFrom
	}
	first := now
	for i := range stores {
		if stores[i].Created.Before(first) {
			first = stores[i].Created
		}
	}
	return first
}

// gather reads what the night uses beside the pages. A policy edited from here
// on is used by the next night.
func (r *run) gather(ctx context.Context) error {
	versions, err := r.Shop.Policies(ctx)
	if err != nil {
		return fmt.Errorf("read policies: %w", err)
	}
	in := inputsOf(versions, r.AsOf)
	if in.Merchant, err = r.Shop.Merchant(ctx); err != nil {
		return fmt.Errorf("read merchant: %w", err)
	}
	if in.Merchant.Currency == "" {
		return ErrNoStore
	}
	if in.Stores, err = r.Shop.Stores(ctx); err != nil {
		return fmt.Errorf("read stores: %w", err)
	}
	if r.base = chooseBase(&r.published.latest, r.AsOf); r.base != nil {
		in.Base = r.base.Report
	}
	r.in = in
	return nil
}

// seal turns the ledger's open days into pages.
func (r *run) seal(ctx context.Context) error {
	r.readFrom = r.Now()
	s, err := r.newSealer(ctx)
	if err != nil {
		return err
	}
	r.sealed, err = s.seal(ctx, r.readFrom, since(r.mark, r.in.Stores, r.readFrom))
	return err
}

func (r *run) newSealer(ctx context.Context) (*sealer, error) {
	s := &sealer{
		ledger: r.Ledger, objects: r.Night.Sealed, stores: map[string]*ledger.Store{},
		manifest: &page.Manifest{Schema: page.Schema}, members: page.NewMembers(), products: page.NewProducts(),
	}
	if r.Audit {
		s.audit, s.acceptLoss = &Audit{}, r.AcceptLoss
	}
	for i := range r.in.Stores {
		store := &r.in.Stores[i]
		if err := store.Load(); err != nil {
			return nil, err
		}
		s.stores[store.ID] = store
	}
	if !r.published.exists() {
		return s, nil
	}
	content, err := r.Night.Sealed.Get(ctx, r.published.latest.Manifest)
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	s.manifest, err = page.DecodeManifest(content)
	if err != nil && (s.audit == nil || !errors.Is(err, page.ErrSchema)) {
		return nil, err
	}
	if err := loadRoster(ctx, r.Night.Sealed, s.members, s.manifest.Roster); err != nil {
		return nil, err
	}
	return s, loadRoster(ctx, r.Night.Sealed, s.products, s.manifest.Products)
}

func loadRoster[T any](ctx context.Context, objects Objects, r *page.Roster[T], segments []page.Segment) error {
	return inOrder(ctx, segments, func(ctx context.Context, s page.Segment) ([]byte, error) {
		content, err := objects.Get(ctx, s.Key)
		if err != nil {
			return nil, fmt.Errorf("read roster: %w", err)
		}
		return content, nil
	}, func(s page.Segment, content []byte) error { return r.Load(content, s.Rows) })
}

// fold turns pages into what is known about every customer.
func (r *run) fold(ctx context.Context) error {
	b, err := readBase(ctx, r.Reports, r.base, r.in.versions())
	if err != nil {
		return err
	}
	asOf, p := r.AsOf, &r.in.Policy
	w := Windows{AsOf: asOf, Year: asOf.AddMonths(-12), Score: asOf, Spans: spans(asOf), Regulars: &p.Regulars}
	if p.RFM.WindowMonths > 0 {
		w.Score = asOf.AddMonths(-p.RFM.WindowMonths)
	}
	if b != nil {
		w.Base = b.asOf
	}
	members := r.sealed.Members.Rows
	promises := newPromises(r.in.book(), p.Rules(), b, len(members)+1, asOf)
	promises.list = make([]promise, len(members)+1)
	promises.follow = newFollow(promises.book, promises.policy, b, len(members), asOf)
	w.Record, w.Told, w.Again = promises.take, promises.told, promises.ranks != nil
	zone, err := time.LoadLocation(r.in.Merchant.Zone)
	if err != nil {
		return err
	}
	people := newPeople(p, members, asOf)
	promises.excluded = people.excluded
	w.Watch = people
	w.Points = points.NewJournal(asOf, zone)
	if promises.book.CountsPoints() {
		w.Earned = points.NewEarnings(asOf)
	}
	hear := promises.hear(zone)
	w.Fact = func(sealed ledger.Day, f *page.Fact) {
		hear(sealed, f)
		people.hear(ledger.DayOf(time.UnixMilli(f.At).In(zone)), f)
	}
	w.Enrolments = promises.policy.Kind() == grade.Anniversary
	costs := newCosts(r.in.versions())
	w.Use, w.Undone = costs.count, asOf.AddMonths(-traitMonths)
	folded, err := Fold(ctx, r.sealed.Manifest, r.Sealed, len(members), w)
	if err != nil {
		return err
	}
	promises.settle(folded)
	if r.ranked, err = rank(folded, promises, people, p, b, members, asOf); err != nil {
		return err
	}
	if r.ranked.common, err = r.commonOf(ctx); err != nil {
		return fmt.Errorf("first visits: %w", err)
	}
	r.ranked.costs = costs
	if err := r.keepHabits(ctx, folded); err != nil {
		return err
	}
	r.warnings = warningsOf(r.sealed.Manifest, r.ranked)
	return nil
}

// encode writes a document; the same document gives the same bytes.
func encode(document any) ([]byte, error) {
	content, err := json.Marshal(document)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", document, err)
	}
	return content, nil
}
