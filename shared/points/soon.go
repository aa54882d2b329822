package points

import (
	"time"

	"dangol/shared/ledger"
)

// RunsOut are the points that end first of those that can be spent, and the
// last day they can be; 0 points when there are none.
func (a Account) RunsOut(now time.Time) (n Points, last ledger.Day) {
	for _, l := range settled(a, now).Account.Lots {
		switch {
		case l.Free == 0:
		case n == 0 || l.Until == last:
			n, last = n+l.Free, l.Until
		}
	}
	return n, last
}

// Plain is a rate as a cashier would say it: so many points for per, or for
// what the rate itself names when that does not come out even.
func (r Rate) Plain(per ledger.Amount) (Points, ledger.Amount) {
	if r.Points == 0 || int64(per)*r.Points%r.Per != 0 {
		return Points(r.Points), ledger.Amount(r.Per)
	}
	return Points(int64(per) * r.Points / r.Per), per
}
