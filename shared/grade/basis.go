package grade

import "dangol/shared/ledger"

// Basis says what of a record a grade asks for.
type Basis string

const (
	ByAmount          Basis = "amount"
	ByAmountAndVisits Basis = "amount_and_visits" // both
	ByAmountOrVisits  Basis = "amount_or_visits"  // the better of the two
	// ByRegulars counts the visits of the months that end at the last visit, as
	// the rule for regulars (단골) does; who is gone by that rule has none.
	ByRegulars Basis = "regulars"
	ByScore    Basis = "score" // the weighted RFM score, by fixed thresholds
	// ByPoints counts the points that sales earned, less what was taken back
	// with their refunds and voids. What was spent, ran out, or staff gave by
	// hand makes no difference.
	ByPoints Basis = "points"
)

// Mark is what a grade asks for, or what is missing of it. Score is in tenths.
// Points have a place of their own: what one policy promised in points outlives
// it, and must not be read as money.
type Mark struct {
	Amount ledger.Amount
	Visits int
	Score  int
	Points int64
}

// Standing is what a record has in one window, the days from From to To, To not
// included. Amount and Points are never below 0. Score is 0 unless the basis asks
// for it, and where there is no counting visit; Points are 0 where no rules ask
// for them.
type Standing struct {
	From, To ledger.Day
	Amount   ledger.Amount
	Visits   int
	Score    int
	Points   int64
}

// Either says one of the amount and the visits is enough.
func (b Basis) Either() bool { return b == ByAmountOrVisits }

// met says s has what m asks for.
func (b Basis) met(s Standing, m Mark) bool {
	switch b {
	case ByAmountAndVisits:
		return s.Amount >= m.Amount && s.Visits >= m.Visits
	case ByAmountOrVisits:
		return s.Amount >= m.Amount || s.Visits >= m.Visits
	case ByRegulars:
		return s.Visits >= m.Visits
	case ByScore:
		return s.Score >= m.Score
	case ByPoints:
		return s.Points >= m.Points
	default:
		return s.Amount >= m.Amount
	}
}

// Missing is what s lacks of m: of what the basis looks at, and nothing when s
// has what m asks for.
func (b Basis) Missing(s Standing, m Mark) Mark {
	var left Mark
	if b.met(s, m) {
		return left
	}
	amount, visits := max(0, m.Amount-s.Amount), max(0, m.Visits-s.Visits)
	switch b {
	case ByAmountAndVisits, ByAmountOrVisits:
		left.Amount, left.Visits = amount, visits
	case ByRegulars:
		left.Visits = visits
	case ByScore:
		left.Score = m.Score - s.Score
	case ByPoints:
		left.Points = m.Points - s.Points
	default:
		left.Amount = amount
	}
	return left
}

// Measures are what the policy document says elsewhere of how a record is
// measured: how regulars and scores are found.
type Measures struct {
	// LatelyMonths is how many months before the last visit count for a
	// regular, and after GoneAfter days of silence nothing does.
	LatelyMonths, GoneAfter int
	// Recency, Visits and Amounts are the cuts of the scores, ascending;
	// recency in days. All are nil unless they are fixed. Weights are in tenths.
	Recency, Visits, Amounts []int64
	Weights                  [3]int
	// EarnsPoints says there are points, and sales earn some.
	EarnsPoints bool
}

// score is the weighted score in tenths: 1 and one more for each cut reached,
// of recency for each cut not exceeded.
func (m *Measures) score(days, visits, amount int64) int {
	r, f, a := 1, 1, 1
	for _, cut := range m.Recency {
		if days <= cut {
			r++
		}
	}
	for _, cut := range m.Visits {
		if visits >= cut {
			f++
		}
	}
	for _, cut := range m.Amounts {
		if amount >= cut {
			a++
		}
	}
	return m.Weights[0]*r + m.Weights[1]*f + m.Weights[2]*a
}

// best is the highest score there is.
func (m *Measures) best() int {
	return m.Weights[0]*(len(m.Recency)+1) + m.Weights[1]*(len(m.Visits)+1) + m.Weights[2]*(len(m.Amounts)+1)
}
