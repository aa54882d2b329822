package api

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/web"
)

// Shop is where settings are read.
type Shop interface {
	Merchant(ctx context.Context) (ledger.Merchant, error)
	Store(ctx context.Context, id string) (*ledger.Store, error)
	Policies(ctx context.Context) ([]policy.Policy, error)
}

// settingsTTL is how long settings are used without asking again.
const settingsTTL = time.Minute

// settings are one store's, as last read.
type settings struct {
	merchant ledger.Merchant
	store    *ledger.Store
	policies []policy.Policy
	zone     *time.Location // the merchant's
	until    time.Time
}

// desk keeps settings at hand: they change by the month and are needed with
// every sale.
type desk struct {
	shop   Shop
	Pepper customer.Peppers
	now    func() time.Time

	mu    sync.Mutex
	known map[string]*settings
}

func newDesk(shop Shop, pepper customer.Peppers, now func() time.Time) *desk {
	return &desk{shop: shop, Pepper: pepper, now: now, known: map[string]*settings{}}
}

func (d *desk) settings(ctx context.Context, store string) (*settings, error) {
	now := d.now()
	d.mu.Lock()
	s := d.known[store]
	d.mu.Unlock()
	if s != nil && now.Before(s.until) {
		return s, nil
	}
	s = &settings{until: now.Add(settingsTTL)}
	var err error
	if s.merchant, err = d.shop.Merchant(ctx); err != nil {
		return nil, fmt.Errorf("read merchant: %w", err)
	}
	if s.zone, err = time.LoadLocation(s.merchant.Zone); err != nil {
		return nil, fmt.Errorf("read merchant: %w", err)
	}
	if s.store, err = d.shop.Store(ctx, store); err != nil {
		return nil, fmt.Errorf("read store: %w", err)
	}
	if s.store == nil {
		return nil, web.NewProblem(http.StatusForbidden, "store_unknown", "The key's store was removed.")
	}
	if s.policies, err = d.shop.Policies(ctx); err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known[store] = s
	return s, nil
}

// policy in force today.
func (s *settings) policy(today ledger.Day) policy.Policy { return policy.At(s.policies, today) }

// terms are the rules for points in force now, nil in a shop without points.
func (s *settings) terms(now time.Time) *points.Terms {
	now = now.In(s.zone)
	p := policy.PointsAt(s.policies, ledger.DayOf(now))
	if p == nil {
		return nil
	}
	return &points.Terms{Policy: p, Now: now, Then: func(day ledger.Day) *points.Policy { return policy.PointsAt(s.policies, day) }}
}

// nobody are the shop's own ways of naming no customer.
func (s *settings) nobody() []string { return s.policies[len(s.policies)-1].Nobody }

// deskSettings are the merchant's own, of no store.
func deskSettings(ctx context.Context, shop Shop) (*settings, error) {
	s := &settings{}
	var err error
	if s.merchant, err = shop.Merchant(ctx); err != nil {
		return nil, fmt.Errorf("read merchant: %w", err)
	}
	if s.zone, err = time.LoadLocation(s.merchant.Zone); err != nil {
		return nil, fmt.Errorf("read merchant: %w", err)
	}
	if s.policies, err = shop.Policies(ctx); err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	return s, nil
}
