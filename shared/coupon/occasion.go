package coupon

import (
	"fmt"
	"time"

	"dangol/shared/ledger"
)

// Terms are what a decision needs beside the coupons: where and when. Today is
// the business day at Store, which decides what is good and what has ended;
// both are zero of a decision made at the desk, but for Today.
type Terms struct {
	Store string
	Today ledger.Day
	Now   time.Time
}

// birthdayDays is how many days before and after it belong to the week of a
// birthday.
const birthdayDays = 3

// BirthdayWeek says today lies in the week around a birthday, MM-DD or
// YYYY-MM-DD, and which year's. 29 February is kept on the 28th of other years.
func BirthdayWeek(birthday string, today ledger.Day) (year int, ok bool) {
	if len(birthday) < len("01-02") {
		return 0, false
	}
	date := birthday[len(birthday)-len("01-02"):]
	this := today.Time().Year()
	for _, year := range []int{this - 1, this, this + 1} {
		day, err := ledger.ParseDay(fmt.Sprintf("%04d-%s", year, date))
		if err != nil && date == "02-29" {
			day, err = ledger.ParseDay(fmt.Sprintf("%04d-02-28", year))
		}
		if err == nil && today >= day-birthdayDays && today <= day+birthdayDays {
			return year, true
		}
	}
	return 0, false
}

// occasion names what a coupon is given for on a day, so that each comes once.
// birthday is "" of who told none, campaign of what no manager asked.
func (d *Definition) occasion(today ledger.Day, birthday, campaign string) (string, Refusal) {
	at := today.Time()
	switch d.Given {
	case Monthly:
		return at.Format("2006-01"), ""
	case HalfYearly:
		return fmt.Sprintf("%d-H%d", at.Year(), (int(at.Month())+5)/6), ""
	case Yearly:
		return at.Format("2006"), ""
	case Birthday:
		if year, ok := BirthdayWeek(birthday, today); ok || !keeps(ruleBirthday) {
			return fmt.Sprint(year), ""
		}
		return "", NoBirthday
	}
	if campaign == "" && keeps(ruleCampaign) {
		return "", ByCampaign
	}
	return campaign, ""
}

// span are the first and last day a coupon issued today can be used on.
func (d *Definition) span(today ledger.Day) (from, until ledger.Day) {
	from = max(today, d.From)
	if d.ValidDays == 0 {
		return from, d.Until
	}
	until = from + ledger.Day(d.ValidDays) - 1
	if d.Until != 0 {
		until = min(until, d.Until)
	}
	return from, until
}
