// Command nightly recomputes everything once a day.
package main

import (
	"context"
	"log"
	"time"

	"dangol/shared/night"
	"dangol/shared/publish"
	"dangol/shared/wire"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	cfg, err := wire.Start(context.Background())
	if err != nil {
		log.Fatalf("nightly: %v", err)
	}
	db, err := wire.DB(cfg)
	if err != nil {
		log.Fatalf("nightly: %v", err)
	}
	pages, err := wire.Env(wire.EnvPages)
	if err != nil {
		log.Fatalf("nightly: %v", err)
	}
	reports, err := wire.Env(wire.EnvReports)
	if err != nil {
		log.Fatalf("nightly: %v", err)
	}
	client := s3.NewFromConfig(cfg, publish.Options)
	published := publish.NewBucket(client, reports)
	lambda.Start((&night.Night{
		Ledger: db, Shop: db, Views: db,
		Sealed: publish.NewBucket(client, pages), Reports: published, Pointer: publish.NewPointer(published), Now: time.Now,
	}).Handle)
}
