package customer

import (
	"fmt"
	"slices"
	"time"

	"dangol/shared/ledger"
)

// AddConsents appends what customers said now to what they said before. What
// was said already, word for word, is not said again.
func AddConsents(before, now []ledger.Consent) []ledger.Consent {
	all := append([]ledger.Consent{}, before...)
	for _, c := range now {
		if !slices.ContainsFunc(all, c.Same) {
			all = append(all, c)
		}
	}
	return all
}

// Consent adds what p said now, and gives a fact of each word that is news: told
// says when and by whom it was recorded.
func (p *Profile) Consent(now []ledger.Consent, told ledger.Fact) []ledger.Fact {
	before := len(p.Consents)
	p.Consents = AddConsents(p.Consents, now)
	var facts []ledger.Fact
	for i, c := range p.Consents[before:] {
		f := told
		// Each change of a profile has its own revision.
		f.ID = fmt.Sprintf("consented-%s-%d-%d", p.ID, p.Revision+1, i+1)
		f.Kind, f.Customer, f.Consent = ledger.Consented, p.ID, &c
		facts = append(facts, f)
	}
	return facts
}

// Holding is the last word on a channel, by day or for quiet hours; nil when
// nothing was said. Of two words of one moment the refusal holds.
func Holding(consents []ledger.Consent, channel string, night bool) *ledger.Consent {
	var last *ledger.Consent
	for i := range consents {
		c := &consents[i]
		if c.Channel != channel || c.Night != night {
			continue
		}
		if last == nil || c.At.After(last.At) || c.At.Equal(last.At) && !c.Granted {
			last = c
		}
	}
	return last
}

// Sending are the rules for advertising messages.
type Sending struct {
	// QuietFrom and QuietTo are minutes of the day at the recipient's: the
	// first belongs to the quiet hours, the second does not.
	QuietFrom, QuietTo int
	// AnyHour are channels without quiet hours.
	AnyHour []string
	// Confirm is how many months a yes lasts without being confirmed.
	Confirm int
}

// DefaultSending is Korean practice for advertising: 21:00 to 08:00 needs a yes
// of its own, except for e-mail, and a yes is confirmed every two years.
func DefaultSending() Sending {
	return Sending{QuietFrom: 21 * 60, QuietTo: 8 * 60, AnyHour: []string{"email"}, Confirm: 24}
}

// Refusal says why nothing may be sent; "" when it may.
type Refusal string

const (
	NoConsent   Refusal = "no_consent"  // nothing was said
	Withdrawn   Refusal = "withdrawn"   // the last word is no
	Unconfirmed Refusal = "unconfirmed" // a yes that is too old
	QuietHours  Refusal = "quiet_hours" // at night, without a yes for that
)

// CanSend says whether an advertisement may go to somebody with consents on
// channel at that moment, given in the recipient's zone. A yes given after that
// moment does not count.
func (s *Sending) CanSend(at time.Time, channel string, consents []ledger.Consent) Refusal {
	said := slices.DeleteFunc(slices.Clone(consents), func(c ledger.Consent) bool { return c.At.After(at) })
	if refusal := s.agreed(at, Holding(said, channel, false)); refusal != "" {
		return refusal
	}
	if !s.quiet(at, channel) {
		return ""
	}
	if s.agreed(at, Holding(said, channel, true)) != "" {
		return QuietHours
	}
	return ""
}

func (s *Sending) agreed(at time.Time, c *ledger.Consent) Refusal {
	switch {
	case c == nil:
		return NoConsent
	case !c.Granted:
		return Withdrawn
	case !at.Before(c.At.AddDate(0, s.Confirm, 0)):
		return Unconfirmed
	}
	return ""
}

// quiet says at lies in the channel's quiet hours, which may span midnight.
func (s *Sending) quiet(at time.Time, channel string) bool {
	if slices.Contains(s.AnyHour, channel) {
		return false
	}
	minute := at.Hour()*60 + at.Minute()
	if s.QuietFrom <= s.QuietTo {
		return s.QuietFrom <= minute && minute < s.QuietTo
	}
	return minute >= s.QuietFrom || minute < s.QuietTo
}

// Greeting is the channel of a consent that is no advertising: to be greeted by
// what one told of oneself, such as a birthday.
const Greeting = "greeting"

// Greets says they agreed to be greeted on their birthday.
func Greets(consents []ledger.Consent) bool {
	c := Holding(consents, Greeting, false)
	return c != nil && c.Granted
}

// Reachable says an advertisement may go to them at that moment on a channel at
// least, whatever the hour.
func (s *Sending) Reachable(at time.Time, consents []ledger.Consent) bool {
	return slices.ContainsFunc(consents, func(c ledger.Consent) bool {
		refusal := s.CanSend(at, c.Channel, consents)
		return c.Channel != Greeting && (refusal == "" || refusal == QuietHours)
	})
}
