package report

import "dangol/shared/ledger"

// Purchase is one transaction of one customer, as a receipt tells it. Amounts
// of a refund are positive: the type carries the sign.
type Purchase struct {
	Store string         `json:"store"`
	Day   ledger.Day     `json:"day" doc:"business day"`
	ID    string         `json:"id" doc:"as the till named it"`
	Type  string         `json:"type" enum:"sale,refund,void"`
	Total ledger.Amount  `json:"total" doc:"minor units; of a void what its target was"`
	Lines []PurchaseLine `json:"lines,omitempty" doc:"where the till sent them"`
}

// PurchaseLine is one line of a receipt.
type PurchaseLine struct {
	Name     string        `json:"name"`
	Quantity int64         `json:"quantity" doc:"thousandths"`
	Amount   ledger.Amount `json:"amount"`
}
