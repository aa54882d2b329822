package ledger

import (
	"fmt"
	"time"
)

// Day is a calendar day, counted from 1970-01-01. A business day is written as
// the calendar day it began on.
type Day int32

const secondsPerDay = 24 * 60 * 60

// DayOf is the calendar day of t in t's own location.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Date(y, m, d)
}

// Date is the day of a calendar date; out-of-range values are normalised the
// way time.Date does.
func Date(y int, m time.Month, d int) Day {
	seconds := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return Day(floorDiv(seconds, secondsPerDay))
}

// ParseDay reads YYYY-MM-DD and refuses days that do not exist.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("parse day: not a date as YYYY-MM-DD")
	}
	return DayOf(t), nil
}

// Time is midnight UTC at the start of d.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// Weekday is the day of the week of d.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// AddMonths is the same date n months away, clipped to the end of its month:
// one month before 31 March is 28 or 29 February.
func (d Day) AddMonths(n int) Day {
	y, m, day := d.Time().Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.Year(), first.Month(), min(day, last))
}

// MonthStart is the first day of d's month.
func (d Day) MonthStart() Day {
	y, m, _ := d.Time().Date()
	return Date(y, m, 1)
}

// MarshalText writes YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (d *Day) UnmarshalText(text []byte) error {
	day, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
