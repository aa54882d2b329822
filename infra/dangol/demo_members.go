package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"dangol/infra/local"
	"dangol/shared/customer"
	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
)

// demoShotEvery is every which time somebody who may have an extra shot takes it.
const demoShotEvery = 3

// demoMembers are the demo shop's customers, by how a till names them.
type demoMembers struct {
	tables *dynamo.DB
	pepper customer.Pepper
}

func newDemoMembers(remote *local.Remote, tables *dynamo.DB) (*demoMembers, error) {
	version, text, _ := strings.Cut(remote.Pepper, ":")
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("read pepper: %w", err)
	}
	return &demoMembers{tables, customer.Pepper{Version: version, Key: key}}, nil
}

func (d *demoMembers) identity(i customer.Identifier) (ledger.Identity, error) {
	normal, err := i.Normalise("KR", nil)
	if err != nil {
		return ledger.Identity{}, err
	}
	return d.pepper.Identity(normal), nil
}

// find is a customer's id.
func (d *demoMembers) find(ctx context.Context, i customer.Identifier) (string, error) {
	who, err := d.identity(i)
	if err != nil {
		return "", err
	}
	return d.tables.Lookup(ctx, who)
}

// enrol enrols people on the days they did. A till enrols on the day it is, and
// what was told today is for tomorrow's night.
func (d *demoMembers) enrol(ctx context.Context, members []ledgertest.SeededMember) error {
	for _, m := range members {
		who, err := d.identity(m.Who)
		if err != nil {
			return err
		}
		e := customer.Enrolment{Identities: []ledger.Identity{who}, Code: d.pepper.CodeIdentity, Store: m.Store, At: m.At}
		if m.By.Kind != "" {
			if e.Referrer, err = d.find(ctx, m.By); err != nil {
				return err
			}
		}
		if _, _, err := d.tables.Enrol(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// given are sales with what was given: to who has a grade that brings an extra
// shot, with every third.
func (d *demoMembers) given(ctx context.Context, sales []ledgertest.SeededSale) ([]ledgertest.SeededSale, error) {
	times, brings := map[customer.Identifier]int{}, map[customer.Identifier]bool{}
	for i := range sales {
		s := &sales[i]
		if s.Who.Kind == "" || s.Type != ledger.Sale {
			continue
		}
		if times[s.Who]++; times[s.Who] == 1 {
			var err error
			if brings[s.Who], err = d.brings(ctx, s.Who); err != nil {
				return nil, err
			}
		}
		if brings[s.Who] && times[s.Who]%demoShotEvery == 1 {
			s.Benefits = []ledger.BenefitUse{{ID: demoShot.ID}}
		}
	}
	return sales, nil
}

// brings says the night before gave somebody a grade with an extra shot.
func (d *demoMembers) brings(ctx context.Context, who customer.Identifier) (bool, error) {
	id, err := d.find(ctx, who)
	if err != nil || id == "" {
		return false, err
	}
	p, err := d.tables.Profile(ctx, id)
	if err != nil || p == nil || p.Grade == nil {
		return false, err
	}
	return len(demoBrings[p.Grade.Grade]) > 0, nil
}
