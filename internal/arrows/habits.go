package arrows

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Measures of a comfortable house, in lines.
const (
	MaxFile     = 400
	MaxTestFile = 600  // and files of a suite of promises, which import testing
	MaxPackage  = 1500 // without tests and suites
	minComment  = 40   // bytes: less says no more than the name
)

// folder is the Go code of one directory, whatever system it is built for.
type folder struct {
	name   string // of the directory, slash-separated, "." for the root
	fset   *token.FileSet
	code   []*ast.File
	tests  []*ast.File
	lines  int // of code, without tests
	suites bool
}

// Habits reads every source file below root and returns what breaks the measures.
func Habits(root fs.FS) ([]Break, error) {
	folders := map[string]*folder{}
	var found []Break
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && skipped(d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		switch path.Ext(name) {
		case ".go", ".sql", ".sh":
		default:
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		found = append(found, checkSize(name, text)...)
		if path.Ext(name) != ".go" {
			return nil
		}
		return read(folders, name, text)
	})
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		f := folders[name]
		found = append(found, f.checkPackage()...)
		found = append(found, f.checkCalls()...)
		found = append(found, f.checkState()...)
	}
	return found, nil
}

func skipped(dir string) bool {
	return strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_") || slices.Contains([]string{"testdata", "bin", "out"}, dir)
}

func lines(text []byte) int { return strings.Count(string(text), "\n") }

func checkSize(name string, text []byte) []Break {
	limit := MaxFile
	if strings.HasSuffix(name, "_test.go") || strings.Contains(string(text), "\n\t\"testing\"\n") {
		limit = MaxTestFile
	}
	if n := lines(text); n > limit {
		return []Break{{name, fmt.Sprintf("%d lines, %d at most", n, limit), "a file is read in one sitting; split it by what it is about"}}
	}
	return nil
}

func read(folders map[string]*folder, name string, text []byte) error {
	dir := path.Dir(name)
	f := folders[dir]
	if f == nil {
		f = &folder{name: dir, fset: token.NewFileSet()}
		folders[dir] = f
	}
	file, err := parser.ParseFile(f.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if strings.HasSuffix(name, "_test.go") {
		f.tests = append(f.tests, file)
		return nil
	}
	f.code = append(f.code, file)
	f.lines += lines(text)
	f.suites = f.suites || slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` })
	return nil
}

// checkPackage looks at the package comment and at the size of the package.
func (f *folder) checkPackage() []Break {
	var found []Break
	files := f.code
	if len(files) == 0 {
		files = f.tests
	}
	comments := 0
	for _, file := range files {
		if file.Doc == nil {
			continue
		}
		comments++
		text := file.Doc.Text()
		if file.Name.Name != "main" && !strings.HasPrefix(text, "Package "+file.Name.Name+" ") || len(text) < minComment {
			found = append(found, Break{f.at(file.Package), "the package comment says too little",
				"it starts with the package's name and says what the room is for and what it must not do"})
		}
	}
	if comments != 1 {
		found = append(found, Break{f.name, fmt.Sprintf("%d package comments", comments), "every package has one comment, in one file"})
	}
	if f.lines > MaxPackage && !f.suites {
		found = append(found, Break{f.name, fmt.Sprintf("%d lines of code, %d at most", f.lines, MaxPackage), "split the package by what it is about"})
	}
	return found
}

// checkCalls looks for init functions and for contexts without a parent.
func (f *folder) checkCalls() []Break {
	var found []Break
	for _, file := range slices.Concat(f.code, f.tests) {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				found = append(found, Break{f.at(fn.Pos()), "func init", "what runs is called by somebody who can be read"})
			}
		}
	}
	if f.suites { // the suites of promises are tests
		return found
	}
	for _, file := range f.code {
		local := importName(file, "context")
		if file.Name.Name == "main" || local == "" {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Background" && sel.Sel.Name != "TODO" {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local {
				found = append(found, Break{f.at(sel.Pos()), "context." + sel.Sel.Name,
					"a context comes from the caller; only main functions and tests start one"})
			}
			return true
		})
	}
	return found
}

// importName is what a file calls a package whose name is the last element of its path, "" if it does not import it.
func importName(file *ast.File, pkg string) string {
	for _, i := range file.Imports {
		if i.Path.Value != `"`+pkg+`"` {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return path.Base(pkg)
	}
	return ""
}

func (f *folder) at(p token.Pos) string {
	pos := f.fset.Position(p)
	return fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
}
