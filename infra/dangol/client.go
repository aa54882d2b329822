package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"dangol/shared/api"
)

const (
	// batchMax and batchBytes bound one batch, under the API's limits.
	batchMax   = 500
	batchBytes = 3_500_000
	// posters is how many batches are under way at once.
	posters = 4
	// triesMax is how often a batch is sent before its rest is given up.
	triesMax = 6
)

// poster sends transactions through the public batch API.
type poster struct {
	addr, key string
	client    http.Client
	progress  *progress

	mu       sync.Mutex
	counts   api.BatchCounts
	rejected []rejection
}

// rejection is a transaction that was refused, and why.
type rejection struct {
	id, code, pointers string
}

// post sends all transactions and waits for the answers. What was refused for
// good is kept; only a failure of the whole is an error.
func (p *poster) post(ctx context.Context, all []api.Transaction) error {
	var wait sync.WaitGroup
	var failed error
	slots := make(chan struct{}, posters)
	for len(all) > 0 && ctx.Err() == nil {
		batch, bytes, err := cut(all)
		if err != nil {
			return err
		}
		all = all[len(batch):]
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			if err := p.send(ctx, batch, bytes); err != nil {
				p.mu.Lock()
				failed = err
				p.mu.Unlock()
			}
		})
	}
	wait.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return failed
}

// cut takes as many transactions as fit in one batch.
func cut(all []api.Transaction) ([]api.Transaction, []byte, error) {
	body := []byte(`{"transactions":[`)
	n := 0
	for ; n < len(all) && n < batchMax; n++ {
		one, err := json.Marshal(&all[n])
		if err != nil {
			return nil, nil, err
		}
		if n > 0 && len(body)+len(one) > batchBytes {
			break
		}
		if n > 0 {
			body = append(body, ',')
		}
		body = append(body, one...)
	}
	return all[:n], append(body, "]}"...), nil
}

// errTooFast: the store sends more than it may. That is our pace, not a failure.
var errTooFast = errors.New("sent too fast")

// send sends one batch, and again what the server had no time for. It waits as
// long as it is told to, and for the right to send as often as it takes.
func (p *poster) send(ctx context.Context, batch []api.Transaction, body []byte) error {
	for try := 1; ; try++ {
		answer, wait, err := p.once(ctx, body)
		switch {
		case errors.Is(err, errTooFast):
			try--
		case err != nil && try == triesMax:
			return err
		case err == nil:
			batch = p.take(batch, answer, try == triesMax)
			if len(batch) == 0 {
				return nil
			}
			if _, body, err = cut(batch); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(max(wait, time.Duration(max(try, 1))*200*time.Millisecond)):
		}
	}
}

// once sends a body once. wait is what the server asks for before the next try.
func (p *poster) once(ctx context.Context, body []byte) (_ *api.BatchAnswer, wait time.Duration, _ error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+p.addr+"/v1/transactions/batch", bytes.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	request.Header.Set("Authorization", "Bearer "+p.key)
	request.Header.Set("Content-Type", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return nil, 0, fmt.Errorf("post batch: %w", err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, 0, fmt.Errorf("post batch: %w", err)
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(seconds) * time.Second
	}
	switch response.StatusCode {
	case http.StatusMultiStatus:
	case http.StatusTooManyRequests:
		return nil, wait, errTooFast
	default:
		return nil, wait, fmt.Errorf("post batch: status %d: %s", response.StatusCode, content)
	}
	var answer api.BatchAnswer
	if err := json.Unmarshal(content, &answer); err != nil {
		return nil, 0, fmt.Errorf("post batch: %w", err)
	}
	return &answer, 0, nil
}

// take counts what was answered and returns what must be sent again.
func (p *poster) take(batch []api.Transaction, answer *api.BatchAnswer, last bool) []api.Transaction {
	p.mu.Lock()
	defer p.mu.Unlock()
	var again []api.Transaction
	for i, result := range answer.Results {
		switch {
		case result.Status == http.StatusCreated:
			p.counts.Recorded++
		case result.Status == http.StatusOK:
			p.counts.Repeated++
		case result.Status == http.StatusServiceUnavailable && !last:
			again = append(again, batch[i])
			continue
		default:
			p.counts.Rejected++
			r := rejection{id: batch[i].ID}
			if result.Problem != nil {
				r.code = result.Problem.Code
				for _, e := range result.Problem.Errors {
					r.pointers += e.Pointer + " " + e.Code + " "
				}
			}
			p.rejected = append(p.rejected, r)
		}
		p.progress.add(1)
	}
	return again
}
