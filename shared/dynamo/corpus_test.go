package dynamo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"
)

var missing = flag.Bool("missing", false, "write the stored forms that are not in testdata yet; what is there is never rewritten")

// stored is one transaction the ledger may hold, and how it came.
type stored struct {
	name string
	ledger.Arrival
	// customer and grade are what it was recorded with.
	customer, grade string
	waits           bool
}

// corpus is a transaction of every sort. Their stored forms in testdata were
// written by the version of this package that first recorded such a thing, and
// stand for the ledgers it left behind.
func corpus(t *testing.T) []stored {
	make := func(name string, edit func(*stored)) stored {
		s := stored{name: name, Arrival: sale(name, "", 0)}
		s.Occurred, s.Received = moment(t, "2026-11-20T12:00:00+09:00"), now
		edit(&s)
		return s
	}
	key := func(id string) *ledger.Key { return &ledger.Key{Store: "other", Day: ledger.Date(2026, 11, 1), ID: id} }
	return []stored{
		make("anonymous", func(*stored) {}),
		make("full", func(s *stored) {
			s.Register, s.Staff, s.Receipt, s.Channel, s.Total = "1", "e7", "000123", "store", 13000
			s.Lines = []ledger.Line{
				{SKU: "A-1", Name: "아메리카노 “진하게” <b>&", Category: "음료", Quantity: 2500, UnitPrice: 4000, Discount: 100, Amount: 10000},
				{Name: "배달", Category: ledger.Delivery, Quantity: ledger.One, Amount: 4000}, {Name: "반품", Quantity: -1000, Amount: -1000},
			}
			s.Tenders = []ledger.Tender{{Type: ledger.TenderPoints, Amount: 1000}, {Type: "card", Amount: 12000}}
		}),
		make("identified", func(s *stored) {
			s.Identity, s.IdentifiedBy = pepper.Identity(member("kim")), customer.MemberNo
			s.customer, s.grade = "0123456789abcdef", "family"
		}),
		make("own-id", func(s *stored) {
			s.Claimed, s.IdentifiedBy = "0123456789abcdef", customer.ID
			s.customer, s.grade = "0123456789abcdef", "family"
		}),
		make("stranger", func(s *stored) { s.Claimed, s.IdentifiedBy = "nobody", customer.ID }),
		make("waiting", func(s *stored) {
			s.Waiting, s.IdentifiedBy, s.waits = ledger.Unhashed(member("lee")), customer.MemberNo, true
		}),
		make("refund-linked", func(s *stored) { s.Type, s.RefundOf = ledger.Refund, key("s1") }),
		make("benefits", func(s *stored) {
			s.Benefits = []ledger.BenefitUse{{ID: "extra-shot"}, {ID: "gift", Coupon: "gift@2026-11"}}
		}),
		make("refund-unlinked", func(s *stored) { s.Type = ledger.Refund }),
		make("void", func(s *stored) { s.Type, s.Total, s.VoidOf = ledger.Void, 0, key("s2") }),
		make("training", func(s *stored) { s.Training = true }),
		make("late", func(s *stored) {
			s.Occurred, s.Day, s.Flags = moment(t, "2025-06-30T23:59:59.5Z"), ledger.Date(2025, 7, 1), ledger.LateUpload|ledger.ClockSkew
		}),
		make("clock-skew", func(s *stored) {
			s.Occurred, s.Flags = moment(t, "2026-11-20T18:10:00.000000001+09:00"), ledger.ClockSkew
		}),
		make("largest", func(s *stored) {
			s.ID, s.Total = strings.Repeat("Z", 64), ledger.AmountMax
			s.Register, s.Staff, s.Receipt, s.Channel = long("r"), long("s"), long("n"), long("c")
			for i := range ledger.LinesMax {
				s.Lines = append(s.Lines, ledger.Line{SKU: fmt.Sprint(i), Quantity: ledger.One})
			}
			s.Lines[0] = ledger.Line{
				SKU: long("k"), Name: strings.Repeat("가", ledger.NameMax/3), Category: long("g"), Quantity: 999_999_999,
				UnitPrice: -ledger.AmountMax, Discount: ledger.AmountMax, Amount: ledger.AmountMax,
			}
			for range ledger.TendersMax - 1 {
				s.Tenders = append(s.Tenders, ledger.Tender{Type: "cash"})
			}
			s.Tenders = append(s.Tenders, ledger.Tender{Type: "giftcard", Amount: ledger.AmountMax})
		}),
	}
}

func long(s string) string { return strings.Repeat(s, ledger.CodeMax) }

