package night_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/page"
	"dangol/shared/report"
)

// history is what tills and nights do in one simulation.
type history struct {
	*testing.T
	*sim
	stores []string
	keys   []ledger.Key // of sales planned so far, for refunds and voids
	acked  map[ledger.Key]bool
	failed int
	nights int
	wrong  []string
	twin   twinRules
	// read are the keys in pages already looked into: a page never changes.
	read map[string][]ledger.Key
}

// twinRules are rules of the ledger's own side that a test may break.
type twinRules struct {
	noMarker, markerApart, blindSwap bool
}

// brokenTwin is the rule of the ledger's side a test has broken.
var brokenTwin twinRules

const (
	simDays  = 16
	simSales = 28
)

func newHistory(t *testing.T, s *sim) *history {
	h := &history{
		T: t, sim: s, stores: []string{"la", "london", "main"}, acked: map[ledger.Key]bool{}, twin: brokenTwin,
		read: map[string][]ledger.Key{},
	}
	s.world.OpenStore("la", "America/Los_Angeles")
	s.world.OpenStore("london", "Europe/London")
	return h
}

// plan lays out the sales, their deliveries and the nights.
func (h *history) plan(began time.Time) {
	for i := range simSales {
		h.planSale(i, began)
	}
	// In some histories nights fail for days on end.
	spell, until := simDays, simDays
	if h.random.IntN(3) == 0 {
		spell = h.random.IntN(simDays)
		until = spell + 3 + h.random.IntN(4)
	}
	for day := range simDays {
		scheduled := schedule(began, day)
		if h.random.IntN(6) == 0 || day >= spell && day < until {
			continue // the schedule did not fire
		}
		for n := range 1 + h.random.IntN(5)/4 {
			at := scheduled.Add(time.Duration(h.random.IntN(90)*n) * time.Minute)
			asOf := ledger.DayOf(at.Add(9*time.Hour)) - ledger.Day(h.random.IntN(8)/7*h.random.IntN(3))
			h.at(at, func() { h.startNight(asOf, h.weather(), false) })
		}
	}
}

// schedule is when the night of a day of the history begins.
func schedule(began time.Time, day int) time.Time {
	return began.AddDate(0, 0, day).Add(19*time.Hour + 30*time.Minute)
}

// planSale plans one transaction and how it reaches us: at once, hours or
// weeks late, perhaps more than once.
func (h *history) planSale(i int, began time.Time) {
	store := h.stores[h.random.IntN(3)]
	happened := began.Add(time.Duration(h.random.IntN(simDays*24*60)) * time.Minute)
	if h.random.IntN(5) == 0 {
		happened = happened.AddDate(0, 0, -h.random.IntN(60))
	}
	t := &ledger.Transaction{
		Key:  ledger.Key{Store: store, Day: ledger.DayOf(happened), ID: fmt.Sprintf("t%02d", i)},
		Type: ledger.Sale, Currency: "KRW", Total: ledger.Amount(1 + h.random.IntN(300_000)),
	}
	t.Occurred.At, t.Occurred.Text = happened, happened.Format(time.RFC3339)
	if n := len(h.keys); n > 0 && h.random.IntN(3) == 0 {
		target := h.keys[h.random.IntN(n)]
		if h.random.IntN(3) == 0 {
			t.Type, t.VoidOf, t.Total = ledger.Void, &target, 0
		} else {
			t.Type, t.RefundOf = ledger.Refund, &target
		}
	}
	h.keys = append(h.keys, t.Key)
	delay := time.Duration(h.random.IntN(120)) * time.Second
	switch h.random.IntN(5) {
	case 0:
		delay = time.Duration(h.random.IntN(20*24)) * time.Hour
	case 1:
		delay = time.Duration(h.random.IntN(36)) * time.Hour
	}
	who := ""
	if h.random.IntN(4) > 0 {
		who = []string{"kim", "lee", "park"}[h.random.IntN(3)]
	}
	copies := 1 + h.random.IntN(3)/2
	for range copies {
		sent := happened.Add(delay)
		if sent.Before(began) {
			sent = began.Add(time.Duration(h.random.IntN(simDays*24*60)) * time.Minute)
		}
		if h.random.IntN(4) == 0 { // just while a night reads
			night := schedule(began, max(0, min(simDays-1, int(sent.Sub(began)/(24*time.Hour)))))
			sent = night.Add(time.Duration(h.random.IntN(3000)-500) * time.Millisecond)
		}
		h.at(sent, func() { h.startTill(t, who) })
		delay += time.Duration(h.random.IntN(9*24)) * time.Hour
	}
}

