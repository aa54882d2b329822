package night_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/policy"
	"dangol/shared/report"
	"dangol/shared/value"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the answers of scenarios")

// TestScenarios runs the stories in testdata: the policy, what happened, what
// the desk did, what the night of a day makes of it, and what a policy asked
// about would change. Add one by adding a file; -update fills in the answer;
// read the difference.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { scenario(t, file) })
	}
}

func scenario(t *testing.T, file string) {
	ctx := context.Background()
	story, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := ledgertest.NewWorld(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
	w.OpenStore("second", "Asia/Seoul")
	w.Clock = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	changed := false
	var asked policy.Policy
	for i, part := range story.Files {
		words := strings.Fields(part.Name)
		switch words[0] {
		case "events": // with a day, they happen at its noon
			if len(words) > 1 {
				w.Clock = noon(t, words[1])
			}
			if err := w.Post(ctx, string(part.Data)); err != nil {
				t.Fatal(err)
			}
		case "policy":
			p, err := policy.Parse(part.Data)
			if err != nil {
				t.Fatal(err)
			}
			w.SetPolicy(p)
		case "desk":
			if err := w.Desk(ctx, string(part.Data)); err != nil {
				t.Fatal(err)
			}
		case "asked":
			if asked, err = nextPolicy(w, part.Data); err != nil {
				t.Fatal(err)
			}
		case "night", "preview":
			got := ""
			if words[0] == "preview" {
				got = tellPreview(t, w, asked)
			} else {
				got = tellNight(t, w, words[1])
			}
			if *update && got != string(part.Data) {
				story.Files[i].Data, changed = []byte(got), true
			} else if got != string(part.Data) {
				t.Errorf("%s:\n%s\nwant:\n%s", part.Name, got, part.Data)
			}
		case "points":
			got := tellPoints(t, w, words[1])
			if *update && got != string(part.Data) {
				story.Files[i].Data, changed = []byte(got), true
			} else if got != string(part.Data) {
				t.Errorf("points %s:\n%s\nwant:\n%s", words[1], got, part.Data)
			}
		default:
			t.Fatalf("part %q is none of policy, events, desk, night, points, asked and preview", part.Name)
		}
	}
	if changed {
		if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// nightRows runs the night of a day and reads its rows.
func nightRows(t rapid.TB, w *ledgertest.World, asOf ledger.Day) (*night.Result, []report.Customer) {
	t.Helper()
	result, err := w.Night(context.Background(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Customers(context.Background(), result.Report)
	if err != nil {
		t.Fatal(err)
	}
	return result, rows
}

// tellNight runs a night and says what it knows, one line to a customer.
func tellNight(t *testing.T, w *ledgertest.World, day string) string {
	asOf, err := ledger.ParseDay(day)
	if err != nil {
		t.Fatal(err)
	}
	result, rows := nightRows(t, w, asOf)
	var grades report.Grades
	readDocument(t, w, result.Report+"/"+report.FileGrades, &grades)
	var lines []string
	for _, c := range rows {
		line := fmt.Sprintf("%s last=%s visits=%d spend=%d amount=%d %s %s",
			w.Who(c.Customer), ledger.Day(c.LastDay), c.Visits, c.Spend, c.Amount, c.Segment, c.Grade)
		if c.Household > 0 {
			line += fmt.Sprintf(", of a household of %d", c.Household)
		}
		if c.WindowPoints > 0 || grades.Rules.Basis == "points" {
			line += fmt.Sprintf(", earned %d points", c.WindowPoints)
		}
		if c.PinGrade != "" {
			line += fmt.Sprintf(", pinned since %s by %s: %s", ledger.Day(c.PinSince), c.PinBy, c.PinWhy)
		}
		if c.DropOn > 0 {
			line += fmt.Sprintf(", drops to %s on %s", c.DropTo, ledger.Day(c.DropOn))
			if c.KeepPoints > 0 {
				need := slices.IndexFunc(grades.Falling, func(f report.Falling) bool { return f.Customer == c.Customer })
				line += fmt.Sprintf(" unless %d points (%d more)", c.KeepPoints, grades.Falling[need].NeedPoints)
			}
			if grades.Rules.Ranked {
				line += fmt.Sprintf(" unless %d", c.Keep)
			}
		}
		if c.Friends > 0 || c.ReferralValue > 0 {
			line += fmt.Sprintf(", brought %d worth %d", c.Friends, c.ReferralValue)
		}
		lines = append(lines, line+habitsOf(&c))
	}
	slices.Sort(lines)
	if said := tellReferrals(t, w, result.Report); said != "" {
		lines = append(lines, said)
	}
	var overview report.Overview
	readDocument(t, w, result.Report+"/"+report.FileOverview, &overview)
	lines = append(lines, tellThresholds(grades.Grades)...)
	s := overview.Sales
	lines = append(lines, fmt.Sprintf("gross %d refunds %d net %d", s.Gross, s.Refunds, s.Net))
	for _, b := range grades.Benefits.Rows {
		if b.Uses > 0 {
			lines = append(lines, fmt.Sprintf("given to %s: %s, %s, %d times, cost %d", cmp.Or(b.Grade, "nobody"), b.ID, b.Kind, b.Uses, b.Cost))
		}
	}
	for _, warning := range result.Warnings {
		if warning.Code != "few_customers" && warning.Code != "late_upload" {
			lines = append(lines, fmt.Sprintf("warning %s %d", warning.Code, warning.N))
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// tellThresholds says what grades ask for, where it is points or a rank.
func tellThresholds(grades []report.GradeRow) (lines []string) {
	for _, g := range grades {
		if g.Points > 0 {
			lines = append(lines, fmt.Sprintf("%s from %d points: %d customers", g.ID, g.Points, g.Customers))
		}
		if g.Top > 0 {
			lines = append(lines, fmt.Sprintf("%s are the top %d %%: from %d", g.ID, g.Top, g.From))
		}
	}
	return lines
}

// tellReferrals says what of the referrals is in no row.
func tellReferrals(t *testing.T, w *ledgertest.World, folder string) string {
	content, err := w.Reports.Get(context.Background(), folder+"/"+report.FileValue)
	if err != nil {
		t.Fatal(err)
	}
	r := decode[report.Value](t, content).Referral
	if r.Referrers == 0 && r.Refused == (value.Refused{}) {
		return ""
	}
	return fmt.Sprintf("referrals: %d referrers, %d friends, %d waiting; refused self %d, household %d, circular %d, again %d",
		r.Referrers, r.Friends, r.Waiting, r.Refused.Self, r.Refused.Household, r.Refused.Circular, r.Refused.Again)
}

// habitsOf says what a row knows of habits, "" when nothing.
func habitsOf(c *report.Customer) (text string) {
	for _, f := range []struct {
		key    string
		visits int32
	}{{c.Favourite1, c.Favourite1Visits}, {c.Favourite2, c.Favourite2Visits}, {c.Favourite3, c.Favourite3Visits}} {
		if f.key != "" {
			text += fmt.Sprintf(", %s on %d visits", f.key[2:], f.visits)
		}
	}
	if c.UsualWeekday+c.UsualFrom+c.UsualTo > 0 {
		u := customer.Usual{Weekday: int(c.UsualWeekday), FromHour: int(c.UsualFrom), ToHour: int(c.UsualTo)}
		text += ", usually " + u.Say().En
	}
	return text
}

func readDocument(t *testing.T, w *ledgertest.World, key string, document any) {
	t.Helper()
	content, err := w.Reports.Get(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, document); err != nil {
		t.Fatal(err)
	}
}
