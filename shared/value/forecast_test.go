package value_test

import (
	"encoding/json"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/value"

	"pgregory.net/rapid"
)

// drawn is a model with parameters as shops have them, and wider.
func drawn(t *rapid.T) value.Dropout {
	of := func(name string, low, high float64) float64 {
		return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, name))
	}
	return value.Dropout{
		Model: rapid.SampledFrom([]value.Model{value.BGNBD, value.MBGNBD}).Draw(t, "model"),
		R:     of("r", .01, 30), Alpha: of("alpha", .01, 200), A: of("a", .01, 10), B: of("b", .01, 100),
	}
}

func drawnHistory(t *rapid.T) value.History {
	h := value.History{Age: rapid.Int32Range(1, 4000).Draw(t, "age")}
	if h.Repeats = rapid.Int32Range(0, min(300, h.Age)).Draw(t, "repeats"); h.Repeats > 0 {
		h.Last = rapid.Int32Range(h.Repeats, h.Age).Draw(t, "last")
	}
	return h
}

// At the same repeats and age, a later last visit never lowers what is expected;
// at the same repeats and last visit, more silence never raises the chance that
// somebody is still there.
func TestSilenceNeverHelps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, h := drawn(t), drawnHistory(t)
		alive := d.Alive(h)
		if !(alive >= 0 && alive <= 1) {
			t.Fatalf("%+v: alive %v", h, alive)
		}
		if h.Repeats > 0 && h.Last < h.Age {
			later := h
			later.Last++
			if d.Alive(later) < alive {
				t.Fatalf("%+v is alive with %v, a day later with %v", h, alive, d.Alive(later))
			}
			// What is expected while alive does not know the last visit, so
			// the product grows with the chance.
		}
		older := h
		older.Age++
		if d.Alive(older) > alive {
			t.Fatalf("%+v is alive with %v, after another day of silence with %v", h, alive, d.Alive(older))
		}
	})
}

// What is expected is a number, grows with the time ahead and, discounted, is
// worth less.
func TestExpectedGrowsWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, h := drawn(t), drawnHistory(t)
		before := 0.0
		for _, days := range []float64{1, 30, 182, 365.25} {
			now := d.Expected(h.Repeats, h.Age, days)
			if !(now >= before*(1-1e-9)) {
				t.Fatalf("%+v, %+v: %v in %v days, fewer before: %v", d, h, now, days, before)
			}
			before = now
		}
		o := d.Outlook(h.Repeats, h.Age, .1)
		if math.Abs(o.Visits-before) > 1e-9*before || !(o.Discounted <= o.Visits*(1+1e-9) && o.Discounted >= o.Visits/1.1*(1-1e-9)) {
			t.Fatalf("%+v, want %v visits", o, before)
		}
	})
}

// In another unit of time α is another number and everybody is alive as before;
// in another order nothing changes at all.
func TestUnitsAndOrder(t *testing.T) {
	histories, _ := invented(5_000, 8)
	for _, m := range []value.Model{value.BGNBD, value.MBGNBD} {
		byWeek, _ := value.FitDropout(m, value.Summarise(histories), value.PerWeek)
		byDay, _ := value.FitDropout(m, value.Summarise(histories), 1)
		near(t, "r", byDay.R, byWeek.R, 1e-7)
		near(t, "α", byDay.Alpha, byWeek.Alpha*7, 1e-7)
		near(t, "a", byDay.A, byWeek.A, 1e-7)
		near(t, "b", byDay.B, byWeek.B, 1e-7)
		asWeeks := byDay
		asWeeks.Alpha /= 7
		for _, h := range histories[:200] {
			near(t, "alive", asWeeks.Alive(h), byWeek.Alive(h), 1e-6)
		}
		shuffled := slices.Clone(histories)
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again, _ := value.FitDropout(m, value.Summarise(shuffled), value.PerWeek); again != byWeek {
			t.Errorf("%+v, in another order %+v", byWeek, again)
		}
	}
}