// startTill sends one transaction until it is answered. Between the decision
// that its day needs a marker and the moment the write is visible, up to most
// of a day may pass; clocks differ by minutes.
func (h *history) startTill(t *ledger.Transaction, who string) {
	h.nights++
	by := &actor{name: fmt.Sprintf("till%04d", h.nights)}
	if h.random.IntN(3) == 0 {
		by.trouble, by.kind = 1+h.random.IntN(2), trouble(1+h.random.IntN(2))
	}
	inFlight := time.Duration(h.random.IntN(300)) * time.Millisecond
	if h.random.IntN(12) == 0 {
		inFlight = time.Duration(h.random.IntN(21*60)) * time.Minute
	}
	skew := time.Duration(h.random.IntN(20*60)-600) * time.Second
	decided := h.now.Add(skew)
	apart := time.Duration(h.random.IntN(3)/2*h.random.IntN(90)) * time.Minute
	h.at(h.now.Add(inFlight), func() {
		if (apart > 0 || h.twin.markerApart) && ledger.NeedsMarker(t.Day, decided) && !h.twin.noMarker {
			if h.twin.markerApart && h.random.IntN(4) == 0 {
				// a crash between the two writes the rule makes one of
			} else {
				h.world.Mark(t.Key) // a query may see the marker before the sale
			}
		}
		h.at(h.now.Add(apart), func() { go h.till(by, t, who, decided) })
	})
}

func (h *history) till(by *actor, t *ledger.Transaction, who string, decided time.Time) {
	for {
		var out ledger.Outcome
		err := h.ask(by, "append", t.ID, func() error {
			a := ledger.Arrival{Transaction: t, Received: decided}
			if who != "" {
				a.Identity = ledgertest.Member(who)
			}
			if h.twin.noMarker || h.twin.markerApart {
				out = h.world.AppendUnmarked(context.Background(), a)
			} else {
				out = h.world.Append(context.Background(), []ledger.Arrival{a})[0]
			}
			return nil
		})
		decided = h.clock()
		if err == nil && out.Err == nil {
			h.mu.Lock()
			h.acked[t.Key] = true
			h.mu.Unlock()
			return
		}
	}
}

// commitOps are the calls a night ends with.
var commitOps = []string{"save watermark", "swap", "grade", "clear"}

// weather is a night with at most one thing that goes wrong.
func (h *history) weather() *actor {
	if h.random.IntN(3) == 0 {
		return &actor{}
	}
	by := &actor{trouble: 1 + h.random.IntN(170), kind: trouble(1 + h.random.IntN(int(troubles)-1))}
	if h.random.IntN(2) == 0 { // around the commit
		by.op, by.trouble = commitOps[h.random.IntN(len(commitOps))], 1+h.random.IntN(2)
	}
	return by
}

