// Package shared holds the house rules that no linter knows.
package shared

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ideas are what Dangol exists for: packages without technology.
var ideas = []string{"shared/ledger", "shared/customer", "shared/rfm", "shared/grade", "shared/value", "shared/points", "shared/retention", "shared/coupon", "shared/habit"}

// may lists, for each package, the packages of ours it may import. An arrow
// that is missing here is a design decision, not an oversight: ideas know
// ledger and customer only (and quickjson, which is nothing but text),
// technology knows ideas, the night composes ideas and says what it needs of
// technology, adapters never know each other, and nobody imports a function.
var may = map[string][]string{
	"shared/quickjson":  {},
	"shared/ledger":     {},
	"shared/customer":   {"shared/ledger"},
	"shared/rfm":        {"shared/ledger"},
	"shared/grade":      {"shared/ledger"},
	"shared/value":      {"shared/ledger"},
	"shared/points":     {"shared/ledger", "shared/quickjson"},
	"shared/retention":  {"shared/ledger"},
	"shared/coupon":     {"shared/ledger", "shared/customer"},
	"shared/habit":      {"shared/ledger"},
	"shared/policy":     {"shared/ledger", "shared/coupon", "shared/rfm", "shared/grade", "shared/value", "shared/points", "shared/retention"},
	"shared/page":       {"shared/ledger"},
	"shared/report":     {"shared/ledger", "shared/value", "shared/retention"},
	"shared/night":      {"shared/ledger", "shared/coupon", "shared/habit", "shared/customer", "shared/rfm", "shared/grade", "shared/value", "shared/retention", "shared/points", "shared/policy", "shared/page", "shared/report"},
	"shared/strictjson": {"shared/ledger", "shared/quickjson"},
	"shared/web":        {"shared/ledger", "shared/quickjson"},
	"shared/signin":     {"shared/web"},
	"shared/dynamo":     {"shared/ledger", "shared/coupon", "shared/customer", "shared/points", "shared/policy", "shared/quickjson"},
	"shared/publish":    {"shared/night"},
	"shared/api":        {"shared/ledger", "shared/coupon", "shared/customer", "shared/grade", "shared/points", "shared/policy", "shared/report", "shared/strictjson", "shared/web"},
	"shared/histories":  {},
	"shared/ledgertest": {"shared/ledger", "shared/coupon", "shared/customer", "shared/points", "shared/policy", "shared/night", "shared/page", "shared/report"},
	"shared/wire":       {"shared/customer", "shared/dynamo"},
	"functions/ingest":  {"shared/api", "shared/web", "shared/wire"},
	"functions/till":    {"shared/api", "shared/web", "shared/wire"},
	"functions/desk":    {"shared/api", "shared/night", "shared/publish", "shared/signin", "shared/web", "shared/wire"},
	"functions/nightly": {"shared/night", "shared/publish", "shared/wire"},
	"infra/local":       {"shared/dynamo"}, // makes its tables
	"infra/dangol": {
		"infra/local", "shared/api", "shared/coupon", "shared/customer", "shared/dynamo", "shared/grade", "shared/ledger", "shared/ledgertest",
		"shared/night", "shared/page", "shared/points", "shared/policy", "shared/rfm", "shared/signin", "shared/value", "shared/web",
	},
}

// outside are the modules idea packages may use, beside the standard library:
// knowledge of the world we do not keep ourselves.
var outside = []string{"gonum.org/v1/gonum", "golang.org/x/text/unicode/norm", "golang.org/x/text/width", "github.com/nyaruka/phonenumbers"}

// impure are what makes a function answer differently tomorrow.
var impure = map[string][]string{
	"time": {"Now", "Since", "Until", "Local", "Sleep", "After"}, "os": {"Getenv", "LookupEnv", "ReadFile"},
	"math/rand": {"*"}, "math/rand/v2": {"*"}, "crypto/rand": {"*"}, "net": {"*"}, "net/http": {"*"},
}

const (
	functionMax = 70 // lines
	mainMax     = 40 // lines of a function's main.go
	fileMax     = 420
)

