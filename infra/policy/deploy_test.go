package policy_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// make deploy deploys the template with what was built for it, gives it the
// parameters there are, and then brings the dashboard.
func TestMakeDeploys(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("make is not here")
	}
	if _, err := os.ReadFile(root + "Makefile"); err != nil { // so that a change of it is noticed
		t.Fatal(err)
	}
	for parameters, given := range map[string]string{"": "", "A=1 B=x==": " --parameter-overrides A=1 B=x=="} {
		plan := exec.Command("make", "--dry-run", "--no-print-directory", "deploy", "STACK=shop", "REGION=eu-west-1", "PARAMETERS="+parameters)
		plan.Dir = root
		content, err := plan.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, content)
		}
		said := strings.Join(strings.Fields(strings.ReplaceAll(string(content), "\\\n", " ")), " ")
		sam := "sam deploy --template-file template.yaml --stack-name 'shop' --region 'eu-west-1' --resolve-s3" +
			" --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset" + given + " infra/upload 'shop' 'eu-west-1'"
		if !strings.HasSuffix(said, sam) {
			t.Errorf("PARAMETERS=%q ends with %s", parameters, said)
		}
		for _, f := range resources(t, kindFunction) {
			if !strings.Contains(said, "-o "+f.text("CodeUri")+"bootstrap ") {
				t.Errorf("%s is not built", f.id)
			}
		}
	}
}

// What infra/upload asks of a stack are its outputs.
var answers = map[string]string{"DashboardBucketName": "!Ref DashboardBucket", "DistributionId": "!Ref Distribution"}

func TestOutputs(t *testing.T) {
	for id, want := range answers {
		if got := text(template(t), "Outputs", id, "Value"); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	script, err := os.ReadFile(root + "infra/upload")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(script), "=$(output "); got != len(answers) {
		t.Errorf("infra/upload asks for %d outputs", got)
	}
}

// Everything the dashboard is built of has a kind.
func TestDashboardKinds(t *testing.T) {
	built, err := filepath.Glob(root + "dashboard/dist/assets/*")
	if err != nil || len(built) == 0 {
		t.Skip("the dashboard is not built: run make test")
	}
	script, err := os.ReadFile(root + "infra/upload")
	if err != nil {
		t.Fatal(err)
	}
	endings := map[string]bool{".html": true, ".svg": true}
	for _, file := range built {
		endings[filepath.Ext(file)] = true
	}
	for _, ending := range slices.Sorted(maps.Keys(endings)) {
		if !strings.Contains(string(script), "*"+ending+") ") {
			t.Errorf("infra/upload does not know %s", ending)
		}
	}
}
