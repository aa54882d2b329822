package web

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"dangol/shared/ledger"
)

// KeySource finds keys. It answers nil for one that does not exist.
type KeySource interface {
	StoreKey(ctx context.Context, id string) (*ledger.StoreKey, error)
}

// keyTTL is how long a key is believed without asking again: revoking ends it
// everywhere within this time.
const keyTTL = 30 * time.Second

// keyCacheMax bounds the cache; a flood of made-up key ids empties it.
const keyCacheMax = 10_000

// Keys checks store keys of the form dgl_<id>_<secret>, sent as bearer tokens.
type Keys struct {
	source KeySource
	now    func() time.Time

	mu    sync.Mutex
	known map[string]knownKey
}

type knownKey struct {
	key   *ledger.StoreKey
	until time.Time
}

// NewKeys checks keys against source.
func NewKeys(source KeySource, now func() time.Time) *Keys {
	return &Keys{source: source, now: now, known: map[string]knownKey{}}
}

// KeyPrefix begins every store key, so that one found lying about is known for
// what it is.
const KeyPrefix = "dgl_"

// Unauthorized is the one answer to every key that is not good, so that a
// guess learns nothing.
func Unauthorized() *Problem {
	return NewProblem(http.StatusUnauthorized, "unauthorized", "Send a store key as Authorization: Bearer dgl_…")
}

// Store is the store a request's key belongs to. Every reason to refuse is the
// same problem; an error of the source is returned as it is.
func (k *Keys) Store(ctx context.Context, authorization string) (string, error) {
	id, sum, ok := parseKey(authorization)
	if !ok {
		return "", Unauthorized()
	}
	key, err := k.find(ctx, id)
	if err != nil {
		return "", fmt.Errorf("check key: %w", err)
	}
	want := nobodys
	if key != nil {
		want = key.Hash
	}
	same := subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(want)) == 1
	if !same || key == nil || key.Revoked {
		return "", Unauthorized()
	}
	return key.Store, nil
}

// nobodys is compared with when there is no key, so that it takes as long.
var nobodys = strings.Repeat("0", 2*sha256.Size)

// Bounds of a key's parts, in bytes.
const (
	keyIDMax  = 40
	secretMax = 200
)

// parseKey takes a bearer token apart. Its secret goes no further than this,
// so there is nothing to print: what leaves is the hash.
func parseKey(authorization string) (id string, secret [sha256.Size]byte, ok bool) {
	token, bearer := strings.CutPrefix(authorization, "Bearer "+KeyPrefix)
	id, text, whole := strings.Cut(token, "_")
	if !bearer || !whole || id == "" || text == "" || len(id) > keyIDMax || len(text) > secretMax {
		return "", secret, false
	}
	return id, sha256.Sum256([]byte(text)), true
}

func (k *Keys) find(ctx context.Context, id string) (*ledger.StoreKey, error) {
	now := k.now()
	k.mu.Lock()
	cached, ok := k.known[id]
	k.mu.Unlock()
	if ok && now.Before(cached.until) {
		return cached.key, nil
	}
	key, err := k.source.StoreKey(ctx, id)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.known) >= keyCacheMax {
		clear(k.known)
	}
	k.known[id] = knownKey{key, now.Add(keyTTL)}
	return key, nil
}
