package night

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/report"
)

// Event asks for a night: the schedule names its time, an operator a day.
type Event struct {
	ScheduledTime time.Time   `json:"scheduledTime,omitzero"`
	AsOf          *ledger.Day `json:"asOf,omitempty"`
	Force         bool        `json:"force,omitempty"`
}

// Reply says what became of it.
type Reply struct {
	Version   int64            `json:"version"`
	AsOf      ledger.Day       `json:"asOf"`
	Committed bool             `json:"committed"`
	GaveWay   bool             `json:"gaveWay,omitempty"` // another night was at work
	Report    string           `json:"report,omitempty"`
	Pages     int              `json:"pages"`
	Customers report.Customers `json:"customers"`
	Grades    int              `json:"grades"` // views written
	Warnings  []report.Warning `json:"warnings"`
	Seconds   float64          `json:"seconds"`
}

// Handle runs the night an event asks for. Giving way to another night is no
// failure: what had to be done is being done.
func (n *Night) Handle(ctx context.Context, e Event) (*Reply, error) {
	began := n.Now()
	asOf, err := n.dayOf(ctx, e)
	if err != nil {
		return nil, err
	}
	run := *n
	run.Owner = rand.Text()
	result, err := run.Run(ctx, Request{AsOf: asOf, Force: e.Force})
	if errors.Is(err, ErrNoStore) {
		return &Reply{AsOf: asOf, Warnings: []report.Warning{}}, nil
	}
	if errors.Is(err, ErrBusy) || errors.Is(err, ErrMoved) {
		slog.Info("night gave way", "asOf", asOf.String(), "cause", err.Error())
		return &Reply{AsOf: asOf, GaveWay: true, Warnings: []report.Warning{}}, nil
	}
	if err != nil {
		slog.Error("night failed", "asOf", asOf.String(), "cause", err.Error(), "needsAPerson", IsTheirs(err))
		return nil, err
	}
	reply := &Reply{
		Version: result.Version, AsOf: asOf, Committed: result.Committed, Report: result.Report, Pages: result.Pages,
		Customers: result.Customers, Grades: result.Grades, Warnings: result.Warnings, Seconds: n.Now().Sub(began).Seconds(),
	}
	slog.Info("night done", "asOf", asOf.String(), "version", reply.Version, "committed", reply.Committed,
		"customers", reply.Customers.Total, "seconds", reply.Seconds)
	return reply, nil
}

// dayOf is the day a night is for: the operator's, or the date of the
// scheduled time where the merchant is.
func (n *Night) dayOf(ctx context.Context, e Event) (ledger.Day, error) {
	if e.AsOf != nil {
		return *e.AsOf, nil
	}
	if e.ScheduledTime.IsZero() {
		return 0, fmt.Errorf("night: the event names neither scheduledTime nor asOf")
	}
	merchant, err := n.Shop.Merchant(ctx)
	if err != nil {
		return 0, fmt.Errorf("read merchant: %w", err)
	}
	zone, err := time.LoadLocation(merchant.Zone)
	if err != nil {
		return 0, fmt.Errorf("night: %w", err)
	}
	return ledger.DayOf(e.ScheduledTime.In(zone)), nil
}