func moment(t *testing.T, text string) ledger.Moment {
	t.Helper()
	m, err := ledger.ParseMoment(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// canned is a database whose every answer the test gives.
func canned(answer func(ledgertest.Call) ledgertest.Trouble) *dynamo.DB {
	client := dynamodb.New(dynamodb.Options{
		Region: "x", BaseEndpoint: aws.String("http://127.0.0.1:9"), Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""), HTTPClient: &ledgertest.Wire{Trouble: answer},
	})
	return dynamo.New(client, dynamo.Tables{Ledger: "l", Customers: "c", Shop: "s"})
}

func says200(reply string) ledgertest.Trouble { return ledgertest.Trouble{Status: 200, Reply: reply} }

// customers answers reads of the one customer there is.
func customers(c ledgertest.Call) ledgertest.Trouble {
	i := pepper.Identity(member("kim"))
	var found []string
	if bytes.Contains(c.Body, []byte(i.Hash)) {
		found = append(found, fmt.Sprintf(`{"pk":{"S":"I#%s.%s"},"customer":{"S":"0123456789abcdef"}}`, i.Version, i.Hash))
	}
	if bytes.Contains(c.Body, []byte("C#0123456789abcdef")) {
		found = append(found, `{"pk":{"S":"C#0123456789abcdef"},"customer":{"S":"0123456789abcdef"},"grade":{"S":"family"}}`)
	}
	return says200(`{"Responses":{"c":[` + strings.Join(found, ",") + `]}}`)
}

type attributes map[string]map[string]string

// written is the item recording s stores today.
func written(t *testing.T, s stored) attributes {
	t.Helper()
	var in struct {
		Item          attributes
		TransactItems []struct{ Put struct{ Item attributes } }
	}
	db := canned(func(c ledgertest.Call) ledgertest.Trouble {
		if c.Op == "BatchGetItem" {
			return customers(c)
		}
		if err := json.Unmarshal(c.Body, &in); err != nil {
			t.Error(err)
		}
		return says200("{}")
	})
	if out := db.Append(context.Background(), []ledger.Arrival{s.Arrival})[0]; out.Err != nil {
		t.Fatal(out.Err)
	}
	if in.Item == nil {
		in.Item = in.TransactItems[0].Put.Item
	}
	return in.Item
}

// loadStored reads a stored form, or writes it when asked to.
func loadStored(t *testing.T, s stored) attributes {
	t.Helper()
	path := filepath.Join("testdata", "schema1", s.name+".json")
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && *missing {
		if content, err = json.MarshalIndent(written(t, s), "", " "); err == nil {
			err = os.WriteFile(path, append(content, '\n'), 0o644)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	var it attributes
	if err := json.Unmarshal(content, &it); err != nil {
		t.Fatal(err)
	}
	return it
}

func encode(t *testing.T, v any) string {
	t.Helper()
	content, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Whatever was ever recorded is read as it was meant. What cannot be read is
// counted and keeps nothing else from being read.
func TestCorpusIsRead(t *testing.T) {
	var items []string
	var want []ledger.Record
	for _, s := range corpus(t) {
		it := loadStored(t, s)
		items = append(items, encode(t, it))
		x := *s.Transaction
		x.Customer = s.customer
		want = append(want, ledger.Record{Transaction: x, Received: s.Received, Grade: s.grade, Waiting: s.waits})
		if s.name == "full" {
			for name, damage := range map[string]func(attributes){
				"schema":   func(it attributes) { it["v"] = map[string]string{"N": "99"} },
				"body":     func(it attributes) { it["body"] = map[string]string{"S": it["body"]["S"][:50]} },
				"no body":  func(it attributes) { delete(it, "body") },
				"no time":  func(it attributes) { delete(it, "at") },
				"type":     func(it attributes) { it["body"]["S"] = strings.Replace(it["body"]["S"], `"sale"`, `"gift"`, 1) },
				"day":      func(it attributes) { it["body"]["S"] = strings.Replace(it["body"]["S"], "-11-20", "-11-31", 1) },
				"no stamp": func(it attributes) { delete(it, "v") },
			} {
				bad := loadStored(t, s)
				bad["sk"]["S"] = name
				damage(bad)
				items = append(items, encode(t, bad))
			}
			items = append(items, `{"pk":{"S":"T#main#2026-11-20"},"sk":{"S":"full~conflict#1:ab"}}`)
		}
	}
	db := canned(func(ledgertest.Call) ledgertest.Trouble {
		return says200(`{"Items":[` + strings.Join(items, ",") + `]}`)
	})
	got, err := db.Day(context.Background(), "main", ledger.DayOf(now))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Records); diff != "" {
		t.Error(diff)
	}
	if got.Quarantined != 7 || got.Conflicts != 1 {
		t.Errorf("%d quarantined, %d conflicts", got.Quarantined, got.Conflicts)
	}
}

// What was recorded by an earlier version is known again by this one, and
// answered as it was; anything else under its id is a conflict.
func TestCorpusIsKnownAgain(t *testing.T) {
	for _, s := range corpus(t) {
		t.Run(s.name, func(t *testing.T) {
			it := loadStored(t, s)
			deliver := func(a ledger.Arrival, within time.Duration) ledger.Outcome {
				ctx, stop := context.WithTimeout(context.Background(), within)
				defer stop()
				return canned(func(c ledgertest.Call) ledgertest.Trouble {
					switch {
					case c.Op == "BatchGetItem":
						return customers(c)
					case c.Op == "GetItem":
						return says200(`{"Item":` + encode(t, it) + `}`)
					case bytes.Contains(c.Body, []byte("~conflict#")):
						return says200("{}")
					}
					return ledgertest.Refusal("InternalServerError")
				}).Append(ctx, []ledger.Arrival{a})[0]
			}
			if out := deliver(s.Arrival, time.Minute); out.Err != nil || out.Fresh || string(out.Answer) != it["answer"]["S"] {
				t.Errorf("the same again: %+v", out)
			}
			other := *s.Transaction
			other.Occurred.Text += " "
			a := s.Arrival
			a.Transaction = &other
			if out := deliver(a, time.Minute); !errors.Is(out.Err, ledger.ErrConflict) {
				t.Errorf("another: %+v", out)
			}
			it["fp"]["S"] = "99" + it["fp"]["S"]
			if out := deliver(s.Arrival, time.Second/2); !errors.Is(out.Err, ledger.ErrBusy) {
				t.Errorf("recorded by a version to come: %+v", out)
			}
		})
	}
}

// Today's writing is the corpus: whoever changes it must raise the schema, and
// leave these to be read.
func TestCorpusIsWrittenTheSame(t *testing.T) {
	for _, s := range corpus(t) {
		want, got := loadStored(t, s), written(t, s)
		delete(want, "token")
		delete(got, "token")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", s.name, diff)
		}
	}
}
