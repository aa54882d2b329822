// Command ingest takes transactions from tills.
package main

import (
	"context"
	"log"
	"runtime/debug"
	"time"

	"dangol/shared/api"
	"dangol/shared/web"
	"dangol/shared/wire"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	debug.SetGCPercent(web.GCPercent)
	cfg, err := wire.Start(context.Background())
	if err != nil {
		log.Fatalf("ingest: %v", err)
	}
	db, err := wire.DB(cfg)
	if err != nil {
		log.Fatalf("ingest: %v", err)
	}
	pepper, err := wire.Pepper(cfg)
	if err != nil {
		log.Fatalf("ingest: %v", err)
	}
	ingest := &api.Ingest{Keys: web.NewKeys(db, time.Now), Shop: db, Ledger: db, Pepper: pepper, Now: time.Now}
	lambda.Start(web.Lambda(ingest.Handler()))
}
