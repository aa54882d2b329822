package ledgertest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/page"
	"dangol/shared/report"
)

// World is an installation in memory with a clock that stands still: what a
// test posts to and runs nights in.
type World struct {
	*Memory
	Sealed, Reports *Objects
	Clock           time.Time

	merged map[string]string // name → the customer they were before a merge
}

// NewWorld is an installation with one store in Seoul called main, made and
// looked at on now.
func NewWorld(now time.Time) *World {
	w := &World{Memory: &Memory{}, Sealed: &Objects{}, Reports: &Objects{}, Clock: now}
	w.SetMerchant(ledger.Merchant{Name: "온마루", Currency: "KRW", Zone: "Asia/Seoul"})
	w.OpenStore("main", "Asia/Seoul")
	return w
}

// OpenStore adds a store with the default day start.
func (w *World) OpenStore(id, zone string) {
	w.AddStore(ledger.Store{
		ID: id, Name: id, Country: "KR", Created: w.Clock,
		Hours: []ledger.Hours{{Zone: zone, DayStart: ledger.DefaultDayStart}},
	})
}

// Night runs the night of asOf.
func (w *World) Night(ctx context.Context, asOf ledger.Day) (*night.Result, error) {
	n := night.Night{
		Ledger: w, Shop: w, Views: w, Sealed: w.Sealed, Reports: w.Reports, Pointer: w.Reports,
		Now: func() time.Time { return w.Clock }, Owner: "test",
	}
	return n.Run(ctx, night.Request{AsOf: asOf})
}

// Post records events written one to a line, the way a shopkeeper would tell
// them:
//
//	id type who day total [key=value …]
//
// who is - for somebody unknown. Keys are store, delivery, points, refundOf
// and voidOf (an id, or store/day/id), of (products, a comma between, which
// share the total), at (15:04 instead of noon; 25:00 is one in the morning after), and the bare word lines for a
// refund that lists what came back. Amounts are in won.
// What the desk did is told as
//
//	merge lee into kim
//	unmerge lee from kim
//	erase kim
//
// on the day the clock shows; and of points as pointsEvent says, in a shop that
// has some.
func (w *World) Post(ctx context.Context, events string) error {
	for line := range strings.Lines(events) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if done, err := w.desk(ctx, strings.Fields(line)); done {
			if err != nil {
				return fmt.Errorf("event %q: %w", strings.TrimSpace(line), err)
			}
			continue
		}
		t, who, err := w.parse(line)
		if err != nil {
			return fmt.Errorf("event %q: %w", strings.TrimSpace(line), err)
		}
		arrival := ledger.Arrival{Transaction: t, Received: w.Clock}
		if who != "-" {
			arrival.Identity = Member(who)
		}
		if out := w.AppendWithPoints(ctx, []ledger.Arrival{arrival}, w.Terms()); out[0].Err != nil {
			return fmt.Errorf("event %q: %w", strings.TrimSpace(line), out[0].Err)
		}
	}
	return nil
}

// desk does what words tell of the desk, and says false to any others.
func (w *World) desk(ctx context.Context, words []string) (bool, error) {
	id := func(i int) string {
		if i >= len(words) {
			return ""
		}
		owner, err := w.Lookup(ctx, Member(words[i]))
		if err != nil {
			return ""
		}
		return owner
	}
	switch words[0] {
	case "merge":
		if w.merged == nil {
			w.merged = map[string]string{}
		}
		w.merged[words[1]] = id(1)
		return true, w.Merge(ctx, id(3), id(1), "boss", w.Clock, func(into, _ *customer.Profile) (string, error) { return into.Sealed, nil })
	case "unmerge":
		return true, w.Unmerge(ctx, id(3), w.merged[words[1]], "boss", w.Clock)
	case "erase":
		return true, w.Erase(ctx, id(1), "boss", w.Clock)
	}
	return w.pointsEvent(ctx, words, id)
}

// Member is the identity of somebody in events.
func Member(who string) ledger.Identity {
	return ledger.Identity{Kind: "memberNo", Version: "t", Hash: who}
}

