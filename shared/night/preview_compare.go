package night

import (
	"cmp"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/report"
)

// leaves says a customer is in no figure by these rules.
func (s *side) leaves(seat int32) bool { return s.excluded != nil && s.excluded[seat] }

// gradeOf is a customer's grade on the night, "" when the rules leave them out.
func (s *side) gradeOf(seat int32) string {
	if s.leaves(seat) {
		return ""
	}
	return s.fates[seat].grade
}

// gradeOn is the grade a customer has on a day from the night on, if nothing is
// bought: an announced drop comes on its day.
func (s *side) gradeOn(seat int32, day ledger.Day) string {
	if own := &s.fates[seat]; own.on > 0 && own.on <= day && !s.leaves(seat) {
		return own.drop
	}
	return s.gradeOf(seat)
}

// compare goes through everybody and counts whose ways part.
func (p *preview) compare(folded *Folded) *report.Preview {
	doc := &report.Preview{AsOf: p.latest.AsOf, On: p.on}
	moves := map[report.PreviewMove]*report.PreviewMove{}
	abolished := 0
	for at := 1; at < len(folded.Tallies); at++ {
		seat, t := int32(at), &folded.Tallies[at]
		if t.Visits == 0 || p.inForce.leaves(seat) && p.asked.leaves(seat) {
			continue
		}
		sales := max(0, t.Sales)
		doc.Add(sales)
		if _, known := p.asked.policy.Index(p.inForce.gradeOf(seat)); !known && !p.inForce.leaves(seat) && !p.asked.leaves(seat) {
			abolished++
		}
		move, parts := p.part(seat)
		if !parts {
			continue
		}
		tally(moves, move, func(total *report.PreviewMove) { total.Add(sales) })
		doc.Moved.Add(sales)
		switch move.Change {
		case "rise":
			doc.Rises.Add(sales)
		case "fall":
			doc.Falls.Add(sales)
		}
	}
	doc.Moves = listed(moves, func(a, b report.PreviewMove) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(p.place(a.From), p.place(b.From)), cmp.Compare(p.place(a.To), p.place(b.To)))
	})
	doc.Grades = p.grades(folded)
	doc.Warnings = p.warnings(doc, abolished)
	return doc
}

// part is the first day on which the two ways of a customer part, and where
// each leads then; false when they never do.
func (p *preview) part(seat int32) (report.PreviewMove, bool) {
	for _, day := range p.days(seat) {
		from, to := p.inForce.gradeOn(seat, day), p.asked.gradeOn(seat, day)
		if from != to {
			return report.PreviewMove{On: day, From: from, To: to, Change: p.change(from, to)}, true
		}
	}
	return report.PreviewMove{}, false
}

// days are those on which one of the ways may turn, ascending: the night, and
// the days of announced drops.
func (p *preview) days(seat int32) [3]ledger.Day {
	first, second := max(p.on, p.inForce.fates[seat].on), max(p.on, p.asked.fates[seat].on)
	return [3]ledger.Day{p.on, min(first, second), max(first, second)}
}

// change says which way a move goes: by the order of the policy asked about, or
// of the one in force where that one has not both.
func (p *preview) change(from, to string) string {
	for _, rules := range []*side{p.asked, p.inForce} {
		a, knownA := rules.policy.Index(from)
		b, knownB := rules.policy.Index(to)
		switch {
		case !knownA || !knownB:
		case b < a:
			return "rise"
		default:
			return "fall"
		}
	}
	return "other"
}

// place orders grades as the policy asked about does, then those it has not,
// as the one in force does.
func (p *preview) place(id string) int {
	if place, known := p.asked.policy.Index(id); known {
		return place
	}
	after := len(p.asked.policy.Grades)
	if place, known := p.inForce.policy.Index(id); known {
		return after + place
	}
	return after + len(p.inForce.policy.Grades)
}

// grades counts everybody by grade, those of the policy asked about first.
func (p *preview) grades(folded *Folded) []report.PreviewGrade {
	counts := map[report.PreviewGrade]*report.PreviewGrade{}
	count := func(id string, add func(*report.PreviewGrade)) {
		if id != "" {
			tally(counts, report.PreviewGrade{ID: id}, add)
		}
	}
	for _, rules := range []*side{p.asked, p.inForce} {
		for _, g := range rules.policy.Grades {
			count(g.ID, func(*report.PreviewGrade) {})
		}
	}
	for seat := range p.had {
		count(p.had[seat].Grade, func(g *report.PreviewGrade) { g.Now++ })
	}
	for seat := range folded.Tallies {
		if folded.Tallies[seat].Visits > 0 {
			count(p.inForce.gradeOf(int32(seat)), func(g *report.PreviewGrade) { g.InForce++ })
			count(p.asked.gradeOf(int32(seat)), func(g *report.PreviewGrade) { g.Asked++ })
		}
	}
	return listed(counts, func(a, b report.PreviewGrade) int {
		return cmp.Or(cmp.Compare(p.place(a.ID), p.place(b.ID)), cmp.Compare(a.ID, b.ID))
	})
}

func (p *preview) warnings(doc *report.Preview, abolished int) []report.PreviewWarning {
	list := []report.PreviewWarning{}
	add := func(code string, n int, worth bool) {
		if worth {
			list = append(list, report.PreviewWarning{Code: code, N: n})
		}
	}
	add("few_customers", doc.Customers, doc.Customers < previewMin)
	between := int(p.on - p.latest.AsOf - 1)
	add("days_unknown", between, between > 0)
	add("grade_abolished", abolished, abolished > 0)
	stray := p.asked.strays()
	add("pin_unknown_grade", stray, stray > 0)
	return list
}

// strays counts the pins that hold on the night and name a grade these rules
// have not.
func (s *side) strays() int {
	n := 0
	for _, pins := range s.pins {
		if pin := (&grade.Record{Pins: pins}).Pin(s.asOf); pin != nil {
			if _, known := s.policy.Index(pin.Grade); !known {
				n++
			}
		}
	}
	return n
}
