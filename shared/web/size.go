package web

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

const (
	// payloadMax is how many bytes of answer we hand to Lambda, which takes 6 MB
	// and turns more into an error nobody can read.
	payloadMax = 6_000_000
	// zipFrom is from how many bytes on an answer is compressed, where the caller
	// takes that.
	zipFrom = 1_000_000
)

// tooLarge is the problem of an answer beyond payloadMax.
func tooLarge(zips bool) *Problem {
	if zips {
		return NewProblem(http.StatusInternalServerError, "answer_too_large", "The answer is too large to be sent, even compressed.")
	}
	return NewProblem(http.StatusNotAcceptable, "answer_too_large", "The answer is too large to be sent as it is. Ask again with Accept-Encoding: gzip.")
}

// takesGzip says the caller reads compressed answers.
func takesGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, weighed := strings.Cut(strings.ReplaceAll(coding, " ", ""), ";q=")
		if !strings.EqualFold(name, "gzip") {
			continue
		}
		q, err := strconv.ParseFloat(weight, 64)
		return !weighed || err == nil && q > 0
	}
	return false
}

// zipped is body compressed, as text.
func zipped(body []byte) ([]byte, error) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return base64.StdEncoding.AppendEncode(nil, packed.Bytes()), nil
}
