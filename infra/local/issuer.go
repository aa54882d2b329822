package local

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// On this machine we are the sign-in: managers' access tokens are made here, of
// the shape Amazon Cognito gives them, and verified by the deployed code.
const (
	issuerName = "https://dangol.local"
	clientName = "local"
	keyName    = "local-1"
)

// Issuer signs tokens.
type Issuer struct{ key *rsa.PrivateKey }

// OpenIssuer reads the key of the installation in folder data, and makes one
// the first time.
func OpenIssuer(data string) (*Issuer, error) {
	file := filepath.Join(data, "issuer.pem")
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return newIssuer(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read issuer key: %w", err)
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("read issuer key: %s is no PEM file", file)
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read issuer key: %w", err)
	}
	return &Issuer{key}, nil
}

func newIssuer(file string) (*Issuer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make issuer key: %w", err)
	}
	content := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	return &Issuer{key}, os.WriteFile(file, content, 0o600)
}

// Token is an access token of a manager, good from now until then.
func (i *Issuer) Token(subject, group string, now, until time.Time) (string, error) {
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", keyName)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: i.key}, options)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return jwt.Signed(signer).Claims(jwt.Claims{
		Issuer: issuerName, Subject: subject, IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(until),
	}).Claims(map[string]any{"client_id": clientName, "token_use": "access", "cognito:groups": []string{group}}).Serialize()
}

// ServeHTTP gives the public key, as an issuer's keys are given (JWKS).
func (i *Issuer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.key.Public(), KeyID: keyName, Algorithm: string(jose.RS256), Use: "sig"}}}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(set) //nolint:errcheck // the caller left
}

// startIssuer serves the key to the functions.
func (st *Stack) startIssuer(data string) error {
	issuer, err := OpenIssuer(data)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	st.issuer = &http.Server{Handler: issuer, ReadHeaderTimeout: 5 * time.Second}
	st.IssuerKeys = "http://" + listener.Addr().String() + "/keys"
	go st.issuer.Serve(listener) //nolint:errcheck // it ends with the stack
	return nil
}
