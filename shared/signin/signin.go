// Package signin says who a manager is: it verifies the access tokens their
// sign-in gives (OpenID Connect, as Amazon Cognito issues them).
package signin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"dangol/shared/web"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Group is the group of the sign-in whose members are managers.
const Group = "managers"

// keysWithin is how long a request waits for the issuer's keys.
const keysWithin = 5 * time.Second

// Managers verifies access tokens of one issuer for one client.
type Managers struct {
	verifier *oidc.IDTokenVerifier
	client   string
}

// New verifies tokens of issuer, given to client, with the keys (JWKS) found at
// keys; they are fetched when first needed and when an unknown one is named.
// Without an issuer there is no sign-in, and every token is refused.
func New(issuer, keys, client string, now func() time.Time) *Managers {
	if issuer == "" {
		return &Managers{}
	}
	ctx := oidc.ClientContext(context.Background(), &http.Client{Timeout: keysWithin})
	config := &oidc.Config{SkipClientIDCheck: true, Now: now} // an access token names its client otherwise
	return &Managers{oidc.NewVerifier(issuer, oidc.NewRemoteKeySet(ctx, keys), config), client}
}

// claims are what tells an access token of a manager from any other token.
type claims struct {
	Use    string   `json:"token_use"`
	Client string   `json:"client_id"`
	Groups []string `json:"cognito:groups"`
}

// Manager is the subject of the bearer token: an opaque id, not a name. Every
// reason to refuse is the same problem, but for a manager's token without the
// right, and an issuer out of reach, which is an error.
func (m *Managers) Manager(ctx context.Context, authorization string) (string, error) {
	text, bearer := strings.CutPrefix(authorization, "Bearer ")
	if !bearer || m.verifier == nil || strings.HasPrefix(text, web.KeyPrefix) {
		return "", unauthorized()
	}
	token, err := m.verifier.Verify(ctx, text)
	if err != nil {
		if strings.Contains(err.Error(), unreachable) {
			return "", fmt.Errorf("verify token: the issuer's keys are out of reach")
		}
		return "", unauthorized()
	}
	var c claims
	if err := token.Claims(&c); err != nil || c.Use != "access" || c.Client != m.client || token.Subject == "" {
		return "", unauthorized()
	}
	if !slices.Contains(c.Groups, Group) {
		return "", web.NewProblem(http.StatusForbidden, "not_a_manager", "Sign in as somebody in the group "+Group+".")
	}
	return token.Subject, nil
}

// unreachable are the library's words for keys it could not get; a test notices
// when they change.
const unreachable = "fetching keys"

func unauthorized() *web.Problem {
	return web.NewProblem(http.StatusUnauthorized, "unauthorized", "Send a manager's access token as Authorization: Bearer …")
}
