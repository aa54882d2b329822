package api

import (
	"errors"
	"slices"
	"strings"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/strictjson"
)

// isID says s may name things: 1 to 64 letters, digits, _ and -, so no separators
// of ours and nothing to confuse.
func isID(s string) bool {
	for i := range len(s) {
		switch c := s[i] | 0x20; {
		case 'a' <= c && c <= 'z', '0' <= s[i] && s[i] <= '9', s[i] == '_', s[i] == '-':
		default:
			return false
		}
	}
	return 1 <= len(s) && len(s) <= 64
}

// isCoupon says s may be a coupon's name: the kind, @, the occasion and, of coupons
// that came with a merge, ~ and whose they were.
func isCoupon(s string) bool {
	kind, rest, whole := strings.Cut(s, "@")
	if !whole || !isID(kind) {
		return false
	}
	for part := range strings.SplitSeq(rest, "~") {
		if !isID(part) {
			return false
		}
	}
	return true
}

// idMax bounds an id before its pattern is looked at.
const idMax = 200

// draft is a transaction as read off the wire, with the customer it named.
type draft struct {
	ledger.Draft
	Who customer.Identifier
}

// decodeTransaction reads one transaction from r.
func decodeTransaction(r *strictjson.Reader) (d draft, broken string, faults []ledger.Fault) {
	broken, faults = r.Whole(func(name string) {
		switch name {
		case "id":
			d.ID = readID(r)
		case "type":
			d.Type = readType(r)
		case "occurredAt":
			d.Occurred = readMoment(r)
		case "businessDay":
			d.Day, d.HasDay = readDay(r)
		case "register":
			d.Register = r.Text(ledger.CodeMax)
		case "staff":
			d.Staff = r.Text(ledger.CodeMax)
		case "receipt":
			d.Receipt = r.Text(ledger.CodeMax)
		case "channel":
			d.Channel = r.Text(ledger.CodeMax)
		case "currency":
			d.Currency = r.Text(ledger.CodeMax)
		case "customer":
			d.Who = readWho(r)
		case "total":
			d.Total, d.HasTotal = r.Amount(ledger.AmountMax)
		case "lines":
			r.List(ledger.LinesMax, "too_many_lines", func() { d.Lines = append(d.Lines, readLine(r)) })
		case "tenders":
			r.List(ledger.TendersMax, "too_many_tenders", func() { d.Tenders = append(d.Tenders, readTender(r)) })
		case "benefits":
			r.List(ledger.BenefitsMax, "too_many_benefits", func() { d.Benefits = append(d.Benefits, readGiven(r)) })
		case "training":
			d.Training = r.Bool()
		case "refundOf":
			d.RefundOf = readLink(r)
		case "voidOf":
			d.VoidOf = readLink(r)
		default:
			r.Skip()
		}
	})
	return d, broken, faults
}

func readID(r *strictjson.Reader) string {
	id := r.Text(idMax)
	if id != "" && !isID(id) {
		r.Fault("id_invalid")
	}
	return id
}

func readType(r *strictjson.Reader) ledger.Type {
	name := r.Text(ledger.CodeMax)
	t, ok := ledger.ParseType(name)
	if name != "" && !ok {
		r.Fault("type_unknown")
	}
	return t
}

func readMoment(r *strictjson.Reader) ledger.Moment {
	text := r.Text(ledger.CodeMax)
	if text == "" {
		return ledger.Moment{}
	}
	m, err := ledger.ParseMoment(text)
	if err != nil {
		_, localErr := time.Parse("2006-01-02T15:04:05", strings.TrimSpace(text))
		if localErr == nil {
			r.Fault("time_no_offset")
		} else {
			r.Fault("time_invalid")
		}
		return ledger.Moment{}
	}
	return m
}

func readDay(r *strictjson.Reader) (ledger.Day, bool) {
	text := r.Text(ledger.CodeMax)
	if text == "" {
		return 0, false
	}
	day, err := ledger.ParseDay(text)
	if err != nil {
		r.Fault("day_invalid")
	}
	return day, err == nil
}

// readWho reads the one identifier that names a customer.
func readWho(r *strictjson.Reader) customer.Identifier {
	var named []customer.Identifier
	r.Object(func(name string) {
		if kind := identifierKind(name); kind != "" {
			if value := r.Text(idMax); value != "" {
				named = append(named, customer.Identifier{Kind: kind, Value: customer.Secret(value)})
			}
			return
		}
		r.Skip()
	})
	if len(named) > 1 {
		r.Fault("customer_ambiguous")
	}
	if len(named) == 0 {
		return customer.Identifier{}
	}
	return named[0]
}

// identifierKind is the kind a field names, "" for other fields.
func identifierKind(field string) string {
	switch field {
	case customer.ID, customer.Phone, customer.Card, customer.MemberNo:
		return field
	}
	return ""
}

