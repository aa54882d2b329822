package api

import (
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
)

// What tills send, for the API's description and for Go clients. Our decoder
// reads the same fields; a test holds the two together.

// Transaction is a sale, a refund or a void.
type Transaction struct {
	_           struct{} `json:"-" additionalProperties:"true"`
	ID          string   `json:"id" pattern:"^[A-Za-z0-9_-]{1,64}$" doc:"made by the till; names this transaction for ever"`
	Type        string   `json:"type" enum:"sale,refund,void"`
	OccurredAt  string   `json:"occurredAt" format:"date-time" doc:"the till's time, with an offset"`
	BusinessDay string   `json:"businessDay,omitempty" format:"date" doc:"default: from occurredAt and the store's day start"`
	Register    string   `json:"register,omitempty" maxLength:"100"`
	Staff       string   `json:"staff,omitempty" maxLength:"100"`
	Receipt     string   `json:"receipt,omitempty" maxLength:"100"`
	Channel     string   `json:"channel,omitempty" maxLength:"100"`
	Currency    string   `json:"currency,omitempty" doc:"the merchant's; may be left out"`
	Customer    *Who     `json:"customer,omitempty"`
	Total       *int64   `json:"total,omitempty" minimum:"0" maximum:"99999999999" doc:"minor units; needed unless type is void"`
	Lines       []Line   `json:"lines,omitempty" maxItems:"2000"`
	Tenders     []Tender `json:"tenders,omitempty" maxItems:"50"`
	Benefits    []Given  `json:"benefits,omitempty" maxItems:"50" doc:"what was given with a sale; what it cost the policy says. Restated in a repeat it changes nothing"`
	Training    bool     `json:"training,omitempty" doc:"recorded, and never counted"`
	RefundOf    *Link    `json:"refundOf,omitempty" doc:"the sale a refund gives back"`
	VoidOf      *Link    `json:"voidOf,omitempty" doc:"what a void undoes; needed when type is void"`
}

// Who names a customer by one of these. An identifier never seen before makes
// a new customer.
type Who struct {
	_        struct{} `json:"-" additionalProperties:"true"`
	ID       string   `json:"id,omitempty" doc:"our own id"`
	Phone    string   `json:"phone,omitempty"`
	Card     string   `json:"card,omitempty"`
	MemberNo string   `json:"memberNo,omitempty" doc:"the shop's own number"`
}

// Line is one line of a receipt. Amount is authoritative; quantity × unitPrice
// − discount is not checked.
type Line struct {
	_         struct{} `json:"-" additionalProperties:"true"`
	SKU       string   `json:"sku,omitempty" maxLength:"100"`
	Name      string   `json:"name,omitempty" maxLength:"400"`
	Category  string   `json:"category,omitempty" maxLength:"100" doc:"delivery is left out of customers' figures"`
	Quantity  string   `json:"quantity,omitempty" doc:"decimal, at most three places; default 1"`
	UnitPrice int64    `json:"unitPrice,omitempty"`
	Discount  int64    `json:"discount,omitempty" minimum:"0"`
	Amount    int64    `json:"amount" doc:"after discount"`
}

// Given is one benefit or coupon given with a sale.
type Given struct {
	_      struct{} `json:"-" additionalProperties:"true"`
	ID     string   `json:"id" doc:"of the benefit or the coupon, as the customer's answer names it"`
	Coupon string   `json:"coupon,omitempty" maxLength:"400" pattern:"^[A-Za-z0-9_-]{1,64}@[A-Za-z0-9_-]{1,64}(~[A-Za-z0-9_-]{1,64})*$" doc:"the name of the coupon that was used, as the answer to its use names it"`
}

// Tender is one part of how it was paid.
type Tender struct {
	_      struct{} `json:"-" additionalProperties:"true"`
	Type   string   `json:"type" enum:"card,cash,giftcard,points,coupon,mobile,transfer,other"`
	Amount int64    `json:"amount"`
}

// Link names another transaction.
type Link struct {
	_           struct{} `json:"-" additionalProperties:"true"`
	Store       string   `json:"store,omitempty" doc:"default: the same store"`
	BusinessDay string   `json:"businessDay" format:"date"`
	ID          string   `json:"id"`
}

// Recorded is the answer to a transaction.
type Recorded struct {
	ID          string       `json:"id"`
	BusinessDay string       `json:"businessDay" format:"date"`
	CustomerID  string       `json:"customerId,omitempty"`
	Points      *points.Told `json:"points,omitempty" doc:"when a member's points are touched"`
}

// Batch is a number of transactions that do not depend on each other.
type Batch struct {
	_            struct{}      `json:"-" additionalProperties:"true"`
	Transactions []Transaction `json:"transactions" minItems:"1" maxItems:"500"`
}

// WireOf is how a till would send a transaction and who it is for.
func WireOf(t *ledger.Transaction, who customer.Identifier) Transaction {
	total := int64(t.Total)
	w := Transaction{
		ID: t.ID, Type: t.Type.String(), OccurredAt: t.Occurred.Text, BusinessDay: t.Day.String(),
		Register: t.Register, Staff: t.Staff, Receipt: t.Receipt, Channel: t.Channel, Currency: t.Currency,
		Training: t.Training, RefundOf: linkOf(t.RefundOf), VoidOf: linkOf(t.VoidOf),
	}
	if t.Type != ledger.Void {
		w.Total = &total
	}
	switch value := string(who.Value); who.Kind {
	case customer.ID:
		w.Customer = &Who{ID: value}
	case customer.Phone:
		w.Customer = &Who{Phone: value}
	case customer.Card:
		w.Customer = &Who{Card: value}
	case customer.MemberNo:
		w.Customer = &Who{MemberNo: value}
	}
	for _, l := range t.Lines {
		w.Lines = append(w.Lines, Line{
			SKU: l.SKU, Name: l.Name, Category: l.Category, Quantity: l.Quantity.String(),
			UnitPrice: int64(l.UnitPrice), Discount: int64(l.Discount), Amount: int64(l.Amount),
		})
	}
	for _, p := range t.Tenders {
		w.Tenders = append(w.Tenders, Tender{Type: p.Type, Amount: int64(p.Amount)})
	}
	for _, b := range t.Benefits {
		w.Benefits = append(w.Benefits, Given{ID: b.ID, Coupon: b.Coupon})
	}
	return w
}

func linkOf(k *ledger.Key) *Link {
	if k == nil {
		return nil
	}
	return &Link{Store: k.Store, BusinessDay: k.Day.String(), ID: k.ID}
}
