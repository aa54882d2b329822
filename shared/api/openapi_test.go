package api

import (
	"bytes"
	"os"
	"testing"
)

// The checked-in description is the one the code gives.
func TestDescriptionIsFresh(t *testing.T) {
	want, err := Description()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("openapi.json is stale: run go run ./infra/dangol openapi")
	}
}
