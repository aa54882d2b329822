package wire

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"dangol/shared/customer"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// keyService answers Decrypt with the reply a test sets, and counts the calls.
type keyService struct {
	key    []byte // nil: the key is disabled
	asleep time.Duration
	calls  int
}

func (k *keyService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.calls++
	io.Copy(io.Discard, r.Body) //nolint:errcheck // to hear of the caller leaving
	select {
	case <-time.After(k.asleep):
	case <-r.Context().Done():
	}
	if k.key == nil {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"DisabledException"}`) //nolint:errcheck // a test's server
		return
	}
	fmt.Fprintf(w, `{"Plaintext":%q}`, base64.StdEncoding.EncodeToString(k.key)) //nolint:errcheck // a test's server
}

func openSealed(t *testing.T, k *keyService) *sealed {
	t.Helper()
	server := httptest.NewServer(k)
	t.Cleanup(server.Close)
	t.Setenv(EnvPlainPepper, "")
	t.Setenv(EnvPepper, "p7:"+base64.StdEncoding.EncodeToString([]byte("sealed")))
	p, err := Pepper(aws.Config{
		Region: "x", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.(*sealed)
}

// A pepper KMS does not give is out of reach for a while, then asked for
// again, and once there never asked for again.
func TestPepperComesBack(t *testing.T) {
	ctx, k := context.Background(), &keyService{}
	s := openSealed(t, k)
	for range 3 {
		if _, err := s.Pepper(ctx); !errors.Is(err, customer.ErrPepper) {
			t.Fatalf("a disabled key: %v", err)
		}
	}
	if k.calls != 1 {
		t.Errorf("KMS was asked %d times in a row", k.calls)
	}
	k.key = []byte("too short")
	s.failed = s.failed.Add(-askAgain)
	if _, err := s.Pepper(ctx); !errors.Is(err, customer.ErrPepper) {
		t.Errorf("a key of the wrong size: %v", err)
	}
	k.key = make([]byte, customer.PepperSize)
	s.failed = s.failed.Add(-askAgain)
	for range 3 {
		if p, err := s.Pepper(ctx); err != nil || p.Version != "p7" || len(p.Key) != customer.PepperSize {
			t.Fatalf("%s, %v", p.Version, err)
		}
	}
	if k.calls != 3 {
		t.Errorf("KMS was asked %d times", k.calls)
	}
}

// A KMS that answers too late is not waited for.
func TestPepperDoesNotWait(t *testing.T) {
	s := openSealed(t, &keyService{key: make([]byte, customer.PepperSize), asleep: decryptMax + 2*time.Second})
	if _, err := s.Pepper(context.Background()); !errors.Is(err, customer.ErrPepper) {
		t.Errorf("it waited for the answer: %v", err)
	}
}

func TestPepperVariables(t *testing.T) {
	right := "p1:" + base64.StdEncoding.EncodeToString(make([]byte, customer.PepperSize))
	for text, ok := range map[string]bool{right: true, right[3:]: false, "p1:AAAA": false, "p1:?": false, ":" + right[3:]: false} {
		t.Setenv(EnvPlainPepper, text)
		if _, err := Pepper(aws.Config{}); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
	t.Setenv(EnvPlainPepper, "")
	t.Setenv(EnvPepper, "")
	if _, err := Pepper(aws.Config{}); err == nil {
		t.Error("no variable is set, and no error")
	}
}
