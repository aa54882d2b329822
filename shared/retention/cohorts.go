package retention

import "dangol/shared/ledger"

// Cohorts counts customers by the month of their first visit and the months
// since. Several can be filled at once and merged.
type Cohorts struct {
	first  int // month of the first row
	months int
	cells  []cell // of row r, the month r+i at r·months+i
}

type cell struct {
	customers int
	sales     ledger.Amount
}

// monthOf counts months.
func monthOf(day ledger.Day) int {
	t := day.Time()
	return t.Year()*12 + int(t.Month()) - 1
}

func monthStart(month int) ledger.Day {
	return ledger.Day(0).AddMonths(month - 1970*12)
}

// NewCohorts has room for visits from first up to and with last.
func NewCohorts(first, last ledger.Day) *Cohorts {
	c := &Cohorts{first: monthOf(first)}
	c.months = max(0, monthOf(last)-c.first+1)
	c.cells = make([]cell, c.months*c.months)
	return c
}

// Add counts one customer's visits: days, ascending, what was spent on each,
// and whether it was a counting visit. Whoever has none is left out. Money of
// days before the first counting one, which an early refund can be, is its
// month's.
func (c *Cohorts) Add(days []ledger.Day, amounts []ledger.Amount, counts []bool) {
	row, seen := -1, -1
	var early ledger.Amount
	// The months of the days at hand, so that a date is taken apart once each.
	from, to, month := ledger.Day(1), ledger.Day(0), 0
	for i, day := range days {
		if day < from || day >= to {
			month = monthOf(day) - c.first
			from, to = monthStart(month+c.first), monthStart(month+c.first+1)
		}
		if counts[i] && row < 0 {
			row = month
			c.cells[row*c.months].sales += early
		}
		if row < 0 {
			early += amounts[i]
			continue
		}
		at := &c.cells[row*c.months+month-row]
		at.sales += amounts[i]
		if counts[i] && month != seen {
			at.customers++
			seen = month
		}
	}
}

// Merge adds what another one counted.
func (c *Cohorts) Merge(o *Cohorts) {
	for i := range o.cells {
		c.cells[i].customers += o.cells[i].customers
		c.cells[i].sales += o.cells[i].sales
	}
}

// CohortTable is how the customers who first came in the same month came back.
type CohortTable struct {
	// Rows are the newest CohortsMax months with new customers, oldest first;
	// Earlier counts the customers of the months before them.
	Rows    []Cohort `json:"rows"`
	Earlier int      `json:"earlier"`
	// Incomplete is the month that is not over; absent when the as-of day is
	// the first of a month. The last value of every row is of that month.
	Incomplete *ledger.Day `json:"incomplete,omitempty"`
}

// CohortsMax is how many months the table shows: two years.
const CohortsMax = 24

// Cohort is one month's new customers.
type Cohort struct {
	Month     ledger.Day    `json:"month" doc:"its first day"`
	Customers int           `json:"customers"`
	Months    []CohortMonth `json:"months"`
}

// CohortMonth is what a cohort did so many months later: the first is the month
// of the first visit itself.
type CohortMonth struct {
	Customers int     `json:"customers"`
	Share     float64 `json:"share"`
	// Sales are M, not below 0.
	Sales ledger.Amount `json:"sales"`
}

// Table shows what was counted before asOf.
func (c *Cohorts) Table(asOf ledger.Day) CohortTable {
	t := CohortTable{Rows: []Cohort{}}
	if month := asOf.MonthStart(); month != asOf {
		t.Incomplete = &month
	}
	for row := range c.months {
		size := c.cells[row*c.months].customers
		if size == 0 {
			continue
		}
		cohort := Cohort{Month: monthStart(c.first + row), Customers: size}
		for i := range c.months - row {
			at := c.cells[row*c.months+i]
			cohort.Months = append(cohort.Months, CohortMonth{at.customers, share(at.customers, size), max(0, at.sales)})
		}
		t.Rows = append(t.Rows, cohort)
	}
	for len(t.Rows) > CohortsMax {
		t.Earlier += t.Rows[0].Customers
		t.Rows = t.Rows[1:]
	}
	return t
}
