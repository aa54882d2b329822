package publish_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/publish"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// place is objects and a pointer: the real ones, or the twin.
type place interface {
	night.Objects
	night.Pointer
}

type bucket struct {
	*publish.Bucket
	*publish.Pointer
}

func open(t *testing.T) place { return openOn(t, &ledgertest.Wire{}) }

// openOn makes a fresh bucket, reached over a wire the test holds.
func openOn(t *testing.T, wire *ledgertest.Wire) place {
	t.Helper()
	if os.Getenv("AWS_ENDPOINT_URL_S3") == "" {
		t.Skip("no S3 server: run make test, or set AWS_ENDPOINT_URL_S3")
	}
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	client := s3.NewFromConfig(cfg, publish.Options, func(o *s3.Options) { o.HTTPClient, o.Retryer = wire, aws.NopRetryer{} })
	name := "test-" + strings.ToLower(rand.Text()[:10])
	if _, err := client.CreateBucket(context.Background(), &s3.CreateBucketInput{Bucket: &name}); err != nil {
		t.Fatal(err)
	}
	wire.Reset(nil)
	b := publish.NewBucket(client, name)
	return bucket{b, publish.NewPointer(b)}
}

// Objects are written once, the pointer moves only from where it was seen, and
// of many who move it at once one succeeds.
func TestPlaces(t *testing.T) {
	for name, open := range map[string]func(*testing.T) place{
		"S3":     open,
		"memory": func(*testing.T) place { return &ledgertest.Objects{} },
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			t.Run("objects", func(t *testing.T) { objects(t, p) })
			t.Run("pointer", func(t *testing.T) { pointer(t, p) })
			t.Run("race", func(t *testing.T) { race(t, p) })
		})
	}
}

func objects(t *testing.T, p place) {
	ctx := context.Background()
	if _, err := p.Get(ctx, "reports/none"); !errors.Is(err, night.ErrMissing) {
		t.Errorf("an object that is not there: %v", err)
	}
	for range 2 {
		if err := p.Put(ctx, "reports/a/b.json", []byte(`{"a":1}`), "application/json"); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Put(ctx, "reports/a/b.json", []byte(`{"a":2}`), "application/json"); err == nil {
		t.Error("other content replaced an object")
	}
	if got, err := p.Get(ctx, "reports/a/b.json"); err != nil || string(got) != `{"a":1}` {
		t.Errorf("%s, %v", got, err)
	}
}

func pointer(t *testing.T, p place) {
	ctx := context.Background()
	if _, tag, err := p.Read(ctx); err != nil || tag != "" {
		t.Fatalf("before the first: tag %q, %v", tag, err)
	}
	if err := p.Swap(ctx, []byte("1"), `"0123456789abcdef0123456789abcdef"`); err == nil {
		t.Error("a pointer that is not there was replaced")
	}
	if err := p.Swap(ctx, []byte("1"), ""); err != nil {
		t.Fatal(err)
	}
	if err := p.Swap(ctx, []byte("x"), ""); !errors.Is(err, night.ErrMoved) {
		t.Errorf("a second first pointer: %v", err)
	}
	_, tag, err := p.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second is our own retry after a lost reply
		if err := p.Swap(ctx, []byte("2"), tag); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Swap(ctx, []byte("3"), tag); !errors.Is(err, night.ErrMoved) {
		t.Errorf("from a pointer that moved: %v", err)
	}
	if got, _, err := p.Read(ctx); err != nil || string(got) != "2" {
		t.Errorf("%s, %v", got, err)
	}
}

func race(t *testing.T, p place) {
	ctx := context.Background()
	_, tag, err := p.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	won := make(chan string, 16)
	for i := range 16 {
		wait.Go(func() {
			content := "r" + string(rune('a'+i))
			switch err := p.Swap(ctx, []byte(content), tag); {
			case err == nil:
				won <- content
			case !errors.Is(err, night.ErrMoved):
				t.Error(err)
			}
		})
	}
	wait.Wait()
	close(won)
	var winners []string
	for w := range won {
		winners = append(winners, w)
	}
	if got, _, err := p.Read(ctx); err != nil || len(winners) != 1 || winners[0] != string(got) {
		t.Errorf("winners %v, the pointer shows %s, %v", winners, got, err)
	}
}
