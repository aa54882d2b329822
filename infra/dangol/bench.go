package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// benches are the measurements of whole jobs, against what other tools need
// for the same. (Those of parts are Go benchmarks: make bench.)
var benches = []struct {
	name, does string
	run        func(ctx context.Context, args []string) error
}{
	{"pages", "turn TABLE.parquet into pages and a roster beside it", benchPages},
	{"ingest", "post single sales to a running stack, which they stay in", benchIngest},
	{"rfm", "IN OUT: from the pages of table IN to scores of every customer in OUT", benchRFM},
	{"value", "fit the models of visits and money to CUSTOMERS.parquet (x, tx, t, m)", benchValue},
}

func bench(ctx context.Context, args []string) error {
	if len(args) > 0 {
		for _, b := range benches {
			if b.name == args[0] {
				return b.run(ctx, args[1:])
			}
		}
	}
	var help strings.Builder
	for _, b := range benches {
		fmt.Fprintf(&help, "\n  dangol bench %-8s %s", b.name, b.does)
	}
	return errors.New("want one of:" + help.String())
}
