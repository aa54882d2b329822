package dynamo_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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
