package report

import "dangol/shared/ledger"

// Grades answers how the promise stands.
type Grades struct {
	Head
	// Window is the span records are taken over: where everybody has their own,
	// the earliest day that may lie in one.
	Window Window     `json:"window"`
	Rules  GradeRules `json:"rules"`
	Grades []GradeRow `json:"grades"`
	// Drops counts the announced drops, by day and grade; Falling lists the
	// customers whose come first, at most FallingMax.
	Drops   []Drop    `json:"drops"`
	Falling []Falling `json:"falling"`
	// Pins lists the grades given by hand that hold, newest first, at most
	// PinsMax; GradeRow.Pinned counts all of them.
	Pins []Pin `json:"pins"`
	// Benefits are what the grades bring, and what of it was given.
	Benefits Benefits `json:"benefits"`
	// Effects say what each grade does, or why that cannot be said.
	Effects Effects `json:"effects"`
	// Matrix counts customers by the grade they had at the base and the grade
	// they have now; empty without a base.
	Matrix []Migration `json:"matrix"`
	// Points are absent in a shop that never had any.
	Points *Points `json:"points,omitempty"`
}

// Benefits counts what was given with the sales of twelve months, from From to
// To. What was given with a sale that was voided, or refunded whole, is not
// counted; the cost is that of the policy in force on the sale's day or, of what
// that had no more, of the last before.
type Benefits struct {
	From ledger.Day `json:"from"`
	To   ledger.Day `json:"to"` // inclusive
	// Uses and Cost sum all rows up.
	Uses int           `json:"uses"`
	Cost ledger.Amount `json:"cost"`
	Rows []BenefitRow  `json:"rows"`
}

// BenefitRow is one benefit or kind of coupon of one grade: the grade the
// customer had when it was given.
type BenefitRow struct {
	Grade  string        `json:"grade" doc:"empty where nobody was known"`
	ID     string        `json:"id"`
	Kind   string        `json:"kind" enum:"economic,psychological,social,customised"`
	Coupon bool          `json:"coupon"`
	Ko     string        `json:"ko"`
	En     string        `json:"en"`
	Uses   int           `json:"uses"`
	Cost   ledger.Amount `json:"cost"`
}

// FallingMax is how many customers Grades.Falling lists: a morning's work.
const FallingMax = 50

// PinsMax is how many pins Grades.Pins lists.
const PinsMax = 100

// Pin is one grade given by hand.
type Pin struct {
	Customer string      `json:"customer"`
	Grade    string      `json:"grade"`
	Exempt   string      `json:"exempt" enum:"drop,evaluation"`
	Since    ledger.Day  `json:"since"`
	Until    *ledger.Day `json:"until,omitempty" doc:"last day it holds; absent while it has no end"`
	By       string      `json:"by"`
	Why      string      `json:"why" enum:"invitation,apology,partner,press,correction,other"`
}

// Effects compare the customers just above each threshold on the night of Night
// with those just below, over the Days from then on; as package grade does.
type Effects struct {
	Night ledger.Day `json:"night"`
	Days  int        `json:"days"`
	// Need is how many there must be on each side.
	Need   int      `json:"need"`
	Grades []Effect `json:"grades"`
}

// Effect is one threshold's. Below and Above count the two sides; what they
// spent each, the difference and its 95 % interval from Low to High are absent
// where Refused says why.
type Effect struct {
	Grade      string         `json:"grade"`
	Threshold  ledger.Amount  `json:"threshold"`
	Below      int            `json:"below"`
	Above      int            `json:"above"`
	BelowEach  *ledger.Amount `json:"belowEach,omitempty"`
	AboveEach  *ledger.Amount `json:"aboveEach,omitempty"`
	Difference *ledger.Amount `json:"difference,omitempty"`
	Low        *ledger.Amount `json:"low,omitempty"`
	High       *ledger.Amount `json:"high,omitempty"`
	Refused    string         `json:"refused,omitempty" enum:"few_below,few_above,too_early,changed,not_amount"`
}

// GradeRules are the policy's choices, as package grade names them.
type GradeRules struct {
	Basis       string `json:"basis" enum:"amount,amount_and_visits,amount_or_visits,regulars,score,points"`
	Window      string `json:"window" enum:"rolling,half_year,year,anniversary,lifetime,last_visit"`
	Upgrade     string `json:"upgrade" enum:"nightly,monthly"`
	Downgrade   string `json:"downgrade" enum:"monthly,never"`
	GraceMonths int    `json:"graceMonths"`
	Fall        string `json:"fall" enum:"one_step,to_record"`
	Ranked      bool   `json:"ranked" doc:"grades go to the top so many per cent of the customers"`
	Household   bool   `json:"household" doc:"customers who live together are taken together, and each has the grade"`
}

