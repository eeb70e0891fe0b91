package postgres_test

import (
	"testing"

	"huiying/internal/store/postgres"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/storetest"
)

func TestUnits(t *testing.T)      { storetest.Units(t, storetest.Postgres) }
func TestPeople(t *testing.T)     { storetest.People(t, storetest.Postgres) }
func TestTrail(t *testing.T)      { storetest.Trail(t, storetest.Postgres) }
func TestLedger(t *testing.T)     { storetest.Ledger(t, storetest.Postgres) }
func TestWakes(t *testing.T)      { storetest.Wakes(t, storetest.Postgres) }
func TestSettings(t *testing.T)   { storetest.Settings(t, storetest.Postgres) }
func TestSecrets(t *testing.T)    { storetest.Secrets(t, storetest.Postgres) }
func TestAppendOnly(t *testing.T) { storetest.AppendOnly(t, storetest.Postgres) }

func TestPatience(t *testing.T) {
	storetest.Patience(t, func(t *testing.T) *sqlstore.DB {
		address, err := storetest.With(storetest.PostgresSchema(t), "lock_timeout", "200")
		if err != nil {
			t.Fatal(err)
		}
		return storetest.Connect(t, address)
	})
}

func TestMigrations(t *testing.T) {
	address := storetest.PostgresSchema(t)
	storetest.Migrations(t, func(t *testing.T) (*sqlstore.DB, error) {
		s, err := postgres.Open(t.Context(), address)
		if err != nil {
			return nil, err
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.DB, nil
	})
}