func readLine(r *strictjson.Reader) ledger.Line {
	l := ledger.Line{Quantity: ledger.One}
	present := false
	object := r.Object(func(name string) {
		switch name {
		case "sku":
			l.SKU = r.Text(ledger.CodeMax)
		case "name":
			l.Name = r.Text(ledger.NameMax)
		case "category":
			l.Category = r.Text(ledger.CodeMax)
		case "quantity":
			l.Quantity = readQuantity(r)
		case "unitPrice":
			l.UnitPrice, _ = r.Amount(ledger.AmountMax)
		case "discount":
			l.Discount, _ = r.Amount(ledger.AmountMax)
		case "amount":
			l.Amount, present = r.Amount(ledger.AmountMax)
		default:
			r.Skip()
		}
	})
	if object && !present {
		r.Fault("amount_missing")
	}
	return l
}

func readQuantity(r *strictjson.Reader) ledger.Quantity {
	text := r.Text(ledger.CodeMax)
	if text == "" {
		return ledger.One
	}
	q, err := ledger.ParseQuantity(text)
	switch {
	case errors.Is(err, ledger.ErrTooLarge):
		r.Fault("amount_out_of_range")
	case err != nil:
		r.Fault("quantity_invalid")
	}
	return q
}

func readTender(r *strictjson.Reader) ledger.Tender {
	var t ledger.Tender
	present := false
	object := r.Object(func(name string) {
		switch name {
		case "type":
			t.Type = r.Text(ledger.CodeMax)
			if t.Type != "" && !slices.Contains(ledger.TenderTypes, t.Type) {
				r.Fault("tender_type_unknown")
			}
		case "amount":
			t.Amount, present = r.Amount(ledger.AmountMax)
		default:
			r.Skip()
		}
	})
	if object && t.Type == "" {
		r.Fault("tender_type_missing")
	}
	if object && !present {
		r.Fault("amount_missing")
	}
	return t
}

func readGiven(r *strictjson.Reader) (b ledger.BenefitUse) {
	object := r.Object(func(name string) {
		switch name {
		case "id":
			b.ID = readID(r)
		case "coupon":
			b.Coupon = readCouponName(r)
		default:
			r.Skip()
		}
	})
	if object && b.ID == "" {
		r.Fault("id_missing")
	}
	return b
}

// readCouponName reads a coupon's name as a till's answer has it. Anything else
// could be whatever a till lets people write.
func readCouponName(r *strictjson.Reader) string {
	name := r.Text(ledger.NameMax)
	if name != "" && !isCoupon(name) {
		r.Fault("coupon_invalid")
	}
	return name
}

func readLink(r *strictjson.Reader) *ledger.Key {
	var k ledger.Key
	hasDay := false
	present := r.Object(func(name string) {
		switch name {
		case "store":
			k.Store = readID(r)
		case "businessDay":
			k.Day, hasDay = readDay(r)
		case "id":
			k.ID = readID(r)
		default:
			r.Skip()
		}
	})
	if !present {
		return nil
	}
	if k.ID == "" || !hasDay {
		r.Fault("link_incomplete")
	}
	return &k
}

// consentsMax is how many consents one enrolment carries.
const consentsMax = 20

// decodeEnrolment reads identifiers and what goes with them. It serves lookups
// too, which are enrolments of nothing but an identifier.
func decodeEnrolment(r *strictjson.Reader) (e customer.Enrolment, named []customer.Identifier, broken string, faults []ledger.Fault) {
	broken, faults = r.Whole(func(name string) {
		switch name {
		case customer.Phone, customer.Card, customer.MemberNo:
			if value := r.Text(idMax); value != "" {
				named = append(named, customer.Identifier{Kind: name, Value: customer.Secret(value)})
			}
		case "staff":
			e.Staff = r.Text(ledger.CodeMax)
		case "channel":
			e.Channel = r.Text(ledger.CodeMax)
		case "name", "email", "birthday", "address", "note", "guardian":
			readDetail(r, &e.Told, name)
		case "referrer":
			e.Brought = readReferrer(r)
		case "consents":
			r.List(consentsMax, "too_many_consents", func() { e.Consents = append(e.Consents, readConsent(r)) })
		default:
			r.Skip()
		}
	})
	return e, named, broken, faults
}

func readConsent(r *strictjson.Reader) ledger.Consent {
	c := ledger.Consent{Source: "till"}
	object := r.Object(func(name string) {
		switch name {
		case "channel":
			c.Channel = r.Text(ledger.CodeMax)
		case "granted":
			c.Granted = r.Bool()
		case "night":
			c.Night = r.Bool()
		case "version":
			c.Version = r.Text(ledger.CodeMax)
		case "at":
			c.At = readMoment(r).At
		default:
			r.Skip()
		}
	})
	switch {
	case !object:
	case c.Channel == "" || c.Version == "" || c.At.IsZero():
		r.Fault("consent_incomplete")
	case !ledger.ConsentChannel(c.Channel) || !ledger.ConsentVersion(c.Version):
		r.Fault("consent_invalid")
	}
	return c
}
