package points_test

import (
	"math"
	"strings"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/points"

	"pgregory.net/rapid"
)

func TestPolicyCheck(t *testing.T) {
	good := points.DefaultPolicy()
	good.Rate = points.Rate{Points: 1, Per: 100}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for field, edit := range map[string]func(*points.Policy){
		"points.rate":          func(p *points.Policy) { p.Rate = points.Rate{} },
		"points.rate: points":  func(p *points.Policy) { p.Rate.Points = 1001 },
		"points.grades.gold":   func(p *points.Policy) { p.Grades = map[string]points.Rate{"gold": {Points: -1, Per: 1}} },
		"points.pendingDays":   func(p *points.Policy) { p.PendingDays = -1 },
		"points.expiryMonths":  func(p *points.Policy) { p.ExpiryMonths = 0 },
		"points.holdMinutes":   func(p *points.Policy) { p.HoldMinutes = 0 },
		"points.minimum":       func(p *points.Policy) { p.Minimum = 0 },
		"points.step":          func(p *points.Policy) { p.Step = 0 },
		"points.value":         func(p *points.Policy) { p.Value = 0 },
		"points.staffDailyMax": func(p *points.Policy) { p.StaffDailyMax = -1 },
	} {
		bad := good
		edit(&bad)
		if err := bad.Check(); err == nil || !strings.HasPrefix(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// Points are never rounded up, and no amount overflows.
func TestEarned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := points.Rate{Per: rapid.Int64Range(1, int64(ledger.AmountMax)).Draw(t, "per")}
		r.Points = rapid.Int64Range(0, min(10*r.Per, int64(ledger.AmountMax))).Draw(t, "points")
		m := rapid.Int64Range(0, int64(ledger.AmountMax)).Draw(t, "m")
		got := r.Earned(ledger.Amount(m))
		exact := float64(m) * float64(r.Points) / float64(r.Per)
		if got < 0 || math.Abs(float64(got)-exact) > 1+exact*1e-9 || r.Earned(ledger.Amount(m+1)) < got {
			t.Errorf("%d earn %d at %+v, exactly %g", m, got, r, exact)
		}
	})
	if got := (points.Rate{Points: 1, Per: 1000}).Earned(196_999); got != 196 {
		t.Errorf("196,999 earn %d", got)
	}
	if got := (points.Rate{Points: 1, Per: 1000}).Earned(-5); got != 0 {
		t.Errorf("less than nothing earns %d", got)
	}
}
