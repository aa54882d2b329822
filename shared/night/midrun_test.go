package night_test

import (
	"bytes"
	"context"
	"runtime"
	"testing"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/policy"
	"dangol/shared/report"
)

// atFirstPut does something in the middle of the next night of w.
func atFirstPut(w *ledgertest.World, do func()) {
	w.Sealed.Before = func(op string) error {
		if op == "put" && do != nil {
			do()
			do = nil
		}
		return nil
	}
}

func gradesOf(t *testing.T, w *ledgertest.World) report.Grades {
	t.Helper()
	objects, pointer := w.Reports.All()
	latest := decode[report.Latest](t, pointer)
	return decode[report.Grades](t, objects[latest.Scopes[report.ScopeAll].Files[report.FileGrades].Key])
}

// A night uses the policy it began with; the next one uses the new.
func TestPolicySavedDuringTheNight(t *testing.T) {
	ctx := context.Background()
	w := auditWorld(t, "s1 sale kim 2026-11-20 150000")
	w.SetPolicy(policy.Default())
	atFirstPut(w, func() {
		p := policy.Default()
		p.Grades.Grades[0].From *= 2
		w.SetPolicy(p)
	})
	for i, want := range []int{1, 2} {
		if _, err := w.Night(ctx, auditDay+ledger.Day(i)); err != nil {
			t.Fatal(err)
		}
		if got := gradesOf(t, w).PolicyVersion; got != want {
			t.Errorf("night %d used policy %d, want %d", i+1, got, want)
		}
	}
}

// A store that is made while a night runs is in the next one.
func TestStoreMadeDuringTheNight(t *testing.T) {
	ctx := context.Background()
	w := auditWorld(t, "s1 sale kim 2026-11-20 5000")
	atFirstPut(w, func() { w.OpenStore("second", "Asia/Seoul") })
	for i, want := range []int{1, 2} {
		r, err := w.Night(ctx, auditDay+ledger.Day(i))
		if err != nil || r.Customers.Buyers != want {
			t.Errorf("night %d: %+v, %v; want %d customers", i+1, r, err, want)
		}
		if err := w.Post(ctx, "s2 sale lee 2026-11-20 7000 store=second"); err != nil {
			t.Fatal(err)
		}
	}
}

// The days of a store that is gone are folded like any other's.
func TestStoreThatIsGone(t *testing.T) {
	ctx := context.Background()
	w := ledgertest.NewWorld(time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC))
	w.OpenStore("gone", "Asia/Seoul")
	if err := w.Post(ctx, "s1 sale kim 2026-11-20 5000\ns2 sale lee 2026-11-20 7000 store=gone"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Night(ctx, auditDay); err != nil {
		t.Fatal(err)
	}
	later := auditWorld(t, "s1 sale kim 2026-11-20 5000")
	later.Sealed, later.Reports = w.Sealed, w.Reports
	r, err := later.Night(ctx, auditDay+1)
	if err != nil || r.Customers.Buyers != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

// However many processors there are, the files are the same to the byte.
func TestAnyNumberOfProcessors(t *testing.T) {
	if testing.Short() {
		t.Skip("six nights of a seeded shop")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want map[string][]byte
	for _, n := range []int{1, 2, 16} {
		runtime.GOMAXPROCS(n)
		w, _ := seeded(t)
		got, pointer := w.Reports.All()
		got["latest.json"] = pointer
		if want == nil {
			want = got
		}
		if len(got) != len(want) {
			t.Errorf("%d processors make %d files, one makes %d", n, len(got), len(want))
		}
		for name, content := range want {
			if !bytes.Equal(got[name], content) {
				t.Errorf("with %d processors %s differs", n, name)
			}
		}
	}
}
