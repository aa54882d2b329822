package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// FingerprintVersion names the algorithm of Fingerprint. A stored fingerprint
// keeps its version, and a repeat is compared by the stored version's
// algorithm, so the algorithm of a version never changes.
const FingerprintVersion = 1

// Fingerprint is what makes two deliveries the same transaction: a SHA-256 of
// the core fields as sent. identity is the customer's identifier as kind and
// keyed hash, or "" to leave it out.
//
// It covers type, occurredAt, currency, total, lines, tenders, training and
// the links. It leaves out business day, register, staff, receipt, channel,
// benefits and unknown fields, which tills restate freely between tries.
func Fingerprint(t *Transaction, identity string) [sha256.Size]byte {
	f := make(fields, 0, 1024)
	f = f.number(FingerprintVersion).number(int64(t.Type)).text(t.Occurred.Text).text(t.Currency)
	f = f.number(int64(t.Total)).number(int64(len(t.Lines)))
	for i := range t.Lines {
		l := &t.Lines[i]
		f = f.text(l.SKU).text(l.Name).text(l.Category).number(int64(l.Quantity))
		f = f.number(int64(l.UnitPrice)).number(int64(l.Discount)).number(int64(l.Amount))
	}
	f = f.number(int64(len(t.Tenders)))
	for _, tender := range t.Tenders {
		f = f.text(tender.Type).number(int64(tender.Amount))
	}
	if t.Training {
		f = f.number(1)
	} else {
		f = f.number(0)
	}
	f = f.key(t.RefundOf).key(t.VoidOf).text(identity)
	return sha256.Sum256(f)
}

// Prints are the fingerprints a transaction is known again by, each after the
// version of its algorithm. Plain leaves the customer's identifier out. Of
// covers it, if it could be hashed.
type Prints struct {
	Of, Plain string
}

// versionWaiting is version 1 without the identifier of somebody who was named.
const versionWaiting = "1w"

// Prints are a's, by today's algorithms.
func (a *Arrival) Prints() Prints {
	p := Prints{Plain: a.printV1("")}
	switch who := a.Who(); {
	case !a.Waiting.IsZero():
		p.Of = versionWaiting + strings.TrimPrefix(p.Plain, "1")
	case who != "":
		p.Of = a.printV1(who)
	default:
		p.Of = p.Plain
	}
	return p
}

func (a *Arrival) printV1(who string) string {
	sum := Fingerprint(a.Transaction, who)
	return string(hex.AppendEncode([]byte("1:"), sum[:]))
}

// Waiting says the identifier could not be hashed when the transaction was
// recorded.
func (p Prints) Waiting() bool { return p.version() == versionWaiting }

func (p Prints) version() string {
	version, _, _ := strings.Cut(p.Of, ":")
	return version
}

// Same says whether a is the transaction p was made of, by the algorithm p was
// made with. Where either could not be hashed, two deliveries that both name
// somebody name the same. known is false when a newer Dangol made p: then
// nothing can be said.
func (p Prints) Same(a *Arrival) (same, known bool) {
	switch p.version() {
	case "1":
		if a.Waiting.IsZero() {
			return p.Of == a.printV1(a.Who()), true
		}
		return p.Plain == a.printV1("") && p.Of != p.Plain, true
	case versionWaiting:
		return p.Plain == a.printV1("") && a.Names(), true
	default:
		return false, false
	}
}

// fields are written to be hashed, so that no two different lists of fields give
// the same bytes: numbers are fixed width and texts carry their length.
type fields []byte

func (f fields) number(n int64) fields { return binary.BigEndian.AppendUint64(f, uint64(n)) }

func (f fields) text(s string) fields { return append(f.number(int64(len(s))), s...) }

func (f fields) key(k *Key) fields {
	if k == nil {
		return f.number(0)
	}
	return f.number(1).text(k.Store).number(int64(k.Day)).text(k.ID)
}

// Hash is the 64-bit name of a transaction inside pages: the first eight bytes
// of a SHA-256 of store, day and id. Two of a hundred million transactions
// share one with a probability below one in three thousand, and only linked
// refunds and voids are ever matched by it.
func (k Key) Hash() uint64 {
	sum := sha256.Sum256(make(fields, 0, 256).text(k.Store).number(int64(k.Day)).text(k.ID))
	return binary.BigEndian.Uint64(sum[:])
}