// startNight runs a night in a goroutine of its own. A calm one must succeed.
func (h *history) startNight(asOf ledger.Day, by *actor, calm bool) {
	h.nights++
	by.name = fmt.Sprintf("night%04d", h.nights)
	p := ports{h.sim, by, !calm && h.random.IntN(2) == 0, h.twin.blindSwap}
	skew := time.Duration(h.random.IntN(20*60)-600) * time.Second
	n := &night.Night{
		Ledger: p, Shop: p, Views: p, Pointer: p, Owner: by.name,
		Sealed: bucketPorts{p, h.world.Sealed, "p:"}, Reports: bucketPorts{p, h.world.Reports, "r:"},
		Now: func() time.Time { return h.clock().Add(skew) },
	}
	go func() {
		_, err := n.Run(context.Background(), night.Request{AsOf: asOf})
		h.mu.Lock()
		defer h.mu.Unlock()
		if err != nil {
			h.failed++
		}
		if night.IsTheirs(err) {
			h.wrong = append(h.wrong, fmt.Sprintf("%s stopped: %v", by.name, err))
		}
		if calm && err != nil && !errors.Is(err, night.ErrBusy) {
			h.wrong = append(h.wrong, fmt.Sprintf("a calm night failed: %v", err))
		}
	}()
}

// settle lets quiet days pass until everything that was sent can be published.
// The first night is gone right after its commit; run again, it leaves what an
// undisturbed one does.
func (h *history) settle() {
	for day := range 3 {
		at := h.now.AddDate(0, 0, 1)
		asOf := ledger.DayOf(at.Add(9 * time.Hour))
		if day == 0 {
			h.at(at, func() { h.startNight(asOf, &actor{op: "swap", trouble: 1, kind: crashAfter}, false) })
			at = at.Add(time.Hour)
		}
		h.at(at, func() { h.startNight(asOf, &actor{}, true) })
		h.run()
		h.judgeViews(context.Background())
	}
}

func (h *history) complain(format string, args ...any) {
	h.wrong = append(h.wrong, fmt.Sprintf(format, args...))
}

// latest is the pointer as it stands.
func (h *history) latest() (latest report.Latest) {
	_, pointer := h.world.Reports.All()
	if err := json.Unmarshal(pointer, &latest); err != nil {
		h.complain("no pointer: %v", err)
	}
	return latest
}

// judgeViews looks at what the till shows: the grades of the published report.
func (h *history) judgeViews(ctx context.Context) {
	rows, err := h.world.Customers(ctx, h.latest().Scopes[report.ScopeAll].Report)
	if err != nil {
		h.complain("%v", err)
	}
	views := h.world.Grades()
	for _, c := range rows {
		if v := views[c.Customer]; v.Grade != c.Grade || int32(v.LastVisit) != c.LastDay || int64(v.Amount) != c.Amount {
			h.complain("%s holds %s with %d, the till shows %+v", c.Customer, c.Grade, c.Amount, v)
		}
	}
}

// judge looks at the end of the history: nothing lost, nothing doubled, and
// every figure what the plainest fold makes of what tills were told is
// recorded.
func (h *history) judge(ctx context.Context) string {
	latest := h.latest()
	recorded, pages := h.everything(ctx, latest.Manifest)
	for key := range h.acked {
		if _, ok := recorded[key]; !ok {
			h.complain("%v was acknowledged and is not in the ledger", key)
		}
	}
	for key := range recorded {
		if pages[key] != 1 {
			h.complain("%v stands %d times in pages", key, pages[key])
		}
	}
	if markers, err := h.world.Markers(ctx); err != nil || len(markers) > 0 {
		h.complain("markers %v left", markers)
	}
	rows, err := h.world.Customers(ctx, latest.Scopes[report.ScopeAll].Report)
	if err != nil {
		return err.Error()
	}
	content, err := h.world.Reports.Get(ctx, latest.Scopes[report.ScopeAll].Report+"/"+report.FileOverview)
	if err != nil {
		return err.Error()
	}
	var overview report.Overview
	if err := json.Unmarshal(content, &overview); err != nil {
		return err.Error()
	}
	if d := differs(rows, overview.Sales, slices.Collect(maps.Values(recorded)), latest.AsOf); d != "" {
		h.complain("%s", d)
	}
	h.judgeHistory(ctx, &latest)
	return strings.Join(h.wrong, "\n")
}

