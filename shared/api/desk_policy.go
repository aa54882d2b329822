package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"dangol/shared/ledger"
	"dangol/shared/policy"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// rules is the desk's work on the policy.
type rules struct{ *Desk }

// PolicyDocument is a policy, as its JSON Schema describes it. Version is one
// more than that of the policy it was made from.
type PolicyDocument map[string]any

// PolicyAnswer is the policy and how it came to be.
type PolicyAnswer struct {
	Policy   PolicyDocument  `json:"policy" doc:"the newest version"`
	Versions []PolicyVersion `json:"versions" doc:"oldest first"`
}

// PolicyVersion is one version and the first day it decides for.
type PolicyVersion struct {
	Version   int        `json:"version"`
	Effective ledger.Day `json:"effective"`
}

func (h *rules) get(ctx context.Context, _ *in) (*out, error) {
	versions, err := h.Shop.Policies(ctx)
	if err != nil {
		return nil, problemOf(err)
	}
	content, err := json.Marshal(versions[len(versions)-1])
	if err != nil {
		return nil, problemOf(err)
	}
	told := PolicyAnswer{Versions: []PolicyVersion{}}
	if err := json.Unmarshal(content, &told.Policy); err != nil {
		return nil, problemOf(err)
	}
	for _, v := range versions {
		told.Versions = append(told.Versions, PolicyVersion{v.Version, v.Effective})
	}
	return answer(http.StatusOK, told)
}

// put saves the next version. It decides from its effective day on.
func (h *rules) put(ctx context.Context, in *in) (*out, error) {
	p, problem := h.next(ctx, in.Body)
	if problem != nil {
		return nil, problem
	}
	if err := h.Shop.AddPolicy(ctx, p); errors.Is(err, policy.ErrExists) {
		return nil, policyChanged()
	} else if err != nil {
		return nil, problemOf(err)
	}
	return h.get(ctx, in)
}

// next reads a document that could be the next version. Its effective day may
// not lie in the past: what was decided stays.
func (h *rules) next(ctx context.Context, body []byte) (policy.Policy, *web.Problem) {
	p, problem := readPolicy(body)
	if problem != nil {
		return p, problem
	}
	versions, err := h.Shop.Policies(ctx)
	if err != nil {
		return p, problemOf(err)
	}
	today, err := h.today(ctx)
	if err != nil {
		return p, problemOf(err)
	}
	switch last := versions[len(versions)-1].Version; {
	case p.Version != last+1:
		return p, policyChanged()
	case p.Effective < today:
		return p, web.Invalid([]ledger.Fault{{Pointer: "/effective", Code: "effective_past"}})
	}
	return p, nil
}

func policyChanged() *web.Problem {
	return web.NewProblem(http.StatusConflict, "policy_changed", "Somebody saved another version meanwhile, or version is not the newest plus one. Read the policy again.")
}

// readPolicy reads a policy document. What contradicts itself in it is told in
// words: they name grades and bounds, and a policy holds nothing personal.
func readPolicy(body []byte) (policy.Policy, *web.Problem) {
	r := strictjson.NewReader(body)
	if code, _ := r.Whole(func(string) { r.Skip() }); code != "" {
		return policy.Policy{}, broken(code)
	}
	p, err := policy.Parse(body)
	if errors.Is(err, policy.ErrShape) { // its words repeat what was sent
		return p, web.NewProblem(http.StatusUnprocessableEntity, "policy_shape", "A field is unknown, or holds something of another type.")
	}
	if err != nil {
		return p, web.NewProblem(http.StatusUnprocessableEntity, "policy_invalid", err.Error())
	}
	return p, nil
}
