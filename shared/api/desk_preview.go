package api

import (
	"context"
	"errors"
	"net/http"

	"dangol/shared/report"
	"dangol/shared/web"
)

// preview says what a document would change, were it put. It is refused as put
// would refuse it.
func (h *rules) preview(ctx context.Context, in *in) (*out, error) {
	p, problem := h.next(ctx, in.Body)
	if problem != nil {
		return nil, problem
	}
	told, err := h.Preview.Preview(ctx, p)
	switch {
	case errors.Is(err, report.ErrNone):
		return nil, web.NewProblem(http.StatusConflict, "preview_no_night", "There is nothing to compare with until a night has run. Ask again after the next one.")
	case errors.Is(err, report.ErrTooLarge):
		return nil, web.NewProblem(http.StatusConflict, "preview_too_large", "There are too many sales to go through while you wait. Saving the policy works as always, and demotes nobody before the next evaluation day.")
	case err != nil:
		return nil, problemOf(err)
	}
	return answer(http.StatusOK, told)
}