type source struct {
	path, folder string
	file         *ast.File
	set          *token.FileSet
	lines        int
	test         bool
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, root := range []string{"shared", "functions", "infra"} {
		err := filepath.WalkDir(filepath.Join("..", root), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.Contains(path, "infra/tools") {
				return err
			}
			set := token.NewFileSet()
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(set, path, content, parser.ParseComments)
			if err != nil {
				return err
			}
			path = strings.TrimPrefix(filepath.ToSlash(path), "../")
			all = append(all, source{
				path: path, folder: filepath.ToSlash(filepath.Dir(path)), file: file, set: set,
				lines: strings.Count(string(content), "\n"), test: strings.HasSuffix(path, "_test.go"),
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 50 {
		t.Fatalf("only %d sources found", len(all))
	}
	return all
}

func TestArrowsPointInwards(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sources(t) {
		if s.test || s.folder == "shared" {
			continue
		}
		allowed, known := may[s.folder]
		if !known {
			t.Errorf("%s: say in this test what the package may import", s.folder)
		}
		seen[s.folder] = true
		for _, i := range s.file.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			if ours, ok := strings.CutPrefix(path, "dangol/"); ok {
				if !slices.Contains(allowed, ours) {
					t.Errorf("%s imports %s", s.path, ours)
				}
				continue
			}
			if slices.Contains(ideas, s.folder) && strings.Contains(path, ".") && !withPrefix(path, outside) {
				t.Errorf("%s, an idea, imports %s", s.path, path)
			}
		}
	}
	for folder := range may {
		if !seen[folder] {
			t.Errorf("%s is listed here and is no package", folder)
		}
	}
}

func withPrefix(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(path, p) })
}

// Ideas are functions of their arguments.
func TestIdeasArePure(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !slices.Contains(ideas, s.folder) {
			continue
		}
		for _, i := range s.file.Imports {
			if path := strings.Trim(i.Path.Value, `"`); slices.Contains(impure[path], "*") {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && slices.Contains(impure[pkg.Name], sel.Sel.Name) {
					t.Errorf("%s uses %s.%s", s.set.Position(sel.Pos()), pkg.Name, sel.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestFunctionsAreShort(t *testing.T) {
	for _, s := range sources(t) {
		if !s.test && s.lines > fileMax {
			t.Errorf("%s has %d lines, at most %d", s.path, s.lines, fileMax)
		}
		if strings.HasPrefix(s.folder, "functions/") && s.lines > mainMax {
			t.Errorf("%s has %d lines, at most %d: a main wires and does nothing else", s.path, s.lines, mainMax)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > functionMax {
				t.Errorf("%s: %s has %d lines, at most %d", s.path, f.Name.Name, n, functionMax)
			}
		}
	}
}

// Only main may end the process, only wiring reads the environment, and only
// shared/dynamo knows keys.
func TestBorders(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.folder == "shared" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.SelectorExpr:
				pkg, ok := x.X.(*ast.Ident)
				if !ok {
					return true
				}
				ends := pkg.Name == "log" && strings.HasPrefix(x.Sel.Name, "Fatal") || pkg.Name == "os" && x.Sel.Name == "Exit"
				if ends && s.file.Name.Name != "main" {
					t.Errorf("%s ends the process", s.set.Position(x.Pos()))
				}
				if pkg.Name == "os" && x.Sel.Name == "Getenv" && strings.HasPrefix(s.folder, "shared/") && s.folder != "shared/wire" {
					t.Errorf("%s reads the environment", s.set.Position(x.Pos()))
				}
			case *ast.BasicLit:
				for _, key := range []string{`"T#`, `"C#`, `"I#`, `"A#`, `"P#`, `"K#`, `"STAFF#`, `"LATE#`, `"key#`, `"store#`, `"policy#`} {
					if strings.HasPrefix(x.Value, key) && s.folder != "shared/dynamo" {
						t.Errorf("%s knows a DynamoDB key", s.set.Position(x.Pos()))
					}
				}
			}
			return true
		})
	}
}

// Everything exported says what it is.
func TestExportedIsDocumented(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.folder == "shared" {
			continue
		}
		for _, d := range s.file.Decls {
			switch x := d.(type) {
			case *ast.FuncDecl:
				if x.Name.IsExported() && x.Doc == nil && !obvious(x) {
					t.Errorf("%s: %s has no doc comment", s.set.Position(x.Pos()), x.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range x.Specs {
					if typ, ok := spec.(*ast.TypeSpec); ok && typ.Name.IsExported() && x.Doc == nil && typ.Doc == nil {
						t.Errorf("%s: %s has no doc comment", s.set.Position(typ.Pos()), typ.Name.Name)
					}
				}
			}
		}
	}
}

// obvious are methods whose meaning the standard library gives.
func obvious(f *ast.FuncDecl) bool {
	return f.Recv != nil && slices.Contains([]string{
		"String", "GoString", "Error", "LogValue", "MarshalText", "ServeHTTP", "Header", "Write", "WriteHeader", "Len", "Less", "Swap",
	}, f.Name.Name)
}
