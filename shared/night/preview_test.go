package night_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/page"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/report"

	"pgregory.net/rapid"
)

// nextPolicy reads a document as the next version of a world's policy.
func nextPolicy(w *ledgertest.World, document []byte) (policy.Policy, error) {
	versions, err := w.Policies(context.Background())
	if err != nil {
		return policy.Policy{}, err
	}
	p, err := policy.Parse(document)
	p.Version = versions[len(versions)-1].Version + 1
	return p, err
}

// tellPreview says what a policy would change, one line to a move.
func tellPreview(t *testing.T, w *ledgertest.World, asked policy.Policy) string {
	t.Helper()
	doc, err := w.Preview(context.Background(), asked)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	total := func(name string, of report.PreviewTotal) {
		fmt.Fprintf(&out, "%s %d customers, sales %d\n", name, of.Customers, of.Sales)
	}
	fmt.Fprintf(&out, "from the night of %s to that of %s\n", doc.AsOf, doc.On)
	total("all", doc.PreviewTotal)
	total("rise", doc.Rises)
	total("fall", doc.Falls)
	for _, m := range doc.Moves {
		total(fmt.Sprintf("%s %s instead of %s, %s:", m.On, m.To, m.From, m.Change), m.PreviewTotal)
	}
	for _, g := range doc.Grades {
		fmt.Fprintf(&out, "%s now=%d inForce=%d asked=%d\n", g.ID, g.Now, g.InForce, g.Asked)
	}
	if cost := doc.Cost; cost.Absent == "" {
		fmt.Fprintf(&out, "benefits %d, in force %d: %+d, as used from %s to %s\n", *cost.Asked, *cost.InForce, *cost.Change, *cost.From, *cost.To)
		for _, id := range cost.Unknown {
			fmt.Fprintf(&out, "how often %s is used is not known\n", id)
		}
	}
	for _, warning := range doc.Warnings {
		fmt.Fprintf(&out, "warning %s %d\n", warning.Code, warning.N)
	}
	return out.String()
}

// drawPolicy draws rules for grades, of which any may follow any.
func drawPolicy(t *rapid.T, name string, effective ledger.Day) policy.Policy {
	p := policy.Default()
	p.Effective = effective
	g := &p.Grades
	pick := func(what string, n int) int { return rapid.IntRange(0, n-1).Draw(t, name+" "+what) }
	g.Basis = []grade.Basis{grade.ByAmount, grade.ByAmount, grade.ByAmountAndVisits, grade.ByAmountOrVisits, grade.ByRegulars, grade.ByPoints}[pick("basis", 6)]
	if g.Basis == grade.ByPoints || pick("points", 2) == 0 {
		rules := points.DefaultPolicy()
		rules.Rate = points.Rate{Points: 1 + int64(pick("rate", 3)), Per: 2}
		p.Points = &rules
	}
	if g.Basis != grade.ByRegulars {
		g.Window = []grade.WindowKind{grade.Rolling, grade.HalfYear, grade.Year, grade.Anniversary, grade.Lifetime}[pick("window", 5)]
	}
	g.WindowMonths = 1 + pick("months", 12)
	g.Upgrade = []grade.When{grade.Nightly, grade.Monthly}[pick("upgrade", 2)]
	g.Downgrade = []grade.When{grade.Monthly, grade.Monthly, grade.Never}[pick("downgrade", 3)]
	g.GraceMonths = pick("grace", 3)
	g.Fall = []grade.Fall{grade.OneStep, grade.ToRecord}[pick("fall", 2)]
	g.Grades = nil
	amount, visits := ledger.Amount(500_000), 6
	for _, id := range []string{"a", "b", "c", "d"} {
		if pick(id, 4) == 0 {
			continue
		}
		amount, visits = amount-1-ledger.Amount(pick("less", 200_000)), visits-1
		step := grade.Grade{ID: id, From: max(amount, 1_000*ledger.Amount(visits)), Visits: visits}
		switch g.Basis {
		case grade.ByAmount:
			step.Visits = 0
		case grade.ByRegulars:
			step.From = 0
		case grade.ByPoints:
			step.Points, step.From, step.Visits = int64(step.From), 0, 0
		}
		g.Grades = append(g.Grades, step)
	}
	g.Grades = append(g.Grades, grade.Grade{ID: []string{"e", "f"}[pick("last", 2)]})
	g.Household = pick("household", 3) == 0
	if oneNumber := g.Basis != grade.ByAmountAndVisits && g.Basis != grade.ByAmountOrVisits; oneNumber && pick("ranked", 3) == 0 {
		g.Ranked = true
		for i := range g.Grades[:len(g.Grades)-1] {
			g.Grades[i] = grade.Grade{ID: g.Grades[i].ID, Top: 10 + 25*i}
		}
	}
	return p
}

