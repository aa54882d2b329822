package api

import (
	"net/http"

	"dangol/shared/web"
)

// refusals are how a till hears what a decision core refuses: with which
// status, and what to do about it. The core's own word is the code.
type refusals[R ~string] map[R]struct {
	status int
	detail string
}

func (m refusals[R]) problem(r R) *web.Problem {
	how := m[r]
	return web.NewProblem(how.status, string(r), how.detail)
}

// askedOtherwise answers an id that was used before, for another question.
func askedOtherwise() *web.Problem {
	return web.NewProblem(http.StatusConflict, "id_conflict", "This id was used to ask something else. Give this one an id of its own.")
}
