package night

import (
	"dangol/shared/ledger"
	"dangol/shared/report"
	"dangol/shared/rfm"
)

func (r *ranked) head(warnings []report.Warning) report.Head {
	h := report.Head{AsOf: r.asOf, PolicyVersion: r.policy.Version, Warnings: warnings}
	if r.base != nil {
		h.Base = &report.Base{AsOf: r.base.asOf, Report: r.base.folder}
	}
	return h
}

// segmentsDocument composes segments.json.
func (r *ranked) segmentsDocument(warnings []report.Warning) report.Segments {
	doc := report.Segments{
		Head: r.head(warnings), Bins: r.bins, Map: r.policy.RFM.Map,
		Cuts:    report.Cuts{R: []float64{}, F: []float64{}, M: []float64{}},
		Methods: report.Methods{R: "none", F: "none", M: "none"},
		Scores:  report.Scores{R: []int{}, F: []int{}, M: []int{}},
		Grid:    []report.Cell{}, Movements: append([]report.Movement{}, r.movements...),
	}
	if r.bins > 0 {
		s := &r.scales
		doc.Population = s.N
		if r.policy.RFM.PopulationMonths > 0 {
			doc.PopulationSince = &s.Since
		}
		doc.Cuts = report.Cuts{R: s.R.Cuts, F: s.F.Cuts, M: s.M.Cuts}
		doc.Methods = report.Methods{R: string(s.R.Method), F: string(s.F.Method), M: string(s.M.Method)}
		doc.Scores, doc.Grid = r.scores(), r.grid()
	}
	doc.Segments = r.segmentRows()
	return doc
}

func (r *ranked) scores() report.Scores {
	s := report.Scores{R: make([]int, r.bins), F: make([]int, r.bins), M: make([]int, r.bins)}
	for i := range r.customers {
		c := &r.customers[i]
		s.R[c.R-1]++
		s.F[c.F-1]++
		s.M[c.M-1]++
	}
	return s
}

func (r *ranked) grid() []report.Cell {
	cells := make([]report.Cell, r.bins*r.bins)
	inside := make([]map[string]int, len(cells))
	for i := range cells {
		cells[i].R, cells[i].F = i/r.bins+1, i%r.bins+1
		inside[i] = map[string]int{}
	}
	for i := range r.customers {
		c := &r.customers[i]
		at := int(c.R-1)*r.bins + int(c.F-1)
		cells[at].Customers++
		cells[at].Sales += ledger.Amount(c.Sales)
		inside[at][c.Segment]++
	}
	for i := range cells {
		cells[i].Segments = []report.CellSegment{}
		for _, s := range r.segments.Order {
			if n := inside[i][string(s)]; n > 0 {
				cells[i].Segments = append(cells[i].Segments, report.CellSegment{Name: string(s), Customers: n})
			}
		}
		sortBy(cells[i].Segments, func(s report.CellSegment) int { return -s.Customers })
	}
	return cells
}

func (r *ranked) segmentRows() []report.SegmentRow {
	order := rfm.SmallGroups
	if r.segments != nil {
		order = r.segments.Order
	}
	rows := make([]report.SegmentRow, len(order))
	place := map[string]int{}
	for i, s := range order {
		rows[i].Name = string(s)
		place[string(s)] = i
		if r.base != nil && r.base.bins == r.bins {
			before := r.base.segments[string(s)]
			rows[i].Before = &before
		}
	}
	for i := range r.customers {
		c := &r.customers[i]
		row := &rows[place[c.Segment]]
		row.Customers++
		row.Sales += ledger.Amount(c.Sales)
		row.Spend += ledger.Amount(c.Spend)
	}
	return rows
}

// gradesDocument composes grades.json.
func (r *ranked) gradesDocument(warnings []report.Warning) report.Grades {
	p := r.rules
	doc := report.Grades{
		Head:   r.head(warnings),
		Window: report.Window{Months: p.Months(), From: p.Since(r.asOf, r.folded.Days.first), To: r.asOf - 1},
		Matrix: append([]report.Migration{}, r.matrix...),
		Rules: report.GradeRules{
			Basis: string(p.Basis), Window: string(p.Kind()), Upgrade: string(p.Upgrade), Downgrade: string(p.Downgrade),
			GraceMonths: p.GraceMonths, Fall: string(p.Fall), Ranked: p.Ranked, Household: p.Household,
		},
	}
	doc.Drops, doc.Falling = r.drops()
	doc.Pins, doc.Effects, doc.Points = r.pins(), r.effects(), r.pointsDocument()
	doc.Benefits = r.costs.document(r.policy, r.asOf.AddMonths(-12), r.asOf)
	for _, g := range p.Grades {
		row := report.GradeRow{
			ID: g.ID, Ko: g.Ko, En: g.En, Colour: g.Colour,
			From: g.From, Visits: g.Visits, Score: g.Score, Points: g.Points, Top: g.Top, Invitation: g.Invitation,
		}
		if r.base != nil {
			row.Before = new(int)
		}
		doc.Grades = append(doc.Grades, row)
	}
	for i := range r.customers {
		row := &doc.Grades[r.gradePlace(r.customers[i].Grade)]
		row.Customers++
		row.Sales += r.promises.list[r.customers[i].Seat].own
		if r.customers[i].PinGrade == row.ID {
			row.Pinned++
		}
	}
	if r.base != nil {
		for _, had := range r.base.rows {
			if place := r.gradePlace(had.Grade); place < len(doc.Grades) {
				*doc.Grades[place].Before++
			}
		}
	}
	return doc
}
