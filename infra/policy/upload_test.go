package policy_test

import (
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dangol/shared/publish"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"
)

// command is an aws that leaves S3 to the real one. It answers for a stack, notes
// every call, and stands in for CloudFront, which has no emulator.
const command = `#!/bin/sh
echo "$@" >>"$CALLS"
case "$1 $*" in
  "s3 "*) exec "$AWS" "$@" ;;
  *"'DashboardBucketName'"*) echo "$BUCKET" ;;
  *"'DistributionId'"*) echo E123 ;;
esac
`

// uploading runs infra/upload over a folder, and gives what it said and whether
// it went well.
func uploading(t *testing.T, bucket, folder string) (calls []string, said string, ok bool) {
	t.Helper()
	theirs, _ := exec.LookPath("aws")
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/aws", []byte(command), 0o700); err != nil {
		t.Fatal(err)
	}
	run := exec.Command("infra/upload", "shop", "us-east-1", folder)
	run.Dir = root
	run.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "AWS="+theirs, "CALLS="+dir+"/calls", "BUCKET="+bucket)
	content, err := run.CombinedOutput()
	noted, _ := os.ReadFile(dir + "/calls") // none when it stopped before the first
	return strings.Split(strings.TrimSpace(string(noted)), "\n"), string(content), err == nil
}

type stored struct{ kind, cache string }

// How long a file is kept, by whoever asks for it: for good, or asking again.
const forGood, again = "public, max-age=31536000, immutable", "no-cache"

// small is a dashboard with a file of every kind.
var small = map[string]stored{
	"index.html": {"text/html; charset=utf-8", again}, "icon.svg": {"image/svg+xml", again},
	"assets/index-a1.js": {"text/javascript; charset=utf-8", forGood}, "assets/index-a1.css": {"text/css; charset=utf-8", forGood},
	"assets/letters.1-a1.woff2": {"font/woff2", forGood},
}

func writeFile(t *testing.T, folder, file string) {
	t.Helper()
	path := filepath.Join(folder, file)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The AWS command itself uploads a dashboard: every file of it as what it is,
// assets for good and the others to be asked for again, as on this machine, and
// the page after all it needs.
func TestUpload(t *testing.T) {
	if os.Getenv("AWS_ENDPOINT_URL_S3") == "" {
		t.Skip("no emulators: run make test, or set AWS_ENDPOINT_URL_S3")
	}
	if _, err := exec.LookPath("aws"); err != nil {
		t.Skip("aws is not here")
	}
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	client, bucket := s3.NewFromConfig(cfg, publish.Options), "dashboard-"+strings.ToLower(rand.Text()[:8])
	if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for file := range small {
		writeFile(t, folder, file)
	}
	calls, said, ok := uploading(t, bucket, folder)
	if !ok || len(calls) < 4 {
		t.Fatalf("%s after %v", said, calls)
	}
	last := calls[len(calls)-2:]
	if !strings.Contains(last[0], "/index.html s3://"+bucket+"/index.html ") ||
		last[1] != "cloudfront create-invalidation --distribution-id E123 --paths / /index.html /till.html --query Invalidation.Status --output text" {
		t.Errorf("it ends with %q", last)
	}
	out, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &bucket})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]stored{}
	for _, o := range out.Contents {
		head, err := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: o.Key})
		if err != nil {
			t.Fatal(err)
		}
		got[*o.Key] = stored{aws.ToString(head.ContentType), aws.ToString(head.CacheControl)}
	}
	if diff := cmp.Diff(small, got, cmp.AllowUnexported(stored{})); diff != "" {
		t.Error(diff)
	}
	server, err := os.ReadFile(root + "infra/local/server.go")
	if err != nil || !strings.Contains(string(server), `"`+forGood+`"`) || !strings.Contains(string(server), `"`+again+`"`) {
		t.Errorf("this machine keeps files differently, %v", err)
	}
}

// What cannot be uploaded whole is not begun, and the reason is said.
func TestUploadRefuses(t *testing.T) {
	strange := t.TempDir()
	writeFile(t, strange, "index.html")
	writeFile(t, strange, "assets/new.unheard-of")
	if calls, said, ok := uploading(t, "b", strange); ok || calls[0] != "" || !strings.Contains(said, "say what") {
		t.Errorf("a file of no known kind: %s after %v", said, calls)
	}
	if calls, said, ok := uploading(t, "b", t.TempDir()); ok || calls[0] != "" || !strings.Contains(said, "has no index.html") {
		t.Errorf("a folder without a dashboard: %s after %v", said, calls)
	}
	plain := t.TempDir()
	writeFile(t, plain, "index.html")
	if calls, said, ok := uploading(t, "None", plain); ok || len(calls) != 1 || !strings.Contains(said, "has no DashboardBucketName") {
		t.Errorf("a stack without the output: %s after %v", said, calls)
	}
}
