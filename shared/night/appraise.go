package night

import (
	"math"

	"dangol/shared/ledger"
	"dangol/shared/report"
	"dangol/shared/retention"
	"dangol/shared/value"
)

// appraisal is what the models say of everybody, beside what each row says.
type appraisal struct {
	forecast *value.Forecast
	shop     *retention.Shop
	lives    []retention.Life // of the rows
	pareto   value.Pareto
	// active customers came in the last twelve months, on yearDays days.
	active, yearDays int
	// credits are the referrers', by seat; clvCut divides the quadrants.
	credits map[int32]value.Credit
	refused value.Refused
	clvCut  ledger.Amount
}

// appraise fits the models and fills in what every row says of them.
func (r *ranked) appraise() {
	w := r.people
	known := make([]value.Customer, len(r.customers))
	a := &appraisal{lives: make([]retention.Life, len(r.customers))}
	for i := range r.customers {
		one := &w.list[r.customers[i].Seat]
		known[i], a.lives[i] = one.worth, one.life
		if one.yearDays > 0 {
			a.active++
			a.yearDays += int(one.yearDays)
		}
	}
	a.pareto = r.paretoOf(func(c *report.Customer) int64 { return c.Spend })
	a.forecast = value.NewForecast(known, w.first, r.asOf, &r.policy.Value)
	a.forecast.Notice(&a.pareto)
	a.shop = retention.NewShop(&r.policy.Retention, a.lives, w.calendar, r.asOf)
	for i := range r.customers {
		c, life := &r.customers[i], &a.lives[i]
		stage := a.shop.Stage(life)
		c.Stage, c.Overdue, c.Alive = string(stage), int32(math.Round(a.shop.Overdue(life)*100)), -1
		if !a.forecast.OK() {
			continue
		}
		worth := a.forecast.Of(&known[i])
		if worth.AliveKnown {
			c.Alive = int32(math.Round(worth.Alive * 10_000))
		}
		c.ExpectedVisits = int32(math.Round(worth.Visits * 100))
		c.Expected, c.CLV = int64(worth.Sales), int64(worth.CLV)
		if stage == retention.Slipping {
			c.AtStake = int64(worth.Missing)
		}
	}
	r.appraisal = a
	r.refer()
}

func (r *ranked) paretoOf(of func(*report.Customer) int64) value.Pareto {
	spends := make([]ledger.Amount, len(r.customers))
	for i := range r.customers {
		spends[i] = ledger.Amount(of(&r.customers[i]))
	}
	return value.ParetoOf(spends)
}

func (r *ranked) margin() report.Margin {
	rate, assumed := r.policy.Value.MarginUsed()
	return report.Margin{Rate: rate, Assumed: assumed}
}
