package report

import (
	"dangol/shared/ledger"
	"dangol/shared/retention"
)

// Retention answers who stays, and who is about to go.
type Retention struct {
	Head
	Rules retention.Rules `json:"rules"`
	// Since is the business day of the first transaction; absent in an empty
	// shop.
	Since  *ledger.Day      `json:"since,omitempty"`
	Rhythm retention.Rhythm `json:"rhythm"`
	// Funnel is how far customers ever came, Stages where they are today: every
	// customer with a counting visit is in exactly one.
	Funnel []retention.Step     `json:"funnel"`
	Stages []retention.StageRow `json:"stages"`
	// WonBack counts who came back lately after having lapsed.
	WonBack int `json:"wonBack"`
	// Forecast says there is one; without it nothing is known of AtStake.
	Forecast bool          `json:"forecast"`
	Slipping SlippingTotal `json:"slipping"`
	// Silent are first-timers past the time others came again, whose time came
	// last first, at most SilentMax; Stages counts all.
	Silent    []SilentCustomer      `json:"silent"`
	Cohorts   retention.CohortTable `json:"cohorts"`
	Churn     *retention.Churn      `json:"churn,omitempty"`
	Economics *retention.Economics  `json:"economics,omitempty"`
	Margin    Margin                `json:"margin"`
	Readiness retention.Readiness   `json:"readiness"`
}

// How many customers Retention lists: more than anybody calls in a day. The
// others are in customers.parquet.
const (
	SlippingMax = 100
	SilentMax   = 200
)

// SlippingTotal is everybody who is slipping, and a list of the first by what
// is at stake, then by what they bought in twelve months.
type SlippingTotal struct {
	Customers int                `json:"customers"`
	Sales     ledger.Amount      `json:"sales"`
	AtStake   ledger.Amount      `json:"atStake"`
	List      []SlippingCustomer `json:"list"`
}

// SlippingCustomer is late by their own rhythm.
type SlippingCustomer struct {
	Customer string     `json:"customer"`
	Grade    string     `json:"grade"`
	Segment  string     `json:"segment"`
	LastDay  ledger.Day `json:"lastDay"`
	Visits   int        `json:"visits"`
	// Interval is their own median days between visits, or the shop's when Own
	// is false; Overdue is their silence in intervals, by open days.
	Interval float64 `json:"interval"`
	Own      bool    `json:"own"`
	Overdue  float64 `json:"overdue"`
	// Alive is the chance that they have not left; absent without a forecast.
	Alive   *float64      `json:"alive,omitempty"`
	Sales   ledger.Amount `json:"sales"`
	AtStake ledger.Amount `json:"atStake"`
}

// SilentCustomer came once and is past the time others came again.
type SilentCustomer struct {
	Customer string        `json:"customer"`
	FirstDay ledger.Day    `json:"firstDay"`
	Days     int           `json:"days" doc:"open days since"`
	Spend    ledger.Amount `json:"spend"`
}
