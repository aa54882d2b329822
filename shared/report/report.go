// Package report is the contract between a night and whoever reads it: the
// documents that are published, as Go types. The dashboard's types are
// generated from the OpenAPI document that is generated from these.
//
// Money is in minor units. Days are business days; the night of AsOf covers
// the days before it. No document names a person: customers appear by id.
package report

import "dangol/shared/ledger"

// Names of the published files.
const (
	FileOverview  = "overview.json"
	FileSegments  = "segments.json"
	FileGrades    = "grades.json"
	FileValue     = "value.json"
	FileRetention = "retention.json"
	FileCustomers = "customers.parquet"
)

// Latest is the pointer: the one object that changes. It carries no figures.
type Latest struct {
	// Version counts up with every change that is published.
	Version  int64            `json:"version"`
	AsOf     ledger.Day       `json:"asOf"`
	Manifest string           `json:"manifest"`
	Inputs   string           `json:"inputs"`
	Scopes   map[string]Scope `json:"scopes"`
	// History lists the newest reports, one for each as-of day, this one
	// first.
	History []Past `json:"history"`
}

// HistoryMax is how many reports Latest.History lists.
const HistoryMax = 30

// ScopeAll is the scope of the whole merchant.
const ScopeAll = "all"

// Scope names the files of one report.
type Scope struct {
	Report string          `json:"report"` // folder
	Files  map[string]File `json:"files"`
}

// File names one immutable object.
type File struct {
	Key    string `json:"key"`
	SHA256 string `json:"sha256"` // lower-case hex
	Bytes  int    `json:"bytes"`
}

// Past names a report published earlier.
type Past struct {
	Version int64      `json:"version"`
	AsOf    ledger.Day `json:"asOf"`
	Report  string     `json:"report"`
}

// Head is what every document begins with.
type Head struct {
	AsOf          ledger.Day `json:"asOf"`
	PolicyVersion int        `json:"policyVersion"`
	// Base is the report movements are counted from; absent when there is none.
	Base     *Base     `json:"base,omitempty"`
	Warnings []Warning `json:"warnings"`
}

// Base names an earlier report.
type Base struct {
	AsOf   ledger.Day `json:"asOf"`
	Report string     `json:"report"`
}

// Warning is something true the reader must know.
type Warning struct {
	Code string `json:"code" enum:"few_customers,frequency_by_thresholds,rhythm_missing,map_changed,orphan_links,refund_exceeds_sale,void_of_void,duplicate_id,duplicate_receipt,transaction_conflict,quarantined,clock_skew,late_upload,unresolved_customers,pin_unknown_grade,benefit_unknown"`
	// N is how many it concerns; Need, when set, how many there should be.
	N    int `json:"n"`
	Need int `json:"need,omitempty"`
}

// Totals are sums over all transactions of a span, delivery included. Refunds
// are positive and stand on their own business day.
type Totals struct {
	Gross   ledger.Amount `json:"gross"`
	Refunds ledger.Amount `json:"refunds"`
	Net     ledger.Amount `json:"net"`
}
