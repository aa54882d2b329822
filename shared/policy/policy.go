// Package policy is the one document a merchant's choices are kept in. It is
// versioned and effective-dated; a night uses the version in force on its day
// and names it in everything it publishes.
package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"dangol/shared/coupon"
	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/retention"
	"dangol/shared/rfm"
	"dangol/shared/value"
)

// Policy is one version of the choices.
type Policy struct {
	// Version is counted up from 1. Effective is the first as-of day it is used
	// for.
	Version   int          `json:"version"`
	Effective ledger.Day   `json:"effective"`
	RFM       rfm.Rules    `json:"rfm"`
	Regulars  rfm.Regulars `json:"regulars"`
	Grades    grade.Policy `json:"grades"`
	// Points are earned and spent by these rules; nil is a shop without points.
	Points *points.Policy `json:"points,omitempty"`
	// Coupons are the kinds of coupon the shop gives.
	Coupons []coupon.Definition `json:"coupons,omitempty"`
	Value   value.Rules         `json:"value"`
	// Retention says when somebody is late, lapsed or lasting.
	Retention retention.Rules `json:"retention"`
	// Nobody lists identifiers that name no customer, beside the well-known.
	Nobody []string `json:"nobody"`
	// Excluded lists customers, such as staff and businesses, who are left out
	// of every per-customer figure. Their sales still count in totals.
	Excluded []string `json:"excluded"`
}

// ScoresAs says two versions give the same customers the same scores and
// segments: what they say of grades, points, coupons and worth does not count.
func (p *Policy) ScoresAs(q *Policy) bool {
	return reflect.DeepEqual(p.RFM, q.RFM) && slices.Equal(p.Excluded, q.Excluded)
}

// ErrExists: the version is taken.
var ErrExists = errors.New("this version of the policy exists already")

// ErrShape: a document is no policy at all: a field is unknown, or holds
// something of another type.
var ErrShape = errors.New("parse policy")

// Default is what an installation starts with.
func Default() Policy {
	return Policy{
		Version:  1,
		RFM:      rfm.DefaultRules(),
		Regulars: rfm.DefaultRegulars(),
		Grades:   grade.DefaultPolicy(),
		Value:    value.DefaultRules(), Retention: retention.DefaultRules(),
		Nobody:   []string{},
		Excluded: []string{},
	}
}

// SinceDefault are the versions of an installation from the first: the default,
// where the first one was never saved.
func SinceDefault(saved []Policy) []Policy {
	if len(saved) == 0 || saved[0].Version > 1 {
		return append([]Policy{Default()}, saved...)
	}
	return saved
}

// Parse reads a policy document. Fields it leaves out keep their defaults;
// fields nobody knows, and choices that contradict each other, are refused.
func Parse(document []byte) (Policy, error) {
	p := Default()
	var sections map[string]json.RawMessage
	if err := json.Unmarshal(document, &sections); err != nil {
		return Policy{}, fmt.Errorf("%w: %w", ErrShape, err)
	}
	if _, own := sections["grades"]; own {
		p.Grades.Grades = nil // its own list, not the default's with changes
	}
	p.withPoints(sections["points"])
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Policy{}, fmt.Errorf("%w: %w", ErrShape, err)
	}
	return p, p.Check()
}

// Check says what is wrong with a policy, or nil.
func (p *Policy) Check() error {
	if err := p.RFM.Check(); err != nil {
		return err
	}
	if err := p.Value.Check(); err != nil {
		return err
	}
	if err := p.Retention.Check(); err != nil {
		return err
	}
	if err := p.Rules().Check(); err != nil {
		return err
	}
	if err := p.checkCoupons(); err != nil {
		return err
	}
	return p.checkPoints()
}

// At picks the policy in force at asOf: the newest whose effective day has
// come, or the first of all. versions are ordered by version; never empty.
func At(versions []Policy, asOf ledger.Day) Policy {
	chosen := versions[0]
	for _, p := range versions[1:] {
		if p.Effective <= asOf {
			chosen = p
		}
	}
	return chosen
}
