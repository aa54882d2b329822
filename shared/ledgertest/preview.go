package ledgertest

import (
	"context"

	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// Preview says what p, as the next version, would change.
func (w *World) Preview(ctx context.Context, p policy.Policy) (*report.Preview, error) {
	return w.previewer().Preview(ctx, p)
}

// Purchases lists what somebody bought before the last night.
func (w *World) Purchases(ctx context.Context, ids []string) (ledger.Day, []report.Purchase, error) {
	return w.previewer().Purchases(ctx, ids)
}

func (w *World) previewer() *night.Previewer {
	return &night.Previewer{Shop: w, Sealed: w.Sealed, Reports: w.Reports, Pointer: w.Reports}
}
