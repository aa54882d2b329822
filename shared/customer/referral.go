package customer

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"dangol/shared/ledger"
)

// Code is the kind of identifier a member hands to friends: a referral code.
// It names who brought somebody and nobody at a sale.
const Code = "code"

// codeLength is 40 bits. Among a million members less than one pair shares a
// code; the later of the two has none, and is named by phone or card.
const codeLength = 8

// ReferralCode is the referral code of the customer with id: eight characters
// in two groups, as a person reads them out. It is computed (HMAC-SHA256 under a
// key derived from the pepper), not drawn and kept: a retry, or a second till,
// makes the same one, and a copied table tells nobody's. Without the pepper it
// cannot be guessed from the id.
func (p Pepper) ReferralCode(id string) (string, error) {
	key, err := hkdf.Key(sha256.New, p.Key, nil, "dangol referral code v1", 32)
	if err != nil {
		return "", fmt.Errorf("derive key: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id))
	code := strings.ToUpper(idEncoding.EncodeToString(mac.Sum(nil))[:codeLength])
	return code[:codeLength/2] + "-" + code[codeLength/2:], nil
}

// CodeIdentity is what the referral code of the customer with id is found by.
func (p Pepper) CodeIdentity(id string) (ledger.Identity, error) {
	code, err := p.ReferralCode(id)
	if err != nil {
		return ledger.Identity{}, err
	}
	normal, err := normalReferral(code)
	if err != nil {
		return ledger.Identity{}, err
	}
	return p.Identity(normal), nil
}

// readAlike are characters people take for those a code is made of.
var readAlike = strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1")

// normalReferral is the one form of a code however it was written or misread.
func normalReferral(value string) (Identifier, error) {
	form := readAlike.Replace(strings.ToLower(value))
	if len(form) != codeLength {
		return Identifier{}, ErrCode
	}
	return normalCode(Code, form)
}

var (
	// ErrSelf: nobody brings themselves.
	ErrSelf = errors.New("brought by themselves")
	// ErrReferred: somebody else brought them, and the first counts.
	ErrReferred = errors.New("brought by somebody else already")
	// ErrJoined: who brought somebody is said when they join.
	ErrJoined = errors.New("a member already")
)

// Refer notes who brought p, who joins by this or not. It says whether that is
// news: saying the same again is none and no error.
func (p *Profile) Refer(referrer string, joins bool) (news bool, err error) {
	switch {
	case referrer == "" || referrer == p.Referrer:
		return false, nil
	case referrer == p.ID:
		return false, ErrSelf
	case p.Referrer != "":
		return false, ErrReferred
	case !joins:
		return false, ErrJoined
	}
	p.Referrer = referrer
	return true, nil
}

// Join makes p what e says of them, and gives the facts of it: of joining, of who
// brought them, and of what they agreed to. A member who joins again gains what is
// new. On an error p is to be thrown away.
func (p *Profile) Join(e *Enrolment) (joined bool, facts []ledger.Fact, err error) {
	told := ledger.Fact{At: e.At, Customer: p.ID, Store: e.Store, Staff: e.Staff, Channel: e.Channel}
	fact := func(kind ledger.FactKind, other string) {
		f := told
		f.ID, f.Kind, f.Other = string(kind)+"-"+p.ID, kind, other
		facts = append(facts, f)
	}
	if joined = p.Enrolled.IsZero(); joined {
		p.Enrolled = e.At
		fact(ledger.Enrolled, "")
	}
	referred, err := p.Refer(e.Referrer, joined)
	if err != nil {
		return false, nil, err
	}
	if referred {
		fact(ledger.Referred, e.Referrer)
	}
	facts = append(facts, p.Consent(e.Consents, told)...)
	if err := p.AddIdentities(e.Identities); err != nil {
		return false, nil, err
	}
	if e.Seal != nil {
		if p.Sealed, err = e.Seal(p.ID, p.Sealed); err != nil {
			return false, nil, err
		}
	}
	return joined, facts, nil
}
