package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/strictjson"
)

// backwards writes a decoded JSON value with the names of objects in falling
// order and blanks wherever they may stand.
func backwards(to *bytes.Buffer, value any) {
	switch value := value.(type) {
	case map[string]any:
		to.WriteString("{ ")
		for i, name := range slices.Backward(slices.Sorted(maps.Keys(value))) {
			backwards(to, name)
			to.WriteString(" :\t")
			backwards(to, value[name])
			if i > 0 {
				to.WriteString("\n,")
			}
		}
		to.WriteString(" }\r\n")
	case []any:
		to.WriteString("[ ")
		for i, element := range value {
			if i > 0 {
				to.WriteString(" , ")
			}
			backwards(to, element)
		}
		to.WriteString(" ]")
	default:
		content, err := json.Marshal(value)
		if err != nil {
			panic(err) // it was JSON
		}
		to.Write(content)
	}
}

// FuzzFingerprint writes a body again with other blanks, escapes and key order:
// it is the same transaction, or wrong in the same ways.
func FuzzFingerprint(f *testing.F) {
	for _, seed := range []string{
		`{"id":"s1","type":"sale","occurredAt":"2026-11-20T18:03:11+09:00","total":1,"lines":[{"amount":1,"quantity":"0.5","name":"<가>"}],"tenders":[{"type":"card","amount":1}],"customer":{"phone":"010-1234-5678"}}`,
		`{"type":"void","voidOf":{"id":"a","businessDay":"2026-11-20"},"zz":{"b":[1,2],"a":null}}`,
		`{"total":-0,"lines":[{"amount":"x"},{}],"training":true}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		body := []byte(text)
		one, broken, faults := decodeTransaction(strictjson.NewReader(body))
		var value any
		in := json.NewDecoder(bytes.NewReader(body))
		in.UseNumber()
		if broken != "" || in.Decode(&value) != nil {
			return
		}
		var other bytes.Buffer
		backwards(&other, value)
		two, broken, otherFaults := decodeTransaction(strictjson.NewReader(other.Bytes()))
		if broken != "" || len(faults) != len(otherFaults) {
			t.Fatalf("%s: %v; %s: %s %v", body, faults, other.Bytes(), broken, otherFaults)
		}
		for _, fault := range faults {
			if !slices.Contains(otherFaults, fault) {
				t.Errorf("%v is not among %v", fault, otherFaults)
			}
		}
		if ledger.Fingerprint(&one.Transaction, "") != ledger.Fingerprint(&two.Transaction, "") {
			t.Errorf("%s and %s are different transactions", body, other.Bytes())
		}
	})
}
