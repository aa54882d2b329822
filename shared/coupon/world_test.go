package coupon_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/histories"
	"dangol/shared/ledger"
)

// world is a shop with three customers and two stores, and beside the wallets a
// record of its own of what was promised: a judge that knows no wallet.
type world struct {
	*histories.Course
	kinds []coupon.Definition

	wallets map[string]coupon.Wallet
	grades  map[string]string
	into    map[string]string // who is part of whom
	notes   map[string]*note  // by code
	uses    int
}

// note is the judge's record of one coupon.
type note struct {
	kind          *coupon.Definition
	owner, holder string
	name          string
	grade         string // whose promise, "" of nobody's
	issued        ledger.Day
	from, until   ledger.Day
	holding       string
	held          time.Time
	used, taken   bool
	usedBy        string
	usedAt        time.Time
}

var (
	people = []string{"kim", "lee", "park"}
	stores = []string{"jongno", "mapo"}
	ranks  = []string{"gold", "silver", "plain"} // best first
)

func newWorld(c *histories.Course) *world {
	start := ledger.Date(2026, 11, 1)
	c.Now = start.Time().Add(10 * time.Hour)
	return &world{
		Course: c, wallets: map[string]coupon.Wallet{}, into: map[string]string{},
		grades: map[string]string{"kim": "gold", "lee": "plain", "park": "gold"}, notes: map[string]*note{},
		kinds: []coupon.Definition{
			{ID: "monthly", Gives: coupon.Gives{Amount: 3000}, ValidDays: 20, Grades: []string{"gold"}, Given: coupon.Monthly},
			{ID: "half", Gives: coupon.Gives{Percent: 10, Cap: 900}, ValidDays: 200, MinOrder: 5000, Given: coupon.HalfYearly},
			{ID: "upper", Gives: coupon.Gives{Amount: 700}, ValidDays: 40, Grades: []string{"gold", "silver"}, Given: coupon.Monthly},
			{ID: "late", Gives: coupon.Gives{Amount: 500}, From: start + 20, Until: start + 60, Given: coupon.Yearly},
			{ID: "birthday", Gives: coupon.Gives{Item: coupon.Item{Ko: "떡", En: "cake"}}, ValidDays: 7, Given: coupon.Birthday},
			{ID: "sent", Gives: coupon.Gives{Amount: 1000}, ValidDays: 5, Stores: []string{"mapo"}, Given: coupon.Campaign},
		},
	}
}

func (w *world) today() ledger.Day { return ledger.DayOf(w.Now) }

func (w *world) terms(store string) coupon.Terms {
	return coupon.Terms{Store: store, Today: w.today(), Now: w.Now}
}

func (w *world) wallet(who string) coupon.Wallet {
	if own, ok := w.wallets[who]; ok {
		return own
	}
	return coupon.Wallet{Customer: who}
}

// keep writes a wallet as a store does: each version once.
func (w *world) keep(before, after coupon.Wallet) {
	if after.Version != before.Version+1 {
		w.Fail("version %d after %d", after.Version, before.Version)
	}
	w.wallets[after.Customer] = after
}

// Step does one thing and judges it.
func (w *world) Step() {
	who := people[w.Pick(len(people))]
	switch w.Pick(12) {
	case 0:
		w.Now = w.Now.Add(time.Duration(1+w.Pick(12)) * time.Minute)
	case 1:
		w.Now = w.Now.Add(time.Duration(1+w.Pick(15)) * 24 * time.Hour)
	case 2:
		w.grades[who] = ranks[w.Pick(len(ranks))]
		w.Say("%s is %s", who, w.grades[who])
	case 3, 4:
		w.issue(who, &w.kinds[w.Pick(len(w.kinds))], []string{"", "spring"}[w.Pick(2)])
	case 5:
		w.undo(who)
	case 6:
		w.takeBack()
	case 7:
		w.merge(who, people[w.Pick(len(people))])
	default:
		w.use()
	}
	w.compare()
}

// occasion is when something of a kind comes, as the judge counts.
func (w *world) occasion(d *coupon.Definition, campaign string) (name string, ok bool) {
	at := w.today().Time()
	switch d.Given {
	case coupon.Monthly:
		return fmt.Sprintf("%d-%02d", at.Year(), at.Month()), true
	case coupon.HalfYearly:
		if at.Month() <= 6 {
			return fmt.Sprintf("%d-H1", at.Year()), true
		}
		return fmt.Sprintf("%d-H2", at.Year()), true
	case coupon.Yearly:
		return fmt.Sprint(at.Year()), true
	case coupon.Birthday: // all are born on 31 December
		if at.Month() == 12 && at.Day() >= 28 {
			return fmt.Sprint(at.Year()), true
		}
		return fmt.Sprint(at.Year() - 1), at.Month() == 1 && at.Day() <= 3
	}
	return campaign, campaign != ""
}

