package policy_test

import (
	"bytes"
	"encoding/json"
	"hash/crc32"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// recorder is an HTTP client that writes down what a function asks AWS for.
type recorder struct {
	t     *testing.T
	inner aws.HTTPClient
	names map[string]string // logical ids, by what tables and buckets are called here

	mu    sync.Mutex
	asked map[grant]bool
	lose  string // the operation whose next reply is lost
}

const lost = `{"__type":"Lost"}`

// Do sends a request.
func (r *recorder) Do(request *http.Request) (*http.Response, error) {
	operation := r.note(request)
	response, err := r.inner.Do(request)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil && operation == r.lose {
		r.lose = ""
		response.Body.Close()
		response.StatusCode = http.StatusBadRequest // of a kind nobody tries again
		response.Body = io.NopCloser(strings.NewReader(lost))
		response.Header.Set("X-Amz-Crc32", strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(lost))), 10))
	}
	return response, err
}

// note writes down what IAM would look at.
func (r *recorder) note(request *http.Request) (operation string) {
	_, operation, isDynamoDB := strings.Cut(request.Header.Get("X-Amz-Target"), ".")
	if !isDynamoDB {
		bucket, key, _ := strings.Cut(strings.TrimPrefix(request.URL.Path, "/"), "/")
		operation = map[string]string{http.MethodGet: "GetObject", http.MethodPut: "PutObject"}[request.Method]
		r.ask("s3."+operation+"Input", bucket, key)
		return operation
	}
	content, err := io.ReadAll(request.Body)
	if err != nil {
		r.t.Error(err)
	}
	request.Body = io.NopCloser(bytes.NewReader(content))
	var on struct {
		TableName     string
		RequestItems  map[string]any
		TransactItems []map[string]struct{ TableName string }
	}
	if err := json.Unmarshal(content, &on); err != nil {
		r.t.Error(err)
	}
	for table := range on.RequestItems {
		r.ask("dynamodb."+operation+"Input", table, "")
	}
	for _, write := range on.TransactItems {
		for kind, item := range write {
			r.ask("dynamodb/types."+kind, item.TableName, "")
		}
	}
	if on.TableName != "" {
		r.ask("dynamodb."+operation+"Input", on.TableName, "")
	}
	return operation
}

// ask writes down the actions a request needs, on a table, or on a bucket and
// the folder of a key.
func (r *recorder) ask(kind, place, key string) {
	id, known := r.names[place]
	if !known || len(actionsOf[kind]) == 0 {
		r.t.Errorf("%s on %q is not known here", kind, place)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, action := range actionsOf[kind] {
		on := "!GetAtt " + id + ".Arn"
		if strings.HasSuffix(action, "Object") {
			folder, _, deep := strings.Cut(key, "/")
			if deep {
				folder += "/*"
			}
			on = "!Sub ${" + id + ".Arn}/" + folder
		}
		r.asked[grant{action, on}] = true
	}
}
