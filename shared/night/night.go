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
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/page"
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
}

// Inputs is everything a night used beside the pages.
type Inputs struct {
	AsOf     ledger.Day      `json:"asOf"`
	Merchant ledger.Merchant `json:"merchant"`
	Stores   []ledger.Store  `json:"stores"`
	Policy   policy.Policy   `json:"policy"`
	Base     string          `json:"base,omitempty"` // folder of the base report
}

var (
	// ErrBusy: another night holds the lease.
	ErrBusy = errors.New("another night is running")
	// ErrPointerLost: nights have published, but the pointer is gone. Starting
	// anew would forget what is published, so a person must look first.
	ErrPointerLost = errors.New("the published pointer is missing although nights have run")
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

func (n *Night) run(ctx context.Context, req Request) (*Result, error) {
	published, err := n.readPointer(ctx)
	if err != nil {
		return nil, err
	}
	mark, err := n.finish(ctx, published)
	if err != nil {
		return nil, err
	}
	in, err := n.inputs(ctx, published, req)
	if err != nil {
		return nil, err
	}
	readFrom := n.Now()
	sealer, err := n.newSealer(ctx, published, in.Stores)
	if err != nil {
		return nil, err
	}
	sealed, err := sealer.seal(ctx, readFrom, since(mark, in.Stores, readFrom))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	ranked, warnings, err := n.fold(ctx, published, sealed, in)
	if err != nil {
		return nil, fmt.Errorf("fold: %w", err)
	}
	scope, err := n.writeReport(ctx, ranked, in, warnings)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	result := &Result{
		Version: published.latest.Version, AsOf: req.AsOf, Report: scope.Report,
		Pages: len(sealed.Manifest.Pages), Customers: ranked.count(), Warnings: warnings,
	}
	if published.exists() && req.AsOf < published.latest.AsOf && !req.Force {
		return result, nil
	}
	return result, n.commit(ctx, published, mark, sealed, in, scope, readFrom, result)
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

// inputs gathers what the night uses beside the pages. A policy edited from
// here on is used by the next night.
func (n *Night) inputs(ctx context.Context, published *published, req Request) (*Inputs, error) {
	in := &Inputs{AsOf: req.AsOf}
	var err error
	if in.Merchant, err = n.Shop.Merchant(ctx); err != nil {
		return nil, fmt.Errorf("read merchant: %w", err)
	}
	if in.Stores, err = n.Shop.Stores(ctx); err != nil {
		return nil, fmt.Errorf("read stores: %w", err)
	}
	versions, err := n.Shop.Policies(ctx)
	if err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	in.Policy = policy.At(versions, req.AsOf)
	if past := chooseBase(&published.latest, req.AsOf); past != nil {
		in.Base = past.Report
	}
	return in, nil
}

func (n *Night) newSealer(ctx context.Context, published *published, stores []ledger.Store) (*sealer, error) {
	s := &sealer{
		ledger: n.Ledger, objects: n.Sealed, stores: map[string]*ledger.Store{},
		manifest: &page.Manifest{Schema: page.Schema}, members: page.NewMembers(), products: page.NewProducts(),
	}
	for i := range stores {
		if err := stores[i].Load(); err != nil {
			return nil, err
		}
		s.stores[stores[i].ID] = &stores[i]
	}
	if !published.exists() {
		return s, nil
	}
	content, err := n.Sealed.Get(ctx, published.latest.Manifest)
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	if s.manifest, err = page.DecodeManifest(content); err != nil {
		return nil, err
	}
	if err := loadRoster(ctx, n.Sealed, s.members, s.manifest.Roster); err != nil {
		return nil, err
	}
	return s, loadRoster(ctx, n.Sealed, s.products, s.manifest.Products)
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
func (n *Night) fold(ctx context.Context, published *published, sealed *Sealed, in *Inputs) (*ranked, []report.Warning, error) {
	b, err := readBase(ctx, n.Reports, chooseBase(&published.latest, in.AsOf))
	if err != nil {
		return nil, nil, err
	}
	w := Windows{
		AsOf: in.AsOf, Grade: in.Policy.Grades.Since(in.AsOf), Year: in.AsOf.AddMonths(-12),
		Score: in.AsOf, Spans: spans(in.AsOf),
	}
	if months := in.Policy.RFM.WindowMonths; months > 0 {
		w.Score = in.AsOf.AddMonths(-months)
	}
	if b != nil {
		w.Base = b.asOf
	}
	members := sealed.Members.Rows
	folded, err := Fold(ctx, sealed.Manifest, n.Sealed, len(members), w)
	if err != nil {
		return nil, nil, err
	}
	folded.Rhythm(&in.Policy.Regulars)
	r, err := rank(folded, &in.Policy, b, members, in.AsOf)
	if err != nil {
		return nil, nil, err
	}
	return r, warningsOf(sealed.Manifest, r), nil
}

// encode writes a document; the same document gives the same bytes.
func encode(document any) ([]byte, error) {
	content, err := json.Marshal(document)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", document, err)
	}
	return content, nil
}
