// Command nightly recomputes everything once a day.
package main

import (
	"context"
	"errors"
	"log"
	"runtime/debug"
	"time"

	"dangol/shared/night"
	"dangol/shared/publish"
	"dangol/shared/wire"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	debug.SetGCPercent(night.GCPercent)
	cfg, err := wire.Start(context.Background())
	if err != nil {
		log.Fatalf("nightly: %v", err)
	}
	db, dbErr := wire.DB(cfg)
	pepper, pepperErr := wire.Pepper(cfg)
	pages, pagesErr := wire.Env(wire.EnvPages)
	reports, reportsErr := wire.Env(wire.EnvReports)
	if err := errors.Join(dbErr, pepperErr, pagesErr, reportsErr); err != nil {
		log.Fatalf("nightly: %v", err)
	}
	client := s3.NewFromConfig(cfg, publish.Options)
	published := publish.NewBucket(client, reports)
	lambda.Start((&night.Night{
		Ledger: db, Shop: db, Views: db,
		Sealed: publish.NewBucket(client, pages), Reports: published, Pointer: publish.NewPointer(published),
		Link: func(ctx context.Context) error { return db.LinkWaiting(ctx, pepper, time.Now()) }, Now: time.Now,
	}).Handle)
}
