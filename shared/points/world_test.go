package points_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dangol/shared/histories"
	"dangol/shared/ledger"
	"dangol/shared/points"
)

// world is a shop with points in which anything happens in any order. It keeps
// what decisions give, as an adapter would, and books of its own to judge them.
type world struct {
	*histories.Course
	policy   points.Policy
	accounts map[string]points.Account
	states   map[ledger.Key]*points.State
	recorded map[ledger.Key]*ledger.Transaction
	entries  map[string]*points.Entry // by customer and id
	holds    map[string]string        // hold → customer
	used     map[string]points.Points // staff and day
	folds    map[string]map[place]points.Points
	moves    map[string][]points.Move // of each account
	shuffle  *rand.Rand
	postings []points.Posting
	nights   map[ledger.Day]*sums     // what all had when a day began
	worth    map[string]points.Points // what each account should come to
	voided   map[ledger.Key]bool
	refunds  map[ledger.Key][]*ledger.Transaction
	back     map[string]points.Points // what came back of each part that paid
	merged   string                   // who was merged last
	numbers  int
	sales    []ledger.Key   // named so far, arrived or not
	born     map[string]int // postings there were before who has the name now
}

// place is a customer's place, by lot.
type place struct {
	points.Place
	month ledger.Day
}

var people = []string{"kim", "lee", "park"}

var seoul = time.FixedZone("KST", 9*60*60)

func newWorld(c *histories.Course) *world {
	c.Now = time.Date(2026, 1, 15, 12, 0, 0, 0, seoul)
	w := &world{
		Course: c, policy: points.DefaultPolicy(),
		accounts: map[string]points.Account{}, states: map[ledger.Key]*points.State{},
		recorded: map[ledger.Key]*ledger.Transaction{}, entries: map[string]*points.Entry{}, holds: map[string]string{},
		used: map[string]points.Points{}, folds: map[string]map[place]points.Points{}, moves: map[string][]points.Move{}, shuffle: rand.New(rand.NewPCG(7, 7)), nights: map[ledger.Day]*sums{}, worth: map[string]points.Points{},
		back: map[string]points.Points{}, voided: map[ledger.Key]bool{}, refunds: map[ledger.Key][]*ledger.Transaction{}, born: map[string]int{},
	}
	w.policy.Rate = points.Rate{Points: 1, Per: 100}
	w.policy.Grades = map[string]points.Rate{"gold": {Points: 3, Per: 100}}
	w.policy.ExpiryMonths, w.policy.Step, w.policy.StaffDailyMax = 2, 10, 200
	w.policy.PendingDays = []int{0, 3}[c.Pick(2)]
	return w
}

func (w *world) today() ledger.Day { return ledger.DayOf(w.Now) }

func (w *world) serial() string {
	w.numbers++
	return fmt.Sprint(w.numbers)
}

func (w *world) account(id string) points.Account {
	if a, ok := w.accounts[id]; ok {
		return a
	}
	return points.Account{Customer: id}
}

// root is the customer who has id's points now, "" when they were erased.
func (w *world) root(id string) string {
	for w.account(id).Merged != "" {
		id = w.account(id).Merged
	}
	if w.account(id).Erased {
		return ""
	}
	return id
}

// Step does one thing and judges it.
func (w *world) Step() {
	switch n := w.Pick(100); {
	case n < 22:
		w.sale()
	case n < 34:
		w.refund()
	case n < 42:
		w.void()
	case n < 60:
		w.hold()
	case n < 74:
		w.end()
	case n < 80:
		w.adjust()
	case n < 96:
		w.clock()
	case n < 98:
		w.again()
	case n < 99:
		if w.merge(); w.Wrong == "" && w.Pick(2) == 0 {
			w.unmerge()
		}
	default:
		w.erase()
	}
	if w.shuffle.IntN(10) == 0 {
		w.judgeReplay()
	}
}

func (w *world) clock() {
	by := []time.Duration{time.Minute, 11 * time.Minute, 5 * time.Hour, 24 * time.Hour, 17 * 24 * time.Hour}[w.Pick(5)]
	halfway := w.Now.Add(by / 2)
	w.midnights(w.Now.Add(by))
	w.Now = w.Now.Add(by)
	w.Say("%s pass", by)
	for id, a := range w.accounts {
		if a.Merged != "" || a.Erased {
			continue
		}
		once, _ := points.Settle(a, "x", w.Now)
		first, _ := points.Settle(a, "x", halfway)
		twice, _ := points.Settle(first.Account, "x", w.Now)
		once.Account.Version, twice.Account.Version = 0, 0
		if fmt.Sprint(once.Account) != fmt.Sprint(twice.Account) {
			w.Fail("settling %s at once gives %+v, in two steps %+v", id, once.Account, twice.Account)
		}
	}
	if w.Pick(3) == 0 {
		id := people[w.Pick(len(people))]
		if c, due := points.Settle(w.account(id), "settled~"+w.serial(), w.Now); due {
			w.keep(c)
		}
	}
}