// shop gives the invented customers a cut, a year and a half ahead of which
// they were known.
func shop(n int) (customers []value.Customer, first, asOf ledger.Day) {
	first, asOf = 20_000, 20_730
	cut := value.Cut(first, asOf)
	random := rand.New(rand.NewPCG(5, 5))
	histories, spenders := invented(n, 12)
	for i, h := range histories {
		c := value.Customer{History: h, First: 12_000, Money: spenders[i].Money}
		c.Early.Age = h.Age - int32(asOf-cut)
		// The days between are lost; spread them evenly.
		for k := range h.Repeats {
			day := int32(1 + (int(h.Last)-1)*int(k+1)/int(h.Repeats))
			switch {
			case day < c.Early.Age:
				c.Early.Repeats, c.Early.Last = c.Early.Repeats+1, day
			default:
				c.Later++
			}
		}
		if c.Early.Age <= 0 {
			c.Later++
		}
		customers = append(customers, c)
	}
	random.Shuffle(n, func(i, j int) { customers[i], customers[j] = customers[j], customers[i] })
	return customers, first, asOf
}

func TestForecast(t *testing.T) {
	customers, first, asOf := shop(4_000)
	rules := value.DefaultRules()
	f := value.NewForecast(customers, first, asOf, &rules)
	if !f.OK() || len(f.Refused) > 0 || len(f.Candidates) != 2 {
		t.Fatalf("%+v", f)
	}
	for _, c := range f.Candidates {
		if c.Holdout.Error < f.Candidates[0].Holdout.Error && f.Chosen == value.BGNBD {
			t.Errorf("%s was chosen, %s is nearer", f.Chosen, c.Model)
		}
		known, later := 0, 0
		for _, class := range c.Holdout.Classes {
			known += class.Customers
		}
		for i := range customers {
			if customers[i].Early.Age > 0 {
				known--
				later += int(customers[i].Later)
			}
		}
		if known != 0 || later != c.Holdout.Actual {
			t.Errorf("the classes miss %d customers, or %d visits are not %d", -known, c.Holdout.Actual, later)
		}
	}
	var visits float64
	for i := range customers {
		w := f.Of(&customers[i])
		visits += w.Visits
		if w.Alive < 0 || w.Alive > 1 || w.CLV < 0 || w.CLV > w.Sales || math.IsNaN(w.Visits) {
			t.Fatalf("%+v: %+v", customers[i], w)
		}
		// 30 % of the sales, discounted by half a year's part of 10 % or so.
		if share := float64(w.CLV) / max(1, float64(w.Sales)); w.Sales > 1000 && (share > .3/1.004 || share < .3/1.1) {
			t.Fatalf("CLV %d of sales %d", w.CLV, w.Sales)
		}
	}
	t.Logf("%s, %.0f visits, newcomers %.2f, notes %+v", f.Chosen, visits, f.Newcomers, f.Notes)
}

// What is missing and what is expected are two parts of one sum, and a burst of
// visits, however dense, is never missed more than a habit of years.
func TestMissing(t *testing.T) {
	customers, first, asOf := shop(4_000)
	rules := value.DefaultRules()
	regular := value.Customer{History: value.History{Repeats: 80, Last: 600, Age: 700}, First: 10_000, Money: 800_000}
	burst := value.Customer{History: value.History{Repeats: 6, Last: 6, Age: 400}, First: 10_000, Money: 60_000}
	sure := regular
	sure.History.Last = sure.History.Age
	customers = append(customers, regular, burst, sure)
	f := value.NewForecast(customers, first, asOf, &rules)
	if !f.OK() {
		t.Fatalf("%+v", f.Refused)
	}
	for i := range customers {
		w := f.Of(&customers[i])
		if both := float64(w.CLV) / w.Alive; w.Missing < 0 || w.CLV > 100 && math.Abs(float64(w.CLV+w.Missing)-both) > .01*both+2 {
			t.Fatalf("%+v: %d missing of %v", customers[i].History, w.Missing, both)
		}
	}
	missed, gone, here := f.Of(&regular), f.Of(&burst), f.Of(&sure)
	if missed.Missing <= gone.Missing || here.Missing*20 > here.CLV {
		t.Errorf("a regular misses %+v, a burst %+v, who came today %+v", missed, gone, here)
	}
	t.Logf("regular %d, burst %d, came today %d", missed.Missing, gone.Missing, here.Missing)
}

