package dynamo

import (
	"fmt"
	"time"

	"dangol/shared/ledger"

	"github.com/go-json-experiment/json"
)

// recordVersion is the schema this package writes transactions in. Older ones
// stay readable for ever: the ledger is never rewritten.
const recordVersion = 1

// body is a transaction as stored, in schema 1.
type body struct {
	ID       string   `json:"id"`
	Type     string   `json:"type"`
	Occurred string   `json:"occurredAt"`
	Store    string   `json:"store"`
	Day      string   `json:"businessDay"`
	Register string   `json:"register,omitzero"`
	Staff    string   `json:"staff,omitzero"`
	Receipt  string   `json:"receipt,omitzero"`
	Channel  string   `json:"channel,omitzero"`
	Currency string   `json:"currency"`
	Customer string   `json:"customer,omitzero"`
	By       string   `json:"identifiedBy,omitzero"`
	Total    int64    `json:"total"`
	Lines    []line   `json:"lines,omitzero"`
	Tenders  []tender `json:"tenders,omitzero"`
	Benefits []given  `json:"benefits,omitzero"`
	Training bool     `json:"training,omitzero"`
	RefundOf *key     `json:"refundOf,omitzero"`
	VoidOf   *key     `json:"voidOf,omitzero"`
	Flags    []string `json:"flags,omitzero"`
}

type line struct {
	SKU       string `json:"sku,omitzero"`
	Name      string `json:"name,omitzero"`
	Category  string `json:"category,omitzero"`
	Quantity  int64  `json:"quantity"` // thousandths
	UnitPrice int64  `json:"unitPrice,omitzero"`
	Discount  int64  `json:"discount,omitzero"`
	Amount    int64  `json:"amount"`
}

type tender struct {
	Type   string `json:"type"`
	Amount int64  `json:"amount"`
}

type given struct {
	ID     string `json:"id"`
	Coupon string `json:"coupon,omitzero"`
}

type key struct {
	Store string `json:"store"`
	Day   string `json:"businessDay"`
	ID    string `json:"id"`
}

// decodeRecord reads a stored transaction of any schema ever written.
func decodeRecord(it item) (ledger.Record, error) {
	if v := number(it, attrVersion); v != recordVersion {
		return ledger.Record{}, fmt.Errorf("decode transaction: schema %d is unknown", v)
	}
	var b body
	if err := json.Unmarshal([]byte(text(it, attrBody)), &b); err != nil {
		return ledger.Record{}, fmt.Errorf("decode transaction: %w", err)
	}
	t, err := b.transaction()
	if err != nil {
		return ledger.Record{}, fmt.Errorf("decode transaction: %w", err)
	}
	received, err := time.Parse(time.RFC3339Nano, text(it, attrReceived))
	if err != nil {
		return ledger.Record{}, fmt.Errorf("decode transaction: %w", err)
	}
	return ledger.Record{
		Transaction: t, Received: received, Grade: text(it, attrGrade), Waiting: waits(it, &t),
	}, nil
}

func (b *body) transaction() (ledger.Transaction, error) {
	kind, ok := ledger.ParseType(b.Type)
	if !ok {
		return ledger.Transaction{}, fmt.Errorf("type is unknown")
	}
	day, err := ledger.ParseDay(b.Day)
	if err != nil {
		return ledger.Transaction{}, err
	}
	occurred, err := ledger.ParseMoment(b.Occurred)
	if err != nil {
		return ledger.Transaction{}, err
	}
	t := ledger.Transaction{
		Key:  ledger.Key{Store: b.Store, Day: day, ID: b.ID},
		Type: kind, Occurred: occurred, Register: b.Register, Staff: b.Staff, Receipt: b.Receipt,
		Channel: b.Channel, Currency: b.Currency, Customer: b.Customer, IdentifiedBy: b.By,
		Total: ledger.Amount(b.Total), Training: b.Training, Flags: ledger.ParseFlags(b.Flags),
	}
	for _, l := range b.Lines {
		t.Lines = append(t.Lines, ledger.Line{
			SKU: l.SKU, Name: l.Name, Category: l.Category, Quantity: ledger.Quantity(l.Quantity),
			UnitPrice: ledger.Amount(l.UnitPrice), Discount: ledger.Amount(l.Discount), Amount: ledger.Amount(l.Amount),
		})
	}
	for _, p := range b.Tenders {
		t.Tenders = append(t.Tenders, ledger.Tender{Type: p.Type, Amount: ledger.Amount(p.Amount)})
	}
	for _, u := range b.Benefits {
		t.Benefits = append(t.Benefits, ledger.BenefitUse{ID: u.ID, Coupon: u.Coupon})
	}
	if t.RefundOf, err = b.RefundOf.ledger(); err != nil {
		return t, err
	}
	t.VoidOf, err = b.VoidOf.ledger()
	return t, err
}

func (k *key) ledger() (*ledger.Key, error) {
	if k == nil {
		return nil, nil
	}
	day, err := ledger.ParseDay(k.Day)
	return &ledger.Key{Store: k.Store, Day: day, ID: k.ID}, err
}

// storedPrints are the fingerprints an item was recorded with.
func storedPrints(it item) ledger.Prints {
	return ledger.Prints{Of: text(it, attrPrint), Plain: text(it, attrPlain)}
}
