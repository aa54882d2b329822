package night_test

import (
	"fmt"
	"time"

	"dangol/shared/ledger"
)

const (
	simDays  = 16
	simSales = 28
	simPairs = 3
)

// plan lays out the sales, their deliveries and the nights.
func (h *history) plan(began time.Time) {
	for i := range simSales {
		h.planSale(i, began)
	}
	for i := range simPairs {
		h.planPair(i, began)
	}
	h.planTorn(began)
	// In some histories nights fail for days on end.
	spell, until := simDays, simDays
	if h.random.IntN(3) == 0 {
		spell = h.random.IntN(simDays)
		until = spell + 3 + h.random.IntN(4)
	}
	for day := range simDays {
		scheduled := schedule(began, day)
		if h.random.IntN(6) == 0 || day >= spell && day < until {
			continue // the schedule did not fire
		}
		for n := range 1 + h.random.IntN(5)/4 {
			at := scheduled.Add(time.Duration(h.random.IntN(90)*n) * time.Minute)
			asOf := ledger.DayOf(at.Add(9*time.Hour)) - ledger.Day(h.random.IntN(8)/7*h.random.IntN(3))
			by := h.weather()
			if day == until && h.random.IntN(2) == 0 { // after the spell, one more that does not commit
				by = &actor{op: "swap", trouble: 1, kind: crashBefore}
			}
			h.at(at, func() { h.startNight(asOf, by, false) })
		}
	}
}

// schedule is when the night of a day of the history begins.
func schedule(began time.Time, day int) time.Time {
	return began.AddDate(0, 0, day).Add(19*time.Hour + 30*time.Minute)
}

// planSale plans one transaction and how it reaches us: at once, hours or
// weeks late, perhaps more than once.
func (h *history) planSale(i int, began time.Time) {
	store := h.stores[h.random.IntN(3)]
	happened := began.Add(time.Duration(h.random.IntN(simDays*24*60)) * time.Minute)
	if h.random.IntN(5) == 0 {
		happened = happened.AddDate(0, 0, -h.random.IntN(60))
	}
	t := &ledger.Transaction{
		Key:  ledger.Key{Store: store, Day: ledger.DayOf(happened), ID: fmt.Sprintf("t%02d", i)},
		Type: ledger.Sale, Currency: "KRW", Total: ledger.Amount(1 + h.random.IntN(300_000)),
	}
	t.Occurred.At, t.Occurred.Text = happened, happened.Format(time.RFC3339)
	if n := len(h.keys); n > 0 && h.random.IntN(3) == 0 {
		target := h.keys[h.random.IntN(n)]
		if h.random.IntN(3) == 0 {
			t.Type, t.VoidOf, t.Total = ledger.Void, &target, 0
		} else {
			t.Type, t.RefundOf = ledger.Refund, &target
		}
	}
	h.keys = append(h.keys, t.Key)
	delay := time.Duration(h.random.IntN(120)) * time.Second
	switch h.random.IntN(5) {
	case 0:
		delay = time.Duration(h.random.IntN(20*24)) * time.Hour
	case 1:
		delay = time.Duration(h.random.IntN(36)) * time.Hour
	case 2: // barely in time to need no marker
		delay = 6*24*time.Hour + time.Duration(h.random.IntN(36))*time.Hour
	}
	who := ""
	if h.random.IntN(4) > 0 {
		who = []string{"kim", "lee", "park"}[h.random.IntN(3)]
	}
	copies := 1 + h.random.IntN(3)/2
	for range copies {
		sent := happened.Add(delay)
		if sent.Before(began) {
			sent = began.Add(time.Duration(h.random.IntN(simDays*24*60)) * time.Minute)
		}
		if h.random.IntN(4) == 0 { // just while a night reads
			night := schedule(began, max(0, min(simDays-1, int(sent.Sub(began)/(24*time.Hour)))))
			sent = night.Add(time.Duration(h.random.IntN(3000)-500) * time.Millisecond)
		}
		sending := t
		if h.random.IntN(12) == 0 { // another till uses the same number
			other := *t
			other.Total++
			sending = &other
		}
		h.at(sent, func() { h.startTill(sending, who) })
		delay += time.Duration(h.random.IntN(9*24)) * time.Hour
	}
}

// planPair plans a sale and its refund that both arrive while a night reads,
// the sale on an earlier day: its day may have been read without it.
func (h *history) planPair(i int, began time.Time) {
	night := schedule(began, h.random.IntN(simDays))
	store, day := h.stores[h.random.IntN(3)], ledger.DayOf(night)
	pair := [2]*ledger.Transaction{}
	for k := range pair {
		t := &ledger.Transaction{
			Key:  ledger.Key{Store: store, Day: day - ledger.Day((1-k)*(2+h.random.IntN(5))), ID: fmt.Sprintf("p%d%d", i, k)},
			Type: ledger.Sale, Currency: "KRW", Total: 50_000,
		}
		t.Occurred.At = t.Day.Time()
		t.Occurred.Text = t.Occurred.At.Format(time.RFC3339)
		h.keys = append(h.keys, t.Key)
		pair[k] = t
	}
	pair[1].Type, pair[1].RefundOf = ledger.Refund, &pair[0].Key
	at := night.Add(time.Duration(60+h.random.IntN(400)) * time.Millisecond)
	for k, t := range pair {
		by := &actor{name: fmt.Sprintf("pair%d%d", i, k)}
		h.at(at, func() { go h.till(by, t, "kim", h.now) })
		at = at.Add(time.Duration(h.random.IntN(80)) * time.Millisecond)
	}
}

// planTorn plans a late sale whose marker a night sees before the sale itself.
func (h *history) planTorn(began time.Time) {
	night := schedule(began, h.random.IntN(simDays))
	t := &ledger.Transaction{
		Key:  ledger.Key{Store: "main", Day: ledger.DayOf(night) - ledger.Day(12+h.random.IntN(60)), ID: "torn"},
		Type: ledger.Sale, Currency: "KRW", Total: 70_000,
	}
	t.Occurred.At = t.Day.Time()
	t.Occurred.Text = t.Occurred.At.Format(time.RFC3339)
	h.keys = append(h.keys, t.Key)
	h.at(night.Add(-time.Minute), func() { h.world.Mark(t.Key) })
	h.at(night.Add(30*time.Minute), func() { go h.till(&actor{name: "torn"}, t, "lee", h.now) })
}
