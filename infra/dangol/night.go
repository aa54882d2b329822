package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dangol/infra/local"
	"dangol/shared/ledger"
	"dangol/shared/night"
)

func runNight(ctx context.Context, args []string) error {
	set, p := flags("night")
	day := set.String("as-of", "", "the day the night is for; it covers the business days before (default: today)")
	force := set.Bool("force", false, "publish even when a later day is published")
	reseal := set.Bool("reseal", false, "read the whole ledger again and seal every day anew")
	acceptLoss := set.Bool("accept-loss", false, "with --reseal: go on with a ledger that lost transactions")
	if err := set.Parse(args); err != nil {
		return err
	}
	event := night.Event{ScheduledTime: time.Now().UTC(), Force: *force, Audit: *reseal, AcceptLoss: *acceptLoss}
	if *acceptLoss && !*reseal {
		return errors.New("--accept-loss needs --reseal: every page must follow")
	}
	if *day != "" {
		asOf, err := ledger.ParseDay(*day)
		if err != nil {
			return fmt.Errorf("--as-of: %w", err)
		}
		event.AsOf = &asOf
	}
	remote, err := p.find()
	if err != nil {
		return err
	}
	reply, err := callNight(ctx, remote, event)
	if err != nil {
		return err
	}
	tellNight(reply)
	return nil
}

func callNight(ctx context.Context, remote *local.Remote, event night.Event) (*night.Reply, error) {
	var reply night.Reply
	if err := remote.Invoke(ctx, "nightly", event, &reply); err != nil {
		return nil, err
	}
	if reply.GaveWay {
		return nil, errors.New("another night is running; this one gave way")
	}
	return &reply, nil
}

func tellNight(r *night.Reply) {
	verdict := "published"
	if !r.Committed {
		verdict = "nothing new to publish"
	}
	fmt.Printf("night of %s: version %d, %s\n", r.AsOf, r.Version, verdict)
	fmt.Printf("  %d customers, %d with a visit, %d scored; %d pages; %d grades written; %.1f seconds\n",
		r.Customers.Total, r.Customers.Buyers, r.Customers.Scored, r.Pages, r.Grades, r.Seconds)
	if a := r.Audit; a != nil {
		fmt.Printf("  %d store days read again; %d pages were not what the ledger says, %d transactions missing from them", a.Days, a.Resealed, a.Missed)
		if a.Lost > 0 {
			fmt.Printf("; %d transactions are gone from the ledger and now from the pages", a.Lost)
		}
		fmt.Println()
	}
	for _, w := range r.Warnings {
		fmt.Printf("  note: %s (%d)\n", w.Code, w.N)
	}
}
