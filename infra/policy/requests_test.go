package policy_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// table is the field of dynamo.Tables an expression is, "" when it is none.
func (p *program) table(e ast.Expr, bound map[types.Object]string) string {
	switch x := e.(type) {
	case *ast.UnaryExpr:
		return p.table(x.X, bound)
	case *ast.Ident:
		return bound[p.info.Uses[x]]
	case *ast.SelectorExpr:
		if s := p.info.Selections[x]; s != nil && s.Kind() == types.FieldVal && strings.HasSuffix(s.Recv().String(), "dangol/shared/dynamo.Tables") {
			return x.Sel.Name
		}
	}
	return ""
}

const services = "github.com/aws/aws-sdk-go-v2/service/"

// element is the type of a list's elements, which they need not repeat.
func element(list ast.Expr) ast.Expr {
	array, ok := list.(*ast.ArrayType)
	if !ok {
		return nil
	}
	if pointer, ok := array.Elt.(*ast.StarExpr); ok {
		return pointer.X
	}
	return array.Elt
}

// request notes a request to AWS, if x, of the type named, is one.
func (p *program) request(named ast.Expr, x *ast.CompositeLit, bound map[types.Object]string) {
	kind, ok := named.(*ast.SelectorExpr)
	if !ok {
		return
	}
	base, _ := kind.X.(*ast.Ident)
	imported, ok := p.info.Uses[base].(*types.PkgName)
	if !ok || !strings.HasPrefix(imported.Imported().Path(), services) {
		return
	}
	service := strings.TrimPrefix(imported.Imported().Path(), services)
	actions, known := actionsOf[service+"."+kind.Sel.Name]
	position := p.files.Position(x.Pos())
	switch {
	case !known && strings.HasSuffix(kind.Sel.Name, "Input"):
		p.unclear = append(p.unclear, fmt.Sprintf("%s: say in this test what %s.%s needs", position, service, kind.Sel.Name))
	case known:
		on := p.target(x, bound)
		if on == "" && strings.HasPrefix(service, "dynamodb") && len(actions) > 0 {
			p.unclear = append(p.unclear, fmt.Sprintf("%s: cannot read which table this is", position))
		}
		for _, action := range actions {
			p.requests[use{action, on}] = position
		}
	}
}

// target is the table a request is for.
func (p *program) target(x *ast.CompositeLit, bound map[types.Object]string) string {
	for _, e := range x.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name, _ := field.Key.(*ast.Ident)
		switch {
		case name == nil || !slices.Contains([]string{"TableName", "RequestItems"}, name.Name):
		case name.Name == "TableName":
			return p.table(field.Value, bound)
		default:
			if items, ok := field.Value.(*ast.CompositeLit); ok && len(items.Elts) == 1 {
				if one, ok := items.Elts[0].(*ast.KeyValueExpr); ok {
					return p.table(one.Key, bound)
				}
			}
		}
	}
	return ""
}
