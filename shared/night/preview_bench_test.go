package night_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dangol/shared/grade"
	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/page"
	"dangol/shared/policy"
	"dangol/shared/report"
)

var (
	previewCustomers = flag.Int("preview.customers", 100_000, "customers of BenchmarkPreview")
	previewSales     = flag.Int("preview.sales", 10, "sales each, over two years")
	previewAll       = flag.String("preview.policy", "", "file of the policy asked about, instead of easier rules for everybody")
)

// drawer keeps objects as files: in memory they would count as the preview's.
type drawer struct{ folder string }

func (d drawer) Get(_ context.Context, key string) ([]byte, error) {
	return os.ReadFile(filepath.Join(d.folder, strings.ReplaceAll(key, "/", "_")))
}

func (d drawer) Put(_ context.Context, key string, content []byte, _ string) error {
	return os.WriteFile(filepath.Join(d.folder, strings.ReplaceAll(key, "/", "_")), content, 0o600)
}

func (d drawer) Read(ctx context.Context) ([]byte, string, error) {
	content, err := d.Get(ctx, "latest.json")
	return content, "1", err
}

func (drawer) Swap(context.Context, []byte, string) error { panic("a preview publishes nothing") }

// counter is the settings of a shop that has had one night.
type counter struct{}

func (counter) Merchant(context.Context) (ledger.Merchant, error) {
	return ledger.Merchant{Currency: "KRW", Zone: "Asia/Seoul"}, nil
}
func (counter) Policies(context.Context) ([]policy.Policy, error) {
	return []policy.Policy{policy.Default()}, nil
}
func (counter) Watermark(context.Context) (ledger.Watermark, error) {
	return ledger.Watermark{Version: 1}, nil
}

// shot is what every grade would bring, and its customers had once each.
var shot = grade.Benefit{ID: "shot", Kind: grade.Economic, Ko: "샷 추가", En: "An extra shot", Cost: 200}

// publish makes up what a night would have sealed and published.
func (d drawer) publish(b *testing.B, asOf ledger.Day) {
	ctx := context.Background()
	put := func(key string, content []byte, err error) string {
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Put(ctx, key, content, ""); err != nil {
			b.Fatal(err)
		}
		return key
	}
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([]page.Sum, 0, *previewCustomers**previewSales)
	for seat := range *previewCustomers {
		for range 1 + random.IntN(2**previewSales-1) {
			rows = append(rows, page.Sum{Day: int32(asOf - 1 - ledger.Day(random.IntN(730))), Seat: int32(seat + 1), Kind: int32(ledger.Sale), Total: 1_000 + random.Int64N(80_000)})
		}
	}
	slices.SortFunc(rows, func(a, b page.Sum) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Seat, b.Seat)) })
	manifest := page.Manifest{Schema: page.Schema}
	for from := 0; from < len(rows); {
		first := ledger.Day(rows[from].Day)
		month := first.MonthStart().AddMonths(1)
		to := from
		for to < len(rows) && ledger.Day(rows[to].Day) < month {
			to++
		}
		content, err := page.Encode(rows[from:to])
		manifest.Months = append(manifest.Months, page.Month{Source: page.Source{
			Store: "main", From: first, To: month - 1, Key: put("pages/"+first.String(), content, err), Rows: page.Counts{Plain: to - from},
		}})
		from = to
	}
	members, had := make([]page.Member, *previewCustomers), make([]report.Customer, *previewCustomers)
	for i := range members {
		members[i].Customer = fmt.Sprintf("%016s", strconv.FormatInt(random.Int64(), 32))
		had[i] = report.Customer{Customer: members[i].Customer, Seat: int32(i + 1), Promise: report.Promise{
			Grade: "first", GradeSince: int32(asOf - 40), GradeVersion: 1, GradeReason: "started",
		}}
	}
	content, err := page.Encode(members)
	manifest.Roster = []page.Segment{{Key: put("roster/1", content, err), Rows: len(members)}}
	content, err = page.Encode(had)
	put("reports/all/1/"+report.FileCustomers, content, err)
	content, err = json.Marshal(report.Grades{Benefits: report.Benefits{
		From: asOf.AddMonths(-12), To: asOf - 1, Uses: *previewCustomers,
		Rows: []report.BenefitRow{{Grade: "first", ID: shot.ID, Kind: string(shot.Kind), Uses: *previewCustomers}},
	}})
	put("reports/all/1/"+report.FileGrades, content, err)
	content, err = manifest.Encode()
	latest := report.Latest{Version: 1, AsOf: asOf, Manifest: put("manifests/1", content, err), Scopes: map[string]report.Scope{report.ScopeAll: {Report: "reports/all/1"}}}
	content, err = json.Marshal(latest)
	put("latest.json", content, err)
}

// BenchmarkPreview asks what a policy would change, in a made-up shop. How many
// customers and sales it has are flags; so is the policy. The most memory the
// process took is in the benchmark's own words, as the kernel counts it.
func BenchmarkPreview(b *testing.B) {
	asOf := ledger.Date(2026, 11, 20)
	shop := drawer{b.TempDir()}
	shop.publish(b, asOf)
	asked := policy.Default()
	asked.Grades.Grades = slices.Clone(asked.Grades.Grades)
	for i := range asked.Grades.Grades {
		asked.Grades.Grades[i].From /= 2
		asked.Grades.Grades[i].Benefits = []grade.Benefit{shot}
	}
	if *previewAll != "" {
		content, err := os.ReadFile(*previewAll)
		if err != nil {
			b.Fatal(err)
		}
		if asked, err = policy.Parse(content); err != nil {
			b.Fatal(err)
		}
	}
	asked.Version, asked.Effective = 2, asOf+1
	defer debug.SetGCPercent(debug.SetGCPercent(night.GCPercent))
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o600); err != nil { // the peak so far was ours
		b.Logf("the peak counts what made the shop up, too: %v", err)
	}
	v := night.Previewer{Shop: counter{}, Sealed: shop, Reports: shop, Pointer: shop}
	for b.Loop() {
		told, err := v.Preview(context.Background(), asked)
		if err != nil || told.Customers != *previewCustomers || told.Rises.Customers == 0 || told.Cost.Absent != "" {
			b.Fatalf("%+v, %v", told, err)
		}
	}
	b.ReportMetric(residentMax(b), "MB-at-most")
}

// residentMax is the most memory this process had, in megabytes; 0 where the kernel
// does not say.
func residentMax(b *testing.B) float64 {
	content, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(content)) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == "VmHWM:" {
			kb, err := strconv.Atoi(words[1])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	return 0
}
