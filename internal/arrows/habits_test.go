package arrows

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const comment = "// Package good is a room of the test and does nothing that anybody would miss.\n"

func habits(t *testing.T, files map[string]string) []string {
	t.Helper()
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	found, err := Habits(m)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, b := range found {
		if b.Why == "" {
			t.Errorf("%v gives no reason", b)
		}
		said = append(said, b.Where+": "+b.What)
	}
	return said
}

func TestGoodHabits(t *testing.T) {
	said := habits(t, map[string]string{
		"good/good.go": comment + `package good

import (
	"context"
	"errors"
)

var ErrGone = errors.New("gone")
var table = map[string]int{"a": 1}
var _ error = ErrGone

func Look(ctx context.Context, table []int) int {
	table[0] = 1 // a parameter of the same name
	for i := range table {
		table[i]++
	}
	return read() + context.Cause(ctx).(interface{ N() int }).N()
}

func read() int { return table["a"] }
`,
		"good/good_test.go": "package good\nimport \"context\"\nvar last int\nfunc f() { last++; _ = context.Background() }\n",
		"suite/suite.go":    "// Package suite states promises that several rooms have to keep in their tests.\npackage suite\nimport (\"context\"; \"testing\")\nfunc Run(t *testing.T) { _ = context.Background() }\n",
		"main.go":           "// Huiying is a program whose main function starts everything there is.\npackage main\nimport \"context\"\nfunc main() { _ = context.Background() }\n",
		"out/junk.go":       "not go at all",
		".cache/junk.go":    "not go at all",
		"x/testdata/y.go":   "not go at all",
		"assets/page.md":    strings.Repeat("long\n", 4000),
	})
	if len(said) != 0 {
		t.Error(said)
	}
}

func TestBadHabits(t *testing.T) {
	const head = comment + "package good\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"long file", map[string]string{"good/a.go": head + strings.Repeat("\n", 399)}, "good/a.go: 401 lines, 400 at most"},
		{"long test", map[string]string{"good/a.go": head, "good/a_test.go": "package good\n" + strings.Repeat("\n", 600)}, "good/a_test.go: 601 lines, 600 at most"},
		{"long sql", map[string]string{"good/1.sql": strings.Repeat("\n", 401)}, "good/1.sql: 401 lines, 400 at most"},
		{"long package", map[string]string{
			"good/a.go": head + strings.Repeat("\n", 397),
			"good/b.go": "package good\n" + strings.Repeat("\n", 398),
			"good/c.go": "package good\n" + strings.Repeat("\n", 398),
			"good/d.go": "package good\n" + strings.Repeat("\n", 398),
		}, "good: 1596 lines of code, 1500 at most"},
		{"no comment", map[string]string{"good/a.go": "package good\n"}, "good: 0 package comments"},
		{"two comments", map[string]string{"good/a.go": head, "good/b.go": head}, "good: 2 package comments"},
		{"empty comment", map[string]string{"good/a.go": "// Package good is good.\npackage good\n"}, "good/a.go:2: the package comment says too little"},
		{"wrong name", map[string]string{"good/a.go": strings.Replace(comment, "good", "evil", 1) + "package good\n"}, "good/a.go:2: the package comment says too little"},
		{"init", map[string]string{"good/a.go": head + "func init() {}\n"}, "good/a.go:3: func init"},
		{"init in a test", map[string]string{"good/a.go": head, "good/a_test.go": "package good\nfunc init() {}\n"}, "good/a_test.go:2: func init"},
		{"root context", map[string]string{"good/a.go": head + "import \"context\"\nvar c = context.Background()\n"}, "good/a.go:4: context.Background"},
		{"renamed root context", map[string]string{"good/a.go": head + "import c \"context\"\nfunc f() { c.TODO() }\n"}, "good/a.go:4: context.TODO"},
		{"counter", map[string]string{"good/a.go": head + "var n int\nfunc f() { n++ }\n"}, "good/a.go:4: the package variable n is changed"},
		{"other file", map[string]string{"good/a.go": head + "var n int\n", "good/b.go": "package good\nfunc f() { n = 2 }\n"}, "good/b.go:2: the package variable n is changed"},
		{"filled map", map[string]string{"good/a.go": head + "var m = map[int]int{}\nfunc f() { m[1] = 2 }\n"}, "good/a.go:4: the package variable m is changed"},
		{"deleted key", map[string]string{"good/a.go": head + "var m = map[int]int{1: 2}\nfunc f() { delete(m, 1) }\n"}, "good/a.go:4: the package variable m is changed"},
		{"field", map[string]string{"good/a.go": head + "var s struct{ n []int }\nfunc f() { s.n[0] = 1 }\n"}, "good/a.go:4: the package variable s is changed"},
		{"address", map[string]string{"good/a.go": head + "var n int\nfunc f() *int { return &n }\n"}, "good/a.go:4: the package variable n is changed"},
		{"range", map[string]string{"good/a.go": head + "var n int\nfunc f() { for n = range 3 {} }\n"}, "good/a.go:4: the package variable n is changed"},
		{"empty map", map[string]string{"good/a.go": head + "var m = make(map[int]int)\n"}, "good/a.go:3: the package variable m exists to change"},
		{"mutex", map[string]string{"good/a.go": head + "import \"sync\"\nvar mu sync.Mutex\n"}, "good/a.go:4: the package variable mu exists to change"},
		{"atomic", map[string]string{"good/a.go": head + "import \"sync/atomic\"\nvar p atomic.Pointer[int]\n"}, "good/a.go:4: the package variable p exists to change"},
		{"channel", map[string]string{"good/a.go": head + "var c chan int\n"}, "good/a.go:3: the package variable c exists to change"},
		{"other package", map[string]string{"good/a.go": head + "import \"os\"\nfunc f() { os.Args = nil }\n"}, "good/a.go:4: a variable of the package os is changed"},
	} {
		if said := habits(t, c.files); !slices.Equal(said, []string{c.want}) {
			t.Errorf("%s: want %q, got %q", c.name, c.want, said)
		}
	}
}

func TestUnreadableSource(t *testing.T) {
	if _, err := Habits(fstest.MapFS{"a.go": {Data: []byte("pakcage a")}}); err == nil {
		t.Error("source that does not parse is not reported")
	}
}
