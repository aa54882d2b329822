package points

import (
	"maps"
	"slices"
	"time"

	"dangol/shared/ledger"
)

// Journal is the shop's own books of points on a day: what every customer has,
// and what was issued, used, taken back and lost. It is a sum of transfers, so
// it does not matter in which order they are added. What ran out and was not
// touched since is counted by the rule accounts follow.
type Journal struct {
	asOf     ledger.Day
	midnight time.Time // asOf begins
	accounts map[int32]*Account
	days     map[ledger.Day]*Flow
	lots     map[ledger.Day]*Flow
	years    map[int32]*Flow // by owner, of the last twelve months
}

// Flow is what happened to points. Issued less Used, ClawedBack, Expired and
// Forgotten, with Returned and Adjusted, is what customers have, their debt
// taken off.
type Flow struct {
	Issued     Points // earned by sales
	given      Points // by hand, what was taken left out
	Used       Points // captured
	ClawedBack Points // taken back with refunds and voids, less what was restored
	Returned   Points // that had paid for what was given back
	Adjusted   Points // by hand; less than 0 is taken
	Expired    Points
	Forgotten  Points // of erased customers
}

// Add sums two flows.
func (f *Flow) Add(g Flow) {
	f.Issued += g.Issued
	f.Used += g.Used
	f.ClawedBack += g.ClawedBack
	f.Returned += g.Returned
	f.Adjusted += g.Adjusted
	f.given += g.given
	f.Expired += g.Expired
	f.Forgotten += g.Forgotten
}

// Left is what a flow leaves with customers.
func (f *Flow) Left() Points {
	return f.Issued - f.Used - f.ClawedBack + f.Returned + f.Adjusted - f.Expired - f.Forgotten
}

// Given is everything that came in: what sales earned and staff gave.
func (f *Flow) Given() Points { return f.Issued + f.given }

// flow is what one transfer is of it; nothing for those between a customer's
// own places or from one account of a person to another.
func (m *Move) flow() (f Flow) {
	n := m.Points
	if m.From == Issuer {
		n = -n
	}
	switch m.Why {
	case Earned:
		f.Issued = -n
	case Captured:
		f.Used = n
	case ClawedBack, Restored:
		f.ClawedBack = n
	case Returned, TakenBack:
		f.Returned = -n
	case Adjusted:
		f.Adjusted, f.given = -n, max(0, -n)
	case Expired:
		f.Expired = n
	case Forgotten:
		f.Forgotten = n
	}
	return f
}

// NewJournal opens the books of the days before asOf, in the merchant's zone.
func NewJournal(asOf ledger.Day, zone *time.Location) *Journal {
	year, month, day := asOf.Time().Date()
	return &Journal{
		asOf: asOf, midnight: time.Date(year, month, day, 0, 0, 0, 0, zone), accounts: map[int32]*Account{},
		days: map[ledger.Day]*Flow{}, lots: map[ledger.Day]*Flow{}, years: map[int32]*Flow{},
	}
}

// Transfer is one move of an account, as the shop's books keep it.
type Transfer struct {
	Move
	// Entered is the day it belongs to, On the one it counts for.
	Entered, On ledger.Day
}

// Transfers are a posting's, dated. What a transaction moved belongs to its
// business day, like its money, however late it came; all else to the day it
// was decided. Points run out on their last day, whenever that is noticed, and
// those that came after it on the day they came.
func (p *Posting) Transfers() []Transfer {
	own := p.Day
	if p.Business != 0 {
		own = min(own, p.Business)
	}
	list := make([]Transfer, len(p.Moves))
	came := map[ledger.Day]ledger.Day{} // lot → day
	for i, m := range p.Moves {
		list[i] = Transfer{m, p.Day, p.Day}
		switch m.Why {
		case Earned, ClawedBack, Restored, Returned, TakenBack:
			list[i].Entered, list[i].On = own, own
		case Expired:
			list[i].On = min(p.Day, max(m.Month, m.Until, came[m.Month]))
		}
		if m.From == Issuer {
			came[m.Month] = list[i].On
		}
	}
	return list
}

// Add enters a transfer of an account. owner is whom the account belongs to by
// now, 0 of somebody who is forgotten. Those of asOf and later are left out.
func (j *Journal) Add(account, owner int32, t Transfer) {
	if t.Entered >= j.asOf {
		return
	}
	a := j.accounts[account]
	if a == nil {
		a = &Account{}
		j.accounts[account] = a
	}
	a.Replay(t.Move)
	j.enter(owner, t)
}

func (j *Journal) enter(owner int32, t Transfer) {
	flow := t.flow()
	if flow == (Flow{}) {
		return
	}
	flowOf(j.days, t.On).Add(flow)
	if t.Month != 0 {
		flowOf(j.lots, t.Month).Add(flow)
	}
	if t.On >= j.asOf.AddMonths(-12) && owner > 0 {
		flowOf(j.years, owner).Add(flow)
	}
}

func flowOf[K comparable](all map[K]*Flow, at K) *Flow {
	f := all[at]
	if f == nil {
		f = &Flow{}
		all[at] = f
	}
	return f
}

// Close settles every account as of the beginning of asOf and enters what fell
// due unnoticed. owner is as in Add.
func (j *Journal) Close(owner func(account int32) int32) {
	for id, a := range j.accounts {
		settled, due := a.Settled(j.midnight)
		*a = settled
		for _, m := range due {
			if m.Why == Expired {
				j.enter(owner(id), Transfer{m, j.asOf - 1, min(j.asOf-1, max(m.Month, m.Until))})
			}
		}
	}
}

// Empty says there never were points.
func (j *Journal) Empty() bool { return len(j.accounts) == 0 }

// Each goes through everybody's account, by number.
func (j *Journal) Each(use func(account int32, a *Account)) {
	for _, id := range slices.Sorted(maps.Keys(j.accounts)) {
		use(id, j.accounts[id])
	}
}

// Available is what an account could spend.
func (j *Journal) Available(account int32) Points {
	if a := j.accounts[account]; a != nil {
		return a.Balance().Available
	}
	return 0
}

// Between is what happened from a day to another, that one not included.
func (j *Journal) Between(from, to ledger.Day) (sum Flow) {
	for day, f := range j.days {
		if day >= from && day < to {
			sum.Add(*f)
		}
	}
	return sum
}

// First is the first day anything happened; asOf when nothing did.
func (j *Journal) First() ledger.Day {
	first := j.asOf
	for day := range j.days {
		first = min(first, day)
	}
	return first
}

// Year is what happened to an owner's points in the last twelve months.
func (j *Journal) Year(owner int32) Flow {
	if f := j.years[owner]; f != nil {
		return *f
	}
	return Flow{}
}

// Over counts the lots whose month is over and sums what happened to them.
func (j *Journal) Over() (lots int, sum Flow) {
	for month, f := range j.lots {
		if month < j.asOf {
			lots++
			sum.Add(*f)
		}
	}
	return lots, sum
}