// Drop counts customers whose grade drops on a day unless they come back.
// Sales are M over the last twelve months.
type Drop struct {
	On        ledger.Day    `json:"on"`
	From      string        `json:"from"`
	To        string        `json:"to"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
}

// Falling is one customer whose grade drops on On unless Need more is bought
// before and NeedVisits more visits are made, one of the two where either is
// enough; or NeedPoints more points are earned.
type Falling struct {
	Customer string        `json:"customer"`
	From     string        `json:"from"`
	To       string        `json:"to"`
	On       ledger.Day    `json:"on"`
	Need     ledger.Amount `json:"need"`
	// NeedScore is in tenths.
	NeedVisits int           `json:"needVisits"`
	NeedScore  int           `json:"needScore"`
	NeedPoints int64         `json:"needPoints"`
	Invitation bool          `json:"invitation" doc:"nothing they buy keeps it"`
	LastDay    ledger.Day    `json:"lastDay"`
	Sales      ledger.Amount `json:"sales"`
}

// Window is a span of days. Months are 0 where it has no length.
type Window struct {
	Months int        `json:"months"`
	From   ledger.Day `json:"from"`
	To     ledger.Day `json:"to"` // inclusive
}

// GradeRow is one grade, best first. Sales are M over the window.
type GradeRow struct {
	ID         string        `json:"id"`
	Ko         string        `json:"ko"`
	En         string        `json:"en"`
	Colour     string        `json:"colour"`
	From       ledger.Amount `json:"from" doc:"amount that qualifies"`
	Visits     int           `json:"visits" doc:"visits that qualify"`
	Score      int           `json:"score" doc:"weighted score that qualifies, in tenths"`
	Points     int64         `json:"points" doc:"points earned by sales that qualify"`
	Top        int           `json:"top" doc:"share of customers in per cent, of ranked grades; what qualifies is what it came to on this night"`
	Invitation bool          `json:"invitation" doc:"only a pin gives it"`
	Pinned     int           `json:"pinned" doc:"customers whose grade is held by a pin"`
	Customers  int           `json:"customers"`
	Sales      ledger.Amount `json:"sales"`
	Before     *int          `json:"before,omitempty"`
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

// Customer is one row of customers.parquet.
type Customer struct {
	Customer    string `parquet:"customer,plain"`
	Seat        int32  `parquet:"seat,delta"`
	FirstDay    int32  `parquet:"first_day,plain,date"`
	LastDay     int32  `parquet:"last_day,plain,date"`
	RecencyDays int32  `parquet:"recency_days,delta"`
	Visits      int32  `parquet:"visits,delta"`
	Spend       int64  `parquet:"spend,delta"`
	// R, F, M and Weighted (in tenths) are 0 where nobody is scored.
	R        int32 `parquet:"r,dict"`
	F        int32 `parquet:"f,dict"`
	M        int32 `parquet:"m,dict"`
	Weighted int32 `parquet:"weighted,dict"`
	// Segment, the different one before it ("" if none), the as-of day it
	// changed and why.
	Segment       string `parquet:"segment,dict"`
	SegmentBefore string `parquet:"segment_before,dict"`
	SegmentSince  int32  `parquet:"segment_since,dict,date"`
	SegmentReason string `parquet:"segment_reason,dict"`
	Promise
	// The pin that holds, its fields as in ledger.Pin; PinGrade is "" without
	// one, PinUntil 0 while it has no end.
	PinGrade  string `parquet:"pin_grade,dict"`
	PinExempt string `parquet:"pin_exempt,dict"`
	PinSince  int32  `parquet:"pin_since,dict,date"`
	PinUntil  int32  `parquet:"pin_until,dict,date"`
	PinBy     string `parquet:"pin_by,dict"`
	PinWhy    string `parquet:"pin_why,dict"`
	// Amount is M over their grade window, which begins on WindowFrom,
	// WindowVisits the counting visits in it, Score the weighted score in tenths
	// and WindowPoints the points that sales in it earned; the score is 0 unless
	// grades go by it, the points unless they do or did. Of Household customers
	// who live together these are of all, where grades go by households; it is 0
	// elsewhere and of those who live alone. Sales are M over the last twelve
	// months, their own.
	WindowFrom   int32 `parquet:"window_from,dict,date"`
	Amount       int64 `parquet:"amount,delta"`
	WindowVisits int32 `parquet:"window_visits,delta"`
	Score        int32 `parquet:"score,delta"`
	WindowPoints int64 `parquet:"window_points,delta"`
	Household    int32 `parquet:"household,dict"`
	Sales        int64 `parquet:"sales,delta"`
	// Interval is their own median days between visits, in half days; 0 when
	// unknown. Standing is by the regulars' rule.
	Interval int32  `parquet:"interval,delta"`
	Standing string `parquet:"standing,dict"`
	// Stage is where they are in their life with the shop, and Overdue their
	// silence in hundredths of their interval; 0 when unknown.
	Stage   string `parquet:"stage,dict"`
	Overdue int32  `parquet:"overdue,delta"`
	// Alive is the chance, in ten-thousandths, that they have not left; -1 when
	// unknown. Of the next twelve months: Expected is M, ExpectedVisits are
	// days in hundredths, CLV is the margin discounted to today. AtStake is,
	// when they are slipping, what CLV lacks because they may have left. All are
	// 0 without a forecast.
	Alive          int32 `parquet:"p_alive,delta"`
	ExpectedVisits int32 `parquet:"expected_visits,delta"`
	Expected       int64 `parquet:"expected,delta"`
	CLV            int64 `parquet:"clv,delta"`
	AtStake        int64 `parquet:"at_stake,delta"`
	// Friends they brought in the last twelve months who have bought, and what
	// that is worth: to rank them by, and never added to CLV, which counts each
	// friend once. Quadrant is value.Quadrant, "" without a forecast.
	Friends       int32  `parquet:"friends,dict"`
	ReferralValue int64  `parquet:"referral_value,dict"`
	Quadrant      string `parquet:"quadrant,dict"`
	// What they buy again and again, by product ("s:" and its SKU, or "n:" and
	// its name), and the visits of the last twelve months it was bought on.
	Favourite1       string `parquet:"favourite_1,dict"`
	Favourite1Visits int32  `parquet:"favourite_1_visits,dict"`
	Favourite2       string `parquet:"favourite_2,dict"`
	Favourite2Visits int32  `parquet:"favourite_2_visits,dict"`
	Favourite3       string `parquet:"favourite_3,dict"`
	Favourite3Visits int32  `parquet:"favourite_3_visits,dict"`
	// When they usually come: 1 for Monday to 7, 0 for any day, from an hour to
	// another, both 0 for any; past midnight hours count on, 25 is one o'clock.
	UsualWeekday int32 `parquet:"usual_weekday,dict"`
	UsualFrom    int32 `parquet:"usual_from,dict"`
	UsualTo      int32 `parquet:"usual_to,dict"`
}

// Promise is the part of a row that says what grade a customer has and what is
// promised about it: what the next night goes on from.
type Promise struct {
	// Grade is theirs since GradeSince, GradeBefore the different one before it.
	Grade       string `parquet:"grade,dict"`
	GradeBefore string `parquet:"grade_before,dict"`
	GradeSince  int32  `parquet:"grade_since,dict,date"`
	// GradeReason is why they have it, GradeNeeded what it took on that day, and
	// GradeValid the last day it is kept whatever comes; 0 is no such promise.
	// GradeFrom is the first day of the window that earned it, 0 if none did.
	GradeReason       string `parquet:"grade_reason,dict"`
	GradeNeeded       int64  `parquet:"grade_needed,dict"`
	GradeNeededVisits int32  `parquet:"grade_needed_visits,dict"`
	GradeNeededScore  int32  `parquet:"grade_needed_score,dict"`
	GradeNeededPoints int64  `parquet:"grade_needed_points,dict"`
	GradeFrom         int32  `parquet:"grade_from,dict,date"`
	GradeValid        int32  `parquet:"grade_valid,dict,date"`
	// ShortSince is the as-of day the record fell short of the grade, 0 while it
	// suffices. Then it drops to DropTo on DropOn, unless the window holds Keep
	// before.
	ShortSince int32  `parquet:"short_since,dict,date"`
	DropOn     int32  `parquet:"drop_on,dict,date"`
	DropTo     string `parquet:"drop_to,dict"`
	Keep       int64  `parquet:"keep,dict"`
	KeepVisits int32  `parquet:"keep_visits,dict"`
	KeepScore  int32  `parquet:"keep_score,dict"`
	KeepPoints int64  `parquet:"keep_points,dict"`
	// GradeVersion is the version of the policy that gave the grade, DropVersion
	// the one that announced the drop.
	GradeVersion int32 `parquet:"grade_version,dict"`
	DropVersion  int32 `parquet:"drop_version,dict"`
	// GradeWith names the customers whose records reached the grade together, 0
	// of one alone. The same ones have the same name.
	GradeWith int64 `parquet:"grade_with,dict"`
}