// everything is what the ledger holds, and how often pages hold it.
func (h *history) everything(ctx context.Context, manifest string) (map[ledger.Key]ledger.Record, map[ledger.Key]int) {
	recorded, pages := map[ledger.Key]ledger.Record{}, map[ledger.Key]int{}
	for _, key := range h.keys {
		if r, err := h.world.Find(ctx, key); err == nil && r != nil {
			recorded[key] = *r
		}
	}
	content, err := h.world.Sealed.Get(ctx, manifest)
	if err != nil {
		h.wrong = append(h.wrong, err.Error())
		return recorded, pages
	}
	m, err := page.DecodeManifest(content)
	if err != nil {
		h.wrong = append(h.wrong, err.Error())
		return recorded, pages
	}
	for _, e := range m.Pages {
		for _, key := range h.pageKeys(ctx, e) {
			pages[key]++
		}
	}
	return recorded, pages
}

func (h *history) pageKeys(ctx context.Context, e page.Entry) (keys []ledger.Key) {
	if keys, known := h.read[e.Key]; known {
		return keys
	}
	defer func() { h.read[e.Key] = keys }()
	content, err := h.world.Sealed.Get(ctx, e.Key)
	if err != nil {
		h.wrong = append(h.wrong, err.Error())
		return nil
	}
	file, err := page.Open(content)
	if err != nil {
		h.wrong = append(h.wrong, err.Error())
		return nil
	}
	rows, err := page.Read[page.Row](file, 0, file.Rows())
	if err != nil {
		h.wrong = append(h.wrong, err.Error())
	}
	for _, r := range rows {
		keys = append(keys, ledger.Key{Store: e.Store, Day: ledger.Day(r.Day), ID: r.ID})
	}
	return keys
}

// judgeHistory looks at every report that was ever published: one version
// after the other, days never going back, bases always earlier, and figures
// that are those of the pages it names.
func (h *history) judgeHistory(ctx context.Context, latest *report.Latest) {
	pointers := h.world.Reports.Pointers()
	if int64(len(pointers)) != latest.Version {
		h.complain("%d pointers were published, the last is version %d", len(pointers), latest.Version)
	}
	var before report.Latest
	for _, content := range pointers {
		var l report.Latest
		if err := json.Unmarshal(content, &l); err != nil {
			h.complain("%v", err)
			continue
		}
		if l.Version != before.Version+1 || l.AsOf < before.AsOf {
			h.complain("version %d of %s after %d of %s", l.Version, l.AsOf, before.Version, before.AsOf)
		}
		before = l
		h.judgeReport(ctx, &l)
	}
}

func (h *history) judgeReport(ctx context.Context, l *report.Latest) {
	folder := l.Scopes[report.ScopeAll].Report
	content, err := h.world.Reports.Get(ctx, folder+"/"+report.FileOverview)
	if err != nil {
		h.complain("version %d: %v", l.Version, err)
		return
	}
	var overview report.Overview
	if err := json.Unmarshal(content, &overview); err != nil {
		h.complain("version %d: %v", l.Version, err)
		return
	}
	if overview.Base != nil && overview.Base.AsOf >= l.AsOf {
		h.complain("version %d of %s has a base of %s", l.Version, l.AsOf, overview.Base.AsOf)
	}
	rows, err := h.world.Customers(ctx, folder)
	if err != nil {
		h.complain("version %d: %v", l.Version, err)
		return
	}
	recorded, pages := h.everything(ctx, l.Manifest)
	var sealed []ledger.Record
	for key := range pages {
		sealed = append(sealed, recorded[key])
	}
	if d := differs(rows, overview.Sales, sealed, l.AsOf); d != "" {
		h.complain("version %d is not what its pages say: %s", l.Version, d)
	}
}
