package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"dangol/shared/customer"
	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/policy"
)

// pinning is a grade to be given by hand, as the flags say it.
type pinning struct {
	grade, exempt, until, why, by string
	end                           bool
}

func (p *pinning) flags(set *flag.FlagSet) {
	set.StringVar(&p.grade, "grade", "", "the grade to give")
	set.StringVar(&p.exempt, "exempt", string(ledger.FromDrop), "from drop: it may still rise; from evaluation: it stays as it is")
	set.StringVar(&p.until, "until", "", "the last day it holds, YYYY-MM-DD (default: until it is ended)")
	set.StringVar(&p.why, "why", "", "one of "+strings.Join(ledger.PinReasons, ", "))
	set.StringVar(&p.by, "by", "", "who decides it: a staff id")
	set.BoolVar(&p.end, "end", false, "end the pin; the grade then drops after its grace unless the record holds it")
}

// pin gives a customer of the running stack a grade by hand.
func pin(ctx context.Context, args []string) error {
	set, at := flags("pin")
	var p pinning
	p.flags(set)
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 1 {
		return errors.New("want pin --grade ID --by STAFF --why REASON CUSTOMER-ID")
	}
	tables, err := at.shop(ctx, "")
	if err != nil {
		return err
	}
	if err := p.record(ctx, tables, set.Arg(0), time.Now()); err != nil {
		return err
	}
	fmt.Println("recorded; the grade changes with the night of tomorrow or later")
	return nil
}

// pins is what a pin is recorded with.
type pins interface {
	Policies(ctx context.Context) ([]policy.Policy, error)
	Profile(ctx context.Context, id string) (*customer.Profile, error)
	Record(ctx context.Context, f ledger.Fact) error
}

var _ pins = (*dynamo.DB)(nil)

func (p *pinning) record(ctx context.Context, tables pins, id string, now time.Time) error {
	profile, err := tables.Profile(ctx, id)
	if err != nil {
		return fmt.Errorf("read customer: %w", err)
	}
	if profile == nil {
		return fmt.Errorf("there is no customer %q", id)
	}
	content, err := p.pin(ctx, tables)
	if err != nil {
		return err
	}
	return tables.Record(ctx, ledger.Fact{
		ID: "pinned-" + rand.Text(), Kind: ledger.Pinned, At: now.UTC().Truncate(time.Millisecond),
		Customer: id, By: p.by, Pin: content,
	})
}

// pin is what the flags say, if the newest policy has the grade.
func (p *pinning) pin(ctx context.Context, tables pins) (*ledger.Pin, error) {
	pin := &ledger.Pin{Why: p.why}
	if p.end {
		return pin, nil
	}
	versions, err := tables.Policies(ctx)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	if _, ok := versions[len(versions)-1].Grades.Index(p.grade); !ok {
		return nil, fmt.Errorf("the policy has no grade %q; --end ends a pin", p.grade)
	}
	pin.Grade, pin.Exempt = p.grade, ledger.Exemption(p.exempt)
	if p.until != "" {
		if pin.Until, err = ledger.ParseDay(p.until); err != nil {
			return nil, fmt.Errorf("--until: %w", err)
		}
	}
	return pin, nil
}
