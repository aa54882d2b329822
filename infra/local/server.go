package local

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// dashboardFolder is the built dashboard.
const dashboardFolder = "dashboard/dist"

// reportsEnv is the variable that names the bucket /data/* serves.
const reportsEnv = "REPORTS_BUCKET"

// Serve serves the dashboard and the till at /, the API at /v1, reports at /data/,
// and calls of our own commands and the till's first one at /_local/, until ctx ends. Commands find it by a file
// in the data folder. ready is called once requests are accepted.
func (st *Stack) Serve(ctx context.Context, addr, data, token string, ready func() error) error {
	host, _, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("address %s: want a loopback address with a port, such as 127.0.0.1:8787", addr)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w (is another stack running? try --addr 127.0.0.1:8788 --data .local/second)", err)
	}
	server := &http.Server{Handler: st.handler(token, data), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if err := writeState(data, state{Endpoints: st.Endpoints, Addr: listener.Addr().String(), Token: token}); err != nil {
		return err
	}
	defer os.Remove(stateFile(data))
	if err := RunSchedules(ctx, st.Template, st.Host, st.logScheduled(data)); err != nil {
		return err
	}
	if err := ready(); err != nil {
		server.Close()
		return err
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		quiet, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if err := server.Shutdown(quiet); err != nil {
			return server.Close()
		}
		return nil
	}
}

// logScheduled writes what became of scheduled calls to a log.
func (st *Stack) logScheduled(data string) func(string, error) {
	return func(function string, err error) {
		log, openErr := os.OpenFile(filepath.Join(data, "log", "schedule.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if openErr != nil {
			return
		}
		defer log.Close()
		fmt.Fprintln(log, time.Now().Format(time.RFC3339), function, err)
	}
}

func (st *Stack) handler(token, data string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/v1/", st.Gateway)
	mux.Handle("GET /data/{key...}", http.HandlerFunc(st.data))
	mux.Handle("POST /_local/invoke/{function}", st.invoke(token))
	mux.Handle("POST /_local/till", lend(data))
	mux.Handle("/", dashboard())
	// The mux redirects paths that are not clean; a gateway does not.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1") {
			st.Gateway.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func dashboard() http.Handler {
	files := http.FileServer(http.Dir(dashboardFolder))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cache := "no-cache"
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			cache = "public, max-age=31536000, immutable"
		}
		w.Header().Set("Cache-Control", cache)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		files.ServeHTTP(w, r)
	})
}

// data serves what CloudFront would: the reports bucket, nothing else.
func (st *Stack) data(w http.ResponseWriter, r *http.Request) {
	in := &s3.GetObjectInput{Bucket: aws.String(st.reportsBucket()), Key: aws.String(r.PathValue("key"))}
	if tag := r.Header.Get("If-None-Match"); tag != "" {
		in.IfNoneMatch = &tag
	}
	out, err := st.S3Client().GetObject(r.Context(), in)
	var response *awshttp.ResponseError
	switch {
	case errors.As(err, &response):
		w.WriteHeader(response.HTTPStatusCode())
		return
	case err != nil:
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer out.Body.Close()
	for name, value := range map[string]*string{
		"Content-Type": out.ContentType, "Cache-Control": out.CacheControl, "ETag": out.ETag,
	} {
		w.Header().Set(name, aws.ToString(value))
	}
	if out.LastModified != nil {
		w.Header().Set("Last-Modified", out.LastModified.UTC().Format(http.TimeFormat))
	}
	w.Header().Set("Content-Length", strconv.FormatInt(aws.ToInt64(out.ContentLength), 10))
	io.Copy(w, out.Body) //nolint:errcheck // the caller left
}

func (st *Stack) reportsBucket() string {
	for _, f := range st.Template.Functions {
		if name := f.Env[reportsEnv]; name != "" {
			return name
		}
	}
	return ""
}

// invoke calls a function for one of our own commands, which know the token.
func (st *Stack) invoke(token string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Dangol-Token") != token {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		payload, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		answer, err := st.Host.Invoke(r.Context(), r.PathValue("function"), payload)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			json.NewEncoder(w).Encode(map[string]string{"error": err.Error()}) //nolint:errcheck // the caller left
			return
		}
		w.Write(answer) //nolint:errcheck // the caller left
	})
}
