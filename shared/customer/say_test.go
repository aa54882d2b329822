package customer_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

var update = flag.Bool("update", false, "write the lines of testdata/till-lines.txt")

var (
	today = ledger.Date(2026, 11, 21)
	won   = customer.Money{Currency: "KRW"}
)

// signs are what may be true of whoever stands at the till, by the word for it
// in testdata/till-lines.txt. Everybody came 20 times before, if not new.
var signs = map[string]func(*customer.Facing){
	"new":       func(f *customer.Facing) { f.View.Visits = 0 },
	"complaint": func(f *customer.Facing) { f.Complaint = &customer.Complaint{ID: "k1"} },
	"birthday":  func(f *customer.Facing) { f.BirthdayWeek = true },
	"away":      func(f *customer.Facing) { f.View.LastVisit = today - 47 },
	"falls": func(f *customer.Facing) {
		f.View.Drop = &customer.Drop{On: today + 10, Need: 12_300, NeedVisits: 2, Either: true}
	},
	"falls-points": func(f *customer.Facing) { f.View.Drop = &customer.Drop{On: today + 10, NeedPoints: 1_240} },
	"near-points": func(f *customer.Facing) {
		f.Next = &customer.NextGrade{Ko: "골드", En: "Gold", Lack: customer.Lack{Points: 1}, Near: true}
	},
	"invited": func(f *customer.Facing) { f.View.Drop = &customer.Drop{On: today + 10, Invitation: true} },
	"points":  func(f *customer.Facing) { f.Soon = &customer.RunsOut{Points: 1620, Last: today + 9} },
	"near": func(f *customer.Facing) {
		f.Next = &customer.NextGrade{Ko: "가족", En: "Family", Lack: customer.Lack{Amount: 28_800}, Near: true}
	},
	"usual": func(f *customer.Facing) {
		f.View.Favourites = []customer.Favourite{{SKU: "A-1", Name: "아메리카노", Visits: 9}}
	},
	"member":  func(f *customer.Facing) { f.Member = true },
	"agreed":  func(f *customer.Facing) { f.Reachable = true },
	"regular": func(*customer.Facing) {},
}

func facing(words []string) *customer.Facing {
	f := &customer.Facing{
		Today: today, Money: won,
		View: &customer.GradeView{Visits: 20, LastVisit: today - 2, Interval: 7, Amount: 570_000},
	}
	for _, w := range words {
		signs[w](f)
	}
	return f
}