func (w *world) issue(who string, d *coupon.Definition, campaign string) {
	if w.into[who] != "" {
		return
	}
	code := fmt.Sprint("c", len(w.notes))
	before := w.wallet(who)
	after, c, fresh, refused := before.Issue(
		coupon.Who{Customer: who, Grade: w.grades[who], Birthday: "12-31"},
		coupon.IssueRequest{Definition: d, Campaign: campaign, Code: code}, w.terms(""))
	occasion, due := w.occasion(d, campaign)
	from, until := max(w.today(), d.From), d.Until
	if d.ValidDays > 0 {
		until = from + ledger.Day(d.ValidDays) - 1
	}
	right := due && until >= w.today() && (len(d.Grades) == 0 || slices.Contains(d.Grades, w.grades[who]))
	name := d.ID + "@" + occasion
	var had *note
	for _, n := range w.notes {
		if n.holder == who && n.name == name && !w.gone(n) {
			had = n
		}
	}
	w.Say("%s is given %s by %q: %s fresh %v %s", who, d.ID, campaign, c.Name, fresh, refused)
	switch {
	case had != nil && due && (fresh || refused != ""):
		w.Fail("%s was given %s before: fresh %v, %s", who, name, fresh, refused)
	case had != nil && due:
	case fresh != right:
		w.Fail("%s is given %s: %v, want %v (%s)", who, name, fresh, right, refused)
	case fresh:
		w.keep(before, after)
		n := &note{kind: d, owner: who, holder: who, name: name, issued: w.today(), from: from, until: until}
		if len(d.Grades) > 0 { // what everybody is given is no grade's promise
			n.grade = w.grades[who]
		}
		w.notes[code] = n
		w.Did("issued")
	}
}

// some picks a coupon; nil while there is none.
func (w *world) some() (code string, n *note) {
	if len(w.notes) == 0 {
		return "", nil
	}
	codes := slices.Sorted(maps.Keys(w.notes))
	recent := codes[max(0, len(codes)-6):]
	code = recent[w.Pick(len(recent))]
	return code, w.notes[code]
}

func (w *world) use() {
	code, n := w.some()
	if n == nil || w.gone(n) {
		return
	}
	q := coupon.UseRequest{
		Store: stores[w.Pick(2)], Code: code, Order: ledger.Amount(w.Pick(3) * 4000),
		Deed: []coupon.Deed{coupon.ToHold, coupon.ToRedeem, coupon.ToRelease}[w.Pick(3)],
	}
	w.uses++
	q.ID = fmt.Sprint("u", w.uses)
	if store, id, ok := strings.Cut(cmp.Or(n.holding, n.usedBy), "/"); ok && q.Deed != coupon.ToHold && w.Pick(3) > 0 {
		q.Store, q.ID = store, id
	}
	before := w.wallet(n.holder)
	after, a, changed := before.Use(q, w.terms(q.Store))
	want := w.judge(n, &q)
	w.Say("%s %s/%s %s for %d: %+v", q.Deed, q.Store, q.ID, code, q.Order, a)
	if a.Refused != want || changed != (want == "") {
		w.Fail("%s of %s %s: %q, want %q", q.Deed, n.name, code, a.Refused, want)
		return
	}
	if !changed {
		w.Did("refused")
		return
	}
	w.keep(before, after)
	w.Did(string(q.Deed))
	switch q.Deed {
	case coupon.ToHold:
		n.holding, n.held = q.Store+"/"+q.ID, w.Now.Add(10*time.Minute)
	case coupon.ToRelease:
		n.holding, n.used, n.usedBy = "", false, ""
	default:
		n.holding, n.used, n.usedBy, n.usedAt = "", true, q.Store+"/"+q.ID, w.Now
	}
	if a.Off > q.Order || a.Off > 3000 {
		w.Fail("%d off an order of %d", a.Off, q.Order)
	}
}

