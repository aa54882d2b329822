package retention

import "slices"

// Readiness says whether knowing its customers pays for a shop, by three
// criteria scored from the data: what a customer is worth, how many it meets by
// name, how often they come.
type Readiness struct {
	// Score is the lowest of the criteria's: a chain is as strong as that. 0
	// while any is unknown.
	Score    int         `json:"score"`
	Criteria []Criterion `json:"criteria"`
}

// Criterion is one of the three.
type Criterion struct {
	Name CriterionName `json:"name" enum:"lifetime_value,direct_contact,frequency"`
	// Score is from 1 to 5; 0 means unknown.
	Score int `json:"score"`
	// Value was measured; Cuts are what scores 2, 3, 4 and 5 take, inclusive.
	Value float64   `json:"value"`
	Cuts  []float64 `json:"cuts"`
}

// CriterionName names a criterion.
type CriterionName string

const (
	// LifetimeValue: expected M of the next twelve months per customer, in
	// average visits of today.
	LifetimeValue CriterionName = "lifetime_value"
	// DirectContact: the share of sales whose customer is known.
	DirectContact CriterionName = "direct_contact"
	// Frequency: visit days a year of customers who came in the last twelve
	// months.
	Frequency CriterionName = "frequency"
)

var readinessCuts = map[CriterionName][]float64{
	LifetimeValue: {.5, 1, 2, 5},
	DirectContact: {.2, .4, .6, .8},
	Frequency:     {2, 4, 8, 16},
}

// ReadinessOf scores the three measures; a nil one is unknown.
func ReadinessOf(lifetime, contact, frequency *float64) Readiness {
	r := Readiness{Score: 5}
	for _, c := range []struct {
		name  CriterionName
		value *float64
	}{{LifetimeValue, lifetime}, {DirectContact, contact}, {Frequency, frequency}} {
		criterion := Criterion{Name: c.name, Cuts: slices.Clone(readinessCuts[c.name])}
		if c.value != nil {
			criterion.Value, criterion.Score = *c.value, 1
			for _, cut := range criterion.Cuts {
				if *c.value >= cut {
					criterion.Score++
				}
			}
		}
		r.Score = min(r.Score, criterion.Score)
		r.Criteria = append(r.Criteria, criterion)
	}
	return r
}
