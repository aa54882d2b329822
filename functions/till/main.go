// Command till answers what tills ask: who stands here, and what is theirs.
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
		log.Fatalf("till: %v", err)
	}
	db, err := wire.DB(cfg)
	if err != nil {
		log.Fatalf("till: %v", err)
	}
	pepper, err := wire.Pepper(cfg)
	if err != nil {
		log.Fatalf("till: %v", err)
	}
	till := &api.Till{Keys: web.NewKeys(db, time.Now), Shop: db, Customers: db, Pepper: pepper, Now: time.Now}
	lambda.Start(web.Lambda(till.Handler()))
}
