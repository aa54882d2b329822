package policy

import (
	"dangol/shared/grade"
	"dangol/shared/rfm"
)

// Book is every version's rules for grades. versions are ordered by version;
// never empty.
func Book(versions []Policy) grade.Book {
	book := make(grade.Book, len(versions))
	for i := range versions {
		p := &versions[i]
		book[i] = grade.Edition{Version: p.Version, From: p.Effective, Policy: p.Rules()}
	}
	return book
}

// Rules are the rules for grades, with what the rest of the document says of
// how a record is measured.
func (p *Policy) Rules() *grade.Policy {
	rules := p.Grades
	m := &rules.Measures
	m.LatelyMonths, m.GoneAfter = p.Regulars.Months, p.Regulars.GoneAfter
	m.Weights = p.RFM.Weights
	if fixed := p.RFM.Thresholds; fixed != nil && p.RFM.Method == rfm.ByThresholds && p.RFM.Recency == rfm.ByThresholds {
		m.Recency, m.Visits, m.Amounts = fixed.R, fixed.F, fixed.M
	}
	m.EarnsPoints = p.earns()
	return &rules
}
