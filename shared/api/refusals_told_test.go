package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/points"
)

// Whatever a core can refuse, a till can hear.
func TestEveryRefusalIsTold(t *testing.T) {
	told := map[string]int{}
	for r, how := range pointsRefusals {
		told["points."+string(r)] = how.status
	}
	for r, how := range couponRefusals {
		told["coupon."+string(r)] = how.status
	}
	for folder, known := range map[string]string{"points": string(points.StaffLimit), "coupon": string(coupon.TooMany)} {
		said := refusalsOf(t, "../"+folder)
		if len(said) < 10 || !said[known] {
			t.Fatalf("%s: %d refusals found", folder, len(said))
		}
		for r := range said {
			if told[folder+"."+r] == 0 {
				t.Errorf("%s refuses with %q, and no till is told how", folder, r)
			}
		}
	}
}

// refusalsOf are the values of the constants of type Refusal in a package.
func refusalsOf(t *testing.T, folder string) map[string]bool {
	t.Helper()
	said := map[string]bool{}
	files, err := filepath.Glob(folder + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if kind, ok := v.Type.(*ast.Ident); ok && kind.Name == "Refusal" && len(v.Values) == 1 {
				if s, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value); err == nil {
					said[s] = true
				}
			}
			return true
		})
	}
	return said
}
