package ledgertest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

// Seeded is an invented bakery café in Seoul: two stores, about 2,000 people
// who gave a phone number and many who did not, with weekends, seasons,
// holidays, habits, people who drift away, refunds, voids and a few mistakes.
type Seeded struct {
	// Until is the last business day; Days is how many there are.
	Until ledger.Day
	Days  int
	// People is how many customers there are in the end; transactions grow
	// with it.
	People int
	Seed   uint64
}

// SeededSale is one transaction of the shop and who the till said it was.
type SeededSale struct {
	ledger.Transaction
	Who customer.Identifier
}

// SeededStores are the shop's stores.
var SeededStores = []struct{ ID, Name string }{{"seochon", "서촌점"}, {"yeonnam", "연남점"}}

// SeededName is what the shop is called.
const SeededName = "온마루 베이커리"

type dish struct {
	sku, name, category string
	price               ledger.Amount
	weight              float64
	months              [2]time.Month // sold from, to; zero: always
}

var menu = []dish{
	{"C-1", "아메리카노", "음료", 4500, 30, [2]time.Month{}},
	{"C-2", "카페라떼", "음료", 5000, 16, [2]time.Month{}},
	{"C-3", "바닐라라떼", "음료", 5500, 6, [2]time.Month{}},
	{"C-4", "유자차", "음료", 5500, 5, [2]time.Month{time.November, time.March}},
	{"C-5", "수박주스", "음료", 6500, 8, [2]time.Month{time.June, time.August}},
	{"B-1", "소금빵", "베이커리", 3300, 26, [2]time.Month{}},
	{"B-2", "크루아상", "베이커리", 3900, 14, [2]time.Month{}},
	{"B-3", "밤식빵", "베이커리", 7800, 9, [2]time.Month{}},
	{"B-4", "무화과 깜빠뉴", "베이커리", 8500, 6, [2]time.Month{}},
	{"B-5", "잠봉뵈르", "샌드위치", 8900, 7, [2]time.Month{}},
	{"K-1", "말차 케이크", "케이크", 6900, 5, [2]time.Month{}},
	{"K-2", "딸기 케이크", "케이크", 7500, 10, [2]time.Month{time.December, time.April}},
	{"K-3", "홀케이크", "케이크", 39000, 0.8, [2]time.Month{}},
}

// closed are the days the shop keeps: 설날 and 추석 of the years it may cover.
var closed = []string{
	"2023-01-22", "2023-09-29", "2024-02-10", "2024-09-17", "2025-01-29", "2025-10-06",
	"2026-02-17", "2026-09-25", "2027-02-07", "2027-09-15", "2028-01-27", "2028-10-03",
}

type person struct {
	phone       customer.Secret
	from, until ledger.Day
	store       int
	interval    float64 // mean days between visits
	spends      float64 // relative size of a basket
	hour        float64
	favourites  [2]int
	came        bool
}

// Sales gives every transaction of the shop, oldest first. The same shop gives
// the same transactions.
func (s Seeded) Sales() []SeededSale {
	g := &generator{Seeded: s, random: rand.New(rand.NewPCG(s.Seed, 1))}
	people := g.people()
	first := s.Until - ledger.Day(s.Days) + 1
	for day := first; day <= s.Until; day++ {
		if slices.Contains(closed, day.String()) {
			continue
		}
		g.openDay(day, float64(day-first)/float64(s.Days))
		for i := range people {
			if p := &people[i]; day >= p.from && (!p.came || day <= p.until && g.comes(p)) {
				p.came = true
				g.sale(p)
			}
		}
		for range g.count(float64(s.People) * 0.0193 * g.busy) {
			g.sale(nil)
		}
		g.slip()
	}
	return g.sales
}

type generator struct {
	Seeded
	random *rand.Rand
	sales  []SeededSale
	day    ledger.Day
	busy   float64 // how busy the day is, 1 on average
	n      int     // transactions of the day
	today  int     // where the day's begin in sales
}

