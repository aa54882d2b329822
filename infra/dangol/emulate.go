package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"dangol/infra/local"
)

// emulate runs a command with fresh emulators, which it finds by the AWS SDK's
// own variables: tests that need them skip without.
func emulate(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("want a command to run")
	}
	data, err := os.MkdirTemp("", "dangol-emulate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	stack, err := local.Start(ctx, local.Settings{Data: data, Told: func(string) {}})
	if err != nil {
		return err
	}
	defer stack.Close()
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Env = append(os.Environ(), stack.Env()...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	return nil
}