// target names a sale that came, or will come, or never comes.
func (w *world) target() ledger.Key {
	if w.Pick(4) == 0 { // one that points paid for, however old
		for i := range w.sales {
			k := w.sales[(i+w.numbers)%len(w.sales)]
			if s := w.states[k]; s != nil && s.Known && len(s.Redeemed) > 0 && !s.Voided {
				return k
			}
		}
	}
	if len(w.sales) > 0 && w.Pick(5) > 0 {
		return w.sales[max(0, len(w.sales)-1-w.Pick(6))]
	}
	return w.name("s")
}

func (w *world) name(kind string) ledger.Key {
	k := ledger.Key{Store: "main", Day: w.today() - ledger.Day(w.Pick(2)), ID: kind + w.serial()}
	if kind == "s" {
		w.sales = append(w.sales, k)
	}
	return k
}

// money is a transaction's, with a line of goods and sometimes of delivery.
func (w *world) money(t *ledger.Transaction, total int) {
	t.Total = ledger.Amount(total)
	if w.Pick(3) == 0 {
		delivery := total / 5
		t.Lines = []ledger.Line{{Amount: ledger.Amount(total - delivery)}, {Category: ledger.Delivery, Amount: ledger.Amount(delivery)}}
	}
}

func (w *world) sale() {
	var key ledger.Key
	for _, k := range w.sales { // those whose corrections came first
		if w.recorded[k] == nil && w.Pick(2) == 0 {
			key = k
		}
	}
	if key.ID == "" {
		key = w.name("s")
	}
	t := &ledger.Transaction{Key: key, Type: ledger.Sale, Customer: people[w.Pick(len(people))]}
	if w.root(t.Customer) == "" {
		return
	}
	w.money(t, 100*w.Pick(120))
	w.record(t, []string{"", "gold"}[w.Pick(2)])
}

func (w *world) refund() {
	t := &ledger.Transaction{Key: w.name("r"), Type: ledger.Refund}
	of := w.target()
	t.RefundOf = &of
	total := 100 * w.Pick(60)
	if sale := w.recorded[of]; sale != nil && w.Pick(3) > 0 {
		total = int(sale.Total) / (1 + w.Pick(4))
	}
	w.money(t, total)
	w.record(t, "")
}

// void voids a sale or a refund, that came or will come.
func (w *world) void() {
	of := w.target()
	if s := w.states[of]; s != nil && len(s.Refunds) > 0 && w.Pick(2) == 0 {
		parts := s.Refunds[w.Pick(len(s.Refunds))].Of
		for k := range w.states {
			if k.Store+"/"+k.Day.String()+"/"+k.ID == parts {
				of = k
			}
		}
	} else if w.Pick(4) == 0 { // a refund that comes next, or never
		of = ledger.Key{Store: "main", Day: w.today(), ID: fmt.Sprint("r", w.numbers+1+w.Pick(3))}
		if w.recorded[of] != nil {
			return
		}
	}
	w.record(&ledger.Transaction{Key: w.name("v"), Type: ledger.Void, VoidOf: &of}, "")
}

func (w *world) record(t *ledger.Transaction, grade string) *points.Told {
	if w.recorded[t.Key] != nil {
		return nil
	}
	w.Say("%s %s %s total %d refund of %v void of %v", t.Type, t.ID, t.Customer, t.Total, t.RefundOf, t.VoidOf)
	w.Did(t.Type.String())
	before := w.due(w.about(t))
	b := points.NewBooks(&w.policy, w.Now)
	w.read(b, func() points.Need { return b.Missing(t) })
	d := b.Record(t, grade)
	w.recorded[t.Key] = t
	if t.VoidOf != nil {
		w.voided[*t.VoidOf] = true
	}
	if t.RefundOf != nil {
		w.refunds[*t.RefundOf] = append(w.refunds[*t.RefundOf], t)
	}
	if t.Type == ledger.Sale {
		rate := w.policy.RateOf(grade)
		earned := points.Points(int64(t.Worth().M) * rate.Points / rate.Per)
		w.owe(t.Customer, earned)
		if w.keepDecision(d); w.states[t.Key].Earned != earned {
			w.Fail("%s earned %d, want %d", t.ID, w.states[t.Key].Earned, earned)
		}
	} else {
		w.keepDecision(d)
	}
	w.settleDue(w.about(t), before)
	w.judgeAll()
	return d.Told
}

