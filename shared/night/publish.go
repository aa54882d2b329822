package night

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
	"dangol/shared/report"
)

// published is what the pointer showed when it was read.
type published struct {
	latest report.Latest
	tag    string
}

func (p *published) exists() bool { return p.tag != "" }

func (n *Night) readPointer(ctx context.Context) (*published, error) {
	content, tag, err := n.Pointer.Read(ctx)
	if err != nil {
		return nil, fmt.Errorf("read pointer: %w", err)
	}
	p := &published{tag: tag}
	if tag == "" {
		return p, nil
	}
	if err := json.Unmarshal(content, &p.latest); err != nil {
		return nil, fmt.Errorf("read pointer: %w", err)
	}
	return p, nil
}

// writeReport writes every file of the report into a folder named by their
// hashes. Nobody can see them before the pointer names them.
func (r *run) writeReport(ctx context.Context) error {
	files, err := r.files()
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(files))
	all := sha256.New()
	scope := &report.Scope{Files: map[string]report.File{}}
	r.scope = scope
	for _, name := range names {
		sum := sha256.Sum256(files[name])
		scope.Files[name] = report.File{SHA256: hex.EncodeToString(sum[:]), Bytes: len(files[name])}
		fmt.Fprintf(all, "%s %x\n", name, sum)
	}
	scope.Report = fmt.Sprintf("reports/%s/%s/%x", report.ScopeAll, r.AsOf, all.Sum(nil)[:16])
	for _, name := range names {
		file := scope.Files[name]
		file.Key = scope.Report + "/" + name
		scope.Files[name] = file
		contentType := "application/json"
		if name == report.FileCustomers {
			contentType = parquetType
		}
		if err := r.Reports.Put(ctx, file.Key, files[name], contentType); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// files are the report's files by name.
func (r *run) files() (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, document := range map[string]any{
		report.FileOverview:  r.ranked.overviewDocument(r.in, r.warnings),
		report.FileSegments:  r.ranked.segmentsDocument(r.warnings),
		report.FileGrades:    r.ranked.gradesDocument(r.warnings),
		report.FileValue:     r.ranked.valueDocument(r.warnings),
		report.FileRetention: r.ranked.retentionDocument(r.warnings),
	} {
		content, err := encode(document)
		if err != nil {
			return nil, err
		}
		files[name] = content
	}
	customers, err := page.Encode(r.ranked.customers)
	files[report.FileCustomers] = customers
	return files, err
}

// commit moves the pointer to the new report and applies what follows from it.
// A result that is already published is no commit, but the run has read
// everything, so the watermark and the markers move all the same.
func (r *run) commit(ctx context.Context, result *Result) error {
	next, err := r.next(ctx)
	if err != nil {
		return err
	}
	if next == nil {
		r.mark.ReadFrom = r.readFrom
		return r.settle(ctx)
	}
	if !holds(ruleOnlyCommitted) {
		r.mark.ReadFrom = r.readFrom
	}
	if !holds(ruleCommitFirst) {
		if err := r.Ledger.ClearMarkers(ctx, r.sealed.Settled); err != nil {
			return err
		}
	}
	pointer, err := encode(next)
	if err != nil {
		return err
	}
	// What the next night must know if we stop right after the commit.
	r.mark.PendingFrom = r.readFrom
	if err := r.Shop.SaveWatermark(ctx, r.mark); err != nil {
		return fmt.Errorf("save watermark: %w", err)
	}
	// The only point of no return. If we stop before it, readers keep the old
	// pointer and the old report, which agree. If we stop after it, the next
	// night finishes what follows.
	if err := r.Pointer.Swap(ctx, pointer, r.published.tag); err != nil {
		return fmt.Errorf("move pointer: %w", err)
	}
	result.Version, result.Committed = next.Version, true
	if r.mark, result.Grades, err = r.apply(ctx, next, r.mark, r.sealed.Products); err != nil {
		return err
	}
	return r.settle(ctx)
}

// next is the pointer this run would publish, or nil when the published one
// names the same objects already.
func (r *run) next(ctx context.Context) (*report.Latest, error) {
	content, err := encode(r.in)
	if err != nil {
		return nil, err
	}
	inputs := "inputs/" + page.Hash(content) + ".json"
	if err := r.Sealed.Put(ctx, inputs, content, "application/json"); err != nil {
		return nil, fmt.Errorf("write inputs: %w", err)
	}
	before := &r.published.latest
	next := *before
	next.AsOf, next.Manifest, next.Inputs = r.AsOf, r.sealed.Key, inputs
	next.Scopes = map[string]report.Scope{report.ScopeAll: *r.scope}
	if r.published.exists() && samePublication(before, &next) {
		return nil, nil
	}
	next.Version++
	next.History = history(before, report.Past{Version: next.Version, AsOf: r.AsOf, Report: r.scope.Report})
	return &next, nil
}

// samePublication says two pointers name the same objects.
func samePublication(a, b *report.Latest) bool {
	return a.AsOf == b.AsOf && a.Manifest == b.Manifest && a.Inputs == b.Inputs &&
		a.Scopes[report.ScopeAll].Report == b.Scopes[report.ScopeAll].Report
}

// history puts the new report first and drops an older one of the same day.
func history(before *report.Latest, now report.Past) []report.Past {
	list := []report.Past{now}
	for _, past := range before.History {
		if past.AsOf != now.AsOf && len(list) < report.HistoryMax {
			list = append(list, past)
		}
	}
	return list
}

// settle records that everything up to the mark is applied, then deletes the
// markers whose transactions the published pages hold.
func (r *run) settle(ctx context.Context) error {
	if err := r.Shop.SaveWatermark(ctx, r.mark); err != nil {
		return fmt.Errorf("save watermark: %w", err)
	}
	if err := r.Ledger.ClearMarkers(ctx, r.sealed.Settled); err != nil {
		return fmt.Errorf("clear markers: %w", err)
	}
	return nil
}

// finish applies the published version if a crash left that undone, and
// returns the watermark.
func (n *Night) finish(ctx context.Context, p *published) (ledger.Watermark, error) {
	mark, err := n.Shop.Watermark(ctx)
	if err != nil {
		return mark, fmt.Errorf("read watermark: %w", err)
	}
	if !p.exists() {
		if mark.Version > 0 && holds(rulePointerLost) {
			return mark, ErrPointerLost
		}
		return mark, nil
	}
	if mark.Version >= p.latest.Version || !holds(ruleFinish) {
		return mark, nil
	}
	mark, _, err = n.apply(ctx, &p.latest, mark, nil)
	if err != nil {
		return mark, fmt.Errorf("finish version %d: %w", p.latest.Version, err)
	}
	if err := n.Shop.SaveWatermark(ctx, mark); err != nil {
		return mark, fmt.Errorf("save watermark: %w", err)
	}
	return mark, nil
}

// IsTheirs says an error will not go away by itself: a person must look.
func IsTheirs(err error) bool {
	return errors.Is(err, ErrShrank) || errors.Is(err, ErrPointerLost) || errors.Is(err, page.ErrCorrupt) || errors.Is(err, page.ErrSchema)
}
