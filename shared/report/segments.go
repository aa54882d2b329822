package report

import "dangol/shared/ledger"

// Segments answers who is where, and who moved.
type Segments struct {
	Head
	// Bins is 5, 3, or 0 in a shop too small to score; then Cuts, Scores and
	// Grid are empty.
	Bins int    `json:"bins"`
	Map  string `json:"map"`
	// Population is who the cuts were taken over: customers with a visit since
	// PopulationSince (absent: everybody).
	Population      int         `json:"population"`
	PopulationSince *ledger.Day `json:"populationSince,omitempty"`
	Cuts            Cuts        `json:"cuts"`
	Methods         Methods     `json:"methods"`
	// Scores count the customers with score 1, 2, … of each kind.
	Scores Scores `json:"scores"`
	// Grid has a cell for every R and F, R from 1 up, F from 1 up within.
	Grid     []Cell       `json:"grid"`
	Segments []SegmentRow `json:"segments"`
	// Movements are the changes since the base, largest first.
	Movements []Movement `json:"movements"`
}

// Cuts are the boundaries of each scale, ascending. Recency is in days: score
// falls by one for each cut below the days. F counts visits, M is money.
type Cuts struct {
	R []float64 `json:"r"`
	F []float64 `json:"f"`
	M []float64 `json:"m"`
}

// Methods say where the cuts came from. With quantile a value equal to a cut
// takes the bin below; with thresholds reaching the number qualifies.
type Methods struct {
	R string `json:"r" enum:"quantile,thresholds,rhythm,none"`
	F string `json:"f" enum:"quantile,thresholds,none"`
	M string `json:"m" enum:"quantile,thresholds,none"`
}

// Scores are counts by score.
type Scores struct {
	R []int `json:"r"`
	F []int `json:"f"`
	M []int `json:"m"`
}

// Cell is one R and F. Sales are M over the last twelve months.
type Cell struct {
	R         int           `json:"r"`
	F         int           `json:"f"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
	// Segments in the cell, largest first.
	Segments []CellSegment `json:"segments"`
}

// CellSegment is one segment's part of a cell.
type CellSegment struct {
	Name      string `json:"name"`
	Customers int    `json:"customers"`
}

// SegmentRow is one segment. Sales are M over the last twelve months, Spend is
// M since the database began. Before is how many were in it at the base.
type SegmentRow struct {
	Name      string        `json:"name"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
	Spend     ledger.Amount `json:"spend"`
	Before    *int          `json:"before,omitempty"`
}

// Movement is a number of customers who changed segment for the same reason.
// From is empty for customers who joined, To for those who have no counting
// visit left. Sales are M over the last twelve months.
type Movement struct {
	From      string        `json:"from"`
	To        string        `json:"to"`
	Reason    string        `json:"reason" enum:"policy,corrected,bought,recency,rolled,cuts,joined,left"`
	Customers int           `json:"customers"`
	Sales     ledger.Amount `json:"sales"`
}
