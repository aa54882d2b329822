package coupon_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dangol/shared/coupon"
	"dangol/shared/ledger"
)

// itemMax is what DynamoDB holds in one item.
const itemMax = 400 * 1024

// large is the largest kind of coupon a policy can have, said with so many
// characters.
func large(t *testing.T, characters int) *coupon.Definition {
	t.Helper()
	said, id := strings.Repeat("덤", characters), strings.Repeat("i", 64)
	d := coupon.Definition{
		ID: id, Ko: said, En: said, Gives: coupon.Gives{Item: coupon.Item{Ko: said, En: said}}, MinOrder: ledger.AmountMax,
		ValidDays: 90, Given: coupon.Campaign,
	}
	if characters == coupon.NameMax {
		for i := range 50 {
			d.Stores = append(d.Stores, fmt.Sprintf("%064d", i))
		}
	}
	if err := coupon.Check([]coupon.Definition{d}); err != nil {
		t.Fatal(err)
	}
	return &d
}

// fill gives one customer of d what fits, and does with each what adds most.
func fill(t *testing.T, who string, d *coupon.Definition) coupon.Wallet {
	t.Helper()
	w := coupon.Wallet{Customer: who}
	terms := coupon.Terms{Store: strings.Repeat("s", 64), Today: 20_000, Now: time.Date(2026, 11, 20, 0, 0, 0, 123_456_789, time.UTC)}
	if len(d.Stores) > 0 {
		terms.Store = d.Stores[0]
	}
	for i := 0; ; i++ {
		q := coupon.IssueRequest{Definition: d, Campaign: fmt.Sprintf("%064d", i), Code: fmt.Sprintf("%26d", i), By: strings.Repeat("b", 64)}
		after, c, fresh, refused := w.Issue(coupon.Who{Customer: who}, q, terms)
		if !fresh {
			if refused != coupon.TooMany || len(w.Coupons) == 0 {
				t.Fatalf("after %d: %q", i, refused)
			}
			return w
		}
		use := coupon.UseRequest{ID: strings.Repeat("u", 64), Store: terms.Store, Deed: coupon.ToHold, Code: c.Code, Order: ledger.AmountMax}
		w, _, _ = after.Use(use, terms)
		if i%2 == 0 {
			w, _, _, _ = w.TakeBack(c.Name, strings.Repeat("m", 64), terms)
			continue
		}
		use.Deed = coupon.ToRedeem
		w, _, _ = w.Use(use, terms)
	}
}

// Whatever a customer is given, and two customers who turn out to be one, fits
// one item; a third is refused.
func TestWalletsFit(t *testing.T) {
	for _, characters := range []int{1, 20, coupon.NameMax} {
		d := large(t, characters)
		terms := coupon.Terms{Today: 20_000}
		var whole coupon.Wallet
		for i, who := range []string{strings.Repeat("a", 36), strings.Repeat("b", 36), strings.Repeat("c", 36)} {
			_, whole, _ = coupon.Merge(fill(t, who, d), whole, terms)
			text, err := json.Marshal(whole)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d characters, %d wallets: %d coupons, %d bytes", characters, i+1, len(whole.Coupons), len(text))
			if !whole.Full() && len(text) > itemMax-1000 { // keys and names too
				t.Errorf("%d bytes fit no item", len(text))
			}
			if full := whole.Full(); full && i < 2 || !full && i == 2 && len(whole.Coupons) > coupon.MergedMax {
				t.Errorf("%d wallets: full %v", i+1, full)
			}
		}
	}
}
