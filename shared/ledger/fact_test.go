package ledger_test

import (
	"errors"
	"testing"
	"time"

	"dangol/shared/ledger"
)

func TestFactsAreChecked(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	pin := func() ledger.Fact {
		return ledger.Fact{
			ID: "pinned-c1-1", Kind: ledger.Pinned, At: at, Customer: "c1", By: "e7",
			Pin: &ledger.Pin{Grade: "gold", Exempt: ledger.FromDrop, Until: ledger.DayOf(at), Why: "apology"},
		}
	}
	for name, fact := range map[string]ledger.Fact{
		"a pin":  pin(),
		"an end": {ID: "e", Kind: ledger.Pinned, At: at, Customer: "c1", By: "e7", Pin: &ledger.Pin{Why: "other"}},
	} {
		if err := fact.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, edit := range map[string]func(*ledger.Fact){
		"no id":                func(f *ledger.Fact) { f.ID = "" },
		"an id beside another": func(f *ledger.Fact) { f.ID = "s1~conflict" },
		"nobody":               func(f *ledger.Fact) { f.Customer = "" },
		"no time":              func(f *ledger.Fact) { f.At = time.Time{} },
		"nobody who did it":    func(f *ledger.Fact) { f.By = "" },
		"no reason":            func(f *ledger.Fact) { f.Pin.Why = "" },
		"a text for a reason":  func(f *ledger.Fact) { f.Pin.Why = "Mrs Kim's mother" },
		"no exemption":         func(f *ledger.Fact) { f.Pin.Exempt = "" },
		"an end that is past":  func(f *ledger.Fact) { f.Pin.Until-- },
		"an end with an end":   func(f *ledger.Fact) { f.Pin.Grade = "" },
		"nothing pinned":       func(f *ledger.Fact) { f.Pin = nil },
		"a kind nobody knows":  func(f *ledger.Fact) { f.Kind = "guessed" },
		"a merge":              func(f *ledger.Fact) { f.Kind = ledger.Merged },
		"a consent":            func(f *ledger.Fact) { f.Kind = ledger.Consented },
	} {
		f := pin()
		edit(&f)
		if err := f.Check(); !errors.Is(err, ledger.ErrFact) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
