package night

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"dangol/shared/report"
)

var (
	// ErrNotLost: there is a pointer, so none is put back.
	ErrNotLost = errors.New("the published pointer is there")
	// ErrNothingKept: no night has kept a pointer that could be put back.
	ErrNothingKept = errors.New("no pointer was kept")
)

// RestorePointer puts back the pointer of the last version whose effects are
// all applied, and returns its new version. What a later one had sealed, the
// next night seals again.
//
// The version goes up by two: one beyond a version that may have been committed
// without being applied, so that the views it wrote give way.
func (n *Night) RestorePointer(ctx context.Context) (int64, error) {
	published, err := n.readPointer(ctx)
	if err != nil {
		return 0, err
	}
	if published.exists() {
		return 0, ErrNotLost
	}
	mark, err := n.Shop.Watermark(ctx)
	if err != nil {
		return 0, fmt.Errorf("read watermark: %w", err)
	}
	if mark.Pointer == "" {
		return 0, ErrNothingKept
	}
	var latest report.Latest
	if err := json.Unmarshal([]byte(mark.Pointer), &latest); err != nil {
		return 0, fmt.Errorf("read kept pointer: %w", err)
	}
	latest.Version += 2
	pointer, err := encode(latest)
	if err != nil {
		return 0, err
	}
	if err := n.Pointer.Swap(ctx, pointer, ""); err != nil {
		return 0, fmt.Errorf("put pointer back: %w", err)
	}
	return latest.Version, nil
}
