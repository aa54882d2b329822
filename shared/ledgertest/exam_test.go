package ledgertest_test

import (
	"flag"
	"testing"

	"dangol/shared/ledgertest"
)

var redeliveries = flag.Int("redeliveries", 20_000, "how many times transactions are delivered again")

func TestMemory(t *testing.T) {
	ledgertest.Exam(t, func(*testing.T) ledgertest.Store { return &ledgertest.Memory{} })
}

func TestRedeliveries(t *testing.T) {
	ledgertest.Redeliver(t, &ledgertest.Memory{}, 1, max(1, *redeliveries/5), *redeliveries)
}
