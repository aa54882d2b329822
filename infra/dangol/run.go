package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"

	"dangol/infra/local"
)

func run(ctx context.Context, args []string) error {
	set, p := flags("run")
	withDemo := set.Bool("demo", true, "open a demo shop in an empty installation")
	if err := set.Parse(args); err != nil {
		return err
	}
	if p.addr == "" {
		p.addr = defaultAddr
	}
	if err := toRoot(); err != nil {
		return err
	}
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		return err
	}
	stack, err := local.Start(ctx, local.Settings{Data: p.data, Told: func(step string) { fmt.Fprintln(os.Stderr, " ", step) }})
	if err != nil {
		return err
	}
	defer stack.Close()
	token := rand.Text()
	return stack.Serve(ctx, p.addr, p.data, token, func() error {
		remote := stack.Remote(p.addr, token)
		if *withDemo {
			if err := openDemo(ctx, remote, p.data); err != nil {
				return err
			}
		}
		fmt.Print(screen(p, readSample(p.data)))
		return nil
	})
}

// screen is what a newcomer reads first.
func screen(p *place, shown sample) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	url := "http://" + p.addr
	line("")
	line("  단골 Dangol is running")
	line("")
	line("  Dashboard   %s/", url)
	line("  API         %s/v1        described in shared/api/openapi.json", url)
	line("  Data        %s", p.data)
	line("")
	if shown == (sample{}) {
		line("  Make a store and its key:")
		line("    go run ./infra/dangol keys create --store main%s", p.again())
		line("  Then post a sale, or import a file, and run a night:")
		line("    go run ./infra/dangol import --store main --format csv FILE%s", p.again())
		line("    go run ./infra/dangol night%s", p.again())
	} else {
		line("  A key of the demo shop:")
		line("    %s", shown.Key)
		line("  Ask who stands at the till:")
		line("    curl -s %s/v1/customers/lookup -H 'Authorization: Bearer %s' \\", url, shown.Key)
		line("      -H 'Content-Type: application/json' -d '{\"phone\":\"%s\"}'", shown.Phone)
	}
	line("  Do what a manager does:")
	line("    curl -s %s/v1/desk/policy -H \"Authorization: Bearer $(go run ./infra/dangol token%s)\"", url, p.again())
	line("")
	line("  Ctrl-C stops everything; the data stays.")
	line("")
	return b.String()
}

// again is the flags that find this stack, when it is not the default one.
func (p *place) again() string {
	s := ""
	if p.addr != defaultAddr {
		s += " --addr " + p.addr
	}
	if p.data != defaultData {
		s += " --data " + p.data
	}
	return s
}
