package rfm

import (
	"fmt"
	"sort"
	"strings"

	"dangol/shared/ledger"
)

// Segment is a named group of customers. The zero Segment is none.
type Segment string

// Segments of five bins, best first in rank (see Ranks).
const (
	Champions         Segment = "Champions"
	Loyal             Segment = "Loyal"
	PotentialLoyalist Segment = "PotentialLoyalist"
	New               Segment = "New"
	Promising         Segment = "Promising"
	NeedsAttention    Segment = "NeedsAttention"
	AboutToSleep      Segment = "AboutToSleep"
	AtRisk            Segment = "AtRisk"
	CannotLose        Segment = "CannotLose"
	Hibernating       Segment = "Hibernating"
	Lost              Segment = "Lost"
)

// Segments of three bins share names where they mean the same, and add two.
const (
	Recent   Segment = "Recent"
	Inactive Segment = "Inactive"
)

// Groups of a shop too small to score.
const (
	First     Segment = "First"     // one visit
	Returning Segment = "Returning" // two or more
	Lapsed    Segment = "Lapsed"    // last visit more than LapsedAfter days ago
)

// LapsedAfter is the silence, in days, after which a small shop's customer is
// lapsed, whatever else they are.
const LapsedAfter = 90

// Names of the segment maps for five bins.
const (
	MapDangol  = "dangol"
	MapClassic = "classic"
	MapCustom  = "custom"
)

// Map gives every cell of R, F and M its segment.
type Map struct {
	bins  int
	cells []Segment
	// Order lists the segments the way the map's table does.
	Order []Segment
}

// Of is the segment of a cell.
func (m *Map) Of(r, f, ms Score) Segment {
	b := m.bins
	return m.cells[(int(r-1)*b+int(f-1))*b+int(ms-1)]
}

type row struct {
	segment Segment
	cells   string
}

// classic is the well-known partition of the 125 cells.
var classic = []row{
	{Champions, "555 554 544 545 454 455 445"},
	{Loyal, "543 444 435 355 354 345 344 335"},
	{PotentialLoyalist, "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323"},
	{New, "512 511 422 421 412 411 311"},
	{Promising, "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313"},
	{NeedsAttention, "535 534 443 434 343 334 325 324"},
	{AboutToSleep, "331 321 312 221 213 231 241 251"},
	{AtRisk, "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124"},
	{CannotLose, "155 154 144 214 215 115 114 113"},
	{Hibernating, "332 322 233 232 223 222 132 123 122 212 211"},
	{Lost, "111 112 121 131 141 151"},
}

// moved is what dangol places elsewhere than classic, which ranks some cells
// with more money worse and calls one-time customers ones we cannot lose.
var moved = []row{
	{Loyal, "535 534"},
	{PotentialLoyalist, "443 434 424 425"},
	{CannotLose, "145"},
	{AboutToSleep, "332 322 311"},
	{Hibernating, "113 114 115 213 214 215 221 231"},
	{AtRisk, "151 141 241 251"},
}

var threeBins = []row{
	{Champions, "333 332 323"},
	{Loyal, "331 322 321 233 232 231"},
	{Recent, "313 312 311"},
	{NeedsAttention, "223 222 221 213"},
	{AtRisk, "133 132 131 123 122 212 211"},
	{Inactive, "121 113 112 111"},
}

// Ranks orders the segments of five bins from the customers nearest to us to
// those furthest away. With the dangol map, at fixed R and F more M never
// lowers a customer's rank.
var Ranks = []Segment{Champions, Loyal, NeedsAttention, PotentialLoyalist, Promising, New, CannotLose, AtRisk, AboutToSleep, Hibernating, Lost}

// SegmentMap is the map the rules ask for, for 3 or 5 bins. A custom map is a
// map for five bins; it is refused, with what is wrong, unless every cell is
// named exactly once.
func (r *Rules) SegmentMap(bins int) (*Map, error) {
	if bins == 3 {
		return newMap(3, threeBins)
	}
	switch r.Map {
	case MapClassic:
		return newMap(5, classic)
	case MapDangol:
		return dangolMap()
	case MapCustom:
		return newMap(5, customRows(r.Cells))
	default:
		return nil, fmt.Errorf("segment map %q: want dangol, classic or custom", r.Map)
	}
}

func dangolMap() (*Map, error) {
	m, err := newMap(5, classic)
	if err != nil {
		return nil, err
	}
	for _, row := range moved {
		for cell := range strings.FieldsSeq(row.cells) {
			index, err := cellIndex(cell, 5)
			if err != nil {
				return nil, err
			}
			m.cells[index] = row.segment
		}
	}
	return m, nil
}

func customRows(cells map[string][]string) []row {
	rows := make([]row, 0, len(cells))
	for name, list := range cells {
		rows = append(rows, row{Segment(name), strings.Join(list, " ")})
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].segment < rows[j].segment })
	return rows
}

func newMap(bins int, rows []row) (*Map, error) {
	m := &Map{bins: bins, cells: make([]Segment, bins*bins*bins)}
	for _, row := range rows {
		m.Order = append(m.Order, row.segment)
		for cell := range strings.FieldsSeq(row.cells) {
			index, err := cellIndex(cell, bins)
			if err != nil {
				return nil, err
			}
			if m.cells[index] != "" {
				return nil, fmt.Errorf("segment map: cell %s is in %s and in %s", cell, m.cells[index], row.segment)
			}
			m.cells[index] = row.segment
		}
	}
	for i, s := range m.cells {
		if s == "" {
			return nil, fmt.Errorf("segment map: cell %d%d%d has no segment", i/(bins*bins)+1, i/bins%bins+1, i%bins+1)
		}
	}
	return m, nil
}

func cellIndex(cell string, bins int) (int, error) {
	if len(cell) != 3 {
		return 0, fmt.Errorf("segment map: %q is not a cell", cell)
	}
	index := 0
	for i := range 3 {
		digit := int(cell[i] - '0')
		if digit < 1 || digit > bins {
			return 0, fmt.Errorf("segment map: %q is not a cell of %d bins", cell, bins)
		}
		index = index*bins + digit - 1
	}
	return index, nil
}

// SmallGroups are the groups of a shop with too few customers to score, in
// table order.
var SmallGroups = []Segment{First, Returning, Lapsed}

// SmallGroup is the group of a customer with a counting visit in such a shop.
func SmallGroup(t *Tally, asOf ledger.Day) Segment {
	switch {
	case Days(t.Last, asOf) > LapsedAfter:
		return Lapsed
	case t.Visits >= 2:
		return Returning
	default:
		return First
	}
}
