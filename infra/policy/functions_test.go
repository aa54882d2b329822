package policy_test

import (
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dangol/infra/local"
	"dangol/shared/wire"
)

// timeouts are in seconds. Ingest, and desk with a preview, answer before the
// gateway gives up at 30; a night may take what Lambda gives.
var timeouts = map[string]string{"ingest": "29", "till": "10", "desk": "29", "nightly": "900"}

// Functions run where they are built for, and none keeps others from running:
// a new account has no concurrency to reserve, and the compare-and-swap is what
// keeps two nights apart.
func TestFunctions(t *testing.T) {
	for _, f := range resources(t, kindFunction) {
		for name, want := range map[string]string{"Runtime": "provided.al2023", "Handler": "bootstrap", "CodeUri": "dist/" + f.name() + "/"} {
			if got := text(setting(t, f, name)); got != want {
				t.Errorf("%s: %s is %q, want %q", f.id, name, got, want)
			}
		}
		if got := texts(setting(t, f, "Architectures")); !slices.Equal(got, []string{"arm64"}) {
			t.Errorf("%s runs on %v", f.id, got)
		}
		if got, want := text(setting(t, f, "Timeout")), timeouts[f.name()]; got != want {
			t.Errorf("%s: Timeout is %q, want %q", f.id, got, want)
		}
		for _, name := range []string{"ReservedConcurrentExecutions", "ProvisionedConcurrencyConfig"} {
			if setting(t, f, name) != nil {
				t.Errorf("%s has %s", f.id, name)
			}
		}
		if at(f.all, "Metadata") != nil {
			t.Errorf("%s is built by something else than make build", f.id)
		}
	}
}

// What the template deploys is what `make build` makes, for that machine.
func TestMakeBuilds(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("make is not here")
	}
	if _, err := os.ReadFile(root + "Makefile"); err != nil { // so that a change of it is noticed
		t.Fatal(err)
	}
	plan := exec.Command("make", "--dry-run", "--no-print-directory", "dist")
	plan.Dir = root
	content, err := plan.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, content)
	}
	made := map[string]bool{}
	for line := range strings.Lines(string(content)) {
		m := regexp.MustCompile(`^GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build .*-tags lambda\.norpc .*-o (\S+) (\S+)$`).FindStringSubmatch(strings.TrimSpace(line))
		if m != nil {
			made[m[1]+" from "+m[2]] = true
		}
	}
	want := map[string]bool{}
	for _, f := range resources(t, kindFunction) {
		want[f.text("CodeUri")+"bootstrap from ./functions/"+f.name()] = true
	}
	if !maps.Equal(made, want) {
		t.Errorf("make build makes %v, the template deploys %v", slices.Sorted(maps.Keys(made)), slices.Sorted(maps.Keys(want)))
	}
}

// A function's environment is what its code reads; the pepper in the clear is
// for the stack on this machine alone.
func TestEnvironment(t *testing.T) {
	read, err := local.ReadTemplate(root + "template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range read.Functions {
		want := readProgram(t, f.Name).env
		delete(want, wire.EnvPlainPepper)
		if got := slices.Sorted(maps.Keys(f.Env)); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
			t.Errorf("%s is given %v and reads %v", f.ID, got, slices.Sorted(maps.Keys(want)))
		}
	}
	for _, f := range resources(t, kindFunction) {
		variables, _ := setting(t, f, "Environment", "Variables").(map[string]any)
		variables = maps.Clone(variables)
		if common, ok := at(template(t), "Globals", "Function", "Environment", "Variables").(map[string]any); ok {
			maps.Copy(variables, common)
		}
		for name, id := range map[string]string{
			wire.EnvLedger: "LedgerTable", wire.EnvCustomers: "CustomersTable", wire.EnvShop: "ShopTable",
			wire.EnvPages: "PagesBucket", wire.EnvReports: "ReportsBucket", wire.EnvPepper: "Pepper",
		} {
			if value, given := variables[name]; given && value != "!Ref "+id {
				t.Errorf("%s: %s is %v, want !Ref %s", f.id, name, value, id)
			}
		}
	}
}
