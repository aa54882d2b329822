package ledgertest

import (
	"context"

	"dangol/shared/night"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// Preview says what p, as the next version, would change.
func (w *World) Preview(ctx context.Context, p policy.Policy) (*report.Preview, error) {
	v := night.Previewer{Shop: w, Sealed: w.Sealed, Reports: w.Reports, Pointer: w.Reports}
	return v.Preview(ctx, p)
}
