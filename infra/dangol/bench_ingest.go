package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"dangol/shared/dynamo"
)

// benchIngest posts single sales of a running stack as fast as they are
// answered, each client for a store of its own, and prints how many a second
// and how long they took as JSON. It leaves its stores and sales behind: run it
// against a stack to be thrown away.
func benchIngest(ctx context.Context, args []string) error {
	set, p := flags("bench ingest")
	clients := set.Int("clients", 16, "how many post at once")
	seconds := set.Int("seconds", 10, "for how long")
	if err := set.Parse(args); err != nil {
		return err
	}
	remote, err := p.find()
	if err != nil {
		return err
	}
	keys, err := benchKeys(ctx, db(&remote.Endpoints), *clients)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, time.Duration(*seconds)*time.Second)
	defer stop()
	all := make([]posted, *clients)
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() { all[i].run(ctx, "http://"+remote.Addr+"/v1/transactions", keys[i]) })
	}
	wait.Wait()
	line, err := json.Marshal(summary(all, *seconds))
	fmt.Println(string(line))
	return err
}

// benchKeys makes a store and a key for each client.
func benchKeys(ctx context.Context, tables *dynamo.DB, n int) ([]string, error) {
	keys := make([]string, n)
	for i := range keys {
		s := newStore{id: fmt.Sprintf("bench-%d", i+1), currency: "KRW", zone: "Asia/Seoul"}
		_, err := s.ensure(ctx, tables)
		if err == nil {
			keys[i], err = issueKey(ctx, tables, s.id)
		}
		if err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// posted is what one client did.
type posted struct {
	took    []time.Duration // of each answer 201
	refused int             // other answers, and none
}

func (p *posted) run(ctx context.Context, url, key string) {
	for n := 0; ctx.Err() == nil; n++ {
		body := fmt.Sprintf(`{"id":"b-%d-%d","type":"sale","occurredAt":%q,"total":4500,"lines":[{"sku":"C-1","name":"아메리카노","amount":4500}],"tenders":[{"type":"card","amount":4500}]}`,
			time.Now().UnixNano(), n, time.Now().Format(time.RFC3339))
		began := time.Now()
		status, err := postOne(ctx, url, key, body)
		switch {
		case ctx.Err() != nil:
		case err == nil && status == http.StatusCreated:
			p.took = append(p.took, time.Since(began))
		default:
			p.refused++
		}
	}
}

func postOne(ctx context.Context, url, key, body string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+key)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}

// throughput sums clients up; times are in milliseconds.
type throughput struct {
	Posted  int     `json:"posted"`
	Refused int     `json:"refused"`
	Second  float64 `json:"perSecond"`
	P50     float64 `json:"p50"`
	P99     float64 `json:"p99"`
}

func summary(all []posted, seconds int) throughput {
	var s throughput
	var took []time.Duration
	for i := range all {
		took = append(took, all[i].took...)
		s.Refused += all[i].refused
	}
	slices.Sort(took)
	if s.Posted = len(took); s.Posted > 0 {
		s.Second = float64(s.Posted) / float64(seconds)
		s.P50 = took[s.Posted/2].Seconds() * 1000
		s.P99 = took[s.Posted*99/100].Seconds() * 1000
	}
	return s
}
