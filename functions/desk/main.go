// Command desk does what managers ask for: customers, consents, the policy.
package main

import (
	"context"
	"log"
	"runtime/debug"
	"time"

	"dangol/shared/api"
	"dangol/shared/signin"
	"dangol/shared/web"
	"dangol/shared/wire"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	debug.SetGCPercent(web.GCPercent)
	cfg, err := wire.Start(context.Background())
	if err != nil {
		log.Fatalf("desk: %v", err)
	}
	db, err := wire.DB(cfg)
	if err != nil {
		log.Fatalf("desk: %v", err)
	}
	pepper, err := wire.Pepper(cfg)
	if err != nil {
		log.Fatalf("desk: %v", err)
	}
	issuer, keys, client := wire.SignIn()
	managers := signin.New(issuer, keys, client, time.Now)
	desk := &api.Desk{Managers: managers, Shop: db, People: db, Pepper: pepper, Now: time.Now}
	lambda.Start(web.Lambda(desk.Handler()))
}
