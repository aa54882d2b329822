package main

import (
	"context"
	"fmt"
	"os"

	"dangol/shared/api"
)

// openapiFile is where the description is checked in.
const openapiFile = "shared/api/openapi.json"

func openapi(_ context.Context, args []string) error {
	file := openapiFile
	if len(args) > 0 {
		file = args[0]
	}
	content, err := api.Description()
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		return fmt.Errorf("write description: %w", err)
	}
	fmt.Println("wrote", file)
	return nil
}
