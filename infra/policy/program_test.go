package policy_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// program is one function's code: the packages of ours it is built from.
// Packages of others are left empty, so what is theirs stays unresolved and a
// request is known by the name of its type.
type program struct {
	files    *token.FileSet
	packages map[string]*types.Package
	info     *types.Info
	bodies   map[*types.Func]*ast.FuncDecl
	entered  map[string]bool

	requests map[use]token.Position
	env      map[string]bool // variables it reads
	unclear  []string        // requests that could not be read
}

// use is an action on what an identifier of ours names: a table's field in
// dynamo.Tables; "" for whatever the function was wired with.
type use struct{ action, on string }

// readProgram follows everything that the main of a function can reach.
func readProgram(t *testing.T, name string) *program {
	t.Helper()
	p := &program{
		files: token.NewFileSet(), packages: map[string]*types.Package{},
		info: &types.Info{
			Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		},
		bodies: map[*types.Func]*ast.FuncDecl{}, entered: map[string]bool{},
		requests: map[use]token.Position{}, env: map[string]bool{},
	}
	main, err := p.Import("dangol/functions/" + name)
	if err != nil {
		t.Fatal(err)
	}
	start, ok := main.Scope().Lookup("main").(*types.Func)
	if !ok {
		t.Fatalf("functions/%s has no main", name)
	}
	p.enter(start, nil)
	if len(p.requests) == 0 {
		t.Fatalf("functions/%s asks for nothing: reading is broken", name)
	}
	for _, u := range p.unclear {
		t.Error(u)
	}
	return p
}

var majorVersion = regexp.MustCompile(`/v[0-9]+$`)

// Import reads a package of ours, or makes an empty one.
func (p *program) Import(name string) (*types.Package, error) {
	if done := p.packages[name]; done != nil {
		return done, nil
	}
	folder, ours := strings.CutPrefix(name, "dangol/")
	if !ours {
		empty := types.NewPackage(name, path.Base(majorVersion.ReplaceAllString(name, "")))
		empty.MarkComplete()
		p.packages[name] = empty
		return empty, nil
	}
	paths, err := filepath.Glob(root + folder + "/*.go")
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, file := range paths {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		parsed, err := parser.ParseFile(p.files, file, content, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, parsed)
	}
	config := types.Config{Importer: p, Error: func(error) {}} // the empty packages are missed everywhere
	p.packages[name], _ = config.Check(name, p.files, files, p.info)
	for _, file := range files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				if defined, ok := p.info.Defs[f.Name].(*types.Func); ok {
					p.bodies[defined] = f
				}
			}
		}
	}
	return p.packages[name], nil
}

// enter reads a function called with tables as its arguments, "" for what is
// none. A method of an interface is every method of ours that can stand for it.
func (p *program) enter(f *types.Func, tables []string) {
	f = f.Origin()
	if receiver := f.Signature().Recv(); receiver != nil && types.IsInterface(receiver.Type()) {
		for _, m := range p.implementations(f, receiver.Type().Underlying().(*types.Interface)) {
			p.enter(m, tables)
		}
		return
	}
	body, key := p.bodies[f], fmt.Sprintf("%p %q", f, tables)
	if body == nil || p.entered[key] {
		return
	}
	p.entered[key] = true
	bound := map[types.Object]string{}
	for i, table := range tables {
		if params := f.Signature().Params(); i < params.Len() {
			bound[params.At(i)] = table
		}
	}
	p.read(body, bound)
}

// implementations go by the names of methods: their types may be unresolved.
func (p *program) implementations(f *types.Func, i *types.Interface) []*types.Func {
	var found []*types.Func
	for _, pkg := range p.packages {
		for _, name := range pkg.Scope().Names() {
			declared, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || types.IsInterface(declared.Type()) {
				continue
			}
			methods := types.NewMethodSet(types.NewPointer(declared.Type()))
			whole := true
			for m := range i.Methods() {
				whole = whole && methods.Lookup(m.Pkg(), m.Name()) != nil
			}
			if whole {
				found = append(found, methods.Lookup(f.Pkg(), f.Name()).Obj().(*types.Func))
			}
		}
	}
	return found
}

// read enters what a body calls or refers to, and notes what it asks for.
func (p *program) read(body ast.Node, bound map[types.Object]string) {
	called := map[*ast.Ident]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.CallExpr:
			name := callee(x.Fun)
			f, ok := p.info.Uses[name].(*types.Func)
			if !ok {
				return true
			}
			called[name] = true
			tables := make([]string, len(x.Args))
			for i, arg := range x.Args {
				tables[i] = p.table(arg, bound)
			}
			p.enter(f, tables)
		case *ast.Ident:
			switch o := p.info.Uses[x].(type) {
			case *types.Func:
				if !called[x] {
					p.enter(o, nil)
				}
			case *types.Const:
				if strings.HasPrefix(o.Name(), "Env") && o.Pkg().Path() == "dangol/shared/wire" {
					p.env[constant.StringVal(o.Val())] = true
				}
			}
		case *ast.CompositeLit:
			p.request(x.Type, x, bound)
			for _, e := range x.Elts {
				if one, ok := e.(*ast.CompositeLit); ok && one.Type == nil {
					p.request(element(x.Type), one, bound)
				}
			}
		}
		return true
	})
}

func callee(e ast.Expr) *ast.Ident {
	switch x := e.(type) {
	case *ast.Ident:
		return x
	case *ast.SelectorExpr:
		return x.Sel
	case *ast.IndexExpr:
		return callee(x.X)
	case *ast.ParenExpr:
		return callee(x.X)
	default:
		return nil
	}
}
