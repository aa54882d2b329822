package points

import (
	"slices"
	"strconv"
	"time"

	"dangol/shared/ledger"
)

// HoldsMax is how many holds of one customer may be open at once.
const HoldsMax = 20

// HoldRequest asks to set points aside. ID is unique among all holds.
type HoldRequest struct {
	ID, Store string
	Customer  string
	Points    Points
	// Total is what is to be paid, 0 when the till does not say.
	Total ledger.Amount
}

// Of is what the request asks, in one text.
func (q *HoldRequest) Of() string {
	return "hold " + q.Customer + " " + strconv.FormatInt(int64(q.Points), 10) + " " + strconv.FormatInt(int64(q.Total), 10)
}

// EndRequest asks to capture or release a hold.
type EndRequest struct {
	Hold, Store string
	Release     bool
	// Points is how many of the hold are captured, 0 for all. The rest goes
	// back.
	Points Points
	// Sale is what they pay for, if the till says: given back with it.
	Sale *ledger.Key
}

// Of is what the request asks, in one text.
func (q *EndRequest) Of() string {
	if q.Release {
		return "release"
	}
	of := "capture " + strconv.FormatInt(int64(q.Points), 10)
	if q.Sale != nil {
		of += " " + nameOf(*q.Sale)
	}
	return of
}

// Hold decides whether points are set aside: those that run out first.
func (p *Policy) Hold(a Account, q HoldRequest, now time.Time) Change {
	w := work(a, now)
	e := Entry{ID: q.ID, Kind: OfHold, Of: q.Of(), Store: q.Store}
	e.Answer.Refused = p.refuseHold(w, &q)
	if e.Answer.Refused != "" {
		return w.change(e)
	}
	h := Hold{ID: q.ID, Until: now.UTC().Add(p.holdTime())}
	left := q.Points
	for i := range w.Lots {
		l := &w.Lots[i]
		if !keeps(ruleOldest) {
			l = &w.Lots[len(w.Lots)-1-i]
		}
		n := min(l.Free, left)
		if n == 0 {
			continue
		}
		l.Free -= n
		l.Held += n
		left -= n
		h.Parts = append(h.Parts, Part{l.Month, n})
		w.write(Move{From: Available, To: InHold, Points: n, Why: Held, Month: l.Month, Lapses: h.Until})
	}
	if left > 0 { // only with a broken rule
		l := w.lot(w.today, w.today)
		l.Held += left
		l.Free -= left
		h.Parts = append(h.Parts, Part{l.Month, left})
		w.write(Move{From: Available, To: InHold, Points: left, Why: Held, Month: l.Month, Lapses: h.Until})
	}
	w.Holds = append(w.Holds, h)
	e.Answer.Status, e.Answer.Points, e.Answer.Until = IsHeld, q.Points, h.Until
	return w.change(e)
}

// refuseHold is why a hold is not given, "" when it is.
func (p *Policy) refuseHold(w *working, q *HoldRequest) Refusal {
	switch {
	case w.Erased || w.Merged != "":
		return AccountClosed
	case q.Points%p.Step != 0:
		return NotStep
	case q.Points < p.Minimum:
		return BelowMinimum
	case q.Total > 0 && ledger.Amount(q.Points)*p.Value > q.Total:
		return ExceedsTotal
	case q.Points > w.Balance().Available && keeps(ruleEnough):
		return InsufficientPoints
	case len(w.Holds) >= HoldsMax:
		return TooManyHolds
	}
	return ""
}

// Ended is what can be said about ending a hold without its account: by the
// hold's own entry, nil when there is none, and by the entry of its end, nil
// when it has not ended. known is false when the account decides.
func Ended(held, end *Entry, q *EndRequest) (a Answer, known bool) {
	refuse := func(r Refusal) (Answer, bool) { return Answer{Refused: r}, true }
	switch {
	case held == nil:
		return refuse(HoldUnknown)
	case held.Answer.Refused != "":
		return refuse(HoldRefused)
	case q.Points > held.Answer.Points && keeps(ruleWithin):
		return refuse(ExceedsHold)
	case end == nil:
		return Answer{}, false
	}
	answer, conflict := end.Again(q.Of())
	switch {
	case !conflict:
		return answer, true
	case answer.Status == IsCaptured:
		return refuse(HoldCaptured)
	case answer.Status == IsReleased:
		return refuse(HoldReleased)
	}
	return refuse(HoldExpired)
}

// EndID names the entry of a hold's one resolution.
func EndID(hold string) string { return hold + "~end" }

// End captures or releases a hold. It must not be known what became of the
// hold: Ended says. A hold that is no longer open has lapsed: a capture is
// refused, and a release finds it done.
func End(a Account, q EndRequest, now time.Time) (c Change, spent []Part) {
	w := work(a, now)
	return w.end(q)
}

func (w *working) end(q EndRequest) (c Change, spent []Part) {
	e := Entry{ID: EndID(q.Hold), Kind: OfEnd, Of: q.Of(), Store: q.Store}
	i := slices.IndexFunc(w.Holds, func(h Hold) bool { return h.ID == q.Hold })
	switch {
	case i < 0 && q.Release:
		e.Answer.Status = IsExpired
		return w.change(e), nil
	case i < 0:
		e.Answer.Refused = HoldExpired
		return w.change(e), nil
	}
	h := w.Holds[i]
	if keeps(ruleOnce) {
		w.Holds = slices.Delete(w.Holds, i, i+1)
	}
	if q.Release {
		e.Answer.Status, e.Answer.Points = IsReleased, sum(h.Parts)
		w.release(h.Parts, h.Until, w.today, Released)
		return w.change(e), nil
	}
	n := q.Points
	if n == 0 {
		n = sum(h.Parts)
	}
	spent, rest := split(h.Parts, n)
	for _, p := range spent {
		w.find(p.Month).Held -= p.Points
		w.write(Move{From: InHold, To: Issuer, Points: p.Points, Why: Captured, Month: p.Month, Lapses: h.Until})
	}
	if keeps(ruleRest) {
		w.release(rest, h.Until, w.today, Released)
	}
	e.Answer.Status, e.Answer.Points = IsCaptured, n
	return w.change(e), spent
}

func sum(parts []Part) (n Points) {
	for _, p := range parts {
		n += p.Points
	}
	return n
}

// split divides parts after n points: the lots that run out first are spent.
func split(parts []Part, n Points) (first, rest []Part) {
	for _, p := range parts {
		part := min(p.Points, n)
		if n -= part; part > 0 {
			first = append(first, Part{p.Month, part})
		}
		if part < p.Points {
			rest = append(rest, Part{p.Month, p.Points - part})
		}
	}
	if n > 0 && len(first) > 0 { // only with a broken rule
		first[len(first)-1].Points += n
	}
	return first, rest
}
