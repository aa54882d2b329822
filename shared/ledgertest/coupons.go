package ledgertest

import (
	"context"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
)

// wallets are the coupons of a Memory.
type wallets struct {
	wallets map[string]coupon.Wallet
	owners  map[string]string // code → who it was drawn for
	asked   map[string]coupon.Asked
}

func newWallets() wallets {
	return wallets{map[string]coupon.Wallet{}, map[string]string{}, map[string]coupon.Asked{}}
}

func (m *Memory) wallet(id string) coupon.Wallet {
	if w, ok := m.coupons.wallets[id]; ok {
		return w
	}
	return coupon.Wallet{Customer: id}
}

// AtTill reads what a till is told of one customer.
func (m *Memory) AtTill(ctx context.Context, id string) (p *customer.Profile, a points.Account, w coupon.Wallet, err error) {
	if p, a, err = m.WithAccount(ctx, id); err != nil {
		return nil, a, w, err
	}
	err = m.do("wallet", func() error {
		w = m.wallet(id)
		return nil
	})
	return p, a, w, err
}

// IssueCoupon gives a customer a coupon.
func (m *Memory) IssueCoupon(_ context.Context, id string, q coupon.IssueRequest, who func(*customer.Profile) (coupon.Who, error), t coupon.Terms) (c coupon.Coupon, fresh bool, refused coupon.Refusal, err error) {
	err = m.do("coupon", func() error {
		var p *customer.Profile
		if found := m.profiles[id]; found != nil {
			p = &found.Profile
		}
		if refused = coupon.Reach(p); refused != "" {
			return nil
		}
		told, err := who(p)
		if err != nil {
			return err
		}
		var after coupon.Wallet
		if after, c, fresh, refused = m.wallet(id).Issue(told, q, t); fresh {
			m.coupons.wallets[id], m.coupons.owners[c.Code] = after, id
		}
		return nil
	})
	return c, fresh && err == nil, refused, err
}

// UseCoupon holds, redeems or releases.
func (m *Memory) UseCoupon(_ context.Context, q coupon.UseRequest, t coupon.Terms) (a coupon.Answer, fresh bool, err error) {
	err = m.do("coupon", func() error {
		if asked, known := m.coupons.asked[q.Key()]; known {
			var err error
			a, err = asked.Again(q.Of())
			return err
		}
		id := m.coupons.owners[q.Code]
		if p := m.profiles[id]; p != nil && p.Into != "" {
			id = p.Into
		}
		if m.profiles[id] == nil {
			a = coupon.Answer{Refused: coupon.Unknown}
			return nil
		}
		var after coupon.Wallet
		var changed bool
		if after, a, changed = m.wallet(id).Use(q, t); changed {
			m.coupons.wallets[id] = after
		}
		m.coupons.asked[q.Key()], fresh = coupon.Asked{Of: q.Of(), Answer: a}, true
		return nil
	})
	return a, fresh && err == nil, err
}

// VoidCoupon takes one coupon back.
func (m *Memory) VoidCoupon(_ context.Context, id, name, by string, t coupon.Terms) (c coupon.Coupon, refused coupon.Refusal, err error) {
	err = m.do("coupon", func() error {
		var after coupon.Wallet
		var changed bool
		if after, c, changed, refused = m.wallet(id).TakeBack(name, by, t); changed {
			m.coupons.wallets[id] = after
		}
		return nil
	})
	return c, refused, err
}

// UndoCoupons voids what undone grades gave a customer and was not used.
func (m *Memory) UndoCoupons(_ context.Context, id string, u coupon.Undone, today ledger.Day, at time.Time) error {
	return m.do("undo", func() error {
		if after, changed := m.wallet(id).Undo(u, coupon.Terms{Today: today, Now: at}); changed {
			m.coupons.wallets[id] = after
		}
		return nil
	})
}

func (m *Memory) mergeCoupons(into, from string, at time.Time) error {
	return m.moveCoupons(coupon.Merge, into, from, at)
}

func (m *Memory) unmergeCoupons(into, from string, at time.Time) error {
	return m.moveCoupons(coupon.Unmerge, into, from, at)
}

func (m *Memory) moveCoupons(move func(theirs, ours coupon.Wallet, t coupon.Terms) (coupon.Wallet, coupon.Wallet, bool), into, from string, at time.Time) error {
	theirs, ours, moved := move(m.wallet(from), m.wallet(into), coupon.Terms{Today: ledger.DayOf(at.UTC()), Now: at})
	if !moved {
		return nil
	}
	if ours.Full() {
		return coupon.ErrTooMany
	}
	m.coupons.wallets[from], m.coupons.wallets[into] = theirs, ours
	return nil
}
