package customer

import (
	"strconv"

	"dangol/shared/ledger"
)

// Lack is what is missing for a grade: an amount, visits, or both; one of the
// two where Either is set. Or points that purchases are to earn.
type Lack struct {
	Amount ledger.Amount
	Visits int
	Points int64
	Either bool
}

func (d *Drop) lack() Lack { return Lack{d.Need, d.NeedVisits, d.NeedPoints, d.Either} }

// Said says there is something a cashier can name: a score is not.
func (l Lack) Said() bool { return l.Amount > 0 || l.Visits > 0 || l.Points > 0 }

// korean says it up to “and then”: 12,300원 더 쓰시면. only is put behind the
// amount: 만.
func (l Lack) korean(m Money, only string) string {
	amount, visits := m.Korean(l.Amount)+only+" 더", strconv.Itoa(l.Visits)+"번"+only+" 더"
	switch {
	case l.Points > 0:
		return grouped(strconv.FormatInt(l.Points, 10)) + "P" + only + " 더 쌓으시면"
	case l.Visits == 0:
		return amount + " 쓰시면"
	case l.Amount == 0:
		return visits + " 오시면"
	case l.Either:
		return amount + " 쓰시거나 " + visits + " 오시면"
	default:
		return amount + " 쓰시고 " + visits + " 오시면"
	}
}

// english says it up to “and then”: ₩12,300 more.
func (l Lack) english(m Money) string {
	amount, visits := m.English(l.Amount)+" more", strconv.Itoa(l.Visits)+" more visits"
	if l.Visits == 1 {
		visits = "1 more visit"
	}
	switch {
	case l.Points > 0:
		return plural(grouped(strconv.FormatInt(l.Points, 10)), "more point")
	case l.Visits == 0:
		return amount
	case l.Amount == 0:
		return visits
	case l.Either:
		return amount + " or " + visits
	default:
		return amount + " and " + visits
	}
}
