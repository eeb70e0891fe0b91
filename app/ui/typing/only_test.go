package typing_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// What makes or is a text field in Fyne, by package; dialog holds some in its forms and file dialogs, whatever is taken from it.
var theirs = map[string][]string{
	"fyne.io/fyne/v2/widget": {"Entry", "NewEntry", "NewMultiLineEntry", "NewPasswordEntry", "NewEntryWithData", "SelectEntry", "NewSelectEntry", "DateEntry", "NewDateEntry"},
	"fyne.io/fyne/v2/dialog": {"*"},
}

// TestNoOtherTextFieldIsMadeAnywhere reads the whole program: such a field would lose Chinese, because Fyne's own way to the input
// method is switched off.
func TestNoOtherTextFieldIsMadeAnywhere(t *testing.T) {
	const top = "../../.."
	files, ours := 0, 0
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != top {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "test") {
			return nil
		}
		files++
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		found := foreign(set, f)
		if filepath.ToSlash(filepath.Dir(path)) == top+"/app/ui/typing/core" {
			ours += len(found)
			return nil
		}
		for _, at := range found {
			t.Errorf("%s: a text field that is not of package typing", at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 300 || ours == 0 {
		t.Fatalf("%d files were read, and the one field that is allowed was found %d times: the guard looks elsewhere", files, ours)
	}
}

// foreign returns where a file uses what makes a text field.
func foreign(set *token.FileSet, f *ast.File) []token.Position {
	names := map[string][]string{}
	var out []token.Position
	for _, imp := range f.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		what, ok := theirs[path]
		if !ok {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if imp.Name != nil {
			name = imp.Name.Name
		}
		names[name] = what
		if what[0] == "*" || name == "." {
			out = append(out, set.Position(imp.Pos()))
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok {
			for _, name := range names[x.Name] {
				if name == s.Sel.Name {
					out = append(out, set.Position(s.Pos()))
				}
			}
		}
		return true
	})
	return out
}
