package value

import (
	"math"

	"dangol/shared/ledger"
)

// Reason says why there is no figure, or what to keep in mind about one.
type Reason struct {
	Code ReasonCode `json:"code" enum:"few_customers,few_repeaters,short_history,no_later_visits,visits_undetermined,spending_undetermined,spending_without_mean,one_year,spend_follows_visits,forecast_misses,few_hold_most,nobody_leaves"`
	// N is what there is, Need what there should be.
	N    int `json:"n"`
	Need int `json:"need,omitempty"`
}

// ReasonCode names a reason. The dashboard has the words.
type ReasonCode string

// Why there is no forecast.
const (
	FewCustomers  ReasonCode = "few_customers"
	FewRepeaters  ReasonCode = "few_repeaters"
	ShortHistory  ReasonCode = "short_history"   // in weeks
	NoLaterVisits ReasonCode = "no_later_visits" // in the holdout
	// The data do not say where the parameters are: customers are too much
	// alike, or the likelihood grows without end.
	VisitsUndetermined   ReasonCode = "visits_undetermined"
	SpendingUndetermined ReasonCode = "spending_undetermined"
	SpendingWithoutMean  ReasonCode = "spending_without_mean"
)

// What to keep in mind about a forecast.
const (
	// OneYear: less than two years of history, in weeks, cannot tell a season
	// from a customer who left.
	OneYear ReasonCode = "one_year"
	// SpendFollowsVisits: the spending model takes them for independent; N is
	// their correlation in hundredths.
	SpendFollowsVisits ReasonCode = "spend_follows_visits"
	// ForecastMisses: the holdout's error in hundredths.
	ForecastMisses ReasonCode = "forecast_misses"
	// FewHoldMost: N is the share of sales of the top hundredth, in hundredths.
	// A wholesaler's few big customers do not follow the crowd.
	FewHoldMost ReasonCode = "few_hold_most"
	// NobodyLeaves: of a thousand visits, N are the last, too few to tell who
	// has left from who is slow to come again.
	NobodyLeaves ReasonCode = "nobody_leaves"
)

// What a forecast needs, and what it is noted for.
const (
	customersMin    = 100
	repeatersMin    = 30
	twoYears        = 104 // weeks
	correlationMost = .3
	errorMost       = .25
	topShareMost    = .25
	leaversFew      = .005 // of visits
)

// Candidate is one model of visits, fitted to everything, and tried.
type Candidate struct {
	Dropout
	// Determined says the data say where the parameters are, in all of the
	// history and before the cut.
	Determined bool     `json:"determined"`
	Holdout    *Holdout `json:"holdout,omitempty"`
}

// Forecast is what is expected of a shop's customers in the next twelve months.
type Forecast struct {
	// Chosen is the model with the smaller holdout error; empty when the data
	// cannot carry one, and Refused says why.
	Chosen  Model    `json:"chosen"`
	Refused []Reason `json:"refused"`
	Notes   []Reason `json:"notes"`
	// Cut is the first day of the holdout, which ends before the as-of day.
	Cut        ledger.Day  `json:"cut"`
	Candidates []Candidate `json:"candidates"`
	Spending   *Spending   `json:"spending,omitempty"`
	// Newcomers is what those who came once spend on a day, relative to Mean:
	// the mean first spend of customers without repeats ÷ of those with.
	Newcomers float64 `json:"newcomers"`

	visits *Dropout
	rules  *Rules
	looks  *looks
}

// NewForecast fits the models to customers, whose History ends before asOf and
// whose Early before Cut(first, asOf). It refuses, with reasons, where the data
// cannot carry it.
func NewForecast(customers []Customer, first, asOf ledger.Day, rules *Rules) *Forecast {
	f := &Forecast{Refused: []Reason{}, Notes: []Reason{}, Candidates: []Candidate{}, Cut: Cut(first, asOf), Newcomers: 1, rules: rules}
	repeaters := 0
	for i := range customers {
		if customers[i].Repeats > 0 {
			repeaters++
		}
	}
	weeks := int(asOf-first) / PerWeek
	f.need(FewCustomers, len(customers), customersMin)
	f.need(FewRepeaters, repeaters, repeatersMin)
	f.need(ShortHistory, weeks, historyMinDays/PerWeek)
	if len(f.Refused) > 0 {
		return f
	}
	f.fitVisits(customers, float64(asOf-f.Cut))
	f.fitSpending(customers)
	if len(f.Refused) > 0 {
		f.visits, f.Chosen = nil, ""
		return f
	}
	if weeks < twoYears {
		f.note(OneYear, weeks, twoYears)
	}
	if last := f.visits.A / (f.visits.A + f.visits.B); last < leaversFew {
		f.note(NobodyLeaves, int(last*1000), int(leaversFew*1000))
	}
	if r := f.Spending.Correlation; math.Abs(r) > correlationMost {
		f.note(SpendFollowsVisits, hundredths(r), hundredths(correlationMost))
	}
	f.looks = newLooks(customers, func(c *Customer) History { return c.History })
	f.looks.fill(func(repeats, age int32) Outlook { return f.visits.Outlook(repeats, age, rules.Discount) })
	return f
}

func hundredths(x float64) int { return int(math.Round(x * 100)) }

