package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"dangol/infra/local"
	"dangol/shared/api"
	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
	"dangol/shared/night"
	"dangol/shared/points"
	"dangol/shared/policy"
	"dangol/shared/rfm"
)

// The demo shop: two years up to yesterday, and the same again tomorrow.
const (
	demoDays   = 730
	demoPeople = 2_000
	demoSeed   = 1
	// demoLately is over how many days the sample customer came most often.
	demoLately = 28
	// demoBack is how long before today the first of the two nights is.
	demoBack = 30
	// demoPoints is for how many days there have been points. What earns is
	// written by itself, so two weeks of it open about as quickly as none.
	demoPoints = 14
)

// openDemo opens the demo shop in an installation without a store. One that was
// interrupted goes on where it stopped: posting again records nothing twice.
func openDemo(ctx context.Context, remote *local.Remote, data string) error {
	tables := db(&remote.Endpoints)
	stores, err := tables.Stores(ctx)
	if err != nil {
		return err
	}
	own := len(stores) > 0 && stores[0].ID != ledgertest.SeededStores[0].ID
	if own || local.ReadSample(data) != (local.Sample{}) {
		return nil // somebody's own shop, or the demo is complete
	}
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		return err
	}
	today := ledger.DayOf(time.Now().In(zone))
	keys, err := demoStores(ctx, tables, today-demoPoints)
	if err != nil {
		return err
	}
	shop := ledgertest.Seeded{Until: today - 1, Days: demoDays, People: demoPeople, Seed: demoSeed}
	people, err := newDemoMembers(remote, tables)
	if err != nil {
		return err
	}
	sales := shop.Sales()
	lately := func(s ledgertest.SeededSale) bool { return s.Day >= today-demoBack }
	if err := demoSales(ctx, remote, keys, slices.DeleteFunc(slices.Clone(sales), lately)); err != nil {
		return err
	}
	if err := people.enrol(ctx, shop.Members()); err != nil {
		return fmt.Errorf("open demo shop: %w", err)
	}
	if err := demoNight(ctx, remote, today-demoBack); err != nil {
		return err
	}
	// From then on tills know everybody's grade, and give what it brings.
	given, err := people.given(ctx, slices.DeleteFunc(slices.Clone(sales), func(s ledgertest.SeededSale) bool { return !lately(s) }))
	if err != nil {
		return fmt.Errorf("open demo shop: %w", err)
	}
	if err := demoSales(ctx, remote, keys, given); err != nil {
		return err
	}
	if err := demoNight(ctx, remote, today); err != nil {
		return err
	}
	return local.WriteSample(data, local.Sample{
		Key: keys[ledgertest.SeededStores[0].ID], Phone: regular(sales, today), Currency: "KRW",
	})
}

func demoNight(ctx context.Context, remote *local.Remote, asOf ledger.Day) error {
	fmt.Fprintf(os.Stderr, "  night of %s\n", asOf)
	reply, err := callNight(ctx, remote, night.Event{AsOf: &asOf})
	if err != nil {
		return err
	}
	tellNight(reply)
	return nil
}

// regular is who came most often lately.
func regular(sales []ledgertest.SeededSale, today ledger.Day) string {
	visits, best := map[string]int{}, ""
	for i := range sales {
		if who := string(sales[i].Who.Value); who != "" && sales[i].Day >= today-demoLately {
			if visits[who]++; visits[who] > visits[best] {
				best = who
			}
		}
	}
	return best
}

// demoStores makes the stores, their keys and the policy. A café's customers
// come by the week, so recency is scored by their own rhythm. From day since on
// they earn points.
func demoStores(ctx context.Context, tables *dynamo.DB, since ledger.Day) (map[string]string, error) {
	keys := map[string]string{}
	for _, s := range ledgertest.SeededStores {
		store := newStore{id: s.ID, name: s.Name, merchant: ledgertest.SeededName, currency: "KRW", zone: "Asia/Seoul"}
		if _, err := store.ensure(ctx, tables); err != nil {
			return nil, err
		}
		key, err := issueKey(ctx, tables, s.ID)
		if err != nil {
			return nil, err
		}
		keys[s.ID] = key
	}
	p := policy.Default()
	p.RFM.Recency = rfm.ByRhythm
	demoBenefits(&p)
	card := p
	card.Version, card.Effective = 2, since
	rules := points.DefaultPolicy()
	rules.Rate, rules.ExpiryMonths = points.Rate{Points: 1, Per: 100}, 12
	rules.Minimum, rules.Step, rules.StaffDailyMax = 100, 100, 10_000
	card.Points = &rules
	for _, version := range []policy.Policy{p, card} {
		if err := tables.AddPolicy(ctx, version); err != nil && !errors.Is(err, policy.ErrExists) {
			return nil, err
		}
	}
	return keys, nil
}

func demoSales(ctx context.Context, remote *local.Remote, keys map[string]string, sales []ledgertest.SeededSale) error {
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
