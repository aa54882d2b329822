package night

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// link gives the transactions that wait their customer, before anything is
// read. Without the pepper they wait on: the report counts them among those
// whose customer is not known.
func (r *run) link(ctx context.Context) error {
	if r.Link == nil {
		return nil
	}
	err := r.Link(ctx)
	if errors.Is(err, customer.ErrPepper) {
		slog.Warn("customers wait to be linked", "cause", err.Error())
		return nil
	}
	if err != nil {
		return fmt.Errorf("link waiting customers: %w", err)
	}
	return nil
}

// waits says key was read while its customer was not known yet.
func (s *sealer) waits(key ledger.Key) bool {
	return s.read[storeDay{key.Store, key.Day}].waiting[int64(key.Hash())]
}

// final says key is in a page of this run with the customer it will keep.
func (s *sealer) final(key ledger.Key) bool {
	return s.contains(key) && !s.waits(key)
}
