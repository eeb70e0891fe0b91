package arrows

// Bars is what has one place only, whatever room asks for it.
func Bars() []Bar {
	return []Bar{
		{
			To:   []string{"fyne.io/..."},
			But:  []string{"main", "app/desktop/...", "app/ui/...", "app/terminal/...", "app/upkeep"},
			Deep: true,
			Why:  "Fyne paints screens: it stays in the window, its screens and the terminal's pictures",
		},
		{
			To:    []string{"fyne.io/fyne/v2/app"},
			But:   []string{"main", "app/desktop/..."},
			Deep:  true,
			Tests: true,
			Why:   "fyne/v2/app needs cgo and a display; the screens and the terminal must live without",
		},
		{
			To:   []string{"github.com/jackc/..."},
			But:  []string{"internal/store/postgres/...", "internal/store/storetest/...", "app/daemon/..."},
			Deep: true,
			Why:  "pgx belongs to the server of the team mode, never to the desktop",
		},
		{
			To:  []string{"github.com/mattn/go-sqlite3/..."},
			But: []string{"internal/store/sqlite/..."},
			Why: "one package opens SQLite files",
		},
		{
			To:   []string{"github.com/mattn/go-sqlite3/..."},
			But:  []string{"internal/store/sqlite/...", "internal/store/storetest/...", "main", "app/desktop/...", "app/terminal/...", "app/upkeep", "app/house/...", "app/day/..."},
			Deep: true,
			Why:  "only the programs that keep a local file carry SQLite",
		},
		{
			To:  []string{"database/sql/...", "github.com/uptrace/bun/...", "github.com/pressly/goose/..."},
			But: []string{"internal/store/..."},
			Why: "SQL is written in the store and nowhere else",
		},
		{
			To: []string{"net/http/..."},
			But: []string{"internal/platforms/...", "app/api/...", "app/server/...", "app/remote/...",
				"app/daemon/...", "app/desktop/...", "app/terminal/...", "app/upkeep", "app/house/...", "app/day/..."},
			Why: "HTTP is spoken by the clients, the stand-ins, the team wire and the programs that tie them",
		},
		{
			To:  []string{"golang.org/x/oauth2/..."},
			But: []string{"internal/platforms/...", "app/desktop/...", "app/daemon/..."},
			Why: "a platform's authorisation is the client's business",
		},
		{
			To:  []string{"github.com/robfig/cron/..."},
			But: []string{"app/house/...", "app/desktop/...", "app/terminal/...", "app/daemon/..."},
			Why: "cron computes due times behind an interface that the wiring ties",
		},
		{
			To:  []string{"github.com/zalando/go-keyring/..."},
			But: []string{"internal/vault/...", "app/desktop/..."},
			Why: "the system keyring holds the vault's key",
		},
		{
			To:  []string{"testing/..."},
			But: []string{"*test"},
			Why: "test code stays in tests and in the suites of promises",
		},
	}
}
