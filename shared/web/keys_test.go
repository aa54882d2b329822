package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/web"
)

// shelf is a source of keys that counts how often it is asked.
type shelf struct {
	keys  map[string]*ledger.StoreKey
	asked int
	err   error
}

func (s *shelf) StoreKey(_ context.Context, id string) (*ledger.StoreKey, error) {
	s.asked++
	return s.keys[id], s.err
}

// keyOf is what is kept of a key of the store main.
func keyOf(id, secret string, revoked bool) *ledger.StoreKey {
	sum := sha256.Sum256([]byte(secret))
	return &ledger.StoreKey{ID: id, Store: "main", Hash: hex.EncodeToString(sum[:]), Revoked: revoked}
}

// Two keys of a store are good at once, so that tills change over one by one.
// Whatever is wrong with any other, it is told in the same words.
func TestKeys(t *testing.T) {
	source := &shelf{keys: map[string]*ledger.StoreKey{
		"a": keyOf("a", "secret", false), "second": keyOf("second", "other", false), "b": keyOf("b", "secret", true),
	}}
	now := time.Unix(0, 0)
	keys := web.NewKeys(source, func() time.Time { return now })
	ctx := context.Background()
	for _, good := range []string{"Bearer dgl_a_secret", "Bearer dgl_second_other", "Bearer dgl_a_secret"} {
		if store, err := keys.Store(ctx, good); err != nil || store != "main" {
			t.Errorf("%s: %q, %v", good, store, err)
		}
	}
	var refusals []string
	for _, bad := range []string{
		"", "Bearer ", "Bearer dgl_a_", "Bearer dgl_a_Secret", "dgl_a_secret", "Bearer dgl_b_secret", "Bearer dgl_c_secret",
		"Bearer dgl_a_other", "Bearer dgl__secret", "Bearer dgl_b_x",
		"Bearer dgl_" + strings.Repeat("x", 50) + "_y", "Bearer dgl_nosecret", "Basic dgl_a_secret",
	} {
		_, err := keys.Store(ctx, bad)
		var p *web.Problem
		if !errors.As(err, &p) || p.Status != 401 {
			t.Fatalf("%q: %v", bad, err)
		}
		content, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		refusals = append(refusals, string(content))
	}
	for _, r := range refusals {
		if r != refusals[0] {
			t.Errorf("refusals differ: %s and %s", refusals[0], r)
		}
	}
}

// A revoked key ends within a minute in every process, however busy, without
// asking for every request; the store's other key lives on.
func TestRevokedWithinAMinute(t *testing.T) {
	source := &shelf{keys: map[string]*ledger.StoreKey{"a": keyOf("a", "secret", false), "b": keyOf("b", "secret", false)}}
	now := time.Unix(0, 0)
	clock := func() time.Time { return now }
	processes := []*web.Keys{web.NewKeys(source, clock), web.NewKeys(source, clock)}
	ask := func(keys *web.Keys, id string) error {
		_, err := keys.Store(context.Background(), "Bearer dgl_"+id+"_secret")
		return err
	}
	for range 10 {
		if err := errors.Join(ask(processes[0], "a"), ask(processes[0], "b")); err != nil {
			t.Fatal(err)
		}
	}
	if source.asked != 2 {
		t.Errorf("ten requests with each of two keys asked %d times", source.asked)
	}
	now = now.Add(20 * time.Second)
	if err := ask(processes[1], "a"); err != nil {
		t.Fatal(err)
	}
	source.keys["a"] = keyOf("a", "secret", true)
	for second := range 61 {
		refused := [2]bool{ask(processes[0], "a") != nil, ask(processes[1], "a") != nil}
		if second == 60 && refused != [2]bool{true, true} {
			t.Errorf("a minute after it was revoked the key is refused: %v", refused)
		}
		now = now.Add(time.Second)
	}
	if err := ask(processes[0], "b"); err != nil {
		t.Errorf("the other key: %v", err)
	}
	source.err = errors.New("DynamoDB is down")
	now = now.Add(time.Minute)
	var p *web.Problem
	if err := ask(processes[0], "b"); err == nil || errors.As(err, &p) {
		t.Errorf("an outage is told as %v", err)
	}
}

// Made-up key ids do not fill the memory.
func TestAFloodOfKeysIsForgotten(t *testing.T) {
	source := &shelf{keys: map[string]*ledger.StoreKey{"a": keyOf("a", "secret", false)}}
	keys := web.NewKeys(source, func() time.Time { return time.Unix(0, 0) })
	for i := range 25_000 {
		keys.Store(context.Background(), "Bearer dgl_"+hex.EncodeToString([]byte{byte(i >> 8), byte(i)})+"_x") //nolint:errcheck // all are refused
	}
	if n := keys.Cached(); n > 10_000 {
		t.Errorf("%d keys are kept", n)
	}
	if _, err := keys.Store(context.Background(), "Bearer dgl_a_secret"); err != nil {
		t.Error(err)
	}
}

// Whatever is sent as a key, it is refused like any other unless it is one.
func FuzzKey(f *testing.F) {
	for _, seed := range []string{"Bearer dgl_a_secret", "Bearer dgl_a_", "Bearer dgl__secret", "bearer dgl_a_secret", "Basic x", "Bearer dgl_a_secret_x", "Bearer dgl_a_\x00", ""} {
		f.Add(seed)
	}
	source := &shelf{keys: map[string]*ledger.StoreKey{"a": keyOf("a", "secret", false), "b": keyOf("b", "secret", true)}}
	keys := web.NewKeys(source, func() time.Time { return time.Unix(0, 0) })
	f.Fuzz(func(t *testing.T, authorization string) {
		store, err := keys.Store(context.Background(), authorization)
		var p *web.Problem
		switch {
		case authorization == "Bearer dgl_a_secret":
			if store != "main" || err != nil {
				t.Errorf("%q, %v", store, err)
			}
		case store != "" || !errors.As(err, &p) || p.Status != 401:
			t.Errorf("%q is let in: %q, %v", authorization, store, err)
		}
	})
}
