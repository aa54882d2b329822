package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"dangol/infra/local"
	"dangol/shared/api"
	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/policy"
	"dangol/shared/rfm"
)

// The demo shop: two years up to yesterday, and the same again tomorrow.
const (
	demoDays   = 730
	demoPeople = 2_000
	demoSeed   = 1
	// demoPhone is somebody who comes often.
	demoPhone = "010-2115-2834"
	// demoBack is how long before today the first of the two nights is.
	demoBack = 30
)

// openDemo opens the demo shop in an installation without a store. One that was
// interrupted goes on where it stopped: posting again records nothing twice.
func openDemo(ctx context.Context, remote *local.Remote, data string) error {
	tables := db(&remote.Endpoints)
	stores, err := tables.Stores(ctx)
	if err != nil {
		return err
	}
	mark, err := tables.Watermark(ctx)
	if err != nil {
		return err
	}
	if len(stores) > 0 && (mark.Version > 0 || sampleKey(data) == "") {
		return nil // somebody's own shop, or the demo is complete
	}
	keys, err := demoStores(ctx, tables, data)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		return err
	}
	today := ledger.DayOf(time.Now().In(zone))
	if err := demoSales(ctx, remote, keys, today-1); err != nil {
		return err
	}
	for _, asOf := range []ledger.Day{today - demoBack, today} {
		fmt.Fprintf(os.Stderr, "  night of %s\n", asOf)
		reply, err := callNight(ctx, remote, night.Event{AsOf: &asOf})
		if err != nil {
			return err
		}
		tellNight(reply)
	}
	return nil
}

// demoStores makes the stores, their keys and the policy. A café's customers
// come by the week, so recency is scored by their own rhythm.
func demoStores(ctx context.Context, tables *dynamo.DB, data string) (map[string]string, error) {
	keys := map[string]string{}
	for i, s := range ledgertest.SeededStores {
		store := newStore{id: s.ID, name: s.Name, merchant: ledgertest.SeededName, currency: "KRW", zone: "Asia/Seoul"}
		if _, err := store.ensure(ctx, tables); err != nil {
			return nil, err
		}
		key, err := issueKey(ctx, tables, s.ID)
		if err != nil {
			return nil, err
		}
		keys[s.ID] = key
		if i == 0 {
			if err := os.WriteFile(sampleKeyFile(data), []byte(key+"\n"), 0o600); err != nil {
				return nil, err
			}
		}
	}
	p := policy.Default()
	p.RFM.Recency = rfm.ByRhythm
	if err := tables.AddPolicy(ctx, p); err != nil && !errors.Is(err, dynamo.ErrExists) {
		return nil, err
	}
	return keys, nil
}

func demoSales(ctx context.Context, remote *local.Remote, keys map[string]string, until ledger.Day) error {
	sales := ledgertest.Seeded{Until: until, Days: demoDays, People: demoPeople, Seed: demoSeed}.Sales()
	byStore := map[string][]api.Transaction{}
	for i := range sales {
		t := api.WireOf(&sales[i].Transaction, sales[i].Who)
		byStore[sales[i].Store] = append(byStore[sales[i].Store], t)
	}
	shown := newProgress("opening the demo shop", len(sales))
	for _, s := range ledgertest.SeededStores {
		p := &poster{addr: remote.Addr, key: keys[s.ID], progress: shown}
		if err := p.post(ctx, byStore[s.ID]); err != nil {
			return fmt.Errorf("open demo shop: %w", err)
		}
		if len(p.rejected) > 0 {
			return fmt.Errorf("open demo shop: %d transactions rejected, the first %s", len(p.rejected), p.rejected[0].code)
		}
	}
	return nil
}
