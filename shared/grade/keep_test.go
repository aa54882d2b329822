package grade_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/policy"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "fill in what the scenarios say")

// purchase is one day's, and from when on it is known to have been given back.
type purchase struct {
	day, back ledger.Day
	amount    ledger.Amount
}

// known is the record as the night of asOf knows it.
func known(list []purchase, asOf ledger.Day) *grade.Record {
	r := &grade.Record{}
	for _, p := range list {
		if p.day >= asOf {
			break
		}
		amount := p.amount
		if p.back > 0 && p.back < asOf {
			amount = 0
		}
		r.Days, r.Amounts = append(r.Days, p.day), append(r.Amounts, amount)
		if amount > 0 {
			r.Visits = append(r.Visits, p.day)
		}
	}
	return r
}

// Every scenario is a policy, what one customer bought, and how their grade
// went: one line whenever something changes, as of the night that says so.
//
//	policy  the grades of a policy document; rest: its other parts
//	policy from DAY  the next version, in force from that day on
//	joined  the day the customer enrolled, if they did
//	buys    day, amount, and when it was given back
//	pins    day, grade, what it is exempt from, last day or -, who, why; or
//	        day, none, who, why
//	nights  until when there is one every day, and the days without
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			story, told := storyOf(t, archive)
			got := story.walk()
			if *update {
				told.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(told.Data); got != want {
				t.Errorf("the grade goes\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// story is what a scenario tells.
type story struct {
	book   grade.Book
	joined ledger.Day
	buys   []purchase
	pins   []grade.Pin
	until  ledger.Day
	skip   string
}

// storyOf reads a scenario, and says where its answer is.
func storyOf(t *testing.T, archive *txtar.Archive) (s story, told *txtar.File) {
	t.Helper()
	sections := map[string]*txtar.File{}
	for i := range archive.Files {
		sections[archive.Files[i].Name] = &archive.Files[i]
	}
	part := func(name string) string {
		if f := sections[name]; f != nil {
			return strings.TrimSpace(string(f.Data))
		}
		return ""
	}
	s.book = grade.Book{{Version: 1, Policy: policyOf(t, part("policy"), part("rest"))}}
	for _, f := range archive.Files {
		if day, later := strings.CutPrefix(f.Name, "policy from "); later {
			s.book = append(s.book, grade.Edition{
				Version: len(s.book) + 1, From: dayOf(t, day), Policy: policyOf(t, string(f.Data), part("rest")),
			})
		}
	}
	for line := range strings.Lines(part("buys")) {
		var day, back string
		b := purchase{}
		n, _ := fmt.Sscanf(line, "%s %d returned %s", &day, &b.amount, &back)
		if n < 2 {
			t.Fatalf("what is %q?", line)
		}
		b.day = dayOf(t, day)
		if n == 3 {
			b.back = dayOf(t, back)
		}
		s.buys = append(s.buys, b)
	}
	for line := range strings.Lines(part("pins")) {
		s.pins = append(s.pins, pinOf(t, strings.Fields(line)))
	}
	if joined := part("joined"); joined != "" {
		s.joined = dayOf(t, joined)
	}
	var until string
	if _, err := fmt.Sscanf(part("nights"), "until %s", &until); err != nil {
		t.Fatal(err)
	}
	s.until = dayOf(t, until)
	_, s.skip, _ = strings.Cut(part("nights"), "none on ")
	return s, sections["grade"]
}

func pinOf(t *testing.T, words []string) grade.Pin {
	t.Helper()
	if len(words) != 6 && (len(words) != 4 || words[1] != "none") {
		t.Fatalf("what pin is %q?", words)
	}
	pin := grade.Pin{Day: dayOf(t, words[0]), By: words[len(words)-2]}
	pin.Why = words[len(words)-1]
	if len(words) == 6 {
		pin.Grade, pin.Exempt = words[1], ledger.Exemption(words[2])
		if words[3] != "-" {
			pin.Until = dayOf(t, words[3])
		}
	}
	return pin
}

// policyOf reads the grades of a policy, and its other parts.
func policyOf(t *testing.T, grades, rest string) *grade.Policy {
	t.Helper()
	parts := []string{}
	if strings.Contains(grades, `"grades"`) {
		parts = append(parts, `"grades":`+grades)
	}
	if rest != "" {
		parts = append(parts, rest)
	}
	p, err := policy.Parse([]byte("{" + strings.Join(parts, ",") + "}"))
	if err != nil {
		t.Fatal(err)
	}
	return p.Rules()
}

// walk runs a night on every day that is not skipped, and tells every change.
func (s *story) walk() string {
	var state grade.State
	var told strings.Builder
	base := ledger.Day(0)
	for asOf := s.buys[0].day + 1; asOf <= s.until; asOf++ {
		if strings.Contains(s.skip, asOf.String()) {
			continue
		}
		before := state
		r := known(s.buys, asOf)
		if s.joined < asOf {
			r.Joined = s.joined
		}
		r.Pins = s.pins
		state = s.book.Advance(state, r, base, asOf)
		base = asOf
		tell(&told, s.book.On(asOf).Policy, r.Pin(asOf), asOf, &before, &state)
	}
	return told.String()
}

func tell(w *strings.Builder, p *grade.Policy, pin *grade.Pin, asOf ledger.Day, before, s *grade.State) {
	if before.Grade != s.Grade || before.Since != s.Since {
		fmt.Fprintf(w, "%s %s, %s", asOf, s.Grade, s.Reason)
		if s.Reason == grade.Pinned {
			fmt.Fprintf(w, " by %s: %s", pin.By, pin.Why)
		}
		if s.ValidUntil > 0 {
			fmt.Fprintf(w, ", valid until %s", s.ValidUntil)
		}
		fmt.Fprintln(w)
	} else if before.DropOn > 0 && s.DropOn == 0 {
		fmt.Fprintf(w, "%s stays %s", asOf, s.Grade)
		if s.ValidUntil > 0 && s.ValidUntil != before.ValidUntil {
			fmt.Fprintf(w, ", valid until %s", s.ValidUntil)
		}
		fmt.Fprintln(w)
	} else if before.ValidUntil != s.ValidUntil {
		fmt.Fprintf(w, "%s stays %s, valid until %s\n", asOf, s.Grade, s.ValidUntil)
	}
	if s.DropOn > 0 && (before.DropOn != s.DropOn || before.DropTo != s.DropTo) {
		fmt.Fprintf(w, "%s drops to %s on %s unless it has %s\n", asOf, s.DropTo, s.DropOn, keepOf(p, s))
	}
}

func keepOf(p *grade.Policy, s *grade.State) string {
	if p.Invites(s.Grade) {
		return "another invitation"
	}
	return markOf(p.Basis, s.Keep)
}

func markOf(b grade.Basis, m grade.Mark) string {
	switch {
	case b == grade.ByScore:
		return fmt.Sprintf("a score of %d", m.Score)
	case b == grade.ByRegulars:
		return fmt.Sprintf("%d visits", m.Visits)
	case b == grade.ByAmountAndVisits:
		return fmt.Sprintf("%d and %d visits", m.Amount, m.Visits)
	case b == grade.ByAmountOrVisits:
		return fmt.Sprintf("%d or %d visits", m.Amount, m.Visits)
	default:
		return fmt.Sprint(int64(m.Amount))
	}
}

func dayOf(t *testing.T, s string) ledger.Day {
	t.Helper()
	day, err := ledger.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// Whatever is bought, given back and skipped: a grade falls only on a 1st, on
// the day that was announced, or in the night a purchase came back; and the
// record of a grade just reached is enough for it.
func TestPromiseIsKept(t *testing.T) {
	windows := []grade.WindowKind{grade.Rolling, grade.HalfYear, grade.Year, grade.Anniversary, grade.Lifetime}
	rapid.Check(t, func(t *rapid.T) {
		p := grade.DefaultPolicy()
		p.Window = rapid.SampledFrom(windows).Draw(t, "window")
		p.WindowMonths = rapid.IntRange(1, 12).Draw(t, "months")
		p.GraceMonths = rapid.IntRange(0, 3).Draw(t, "grace")
		p.Fall = rapid.SampledFrom([]grade.Fall{grade.OneStep, grade.ToRecord}).Draw(t, "fall")
		p.Upgrade = rapid.SampledFrom([]grade.When{grade.Nightly, grade.Monthly}).Draw(t, "upgrade")
		day := ledger.Date(2024, 1, 1) + ledger.Day(rapid.IntRange(0, 400).Draw(t, "from"))
		first := day
		var list []purchase
		for range rapid.IntRange(1, 12).Draw(t, "purchases") {
			b := purchase{day: day, amount: ledger.Amount(rapid.IntRange(1, 900).Draw(t, "amount")) * 1000}
			if rapid.IntRange(0, 4).Draw(t, "returned") == 0 {
				b.back = day + ledger.Day(rapid.IntRange(1, 200).Draw(t, "back"))
			}
			list = append(list, b)
			day += ledger.Day(rapid.IntRange(1, 120).Draw(t, "gap"))
		}
		joined := first + ledger.Day(rapid.IntRange(-400, 400).Draw(t, "joined"))
		pins := []grade.Pin{{Day: first + ledger.Day(rapid.IntRange(0, 600).Draw(t, "pinned")), Pin: ledger.Pin{
			Grade:  rapid.SampledFrom(p.Grades).Draw(t, "pin").ID,
			Exempt: rapid.SampledFrom([]ledger.Exemption{ledger.FromDrop, ledger.FromEvaluation}).Draw(t, "exempt"),
		}}}
		pins[0].Until = pins[0].Day + ledger.Day(rapid.IntRange(0, 200).Draw(t, "holds"))
		var s grade.State
		base := ledger.Day(0)
		for asOf := first + 1; asOf < day+500; asOf += ledger.Day(1 + rapid.IntRange(0, 3).Draw(t, "skipped")) {
			r := known(list, asOf)
			if joined < asOf {
				r.Joined = joined
			}
			r.Pins = pins
			whole := p.Advance(s, r, base, asOf)
			for _, d := range decided(base, asOf) { // a fall on a skipped 1st may be made good since
				before := s
				s = p.Advance(s, r, 0, d)
				if wrong := broken(&p, before, s, r, pins[0], d); wrong != "" {
					t.Fatalf("%s: %s", d, wrong)
				}
			}
			if s != whole {
				t.Fatalf("%s: by each 1st %+v, at once %+v", asOf, s, whole)
			}
			base = asOf
		}
	})
}

// decided are the days a night decides: every 1st since the base, and its own.
func decided(base, asOf ledger.Day) (days []ledger.Day) {
	if base > 0 {
		for first := base.MonthStart().AddMonths(1); first < asOf; first = first.AddMonths(1) {
			days = append(days, first)
		}
	}
	return append(days, asOf)
}

// broken says how the step from before to s breaks a promise, "" when it keeps
// them.
func broken(p *grade.Policy, before, s grade.State, r *grade.Record, pin grade.Pin, asOf ledger.Day) string {
	if place, ok := p.Index(s.Grade); ok && r.Pin(asOf) != nil {
		if floor, _ := p.Index(pin.Grade); place > floor || place < floor && pin.Exempt == ledger.FromEvaluation {
			return fmt.Sprintf("%s although %s is pinned", s.Grade, pin.Grade)
		}
	}
	was, had := p.Index(before.Grade)
	now, _ := p.Index(s.Grade)
	switch {
	case !had || now <= was || s.Reason == grade.Undone || s.Reason == grade.Pinned:
		return ""
	case p.Window == grade.Lifetime && before.Reason != grade.Pinned:
		return fmt.Sprintf("%s fell to %s although it never drops", before.Grade, s.Grade)
	case s.Reason != grade.Dropped || s.Since != s.Since.MonthStart():
		return fmt.Sprintf("%s fell to %s on %s: %s", before.Grade, s.Grade, s.Since, s.Reason)
	case before.DropOn == 0 && p.GraceMonths > 0 && asOf-before.Since > 40:
		return fmt.Sprintf("%s fell to %s without notice", before.Grade, s.Grade)
	case before.ValidUntil >= s.Since:
		return fmt.Sprintf("%s fell although it was valid until %s", before.Grade, before.ValidUntil)
	}
	return ""
}
