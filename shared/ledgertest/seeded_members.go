package ledgertest

import (
	"context"
	"math/rand/v2"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// SeededMember is a customer of the seeded shop who enrols. By is who brought
// them, zero when nobody did; whoever brings somebody stands before them.
type SeededMember struct {
	Who, By customer.Identifier
	Store   string
	At      time.Time
}

const (
	// memberDays is over how many days people enrol: the shop began to ask who
	// brought them a week ago, and a night looks no further back for facts.
	memberDays = 7
	// newcomerDays is how long ago somebody first came who now enrols.
	newcomerDays = 90
)

// Members are the people who enrolled in the last week: a third of the
// newcomers, of whom four in five say somebody brought them. Two friends each
// say it was the other. The same shop gives the same members.
func (s Seeded) Members() []SeededMember {
	people := (&generator{Seeded: s, random: rand.New(rand.NewPCG(s.Seed, 1))}).people()
	random := rand.New(rand.NewPCG(s.Seed, 3))
	var regulars []*person
	for i := range people { // every regular, and some who hardly come themselves
		p := &people[i]
		if here := p.interval < 12 && p.until > s.Until; p.from < s.Until-newcomerDays && (here || i%12 == 0) {
			regulars = append(regulars, p)
		}
	}
	var list []SeededMember
	add := func(p, by *person) {
		day := s.Until - ledger.Day(random.IntN(memberDays))
		m := SeededMember{
			Who: customer.Identifier{Kind: customer.Phone, Value: p.phone}, Store: SeededStores[p.store].ID,
			At: day.Time().Add(time.Duration(random.IntN(10*60)) * time.Minute), // from nine in the morning in Seoul
		}
		if by != nil {
			m.By = customer.Identifier{Kind: customer.Phone, Value: by.phone}
		}
		list = append(list, m)
	}
	for i := range people {
		p := &people[i]
		if p.from <= s.Until-newcomerDays || random.Float64() > .33 || len(regulars) == 0 {
			continue
		}
		var by *person
		if random.Float64() < .8 { // some bring many: the square favours the first
			by = regulars[int(random.Float64()*random.Float64()*float64(len(regulars)))]
		}
		add(p, by)
	}
	if n := len(regulars); n > 1 {
		add(regulars[n-1], regulars[n-2])
		add(regulars[n-2], regulars[n-1])
	}
	return list
}

// enrol makes the seeded shop's members.
func (s Seeded) enrol(ctx context.Context, w *World) error {
	for _, m := range s.Members() {
		e := customer.Enrolment{Identities: []ledger.Identity{Member(string(m.Who.Value))}, Store: m.Store, At: m.At}
		if m.By.Kind != "" {
			by, err := w.Lookup(ctx, Member(string(m.By.Value)))
			if err != nil {
				return err
			}
			e.Referrer = by
		}
		if _, _, err := w.Enrol(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
