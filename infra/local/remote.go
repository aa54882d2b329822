package local

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
)

// Remote is a running stack as another command sees it.
type Remote struct {
	Endpoints
	Addr  string
	token string
}

// Find finds the stack that keeps its data in a folder. addr, when not empty,
// must be its address.
func Find(data, addr string) (*Remote, error) {
	content, err := os.ReadFile(stateFile(data))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no stack is running with its data in %s: start one with dangol run", data)
	}
	if err != nil {
		return nil, err
	}
	var s state
	if err := json.Unmarshal(content, &s); err != nil {
		return nil, fmt.Errorf("read %s: %w", stateFile(data), err)
	}
	if addr != "" && s.Addr != addr {
		return nil, fmt.Errorf("the stack with its data in %s listens at %s, not at %s", data, s.Addr, addr)
	}
	return &Remote{s.Endpoints, s.Addr, s.Token}, nil
}

// Remote is this stack as its own commands see it.
func (st *Stack) Remote(addr, token string) *Remote { return &Remote{st.Endpoints, addr, token} }

// Invoke calls a function through the host and decodes its answer.
func (r *Remote) Invoke(ctx context.Context, function string, payload, answer any) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+r.Addr+"/_local/invoke/"+function, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("X-Dangol-Token", r.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("call %s: %w", function, err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("call %s: %w", function, err)
	}
	if response.StatusCode != http.StatusOK {
		var told struct{ Error string }
		if json.Unmarshal(content, &told) == nil && told.Error != "" {
			return fmt.Errorf("%s: %s", function, told.Error)
		}
		return fmt.Errorf("call %s: status %d", function, response.StatusCode)
	}
	return json.Unmarshal(content, answer)
}
