package night_test

import (
	"context"
	"fmt"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/points"
	"dangol/shared/policy"
)

// ports are the world as one actor sees it: every call waits for its turn.
type ports struct {
	s       *sim
	by      *actor
	noLease bool
	blind   bool // swaps the pointer without looking
}

func (p ports) ask(op string, args any, work func() error) error {
	return p.s.ask(p.by, op, fmt.Sprint(args), work)
}

func (p ports) Markers(ctx context.Context) (keys []ledger.Key, err error) {
	err = p.ask("markers", "", func() (err error) {
		keys, err = p.s.world.Markers(ctx)
		return err
	})
	return keys, err
}

func (p ports) Marked(ctx context.Context, k ledger.Key) (marked bool, err error) {
	err = p.ask("marked", k, func() (err error) {
		marked, err = p.s.world.Marked(ctx, k)
		return err
	})
	return marked, err
}

func (p ports) Day(ctx context.Context, store string, day ledger.Day) (out ledger.DayRecords, err error) {
	err = p.ask("day", store+day.String(), func() (err error) {
		out, err = p.s.world.Day(ctx, store, day)
		return err
	})
	return out, err
}

func (p ports) Find(ctx context.Context, k ledger.Key) (found *ledger.Record, err error) {
	err = p.ask("find", k, func() (err error) {
		found, err = p.s.world.Find(ctx, k)
		return err
	})
	return found, err
}

func (p ports) Facts(ctx context.Context, day ledger.Day) (facts []ledger.Fact, err error) {
	err = p.ask("facts", day, func() (err error) {
		facts, err = p.s.world.Facts(ctx, day)
		return err
	})
	return facts, err
}

func (p ports) Postings(ctx context.Context, day ledger.Day) (postings []points.Posting, err error) {
	err = p.ask("postings", day, func() (err error) {
		postings, err = p.s.world.Postings(ctx, day)
		return err
	})
	return postings, err
}

func (p ports) ClearMarkers(ctx context.Context, keys []ledger.Key) error {
	return p.ask("clear", keys, func() error { return p.s.world.ClearMarkers(ctx, keys) })
}

// What belongs to the shop alone is answered at once: it does not change here.
func (p ports) Merchant(ctx context.Context) (ledger.Merchant, error) {
	return p.s.world.Merchant(ctx)
}

func (p ports) Stores(ctx context.Context) ([]ledger.Store, error) { return p.s.world.Stores(ctx) }

func (p ports) Policies(ctx context.Context) ([]policy.Policy, error) {
	return p.s.world.Policies(ctx)
}

func (p ports) Watermark(ctx context.Context) (w ledger.Watermark, err error) {
	err = p.ask("watermark", "", func() (err error) {
		w, err = p.s.world.Watermark(ctx)
		return err
	})
	return w, err
}

func (p ports) SaveWatermark(ctx context.Context, w ledger.Watermark) error {
	return p.ask("save watermark", w, func() error { return p.s.world.SaveWatermark(ctx, w) })
}

func (p ports) Lease(ctx context.Context, owner string, now, until time.Time) (held bool, err error) {
	err = p.ask("lease", owner, func() (err error) {
		held, err = p.s.world.Lease(ctx, owner, now, until)
		return err
	})
	return held || p.noLease, err
}

func (p ports) Release(ctx context.Context, owner string) error {
	return p.ask("release", owner, func() error { return p.s.world.Release(ctx, owner) })
}

func (p ports) SetGrade(ctx context.Context, id string, version int64, view customer.GradeView) error {
	return p.ask("grade", id, func() error { return p.s.world.SetGrade(ctx, id, version, view) })
}

func (p ports) UndoCoupons(ctx context.Context, id string, u coupon.Undone, today ledger.Day, at time.Time) error {
	return p.ask("undo", id, func() error { return p.s.world.UndoCoupons(ctx, id, u, today, at) })
}

func (p ports) Read(ctx context.Context) (content []byte, tag string, err error) {
	err = p.ask("read pointer", "", func() (err error) {
		content, tag, err = p.s.world.Reports.Read(ctx)
		return err
	})
	return content, tag, err
}

// Swap tells what is true after a lost reply, as the real one does.
func (p ports) Swap(ctx context.Context, content []byte, tag string) error {
	swap := func() error {
		if p.blind {
			_, now, err := p.s.world.Reports.Read(ctx)
			if err != nil {
				return err
			}
			return p.s.world.Reports.Swap(ctx, content, now)
		}
		return p.s.world.Reports.Swap(ctx, content, tag)
	}
	err := p.ask("swap", "", swap)
	if err == errLost { //nolint:errorlint // our own value, unwrapped
		return p.ask("swap again", "", swap)
	}
	return err
}

// bucketPorts are a bucket as one actor sees it.
type bucketPorts struct {
	ports
	objects *ledgertest.Objects
	name    string
}

func (b bucketPorts) Get(ctx context.Context, key string) (content []byte, err error) {
	err = b.ask("get", b.name+key, func() (err error) {
		content, err = b.objects.Get(ctx, key)
		return err
	})
	return content, err
}

func (b bucketPorts) Put(ctx context.Context, key string, content []byte, contentType string) error {
	return b.ask("put", b.name+key, func() error { return b.objects.Put(ctx, key, content, contentType) })
}
