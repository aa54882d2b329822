package api

import (
	"context"
	"log/slog"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
)

// TillFavourite is a product somebody buys again and again.
type TillFavourite struct {
	SKU    string `json:"sku,omitempty"`
	Name   string `json:"name"`
	Visits int    `json:"visits" doc:"of the last twelve months on which it was bought"`
}

// TillUsual is when somebody comes, in figures and in words.
type TillUsual struct {
	Weekday  int    `json:"weekday,omitempty" minimum:"1" maximum:"7" doc:"of the business day; 1 is Monday; absent for any day"`
	FromHour int    `json:"fromHour" minimum:"0" maximum:"23" doc:"of the clock; equal to toHour for any hour"`
	ToHour   int    `json:"toHour" minimum:"0" maximum:"24" doc:"not included; of the next day when it is below fromHour"`
	Ko       string `json:"ko"`
	En       string `json:"en"`
}

// TillComplaint is the oldest open complaint of a customer.
type TillComplaint struct {
	ID       string     `json:"id"`
	Since    ledger.Day `json:"since"`
	Store    string     `json:"store"`
	About    string     `json:"about"`
	Severity string     `json:"severity"`
}

// TillJoining is what enrolling would give somebody unknown, by the rules in
// force today.
type TillJoining struct {
	Grade  TillJoiningGrade `json:"grade" doc:"what everybody begins with"`
	Points *TillRate        `json:"points,omitempty" doc:"absent in a shop where nothing is earned"`
	Say    customer.Spoken  `json:"say"`
}

// TillJoiningGrade is a grade by its names.
type TillJoiningGrade struct {
	ID string `json:"id"`
	Ko string `json:"ko"`
	En string `json:"en"`
}

// TillRate is what so much money earns.
type TillRate struct {
	Points points.Points `json:"points"`
	Per    ledger.Amount `json:"per"`
}

// facing is what the customer's profile and the points they have say of
// whoever stands at the till. Terms are nil in a shop without points.
func (h *telling) facing(ctx context.Context, s *settings, p *customer.Profile, account points.Account, terms *points.Terms) *customer.Facing {
	now := h.Now()
	today, _ := s.store.Local(now)
	sending := customer.DefaultSending()
	f := &customer.Facing{
		Today: today, Money: s.money(), View: p.Grade, Complaint: p.OpenComplaint(),
		BirthdayWeek: h.birthdayWeek(ctx, p, today),
		Member:       !p.Enrolled.IsZero(), Reachable: sending.Reachable(now.In(s.zone), p.Consents),
	}
	if terms != nil {
		n, last := account.RunsOut(terms.Now)
		if n > 0 && account.View(terms.Now).Available >= terms.Policy.Minimum {
			f.Soon = &customer.RunsOut{Points: int64(n), Last: last}
		}
	}
	return f
}

func (s *settings) money() customer.Money {
	return customer.Money{Currency: s.merchant.Currency, Digits: s.merchant.Digits}
}

// birthdayWeek looks into the details of who agreed to be greeted, and of
// nobody else. While the key to them is out of reach nothing is said of it.
func (h *telling) birthdayWeek(ctx context.Context, p *customer.Profile, today ledger.Day) bool {
	if p.Sealed == "" || !customer.Greets(p.Consents) {
		return false
	}
	pepper, err := h.Pepper.Pepper(ctx)
	if err == nil {
		var details customer.Details
		if details, err = pepper.Open(p.ID, p.Sealed); err == nil {
			_, now := customer.BirthdayWeek(details.Birthday, today)
			return now
		}
	}
	slog.Warn("a birthday cannot be read", "cause", err.Error())
	return false
}

// speak fills in what is said and what else is known of who stands there.
func (a *CustomerAnswer) speak(s *settings, f *customer.Facing) {
	a.Say, a.DoNot, a.BirthdayWeek = f.Say(), f.DoNot(), f.BirthdayWeek
	if c := f.Complaint; c != nil {
		since, _ := s.store.Local(c.Opened)
		a.Complaint = &TillComplaint{ID: c.ID, Since: since, Store: c.Store, About: c.About, Severity: c.Severity}
	}
	if f.View == nil {
		return
	}
	a.Favourites, a.Usual = habitsOf(f.View)
}

// habitsOf are what a customer buys again and again, and when they come.
func habitsOf(v *customer.GradeView) (list []TillFavourite, usual *TillUsual) {
	for _, product := range v.Favourites {
		list = append(list, TillFavourite(product))
	}
	if u := v.Usual; u != nil {
		said := u.Say()
		from, to := u.Clock()
		usual = &TillUsual{Weekday: u.Weekday, FromHour: from, ToHour: to, Ko: said.Ko, En: said.En}
	}
	return list, usual
}

// joiningPer is the amount a rate is told for, where it comes out even.
const joiningPer = 1000

// joining is what enrolling today would give.
func (h *telling) joining(s *settings) *TillJoining {
	today, _ := s.store.Local(h.Now())
	now := s.policy(today)
	grades := now.Rules().Grades
	first := grades[len(grades)-1]
	j := &TillJoining{Grade: TillJoiningGrade{ID: first.ID, Ko: first.Ko, En: first.En}}
	said := customer.Joining{Ko: first.Ko, En: first.En, Money: s.money()}
	if terms := s.terms(h.Now()); terms != nil {
		if n, per := terms.Policy.RateOf(first.ID).Plain(joiningPer); n > 0 {
			j.Points = &TillRate{n, per}
			said.Points, said.Per = int64(n), per
		}
	}
	j.Say = said.Say()
	return j
}