// Shops the models cannot say anything of get reasons, and never NaN.
func TestDegenerateShops(t *testing.T) {
	many := func(n int, c value.Customer) []value.Customer {
		list := make([]value.Customer, n)
		for i := range list {
			list[i] = c
		}
		return list
	}
	once := value.Customer{History: value.History{Age: 500}, First: 9000, Early: value.History{Age: 318}}
	alike := value.Customer{
		History: value.History{Repeats: 40, Last: 480, Age: 500}, First: 9000, Money: 360_000,
		Early: value.History{Repeats: 26, Last: 310, Age: 318}, Later: 14,
	}
	crowd, _, asOf := shop(3_000)
	addict := value.Customer{
		History: value.History{Repeats: 5_000, Last: 5_400, Age: 5_401}, First: 5_000, Money: 25_000_000,
		Early: value.History{Repeats: 4_900, Last: 5_200, Age: 5_219}, Later: 100,
	}
	freeloader := value.Customer{History: value.History{Repeats: 3, Last: 90, Age: 400}, Money: -5, Early: value.History{Repeats: 3, Last: 90, Age: 218}}
	for name, c := range map[string]struct {
		customers []value.Customer
		days      int
		want      value.ReasonCode // "" for none
	}{
		"nobody":                {nil, 500, value.FewCustomers},
		"no repeats":            {many(500, once), 500, value.FewRepeaters},
		"alike":                 {many(500, alike), 500, value.VisitsUndetermined},
		"one month":             {many(500, value.Customer{History: value.History{Repeats: 1, Last: 9, Age: 20}, First: 1, Money: 1}), 30, value.ShortHistory},
		"one with 5,000 visits": {append(crowd[:len(crowd):len(crowd)], addict), 730, ""},
		"one who pays nothing":  {append(crowd[:len(crowd):len(crowd)], freeloader), 730, ""},
	} {
		t.Run(name, func(t *testing.T) {
			rules := value.DefaultRules()
			f := value.NewForecast(c.customers, asOf-ledger.Day(c.days), asOf, &rules)
			content, err := json.Marshal(f)
			if err != nil || strings.Contains(string(content), "null") {
				t.Errorf("%s, %v", content, err)
			}
			if f.OK() != (c.want == "") || f.OK() == (len(f.Refused) > 0) {
				t.Fatalf("chose %q, refused %+v", f.Chosen, f.Refused)
			}
			if !f.OK() && !slices.ContainsFunc(f.Refused, func(r value.Reason) bool { return r.Code == c.want }) {
				t.Errorf("refused for %+v, want %s", f.Refused, c.want)
			}
			for i := range c.customers {
				if !f.OK() {
					break
				}
				if w := f.Of(&c.customers[i]); math.IsNaN(w.Visits+w.Alive+w.Spend) || w.CLV < 0 {
					t.Fatalf("%+v: %+v", c.customers[i], w)
				}
			}
			if f.OK() {
				t.Logf("the last: %+v", f.Of(&c.customers[len(c.customers)-1]))
			}
		})
	}
}

// Where nobody leaves, the models say so and still foresee visits.
func TestNobodyLeaves(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	first, asOf := ledger.Day(20_000), ledger.Day(20_500)
	cut := value.Cut(first, asOf)
	customers := make([]value.Customer, 3_000)
	for i := range customers {
		c := &customers[i]
		c.Age = 300 + random.Int32N(200)
		c.Early.Age, c.First = c.Age-int32(asOf-cut), 5_000
		rate := gamma(random, 1.5) / 60
		for day := int32(random.ExpFloat64()/rate) + 1; day < c.Age; day += int32(random.ExpFloat64()/rate) + 1 {
			c.Repeats, c.Last = c.Repeats+1, day
			c.Money += ledger.Amount(3_000 + 4_000*gamma(random, 2))
			if day < c.Early.Age {
				c.Early.Repeats, c.Early.Last = c.Early.Repeats+1, day
			} else {
				c.Later++
			}
		}
	}
	rules := value.DefaultRules()
	f := value.NewForecast(customers, first, asOf, &rules)
	if !f.OK() || !slices.ContainsFunc(f.Notes, func(r value.Reason) bool { return r.Code == value.NobodyLeaves }) {
		t.Fatalf("refused %+v, notes %+v, %+v", f.Refused, f.Notes, f.Candidates)
	}
	for _, c := range f.Candidates {
		if c.Model == f.Chosen && c.Holdout.Error > .1 {
			t.Errorf("off by %v", c.Holdout.Error)
		}
		t.Logf("%+v", c.Dropout)
	}
}

