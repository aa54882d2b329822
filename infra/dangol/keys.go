package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dangol/shared/dynamo"
	"dangol/shared/ledger"
	"dangol/shared/web"

	"golang.org/x/text/currency"
)

// countries are the ISO regions of common zones: where phone numbers without
// a country code belong.
var countries = map[string]string{
	"Asia/Seoul": "KR", "Asia/Tokyo": "JP", "Asia/Taipei": "TW", "Asia/Singapore": "SG", "Europe/London": "GB",
	"Europe/Berlin": "DE", "Europe/Paris": "FR", "Australia/Sydney": "AU", "America/New_York": "US",
	"America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US", "America/Toronto": "CA",
}

var storeIDs = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`)

func keys(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "create":
			return createKey(ctx, args[1:])
		case "revoke":
			return revokeKey(ctx, args[1:])
		}
	}
	return errors.New("want keys create --store ID, or keys revoke KEY-ID")
}

// newStore is what it takes to make a store.
type newStore struct {
	id, name, merchant, currency, zone, country string
}

func createKey(ctx context.Context, args []string) error {
	set, p := flags("keys create")
	var s newStore
	set.StringVar(&s.id, "store", "", "the store; it is made when it is new")
	set.StringVar(&s.name, "name", "", "what to call a new store (default: its id)")
	set.StringVar(&s.merchant, "merchant", "", "what to call the merchant, with the first store (default: the store's name)")
	set.StringVar(&s.currency, "currency", "KRW", "the merchant's one currency, with the first store")
	set.StringVar(&s.zone, "zone", "Asia/Seoul", "the zone of a new store")
	set.StringVar(&s.country, "country", "", "ISO region of phone numbers without a country code (default: by zone)")
	onAWS := shopFlag(set)
	if err := set.Parse(args); err != nil {
		return err
	}
	tables, err := p.shop(ctx, *onAWS)
	if err != nil {
		return err
	}
	made, err := s.ensure(ctx, tables)
	if err != nil {
		return err
	}
	if made {
		fmt.Printf("made store %s (%s)\n", s.id, s.zone)
	}
	key, err := issueKey(ctx, tables, s.id)
	if err != nil {
		return err
	}
	fmt.Println("Keep this key safe; it is not shown again. Revoke it with: dangol keys revoke", keyID(key))
	fmt.Println(key)
	return nil
}

// ensure makes the store, and with the first one the merchant. It says whether
// the store was new.
func (s *newStore) ensure(ctx context.Context, tables *dynamo.DB) (bool, error) {
	if !storeIDs.MatchString(s.id) {
		return false, errors.New("--store: want 1 to 40 letters, digits, - or _, beginning with a letter or digit")
	}
	if old, err := tables.Store(ctx, s.id); err != nil || old != nil {
		return false, err
	}
	if s.name == "" {
		s.name = s.id
	}
	if s.merchant == "" {
		s.merchant = s.name
	}
	if s.country == "" {
		s.country = countries[s.zone]
	}
	unit, err := currency.ParseISO(s.currency)
	if err != nil {
		return false, fmt.Errorf("--currency %s: want an ISO 4217 code, such as KRW", s.currency)
	}
	digits, _ := currency.Standard.Rounding(unit)
	store := ledger.Store{
		ID: s.id, Name: s.name, Country: s.country, Created: time.Now().UTC().Truncate(time.Millisecond),
		Hours: []ledger.Hours{{Zone: s.zone, DayStart: ledger.DefaultDayStart}},
	}
	if err := store.Load(); err != nil {
		return false, err
	}
	err = tables.CreateMerchant(ctx, ledger.Merchant{Name: s.merchant, Currency: unit.String(), Digits: digits, Zone: s.zone})
	if err != nil && !errors.Is(err, dynamo.ErrExists) {
		return false, err
	}
	return true, tables.CreateStore(ctx, store)
}

// issueKey makes a key for a store. Only the hash of its secret is kept.
func issueKey(ctx context.Context, tables *dynamo.DB, store string) (string, error) {
	id, secret := strings.ToLower(rand.Text()[:10]), strings.ToLower(rand.Text())
	sum := sha256.Sum256([]byte(secret))
	err := tables.CreateKey(ctx, ledger.StoreKey{
		ID: id, Store: store, Hash: hex.EncodeToString(sum[:]), Created: time.Now().UTC(),
	})
	if err != nil {
		return "", fmt.Errorf("make key: %w", err)
	}
	return web.KeyPrefix + id + "_" + secret, nil
}

// keyID is the part of a key that is no secret.
func keyID(key string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(key, web.KeyPrefix), "_")
	return id
}

func revokeKey(ctx context.Context, args []string) error {
	set, p := flags("keys revoke")
	onAWS := shopFlag(set)
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 1 {
		return errors.New("want the key's id: the part between dgl_ and the next _")
	}
	tables, err := p.shop(ctx, *onAWS)
	if err != nil {
		return err
	}
	found, err := tables.RevokeKey(ctx, keyID(set.Arg(0)), time.Now())
	if err != nil {
		return err
	}
	if !found {
		return errors.New("there is no such key")
	}
	fmt.Println("revoked; tills that use it are refused within a minute")
	return nil
}
