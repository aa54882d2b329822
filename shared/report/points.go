package report

import "dangol/shared/ledger"

// Points says what the shop owes its customers in points as AsOf begins, and
// what became of those it gave. Points are whole; Value is what one pays, in
// minor units.
type Points struct {
	Value ledger.Amount `json:"value"`
	// Available could be spent now. Pending, Held (by a till) and Debt (taken
	// back after it was spent) lie apart. Customers have any of the first three.
	Available int64 `json:"available"`
	Pending   int64 `json:"pending"`
	Held      int64 `json:"held"`
	Debt      int64 `json:"debt"`
	Customers int   `json:"customers"`
	// Months split Available by the month it runs out in, the next first. The
	// same customer may stand in several.
	Months []PointsMonth `json:"months"`
	// Soon count what of Available runs out within so many days, the longest
	// first.
	Soon []PointsSoon `json:"soon"`
	// Periods end the day before AsOf, the shortest first.
	Periods []PointsPeriod `json:"periods"`
	// History is the last PointsMonthsMax months, oldest first, without gaps.
	History  []PointsFlow   `json:"history"`
	Breakage PointsBreakage `json:"breakage"`
	// Grades are by the grade customers have now, best first, over the last
	// twelve months. Whoever has none, or was erased, is in the totals only.
	Grades []PointsGrade `json:"grades"`
}

// PointsMonthsMax is how many months Points.History holds.
const PointsMonthsMax = 13

// PointsMonth is what runs out at the end of one month.
type PointsMonth struct {
	Month     string `json:"month" doc:"2026-11"`
	Available int64  `json:"available"`
	Customers int    `json:"customers"`
}

// PointsSoon is what runs out within Days.
type PointsSoon struct {
	Days      int   `json:"days"`
	Available int64 `json:"available"`
	Customers int   `json:"customers"`
}

// PointsFlow is what happened to points in one month. Points run out on their
// last day, whenever that is noticed.
type PointsFlow struct {
	Month string `json:"month" doc:"2026-11"`
	PointsSums
}

// PointsSums are what happened to points. Issued − Used − ClawedBack + Returned
// + Adjusted − Expired − Forgotten is what it changed the shop's debt by.
type PointsSums struct {
	Issued     int64 `json:"issued" doc:"earned by sales"`
	Used       int64 `json:"used"`
	ClawedBack int64 `json:"clawedBack" doc:"taken back with refunds and voids"`
	Returned   int64 `json:"returned" doc:"that had paid for what was given back"`
	Adjusted   int64 `json:"adjusted" doc:"by hand; less than 0 is taken"`
	Expired    int64 `json:"expired"`
	Forgotten  int64 `json:"forgotten" doc:"of erased customers"`
}

// PointsPeriod is what happened in a span of days.
type PointsPeriod struct {
	Name string     `json:"name" enum:"month,year,all"`
	From ledger.Day `json:"from"`
	To   ledger.Day `json:"to"` // inclusive
	PointsSums
}

// PointsBreakage is how much of what was given ran out: Expired of Issued, of
// the Lots whose month is over. Issued is what sales earned and staff gave.
type PointsBreakage struct {
	Lots    int    `json:"lots"`
	Issued  int64  `json:"issued"`
	Expired int64  `json:"expired"`
	Refused string `json:"refused,omitempty" enum:"no_lot_over"`
}

// PointsGrade is one grade's part: what its customers could spend now, and what
// they earned and used.
type PointsGrade struct {
	ID        string `json:"id"`
	Customers int    `json:"customers"`
	Available int64  `json:"available"`
	Issued    int64  `json:"issued"`
	Used      int64  `json:"used"`
}
