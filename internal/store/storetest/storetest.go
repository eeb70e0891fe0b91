// Package storetest is the promises of the stores as tests, one file for each desk, and the two databases to run them
// on. An implementation's own test only names a database; nothing here is part of the program.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops a test's schema

	"huiying/internal/store/postgres"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore"
	"huiying/internal/unit"
)

// Variable names the environment variable that holds the address of a PostgreSQL for tests.
const Variable = "HUIYING_TEST_POSTGRES"

// Open opens a fresh, empty store that is gone when the test ends.
type Open func(t *testing.T) *sqlstore.DB

// SQLite opens a fresh SQLite file.
func SQLite(t *testing.T) *sqlstore.DB {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "huiying.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s.DB
}

// Postgres opens a fresh schema of its own in the test database.
func Postgres(t *testing.T) *sqlstore.DB {
	t.Helper()
	return Connect(t, PostgresSchema(t))
}

// PostgresSchema makes a fresh schema in the test database, to be dropped when the test ends, and returns an address
// that leads into it: for tests in which several programs share one database.
func PostgresSchema(t *testing.T) string {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		t.Fatalf("%s is not set: it names the PostgreSQL that this test needs; `make test` starts one and sets it", Variable)
	}
	schema := "t_" + strings.ReplaceAll(unit.NewID(), "-", "")
	run(t, t.Context(), address, "CREATE SCHEMA "+schema)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
		defer cancel()
		run(t, ctx, address, "DROP SCHEMA "+schema+" CASCADE")
	})
	inside, err := With(address, "search_path", schema)
	if err != nil {
		t.Fatal(err)
	}
	return inside
}

// Connect opens one more program on the PostgreSQL at address.
func Connect(t *testing.T, address string) *sqlstore.DB {
	t.Helper()
	s, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s.DB
}

// With returns a PostgreSQL address, of either form, with one more setting for its sessions.
func With(address, name, value string) (string, error) {
	if !strings.Contains(address, "://") {
		return fmt.Sprintf("%s %s='%s'", address, name, value), nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String(), nil
}

func run(t *testing.T, ctx context.Context, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}