// judge says what a request deserves.
func (w *world) judge(n *note, q *coupon.UseRequest) coupon.Refusal {
	live := n.holding != "" && w.Now.Before(n.held)
	own := n.holding == q.Store+"/"+q.ID
	switch {
	case n.used && q.Deed == coupon.ToRelease && n.usedBy == q.Store+"/"+q.ID && w.Now.Sub(n.usedAt) < 10*time.Minute:
		return ""
	case n.used:
		return coupon.AlreadyUsed
	case n.taken:
		return coupon.Voided
	case q.Deed == coupon.ToRelease && live && own:
		return ""
	case q.Deed == coupon.ToRelease:
		return coupon.NotHeld
	case !live && w.today() > n.until:
		return coupon.Expired
	case w.today() < n.from:
		return coupon.TooEarly
	case len(n.kind.Stores) > 0 && !slices.Contains(n.kind.Stores, q.Store):
		return coupon.OtherStore
	case live && !own:
		return coupon.HeldAlready
	case q.Order == 0 && n.kind.ID != "birthday": // all others are money off
		return coupon.OrderMissing
	case q.Order < n.kind.MinOrder:
		return coupon.OrderTooLow
	}
	return ""
}

// undo lets the night find that a customer never was better than some grade,
// since some days. What that grade is given too they keep.
func (w *world) undo(who string) {
	if w.into[who] != "" {
		return
	}
	since := w.today() - ledger.Day(w.Pick(20))
	left := 1 + w.Pick(len(ranks)-1)
	before := w.wallet(who)
	after, changed := before.Undo(coupon.Undone{Grades: ranks[:left], Left: ranks[left], Since: since}, w.terms(""))
	w.Say("%s was no better than %s since %s: %v", who, ranks[left], since, changed)
	w.grades[who] = ranks[left]
	if changed {
		w.keep(before, after)
		w.Did("undone")
	}
	for _, n := range w.notes {
		without := slices.Contains(ranks[:left], n.grade) && !slices.Contains(n.kind.Grades, ranks[left])
		if n.holder == who && without && n.issued >= since && !n.used {
			n.taken = true
		}
	}
}

func (w *world) takeBack() {
	_, n := w.some()
	if n == nil || w.gone(n) {
		return
	}
	before := w.wallet(n.holder)
	after, _, changed, refused := before.TakeBack(n.name, "boss", w.terms(""))
	w.Say("%s is taken back: %s", n.name, refused)
	want := coupon.Refusal("")
	if n.used {
		want = coupon.AlreadyUsed
	}
	if refused != want || changed == (n.used || n.taken) {
		w.Fail("%s is taken back: %q, want %q, changed %v", n.name, refused, want, changed)
	}
	if changed {
		w.keep(before, after)
	}
	n.taken = n.taken || !n.used
}

func (w *world) merge(into, from string) {
	parts := map[string]bool{}
	for _, whole := range w.into {
		parts[whole] = true
	}
	switch {
	case into == from || w.into[into] != "":
	case w.into[from] == into:
		w.into[from] = ""
		theirs, ours := w.wallet(from), w.wallet(into)
		filled, shrunk, moved := coupon.Unmerge(theirs, ours, w.terms(""))
		w.Say("%s and %s are two again", into, from)
		if moved {
			w.keep(theirs, filled)
			w.keep(ours, shrunk)
		}
		for _, n := range w.notes {
			if n.owner == from {
				n.holder, n.name = from, strings.TrimSuffix(n.name, "~"+from)
			}
		}
	case w.into[from] == "" && !parts[from]:
		w.into[from] = into
		theirs, ours := w.wallet(from), w.wallet(into)
		emptied, grown, moved := coupon.Merge(theirs, ours, w.terms(""))
		w.Say("%s is part of %s", from, into)
		if moved {
			w.keep(theirs, emptied)
			w.keep(ours, grown)
		}
		w.Did("merged")
		taken := map[string]bool{}
		for _, n := range w.notes {
			taken[n.name] = taken[n.name] || n.holder == into && !w.gone(n)
		}
		for _, n := range w.notes {
			if n.holder == from {
				if n.holder = into; taken[n.name] {
					n.name += "~" + from
				}
			}
		}
	}
}

// gone says a coupon is so long over that nobody keeps it.
func (w *world) gone(n *note) bool { return max(n.issued, n.until)+400 < w.today() }

// compare looks whether every coupon is where the judge has it, and only there.
func (w *world) compare() {
	at := map[string]string{}
	for who, own := range w.wallets {
		for i := range own.Coupons {
			c := &own.Coupons[i]
			if at[c.Code] != "" {
				w.Fail("%s is twice", c.Name)
			}
			at[c.Code] = who + " " + c.Name
		}
	}
	for code, n := range w.notes {
		if got, want := at[code], n.holder+" "+n.name; got != want && !w.gone(n) {
			w.Fail("%s is %q, want %q", code, got, want)
		}
		delete(at, code)
	}
	for code, where := range at {
		w.Fail("%s at %s was never given", code, where)
	}
}
