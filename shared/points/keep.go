package points

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/quickjson"
)

// ErrAskedOtherwise: the id was used before to ask something else. No retry
// can mend it.
var ErrAskedOtherwise = errors.New("the id was used to ask something else")

// ErrCustomerUnknown: nobody has the customer id.
var ErrCustomerUnknown = errors.New("no customer has this id")

// Terms are the rules in force and the time, in the merchant's zone.
type Terms struct {
	Policy *Policy
	Now    time.Time
	// Then are the rules of another day, nil before there were points. Without
	// it they were always the same.
	Then func(ledger.Day) *Policy
}

// For are the rules a sale of a day earns by: those of its day, so that a till
// that was offline and an import of last year's sales earn what was promised
// then, which is nothing before there were points.
func (t *Terms) For(day ledger.Day) *Policy {
	if t.Then == nil {
		return t.Policy
	}
	if then := t.Then(day); then != nil {
		return then
	}
	nothing := *t.Policy
	nothing.Rate, nothing.Grades = Rate{Per: 1}, nil
	return &nothing
}

// Concern says t may have something to do with points by these terms. A sale of
// a day before there were points has not: it earns nothing, and what corrects
// it finds no state.
func (t *Terms) Concern(of *ledger.Transaction) bool {
	if of.Type == ledger.Sale && t.Then != nil && t.Then(of.Day) == nil {
		return false
	}
	return Concerns(of)
}

// Appender records transactions with what they do to points.
type Appender interface {
	ledger.Appender
	// AppendWithPoints is Append; besides, the account of the member, the state
	// of the sale and the entry change together with the recording, or none of
	// it does. Nil terms are a shop without points.
	AppendWithPoints(ctx context.Context, arrivals []ledger.Arrival, terms *Terms) []ledger.Outcome
}

// Keeper keeps accounts. The answer to an id never changes; fresh is false when
// it was given before. Errors are ErrAskedOtherwise, ErrCustomerUnknown,
// ledger.ErrBusy, or those of the network.
type Keeper interface {
	Hold(ctx context.Context, q HoldRequest, terms *Terms) (a Answer, fresh bool, err error)
	// EndHold captures or releases. An unknown hold, or one of another store, is
	// the refusal HoldUnknown.
	EndHold(ctx context.Context, q EndRequest, terms *Terms) (a Answer, fresh bool, err error)
	Adjust(ctx context.Context, q AdjustRequest, terms *Terms) (a Answer, fresh bool, err error)
}

// Asked is what is kept of a hold or an adjustment under its id: the first
// answer, and how a hold ended.
type Asked struct {
	Customer string `json:"customer"`
	Entry    Entry  `json:"entry"`
	End      *Entry `json:"end,omitempty"`
}

// Body is the answer to a transaction: a, and what is told of points.
func Body(a ledger.Answer, told *Told) ([]byte, error) {
	w := quickjson.NewWriter(128)
	w.Begin('{')
	w.Name("id")
	w.Text(a.ID)
	w.Name("businessDay")
	w.Text(a.Day.String())
	if a.Customer != "" {
		w.Name("customerId")
		w.Text(a.Customer)
	}
	if told != nil {
		content, err := json.Marshal(told)
		if err != nil {
			return nil, fmt.Errorf("encode answer: %w", err)
		}
		w.Name("points")
		w.Raw(string(content))
	}
	w.End('}')
	return w.Done()
}

// Concerns says t may have something to do with points: it is a known
// customer's sale, or corrects something.
func Concerns(t *ledger.Transaction) bool {
	return !t.Training && (t.Type == ledger.Sale && t.Customer != "" || t.RefundOf != nil || t.VoidOf != nil)
}

// HoldID names a store's hold among all.
func HoldID(store, id string) string { return "h/" + store + "/" + id }

// AdjustID names a store's adjustment among all.
func AdjustID(store, id string) string { return "a/" + store + "/" + id }
