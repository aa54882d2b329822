package ledger

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a value that identifies a person. It prints as nothing, so it
// cannot reach a log or an error by accident. Fields that hold one, however
// deep, must be exported: fmt prints unexported fields without asking them.
type Secret string

const redacted = "[redacted]"

// Format prints nothing of it, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) } //nolint:errcheck // fmt's own buffer

func (Secret) String() string               { return redacted }
func (Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Unhashed is an identifier in its normal form that could not be hashed: the
// key for it was out of reach. It is personal data, so it is kept apart from
// the transaction, and only until the customer is known.
type Unhashed struct {
	Kind  string
	Value Secret
}

// IsZero says there is no identifier.
func (u Unhashed) IsZero() bool { return u.Value == "" }

// Names says the till named a customer.
func (a *Arrival) Names() bool { return a.Who() != "" || !a.Waiting.IsZero() }

// Waits says a is recorded now and gets its customer later. Training never
// makes a customer, and a linked refund or void has its target's.
func (a *Arrival) Waits() bool {
	return !a.Waiting.IsZero() && !a.Training && a.RefundOf == nil && a.VoidOf == nil
}
