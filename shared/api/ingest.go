package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/points"
	"dangol/shared/strictjson"
	"dangol/shared/web"
)

// Ingest takes transactions.
type Ingest struct {
	Keys   *web.Keys
	Shop   Shop
	Ledger points.Appender
	Pepper customer.Peppers
	Now    func() time.Time
}

// transactionsMax is how many transactions one batch carries.
const transactionsMax = 500

// Handler serves the routes of the ingest function.
func (i *Ingest) Handler() http.Handler { return serve(i.Keys.Store, i.Now, i.routes()) }

func (i *Ingest) routes() []route {
	h := &ingesting{Ingest: i, desk: newDesk(i.Shop, i.Pepper, i.Now)}
	return []route{{
		method: http.MethodPost, path: "/v1/transactions", id: "recordTransaction", summary: "Record a transaction once",
		more: "201 the first time; 200 with the same body and Idempotent-Replayed when it is sent again; " +
			"409 when its id already names another transaction.",
		body: Transaction{}, answers: answers{201: Recorded{}, 200: Recorded{}}, once: true, handle: h.one,
	}, {
		method: http.MethodPost, path: "/v1/transactions/batch", id: "recordBatch", summary: "Record up to 500 transactions",
		more: "Each is answered in its place, as if it had been sent alone.",
		body: Batch{}, limit: batchMax, answers: answers{207: BatchAnswer{}}, handle: h.batch,
	}}
}

type ingesting struct {
	*Ingest
	desk *desk
}

func (h *ingesting) one(ctx context.Context, in *in) (*out, error) {
	s, err := h.desk.settings(ctx, storeOf(ctx))
	if err != nil {
		return nil, problemOf(err)
	}
	arrival, problem := h.arrival(ctx, s, strictjson.NewReader(in.Body))
	if problem != nil {
		return nil, problem
	}
	result := h.result(h.Ledger.AppendWithPoints(ctx, []ledger.Arrival{*arrival}, s.terms(h.Now()))[0])
	if result.Problem != nil {
		return nil, result.Problem
	}
	return &out{Status: result.Status, Replayed: result.Status == http.StatusOK, Body: result.Answer}, nil
}

// arrival reads and checks one transaction.
func (h *ingesting) arrival(ctx context.Context, s *settings, r *strictjson.Reader) (*ledger.Arrival, *web.Problem) {
	d, code, faults := decodeTransaction(r)
	if code != "" {
		return nil, broken(code)
	}
	a := &ledger.Arrival{Received: h.Now()}
	if code := h.desk.identify(ctx, s, d.Who, a); code != "" {
		faults = append(faults, ledger.Fault{Pointer: "/customer/" + d.Who.Kind, Code: code})
	}
	if a.Names() {
		d.IdentifiedBy = d.Who.Kind
	}
	t, wrong := d.Check(s.store, s.merchant.Currency, a.Received)
	if faults = append(faults, unsaid(wrong, faults)...); len(faults) > 0 {
		return nil, invalid(faults)
	}
	a.Transaction = t
	return a, nil
}

// invalid is the problem of faults. Too many of anything is too much at once.
func invalid(faults []ledger.Fault) *web.Problem {
	for _, f := range faults {
		if strings.HasPrefix(f.Code, tooMany) {
			return broken(f.Code)
		}
	}
	return web.Invalid(faults)
}

// unsaid leaves out of wrong what faults already say about the same value: a
// total that is no integer is not missing as well.
func unsaid(wrong, faults []ledger.Fault) []ledger.Fault {
	said := map[string]bool{}
	for _, f := range faults {
		said[f.Pointer] = true
	}
	var left []ledger.Fault
	for _, f := range wrong {
		if !said[f.Pointer] {
			left = append(left, f)
		}
	}
	return left
}

