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

// Event asks for a night: the schedule names its time, an operator a day, and
// one that names neither is for today.
type Event struct {
	ScheduledTime time.Time   `json:"scheduledTime,omitzero"`
	AsOf          *ledger.Day `json:"asOf,omitempty"`
	Force         bool        `json:"force,omitempty"`
	// Audit reads the whole ledger again, as the schedule does once a week.
	Audit      bool `json:"audit,omitempty"`
	AcceptLoss bool `json:"acceptLoss,omitempty"` // with Audit
	// Doctor asks what is wrong and changes nothing. RestorePointer puts the
	// pointer back when it is lost.
	Doctor         bool `json:"doctor,omitempty"`
	RestorePointer bool `json:"restorePointer,omitempty"`
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
	Audit     *Audit           `json:"audit,omitempty"`
	Findings  []Finding        `json:"findings,omitempty"`
}

// Handle runs the night an event asks for. Giving way to another night is no
// failure: what had to be done is being done.
func (n *Night) Handle(ctx context.Context, e Event) (*Reply, error) {
	began := n.Now()
	switch {
	case e.Doctor:
		return &Reply{Findings: n.Examine(ctx), Warnings: []report.Warning{}}, nil
	case e.RestorePointer:
		version, err := n.RestorePointer(ctx)
		return &Reply{Version: version, Warnings: []report.Warning{}}, err
	}
	asOf, today, err := n.dayOf(ctx, e)
	if err != nil {
		return nil, err
	}
	run := *n
	run.Owner = rand.Text()
	result, err := run.Run(ctx, Request{AsOf: asOf, Force: e.Force, Audit: e.Audit, AcceptLoss: e.AcceptLoss})
	behind := slog.Int("age", int(today-asOf)) // days; the template's alarms read it
	if errors.Is(err, ErrNoStore) {
		slog.Info("night done", "asOf", asOf.String(), behind, "committed", false)
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
		Customers: result.Customers, Grades: result.Grades, Warnings: result.Warnings, Seconds: n.Now().Sub(began).Seconds(), Audit: result.Audit,
	}
	slog.Info("night done", "asOf", asOf.String(), behind, "version", reply.Version, "committed", reply.Committed,
		"customers", reply.Customers.Total, "seconds", reply.Seconds)
	for _, w := range reply.Warnings {
		slog.Warn("night warning", "asOf", asOf.String(), "code", w.Code, "n", w.N)
	}
	if a := result.Audit; a != nil {
		slog.Info("audit done", "days", a.Days, "resealed", a.Resealed, "missed", a.Missed)
	}
	return reply, nil
}

// dayOf is the day a night is for: the operator's, or the date of the
// scheduled time where the merchant is, or of now; and the date there now.
func (n *Night) dayOf(ctx context.Context, e Event) (asOf, today ledger.Day, err error) {
	merchant, err := n.Shop.Merchant(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("read merchant: %w", err)
	}
	zone, err := time.LoadLocation(merchant.Zone)
	if err != nil {
		return 0, 0, fmt.Errorf("night: %w", err)
	}
	today = ledger.DayOf(n.Now().In(zone))
	switch {
	case e.AsOf != nil:
		return *e.AsOf, today, nil
	case e.ScheduledTime.IsZero():
		return today, today, nil
	}
	return ledger.DayOf(e.ScheduledTime.In(zone)), today, nil
}
