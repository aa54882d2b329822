package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dangol/infra/local"
	"dangol/shared/signin"
)

// token prints an access token of a manager of the stack on this machine. On
// AWS the sign-in gives them.
func token(_ context.Context, args []string) error {
	set, p := flags("token")
	subject := set.String("as", "local-manager", "the manager's id, as it is recorded with what they do")
	lasts := set.Duration("for", 12*time.Hour, "how long the token lasts")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 || *subject == "" || *lasts <= 0 {
		return errors.New("want dangol token [--as ID] [--for 12h]")
	}
	if _, err := os.Stat(filepath.Join(p.data, "pepper")); err != nil {
		return fmt.Errorf("no stack keeps its data in %s: start one with dangol run, or name its --data", p.data)
	}
	issuer, err := local.OpenIssuer(p.data)
	if err != nil {
		return err
	}
	now := time.Now()
	text, err := issuer.Token(*subject, signin.Group, now, now.Add(*lasts))
	if err != nil {
		return err
	}
	fmt.Println(text)
	return nil
}
