package arrows

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Tags are the build tags of the window; tests add "ci".
const Tags = "sqlite_fts5,migrated_fynedo"

// systems are those that the program is built for. A file for one of them must keep the arrows on all of them.
func systems() []string { return []string{"linux", "windows", "darwin"} }

type listed struct {
	ImportPath   string
	Standard     bool
	Module       *struct{ Path string }
	Imports      []string
	TestImports  []string
	XTestImports []string
	Error        *struct{ Err string }
}

// Load asks the go command for the imports of the module in dir: once with everything that is reached on this system,
// and once for every other combination of system and tags with the direct imports.
func Load(ctx context.Context, dir string) (Tree, error) {
	name, err := run(ctx, dir, nil, "list", "-m")
	if err != nil {
		return Tree{}, err
	}
	t := Tree{Module: strings.TrimSpace(string(name)), Own: map[string]Source{}, Outside: map[string][]string{}}
	if err := t.load(ctx, dir, nil, "-deps", "-tags", Tags); err != nil {
		return Tree{}, err
	}
	for _, system := range systems() {
		for _, tags := range []string{Tags, Tags + ",ci"} {
			if err := t.load(ctx, dir, []string{"GOOS=" + system}, "-find", "-tags", tags); err != nil {
				return Tree{}, err
			}
		}
	}
	return t, nil
}

func (t Tree) load(ctx context.Context, dir string, env []string, how ...string) error {
	args := append([]string{"list", "-e", "-json=ImportPath,Standard,Module,Imports,TestImports,XTestImports,Error"}, how...)
	out, err := run(ctx, dir, env, append(args, "./...")...)
	if err != nil {
		return err
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		switch {
		case p.Error != nil && strings.Contains(p.Error.Err, "build constraints exclude all Go files"):
		case p.Error != nil:
			return fmt.Errorf("go list %s: %s", p.ImportPath, p.Error.Err)
		case p.Module != nil && p.Module.Path == t.Module:
			s := t.Own[p.ImportPath]
			s.Imports = union(s.Imports, p.Imports)
			s.Tests = union(s.Tests, p.TestImports, p.XTestImports)
			t.Own[p.ImportPath] = s
		case !p.Standard:
			t.Outside[p.ImportPath] = p.Imports
		}
	}
}

func union(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

func run(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=1"), env...)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, wrong.String())
	}
	return out, nil
}
