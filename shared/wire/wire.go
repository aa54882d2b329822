// Package wire builds what functions need from their environment: clients,
// tables, buckets and the pepper. It is the only package that reads the
// environment, and only main packages import it.
package wire

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	_ "time/tzdata" // the runtime on Lambda has no time-zone database

	"dangol/shared/dynamo"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// Names of the environment, as the template sets them.
const (
	EnvLedger    = "LEDGER_TABLE"
	EnvCustomers = "CUSTOMERS_TABLE"
	EnvShop      = "SHOP_TABLE"
	EnvPages     = "PAGES_BUCKET"
	EnvReports   = "REPORTS_BUCKET"
	// EnvPepper is the version and the KMS ciphertext, in base64, of the key
	// identifiers are hashed under: "p1:AQICAH…".
	EnvPepper = "PEPPER"
	// EnvPlainPepper is the same with the key itself. The local stack sets it;
	// the template never does.
	EnvPlainPepper = "PEPPER_PLAIN"
	// EnvIssuer, EnvIssuerKeys and EnvClient say whose access tokens managers
	// come with: the issuer, where its keys are, and the client they are given
	// to. Without an issuer there is no sign-in.
	EnvIssuer     = "MANAGER_ISSUER"
	EnvIssuerKeys = "MANAGER_KEYS"
	EnvClient     = "MANAGER_CLIENT"
)

// Env reads a variable every deployment sets.
func Env(name string) (string, error) {
	value := os.Getenv(name)
	if value == "" {
		return "", fmt.Errorf("environment: %s is not set", name)
	}
	return value, nil
}

// SignIn is the managers' sign-in; an empty issuer says there is none.
func SignIn() (issuer, keys, client string) {
	return os.Getenv(EnvIssuer), os.Getenv(EnvIssuerKeys), os.Getenv(EnvClient)
}

// Start logs as JSON and loads the AWS configuration.
func Start(ctx context.Context) (aws.Config, error) {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return cfg, fmt.Errorf("load AWS config: %w", err)
	}
	return cfg, nil
}

// DB is the three tables.
func DB(cfg aws.Config) (*dynamo.DB, error) {
	var tables dynamo.Tables
	for name, to := range map[string]*string{EnvLedger: &tables.Ledger, EnvCustomers: &tables.Customers, EnvShop: &tables.Shop} {
		value, err := Env(name)
		if err != nil {
			return nil, err
		}
		*to = value
	}
	return dynamo.New(dynamodb.NewFromConfig(cfg), tables), nil
}
