package rfm

import (
	"fmt"
	"slices"
)

// Check says what is wrong with the rules, or nil.
func (r *Rules) Check() error {
	if r.Method != ByQuantile && r.Method != ByThresholds {
		return fmt.Errorf("rfm: method %q, want quantile or thresholds", r.Method)
	}
	if r.Recency != ByQuantile && r.Recency != ByThresholds && r.Recency != ByRhythm {
		return fmt.Errorf("rfm: recency %q, want quantile, thresholds or rhythm", r.Recency)
	}
	if r.PopulationMonths < 0 || r.WindowMonths < 0 {
		return fmt.Errorf("rfm: months below zero")
	}
	if (r.Method == ByThresholds || r.Recency == ByThresholds) && r.Thresholds == nil {
		return fmt.Errorf("rfm: method thresholds without thresholds")
	}
	if r.Thresholds != nil {
		if err := r.Thresholds.check(); err != nil {
			return err
		}
	}
	_, err := r.SegmentMap(5)
	return err
}

func (t *Thresholds) check() error {
	for name, cuts := range map[string][]int64{"r": t.R, "f": t.F, "m": t.M} {
		if len(cuts) != 4 {
			return fmt.Errorf("rfm: %d thresholds for %s, want 4", len(cuts), name)
		}
		if !slices.IsSorted(cuts) {
			return fmt.Errorf("rfm: thresholds for %s are not ascending", name)
		}
	}
	return nil
}
