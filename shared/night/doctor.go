package night

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
)

// Finding is one thing a doctor saw, in words: what is so, and what to do.
type Finding struct {
	// Wrong needs a person; otherwise it is good to know.
	Wrong bool   `json:"wrong"`
	Says  string `json:"says"`
}

// examination collects findings.
type examination struct {
	*Night
	findings []Finding
}

func (x *examination) wrong(format string, args ...any) {
	x.findings = append(x.findings, Finding{true, fmt.Sprintf(format, args...)})
}

func (x *examination) note(format string, args ...any) {
	x.findings = append(x.findings, Finding{false, fmt.Sprintf(format, args...)})
}

// Examine looks at everything that is kept and says what is wrong with it. It
// changes nothing, reads every published and sealed object, and goes on where
// it can.
func (n *Night) Examine(ctx context.Context) []Finding {
	x := &examination{Night: n}
	merchant, err := n.Shop.Merchant(ctx)
	switch {
	case err != nil:
		x.wrong("The shop's settings cannot be read: %v.", err)
		return x.findings
	case merchant.Currency == "":
		x.note("No store has been made yet: dangol keys create --store ID.")
		return x.findings
	}
	if _, err := n.Shop.Policies(ctx); err != nil {
		x.wrong("The policy cannot be read: %v. Save one that is right: dangol policy FILE.", err)
	}
	mark, err := n.Shop.Watermark(ctx)
	if err != nil {
		x.wrong("How far the nights have come cannot be read: %v.", err)
	}
	if published := x.pointer(ctx, mark); published != nil {
		x.report(ctx, &published.latest)
		x.sealed(ctx, &published.latest)
	}
	x.markers(ctx)
	return x.findings
}

// pointer examines the pointer; nil when there is none to go on from.
func (x *examination) pointer(ctx context.Context, mark ledger.Watermark) *published {
	p, err := x.readPointer(ctx)
	switch {
	case err != nil:
		x.wrong("The published pointer cannot be read: %v. Delete it and run dangol doctor --restore-pointer.", err)
		return nil
	case !p.exists() && mark.Version > 0:
		x.wrong("The published pointer is missing although nights have run. Nights stop until it is back: dangol doctor --restore-pointer.")
		return nil
	case !p.exists():
		x.note("No night has run yet: dangol night.")
		return nil
	}
	if mark.Version < p.latest.Version {
		x.note("Version %d is published and not yet applied: a night stopped there. The next one finishes it.", p.latest.Version)
	}
	if today := ledger.DayOf(x.Now().UTC()); p.latest.AsOf < today-1 {
		x.wrong("The published report is of %s, %d days ago: nights do not finish. See the nightly function's log, then dangol night.",
			p.latest.AsOf, today-p.latest.AsOf)
	}
	return p
}

// report examines the files of the published report.
func (x *examination) report(ctx context.Context, latest *report.Latest) {
	for _, name := range slices.Sorted(maps.Keys(latest.Scopes)) {
		scope := latest.Scopes[name]
		for _, file := range slices.Sorted(maps.Keys(scope.Files)) {
			f := scope.Files[file]
			content, err := x.Reports.Get(ctx, f.Key)
			if err != nil {
				x.wrong("The report's %s cannot be read: %v. Run the night again: dangol night --as-of %s.", file, err, latest.AsOf)
				continue
			}
			if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != f.SHA256 {
				x.wrong("The report's %s is not what was published: restore that version of the object.", file)
			}
		}
	}
}

// sealed examines the manifest and every object it names.
func (x *examination) sealed(ctx context.Context, latest *report.Latest) {
	content, err := x.Sealed.Get(ctx, latest.Manifest)
	if err != nil {
		x.wrong("The manifest cannot be read: %v. Restore that version of the object.", err)
		return
	}
	m, err := page.DecodeManifest(content)
	if err != nil {
		x.wrong("The manifest is of another version: %v. Seal everything anew: dangol night --reseal.", err)
		return
	}
	if bad := x.damaged(ctx, pagesOf(m)); len(bad) > 0 {
		x.wrong("%d sealed pages are missing or damaged, the first is %s. Delete those that are there, then dangol night --reseal.", len(bad), bad[0])
	}
	if bad := x.damaged(ctx, rostersOf(m)); len(bad) > 0 {
		x.wrong("%d parts of the rosters are missing or damaged, the first is %s. Restore those versions of the objects.", len(bad), bad[0])
	}
	x.counts(m)
}

// damaged are the objects that are missing, or not what their name says.
func (x *examination) damaged(ctx context.Context, keys []string) (bad []string) {
	err := inOrder(ctx, keys, func(ctx context.Context, key string) (bool, error) {
		content, err := x.Sealed.Get(ctx, key)
		if errors.Is(err, ErrMissing) {
			return true, nil
		}
		return err == nil && !strings.HasPrefix(path.Base(key), page.Hash(content)+"."), err
	}, func(key string, isBad bool) error {
		if isBad {
			bad = append(bad, key)
		}
		return nil
	})
	if err != nil {
		x.wrong("Sealed objects cannot be read: %v.", err)
	}
	return bad
}

func pagesOf(m *page.Manifest) (keys []string) {
	for _, e := range m.Pages {
		keys = append(keys, e.Key, e.Details, e.Others, e.Lines, e.Uses)
	}
	for _, month := range m.Months {
		keys = append(keys, month.Key, month.Others, month.Uses)
	}
	for _, e := range slices.Concat(m.Facts, m.Points) {
		keys = append(keys, e.Key)
	}
	return slices.DeleteFunc(keys, func(key string) bool { return key == "" })
}

func rostersOf(m *page.Manifest) (keys []string) {
	for _, s := range slices.Concat(m.Roster, m.Products) {
		keys = append(keys, s.Key)
	}
	return keys
}

// counts says what the pages carry that somebody may want to look into.
func (x *examination) counts(m *page.Manifest) {
	quarantined, conflicts := 0, 0
	for _, e := range m.Pages {
		quarantined += e.Quarantined
		conflicts += e.Conflicts
	}
	if quarantined > 0 {
		x.wrong("%d recorded transactions cannot be read and are left out of every figure: their items need repair.", quarantined)
	}
	if conflicts > 0 {
		x.note("%d deliveries were refused because another transaction has their id. The tills number twice.", conflicts)
	}
	unsent, waiting := 0, 0
	for _, o := range m.Orphans {
		if o.Waiting {
			waiting++
		} else {
			unsent++
		}
	}
	if unsent > 0 {
		x.note("%d refunds or voids name a transaction nobody has sent.", unsent)
	}
	if waiting > 0 {
		x.note("%d refunds or voids belong to sales whose customer is not known yet. The first night that reaches the pepper links them.", waiting)
	}
}

// markers says how many late transactions wait for a night.
func (x *examination) markers(ctx context.Context) {
	keys, err := x.Ledger.Markers(ctx)
	if err != nil {
		x.wrong("The markers of late transactions cannot be read: %v.", err)
	} else if len(keys) > 0 {
		x.note("%d transactions that came late wait for the next night.", len(keys))
	}
}
