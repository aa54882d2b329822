package local

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// instancesMax is how many instances of one function run at once; further
// calls wait for one to be free.
const instancesMax = 8

// Host is a Lambda service for this machine: it starts function binaries,
// hands each one event at a time over the Runtime API, and ends those that run
// past their timeout.
type Host struct {
	listener net.Listener
	logs     string // folder
	mu       sync.Mutex
	pools    map[string]*pool
	running  map[string]*instance
	closed   bool
}

// pool is the instances of one function.
type pool struct {
	function Function
	binary   string
	env      []string
	idle     chan *instance
	slots    chan struct{} // one for each instance that may exist
}

// instance is one process of a function.
type instance struct {
	id      string
	pool    *pool
	process *exec.Cmd
	log     *os.File
	next    chan *invocation
	current *invocation // guarded by Host.mu
	gone    chan struct{}
}

type invocation struct {
	id       string
	payload  []byte
	deadline time.Time
	reply    chan reply
}

type reply struct {
	payload []byte
	err     error
}

// ErrTimeout: the function did not answer in its time.
var ErrTimeout = errors.New("the function timed out")

// NewHost starts the Runtime API. Logs of functions go to files in logs.
func NewHost(logs string) (*Host, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start runtime API: %w", err)
	}
	h := &Host{listener: listener, logs: logs, pools: map[string]*pool{}, running: map[string]*instance{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{instance}/2018-06-01/runtime/invocation/next", h.next)
	mux.HandleFunc("POST /{instance}/2018-06-01/runtime/invocation/{id}/response", h.response)
	mux.HandleFunc("POST /{instance}/2018-06-01/runtime/invocation/{id}/error", h.failure)
	mux.HandleFunc("POST /{instance}/2018-06-01/runtime/init/error", h.failure)
	go (&http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}).Serve(listener) //nolint:errcheck // ends with the listener
	return h, nil
}

// Add makes a function callable. env is added to what the template says.
func (h *Host) Add(f Function, binary string, env []string) {
	p := &pool{function: f, binary: binary, idle: make(chan *instance, instancesMax), slots: make(chan struct{}, instancesMax)}
	for name, value := range f.Env {
		p.env = append(p.env, name+"="+value)
	}
	p.env = append(p.env, env...)
	p.env = append(p.env, "AWS_LAMBDA_FUNCTION_NAME="+f.Name, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE="+strconv.Itoa(f.Memory))
	h.pools[f.Name] = p
}

// Invoke calls a function and gives its answer.
func (h *Host) Invoke(ctx context.Context, name string, payload []byte) ([]byte, error) {
	p := h.pools[name]
	if p == nil {
		return nil, fmt.Errorf("there is no function %s", name)
	}
	i, err := h.take(ctx, p)
	if err != nil {
		return nil, err
	}
	call := &invocation{id: rand.Text(), payload: payload, deadline: time.Now().Add(p.function.Timeout), reply: make(chan reply, 1)}
	timeout := time.NewTimer(p.function.Timeout)
	defer timeout.Stop()
	select {
	case i.next <- call:
	case <-i.gone:
		return nil, fmt.Errorf("%s ended before it took the event; see %s", name, i.log.Name())
	case <-timeout.C:
		h.end(i)
		return nil, ErrTimeout
	}
	select {
	case r := <-call.reply:
		p.idle <- i
		return r.payload, r.err
	case <-i.gone:
		return nil, fmt.Errorf("%s ended while it worked; see %s", name, i.log.Name())
	case <-timeout.C:
		h.end(i)
		return nil, ErrTimeout
	}
}

// take gives an idle instance, or a new one while there may be more.
func (h *Host) take(ctx context.Context, p *pool) (*instance, error) {
	for {
		select {
		case i := <-p.idle:
			if i.alive() {
				return i, nil
			}
			continue
		default:
		}
		select {
		case i := <-p.idle:
			if i.alive() {
				return i, nil
			}
		case p.slots <- struct{}{}:
			return h.start(p)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (i *instance) alive() bool {
	select {
	case <-i.gone:
		return false
	default:
		return true
	}
}

// start runs one more process of a function.
func (h *Host) start(p *pool) (*instance, error) {
	log, err := os.OpenFile(filepath.Join(h.logs, p.function.Name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		<-p.slots
		return nil, fmt.Errorf("open log: %w", err)
	}
	i := &instance{id: rand.Text(), pool: p, log: log, next: make(chan *invocation), gone: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		<-p.slots
		return nil, errors.New("the host is closed")
	}
	i.process = command(p.binary)
	i.process.Env = append(append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TZ=UTC"}, p.env...),
		"AWS_LAMBDA_RUNTIME_API="+h.listener.Addr().String()+"/"+i.id)
	i.process.Stdout, i.process.Stderr = log, log
	if err := i.process.Start(); err != nil {
		<-p.slots
		return nil, fmt.Errorf("start %s: %w", p.function.Name, err)
	}
	h.running[i.id] = i
	go h.await(i)
	return i, nil
}

// await notes the end of an instance, however it came.
func (h *Host) await(i *instance) {
	i.process.Wait() //nolint:errcheck // its end is all that matters
	h.mu.Lock()
	delete(h.running, i.id)
	h.mu.Unlock()
	close(i.gone)
	i.log.Close()
	<-i.pool.slots
}

func (h *Host) end(i *instance) { i.process.Process.Kill() } //nolint:errcheck // it may be gone

// Kill ends every instance of a function at once, as a crash would, and says
// how many there were.
func (h *Host) Kill(name string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, i := range h.running {
		if i.pool.function.Name == name {
			h.end(i)
			n++
		}
	}
	return n
}

// Close ends all instances and the Runtime API.
func (h *Host) Close() {
	h.mu.Lock()
	h.closed = true
	var all []*instance
	for _, i := range h.running {
		h.end(i)
		all = append(all, i)
	}
	h.mu.Unlock()
	for _, i := range all {
		<-i.gone
	}
	h.listener.Close()
}

func (h *Host) find(r *http.Request) *instance {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.running[r.PathValue("instance")]
}

// next gives an instance its next event, when there is one.
func (h *Host) next(w http.ResponseWriter, r *http.Request) {
	i := h.find(r)
	if i == nil {
		http.Error(w, "no such instance", http.StatusGone)
		return
	}
	select {
	case call := <-i.next:
		h.mu.Lock()
		i.current = call
		h.mu.Unlock()
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", call.id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(call.deadline.UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:local:000000000000:function:"+i.pool.function.Name)
		w.Write(call.payload) //nolint:errcheck // the instance is gone then
	case <-i.gone:
	case <-r.Context().Done():
	}
}

func (h *Host) response(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(r.Body)
	h.answer(w, r, reply{payload, err})
}

func (h *Host) failure(w http.ResponseWriter, r *http.Request) {
	var e struct{ ErrorMessage string }
	err := json.NewDecoder(r.Body).Decode(&e)
	if err != nil || e.ErrorMessage == "" {
		e.ErrorMessage = "the function failed"
	}
	h.answer(w, r, reply{nil, errors.New(strings.TrimSpace(e.ErrorMessage))})
}

func (h *Host) answer(w http.ResponseWriter, r *http.Request, re reply) {
	if i := h.find(r); i != nil {
		h.mu.Lock()
		if call := i.current; call != nil && (r.PathValue("id") == "" || call.id == r.PathValue("id")) {
			i.current = nil
			call.reply <- re
		}
		h.mu.Unlock()
	}
	w.WriteHeader(http.StatusAccepted)
}
