package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/storetest"
)

func TestUnits(t *testing.T)      { storetest.Units(t, storetest.SQLite) }
func TestPeople(t *testing.T)     { storetest.People(t, storetest.SQLite) }
func TestTrail(t *testing.T)      { storetest.Trail(t, storetest.SQLite) }
func TestLedger(t *testing.T)     { storetest.Ledger(t, storetest.SQLite) }
func TestWakes(t *testing.T)      { storetest.Wakes(t, storetest.SQLite) }
func TestSettings(t *testing.T)   { storetest.Settings(t, storetest.SQLite) }
func TestSecrets(t *testing.T)    { storetest.Secrets(t, storetest.SQLite) }
func TestAppendOnly(t *testing.T) { storetest.AppendOnly(t, storetest.SQLite) }

func TestPatience(t *testing.T) {
	storetest.Patience(t, func(t *testing.T) *sqlstore.DB { return storetest.SQLite(t).Within(200 * time.Millisecond) })
}

func TestMigrations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huiying.db")
	storetest.Migrations(t, func(t *testing.T) (*sqlstore.DB, error) {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			return nil, err
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.DB, nil
	})
}
