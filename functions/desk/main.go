// Command desk does what managers ask for: customers, consents, the policy.
package main

import (
	"context"
	"errors"
	"log"
	"runtime/debug"
	"time"

	"dangol/shared/api"
	"dangol/shared/night"
	"dangol/shared/publish"
	"dangol/shared/signin"
	"dangol/shared/web"
	"dangol/shared/wire"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	debug.SetGCPercent(night.GCPercent) // a preview folds as a night does
	cfg, err := wire.Start(context.Background())
	db, dbErr := wire.DB(cfg)
	pepper, pepperErr := wire.Pepper(cfg)
	pages, pagesErr := wire.Env(wire.EnvPages)
	reports, reportsErr := wire.Env(wire.EnvReports)
	if err := errors.Join(err, dbErr, pepperErr, pagesErr, reportsErr); err != nil {
		log.Fatalf("desk: %v", err)
	}
	issuer, keys, client := wire.SignIn()
	bucket := s3.NewFromConfig(cfg, publish.Options)
	published := publish.NewBucket(bucket, reports)
	preview := &night.Previewer{Shop: db, Sealed: publish.NewBucket(bucket, pages), Reports: published, Pointer: publish.NewPointer(published)}
	managers := signin.New(issuer, keys, client, time.Now)
	desk := &api.Desk{Managers: managers, Shop: db, People: db, Preview: preview, Pepper: pepper, Now: time.Now}
	lambda.Start(web.Lambda(desk.Handler()))
}
