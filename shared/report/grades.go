package report

import (
	"dangol/shared/ledger"
	"dangol/shared/value"
)

// Grades answers how the promise stands.
type Grades struct {
	Head
	// Window is the span amounts are summed over.
	Window Window     `json:"window"`
	Grades []GradeRow `json:"grades"`
	// Matrix counts customers by the grade they had at the base and the grade
	// they have now; empty without a base.
	Matrix []Migration `json:"matrix"`
}

// Window is a span of days.
type Window struct {
	Months int        `json:"months"`
	From   ledger.Day `json:"from"`
	To     ledger.Day `json:"to"` // inclusive
}

// GradeRow is one grade, best first. Sales are M over the window.
type GradeRow struct {
	ID        string        `json:"id"`
	Ko        string        `json:"ko"`
	En        string        `json:"en"`
	Colour    string        `json:"colour"`
	From      ledger.Amount `json:"from" doc:"amount that qualifies"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
	Before    *int          `json:"before,omitempty"`
}

// Migration counts customers who went from one grade to another, or stayed.
// From is empty for customers who joined since the base, To for those who have
// no counting visit left.
type Migration struct {
	From      string        `json:"from"`
	To        string        `json:"to"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
}

// Value answers what customers are worth.
type Value struct {
	Head
	// Pareto is over M since the database began.
	Pareto value.Pareto `json:"pareto"`
}

// Customer is one row of customers.parquet.
type Customer struct {
	Customer    string `parquet:"customer,plain"`
	Seat        int32  `parquet:"seat,plain"`
	FirstDay    int32  `parquet:"first_day,plain,date"`
	LastDay     int32  `parquet:"last_day,plain,date"`
	RecencyDays int32  `parquet:"recency_days,plain"`
	Visits      int32  `parquet:"visits,plain"`
	Spend       int64  `parquet:"spend,plain"`
	// R, F, M and Weighted (in tenths) are 0 where nobody is scored.
	R        int32 `parquet:"r,plain"`
	F        int32 `parquet:"f,plain"`
	M        int32 `parquet:"m,plain"`
	Weighted int32 `parquet:"weighted,plain"`
	// Segment, the different one before it ("" if none), the as-of day it
	// changed and why.
	Segment       string `parquet:"segment,dict"`
	SegmentBefore string `parquet:"segment_before,dict"`
	SegmentSince  int32  `parquet:"segment_since,plain,date"`
	SegmentReason string `parquet:"segment_reason,dict"`
	Grade         string `parquet:"grade,dict"`
	GradeBefore   string `parquet:"grade_before,dict"`
	GradeSince    int32  `parquet:"grade_since,plain,date"`
	// Amount is M over the grade window, Sales over the last twelve months.
	Amount int64 `parquet:"amount,plain"`
	Sales  int64 `parquet:"sales,plain"`
	// Interval is their own median days between visits, in half days; 0 when
	// unknown. Standing is by the regulars' rule.
	Interval int32  `parquet:"interval,plain"`
	Standing string `parquet:"standing,dict"`
}
