package night_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
)

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
	for key, total := range h.acked {
		if r, ok := recorded[key]; !ok || r.Total != total {
			h.complain("%v was acknowledged with %d and is not in the ledger so", key, total)
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
	name := e.Details + e.Others
	if keys, known := h.read[name]; known {
		return keys
	}
	defer func() { h.read[name] = keys }()
	for _, object := range []string{e.Details, e.Others} {
		if object == "" {
			continue
		}
		content, err := h.world.Sealed.Get(ctx, object)
		if err != nil {
			h.wrong = append(h.wrong, err.Error())
			return nil
		}
		file, err := page.Open(content)
		if err != nil {
			h.wrong = append(h.wrong, err.Error())
			return nil
		}
		if err := file.EachString("id", func(id string) {
			keys = append(keys, ledger.Key{Store: e.Store, Day: e.Day, ID: id})
		}); err != nil {
			h.wrong = append(h.wrong, err.Error())
		}
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