func (w *world) read(b *points.Books, missing func() points.Need) {
	for need := missing(); !need.IsZero(); need = missing() {
		for _, id := range need.Customers {
			b.AddAccount(w.account(id))
		}
		for _, k := range need.Sales {
			b.AddSale(k, w.states[k], w.recorded[k])
		}
	}
}

func (w *world) hold() {
	id := people[w.Pick(len(people))]
	q := points.HoldRequest{ID: "h" + w.serial(), Store: "main", Customer: id, Points: points.Points(5 * (1 + w.Pick(40)))}
	if free := w.account(id).Balance().Available; w.Pick(2) == 0 && free > 10 {
		q.Points = (free / points.Points(1+w.Pick(3))) / 10 * 10
	}
	q.Total = ledger.Amount(w.Pick(3) * 150)
	w.Say("hold %s %s %d of %d", q.ID, id, q.Points, q.Total)
	w.Did("hold")
	c := w.policy.Hold(w.account(id), q, w.Now)
	w.holds[q.ID] = id
	w.keep(c)
	if a := c.Entry.Answer; a.Refused == "" {
		w.judgeHold(c.Account, q.ID)
	} else if free := c.Account.Balance().Available; a.Refused == points.InsufficientPoints && q.Points <= free {
		w.Fail("%d of %d were refused", q.Points, free)
	}
	w.judgeAll()
}

// judgeHold: what runs out first is held first.
func (w *world) judgeHold(a points.Account, id string) {
	i := slices.IndexFunc(a.Holds, func(h points.Hold) bool { return h.ID == id })
	var last ledger.Day
	for _, p := range a.Holds[i].Parts {
		for _, l := range a.Lots {
			if l.Month == p.Month {
				last = max(last, l.Until)
			}
		}
	}
	for _, l := range a.Lots {
		if l.Until < last && l.Free > 0 {
			w.Fail("%s holds points that last to %s while some run out on %s", id, last, l.Until)
		}
	}
}

// end captures or releases some hold, perhaps for the second time.
func (w *world) end() {
	if len(w.holds) == 0 {
		return
	}
	n := len(w.holds)
	ids := make([]string, 0, n)
	for id := range w.holds {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return len(a)*1000 - len(b)*1000 + compare(a, b) })
	id := ids[max(0, n-1-w.Pick(4))]
	q := points.EndRequest{Hold: id, Store: "main", Release: w.Pick(3) == 0}
	if !q.Release {
		q.Points = points.Points(10 * w.Pick(30))
		if w.Pick(3) > 0 {
			k := w.target()
			q.Sale = &k
		}
	}
	w.finish(q)
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

func (w *world) finish(q points.EndRequest) points.Answer {
	who := w.holds[q.Hold]
	held, end := w.entries[who+" "+q.Hold], w.entries[who+" "+points.EndID(q.Hold)]
	if _, known := points.Ended(held, end, &q); known {
		return points.Answer{}
	}
	w.Say("%s %s: %s", q.Hold, who, q.Of())
	w.Did("end a hold")
	var before due
	if q.Sale != nil {
		before = w.due(*q.Sale)
	}
	b := points.NewBooks(&w.policy, w.Now)
	w.read(b, func() points.Need { return b.MissingCapture(who, &q) })
	d, e := b.Capture(who, q)
	if e == nil {
		return points.Answer{Refused: points.AccountClosed}
	}
	answer := e.Answer
	if answer.Status == points.IsCaptured {
		w.owe(who, -answer.Points)
		if want := held.Answer.Points; q.Points == 0 && answer.Points != want || q.Points > 0 && answer.Points != q.Points {
			w.Fail("captured %d of %d, asked for %d", answer.Points, want, q.Points)
		}
		if w.Now.After(held.Answer.Until) {
			w.Fail("captured after the hold was over")
		}
	}
	for _, c := range d.Changes { // the end is told by the hold's owner
		c.Entry.Customer = who
		w.entries[who+" "+c.Entry.ID] = &c.Entry
	}
	w.keepDecision(d)
	if q.Sale != nil {
		w.settleDue(*q.Sale, before)
	}
	w.judgeAll()
	return answer
}

// again sends an end a second time: it must find its answer.
func (w *world) again() {
	for id, who := range w.holds {
		held, end := w.entries[who+" "+id], w.entries[who+" "+points.EndID(id)]
		if end == nil {
			continue
		}
		release, capture := points.EndRequest{Hold: id, Release: true}, points.EndRequest{Hold: id, Points: 1}
		for _, q := range []points.EndRequest{release, capture} {
			a, known := points.Ended(held, end, &q)
			if !known || a.Refused == "" && end.Of != q.Of() || end.Of == q.Of() && fmt.Sprint(a) != fmt.Sprint(end.Answer) {
				w.Fail("%s ended as %+v and is asked %s: %+v, %v", id, end.Answer, q.Of(), a, known)
			}
		}
		if a, known := points.Ended(held, nil, &points.EndRequest{Hold: id, Points: held.Answer.Points + 1}); !known || a.Refused == "" {
			w.Fail("more than a hold could be captured: %+v", a)
		}
	}
}

