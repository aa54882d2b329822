package night_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/report"

	"github.com/google/go-cmp/cmp"
)

func noon(t *testing.T, text string) time.Time {
	t.Helper()
	day, err := ledger.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return day.Time().Add(3 * time.Hour)
}

// pointsOf is what the night of a day publishes of points, nil if nothing.
func pointsOf(t *testing.T, w *ledgertest.World, asOf ledger.Day) *report.Points {
	t.Helper()
	result, err := w.Night(context.Background(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	content, err := w.Reports.Get(context.Background(), result.Report+"/"+report.FileGrades)
	if err != nil {
		t.Fatal(err)
	}
	var doc report.Grades
	if err := json.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Points
}

// tellPoints says what the night of a day knows of points.
func tellPoints(t *testing.T, w *ledgertest.World, day string) string {
	asOf := ledger.DayOf(noon(t, day))
	p := pointsOf(t, w, asOf)
	if p == nil {
		return "no points\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "available %d of %d customers, pending %d, held %d, debt %d\n", p.Available, p.Customers, p.Pending, p.Held, p.Debt)
	for _, m := range p.Months {
		fmt.Fprintf(&b, "runs out in %s: %d of %d customers\n", m.Month, m.Available, m.Customers)
	}
	for _, s := range p.Soon {
		if s.Available > 0 {
			fmt.Fprintf(&b, "within %d days: %d of %d customers\n", s.Days, s.Available, s.Customers)
		}
	}
	for _, s := range p.Periods {
		fmt.Fprintf(&b, "%s: issued %d used %d clawed back %d returned %d adjusted %d expired %d forgotten %d\n",
			s.Name, s.Issued, s.Used, s.ClawedBack, s.Returned, s.Adjusted, s.Expired, s.Forgotten)
	}
	if p.Breakage.Refused != "" {
		fmt.Fprintf(&b, "breakage: %s\n", p.Breakage.Refused)
	} else {
		fmt.Fprintf(&b, "breakage: %d of %d in %d lots\n", p.Breakage.Expired, p.Breakage.Issued, p.Breakage.Lots)
	}
	for _, g := range p.Grades {
		if g.Issued+g.Used+g.Available > 0 {
			fmt.Fprintf(&b, "%s: %d customers with %d, issued %d used %d\n", g.ID, g.Customers, g.Available, g.Issued, g.Used)
		}
	}
	return b.String()
}

// owed is the part of a report that accounts know by themselves.
type owed struct {
	Available, Pending, Held, Debt int64
	Customers                      int
	Months                         []report.PointsMonth
}

// owedBy sums everybody's account as it is when day begins.
func owedBy(accounts []points.Account, day ledger.Day, zone *time.Location) (o owed) {
	year, month, date := day.Time().Date()
	months := map[string]*report.PointsMonth{}
	for _, a := range accounts {
		c, _ := points.Settle(a, "x", time.Date(year, month, date, 0, 0, 0, 0, zone))
		b := c.Account.Balance()
		o.Available, o.Pending = o.Available+int64(b.Available), o.Pending+int64(b.Pending)
		o.Held, o.Debt = o.Held+int64(b.Held), o.Debt+int64(b.Debt)
		if b.Available+b.Pending+b.Held > 0 {
			o.Customers++
		}
		own := map[string]bool{}
		for _, l := range c.Account.Lots {
			name := l.Until.Time().Format("2006-01")
			if l.Free == 0 {
				continue
			}
			if months[name] == nil {
				months[name] = &report.PointsMonth{Month: name}
			}
			if months[name].Available += int64(l.Free); !own[name] {
				months[name].Customers++
			}
			own[name] = true
		}
	}
	for _, m := range months {
		o.Months = append(o.Months, *m)
	}
	slices.SortFunc(o.Months, func(a, b report.PointsMonth) int { return strings.Compare(a.Month, b.Month) })
	return o
}

// TestPointsAreWhatAccountsSay: in any history of sales, refunds, voids, spent
// and held points, hands, merges and erasures, with nights now and then, a night
// publishes what the accounts come to when its day begins. Asked again later, an
// earlier night says the same. What came late counts on its own day.
func TestPointsAreWhatAccountsSay(t *testing.T) {
	checked := 0
	for seed := range uint64(10) {
		h := newPointsHistory(t, seed)
		for range 90 {
			h.step()
		}
		for _, day := range slices.Sorted(maps.Keys(h.want)) {
			if !h.late && h.random.IntN(10) == 0 {
				h.compare(day, h.want[day])
				checked++
			}
		}
		h.w.Clock = h.w.Clock.AddDate(0, 0, 2) // by now every transaction's day is over
		today := ledger.DayOf(h.w.Clock.In(h.zone))
		h.compare(today, owedBy(h.w.Accounts(), today, h.zone))
		checked += h.nights
	}
	t.Logf("%d nights compared", checked)
}

// pointsHistory is a shop with points in which anything happens.
type pointsHistory struct {
	*testing.T
	w      *ledgertest.World
	random *rand.Rand
	sales  []string
	holds  []string
	merged string
	want   map[ledger.Day]owed
	n      int
	zone   *time.Location
	late   bool // some transactions come weeks after their day
	nights int
}

func newPointsHistory(t *testing.T, seed uint64) *pointsHistory {
	began := time.Date(2026, 1, 10, 3, 0, 0, 0, time.UTC)
	h := &pointsHistory{T: t, w: ledgertest.NewWorld(began), random: rand.New(rand.NewPCG(seed, 5)), want: map[ledger.Day]owed{}, late: seed%3 == 2}
	p := policy.Default()
	rules := points.DefaultPolicy()
	rules.Rate, rules.ExpiryMonths, rules.StaffDailyMax = points.Rate{Points: 1, Per: 100}, 2, 1000
	rules.PendingDays = int(seed%2) * 3
	p.Points = &rules
	h.w.SetPolicy(p)
	name := []string{"Asia/Seoul", "America/Los_Angeles"}[seed/2%2] // a day ends before the UTC day, or after it
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	h.zone = zone
	h.w.SetMerchant(ledger.Merchant{Name: "온마루", Currency: "KRW", Zone: name})
	return h
}

func (h *pointsHistory) compare(day ledger.Day, want owed) {
	h.Helper()
	p := pointsOf(h.T, h.w, day)
	if p == nil {
		h.Fatal("nothing of points")
	}
	got := owed{p.Available, p.Pending, p.Held, p.Debt, p.Customers, p.Months}
	if len(got.Months) == 0 {
		got.Months = nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		h.Errorf("the night of %s (-accounts +night): %s", day, diff)
	}
	all := p.Periods[len(p.Periods)-1]
	if left := all.Issued - all.Used - all.ClawedBack + all.Returned + all.Adjusted - all.Expired - all.Forgotten; left != got.Available+got.Pending+got.Held-got.Debt {
		h.Errorf("the night of %s: %+v leaves %d, customers have %+v", day, all, left, got)
	}
}

// post tells the world; what is refused did not happen.
func (h *pointsHistory) post(format string, args ...any) {
	if err := h.w.Post(context.Background(), fmt.Sprintf(format, args...)); err != nil && !slices.ContainsFunc([]string{"refused", "customer", "too late"}, func(why string) bool { return strings.Contains(err.Error(), why) }) {
		h.Fatalf("%s: %v", fmt.Sprintf(format, args...), err)
	}
}

func (h *pointsHistory) step() {
	h.n++
	today := ledger.DayOf(h.w.Clock.In(h.zone))
	who := []string{"kim", "lee", "park"}[h.random.IntN(3)]
	sale := "main/2026-01-01/none"
	if len(h.sales) > 0 {
		sale = h.sales[max(0, len(h.sales)-1-h.random.IntN(5))]
	}
	switch n := h.random.IntN(100); {
	case n < 30:
		day := today
		if h.late {
			day -= ledger.Day(h.random.IntN(3) * h.random.IntN(20))
		}
		h.sales = append(h.sales, fmt.Sprintf("main/%s/s%d", day, h.n))
		h.post("s%d sale %s %s %d", h.n, who, day, 100*h.random.IntN(300))
	case n < 38:
		h.post("r%d refund - %s %d refundOf=%s", h.n, today, 100*h.random.IntN(100), sale)
	case n < 42:
		h.post("v%d void - %s 0 voidOf=%s", h.n, today, sale)
	case n < 55:
		h.holds = append(h.holds, fmt.Sprint("h", h.n))
		h.post("hold h%d %s %d", h.n, who, 10*(1+h.random.IntN(8)))
	case n < 65 && len(h.holds) > 0:
		h.post("capture %s %s", h.holds[len(h.holds)-1], sale)
	case n < 68 && len(h.holds) > 0:
		h.post("release %s", h.holds[len(h.holds)-1])
	case n < 71:
		h.post("adjust a%d %s %d", h.n, who, h.random.IntN(200)-80)
	case n < 72 && h.merged == "":
		h.merged = "lee"
		h.post("merge lee into kim")
	case n < 73 && h.merged != "":
		h.merged = ""
		h.post("unmerge lee from kim")
	case n < 74 && h.merged == "":
		h.post("erase park")
	default:
		h.pass()
	}
}

// pass lets time pass, takes down what accounts come to on the days that begin,
// and runs a night now and then.
func (h *pointsHistory) pass() {
	by := []time.Duration{4 * time.Minute, 5 * time.Hour, 24 * time.Hour, 12 * 24 * time.Hour}[h.random.IntN(4)]
	until := h.w.Clock.Add(by)
	for day := ledger.DayOf(h.w.Clock.In(h.zone)) + 1; day <= ledger.DayOf(until.In(h.zone)); day++ {
		h.want[day] = owedBy(h.w.Accounts(), day, h.zone)
	}
	h.w.Clock = until
	today := ledger.DayOf(until.In(h.zone))
	if want, known := h.want[today]; known && !h.late && h.random.IntN(3) == 0 {
		h.nights++
		h.compare(today, want)
	}
}