// people draws everybody: four in ten come once or twice, a sixth are
// regulars, and everyone has a day they stop.
func (g *generator) people() []person {
	people := make([]person, g.People)
	first := g.Until - ledger.Day(g.Days) + 1
	for i := range people {
		p := &people[i]
		p.phone = customer.Secret(fmt.Sprintf("010-%04d-%04d", 2100+i%7000, (i*7919+1234)%10000))
		p.from = first + ledger.Day(math.Pow(g.random.Float64(), 1.15)*float64(g.Days-1))
		stays := 0.0
		switch kind := g.random.Float64(); {
		case kind < 0.38:
			p.interval, stays = 40+g.random.ExpFloat64()*60, 1+g.random.ExpFloat64()*30
		case kind < 0.80:
			p.interval, stays = 16+g.random.ExpFloat64()*22, 60+g.random.ExpFloat64()*260
		default:
			p.interval, stays = 3.5+g.random.ExpFloat64()*6, 150+g.random.ExpFloat64()*620
		}
		p.until = p.from + ledger.Day(stays)
		if g.random.Float64() < 0.35 {
			p.store = 1
		}
		p.spends = math.Exp(g.random.NormFloat64() * 0.35)
		p.hour = 8 + g.random.Float64()*12
		p.favourites = [2]int{g.dish(), g.dish()}
	}
	return people
}

func (g *generator) openDay(day ledger.Day, progress float64) {
	g.day, g.n, g.today = day, 0, len(g.sales)
	g.busy = 0.85 + 0.3*progress
	switch day.Weekday() {
	case time.Saturday:
		g.busy *= 1.45
	case time.Sunday:
		g.busy *= 1.3
	case time.Monday:
		g.busy *= 0.8
	}
	switch day.Time().Month() {
	case time.December:
		g.busy *= 1.25
	case time.January, time.February, time.August:
		g.busy *= 0.88
	}
	g.busy *= math.Exp(g.random.NormFloat64() * 0.08)
}

func (g *generator) comes(p *person) bool {
	return g.random.Float64() < g.busy/p.interval
}

// count draws a Poisson number by summing exponential gaps.
func (g *generator) count(mean float64) int {
	n := 0
	for sum := g.random.ExpFloat64(); sum < mean; sum += g.random.ExpFloat64() {
		n++
	}
	return n
}

func (g *generator) dish() int {
	total := 0.0
	for i := range menu {
		total += menu[i].weight
	}
	at := g.random.Float64() * total
	for i := range menu {
		if at -= menu[i].weight; at < 0 {
			return i
		}
	}
	return 0
}

// inSeason says a dish is sold this month.
func (g *generator) inSeason(d *dish) bool {
	from, to, month := d.months[0], d.months[1], g.day.Time().Month()
	switch {
	case from == 0:
		return true
	case from <= to:
		return month >= from && month <= to
	default:
		return month >= from || month <= to
	}
}

// start begins a transaction of the day.
func (g *generator) start(kind ledger.Type, store int, hour float64) *SeededSale {
	g.n++
	minute := int(min(max(hour, 7.5), 21.9) * 60)
	at := g.day.Time().Add(time.Duration(minute)*time.Minute + time.Duration(g.random.IntN(60))*time.Second)
	text := at.Format("2006-01-02T15:04:05") + "+09:00"
	moment, err := ledger.ParseMoment(text)
	if err != nil {
		panic(err) // a time we wrote ourselves
	}
	g.sales = append(g.sales, SeededSale{Transaction: ledger.Transaction{
		Key:  ledger.Key{Store: SeededStores[store].ID, Day: g.day, ID: fmt.Sprintf("%s-%04d", g.day, g.n)},
		Type: kind, Occurred: moment, Currency: "KRW",
		Register: fmt.Sprint(1 + g.random.IntN(2)), Staff: fmt.Sprintf("e%d", 1+3*store+g.random.IntN(3)),
		Receipt: fmt.Sprintf("%06d", g.n), Channel: "store",
	}})
	return &g.sales[len(g.sales)-1]
}

