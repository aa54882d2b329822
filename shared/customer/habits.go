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
	// FromHour and ToHour are hours of the clock, the second not included; both
	// are 0 for any hour. A ToHour that is not above FromHour is of the next day.
	FromHour int `json:"fromHour,omitempty"`
	ToHour   int `json:"toHour,omitempty"`
}

var weekdays = [...]Spoken{{}, {"월요일", "Mondays"}, {"화요일", "Tuesdays"}, {"수요일", "Wednesdays"}, {"목요일", "Thursdays"}, {"금요일", "Fridays"}, {"토요일", "Saturdays"}, {"일요일", "Sundays"}}

// Say names the time: 토요일 14–16시.
func (u Usual) Say() Spoken {
	day := weekdays[max(0, min(u.Weekday, len(weekdays)-1))]
	if u.FromHour == u.ToHour {
		return day
	}
	hours := Spoken{fmt.Sprintf("%d–%d시", u.FromHour, u.ToHour), fmt.Sprintf("%d:00–%d:00", u.FromHour, u.ToHour)}
	if u.Weekday == 0 {
		return hours
	}
	return Spoken{day.Ko + " " + hours.Ko, day.En + ", " + hours.En}
}
