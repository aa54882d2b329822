// Command dangol is the operator's tool: it runs an installation on this
// machine, imports sales, runs nights and makes keys.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"dangol/infra/local"
	"dangol/shared/dynamo"
)

// commands are what dangol can do, in the order help lists them.
var commands = []struct {
	name, does string
	run        func(ctx context.Context, args []string) error
}{
	{"run", "run everything on this machine, with a demo shop", run},
	{"import", "import sales from a file: --store ID --format uci|csv FILE", importSales},
	{"night", "run the night of a day: --as-of YYYY-MM-DD", runNight},
	{"audit", "read the whole ledger again and compare it with what is published", audit},
	{"doctor", "say what is wrong, and what to do; --restore-pointer puts a lost pointer back", doctor},
	{"keys", "keys create --store ID, keys revoke KEY-ID", keys},
	{"token", "print a manager's access token, for what /v1/desk does", token},
	{"policy", "show the policy, or save FILE as its next version", editPolicy},
	{"emulate", "run a command with fresh emulators: emulate go test ./...", emulate},
	{"bench", "measure whole jobs: bench pages, bench rfm", bench},
	{"openapi", "write the API's description", openapi},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := dispatch(ctx, os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "dangol:", err)
		os.Exit(1)
	}
}

func dispatch(ctx context.Context, args []string) error {
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(ctx, args[1:])
			}
		}
	}
	fmt.Fprintln(os.Stderr, "usage: dangol <command> [flags]   (dangol <command> -h lists the flags)")
	fmt.Fprintln(os.Stderr)
	for _, c := range commands {
		fmt.Fprintf(os.Stderr, "  %-10s %s\n", c.name, c.does)
	}
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("there is no command %q", args[0])
}

// place is where a stack is: the flags every command takes.
type place struct{ addr, data string }

const (
	defaultAddr = "127.0.0.1:8787"
	defaultData = ".local/data"
)

// flags begins a command's flags with those every command takes.
func flags(name string) (*flag.FlagSet, *place) {
	set := flag.NewFlagSet("dangol "+name, flag.ContinueOnError)
	p := &place{}
	set.StringVar(&p.addr, "addr", "", "address of the stack (default "+defaultAddr+")")
	set.StringVar(&p.data, "data", defaultData, "folder the stack keeps its data in")
	return set, p
}

// find finds the running stack.
func (p *place) find() (*local.Remote, error) { return local.Find(p.data, p.addr) }

// db is the stack's tables, named as the template names them.
func db(e *local.Endpoints) *dynamo.DB {
	return dynamo.New(e.DynamoDBClient(), dynamo.Tables{Ledger: "LedgerTable", Customers: "CustomersTable", Shop: "ShopTable"})
}

// toRoot goes to the repository's root, so that the command works from any
// folder of it.
func toRoot() error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, local.TemplateFile)); err == nil {
			return os.Chdir(dir)
		}
		if dir == filepath.Dir(dir) {
			return fmt.Errorf("%s is not found here or above: run dangol inside its repository", local.TemplateFile)
		}
	}
}
