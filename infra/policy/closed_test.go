package policy_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"dangol/shared/web"

	"github.com/google/go-cmp/cmp"
)

// Whatever is asked of /data, the answer is the problem that says why not. The
// function is run here as CloudFront would run it.
func TestDataIsClosed(t *testing.T) {
	f := only(t, "AWS::CloudFront::Function")
	if f.id != "DataClosed" || f.text("AutoPublish") != "true" || f.text("Name") != stackName+"-data-closed" {
		t.Errorf("%s is not published, or keeps a second stack out", f.id)
	}
	if got := f.text("FunctionConfig", "Runtime"); got != "cloudfront-js-2.0" {
		t.Errorf("it is written for cloudfront-js-2.0 and runs on %q", got)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not here")
	}
	ask := `;process.stdout.write(JSON.stringify(handler({ version: '1.0', request: { method: 'GET', uri: '/data/latest.json' } })))`
	out, err := exec.Command("node", "--eval", f.text("FunctionCode")+ask).Output()
	if err != nil {
		t.Fatal(err)
	}
	type header struct{ Value string }
	type response struct {
		StatusCode int
		Headers    map[string]header
		Body       struct{ Encoding, Data string }
	}
	var got response
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	want := response{403, map[string]header{"content-type": {"application/problem+json"}, "cache-control": {"no-store"}}, got.Body}
	if diff := cmp.Diff(want, got); diff != "" || got.Body.Encoding != "text" {
		t.Errorf("%s in %q", diff, got.Body.Encoding)
	}
	var problem web.Problem
	if err := json.Unmarshal([]byte(got.Body.Data), &problem); err != nil {
		t.Fatal(err)
	}
	ours, err := json.Marshal(web.NewProblem(403, "data_closed", problem.Detail))
	if err != nil || string(ours) != got.Body.Data || strings.TrimSpace(problem.Detail) == "" {
		t.Errorf("it says %s, want %s, %v", got.Body.Data, ours, err)
	}
}
