package points_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dangol/shared/histories"
	"dangol/shared/ledger"
	"dangol/shared/points"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is told into the scenarios")

// A scenario is a story a shopkeeper can check: one line is one thing that
// happens, and beside it stands what the till is told and what the customer
// has then.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d scenarios, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := newStory(t, string(archive.Files[0].Data))
			var told bytes.Buffer
			for line := range strings.Lines(string(archive.Files[1].Data)) {
				line, _, _ := strings.Cut(strings.TrimSpace(line), " => ")
				fmt.Fprintf(&told, "%s => %s\n", strings.TrimSpace(line), s.tell(line))
			}
			if *update {
				archive.Files[1].Data = told.Bytes()
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), told.String()); diff != "" {
				t.Error(diff)
			}
			if s.judgeAll(); s.Wrong != "" {
				t.Error(s.Wrong)
			}
		})
	}
}

type story struct {
	*world
	t    *testing.T
	keys map[string]ledger.Key
}

// newStory reads the rules: "1 per 100", "pending 3 days", "lasts 2 months",
// "minimum 10", "step 10", "staff 500".
func newStory(t *testing.T, rules string) *story {
	s := &story{newWorld(histories.New(func(int) int { return 0 })), t, map[string]ledger.Key{}}
	s.policy = points.DefaultPolicy()
	for line := range strings.Lines(rules) {
		f := strings.Fields(line)
		n := s.number(f[1])
		switch f[0] {
		case "pending":
			s.policy.PendingDays = n
		case "lasts":
			s.policy.ExpiryMonths = n
		case "minimum":
			s.policy.Minimum = points.Points(n)
		case "step":
			s.policy.Step = points.Points(n)
		case "staff":
			s.policy.StaffDailyMax = points.Points(n)
		default:
			s.policy.Rate = points.Rate{Points: int64(s.number(f[0])), Per: int64(s.number(f[2]))}
		}
	}
	if err := s.policy.Check(); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *story) number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil && text != "per" {
		s.t.Fatal(err)
	}
	return n
}

// tell lets one line happen and says what is told.
func (s *story) tell(line string) string {
	at, err := time.ParseInLocation("2006-01-02 15:04:05", line[:19], seoul)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Now = at
	f := strings.Fields(line[19:])
	id := f[1]
	switch f[0] {
	case "sale", "refund", "void":
		return s.transaction(f)
	case "hold":
		q := points.HoldRequest{ID: id, Customer: f[2], Points: points.Points(s.number(f[3]))}
		if len(f) > 5 { // of 3000
			q.Total = ledger.Amount(s.number(f[5]))
		}
		if e := s.entries[f[2]+" "+id]; e != nil {
			a, _ := e.Again(q.Of())
			return said(a)
		}
		c := s.policy.Hold(s.account(f[2]), q, s.Now)
		s.holds[id] = f[2]
		s.keep(c)
		return said(c.Entry.Answer)
	case "capture", "release":
		return s.ending(f)
	case "adjust":
		n, staff := points.Points(s.number(f[3])), fmt.Sprint(f[4], s.today())
		c, used := s.policy.Adjust(s.account(f[2]), points.AdjustRequest{ID: id, Customer: f[2], Staff: f[4], Points: n}, s.used[staff], s.Now)
		if s.used[staff] = used; c.Entry.Answer.Refused == "" {
			s.owe(f[2], n)
		}
		s.keep(c)
		return said(c.Entry.Answer)
	case "merge":
		sum := s.worth[f[2]]
		s.owe(f[2], -sum)
		s.owe(f[3], sum)
		closed, grown := points.Merge(s.account(f[2]), s.account(f[3]), id, s.Now)
		s.keep(closed)
		s.keep(grown)
		return said(grown.Entry.Answer)
	case "unmerge":
		opened, shrunk := points.Unmerge(s.account(f[2]), s.account(f[3]), id, s.Now)
		b := opened.Account.Balance()
		moved := b.Available + b.Pending - b.Debt
		s.worth[f[2]] += moved
		s.worth[f[3]] -= moved
		s.keep(opened)
		s.keep(shrunk)
		return fmt.Sprintf("%s again has %s; %s has %s", f[2], balance(b), f[3], balance(shrunk.Account.Balance()))
	case "erase":
		c := points.Erase(s.account(f[2]), id, s.Now)
		s.keep(c)
		s.worth[f[2]] = 0
		return said(c.Entry.Answer)
	case "settle":
		c, due := points.Settle(s.account(f[2]), id, s.Now)
		if !due {
			return "nothing is due"
		}
		s.keep(c)
		return said(c.Entry.Answer)
	case "look":
		v := s.account(f[1]).View(s.Now)
		return fmt.Sprintf("%s; runs out %v", balance(v.Balance), v.Expiring)
	}
	s.t.Fatalf("what is %q?", line)
	return ""
}

