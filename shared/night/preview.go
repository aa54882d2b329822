package night

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// Previewer answers the desk from what the last night sealed and published:
// what a policy would change before it is saved, and what somebody bought. It
// writes nothing.
type Previewer struct {
	Shop    PreviewShop
	Sealed  Objects
	Reports Objects
	Pointer Pointer
}

// PreviewShop is what of the settings a preview reads.
type PreviewShop interface {
	Merchant(ctx context.Context) (ledger.Merchant, error)
	Policies(ctx context.Context) ([]policy.Policy, error)
	Watermark(ctx context.Context) (ledger.Watermark, error)
}

const (
	// previewRowsMax and previewSeatsMax are how many transactions and customers
	// a preview folds: as many as one was seen to fold in less than half of the
	// function's time and memory. BenchmarkPreview measures.
	previewRowsMax  = 10_000_000
	previewSeatsMax = 1_000_000
	// previewMin is below how many customers a preview tells little.
	previewMin = 30
)

// preview is one under way.
type preview struct {
	*Previewer
	latest   report.Latest
	manifest *page.Manifest
	had      []grade.State // of the last night, by seat
	seats    int
	on       ledger.Day
	inForce  *side
	asked    *side
}

// side is everybody by one set of rules.
type side struct {
	*promises
	whole policy.Policy
	fates []fate
}

// fate is what is kept of a promise until all are counted: who falls, falls to
// drop on a day.
type fate struct {
	grade, drop string
	on          ledger.Day
}

// foretell keeps what becomes of a customer who had a state.
func (s *side) foretell(seat int32, had grade.State, r *grade.Record) {
	state := s.advance(seat, had, r)
	s.fates[seat] = fate{state.Grade, state.DropTo, state.DropOn}
}

// Preview folds the pages the last night published and decides everybody's
// grade on the first night that would decide by asked, by it and by the rules
// in force. The decisions are the night's own: what it says of that night is
// what the night then does, unless something is bought or given back before.
//
// asked is the next version. report.ErrNone when no night has published,
// report.ErrTooLarge when there is more than it has time for.
func (v *Previewer) Preview(ctx context.Context, asked policy.Policy) (*report.Preview, error) {
	p := &preview{Previewer: v}
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	versions, err := v.Shop.Policies(ctx)
	if err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	p.on = max(p.latest.AsOf+1, asked.Effective)
	if p.inForce, err = p.side(ctx, versions); err != nil {
		return nil, err
	}
	if p.asked, err = p.side(ctx, append(versions[:len(versions):len(versions)], asked)); err != nil {
		return nil, err
	}
	folded, err := p.fold(ctx)
	if err != nil {
		return nil, err
	}
	doc := p.compare(folded)
	doc.Cost, err = p.cost(ctx, folded)
	return doc, err
}

// last is what the last night published and sealed. report.ErrNone when there
// was none, report.ErrTooLarge when there is too much.
func (v *Previewer) last(ctx context.Context) (latest report.Latest, m *page.Manifest, err error) {
	mark, err := v.Shop.Watermark(ctx)
	if err != nil {
		return latest, nil, fmt.Errorf("read watermark: %w", err)
	}
	if mark.Version == 0 {
		return latest, nil, report.ErrNone
	}
	content, _, err := v.Pointer.Read(ctx)
	if err != nil {
		return latest, nil, fmt.Errorf("read pointer: %w", err)
	}
	if err := json.Unmarshal(content, &latest); err != nil {
		return latest, nil, fmt.Errorf("read pointer: %w", err)
	}
	if content, err = v.Sealed.Get(ctx, latest.Manifest); err != nil {
		return latest, nil, fmt.Errorf("read manifest: %w", err)
	}
	m, err = page.DecodeManifest(content)
	switch {
	case errors.Is(err, page.ErrSchema): // the next night seals them anew
		return latest, nil, report.ErrNone
	case err != nil:
		return latest, nil, err
	}
	return latest, m, smallEnough(m, 0)
}

// transfersOf counts the transfers of points a manifest names.
func transfersOf(m *page.Manifest) (rows int) {
	for _, e := range m.Points {
		rows += e.Rows
	}
	return rows
}

// smallEnough is report.ErrTooLarge of more than can be read while somebody
// waits: transactions, and rows beside them.
func smallEnough(m *page.Manifest, beside int) error {
	rows, seats := beside, 0
	for _, s := range m.Sources() {
		rows += s.Rows.All()
	}
	for _, s := range m.Roster {
		seats += s.Rows
	}
	if rows > previewRowsMax || seats > previewSeatsMax {
		return fmt.Errorf("%w: %d transactions and transfers of %d customers", report.ErrTooLarge, rows, seats)
	}
	return nil
}

