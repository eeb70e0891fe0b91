package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
	"huiying/internal/unit"
)

// AppendOnly is that the database itself refuses to change or remove what is only appended to.
func AppendOnly(t *testing.T, open Open) {
	db := open(t)
	work := unit.New(db)
	err := work.Do(t.Context(), func(ctx context.Context) error {
		entry := trail.Entry{Seq: 1, ID: "e", At: noon, Verb: "送审"}
		entry.Seal = trail.Seal(entry)
		if err := core.NewTrail(db).Append(ctx, entry); err != nil {
			return err
		}
		if err := core.NewLedger(db).Intend(ctx, intent("delivery", "d", ledger.Send, 1)); err != nil {
			return err
		}
		return core.NewLedger(db).Conclude(ctx, outcome("d-send-1", ledger.Unknown))
	})
	if err != nil {
		t.Fatal(err)
	}
	for table, statements := range map[string][]string{
		"trail":    {"UPDATE trail SET verb = 'x'", "DELETE FROM trail"},
		"intents":  {"UPDATE intents SET account = 'x'", "DELETE FROM intents"},
		"outcomes": {"UPDATE outcomes SET verdict = 'notsent'", "DELETE FROM outcomes"},
	} {
		if db.Dialect().Name() == "postgres" {
			statements = append(statements, "TRUNCATE "+table+" CASCADE")
		}
		for _, s := range statements {
			err := work.Do(t.Context(), func(ctx context.Context) error { _, err := db.Exec(ctx, s); return err })
			if err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", s, err)
			}
		}
		var n int
		if _, err := db.One(t.Context(), []any{&n}, "SELECT count(*) FROM "+table); err != nil || n != 1 {
			t.Errorf("%s has %d rows, %v", table, n, err)
		}
	}
}

// Again opens the same store once more.
type Again func(t *testing.T) (*sqlstore.DB, error)

// Migrations is that opening a store again changes nothing, and that a store which has seen a schema file of a newer
// program, whatever its number, is refused as it is. again opens one and the same store each time.
func Migrations(t *testing.T, again Again) {
	db, err := again(t)
	if err != nil {
		t.Fatal(err)
	}
	seen := versions(t, db)
	if len(seen) < 2 {
		t.Fatalf("schema files seen: %v", seen)
	}
	work := unit.New(db)
	if err := work.Do(t.Context(), func(ctx context.Context) error { return put(ctx, db, "kept") }); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if db, err = again(t); err != nil {
			t.Fatal(err)
		}
		if got := versions(t, db); !slices.Equal(got, seen) {
			t.Errorf("opened again: %v, want %v", got, seen)
		}
	}
	if got := names(t.Context(), t, db); !slices.Equal(got, []string{"kept"}) {
		t.Errorf("opened again: %v", got)
	}
	for _, newer := range []int64{9, 99999} {
		note := func(statement string) {
			t.Helper()
			if err := unit.New(db).Do(t.Context(), func(ctx context.Context) error {
				_, err := db.Exec(ctx, statement, newer)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		insert := "INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)"
		if db.Dialect().Name() == "postgres" {
			insert = "INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, true)"
		}
		note(insert)
		with := versions(t, db)
		if _, err := again(t); problem.KindOf(err) != problem.Newer {
			t.Errorf("a store with schema file %d: %v", newer, err)
		}
		if got := versions(t, db); !slices.Equal(got, with) {
			t.Errorf("a refused store was changed: %v, was %v", got, with)
		}
		note("DELETE FROM goose_db_version WHERE version_id = ?")
	}
	if _, err := again(t); err != nil {
		t.Errorf("a store that this program knows: %v", err)
	}
}

func versions(t *testing.T, db *sqlstore.DB) []int64 {
	t.Helper()
	var all []int64
	err := db.Each(t.Context(), func(scan func(...any) error) error {
		var v int64
		err := scan(&v)
		all = append(all, v)
		return err
	}, "SELECT version_id FROM goose_db_version ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	return all
}