// transaction reads "sale s1 lee 10000", with "delivery 3000" or "points 500"
// after it, "refund r1 s1 5000" and "void v1 s1".
func (s *story) transaction(f []string) string {
	key := s.key(f[1])
	s.keys[f[1]] = key
	t := &ledger.Transaction{Key: key}
	if s.recorded[key] != nil {
		s.t.Fatalf("%s came already", f[1])
	}
	switch f[0] {
	case "sale":
		t.Type, t.Customer = ledger.Sale, f[2]
	case "refund":
		of := s.key(f[2])
		t.Type, t.RefundOf = ledger.Refund, &of
	default:
		of := s.key(f[2])
		t.Type, t.VoidOf = ledger.Void, &of
	}
	if len(f) > 3 {
		t.Total = ledger.Amount(s.number(f[3]))
	}
	if len(f) > 5 {
		part := ledger.Amount(s.number(f[5]))
		if f[4] == "delivery" {
			t.Lines = []ledger.Line{{Amount: t.Total - part}, {Category: ledger.Delivery, Amount: part}}
		} else {
			t.Tenders = []ledger.Tender{{Type: f[4], Amount: part}, {Type: "card", Amount: t.Total - part}}
		}
	}
	told := s.record(t, "")
	if told == nil {
		return "kept for later"
	}
	text := ""
	for _, part := range []struct {
		word string
		n    points.Points
	}{{"earned", told.Earned}, {"taken back", told.ClawedBack}, {"given back", told.Returned}} {
		if part.n != 0 || part.word == "earned" && t.Type == ledger.Sale {
			text += fmt.Sprintf("%s %d, ", part.word, part.n)
		}
	}
	return text + balance(told.Balance)
}

// key is the first key of a name: of the day it was first said on.
func (s *story) key(id string) ledger.Key {
	if k, named := s.keys[id]; named {
		return k
	}
	s.keys[id] = ledger.Key{Store: "main", Day: s.today(), ID: id}
	return s.keys[id]
}

// ending reads "capture h1", with points and "for s1" after it, and "release h1".
func (s *story) ending(f []string) string {
	q := points.EndRequest{Hold: f[1], Release: f[0] == "release"}
	for i := 2; i < len(f); i++ {
		if f[i] == "for" {
			key := s.key(f[i+1])
			q.Sale = &key
			break
		}
		q.Points = points.Points(s.number(f[i]))
	}
	who := s.holds[q.Hold]
	if a, known := points.Ended(s.entries[who+" "+q.Hold], s.entries[who+" "+points.EndID(q.Hold)], &q); known {
		return said(a)
	}
	return said(s.finish(q))
}

func said(a points.Answer) string {
	if a.Refused != "" {
		return "refused: " + string(a.Refused)
	}
	text := ""
	if a.Status != "" {
		text = fmt.Sprintf("%s %d, ", a.Status, a.Points)
	}
	return text + balance(a.Balance)
}

func balance(b points.Balance) string {
	text := fmt.Sprintf("%d to spend", b.Available)
	for _, part := range []struct {
		word string
		n    points.Points
	}{{"pending", b.Pending}, {"held", b.Held}, {"debt", b.Debt}} {
		if part.n != 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.word)
		}
	}
	return text
}
