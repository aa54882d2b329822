package policy

import (
	"encoding/json"
	"fmt"

	"dangol/shared/ledger"
	"dangol/shared/points"
)

// withPoints prepares for a document's points section: what it leaves unsaid
// is the default, and no section is no points.
func (p *Policy) withPoints(section json.RawMessage) {
	if len(section) == 0 || string(section) == "null" {
		return
	}
	unsaid := points.DefaultPolicy()
	p.Points = &unsaid
}

// earns says there are points, and customers of some grade earn some.
func (p *Policy) earns() bool {
	if p.Points == nil {
		return false
	}
	for _, r := range p.Points.Grades {
		if r.Points > 0 {
			return true
		}
	}
	return p.Points.Rate.Points > 0
}

// checkPoints says what is wrong with the points section, or nil. Rates are
// for grades there are.
func (p *Policy) checkPoints() error {
	if p.Points == nil {
		return nil
	}
	for id := range p.Points.Grades {
		if _, known := p.Grades.Index(id); !known {
			return fmt.Errorf("points.grades.%s: no grade has this id", id)
		}
	}
	return p.Points.Check()
}

// PointsAt is the points policy in force at asOf, nil when there never was
// one. After points were given up nothing is earned any more; what was earned
// is still spent, taken back and given back by the last rules.
func PointsAt(versions []Policy, asOf ledger.Day) *points.Policy {
	if now := At(versions, asOf).Points; now != nil {
		return now
	}
	var last *points.Policy
	for _, p := range versions {
		if p.Points != nil && p.Effective <= asOf {
			ended := *p.Points
			ended.Rate, ended.Grades = points.Rate{Per: 1}, nil
			last = &ended
		}
	}
	return last
}
