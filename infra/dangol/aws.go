package main

import (
	"context"
	"flag"
	"fmt"

	"dangol/shared/dynamo"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// shopFlag is how a command that needs the shop's settings alone is told to
// work on AWS.
func shopFlag(set *flag.FlagSet) *string {
	return set.String("shop-table", "", "work on AWS, on this table: the stack's output ShopTableName; region and credentials are those of the aws command")
}

// shop is the shop's settings: in a table on AWS, or, when it has no name, in
// the running stack. The ledger and the customers on AWS are out of its reach.
func (p *place) shop(ctx context.Context, table string) (*dynamo.DB, error) {
	if table == "" {
		remote, err := p.find()
		if err != nil {
			return nil, err
		}
		return db(&remote.Endpoints), nil
	}
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS config: %w", err)
	}
	return dynamo.New(dynamodb.NewFromConfig(cfg), dynamo.Tables{Shop: table}), nil
}