func TestCut(t *testing.T) {
	for days, want := range map[ledger.Day]ledger.Day{0: 0, 30: 0, 111: 0, 112: 28, 300: 70, 727: 175, 728: 182, 4000: 182} {
		if asOf := ledger.Day(20_000); asOf-value.Cut(asOf-days, asOf) != want && !(want == 0 && value.Cut(asOf-days, asOf) == asOf-days) {
			t.Errorf("of %d days %d are held out, want %d", days, asOf-value.Cut(asOf-days, asOf), want)
		}
	}
}

func TestReferrals(t *testing.T) {
	asOf := ledger.Day(20_000)
	rules := value.DefaultRules()
	rules.AcquisitionCost = 3_000
	clv := func(seat int32) (ledger.Amount, bool) { return ledger.Amount(seat) * 10_000, seat < 20 }
	home := func(seat int32) int32 {
		if seat == 7 || seat == 8 {
			return 70
		}
		return 0
	}
	list := []value.Referral{
		{1, 2, asOf - 10},   // ½·20,000 + ½·3,000
		{1, 3, asOf - 9},    // ½·30,000 + ½·3,000
		{4, 2, asOf - 5},    // 2 was brought by 1
		{2, 1, asOf - 3},    // 1 brought 2
		{3, 5, asOf - 2},    // 3 gets it, 1 does not
		{5, 1, asOf - 1},    // 1 brought 3, who brought 5
		{6, 6, asOf - 1},    // self
		{7, 8, asOf - 1},    // one household
		{9, 10, asOf - 400}, // too long ago
		{9, 11, asOf},       // not yet
		{1, 20, asOf - 1},   // has bought nothing yet
	}
	values, refused := value.ReferralValues(list, asOf, &rules, clv, home)
	if len(values) != 2 || values[1] != (value.Credit{Friends: 2, Waiting: 1, Value: 28_000}) || values[3] != (value.Credit{Friends: 1, Value: 26_500}) {
		t.Errorf("%v", values)
	}
	if refused != (value.Refused{Self: 1, Household: 1, Circular: 2, Again: 1}) {
		t.Errorf("%+v", refused)
	}
	slices.Reverse(list)
	if again, r := value.ReferralValues(list, asOf, &rules, clv, home); again[1] != values[1] || again[3] != values[3] || r != refused {
		t.Errorf("in another order %v, %+v", again, r)
	}
	for want, c := range map[value.Quadrant][2]ledger.Amount{
		value.Champion: {11, 6}, value.Affluent: {11, 5}, value.Advocate: {10, 6}, value.Miser: {10, 5},
	} {
		if got := value.QuadrantOf(c[0], 10, c[1], 5); got != want {
			t.Errorf("%v are %s, want %s", c, got, want)
		}
	}
	for _, c := range []struct {
		amounts []ledger.Amount
		want    ledger.Amount
	}{{nil, 0}, {[]ledger.Amount{0, -5}, 0}, {[]ledger.Amount{7}, 7}, {[]ledger.Amount{9, 0, 3, 5, 0, 4}, 4}} {
		if got := value.CLVCut(c.amounts); got != c.want {
			t.Errorf("the cut of %v is %d, want %d", c.amounts, got, c.want)
		}
	}
}

// Whatever is told, in circles and twice, there is an end, each friend counts
// once, each referral once, and the order it is told in changes nothing.
func TestReferralsOfAnyKind(t *testing.T) {
	rules := value.DefaultRules()
	clv := func(seat int32) (ledger.Amount, bool) { return ledger.Amount(seat) * 100, seat%3 > 0 }
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 2))
		list := make([]value.Referral, random.IntN(40))
		for i := range list {
			list[i] = value.Referral{Referrer: random.Int32N(9), Friend: random.Int32N(9), Day: ledger.Day(20_000 - random.Int32N(5))}
		}
		home := func(seat int32) int32 { return seat / 8 }
		credits, refused := value.ReferralValues(list, 20_000, &rules, clv, home)
		counted, told := 0, 0
		for _, c := range credits {
			counted += c.Friends + c.Waiting
		}
		for _, r := range list {
			if r.Day < 20_000 {
				told++
			}
		}
		if counted > 8 || counted+refused.Self+refused.Household+refused.Circular+refused.Again != told {
			t.Errorf("seed %d: %d counted and %+v of %d", seed, counted, refused, told)
		}
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		again, same := value.ReferralValues(list, 20_000, &rules, clv, home)
		if !maps.Equal(credits, again) || same != refused {
			t.Errorf("seed %d: in another order %v, %+v", seed, again, same)
		}
	}
}
