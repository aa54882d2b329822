package customer

import (
	"fmt"
	"strconv"
	"strings"

	"dangol/shared/ledger"
)

// Spoken is one sentence for the cashier, in both languages.
type Spoken struct {
	Ko string `json:"ko"`
	En string `json:"en"`
}

// NextGrade is the grade above, as a cashier would name it, and the part of it
// that is missing.
type NextGrade struct {
	Ko, En string
	Lack
	// Near says little is missing.
	Near bool
}

// Money writes amounts the way a cashier says them.
type Money struct {
	Currency string
	Digits   int
}

const (
	// longAway is how many of their own intervals make an absence long, and
	// longAwayDays how many days it must be at the least.
	longAway     = 2
	longAwayDays = 14
	// dropSoonDays: an announced drop is worth saying this long before it.
	dropSoonDays = 31
)

// Say is the one line worth saying to a customer today: a welcome for somebody
// new, a greeting after a long absence, what keeps a grade that is about to
// drop, the little that is missing for the next one, or thanks. view is nil for somebody no night has seen yet.
func Say(view *GradeView, next *NextGrade, today ledger.Day, money Money) Spoken {
	switch {
	case view == nil || view.Visits == 0:
		return Spoken{"처음 뵙겠습니다. 찾아 주셔서 고마워요.", "Nice to meet you. Thank you for coming in."}
	case view.Interval > 0 && int(today-view.LastVisit) >= longAwayDays && float64(today-view.LastVisit) >= longAway*view.Interval:
		return Spoken{"오랜만에 뵈어요. 다시 와 주셔서 반가워요.", "It has been a while. Lovely to see you again."}
	case view.Drop != nil && view.Drop.lack().Said() && view.Drop.On > today && view.Drop.On-today <= dropSoonDays:
		last, lack := (view.Drop.On - 1).Time(), view.Drop.lack()
		return Spoken{
			fmt.Sprintf("%d월 %d일까지 %s 지금 등급이 그대로예요.", last.Month(), last.Day(), lack.korean(money, "")),
			fmt.Sprintf("%s by %s and you keep your grade.", lack.english(money), last.Format("2 January")),
		}
	case next != nil && next.Near && next.Said():
		return Spoken{
			next.korean(money, "만") + " " + next.Ko + " 등급이 되세요.",
			"Just " + next.english(money) + " and you reach " + next.En + ".",
		}
	default:
		return Spoken{"늘 찾아 주셔서 고마워요.", "Thank you for always coming back."}
	}
}

// Korean writes an amount with the unit behind it: 12,300원.
func (m Money) Korean(a ledger.Amount) string {
	if m.Currency == "KRW" {
		return m.digits(a) + "원"
	}
	return m.digits(a) + " " + m.Currency
}

// English writes an amount with the unit before it: ₩12,300.
func (m Money) English(a ledger.Amount) string {
	if m.Currency == "KRW" {
		return "₩" + m.digits(a)
	}
	return m.Currency + " " + m.digits(a)
}

// digits writes an amount in major units with grouped thousands.
func (m Money) digits(a ledger.Amount) string {
	s := strconv.FormatInt(int64(a), 10)
	sign := ""
	if a < 0 {
		sign, s = "−", s[1:]
	}
	if len(s) <= m.Digits {
		s = strings.Repeat("0", m.Digits+1-len(s)) + s
	}
	whole, part := s[:len(s)-m.Digits], s[len(s)-m.Digits:]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part != "" {
		part = "." + part
	}
	return sign + whole + part
}