// drawHomes draws who lives with whom, and who moves out, on days of 2026.
func drawHomes(t *rapid.T) []string {
	var acts []string
	names := []string{"kim", "lee", "park"}
	for day := range rapid.IntRange(0, 3).Draw(t, "moves") {
		at := fmt.Sprintf("2026-0%d-01", 1+2*day)
		some := rapid.Permutation(names).Draw(t, "who")
		if rapid.IntRange(0, 3).Draw(t, "out") == 0 {
			acts = append(acts, "unlinked "+some[0]+" "+at+" boss")
		} else {
			acts = append(acts, "linked "+strings.Join(some[:rapid.IntRange(2, 3).Draw(t, "of")], ",")+" "+at+" boss v1")
		}
	}
	return acts
}

// branch is a world in which events happened and a first policy held since its
// first night.
func branch(t *rapid.T, events, homes []string, first policy.Policy, nights []ledger.Day) *ledgertest.World {
	w := ledgertest.NewWorld(time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)) // what the desk did since is read
	w.Clock = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	w.OpenStore("second", "Asia/Seoul")
	w.SetPolicy(first)
	if err := w.Post(context.Background(), strings.Join(events, "\n")); err != nil {
		t.Fatal(err)
	}
	for _, act := range homes {
		if err := w.Desk(context.Background(), act); err != nil && !errors.Is(err, ledger.ErrFact) { // somebody who never bought has no id
			t.Fatal(err)
		}
	}
	for _, day := range nights {
		if _, err := w.Night(context.Background(), day); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// by is what the night of a day says of everybody.
func by(t *rapid.T, w *ledgertest.World, day ledger.Day) map[string]report.Customer {
	_, rows := nightRows(t, w, day)
	all := map[string]report.Customer{}
	for _, c := range rows {
		all[c.Customer] = c
	}
	return all
}

// then is the grade a row says its customer has on a day.
func then(c report.Customer, day ledger.Day) string {
	if c.DropOn > 0 && ledger.Day(c.DropOn) <= day {
		return c.DropTo
	}
	return c.Grade
}

// What is previewed is what the night then does: the world in which the policy
// was saved differs from the one in which it was not by the moves told before,
// in customers and in sales. And nothing was written to tell them.
func TestPreviewIsWhatTheNightDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := drawHistory(t)
		last := ledger.Date(2026, 9, 1) + ledger.Day(rapid.IntRange(0, 90).Draw(t, "last night"))
		nights := []ledger.Day{last - ledger.Day(rapid.IntRange(1, 100).Draw(t, "base")), last}
		on := last + 1 + ledger.Day(rapid.SampledFrom([]int{0, 0, 0, 1, 40}).Draw(t, "effective in"))
		first := drawPolicy(t, "first", 0)
		asked := drawPolicy(t, "asked", on)
		asked.Version = 2
		homes := drawHomes(t)
		without, with := branch(t, events, homes, first, nights), branch(t, events, homes, first, nights)
		if n := rapid.IntRange(0, 8).Draw(t, "excluded"); n < 3 {
			if id, err := with.Lookup(context.Background(), ledgertest.Member([]string{"kim", "lee", "park"}[n])); err == nil && id != "" {
				asked.Excluded = []string{id}
			}
		}
		sealed, _ := with.Sealed.All()
		reports, pointer := with.Reports.All()
		told, err := with.Preview(context.Background(), asked)
		if err != nil {
			t.Fatal(err)
		}
		sealedAfter, _ := with.Sealed.All()
		reportsAfter, pointerAfter := with.Reports.All()
		if versions, _ := with.Policies(context.Background()); len(versions) != 1 || !bytes.Equal(pointer, pointerAfter) ||
			len(sealed) != len(sealedAfter) || len(reports) != len(reportsAfter) {
			t.Fatal("a preview saved something")
		}
		with.SetPolicy(asked)
		compareWorlds(t, told, by(t, without, on), by(t, with, on))
	})
}

