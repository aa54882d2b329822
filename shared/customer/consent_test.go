package customer_test

import (
	"testing"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
)

func TestCanSend(t *testing.T) {
	seoul := time.FixedZone("KST", 9*3600)
	at := func(text string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02 15:04:05", text, seoul)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	yes := ledger.Consent{Channel: "sms", Granted: true, Version: "1", At: at("2026-01-02 12:00:00")}
	night := yes
	night.Night = true
	no := ledger.Consent{Channel: "sms", Version: "1", At: at("2026-03-01 09:00:00").UTC()}
	mail := yes
	mail.Channel = "email"
	rules := customer.DefaultSending()
	for _, c := range []struct {
		name, at, channel string
		consents          []ledger.Consent
		want              customer.Refusal
	}{
		{"a second before nine", "2026-02-01 20:59:59", "sms", []ledger.Consent{yes}, ""},
		{"nine o'clock", "2026-02-01 21:00:00", "sms", []ledger.Consent{yes}, customer.QuietHours},
		{"a second before eight", "2026-02-01 07:59:59", "sms", []ledger.Consent{yes}, customer.QuietHours},
		{"eight o'clock", "2026-02-01 08:00:00", "sms", []ledger.Consent{yes}, ""},
		{"at night with a yes for it", "2026-02-01 23:00:00", "sms", []ledger.Consent{yes, night}, ""},
		{"a yes for the night alone", "2026-02-01 12:00:00", "sms", []ledger.Consent{night}, customer.NoConsent},
		{"mail has no quiet hours", "2026-02-01 23:00:00", "email", []ledger.Consent{mail}, ""},
		{"another channel", "2026-02-01 12:00:00", "kakao", []ledger.Consent{yes}, customer.NoConsent},
		{"nothing said", "2026-02-01 12:00:00", "sms", nil, customer.NoConsent},
		{"withdrawn", "2026-03-01 09:00:00", "sms", []ledger.Consent{no, yes}, customer.Withdrawn},
		{"not withdrawn yet", "2026-03-01 08:59:59", "sms", []ledger.Consent{no, yes}, ""},
		{"yes and no at once", "2026-06-01 12:00:00", "sms", []ledger.Consent{yes, {Channel: "sms", Version: "1", At: yes.At}}, customer.Withdrawn},
		{"the last moment of two years", "2028-01-02 11:59:59", "sms", []ledger.Consent{yes}, ""},
		{"two years", "2028-01-02 12:00:00", "sms", []ledger.Consent{yes}, customer.Unconfirmed},
		{"before it was said", "2026-01-02 11:59:59", "sms", []ledger.Consent{yes}, customer.NoConsent},
	} {
		if got := rules.CanSend(at(c.at), c.channel, c.consents); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	day := customer.Sending{QuietFrom: 12 * 60, QuietTo: 13 * 60, Confirm: 24}
	if day.CanSend(at("2026-02-01 12:30:00"), "sms", []ledger.Consent{yes}) != customer.QuietHours || day.CanSend(at("2026-02-01 13:00:00"), "sms", []ledger.Consent{yes}) != "" {
		t.Error("quiet hours within a day")
	}
}
