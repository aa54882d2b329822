package night

import (
	"cmp"
	"context"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// encodeUses writes the benefits given with a day's sales; nothing when there
// were none. What a refund or a void says of benefits means nothing: a sale's
// are taken back with it.
func encodeUses(records []ledger.Record) ([]byte, error) {
	var uses []page.Use
	for i := range records {
		r := &records[i]
		if r.Type != ledger.Sale || r.Training {
			continue
		}
		for _, b := range r.Benefits {
			uses = append(uses, page.Use{Key: int64(r.Hash()), Day: int32(r.Day), Grade: r.Grade, ID: b.ID, Nobody: r.Customer == ""})
		}
	}
	if len(uses) == 0 {
		return nil, nil
	}
	page.SortUses(uses)
	return page.Encode(uses)
}

// readUses reads a file of uses; none of no file.
func readUses(ctx context.Context, objects Objects, key string) ([]page.Use, error) {
	if key == "" {
		return nil, nil
	}
	file, err := openPage(ctx, objects, key)
	if err != nil {
		return nil, err
	}
	return page.Read[page.Use](file, 0, file.Rows())
}

// undo says the sale a row names was undone. One given back in part stands.
func (f *folder) undo(row *page.Row) {
	if from := f.windows.Undone; from != 0 && ledger.Day(row.TargetDay) >= from {
		f.undone[row.TargetKey] = true
	}
}

// foldUses tells of every use in the year that stands: what was given with a
// sale that was undone is counted no more. Pages of a shop without benefits have
// none, and nothing is read.
func (f *folder) foldUses(ctx context.Context, pages []page.Source, objects Objects) error {
	if f.windows.Use == nil {
		return nil
	}
	pages = slices.DeleteFunc(slices.Clone(pages), func(p page.Source) bool {
		return p.Uses == "" || p.From >= f.windows.AsOf || p.To < f.windows.Year
	})
	return inOrder(ctx, pages, func(ctx context.Context, p page.Source) ([]page.Use, error) {
		return readUses(ctx, objects, p.Uses)
	}, func(_ page.Source, list []page.Use) error {
		for i := range list {
			day := ledger.Day(list[i].Day)
			if day >= f.windows.Year && day < f.windows.AsOf && !f.undone[list[i].Key] {
				f.windows.Use(&list[i])
			}
		}
		return nil
	})
}

// costs counts uses by the grade they were given to and what was given.
type costs struct {
	versions []policy.Policy
	rows     map[benefitOf]*report.BenefitRow
	unknown  int // of which no policy of their day knows
}

type benefitOf struct{ grade, id string }

func newCosts(versions []policy.Policy) *costs {
	return &costs{versions: versions, rows: map[benefitOf]*report.BenefitRow{}}
}

// count adds one use, at the cost of the policy in force on its day or the last
// before that knew it. Who was not graded yet has everybody's grade; nobody has
// none.
func (c *costs) count(u *page.Use) {
	p, ok := policy.Having(c.versions, ledger.Day(u.Day), u.ID)
	if !ok {
		c.unknown++
		return
	}
	grade := u.Grade
	if grade == "" && !u.Nobody {
		now := policy.At(c.versions, ledger.Day(u.Day))
		grade = now.Grades.Grades[len(now.Grades.Grades)-1].ID
	}
	kind, cost, _ := p.Cost(grade, u.ID)
	key := benefitOf{grade, u.ID}
	row := c.rows[key]
	if row == nil {
		row = &report.BenefitRow{Grade: grade, ID: u.ID, Ko: u.ID, En: u.ID}
		row.Ko, row.En = p.Said(grade, u.ID)
		row.Coupon = p.Coupon(u.ID) != nil
		c.rows[key] = row
	}
	row.Kind = string(kind)
	row.Uses++
	row.Cost += cost
}

// document lists what every grade of the policy brings and what was made of
// it, and then what was given to nobody, or by rules it has no more. Coupons
// stand with the grades they are for, those for everybody with all: a row of no
// uses says that the grade had it and never used it.
func (c *costs) document(p *policy.Policy, year, asOf ledger.Day) report.Benefits {
	doc := report.Benefits{From: year, To: asOf - 1, Rows: []report.BenefitRow{}}
	listed := map[benefitOf]bool{}
	add := func(row report.BenefitRow) {
		of := benefitOf{row.Grade, row.ID}
		if counted := c.rows[of]; counted != nil {
			row.Uses, row.Cost = counted.Uses, counted.Cost
		}
		listed[of] = true
		doc.Rows = append(doc.Rows, row)
	}
	for i := range p.Grades.Grades {
		g := &p.Grades.Grades[i]
		for _, b := range g.Benefits {
			add(report.BenefitRow{Grade: g.ID, ID: b.ID, Kind: string(b.Kind), Ko: b.Ko, En: b.En})
		}
		for j := range p.Coupons {
			d := &p.Coupons[j]
			if len(d.Grades) == 0 || slices.Contains(d.Grades, g.ID) || c.rows[benefitOf{g.ID, d.ID}] != nil {
				add(report.BenefitRow{Grade: g.ID, ID: d.ID, Kind: "economic", Coupon: true, Ko: d.Ko, En: d.En})
			}
		}
	}
	var rest []report.BenefitRow
	for of, row := range c.rows {
		if !listed[of] {
			rest = append(rest, *row)
		}
	}
	slices.SortFunc(rest, func(a, b report.BenefitRow) int {
		return cmp.Or(cmp.Compare(a.Grade, b.Grade), cmp.Compare(a.ID, b.ID))
	})
	doc.Rows = append(doc.Rows, rest...)
	for i := range doc.Rows {
		doc.Uses += doc.Rows[i].Uses
		doc.Cost += doc.Rows[i].Cost
	}
	return doc
}