// The lines of testdata/till-lines.txt: who stands there, what to say, what not
// to do. -update writes the answers; read the difference.
func TestLines(t *testing.T) {
	const file = "testdata/till-lines.txt"
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(content)) {
		switch {
		case strings.HasPrefix(line, "  "):
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"):
			got.WriteString(line)
		default:
			words := strings.Fields(line)
			for _, w := range words {
				if signs[w] == nil {
					t.Fatalf("%s is no sign", w)
				}
			}
			f := facing(words)
			say := f.Say()
			fmt.Fprintf(&got, "%s  say    %s\n         %s\n", line, say.Ko, say.En)
			if not := f.DoNot(); not != nil {
				fmt.Fprintf(&got, "  do not %s\n         %s\n", not.Ko, not.En)
			}
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got.String() != string(content) {
		t.Errorf("got\n%s", got.String())
	}
}

// Of two things that are worth saying, or to be avoided, the one that comes
// first in the document is told.
func TestWhatComesFirst(t *testing.T) {
	say := []string{"complaint", "new", "birthday", "away", "falls", "points", "near", "usual", "regular"}
	not := []string{"complaint", "member", "invited", "away"}
	for _, c := range []struct {
		order []string
		line  func(...string) string
	}{
		{say, func(words ...string) string { return facing(words).Say().En }},
		{not, func(words ...string) string { return facing(words).DoNot().En }},
	} {
		for i, high := range c.order {
			for _, low := range c.order[i+1:] {
				if got := c.line(low, high); got != c.line(high) {
					t.Errorf("%s and %s: %q", high, low, got)
				}
			}
		}
		if all := slices.Compact(slices.Sorted(slices.Values(lines(c.order, c.line)))); len(all) != len(c.order) {
			t.Errorf("%d lines for %d situations", len(all), len(c.order))
		}
	}
}

func lines(words []string, line func(...string) string) (list []string) {
	for _, w := range words {
		list = append(list, line(w))
	}
	return list
}

func TestWhatIsNotWorthSaying(t *testing.T) {
	thanks, said := facing(nil).Say(), facing([]string{"near"}).Say()
	for name, change := range map[string]func(*customer.Facing){
		"a week is no absence":                func(f *customer.Facing) { f.View.LastVisit, f.View.Interval = today-8, 3 },
		"47 days are none to who comes in 40": func(f *customer.Facing) { f.View.LastVisit, f.View.Interval = today-47, 40 },
		"nor to somebody without a rhythm":    func(f *customer.Facing) { f.View.LastVisit, f.View.Interval = today-47, 0 },
		"a drop in two months":                func(f *customer.Facing) { f.View.Drop = &customer.Drop{On: today + 32, Need: 1} },
		"a drop that is over":                 func(f *customer.Facing) { f.View.Drop = &customer.Drop{On: today, Need: 1} },
		"a drop nothing said keeps from":      func(f *customer.Facing) { f.View.Drop = &customer.Drop{On: today + 1, NeedScore: 3} },
		"points that run out in 31 days":      func(f *customer.Facing) { f.Soon = &customer.RunsOut{Points: 9, Last: today + 31} },
		"points that ran out":                 func(f *customer.Facing) { f.Soon = &customer.RunsOut{Points: 9, Last: today - 1} },
		"a grade that is far": func(f *customer.Facing) {
			f.Next = &customer.NextGrade{Ko: "가족", En: "Family", Lack: customer.Lack{Amount: 500_000}}
		},
		"a score": func(f *customer.Facing) { f.Next = &customer.NextGrade{Ko: "가족", En: "Family", Near: true} },
	} {
		f := facing(nil)
		change(f)
		if got := f.Say(); got != thanks {
			t.Errorf("%s: %q", name, got.En)
		}
		if not := f.DoNot(); not != nil {
			t.Errorf("%s: do not %q", name, not.En)
		}
		f = facing([]string{"near"})
		if change(f); f.Next.Amount == 28_800 && f.Say() != said {
			t.Errorf("%s hides what is missing: %q", name, f.Say().En)
		}
	}
	if got := (&customer.Facing{Today: today}).Say(); got != facing([]string{"new"}).Say() {
		t.Errorf("nobody a night has seen: %q", got.En)
	}
}

// No line is longer than SpokenMax, whatever grades and products are called and
// however much is missing.
func TestLinesAreShort(t *testing.T) {
	long := strings.Repeat("최우수고객님", 20)
	for _, money := range []customer.Money{won, {Currency: "GBP", Digits: 2}} {
		for _, name := range []string{"금", strings.Repeat("가", 30), strings.Repeat("W", 40), long} {
			for _, either := range []bool{true, false} {
				lack := customer.Lack{Amount: ledger.AmountMax, Visits: 9_999, Either: either}
				near := facing(nil)
				near.Next = &customer.NextGrade{Ko: name, En: name, Lack: lack, Near: true}
				falls := facing(nil)
				falls.View.Drop = &customer.Drop{On: ledger.Date(2026, 12, 1), Need: lack.Amount, NeedVisits: lack.Visits, Either: either}
				usual := facing(nil)
				usual.View.Favourites = []customer.Favourite{{Name: customer.ShortName(name)}}
				soon := facing(nil)
				soon.Soon = &customer.RunsOut{Points: 1_000_000_000, Last: ledger.Date(2026, 11, 30)}
				joining := customer.Joining{Ko: name, En: name, Points: 1_000_000_000, Per: ledger.AmountMax, Money: money}
				said := []customer.Spoken{joining.Say()}
				joining.Points = 0
				said = append(said, joining.Say())
				for _, f := range []*customer.Facing{near, falls, usual, soon} {
					f.Money = money
					said = append(said, f.Say())
				}
				for _, s := range said {
					if s.Ko == "" || s.En == "" || utf8.RuneCountInString(s.Ko) > customer.SpokenMax || utf8.RuneCountInString(s.En) > customer.SpokenMax {
						t.Errorf("%d and %d characters: %q %q", utf8.RuneCountInString(s.Ko), utf8.RuneCountInString(s.En), s.Ko, s.En)
					}
				}
			}
		}
	}
	for words := range signs {
		if not := facing([]string{words}).DoNot(); not != nil && (utf8.RuneCountInString(not.Ko) > customer.SpokenMax || len(not.En) > customer.SpokenMax) {
			t.Errorf("%s: %q", words, not.En)
		}
	}
}

func TestJoining(t *testing.T) {
	for _, c := range []struct {
		joining customer.Joining
		ko, en  string
	}{
		{customer.Joining{Ko: "웰컴", En: "Welcome", Points: 10, Per: 1000, Money: won}, "등록하시면 오늘부터 웰컴 등급이고, 1,000원마다 10P씩 쌓여요.", "Join today: Welcome, and 10 points for every ₩1,000 you spend."},
		{customer.Joining{Ko: "웰컴", En: "Welcome", Money: won}, "등록하시면 오늘부터 웰컴 등급으로 쌓여요.", "Join today and begin with Welcome."},
		{customer.Joining{Ko: "웰컴", En: strings.Repeat("W", 40), Points: 1, Per: 1000, Money: won}, "등록하시면 오늘부터 1,000원마다 1P씩 쌓여요.", "Join today and earn 1 point for every ₩1,000."},
	} {
		if got := c.joining.Say(); got.Ko != c.ko || got.En != c.en {
			t.Errorf("%q %q", got.Ko, got.En)
		}
	}
}

func TestUsualIsSaid(t *testing.T) {
	for want, u := range map[string]customer.Usual{
		"토요일 14–16시, Saturdays, 14:00–16:00":   {Weekday: 6, FromHour: 14, ToHour: 16},
		"8–10시, 8:00–10:00":                    {FromHour: 8, ToHour: 10},
		"일요일, Sundays":                         {Weekday: 7},
		"금요일 23–1시, Fridays, 23:00–1:00":       {Weekday: 5, FromHour: 23, ToHour: 25},
		"금요일 22–24시, Fridays, 22:00–24:00":     {Weekday: 5, FromHour: 22, ToHour: 24},
		"금요일 밤 0–2시, Friday nights, 0:00–2:00": {Weekday: 5, FromHour: 24, ToHour: 26},
		"밤 1–3시, at night, 1:00–3:00":          {FromHour: 25, ToHour: 27},
	} {
		if got := u.Say(); got.Ko+", "+got.En != want {
			t.Errorf("%s, %s", got.Ko, got.En)
		}
	}
}

func TestConsentToBeGreetedAndReached(t *testing.T) {
	at := time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)
	said := func(channel string, granted bool, ago int) ledger.Consent {
		return ledger.Consent{Channel: channel, Granted: granted, Version: "1", At: at.AddDate(0, -ago, 0)}
	}
	sending := customer.DefaultSending()
	for _, c := range []struct {
		name            string
		consents        []ledger.Consent
		greets, reaches bool
	}{
		{"nothing said", nil, false, false},
		{"to messages only", []ledger.Consent{said("sms", true, 1)}, false, true},
		{"to a greeting only", []ledger.Consent{said("greeting", true, 1)}, true, false},
		{"taken back", []ledger.Consent{said("greeting", true, 2), said("sms", true, 2), said("greeting", false, 1), said("sms", false, 1)}, false, false},
		{"one channel of two", []ledger.Consent{said("sms", false, 1), said("email", true, 1)}, false, true},
		{"messages, two years ago", []ledger.Consent{said("sms", true, 24)}, false, false},
	} {
		if got := customer.Greets(c.consents); got != c.greets {
			t.Errorf("%s: greets %v", c.name, got)
		}
		if got := sending.Reachable(at, c.consents); got != c.reaches {
			t.Errorf("%s: reaches %v", c.name, got)
		}
	}
	night := at.Add(10 * time.Hour) // 22:00 in Seoul
	if !sending.Reachable(night.In(time.FixedZone("KST", 9*3600)), []ledger.Consent{said("sms", true, 1)}) {
		t.Error("at night they have not agreed to anything")
	}
}
