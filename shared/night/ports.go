package night

import (
	"context"
	"errors"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/policy"
)

// Ledger is what a night reads, and the markers it clears.
type Ledger interface {
	// Markers lists the transactions that came too late for the window.
	Markers(ctx context.Context) ([]ledger.Key, error)
	// Marked says whether key still has its marker.
	Marked(ctx context.Context, key ledger.Key) (bool, error)
	// Day reads one store's business day whole and consistently.
	Day(ctx context.Context, store string, day ledger.Day) (ledger.DayRecords, error)
	// Find reads one transaction consistently; nil when it is not recorded.
	Find(ctx context.Context, key ledger.Key) (*ledger.Record, error)
	// Facts reads one desk day whole and consistently.
	Facts(ctx context.Context, day ledger.Day) ([]ledger.Fact, error)
	// Postings reads one day of the shop's books of points whole and consistently.
	Postings(ctx context.Context, day ledger.Day) ([]points.Posting, error)
	// ClearMarkers deletes markers; those already gone are no error.
	ClearMarkers(ctx context.Context, keys []ledger.Key) error
}

// Shop is the merchant's settings and the nights' own state.
type Shop interface {
	Merchant(ctx context.Context) (ledger.Merchant, error)
	Stores(ctx context.Context) ([]ledger.Store, error)
	// Policies are all versions, by version; at least one.
	Policies(ctx context.Context) ([]policy.Policy, error)

	Watermark(ctx context.Context) (ledger.Watermark, error)
	// SaveWatermark stores w unless a later version is already stored.
	SaveWatermark(ctx context.Context, w ledger.Watermark) error
	// Lease takes the lease for owner until then, if nobody holds it. It is
	// thrift, not safety: two nights at once are safe.
	Lease(ctx context.Context, owner string, now, until time.Time) (bool, error)
	Release(ctx context.Context, owner string) error
}

// Views is where tills read grades.
type Views interface {
	// SetGrade stores view for a customer who exists and has no view of this
	// version or a later one; otherwise it does nothing.
	SetGrade(ctx context.Context, customer string, version int64, view customer.GradeView) error
	// UndoCoupons voids what undone grades gave a customer and was not used.
	// Whoever has no coupons is no error.
	UndoCoupons(ctx context.Context, customer string, u coupon.Undone, today ledger.Day, at time.Time) error
}

// Objects is a place for immutable content.
type Objects interface {
	// Get reads an object; ErrMissing when there is none.
	Get(ctx context.Context, key string) ([]byte, error)
	// Put stores content under key. That key already holding the same content
	// is success; other content is an error.
	Put(ctx context.Context, key string, content []byte, contentType string) error
}

// Pointer is the one object that moves.
type Pointer interface {
	// Read gives the pointer and a tag for Swap; an empty tag when there is no
	// pointer yet.
	Read(ctx context.Context) (content []byte, tag string, err error)
	// Swap replaces the pointer that had tag; ErrMoved when it moved since.
	// After a lost reply it says what is true.
	Swap(ctx context.Context, content []byte, tag string) error
}

var (
	// ErrMissing: there is no such object.
	ErrMissing = errors.New("no such object")
	// ErrMoved: another night published first.
	ErrMoved = errors.New("another night published first")
)
