package ledgertest_test

import (
	"testing"

	"dangol/shared/ledgertest"
)

func TestMemory(t *testing.T) {
	ledgertest.Exam(t, func(*testing.T) ledgertest.Store { return &ledgertest.Memory{} })
}
