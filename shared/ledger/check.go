package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Limits of one transaction.
const (
	// LinesMax is the most lines one transaction carries.
	LinesMax = 2_000
	// TendersMax is the most tenders one transaction carries.
	TendersMax = 50
	// BenefitsMax is the most benefits and coupons given with one.
	BenefitsMax = 50
	// CanonicalMax is the most bytes a transaction may take as recorded:
	// DynamoDB's 400 KB item limit, less room for what travels beside it.
	CanonicalMax = 300_000
	// NameMax and CodeMax bound free texts and codes, in bytes.
	NameMax = 400
	CodeMax = 100

	// FutureMax is how far ahead of our clock a till's may run.
	FutureMax = 24 * time.Hour
	// SkewMax is how far ahead it may run before the transaction says so.
	SkewMax = 10 * time.Minute
	// LateAfter is the age at which a delivery is flagged late_upload.
	LateAfter = 400 * 24 * time.Hour
	// DaySlack is how many days a till's business day may be from its clock's.
	DaySlack = 2
	// YearMin and YearMax bound occurredAt.
	YearMin, YearMax = 1970, 2200
)

// ErrInvalid marks a transaction no retry can mend.
var ErrInvalid = errors.New("invalid transaction")

// Fault is one thing wrong with what a till sent: where, and a stable code.
// It never carries the value.
type Fault struct {
	Pointer string
	Code    string
}

// Draft is a transaction as a till sent it: every field parsed on its own, the
// whole not yet checked. Its Store and Flags are unset.
type Draft struct {
	Transaction
	HasDay   bool // the till named its business day
	HasTotal bool
}

// Check decides whether d can be recorded for the store, at now by our clock.
// It returns the transaction with its store, business day, targets and flags
// filled in, or everything that is wrong with it.
//
// A sale's lines may be negative, its total may not. quantity × unitPrice −
// discount is not compared with amount: sub-unit prices and weighed goods
// never agree. Without lines there is nothing to add up, and without tenders
// nothing to have paid.
func (d *Draft) Check(store *Store, currency string, now time.Time) (*Transaction, []Fault) {
	var faults faultList
	t := d.Transaction
	t.Store = store.ID
	faults.addIf(t.ID == "", "/id", "id_missing")
	faults.addIf(t.Type == 0, "/type", "type_missing")
	faults.addIf(t.Currency != "" && t.Currency != currency, "/currency", "currency_unsupported")
	if t.Currency == "" {
		t.Currency = currency
	}
	d.checkTime(&t, store, now, &faults)
	d.checkLinks(&t, &faults)
	if t.Type != Void {
		d.checkMoney(&faults)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return &t, nil
}

func (d *Draft) checkTime(t *Transaction, store *Store, now time.Time, faults *faultList) {
	at := t.Occurred.At
	if t.Occurred == (Moment{}) {
		faults.add("/occurredAt", "time_missing")
		return
	}
	if at.Year() < YearMin || at.Year() > YearMax {
		faults.add("/occurredAt", "time_out_of_range")
		return
	}
	faults.addIf(at.Sub(now) > FutureMax, "/occurredAt", "time_in_future")
	if at.Sub(now) > SkewMax {
		t.Flags |= ClockSkew
	}
	if now.Sub(at) > LateAfter {
		t.Flags |= LateUpload
	}
	clocked, _ := store.Local(at)
	if !d.HasDay {
		t.Day = clocked
		return
	}
	apart := t.Day - clocked
	faults.addIf(apart < -DaySlack || apart > DaySlack, "/businessDay", "business_day_mismatch")
	if apart != 0 {
		t.Flags |= ClockSkew
	}
}

// checkLinks resolves the targets: a target that names no store is in this
// one.
func (d *Draft) checkLinks(t *Transaction, faults *faultList) {
	faults.addIf(t.RefundOf != nil && t.Type != Refund, "/refundOf", "link_not_allowed")
	faults.addIf(t.VoidOf != nil && t.Type != Void, "/voidOf", "link_not_allowed")
	faults.addIf(t.VoidOf == nil && t.Type == Void, "/voidOf", "link_missing")
	t.RefundOf = inStore(t.RefundOf, t.Store)
	t.VoidOf = inStore(t.VoidOf, t.Store)
	faults.addIf(t.VoidOf != nil && *t.VoidOf == t.Key, "/voidOf", "link_to_itself")
	faults.addIf(t.RefundOf != nil && *t.RefundOf == t.Key, "/refundOf", "link_to_itself")
}

func inStore(k *Key, store string) *Key {
	if k == nil || k.Store != "" {
		return k
	}
	named := *k
	named.Store = store
	return &named
}

func (d *Draft) checkMoney(faults *faultList) {
	if !d.HasTotal {
		faults.add("/total", "amount_missing")
		return
	}
	faults.addIf(d.Total < 0, "/total", "amount_negative")
	var lines Amount
	for i := range d.Lines {
		l := &d.Lines[i]
		if l.Discount < 0 {
			faults.add("/lines/"+strconv.Itoa(i)+"/discount", "amount_negative")
		}
		lines += l.Amount // at most LinesMax × AmountMax: no overflow
	}
	if len(d.Lines) > 0 {
		faults.addIf(lines != d.Total, "/total", "total_mismatch")
		// Amounts are after discount, so below 0 the discounts exceed the goods.
		faults.addIf(lines < 0, "/lines", "discount_exceeds_amount")
	}
	var paid Amount
	for _, tender := range d.Tenders {
		paid += tender.Amount
	}
	faults.addIf(len(d.Tenders) > 0 && paid != d.Total, "/tenders", "tenders_mismatch")
}

type faultList []Fault

func (f *faultList) add(pointer, code string) { *f = append(*f, Fault{pointer, code}) }

func (f *faultList) addIf(wrong bool, pointer, code string) {
	if wrong {
		f.add(pointer, code)
	}
}

// Invalid wraps faults as an error that is ErrInvalid.
func Invalid(faults []Fault) error {
	return fmt.Errorf("%w: %s at %s", ErrInvalid, faults[0].Code, faults[0].Pointer)
}
