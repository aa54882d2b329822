package ledger

import (
	"fmt"
	"time"
)

// Merchant is what an installation has one of.
type Merchant struct {
	Name     string `json:"name"`
	Currency string `json:"currency"`
	// Digits is how many minor-unit digits the currency has.
	Digits int `json:"digits"`
	// Zone is where the merchant's night and month ends are counted.
	Zone string `json:"zone"`
}

// Store is one shop of the merchant.
type Store struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Country is the ISO 3166 region that phone numbers without a country code
	// belong to.
	Country string `json:"country"`
	// Created is when the store was made: no transaction reached us earlier.
	Created time.Time `json:"created"`
	// Hours are the zones and day starts, oldest first; never empty. Adding one
	// never changes the business day of the past.
	Hours []Hours `json:"hours"`
}

// Hours say how a store's instants become business days, from an instant on.
type Hours struct {
	From time.Time `json:"from"`
	Zone string    `json:"zone"`
	// DayStart is when a business day begins, in minutes after midnight.
	DayStart int `json:"dayStart"`

	location *time.Location
}

// StoreKey is what is kept of a key a store's tills use: never its secret.
type StoreKey struct {
	ID      string    `json:"id"`
	Store   string    `json:"store"`
	Hash    string    `json:"hash"` // SHA-256 of the secret, in hex
	Created time.Time `json:"created"`
	Revoked bool      `json:"-"`
}

// DefaultDayStart is 04:00: a bar's Friday ends on Saturday morning.
const DefaultDayStart = 4 * 60

// Load resolves the zone names. It must be called once before Local.
func (s *Store) Load() error {
	if len(s.Hours) == 0 {
		return fmt.Errorf("load store %s: it has no hours", s.ID)
	}
	for i := range s.Hours {
		location, err := time.LoadLocation(s.Hours[i].Zone)
		if err != nil {
			return fmt.Errorf("load store %s: %w", s.ID, err)
		}
		s.Hours[i].location = location
	}
	return nil
}

// Local gives the business day at happened on and the minute of that day,
// counted from the day's start, by the hours in force at that instant. An
// instant before the first hours uses the first. On the two days a year with
// a clock change the minute follows the wall clock.
func (s *Store) Local(at time.Time) (Day, int) {
	h := s.Hours[0]
	for _, later := range s.Hours[1:] {
		if at.Before(later.From) {
			break
		}
		h = later
	}
	local := at.In(h.location)
	minute := local.Hour()*60 + local.Minute() - h.DayStart
	day := DayOf(local)
	if minute < 0 {
		return day - 1, minute + 24*60
	}
	return day, minute
}

// DayStart is when a business day began, in minutes after midnight: by the
// hours in force at its noon.
func (s *Store) DayStart(day Day) int {
	noon := day.Time().Add(12 * time.Hour)
	h := s.Hours[0]
	for _, later := range s.Hours[1:] {
		if noon.Before(later.From) {
			break
		}
		h = later
	}
	return h.DayStart
}
