package coupon

import (
	"fmt"
	"time"

	"dangol/shared/customer"
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
		if year, ok := customer.BirthdayWeek(birthday, today); ok || !keeps(ruleBirthday) {
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