// open reads what the last night published.
func (p *preview) open(ctx context.Context) (err error) {
	if p.latest, p.manifest, err = p.last(ctx); err != nil {
		return err
	}
	for _, s := range p.manifest.Roster {
		p.seats += s.Rows
	}
	return p.readStates(ctx, p.latest.Scopes[report.ScopeAll].Report)
}

// held is the part of a row of customers.parquet that a preview goes on from.
type held struct {
	Seat int32 `parquet:"seat,plain"`
	report.Promise
}

// heldAtOnce is how many rows are read at once.
const heldAtOnce = 16 << 10

// readStates reads what the last night promised everybody.
func (p *preview) readStates(ctx context.Context, folder string) error {
	content, err := p.Reports.Get(ctx, folder+"/"+report.FileCustomers)
	if err != nil {
		return fmt.Errorf("read customers of %s: %w", folder, err)
	}
	file, err := page.Open(content)
	if err != nil {
		return fmt.Errorf("read customers of %s: %w", folder, err)
	}
	p.had = make([]grade.State, p.seats+1)
	names := map[string]string{} // one string for each id of a grade
	same := func(s string) string {
		if _, there := names[s]; !there {
			names[s] = s
		}
		return names[s]
	}
	return page.Each(file, heldAtOnce, func(row *held) error {
		if row.Seat < 1 || int(row.Seat) > p.seats {
			return fmt.Errorf("%w: customers of %s have seat %d", page.ErrCorrupt, folder, row.Seat)
		}
		state := stateOf(&row.Promise)
		state.Grade, state.DropTo, state.Reason = same(state.Grade), same(state.DropTo), grade.Reason(same(string(state.Reason)))
		p.had[row.Seat] = state
		return nil
	})
}

// side prepares everybody by the versions of a policy.
func (p *preview) side(ctx context.Context, versions []policy.Policy) (*side, error) {
	in := inputsOf(versions, p.on)
	last := &base{asOf: p.latest.AsOf}
	s := &side{whole: in.Policy, promises: newPromises(in.book(), in.Policy.Rules(), last, p.seats+1, p.on), fates: make([]fate, p.seats+1)}
	s.settled = func(seat int32, _, all *grade.Record) { s.foretell(seat, p.had[seat], all) }
	if len(in.Policy.Excluded) == 0 {
		return s, nil
	}
	members := page.NewMembers()
	if err := loadRoster(ctx, p.Sealed, members, p.manifest.Roster); err != nil {
		return nil, err
	}
	s.excluded = excludedOf(&in.Policy, members.Rows)
	return s, nil
}

// fold reads every page once and gives what each customer did to both sides.
func (p *preview) fold(ctx context.Context) (*Folded, error) {
	merchant, err := p.Shop.Merchant(ctx)
	if err != nil {
		return nil, fmt.Errorf("read merchant: %w", err)
	}
	zone, err := time.LoadLocation(merchant.Zone)
	if err != nil {
		return nil, err
	}
	inForce, asked := p.inForce.hear(zone), p.asked.hear(zone)
	w := Windows{
		AsOf: p.on, Year: p.on.AddMonths(-12), Score: p.on,
		Record: func(seat int32, r *grade.Record) {
			p.inForce.take(seat, r)
			p.asked.take(seat, r)
		},
		Told: func() {
			p.inForce.told()
			p.asked.told()
		},
		Again: p.inForce.ranks != nil || p.asked.ranks != nil,
		Fact: func(day ledger.Day, f *page.Fact) {
			inForce(day, f)
			asked(day, f)
		},
		Enrolments: p.inForce.policy.Kind() == grade.Anniversary || p.asked.policy.Kind() == grade.Anniversary,
	}
	if p.inForce.book.CountsPoints() || p.asked.book.CountsPoints() {
		if err := smallEnough(p.manifest, transfersOf(p.manifest)); err != nil {
			return nil, err
		}
		w.Earned = points.NewEarnings(p.on)
	}
	folded, err := Fold(ctx, p.manifest, p.Sealed, p.seats, w)
	if err != nil {
		return nil, err
	}
	p.inForce.settle(folded)
	p.asked.settle(folded)
	return folded, nil
}
