package arrows

import (
	"slices"
	"strings"
	"testing"
)

const mod = "example"

// tree is a small house that keeps every arrow.
func tree() Tree {
	return Tree{
		Module: mod,
		Own: map[string]Source{
			mod:                                {Imports: []string{"os", mod + "/app/desktop"}},
			mod + "/app/desktop":               {Imports: []string{"fyne.io/fyne/v2/app", mod + "/app/ui", mod + "/internal/store/sqlite", "net/http"}},
			mod + "/app/terminal":              {Imports: []string{mod + "/app/ui", mod + "/internal/store/sqlite"}},
			mod + "/app/ui":                    {Imports: []string{"fyne.io/fyne/v2", mod + "/inbox", mod + "/assets", mod + "/internal/words"}},
			mod + "/assets":                    {Imports: []string{"embed"}},
			mod + "/accounts":                  {Imports: []string{"context", mod + "/internal/people"}},
			mod + "/publishing":                {Imports: []string{"net/url", mod + "/accounts", "github.com/google/uuid"}},
			mod + "/review":                    {Imports: []string{mod + "/internal/trail"}},
			mod + "/inbox":                     {Imports: []string{mod + "/accounts"}},
			mod + "/internal/people":           {Imports: []string{"time"}},
			mod + "/internal/trail":            {Imports: []string{mod + "/internal/people", "github.com/emmansun/gmsm/sm3"}},
			mod + "/internal/words":            {Imports: []string{"unicode", mod + "/assets"}},
			mod + "/internal/store/sqlite":     {Imports: []string{"database/sql", "github.com/mattn/go-sqlite3"}},
			mod + "/internal/store/postgres":   {Imports: []string{"database/sql", "github.com/jackc/pgx/v5"}},
			mod + "/internal/platforms/weibo":  {Imports: []string{"net/http", mod + "/publishing", "golang.org/x/oauth2"}, Tests: []string{mod + "/internal/platforms/drill"}},
			mod + "/internal/platforms/drill":  {Imports: []string{"net/http"}},
			mod + "/internal/platforms/wechat": {Imports: []string{"net/http", mod + "/inbox"}},
		},
		Outside: map[string][]string{
			"github.com/bridge/orm":   {"github.com/bridge/inner"},
			"github.com/bridge/inner": {"github.com/jackc/pgx/v5"},
			"fyne.io/fyne/v2":         {"image"},
		},
	}
}

func TestGoodHouse(t *testing.T) {
	if found := Check(tree(), Rooms(), Bars()); len(found) != 0 {
		t.Fatal(found)
	}
}