func (w *World) parse(line string) (*ledger.Transaction, string, error) {
	words := strings.Fields(line)
	if len(words) < 5 {
		return nil, "", fmt.Errorf("want id type who day total")
	}
	kind, ok := ledger.ParseType(words[1])
	day, err := ledger.ParseDay(words[3])
	total, totalErr := strconv.ParseInt(words[4], 10, 64)
	if !ok || err != nil || totalErr != nil {
		return nil, "", fmt.Errorf("type, day or total is unreadable")
	}
	t := &ledger.Transaction{
		Key: ledger.Key{Store: "main", Day: day, ID: words[0]}, Type: kind, Currency: "KRW", Total: ledger.Amount(total),
	}
	t.Occurred.At = day.Time().Add(3 * time.Hour) // noon in Seoul
	t.Occurred.Text = t.Occurred.At.Format(time.RFC3339)
	for _, word := range words[5:] {
		name, value, _ := strings.Cut(word, "=")
		if err := detail(t, name, value); err != nil {
			return nil, "", err
		}
	}
	return t, words[2], nil
}

func detail(t *ledger.Transaction, name, value string) error {
	amount, _ := strconv.ParseInt(value, 10, 64)
	switch name {
	case "store":
		t.Store = value
	case "training":
		t.Training = true
	case "lines":
		t.Lines = append(t.Lines, ledger.Line{Name: "goods", Quantity: ledger.One, Amount: t.Total})
	case "of":
		names := strings.Split(value, ",")
		each := t.Total / ledger.Amount(len(names))
		for i, name := range names {
			if i == len(names)-1 {
				each = t.Total - each*ledger.Amount(i)
			}
			t.Lines = append(t.Lines, ledger.Line{Name: name, Quantity: ledger.One, Amount: each})
		}
	case "at":
		var hour, minute time.Duration
		if _, err := fmt.Sscanf(value, "%d:%d", &hour, &minute); err != nil {
			return fmt.Errorf("at %s: %w", value, err)
		}
		t.Occurred.At = t.Day.Time().Add((hour-9)*time.Hour + minute*time.Minute) // Seoul is nine hours ahead
		t.Occurred.Text = t.Occurred.At.Format(time.RFC3339)
	case "delivery":
		t.Lines = []ledger.Line{
			{Name: "goods", Quantity: ledger.One, Amount: t.Total - ledger.Amount(amount)},
			{Name: "delivery", Category: ledger.Delivery, Quantity: ledger.One, Amount: ledger.Amount(amount)},
		}
	case "points":
		t.Tenders = []ledger.Tender{
			{Type: ledger.TenderPoints, Amount: ledger.Amount(amount)},
			{Type: "card", Amount: t.Total - ledger.Amount(amount)},
		}
	case "gives":
		for _, id := range strings.Split(value, ",") {
			t.Benefits = append(t.Benefits, ledger.BenefitUse{ID: id})
		}
	case "refundOf":
		t.RefundOf = target(t, value)
	case "voidOf":
		t.VoidOf = target(t, value)
	default:
		return fmt.Errorf("%s is no detail", name)
	}
	return nil
}

// target reads an id on the same store and day, or store/day/id.
func target(t *ledger.Transaction, value string) *ledger.Key {
	k := t.Key
	parts := strings.Split(value, "/")
	k.ID = parts[len(parts)-1]
	if len(parts) == 3 {
		k.Store = parts[0]
		if day, err := ledger.ParseDay(parts[1]); err == nil {
			k.Day = day
		}
	}
	return &k
}

// Customers reads the per-customer table of a report.
func (w *World) Customers(ctx context.Context, folder string) ([]report.Customer, error) {
	content, err := w.Reports.Get(ctx, folder+"/"+report.FileCustomers)
	if err != nil {
		return nil, err
	}
	file, err := page.Open(content)
	if err != nil {
		return nil, err
	}
	return page.Read[report.Customer](file, 0, file.Rows())
}

// Who names the customer of an id the way events do, by the first of their
// names.
func (w *World) Who(id string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, owner := range slices.Sorted(maps.Keys(w.owners)) {
		if w.owners[owner] == id {
			return strings.TrimPrefix(owner, "memberNo:t:")
		}
	}
	return id
}
