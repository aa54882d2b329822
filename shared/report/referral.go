package report

import (
	"dangol/shared/ledger"
	"dangol/shared/value"
)

// Referral answers who brought friends in the twelve months from Since to the
// day before AsOf. What that is worth ranks customers: it is in no total, for a
// friend's CLV is the friend's, and nobody can see whether they would have come
// anyway.
type Referral struct {
	Since ledger.Day `json:"since"`
	// Referrers brought Friends, who have bought, and Waiting, who have not yet.
	Referrers int `json:"referrers"`
	Friends   int `json:"friends"`
	Waiting   int `json:"waiting"`
	// Refused were told in the same months and count for nobody.
	Refused value.Refused `json:"refused"`
	// Share of a friend's CLV is the referrer's doing; the rest saved
	// AcquisitionCost, 0 where nobody has entered one.
	Share           float64       `json:"share"`
	AcquisitionCost ledger.Amount `json:"acquisitionCost"`
	// High is above these. CLV is the median of those above 0.
	CLVCut      ledger.Amount `json:"clvCut"`
	ReferralCut ledger.Amount `json:"referralCut"`
	// Quadrants hold every customer once; none without a forecast.
	Quadrants []QuadrantRow `json:"quadrants"`
	// Top are the referrers by value, at most ReferrersMax.
	Top []Referrer `json:"top"`
}

// ReferrersMax is how many referrers are listed; all are in customers.parquet.
const ReferrersMax = 20

// QuadrantRow counts one quadrant. CLV is that of its customers themselves.
type QuadrantRow struct {
	Name      value.Quadrant `json:"name" enum:"champions,affluents,advocates,misers"`
	Customers int            `json:"customers"`
	CLV       ledger.Amount  `json:"clv"`
	Friends   int            `json:"friends"`
}

// Referrer is a customer who brought others.
type Referrer struct {
	Customer string         `json:"customer"`
	Friends  int            `json:"friends"`
	Waiting  int            `json:"waiting"`
	Value    ledger.Amount  `json:"value"`
	CLV      ledger.Amount  `json:"clv"`
	Quadrant value.Quadrant `json:"quadrant,omitempty"`
}