func (w *world) adjust() {
	id := people[w.Pick(len(people))]
	q := points.AdjustRequest{ID: "a" + w.serial(), Customer: id, Staff: "e1", Reason: "사과", Points: points.Points(w.Pick(200) - 80)}
	if q.Points == 0 {
		return
	}
	w.Say("adjust %s by %d", id, q.Points)
	w.Did("adjust")
	staff := fmt.Sprint("e1 ", w.today())
	c, used := w.policy.Adjust(w.account(id), q, w.used[staff], w.Now)
	if c.Entry.Answer.Refused == "" {
		w.owe(id, q.Points)
	}
	if w.used[staff] = used; used > w.policy.StaffDailyMax {
		w.Fail("staff moved %d in a day", used)
	}
	w.keep(c)
	w.judgeAll()
}

func (w *world) merge() {
	from, into := w.root(people[w.Pick(len(people))]), w.root(people[w.Pick(len(people))])
	if from == "" || into == "" || from == into {
		return
	}
	w.Say("merge %s into %s", from, into)
	w.Did("merge")
	for _, id := range []string{from, into} { // what is due belongs to each by itself
		if c, due := points.Settle(w.account(id), "settled~"+w.serial(), w.Now); due {
			w.keep(c)
		}
	}
	sum := w.worth[from]
	w.owe(from, -sum)
	w.owe(into, sum)
	closed, grown := points.Merge(w.account(from), w.account(into), "m"+w.serial(), w.Now)
	w.keep(closed)
	w.keep(grown)
	w.judgeAll()
	w.merged = w.reborn(from)
}

// unmerge takes the last merge back, some steps after it.
func (w *world) unmerge() {
	id := w.merged
	a := w.account(id)
	if w.merged == "" || a.Merged == "" || w.root(id) != a.Merged {
		return
	}
	w.merged = ""
	into := a.Merged
	for range w.Pick(6) {
		if w.Step(); w.Wrong != "" {
			return
		}
	}
	if a = w.account(id); a.Merged != into || w.root(id) != into {
		return
	}
	w.Say("take back that %s is %s", id, into)
	w.Did("take")
	if c, due := points.Settle(w.account(into), "settled~"+w.serial(), w.Now); due {
		w.keep(c)
	}
	opened, shrunk := points.Unmerge(w.account(id), w.account(into), "u"+w.serial(), w.Now)
	b := opened.Account.Balance()
	var expired points.Points
	for _, m := range opened.Entry.Moves {
		if m.Why == points.Expired {
			expired += m.Points
		}
	}
	moved := b.Available + b.Pending + b.Held - b.Debt + expired
	w.worth[id] += moved
	w.worth[into] -= moved
	w.keep(opened)
	w.keep(shrunk)
	w.judgeAll()
}

func (w *world) erase() {
	id := w.root(people[w.Pick(len(people))])
	if id == "" {
		return
	}
	w.Say("erase %s", id)
	w.Did("erase")
	w.keep(points.Erase(w.account(id), "e"+w.serial(), w.Now))
	w.worth[id] = 0
	w.judgeAll()
	w.reborn(id)
}

// reborn puts somebody new in the place of who is gone, so that the world does
// not empty.
func (w *world) reborn(gone string) string {
	if !slices.Contains(people, gone) {
		return gone
	}
	old := gone + "-" + w.serial()
	w.born[gone] = len(w.postings)
	for _, m := range []map[string]points.Account{w.accounts} {
		a := m[gone]
		a.Customer = old
		m[old] = a
		delete(m, gone)
	}
	w.folds[old], w.worth[old] = w.folds[gone], w.worth[gone]
	delete(w.folds, gone)
	delete(w.worth, gone)
	for _, s := range w.states {
		if s.Customer == gone {
			s.Customer = old
		}
		for i := range s.Redeemed {
			if s.Redeemed[i].Customer == gone {
				s.Redeemed[i].Customer = old
			}
		}
	}
	for hold, who := range w.holds {
		if who == gone {
			w.holds[hold] = old
			for _, id := range []string{hold, points.EndID(hold)} {
				if e := w.entries[gone+" "+id]; e != nil {
					w.entries[old+" "+id] = e
				}
			}
		}
	}
	for id, a := range w.accounts {
		if a.Merged == gone {
			a.Merged = old
			w.accounts[id] = a
		}
	}
	return old
}
