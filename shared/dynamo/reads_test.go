package dynamo_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/customer"
	"dangol/shared/ledger"
	"dangol/shared/ledgertest"
)

// No read is written without saying that it is consistent, and none uses a
// call that cannot be.
func TestReadsSayTheyAreConsistent(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	reads := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			typ := lit.Type
			if m, ok := typ.(*ast.MapType); ok {
				typ = m.Value
			}
			sel, ok := typ.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch sel.Sel.Name {
			case "ScanInput", "ExecuteStatementInput", "BatchExecuteStatementInput":
				t.Errorf("%s reads by %s", set.Position(lit.Pos()), sel.Sel.Name)
			case "GetItemInput", "QueryInput", "KeysAndAttributes":
				reads++
				if !says(lit) {
					t.Errorf("%s does not say ConsistentRead: aws.Bool(true)", set.Position(lit.Pos()))
				}
			}
			return true
		})
	}
	if reads != 3 {
		t.Errorf("%d places read: there is one function for each way", reads)
	}
}

// What a till is told of somebody it names is read in two: who it is, and all of
// them. Asked for by our own id it is one.
func TestTheTillsAnswerIsTwoReads(t *testing.T) {
	r, ctx := openOn(t, &ledgertest.Wire{}), context.Background()
	if err := r.CreateMerchant(ctx, ledger.Merchant{Currency: "KRW", Zone: "Asia/Seoul"}); err != nil {
		t.Fatal(err)
	}
	i := pepper.Identity(member("kim"))
	kim, _, err := r.Enrol(ctx, customer.Enrolment{Identities: []ledger.Identity{i}, Store: "main", At: now})
	if err != nil {
		t.Fatal(err)
	}
	gift := coupon.Definition{ID: "gift", Gives: coupon.Gives{Amount: 1}, ValidDays: 9, Given: coupon.Campaign}
	who := func(p *customer.Profile) (coupon.Who, error) { return coupon.Who{Customer: p.ID}, nil }
	for n := range 30 {
		q := coupon.IssueRequest{Definition: &gift, Campaign: fmt.Sprint("c", n), Code: fmt.Sprint("CODE", n)}
		if _, fresh, refused, err := r.IssueCoupon(ctx, kim, q, who, coupon.Terms{Today: 1, Now: now}); err != nil || !fresh {
			t.Fatal(fresh, refused, err)
		}
	}
	before := len(r.wire.Calls())
	id, err := r.Lookup(ctx, i)
	if err != nil || id != kim {
		t.Fatal(id, err)
	}
	p, _, w, err := r.AtTill(ctx, id)
	if err != nil || p == nil || len(w.Coupons) != 30 {
		t.Fatalf("%+v, %d coupons, %v", p, len(w.Coupons), err)
	}
	if calls := len(r.wire.Calls()) - before; calls != 2 {
		t.Errorf("%d reads", calls)
	}
}

// says looks for ConsistentRead: aws.Bool(true) in a literal or its elements.
func says(lit *ast.CompositeLit) bool {
	return slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		if inner, ok := kv.Value.(*ast.CompositeLit); ok {
			return says(inner)
		}
		key, ok := kv.Key.(*ast.Ident)
		call, called := kv.Value.(*ast.CallExpr)
		if !ok || key.Name != "ConsistentRead" || !called || len(call.Args) != 1 {
			return false
		}
		yes, ok := call.Args[0].(*ast.Ident)
		return ok && yes.Name == "true"
	})
}
