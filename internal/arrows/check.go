// Package arrows is the gate of the house: it holds the table of who may import whom, with a reason beside each arrow,
// and the measures of a comfortable house (file and package size, package comments, no init, no root context, no state
// at package level). Its test reads the module with go list and fails on every broken one. It imports nothing but the
// standard library and is imported by nobody.
package arrows

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Break is one broken rule: where, what and why it is a rule.
type Break struct {
	Where, What, Why string
}

func (b Break) String() string {
	return fmt.Sprintf("%s: %s (%s)", b.Where, b.What, b.Why)
}

// Source is one package of this module: what it imports directly, on every system that the program is built for.
type Source struct {
	Imports []string
	Tests   []string // imports of its tests alone
}

// Tree is what is known of the module's imports.
type Tree struct {
	Module  string
	Own     map[string]Source   // by import path
	Outside map[string][]string // direct imports of packages of other modules, by import path
}

// Check returns every broken arrow, ordered by package.
func Check(t Tree, rooms []Room, bars []Bar) []Break {
	var found []Break
	for _, path := range slices.Sorted(maps.Keys(t.Own)) {
		found = append(found, t.checkRoom(path, rooms)...)
		for _, bar := range bars {
			found = append(found, t.checkBar(path, bar)...)
		}
	}
	slices.SortStableFunc(found, func(a, b Break) int { return cmp.Compare(a.Where, b.Where) })
	return found
}

func (t Tree) checkRoom(path string, rooms []Room) []Break {
	name := t.short(path)
	i := slices.IndexFunc(rooms, func(r Room) bool { return matchAny(r.In, name) })
	if i < 0 {
		return []Break{{name, "stands in no room of the house",
			"give it a row in Rooms with what it is for and what it may import, or move it into a room that exists"}}
	}
	var found []Break
	for _, imp := range t.Own[path].Imports {
		if not := t.find(rooms[i].Not, imp); not != nil {
			found = append(found, Break{name, "imports " + t.short(imp), not.Why})
		} else if t.find(rooms[i].May, imp) == nil {
			found = append(found, Break{name, "imports " + t.short(imp),
				"it is not on the list of this room (" + rooms[i].What + ")"})
		}
	}
	return found
}

func (t Tree) checkBar(path string, bar Bar) []Break {
	name := t.short(path)
	if matchAny(bar.But, name) {
		return nil
	}
	direct := t.Own[path].Imports
	if bar.Tests {
		direct = slices.Concat(direct, t.Own[path].Tests)
	}
	for _, imp := range direct {
		if matchAny(bar.To, t.short(imp)) {
			return []Break{{name, "imports " + t.short(imp), bar.Why}}
		}
	}
	if !bar.Deep {
		return nil
	}
	if way := t.way(path, bar.To); way != nil {
		return []Break{{name, "reaches " + strings.Join(way, " -> "), bar.Why}}
	}
	return nil
}

// way returns the shortest chain of imports from a package to one that matches, without the package itself.
func (t Tree) way(from string, to []string) []string {
	before := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, next := range t.imports(queue[0]) {
			if _, seen := before[next]; seen {
				continue
			}
			before[next] = queue[0]
			if matchAny(to, t.short(next)) {
				var way []string
				for at := next; at != from; at = before[at] {
					way = append(way, t.short(at))
				}
				slices.Reverse(way)
				return way
			}
			queue = append(queue, next)
		}
	}
	return nil
}

func (t Tree) imports(path string) []string {
	if own, ok := t.Own[path]; ok {
		return own.Imports
	}
	return t.Outside[path]
}

func (t Tree) find(list []Arrow, imp string) *Arrow {
	name := t.short(imp)
	for i, a := range list {
		var hit bool
		switch a.To {
		case Std:
			hit = t.isStd(imp)
		case Own:
			hit = t.isOwn(imp)
		case Outside:
			hit = !t.isStd(imp) && !t.isOwn(imp)
		default:
			hit = match(a.To, name)
		}
		if hit {
			return &list[i]
		}
	}
	return nil
}

func (t Tree) isOwn(path string) bool {
	return path == t.Module || strings.HasPrefix(path, t.Module+"/")
}

// isStd goes by the rule of the go command: only the standard library has a first element without a dot.
func (t Tree) isStd(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !t.isOwn(path) && !strings.Contains(first, ".")
}

// short is the name of a package in the tables: our own without the module, the root as "main".
func (t Tree) short(path string) string {
	if path == t.Module {
		return "main"
	}
	return strings.TrimPrefix(path, t.Module+"/")
}

func matchAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return match(p, name) })
}

// match holds for the name itself; with /... at the end of the pattern for everything below it as well; with * at its
// start for every name that ends like the rest.
func match(pattern, name string) bool {
	if end, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(name, end)
	}
	base, below := strings.CutSuffix(pattern, "/...")
	return name == base || below && strings.HasPrefix(name, base+"/")
}
