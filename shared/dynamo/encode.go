package dynamo

import (
	"fmt"

	"dangol/shared/ledger"
	"dangol/shared/quickjson"
)

// encodeBody writes a transaction in its canonical form: body's members, in
// body's order.
func encodeBody(t *ledger.Transaction) ([]byte, error) {
	w := encoder{quickjson.NewWriter(768)}
	w.Begin('{')
	w.text("id", t.ID)
	w.text("type", t.Type.String())
	w.text("occurredAt", t.Occurred.Text)
	w.text("store", t.Store)
	w.text("businessDay", t.Day.String())
	w.some("register", t.Register)
	w.some("staff", t.Staff)
	w.some("receipt", t.Receipt)
	w.some("channel", t.Channel)
	w.text("currency", t.Currency)
	w.some("customer", t.Customer)
	w.some("identifiedBy", t.IdentifiedBy)
	w.number("total", int64(t.Total))
	list(w, "lines", t.Lines, w.line)
	list(w, "tenders", t.Tenders, w.tender)
	list(w, "benefits", t.Benefits, w.given)
	if t.Training {
		w.Name("training")
		w.Raw("true")
	}
	w.key("refundOf", t.RefundOf)
	w.key("voidOf", t.VoidOf)
	list(w, "flags", t.Flags.Names(), func(flag *string) { w.Text(*flag) })
	w.End('}')
	content, err := w.Done()
	if err != nil {
		return nil, fmt.Errorf("encode transaction: %w", err)
	}
	return content, nil
}

type encoder struct{ *quickjson.Writer }

// list writes a list that is not empty.
func list[T any](w encoder, name string, all []T, one func(*T)) {
	if len(all) == 0 {
		return
	}
	w.Name(name)
	w.Begin('[')
	for i := range all {
		one(&all[i])
	}
	w.End(']')
}

func (w encoder) line(l *ledger.Line) {
	w.Begin('{')
	w.some("sku", l.SKU)
	w.some("name", l.Name)
	w.some("category", l.Category)
	w.number("quantity", int64(l.Quantity))
	if l.UnitPrice != 0 {
		w.number("unitPrice", int64(l.UnitPrice))
	}
	if l.Discount != 0 {
		w.number("discount", int64(l.Discount))
	}
	w.number("amount", int64(l.Amount))
	w.End('}')
}

func (w encoder) tender(t *ledger.Tender) {
	w.Begin('{')
	w.text("type", t.Type)
	w.number("amount", int64(t.Amount))
	w.End('}')
}

func (w encoder) given(b *ledger.BenefitUse) {
	w.Begin('{')
	w.text("id", b.ID)
	w.some("coupon", b.Coupon)
	w.End('}')
}

func (w encoder) key(name string, k *ledger.Key) {
	if k == nil {
		return
	}
	w.Name(name)
	w.Begin('{')
	w.text("store", k.Store)
	w.text("businessDay", k.Day.String())
	w.text("id", k.ID)
	w.End('}')
}

func (w encoder) text(name, value string) {
	w.Name(name)
	w.Text(value)
}

// some writes a text that is not empty.
func (w encoder) some(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w encoder) number(name string, n int64) {
	w.Name(name)
	w.Int(n)
}
