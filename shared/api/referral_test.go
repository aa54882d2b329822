package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dangol/shared/api"
	"dangol/shared/ledger"
)

// enrols sends an enrolment and gives the answer.
func (x *till) enrols(t *testing.T, body string, want int) api.CustomerAnswer {
	t.Helper()
	w := x.send("POST", "/v1/customers", body)
	var a api.CustomerAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != want {
		t.Fatalf("%s: %d %s", body, w.Code, w.Body)
	}
	return a
}

func (x *till) referrals(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	facts, err := x.Facts(context.Background(), ledger.Date(2026, 11, 20))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range facts {
		if f.Kind == ledger.Referred {
			found[f.Customer] = f.Other
		}
	}
	return found
}

// A friend is brought by any name of the referrer, and by a code as people
// write it; told again it is one referral.
func TestReferrers(t *testing.T) {
	x := newTill()
	kim := x.enrols(t, `{"phone":"010-1234-5678","memberNo":"7","card":"9410-1111"}`, 201)
	if len(kim.ReferralCode) != 9 {
		t.Fatalf("%+v", kim)
	}
	code := kim.ReferralCode
	misread := map[byte]string{'0': "o", '1': "L"}
	written := " "
	for i := range len(code) {
		if alike := misread[code[i]]; alike != "" {
			written += alike
		} else if code[i] == '-' {
			written += " - "
		} else {
			written += string(code[i] | 0x20)
		}
	}
	want := map[string]string{}
	for i, by := range []string{
		`"customerId":"` + kim.CustomerID + `"`, `"phone":"+82 10 1234 5678"`, `"card":"94101111"`, `"memberNo":"７"`,
		`"code":"` + code + `"`, `"code":"` + written + `"`,
	} {
		body := fmt.Sprintf(`{"memberNo":"friend-%d","staff":"e1","referrer":{%s,"note":"x"}}`, i, by)
		friend := x.enrols(t, body, 201)
		if again := x.enrols(t, body, 200); again.ReferralCode != friend.ReferralCode || friend.ReferralCode == code {
			t.Errorf("codes %q, %q, %q", code, friend.ReferralCode, again.ReferralCode)
		}
		want[friend.CustomerID] = kim.CustomerID
	}
	if got := x.referrals(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestRefusedReferrers(t *testing.T) {
	x := newTill()
	kim := x.enrols(t, `{"phone":"010-1234-5678"}`, 201)
	x.enrols(t, `{"memberNo":"zzlee","referrer":{"phone":"010-1234-5678"}}`, 201)
	x.enrols(t, `{"memberNo":"zzpark"}`, 201)
	for body, code := range map[string]string{
		`{"memberNo":"zz1","referrer":{"phone":"010-2222-3333"}}`:                      "referrer_unknown",
		`{"memberNo":"zz1","referrer":{"customerId":"zz2"}}`:                           "referrer_unknown",
		`{"memberNo":"zz1","referrer":{"code":"zzzz-zzzz"}}`:                           "referrer_unknown",
		`{"memberNo":"zz1","referrer":{"phone":"010-0000-0000"}}`:                      "referrer_unknown",
		`{"memberNo":"zz1","referrer":{"code":"zz"}}`:                                  "identifier_invalid",
		`{"memberNo":"zz1","referrer":{"phone":"zz"}}`:                                 "phone_invalid",
		`{"memberNo":"zz1","referrer":{"customerId":"zz#"}}`:                           "id_invalid",
		`{"memberNo":"zz1","referrer":{"memberNo":"zzlee","phone":"010-1234-5678"}}`:   "referrer_ambiguous",
		`{"memberNo":"zz1","referrer":"zz"}`:                                           "not_object",
		`{"memberNo":"zz1","referrer":{"memberNo":"zz1"}}`:                             "referrer_self",
		`{"phone":"010-1234-5678","referrer":{"customerId":"` + kim.CustomerID + `"}}`: "referrer_self",
		`{"phone":"010-1234-5678","referrer":{"code":"` + kim.ReferralCode + `"}}`:     "referrer_self",
	} {
		p := refused(t, x.send("POST", "/v1/customers", body), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Code != code {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
	refused(t, x.send("POST", "/v1/customers", `{"memberNo":"zzlee","referrer":{"memberNo":"zzpark"}}`), http.StatusConflict, "referrer_exists")
	refused(t, x.send("POST", "/v1/customers", `{"memberNo":"zzpark","referrer":{"memberNo":"zzlee"}}`), http.StatusConflict, "member_already")
	if got := x.referrals(t); len(got) != 1 {
		t.Errorf("%v", got)
	}
	if w := x.send("POST", "/v1/customers/lookup", `{"memberNo":"zz1"}`); !strings.HasPrefix(w.Body.String(), `{"matches":[],`) {
		t.Errorf("a refused enrolment made somebody: %s", w.Body)
	}
}
