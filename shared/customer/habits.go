package customer

import "fmt"

// Favourite is a product, and the visits of the last twelve months it was
// bought on. Name is as the shop calls it, at most FavouriteNameMax characters.
type Favourite struct {
	SKU    string `json:"sku,omitempty"`
	Name   string `json:"name"`
	Visits int    `json:"visits"`
}

// FavouriteNameMax is how many characters of a product's name a till is told.
const FavouriteNameMax = 40

// ShortName is a product's name as a till is told it: what is cut shows.
func ShortName(name string) string {
	if runes := []rune(name); len(runes) > FavouriteNameMax {
		return string(runes[:FavouriteNameMax-1]) + "…"
	}
	return name
}

// Usual is when somebody comes: on a weekday, in some hours of the clock, or
// both.
type Usual struct {
	// Weekday is 1 for Monday to 7 for Sunday, 0 for any. It is that of the
	// business day: a bar's Friday ends on Saturday morning.
	Weekday int `json:"weekday,omitempty"`
	// FromHour and ToHour are hours, the second not included, counted on past
	// midnight while the business day lasts: 25 is one in the morning. Both are 0
	// for any hour.
	FromHour int `json:"fromHour,omitempty"`
	ToHour   int `json:"toHour,omitempty"`
}

// Clock is the hours as a clock shows them.
func (u Usual) Clock() (from, to int) {
	from, to = u.FromHour%24, u.ToHour%24
	if to == 0 && from > 0 {
		to = 24
	}
	return from, to
}

var weekdays = [...]Spoken{{}, {"월요일", "Monday"}, {"화요일", "Tuesday"}, {"수요일", "Wednesday"}, {"목요일", "Thursday"}, {"금요일", "Friday"}, {"토요일", "Saturday"}, {"일요일", "Sunday"}}

// Say names the time: 토요일 14–16시, Saturdays, 14:00–16:00.
func (u Usual) Say() Spoken {
	day := weekdays[max(0, min(u.Weekday, len(weekdays)-1))]
	if u.FromHour == u.ToHour {
		return Spoken{day.Ko, day.En + "s"}
	}
	from, to := u.Clock()
	hours := Spoken{fmt.Sprintf("%d–%d시", from, to), fmt.Sprintf("%d:00–%d:00", from, to)}
	night := u.FromHour >= 24
	switch {
	case u.Weekday == 0 && night:
		return Spoken{"밤 " + hours.Ko, "at night, " + hours.En}
	case u.Weekday == 0:
		return hours
	case night:
		return Spoken{day.Ko + " 밤 " + hours.Ko, day.En + " nights, " + hours.En}
	}
	return Spoken{day.Ko + " " + hours.Ko, day.En + "s, " + hours.En}
}