// identify tells a who the till named: a key nobody can read back, our own id,
// or, while the pepper is out of reach, the identifier itself. Nobody's number
// is no customer and no mistake.
func (d *desk) identify(ctx context.Context, s *settings, who customer.Identifier, a *ledger.Arrival) (code string) {
	if who.Kind == "" {
		return ""
	}
	if who.Kind == customer.ID {
		if !isID(string(who.Value)) {
			return "id_invalid"
		}
		a.Claimed = string(who.Value)
		return ""
	}
	normal, err := who.Normalise(s.store.Country, s.nobody())
	switch {
	case errors.Is(err, customer.ErrAnonymous):
		return ""
	case errors.Is(err, customer.ErrPhone):
		return "phone_invalid"
	case err != nil:
		return "identifier_invalid"
	}
	pepper, err := d.Pepper.Pepper(ctx)
	if err != nil { // told where the pepper is fetched
		a.Waiting = ledger.Unhashed(normal)
		return ""
	}
	a.Identity = pepper.Identity(normal)
	return ""
}

// BatchResult is the answer to one transaction of a batch.
type BatchResult struct {
	Status  int             `json:"status"`
	Answer  json.RawMessage `json:"answer,omitempty"`
	Problem *web.Problem    `json:"problem,omitempty"`
}

// BatchCounts sums up a batch.
type BatchCounts struct {
	Recorded int `json:"recorded"`
	Repeated int `json:"repeated"`
	Rejected int `json:"rejected"`
}

// BatchAnswer answers a batch, in its order.
type BatchAnswer struct {
	Results []BatchResult `json:"results"`
	Counts  BatchCounts   `json:"counts"`
}

func (h *ingesting) batch(ctx context.Context, in *in) (*out, error) {
	s, err := h.desk.settings(ctx, storeOf(ctx))
	if err != nil {
		return nil, problemOf(err)
	}
	elements, code := strictjson.Elements(in.Body, "transactions", transactionsMax)
	switch {
	case code == "too_many":
		return nil, broken("too_many_transactions")
	case code != "":
		return nil, broken(code)
	case len(elements) == 0:
		return nil, web.Invalid([]ledger.Fault{{Pointer: "/transactions", Code: "batch_empty"}})
	}
	results := make([]BatchResult, len(elements))
	var arrivals []ledger.Arrival
	var places []int
	for i, element := range elements {
		arrival, problem := h.arrival(ctx, s, strictjson.NewElement(element, "/transactions/"+strconv.Itoa(i)))
		if problem != nil {
			results[i] = BatchResult{Status: problem.Status, Problem: problem}
			continue
		}
		arrivals, places = append(arrivals, *arrival), append(places, i)
	}
	for i, outcome := range h.Ledger.AppendWithPoints(ctx, arrivals, s.terms(h.Now())) {
		results[places[i]] = h.result(outcome)
	}
	return answer(http.StatusMultiStatus, BatchAnswer{results, countResults(results)})
}

// result translates what became of a transaction.
func (h *ingesting) result(o ledger.Outcome) BatchResult {
	var p *web.Problem
	switch {
	case o.Err == nil && o.Fresh:
		return BatchResult{Status: http.StatusCreated, Answer: o.Answer}
	case o.Err == nil:
		return BatchResult{Status: http.StatusOK, Answer: o.Answer}
	case errors.Is(o.Err, ledger.ErrConflict):
		slog.Warn("conflict recorded") // the template's alarm reads it
		p = web.NewProblem(http.StatusConflict, "transaction_conflict",
			"Another transaction has this id. Both are kept; give this one an id of its own.")
	case errors.Is(o.Err, ledger.ErrTooBig):
		p = web.OfStatus(http.StatusRequestEntityTooLarge)
	default:
		p = problemOf(o.Err)
	}
	return BatchResult{Status: p.Status, Problem: p}
}

func countResults(results []BatchResult) BatchCounts {
	var c BatchCounts
	for _, r := range results {
		switch r.Status {
		case http.StatusCreated:
			c.Recorded++
		case http.StatusOK:
			c.Repeated++
		default:
			c.Rejected++
		}
	}
	return c
}
