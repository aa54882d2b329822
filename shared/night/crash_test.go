package night_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
)

// watch lets a test fail every call of a world.
func watch(w *ledgertest.World, before, after func(string) error) {
	w.Memory.Faults = ledgertest.Faults{Before: before, After: after}
	w.Sealed.Faults = ledgertest.Faults{Before: before, After: after}
	w.Reports.Faults = ledgertest.Faults{Before: before, After: after}
}

// A night that is gone at any of its calls, before or after the call did its
// work, is healed by the next: every byte and every grade is as if nothing had
// happened. The second night has a base, a refund of a sealed sale, a late sale
// and grades to change.
func TestCrashAnywhereHeals(t *testing.T) {
	first := `s1 sale kim 2026-11-20 150000
s2 sale lee 2026-08-01 9000
r1 refund - 2026-11-19 3000 refundOf=main/2026-08-01/s2
s3 sale park 2026-11-18 700000
v1 void - 2026-11-20 0 voidOf=main/2026-11-20/s1
s4 sale kim 2026-11-17 1300000`
	second := `r2 refund - 2026-11-21 1200000 refundOf=main/2026-11-17/s4
s5 sale lee 2026-11-21 800000
s6 sale choi 2026-03-01 5000
r3 refund - 2026-11-21 10 refundOf=main/2026-11-30/s9`
	asOf := ledger.Date(2026, 11, 21)
	for name, nights := range map[string][]string{"the first night": {first}, "the second night": {first, second}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sweep(t, nights, asOf)
		})
	}
}

// sweep runs the last of some nights, each with events before it, once for
// every way to crash.
func sweep(t *testing.T, nights []string, asOf ledger.Day) {
	ctx := context.Background()
	last := asOf + ledger.Day(len(nights)) - 1
	world := func() *ledgertest.World {
		w := ledgertest.NewWorld(time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
		for i, events := range nights {
			if err := w.Post(ctx, events); err != nil {
				t.Fatal(err)
			}
			if i+1 < len(nights) {
				if _, err := w.Night(ctx, asOf+ledger.Day(i)); err != nil {
					t.Fatal(err)
				}
				w.Clock = w.Clock.AddDate(0, 0, 1)
			}
		}
		return w
	}
	calm := world()
	var calls atomic.Int64
	watch(calm, func(string) error { calls.Add(1); return nil }, nil)
	if _, err := calm.Night(ctx, last); err != nil {
		t.Fatal(err)
	}
	t.Logf("a night makes %d calls", calls.Load())
	for k := range calls.Load() {
		for _, after := range []bool{false, true} {
			w := world()
			crashAt(t, w, k, after, last)
			w.Clock = w.Clock.Add(time.Hour)
			if _, err := w.Night(ctx, last); err != nil {
				t.Fatalf("crash at call %d, after %v, then: %v", k, after, err)
			}
			same(t, w, calm, fmt.Sprintf("crash at call %d, after %v", k, after))
		}
	}
}

// crashAt runs a night that is dead from its call k on.
func crashAt(t *testing.T, w *ledgertest.World, k int64, after bool, asOf ledger.Day) {
	crash := errors.New("crash")
	var n atomic.Int64
	fail := func(string) error {
		if n.Add(1) > k {
			return crash
		}
		return nil
	}
	if after {
		watch(w, nil, fail)
	} else {
		watch(w, fail, nil)
	}
	defer watch(w, nil, nil)
	if _, err := w.Night(context.Background(), asOf); !errors.Is(err, crash) {
		t.Fatalf("crash at call %d, after %v: %v", k, after, err)
	}
}

// same compares what two worlds published and show.
func same(t *testing.T, got, want *ledgertest.World, when string) {
	t.Helper()
	objects, pointer := got.Reports.All()
	wantObjects, wantPointer := want.Reports.All()
	for name, content := range wantObjects {
		if !bytes.Equal(objects[name], content) {
			t.Fatalf("%s: %s differs", when, name)
		}
	}
	if !bytes.Equal(pointer, wantPointer) || fmt.Sprint(got.Grades()) != fmt.Sprint(want.Grades()) {
		t.Fatalf("%s: the pointer or the grades differ", when)
	}
	if left, err := got.Markers(context.Background()); err != nil || len(left) > 0 {
		t.Fatalf("%s: markers %v left", when, left)
	}
}
