package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"huiying/internal/store/sqlstore"
	"huiying/internal/unit"
)

// Units is what a unit of work promises on a real database.
func Units(t *testing.T, open Open) {
	t.Run("all or nothing", func(t *testing.T) { allOrNothing(t, open(t)) })
	t.Run("nested", func(t *testing.T) { nested(t, open(t)) })
	t.Run("after", func(t *testing.T) { after(t, open(t)) })
	t.Run("over", func(t *testing.T) { over(t, open(t)) })
	t.Run("outside", func(t *testing.T) { outside(t, open(t)) })
}

var errStop = errors.New("stop")

func put(ctx context.Context, db *sqlstore.DB, name string) error {
	_, err := db.Exec(ctx, "INSERT INTO settings (name, value) VALUES (?, ?)", name, "x")
	return err
}

func names(ctx context.Context, t *testing.T, db *sqlstore.DB) []string {
	t.Helper()
	var all []string
	err := db.Each(ctx, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		all = append(all, s)
		return err
	}, "SELECT name FROM settings ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func allOrNothing(t *testing.T, db *sqlstore.DB) {
	work := unit.New(db)
	err := work.Do(t.Context(), func(ctx context.Context) error {
		if err := put(ctx, db, "a"); err != nil {
			return err
		}
		if got := names(ctx, t, db); !slices.Equal(got, []string{"a"}) {
			t.Errorf("a unit does not see its own write: %v", got)
		}
		if got := names(t.Context(), t, db); len(got) != 0 {
			t.Errorf("others see a write before its commit: %v", got)
		}
		return errStop
	})
	if !errors.Is(err, errStop) || len(names(t.Context(), t, db)) != 0 {
		t.Errorf("after a failed unit: %v, %v", names(t.Context(), t, db), err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = work.Do(t.Context(), func(ctx context.Context) error { _ = put(ctx, db, "b"); panic("x") })
	}()
	if got := names(t.Context(), t, db); len(got) != 0 {
		t.Errorf("after a panic: %v", got)
	}
	if err := work.Do(t.Context(), func(ctx context.Context) error { return put(ctx, db, "c") }); err != nil {
		t.Errorf("the writer is not free after a panic: %v", err)
	}
	if got := names(t.Context(), t, db); !slices.Equal(got, []string{"c"}) {
		t.Errorf("after a good unit: %v", got)
	}
}

func nested(t *testing.T, db *sqlstore.DB) {
	work := unit.New(db)
	err := work.Do(t.Context(), func(ctx context.Context) error {
		if err := put(ctx, db, "outer"); err != nil {
			return err
		}
		_ = work.Do(ctx, func(ctx context.Context) error {
			_ = put(ctx, db, "inner")
			return errStop
		})
		return nil
	})
	if got := names(t.Context(), t, db); err == nil || len(got) != 0 {
		t.Errorf("half a unit was written: %v, %v", got, err)
	}
	err = work.Do(t.Context(), func(ctx context.Context) error {
		if err := put(ctx, db, "outer"); err != nil {
			return err
		}
		return work.Do(ctx, func(ctx context.Context) error { return put(ctx, db, "inner") })
	})
	if got := names(t.Context(), t, db); err != nil || !slices.Equal(got, []string{"inner", "outer"}) {
		t.Errorf("a nested unit: %v, %v", got, err)
	}
}

func after(t *testing.T, db *sqlstore.DB) {
	work := unit.New(db)
	var seen []string
	err := work.Do(t.Context(), func(ctx context.Context) error {
		unit.After(ctx, func() { seen = names(t.Context(), t, db) })
		return put(ctx, db, "a")
	})
	if err != nil || !slices.Equal(seen, []string{"a"}) {
		t.Errorf("After ran before the commit could be seen: %v, %v", seen, err)
	}
	_ = work.Do(t.Context(), func(ctx context.Context) error {
		unit.After(ctx, func() { t.Error("After ran though nothing was written") })
		return errStop
	})
}

func over(t *testing.T, db *sqlstore.DB) {
	var kept context.Context
	if err := unit.New(db).Do(t.Context(), func(ctx context.Context) error { kept = ctx; return nil }); err != nil {
		t.Fatal(err)
	}
	if err := put(kept, db, "late"); !errors.Is(err, unit.ErrOver) {
		t.Errorf("a write with the context of a unit that is over: %v", err)
	}
	if _, err := db.One(kept, nil, "SELECT 1"); !errors.Is(err, unit.ErrOver) {
		t.Errorf("a read with the context of a unit that is over: %v", err)
	}
	if _, err := db.IDB(kept); !errors.Is(err, unit.ErrOver) {
		t.Errorf("IDB with the context of a unit that is over: %v", err)
	}
}

func outside(t *testing.T, db *sqlstore.DB) {
	if err := put(t.Context(), db, "a"); err == nil {
		t.Error("a write outside a unit was taken")
	}
	if got := names(t.Context(), t, db); len(got) != 0 {
		t.Errorf("a write outside a unit was stored: %v", got)
	}
}
