package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dangol/infra/local"
	"dangol/shared/night"
)

// audit runs a night that reads everything. A ledger that holds more than its
// pages is sealed again; one that holds less stops it.
func audit(ctx context.Context, args []string) error {
	remote, err := findWith("audit", args)
	if err != nil {
		return err
	}
	fmt.Println("reading every day of the ledger")
	reply, err := callNight(ctx, remote, night.Event{ScheduledTime: time.Now().UTC(), Audit: true})
	if err != nil {
		return err
	}
	tellNight(reply)
	if reply.Audit.Resealed > 0 {
		return errors.New("the pages lacked what the ledger has; they are sealed again and the report is right now")
	}
	fmt.Println("the pages are what the ledger says")
	return nil
}

func findWith(name string, args []string) (*local.Remote, error) {
	set, p := flags(name)
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	return p.find()
}

// doctor asks the nightly function what it sees: the same code with the same
// rights as a night.
func doctor(ctx context.Context, args []string) error {
	set, p := flags("doctor")
	restore := set.Bool("restore-pointer", false, "put the published pointer back when it is lost")
	if err := set.Parse(args); err != nil {
		return err
	}
	remote, err := p.find()
	if err != nil {
		return err
	}
	if *restore {
		reply, err := callNight(ctx, remote, night.Event{RestorePointer: true})
		if err != nil {
			return err
		}
		fmt.Printf("the pointer is back, as version %d; now run: dangol night\n", reply.Version)
		return nil
	}
	var reply night.Reply
	if err := remote.Invoke(ctx, "nightly", night.Event{Doctor: true}, &reply); err != nil {
		return fmt.Errorf("the nightly function does not answer; see its log: %w", err)
	}
	wrong := 0
	for _, f := range reply.Findings {
		mark := "note "
		if f.Wrong {
			mark = "WRONG"
			wrong++
		}
		fmt.Printf("  %s  %s\n", mark, f.Says)
	}
	if wrong > 0 {
		return fmt.Errorf("%d things are wrong", wrong)
	}
	fmt.Println("nothing is wrong")
	return nil
}