func (f *Forecast) need(code ReasonCode, n, need int) {
	if n < need {
		f.Refused = append(f.Refused, Reason{code, n, need})
	}
}

func (f *Forecast) note(code ReasonCode, n, need int) {
	f.Notes = append(f.Notes, Reason{code, n, need})
}

// fitVisits fits both models to everything and to what was known at the cut,
// and chooses the one that then foresaw the rest better.
func (f *Forecast) fitVisits(customers []Customer, days float64) {
	histories := make([]History, len(customers))
	for i := range customers {
		histories[i] = customers[i].History
	}
	whole, before := Summarise(histories), Summarise(early(customers))
	tried := false
	for _, model := range []Model{BGNBD, MBGNBD} {
		d, determined := FitDropout(model, whole, PerWeek)
		d.round()
		c := Candidate{Dropout: d}
		if calibrated, ok := FitDropout(model, before, PerWeek); ok && determined {
			c.Determined = true
			if h, ok := calibrated.try(customers, days); ok {
				c.Holdout = &h
			}
		}
		f.Candidates = append(f.Candidates, c)
		tried = tried || c.Determined
	}
	for i := range f.Candidates {
		c := &f.Candidates[i]
		if c.Holdout != nil && (f.visits == nil || c.Holdout.Error < f.tested().Error) {
			f.visits, f.Chosen = &c.Dropout, c.Model
		}
	}
	switch {
	case !tried:
		f.Refused = append(f.Refused, Reason{Code: VisitsUndetermined, N: whole.Customers})
	case f.visits == nil:
		f.Refused = append(f.Refused, Reason{Code: NoLaterVisits, N: 0, Need: 1})
	default:
		if e := f.tested().Error; e > errorMost {
			f.note(ForecastMisses, hundredths(e), hundredths(errorMost))
		}
	}
}

// tested is the holdout of the chosen model.
func (f *Forecast) tested() *Holdout {
	for i := range f.Candidates {
		if f.Candidates[i].Model == f.Chosen {
			return f.Candidates[i].Holdout
		}
	}
	return nil
}

// fitSpending fits the spending model, and finds what newcomers spend.
func (f *Forecast) fitSpending(customers []Customer) {
	spenders := make([]Spender, len(customers))
	var once, again, onceSpent, againSpent float64
	for i := range customers {
		c := &customers[i]
		spenders[i] = Spender{c.Repeats, c.Money}
		if c.Repeats == 0 {
			once++
			onceSpent += float64(c.First)
		} else {
			again++
			againSpent += float64(c.First)
		}
	}
	s, ok := FitSpending(spenders)
	s.round()
	switch {
	case !ok:
		f.Refused = append(f.Refused, Reason{Code: SpendingUndetermined, N: s.Customers})
	case s.Q <= 1:
		f.Refused = append(f.Refused, Reason{Code: SpendingWithoutMean, N: s.Customers})
	}
	f.Spending = &s
	if once > 0 && onceSpent > 0 && againSpent > 0 {
		f.Newcomers = significant(onceSpent / once / (againSpent / again))
	}
}

// OK says there is a forecast.
func (f *Forecast) OK() bool { return f.Chosen != "" }

// Notice adds a note about how few hold most of the sales, if they do.
func (f *Forecast) Notice(p *Pareto) {
	if f.OK() && len(p.Tops) > 0 && p.Tops[0].Share > topShareMost {
		f.note(FewHoldMost, hundredths(p.Tops[0].Share), hundredths(topShareMost))
	}
}

// Worth is what one customer is expected to bring in the next twelve months.
type Worth struct {
	// Alive is the chance that they have not left; AliveKnown is false where
	// the model cannot tell: BGNBD, one visit.
	Alive      float64
	AliveKnown bool
	Visits     float64 // days with a visit
	Spend      float64 // M of such a day
	Sales      ledger.Amount
	// CLV is the margin of Sales, discounted to today.
	CLV ledger.Amount
	// Missing is what CLV lacks because they may have left: with it, it is what
	// somebody with this history who is surely still here would be worth.
	//
	// The obvious other way, visits of a year at their own median interval,
	// believes a week of five visits for ever: whoever came daily on a holiday
	// would be missed more than a regular of two years. The model sees all of
	// the time there was, and lets a rate it has seen little of count for little.
	Missing ledger.Amount
}

// Of is one customer's worth; the forecast must be OK and know the customer.
// Amounts are rounded half away from zero.
func (f *Forecast) Of(c *Customer) Worth {
	w := Worth{Alive: f.visits.Alive(c.History), AliveKnown: f.Chosen != BGNBD || c.Repeats > 0}
	look := f.looks.of(c.History)
	w.Visits = w.Alive * look.Visits
	w.Spend = f.Spending.Mean() * f.Newcomers
	if c.Repeats > 0 {
		w.Spend = f.Spending.Expected(c.Repeats, float64(c.Money)/float64(c.Repeats))
	}
	margin, _ := f.rules.MarginUsed()
	w.Sales = rounded(w.Visits * w.Spend)
	w.CLV = rounded(margin * w.Spend * w.Alive * look.Discounted)
	w.Missing = rounded(margin * w.Spend * (1 - w.Alive) * look.Discounted)
	return w
}

func rounded(x float64) ledger.Amount { return ledger.Amount(math.Round(x)) }
