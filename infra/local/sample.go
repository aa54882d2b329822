package local

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
)

// Sample is what the stack shows of its demo shop: on the start screen, and to
// the till page it serves.
type Sample struct {
	Key      string `json:"key"`
	Phone    string `json:"phone"` // of an invented regular
	Currency string `json:"currency"`
}

func sampleFile(data string) string { return filepath.Join(data, "sample.json") }

// ReadSample is the demo shop's sample; zero without a demo shop.
func ReadSample(data string) (s Sample) {
	content, err := os.ReadFile(sampleFile(data))
	if err != nil || json.Unmarshal(content, &s) != nil {
		return Sample{}
	}
	return s
}

// WriteSample keeps the sample of a demo shop that is complete.
func WriteSample(data string, s Sample) error {
	content, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(sampleFile(data), content, 0o600)
}

// lend gives the till page the key of the demo shop, and nobody else: a page of
// another site says so in Sec-Fetch-Site, and one whose name was turned to this
// machine names itself in Host. Without a demo shop there is nothing to lend,
// and the page asks for a key, as it does on AWS, where nothing answers here.
func lend(data string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		ours := err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback())
		if !ours || r.Header.Get("Sec-Fetch-Site") != "same-origin" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		s := ReadSample(data)
		if s.Key == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		json.NewEncoder(w).Encode(s) //nolint:errcheck // the caller left
	})
}