// One arrow is added to the good house at a time; the gate must name the package, the import and a reason.
func TestBrokenArrows(t *testing.T) {
	for _, c := range []struct{ from, to, what string }{
		{"/review", mod + "/accounts", "imports accounts"},
		{"/review", mod + "/publishing", "imports publishing"},
		{"/accounts", mod + "/publishing", "imports publishing"},
		{"/accounts", mod + "/inbox", "imports inbox"},
		{"/inbox", mod + "/review", "imports review"},
		{"/inbox", mod + "/publishing", "imports publishing"},
		{"/publishing", "database/sql", "imports database/sql"},
		{"/publishing", "net/http", "imports net/http"},
		{"/publishing", "net/http/httptest", "imports net/http/httptest"},
		{"/publishing", "os/exec", "imports os/exec"},
		{"/publishing", "golang.org/x/oauth2", "imports golang.org/x/oauth2"},
		{"/publishing", "github.com/robfig/cron/v3", "imports github.com/robfig/cron/v3"},
		{"/inbox", "fyne.io/fyne/v2", "imports fyne.io/fyne/v2"},
		{"/inbox", mod + "/internal/store/sqlite", "imports internal/store/sqlite"},
		{"/inbox", mod + "/internal/platforms/weibo", "imports internal/platforms/weibo"},
		{"/inbox", mod + "/app/ui", "imports app/ui"},
		{"/internal/people", mod + "/accounts", "imports accounts"},
		{"/internal/people", "github.com/uptrace/bun", "imports github.com/uptrace/bun"},
		{"/internal/trail", "database/sql", "imports database/sql"},
		{"/internal/trail", mod + "/assets", "imports assets"},
		{"/internal/words", mod + "/internal/people", "imports internal/people"},
		{"/internal/words", "net/http", "imports net/http"},
		{"/review", mod + "/internal/words", "imports internal/words"},
		{"/internal/store/sqlite", "fyne.io/fyne/v2", "imports fyne.io/fyne/v2"},
		{"/internal/store/sqlite", mod + "/internal/platforms/weibo", "imports internal/platforms/weibo"},
		{"/internal/store/sqlite", "net/http", "imports net/http"},
		{"/internal/platforms/weibo", mod + "/internal/store/sqlite", "imports internal/store/sqlite"},
		{"/internal/platforms/weibo", mod + "/app/ui", "imports app/ui"},
		{"/internal/platforms/weibo", mod + "/internal/platforms/drill", "imports internal/platforms/drill"},
		{"/internal/platforms/drill", mod + "/internal/platforms/weibo", "imports internal/platforms/weibo"},
		{"/internal/platforms/drill", mod + "/publishing", "imports publishing"},
		{"/app/ui", mod + "/internal/store/sqlite", "imports internal/store/sqlite"},
		{"/app/ui", mod + "/internal/platforms/weibo", "imports internal/platforms/weibo"},
		{"/app/ui", mod + "/app/desktop", "imports app/desktop"},
		{"/app/ui", "net/http", "imports net/http"},
		{"/app/ui", "database/sql", "imports database/sql"},
		{"/app/ui", "fyne.io/fyne/v2/app", "imports fyne.io/fyne/v2/app"},
		{"/app/terminal", "fyne.io/fyne/v2/app", "imports fyne.io/fyne/v2/app"},
		{"/app/terminal", mod + "/app/desktop", "reaches app/desktop -> fyne.io/fyne/v2/app"},
		{"/app/terminal", "github.com/mattn/go-sqlite3", "imports github.com/mattn/go-sqlite3"},
		{"/app/desktop", "github.com/jackc/pgx/v5/pgxpool", "imports github.com/jackc/pgx/v5/pgxpool"},
		{"/app/desktop", mod + "/internal/store/postgres", "reaches internal/store/postgres -> github.com/jackc/pgx/v5"},
		{"", "github.com/jackc/pgx/v5", "imports github.com/jackc/pgx/v5"},
		{"/internal/store/sqlite", "github.com/bridge/orm", "reaches github.com/bridge/orm -> github.com/bridge/inner -> github.com/jackc/pgx/v5"},
		{"/assets", mod + "/internal/people", "imports internal/people"},
		{"/app/desktop", "testing", "imports testing"},
		{"/internal/gizmo", "context", "stands in no room of the house"},
		{"/oddity", "context", "stands in no room of the house"},
	} {
		bad := tree()
		s := bad.Own[mod+c.from]
		s.Imports = append(slices.Clone(s.Imports), c.to)
		bad.Own[mod+c.from] = s
		where := bad.short(mod + c.from)
		if !slices.ContainsFunc(Check(bad, Rooms(), Bars()), func(b Break) bool {
			return b.Where == where && b.What == c.what && b.Why != ""
		}) {
			t.Errorf("%s with %s: want %q, got %v", where, c.to, c.what, Check(bad, Rooms(), Bars()))
		}
	}
}

// A desk's tests may use a real database, but nobody's tests may open a window.
func TestImportsOfTests(t *testing.T) {
	h := tree()
	h.Own[mod+"/inbox"] = Source{Tests: []string{mod + "/internal/store/sqlite", "testing", "net/http"}}
	if found := Check(h, Rooms(), Bars()); len(found) != 0 {
		t.Errorf("free tests: %v", found)
	}
	h.Own[mod+"/app/ui"] = Source{Tests: []string{"fyne.io/fyne/v2/app"}}
	if found := Check(h, Rooms(), Bars()); len(found) != 1 || found[0].Where != "app/ui" {
		t.Errorf("a window in a test of app/ui: %v", found)
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"review", "review", true},
		{"review", "review/screening", false},
		{"review/...", "review", true},
		{"review/...", "review/screening", true},
		{"review/...", "reviewers", false},
		{"fyne.io/...", "fyne.io/fyne/v2", true},
		{"net/http/...", "net/url", false},
		{"*test", "internal/store/storetest", true},
		{"*test", "internal/store/storetest/rows", false},
	} {
		if got := match(c.pattern, c.name); got != c.want {
			t.Errorf("match(%q, %q) = %v", c.pattern, c.name, got)
		}
	}
}

func TestBreakSaysEverything(t *testing.T) {
	s := Break{"inbox", "imports review", "because"}.String()
	for _, part := range []string{"inbox", "imports review", "because"} {
		if !strings.Contains(s, part) {
			t.Errorf("%q lacks %q", s, part)
		}
	}
}