// compareWorlds wants told to be how the rows of two worlds differ.
func compareWorlds(t *rapid.T, told *report.Preview, without, with map[string]report.Customer) {
	type move struct {
		on       ledger.Day
		from, to string
	}
	want := map[move]report.PreviewTotal{}
	var all report.PreviewTotal
	ids := maps.Clone(without)
	maps.Copy(ids, with)
	for id, c := range ids {
		a, b := without[id], with[id]
		all.Add(ledger.Amount(c.Sales))
		days := []ledger.Day{told.On, ledger.Day(a.DropOn), ledger.Day(b.DropOn)}
		slices.Sort(days)
		for _, day := range days {
			if from, to := then(a, day), then(b, day); day >= told.On && from != to {
				total := want[move{day, from, to}]
				total.Add(ledger.Amount(c.Sales))
				want[move{day, from, to}] = total
				break
			}
		}
	}
	got := map[move]report.PreviewTotal{}
	var moved report.PreviewTotal
	for _, m := range told.Moves {
		got[move{m.On, m.From, m.To}] = m.PreviewTotal
		moved.Customers, moved.Sales = moved.Customers+m.Customers, moved.Sales+m.Sales
	}
	if !maps.Equal(got, want) || told.PreviewTotal != all || told.Moved != moved {
		t.Fatalf("previewed %+v of %+v\nthe night does %+v of %+v", told.Moves, told.PreviewTotal, want, all)
	}
	for _, g := range told.Grades {
		for rows, said := range map[*map[string]report.Customer]int{&without: g.InForce, &with: g.Asked} {
			n := 0
			for _, c := range *rows {
				if c.Grade == g.ID {
					n++
				}
			}
			if n != said {
				t.Fatalf("%s: %d previewed, %d have it", g.ID, said, n)
			}
		}
	}
}

// The rules in force, asked about, move nobody.
func TestPreviewOfTheSameRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		last := ledger.Date(2026, 10, 5)
		p := drawPolicy(t, "p", 0)
		w := branch(t, drawHistory(t), drawHomes(t), p, []ledger.Day{last - 33, last})
		p.Version, p.Effective = 2, last+1
		told, err := w.Preview(context.Background(), p)
		if err != nil || told.Moved.Customers != 0 || len(told.Moves) != 0 {
			t.Fatalf("%+v, %v", told, err)
		}
	})
}

// A shop too large to fold while somebody waits is told so before anything of it
// is read.
func TestPreviewOfAShopTooLarge(t *testing.T) {
	const rows, seats = 10_000_000, 1_000_000
	ctx := context.Background()
	for name, shop := range map[string]struct {
		rows, seats int
		large       bool
	}{"AtTheLimit": {rows, seats, false}, "Sales": {rows + 1, seats, true}, "Customers": {rows, seats + 1, true}} {
		t.Run(name, func(t *testing.T) {
			m := page.Manifest{Schema: page.Schema, Roster: []page.Segment{{Rows: shop.seats}}}
			m.Months = []page.Month{{Source: page.Source{Store: "main", Rows: page.Counts{Plain: shop.rows}}}}
			manifest, err := m.Encode()
			latest, latestErr := json.Marshal(report.Latest{Version: 1, Manifest: "m"})
			d := drawer{t.TempDir()}
			if err := errors.Join(err, latestErr, d.Put(ctx, "m", manifest, ""), d.Put(ctx, "latest.json", latest, "")); err != nil {
				t.Fatal(err)
			}
			v := night.Previewer{Shop: counter{}, Sealed: d, Reports: d, Pointer: d}
			if _, err := v.Preview(ctx, policy.Default()); err == nil || errors.Is(err, report.ErrTooLarge) != shop.large {
				t.Error(err)
			}
		})
	}
}

// Before the first night there is nothing to compare with.
func TestPreviewBeforeTheFirstNight(t *testing.T) {
	w := ledgertest.NewWorld(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
	p := policy.Default()
	p.Version = 2
	if _, err := w.Preview(context.Background(), p); !errors.Is(err, report.ErrNone) {
		t.Errorf("%v", err)
	}
}

// Where rules count points, their transfers are part of what is too much to
// read while somebody waits; where none do, they are not read.
func TestPreviewOfTooManyTransfers(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC))
	rules, err := policy.Parse([]byte(`{"points": {"rate": {"points": 1, "per": 100}}}`))
	if err != nil {
		t.Fatal(err)
	}
	w.SetPolicy(rules)
	if err := w.Post(ctx, "s1 sale kim 2026-03-02 10000"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Night(ctx, ledger.Date(2026, 3, 4)); err != nil {
		t.Fatal(err)
	}
	_, pointer := w.Reports.All()
	latest := decode[report.Latest](t, pointer)
	content, err := w.Sealed.Get(ctx, latest.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	m, err := page.DecodeManifest(content)
	if err != nil {
		t.Fatal(err)
	}
	m.Points[0].Rows += 10_000_000
	if content, err = m.Encode(); err != nil {
		t.Fatal(err)
	}
	w.Sealed.Lose(latest.Manifest)
	if err := w.Sealed.Put(ctx, latest.Manifest, content, ""); err != nil {
		t.Fatal(err)
	}
	for basis, want := range map[grade.Basis]error{grade.ByPoints: report.ErrTooLarge, grade.ByRegulars: nil} {
		p := rules
		p.Version, p.Grades.Basis = 2, basis
		if _, err := w.Preview(ctx, p); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", basis, err, want)
		}
	}
}