// sale rings up one receipt; nobody is anonymous.
func (g *generator) sale(p *person) {
	store, hour, spends := g.random.IntN(2), 8+g.random.Float64()*12, 0.9
	if p != nil {
		store, hour, spends = p.store, p.hour+g.random.NormFloat64()*1.2, p.spends
		if g.random.Float64() < 0.06 {
			store = 1 - store
		}
	}
	s := g.start(ledger.Sale, store, hour)
	if p != nil {
		s.Who = customer.Identifier{Kind: customer.Phone, Value: p.phone}
	}
	for range 1 + g.count(1.05*spends) {
		g.line(s, p)
	}
	if g.random.Float64() < 0.05 {
		s.Channel = "delivery"
		s.Lines = append(s.Lines, ledger.Line{Name: "배달비", Category: ledger.Delivery, Quantity: ledger.One, UnitPrice: 3000, Amount: 3000})
	}
	for i := range s.Lines {
		s.Total += s.Lines[i].Amount
	}
	tender := []string{"card", "card", "card", "mobile", "cash"}[g.random.IntN(5)]
	s.Tenders = []ledger.Tender{{Type: tender, Amount: s.Total}}
}

func (g *generator) line(s *SeededSale, p *person) {
	choice := g.dish()
	if p != nil && g.random.Float64() < 0.55 {
		choice = p.favourites[g.random.IntN(2)]
	}
	d := &menu[choice]
	if !g.inSeason(d) {
		d = &menu[0]
	}
	pieces := int64(1)
	if g.random.Float64() < 0.22 {
		pieces = 2
	}
	s.Lines = append(s.Lines, ledger.Line{
		SKU: d.sku, Name: d.name, Category: d.category, Quantity: ledger.Quantity(pieces) * ledger.One,
		UnitPrice: d.price, Amount: d.price * ledger.Amount(pieces),
	})
}

// slip adds what goes wrong on a day: refunds of the day's sales, a void now
// and then, a training receipt.
func (g *generator) slip() {
	end := len(g.sales)
	for i := g.today; i < end; i++ {
		sold := g.sales[i]
		switch chance := g.random.Float64(); {
		case chance < 0.008:
			r := g.start(ledger.Refund, 0, 21)
			r.Store, r.RefundOf = sold.Store, &sold.Key
			r.Total = sold.Lines[0].Amount
			r.Lines = sold.Lines[:1]
		case chance < 0.011:
			v := g.start(ledger.Void, 0, 21)
			v.Store, v.VoidOf = sold.Store, &sold.Key
		case chance < 0.0115:
			t := g.start(ledger.Sale, 0, 7.5)
			t.Store, t.Training, t.Total, t.Lines = sold.Store, true, sold.Total, sold.Lines
		case chance < 0.012:
			r := g.start(ledger.Refund, 0, 20)
			r.Store, r.Who, r.Total, r.Lines = sold.Store, sold.Who, sold.Lines[0].Amount, sold.Lines[:1]
		}
	}
}

// Open opens the seeded shop's stores in w and posts its transactions.
func (s Seeded) Open(ctx context.Context, w *World) error {
	w.SetMerchant(ledger.Merchant{Name: SeededName, Currency: "KRW", Zone: "Asia/Seoul"})
	w.mu.Lock()
	w.stores = map[string]ledger.Store{}
	w.mu.Unlock()
	for _, store := range SeededStores {
		w.AddStore(ledger.Store{
			ID: store.ID, Name: store.Name, Country: "KR", Created: w.Clock,
			Hours: []ledger.Hours{{Zone: "Asia/Seoul", DayStart: ledger.DefaultDayStart}},
		})
	}
	sales, terms := s.Sales(), w.Terms()
	for i := range sales {
		a := ledger.Arrival{Transaction: &sales[i].Transaction, Received: w.Clock}
		if who := sales[i].Who; who.Kind != "" {
			a.Identity = Member(string(who.Value))
			a.IdentifiedBy = who.Kind
		}
		if out := w.AppendWithPoints(ctx, []ledger.Arrival{a}, terms); out[0].Err != nil {
			return fmt.Errorf("post %s: %w", sales[i].ID, out[0].Err)
		}
	}
	return s.enrol(ctx, w)
}
