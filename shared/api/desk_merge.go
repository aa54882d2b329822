package api

import (
	"context"
	"crypto/rand"
	"net/http"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// MergeAsked names the customer who is, or was, the same person.
type MergeAsked struct {
	_    struct{} `json:"-" additionalProperties:"true"`
	From string   `json:"from" doc:"the id of the other customer"`
}

func (h *person) merge(ctx context.Context, in *in) (*out, error) {
	from, problem := decodeMerge(in)
	if problem != nil {
		return nil, problem
	}
	pepper, err := h.Pepper.Pepper(ctx)
	if err != nil {
		return nil, web.Busy()
	}
	err = h.People.Merge(ctx, in.ID, from, managerOf(ctx), h.Now(), func(into, from *customer.Profile) (string, error) {
		return sealBoth(pepper, into, from)
	})
	if err != nil {
		return nil, personProblem(err)
	}
	return h.show(ctx, in.ID)
}

// sealBoth gives into what from told and into did not.
func sealBoth(pepper customer.Pepper, into, from *customer.Profile) (string, error) {
	a, err := pepper.Open(into.ID, into.Sealed)
	if err != nil {
		return "", err
	}
	b, err := pepper.Open(from.ID, from.Sealed)
	if err != nil {
		return "", err
	}
	both := a.Over(b)
	if both == a {
		return into.Sealed, nil
	}
	return pepper.Seal(into.ID, both, rand.Reader)
}

func (h *person) unmerge(ctx context.Context, in *in) (*out, error) {
	from, problem := decodeMerge(in)
	if problem != nil {
		return nil, problem
	}
	if err := h.People.Unmerge(ctx, in.ID, from, managerOf(ctx), h.Now()); err != nil {
		return nil, personProblem(err)
	}
	return h.show(ctx, in.ID)
}

func decodeMerge(in *in) (from string, problem *web.Problem) {
	r := strictjson.NewReader(in.Body)
	code, faults := r.Whole(func(name string) {
		if name == "from" {
			from = readID(r)
			return
		}
		r.Skip()
	})
	switch {
	case code != "":
		return "", broken(code)
	case from == "" && len(faults) == 0:
		faults = []ledger.Fault{{Pointer: "/from", Code: "from_missing"}}
	}
	if len(faults) > 0 {
		return "", web.Invalid(faults)
	}
	if !isID(in.ID) {
		return "", personProblem(customer.ErrUnknown)
	}
	return from, nil
}

// namesMax is how many names are asked for at once.
const namesMax = 100

// NamesAsked are ids whose names a page shows.
type NamesAsked struct {
	_         struct{} `json:"-" additionalProperties:"true"`
	Customers []string `json:"customers" maxItems:"100"`
}

// Names are the names known of those asked for; the others are left out.
type Names struct {
	Names map[string]string `json:"names"`
}

func (h *person) names(ctx context.Context, in *in) (*out, error) {
	var ids []string
	r := strictjson.NewReader(in.Body)
	code, faults := r.Whole(func(name string) {
		if name == "customers" {
			r.List(namesMax, "too_many_customers", func() { ids = append(ids, readID(r)) })
			return
		}
		r.Skip()
	})
	if code != "" {
		return nil, broken(code)
	}
	if len(faults) > 0 {
		return nil, invalid(faults)
	}
	pepper, err := h.Pepper.Pepper(ctx)
	if err != nil {
		return nil, web.Busy()
	}
	profiles, err := h.People.Profiles(ctx, ids)
	if err != nil {
		return nil, problemOf(err)
	}
	known := Names{Names: map[string]string{}}
	for _, p := range profiles {
		details, err := pepper.Open(p.ID, p.Sealed)
		if err != nil {
			return nil, problemOf(err)
		}
		if details.Name != "" {
			known.Names[p.ID] = details.Name
		}
	}
	return answer(http.StatusOK, known)
}
