package arrows

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
)

const whyState = "state at package level is shared by everybody and owned by nobody; put it into a value that somebody makes"

// checkState looks for variables at package level that change: written to or handed out by address after their
// declaration, made empty to be filled later (make, new), or of a kind that only exists to change (sync, atomic, chan).
// Tables that are declared once and only read are fine. What it cannot see is a change through a method or through a
// second name of the same map or slice. Variables of other packages must not be written to either.
func (f *folder) checkState() []Break {
	var found []Break
	for _, file := range f.code {
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, s := range g.Specs {
					found = append(found, f.checkVar(file, s.(*ast.ValueSpec))...)
				}
			}
		}
	}
	info := f.resolve()
	for _, file := range f.code {
		ast.Inspect(file, func(n ast.Node) bool {
			for _, written := range targets(n) {
				id := root(written)
				if id == nil {
					continue
				}
				switch obj := info.Uses[id].(type) {
				case *types.Var:
					if obj.Parent() != nil && obj.Parent() == obj.Pkg().Scope() {
						found = append(found, Break{f.at(id.Pos()), "the package variable " + id.Name + " is changed", whyState})
					}
				case *types.PkgName:
					if _, plain := written.(*ast.SelectorExpr); plain {
						found = append(found, Break{f.at(id.Pos()), "a variable of the package " + id.Name + " is changed", whyState})
					}
				}
			}
			return true
		})
	}
	return found
}

func (f *folder) checkVar(file *ast.File, spec *ast.ValueSpec) []Break {
	kinds := slices.Clone(spec.Values)
	if spec.Type != nil {
		kinds = append(kinds, spec.Type)
	}
	for _, e := range kinds {
		if changing(file, e) {
			return []Break{{f.at(spec.Pos()), "the package variable " + spec.Names[0].Name + " exists to change", whyState}}
		}
	}
	return nil
}

func changing(file *ast.File, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr:
		id, ok := e.Fun.(*ast.Ident)
		return ok && (id.Name == "make" || id.Name == "new")
	case *ast.ChanType:
		return true
	case *ast.StarExpr:
		return changing(file, e.X)
	case *ast.UnaryExpr:
		return e.Op == token.AND && changing(file, e.X)
	case *ast.CompositeLit:
		return e.Type != nil && changing(file, e.Type)
	case *ast.IndexExpr: // atomic.Pointer[T]
		return changing(file, e.X)
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		return ok && (x.Name == importName(file, "sync") || x.Name == importName(file, "sync/atomic"))
	}
	return false
}

// targets are the expressions that a node writes to or hands out by address.
func targets(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return slices.DeleteFunc([]ast.Expr{n.Key, n.Value}, func(e ast.Expr) bool { return e == nil })
		}
	case *ast.UnaryExpr:
		if _, literal := n.X.(*ast.CompositeLit); n.Op == token.AND && !literal {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && (id.Name == "delete" || id.Name == "clear" || id.Name == "copy") {
			return n.Args[:1]
		}
	}
	return nil
}

// root is the variable at the bottom of x.f[i].g.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// resolve says which name means what. Imported packages stay empty and the errors that follow from that are dropped:
// only names of this package are asked for, and those resolve without them.
func (f *folder) resolve() *types.Info {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: empty{}, Error: func(error) {}, FakeImportC: true, DisableUnusedImportCheck: true}
	_, _ = conf.Check(f.name, f.fset, f.code, info)
	return info
}

// empty imports every package as one without content.
type empty struct{}

func (empty) Import(p string) (*types.Package, error) {
	name := path.Base(p)
	if v, ok := strings.CutPrefix(name, "v"); ok && strings.Trim(v, "0123456789") == "" {
		name = path.Base(path.Dir(p))
	}
	pkg := types.NewPackage(p, strings.TrimPrefix(name, "go-"))
	pkg.MarkComplete()
	return pkg, nil
}
