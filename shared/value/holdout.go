package value

import (
	"math"

	"dangol/shared/ledger"
)

// Customer is one customer's record, as the models need it: all of it, and what
// of it was known at an earlier day, the cut.
type Customer struct {
	History
	// First is M up to and with the first visit day, Money M after it.
	First, Money ledger.Amount
	// Early is the record at the cut; its Age is below 1 for whoever came
	// first on that day or later. Later counts the days with a visit since.
	Early History
	Later int32
}

// The holdout is the end of the history a model is tried on: a quarter of it,
// between four weeks and half a year.
const (
	holdoutPart    = 4
	holdoutMin     = 4 * PerWeek
	holdoutMax     = 26 * PerWeek
	historyMinDays = holdoutPart * holdoutMin
)

// Cut is the as-of day of the calibration: the models are fitted to the visits
// before it and tried on those from it on. first is the day of the shop's first
// transaction. In a shop too young for it there is none, and Cut is first.
func Cut(first, asOf ledger.Day) ledger.Day {
	days := int(asOf - first)
	if days < historyMinDays {
		return first
	}
	return asOf - ledger.Day(min(holdoutMax, days/holdoutPart/PerWeek*PerWeek))
}

// Class compares the customers who had the same number of repeats at the cut:
// Predicted and Actual are days with a visit, of all of them together.
type Class struct {
	Repeats   int     `json:"repeats" doc:"at the cut; the last class has more too"`
	Customers int     `json:"customers"`
	Predicted float64 `json:"predicted"`
	Actual    int     `json:"actual"`
}

// classes is how many classes there are: 0, 1, … and the last with all beyond.
const classes = 8

// Holdout is how a model, fitted to the visits before a day, did on those since.
type Holdout struct {
	// Error is Σ |Predicted − Actual| ÷ Σ Actual over the classes.
	Error     float64 `json:"error"`
	Predicted float64 `json:"predicted"`
	Actual    int     `json:"actual"`
	Classes   []Class `json:"classes"`
}

// early is what was known at the cut.
func early(customers []Customer) []History {
	var list []History
	for i := range customers {
		if customers[i].Early.Age > 0 {
			list = append(list, customers[i].Early)
		}
	}
	return list
}

// try compares what d expects of customers in the days since the cut with what
// they did. ok is false when they did nothing, or a series did not settle.
func (d *Dropout) try(customers []Customer, days float64) (h Holdout, ok bool) {
	h.Classes = make([]Class, classes)
	for i := range h.Classes {
		h.Classes[i].Repeats = i
	}
	expected := newLooks(customers, func(c *Customer) History { return c.Early })
	expected.fill(func(repeats, age int32) Outlook { return Outlook{Visits: d.Expected(repeats, age, days)} })
	for i := range customers {
		c := &customers[i]
		if c.Early.Age < 1 {
			continue
		}
		class := &h.Classes[min(int(c.Early.Repeats), classes-1)]
		class.Customers++
		class.Predicted += d.Alive(c.Early) * expected.of(c.Early).Visits
		class.Actual += int(c.Later)
	}
	for _, c := range h.Classes {
		h.Predicted += c.Predicted
		h.Actual += c.Actual
		h.Error += math.Abs(c.Predicted - float64(c.Actual))
	}
	if h.Actual == 0 || math.IsNaN(h.Predicted) {
		return h, false
	}
	h.Error = significant(h.Error / float64(h.Actual))
	h.Predicted = significant(h.Predicted)
	for i := range h.Classes {
		h.Classes[i].Predicted = significant(h.Classes[i].Predicted)
	}
	return h, true
}

// looks keeps an Outlook for every pair of repeats and age among customers: it
// depends on nothing else, and there are far fewer pairs than customers.
type looks struct {
	places [][]int32 // by repeats and age; 0 is none
	pairs  []History
	found  []Outlook
}

func newLooks(customers []Customer, of func(*Customer) History) *looks {
	l := &looks{pairs: make([]History, 1)}
	oldest, most := int32(0), int32(0)
	for i := range customers {
		h := of(&customers[i])
		oldest, most = max(oldest, h.Age), max(most, h.Repeats)
	}
	l.places = make([][]int32, most+1)
	for i := range customers {
		h := of(&customers[i])
		if h.Age < 1 {
			continue
		}
		if l.places[h.Repeats] == nil {
			l.places[h.Repeats] = make([]int32, oldest+1)
		}
		if place := &l.places[h.Repeats][h.Age]; *place == 0 {
			*place = int32(len(l.pairs))
			l.pairs = append(l.pairs, History{Repeats: h.Repeats, Age: h.Age})
		}
	}
	return l
}

// fill computes the outlook of every pair.
func (l *looks) fill(look func(repeats, age int32) Outlook) {
	const batch = 64
	l.found = make([]Outlook, len(l.pairs))
	inParallel((len(l.pairs)+batch-1)/batch, func(at int) {
		for i := max(1, at*batch); i < min(len(l.pairs), (at+1)*batch); i++ {
			l.found[i] = look(l.pairs[i].Repeats, l.pairs[i].Age)
		}
	})
}

func (l *looks) of(h History) Outlook { return l.found[l.places[h.Repeats][h.Age]] }
