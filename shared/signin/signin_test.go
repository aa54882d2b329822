package signin_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"dangol/shared/signin"
	"dangol/shared/web"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const issuer, client = "https://issuer.example/pool", "dashboard"

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

type issuing struct {
	t   *testing.T
	key *rsa.PrivateKey
	url string
}

func newIssuing(t *testing.T) *issuing {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k1", Algorithm: "RS256", Use: "sig"}}}
		json.NewEncoder(w).Encode(set) //nolint:errcheck // a test's server
	}))
	t.Cleanup(server.Close)
	return &issuing{t, key, server.URL}
}

func (i *issuing) token(algorithm jose.SignatureAlgorithm, key any, claims map[string]any) string {
	i.t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k1"))
	if err != nil {
		i.t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		i.t.Fatal(err)
	}
	return text
}

// unsigned is a token that says it needs no signature.
func unsigned(t *testing.T) string {
	t.Helper()
	payload, err := json.Marshal(good())
	if err != nil {
		t.Fatal(err)
	}
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + part(payload) + "."
}

func good() map[string]any {
	return map[string]any{
		"iss": issuer, "sub": "m1", "client_id": client, "token_use": "access", "cognito:groups": []string{"managers"},
		"iat": now.Add(-time.Minute).Unix(), "exp": now.Add(time.Hour).Unix(),
	}
}

func TestManager(t *testing.T) {
	i := newIssuing(t)
	m := signin.New(issuer, i.url, client, func() time.Time { return now })
	if who, err := m.Manager(context.Background(), "Bearer "+i.token(jose.RS256, i.key, good())); who != "m1" || err != nil {
		t.Fatalf("a manager is %q, %v", who, err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	with := func(name string, value any) string {
		c := good()
		if c[name] = value; value == nil {
			delete(c, name)
		}
		return "Bearer " + i.token(jose.RS256, i.key, c)
	}
	for name, authorization := range map[string]string{
		"nothing":                   "",
		"no bearer":                 "Basic " + i.token(jose.RS256, i.key, good()),
		"no token":                  "Bearer abc",
		"a store key":               "Bearer dgl_a_b",
		"signed by somebody else":   "Bearer " + i.token(jose.RS256, other, good()),
		"signed with a shared word": "Bearer " + i.token(jose.HS256, []byte("0123456789abcdef0123456789abcdef"), good()),
		"signed by nobody":          "Bearer " + unsigned(t),
		"of another issuer":         with("iss", "https://evil.example"),
		"for another client":        with("client_id", "somebody"),
		"an identity token":         with("token_use", "id"),
		"run out":                   with("exp", now.Unix()-1),
		"without an end":            with("exp", nil),
		"of nobody":                 with("sub", nil),
	} {
		who, err := m.Manager(context.Background(), authorization)
		var p *web.Problem
		if who != "" || !errors.As(err, &p) || p.Status != http.StatusUnauthorized {
			t.Errorf("%s: %q, %v", name, who, err)
		}
	}
	var p *web.Problem
	if _, err := m.Manager(context.Background(), with("cognito:groups", []string{"staff"})); !errors.As(err, &p) || p.Status != http.StatusForbidden {
		t.Errorf("not a manager: %v", err)
	}
	none := signin.New("", "", "", func() time.Time { return now })
	if _, err := none.Manager(context.Background(), "Bearer "+i.token(jose.RS256, i.key, good())); !errors.As(err, &p) || p.Status != http.StatusUnauthorized {
		t.Errorf("without a sign-in: %v", err)
	}
}

// Keys out of reach are our trouble, not the caller's.
func TestIssuerOutOfReach(t *testing.T) {
	i := newIssuing(t)
	m := signin.New(issuer, "http://127.0.0.1:1/keys", client, func() time.Time { return now })
	_, err := m.Manager(context.Background(), "Bearer "+i.token(jose.RS256, i.key, good()))
	var p *web.Problem
	if err == nil || errors.As(err, &p) {
		t.Errorf("%v", err)
	}
}
