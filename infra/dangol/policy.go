package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"dangol/shared/policy"
)

// editPolicy shows the newest policy, or saves a file as the next version.
func editPolicy(ctx context.Context, args []string) error {
	set, p := flags("policy")
	onAWS := shopFlag(set)
	template := set.String("template", "", "print a policy to start from: "+templates())
	schema := set.Bool("schema", false, "print the JSON Schema of the document")
	if err := set.Parse(args); err != nil {
		return err
	}
	if *schema {
		_, err := os.Stdout.Write(policy.Schema)
		return err
	}
	if *template != "" {
		return printTemplate(*template)
	}
	tables, err := p.shop(ctx, *onAWS)
	if err != nil {
		return err
	}
	versions, err := tables.Policies(ctx)
	if err != nil {
		return err
	}
	newest := versions[len(versions)-1]
	if set.NArg() == 0 {
		content, err := json.MarshalIndent(newest, "", "  ")
		if err != nil {
			return err
		}
		fmt.Println(string(content))
		return nil
	}
	content, err := os.ReadFile(set.Arg(0))
	if err != nil {
		return err
	}
	next, err := policy.Parse(content)
	if err != nil {
		return err
	}
	next.Version = newest.Version + 1
	if err := tables.AddPolicy(ctx, next); err != nil {
		return fmt.Errorf("save policy: %w", err)
	}
	from := "and every one after it uses it"
	if next.Effective > 0 {
		from = "from " + next.Effective.String() + " on uses it"
	}
	fmt.Printf("saved version %d; the next night %s\n", next.Version, from)
	return nil
}

// templates lists the policies to start from.
func templates() string {
	var list strings.Builder
	for _, t := range policy.Templates {
		fmt.Fprintf(&list, "\n%s: %s %s", t.Name, t.Ko, t.En)
	}
	return list.String()
}

func printTemplate(name string) error {
	document, ok := policy.Document(name)
	if !ok {
		return fmt.Errorf("--template %s: want one of%s", name, templates())
	}
	fmt.Print(string(document))
	return nil
}
