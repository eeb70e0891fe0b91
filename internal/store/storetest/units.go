package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/unit"
)

// Units is what a unit of work promises on a real database.
func Units(t *testing.T, open Open) {
	t.Run("all or nothing", func(t *testing.T) { allOrNothing(t, open(t)) })
	t.Run("nested", func(t *testing.T) { nested(t, open(t)) })
	t.Run("after", func(t *testing.T) { after(t, open(t)) })
	t.Run("over", func(t *testing.T) { over(t, open(t)) })
	t.Run("outside", func(t *testing.T) { outside(t, open(t)) })
	t.Run("spoiled", func(t *testing.T) { spoiled(t, open(t)) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, open(t)) })
	t.Run("another store", func(t *testing.T) { anotherStore(t, open(t), open(t)) })
}

// Patience is that a unit which does not get the writer, or a row that another holds, gives up with a sentence. open
// gives a store that waits for a fraction of a second instead of sqlstore.Patience.
func Patience(t *testing.T, open Open) {
	db := open(t)
	work, head := unit.New(db), core.NewTrail(db)
	hold := func(ctx context.Context) error { _, _, err := head.Head(ctx); return err }
	held, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- work.Do(t.Context(), func(ctx context.Context) error {
			err := hold(ctx)
			close(held)
			<-release
			return errors.Join(err, put(ctx, db, "first"))
		})
	}()
	<-held
	begun := time.Now()
	err := work.Do(t.Context(), func(ctx context.Context) error {
		return errors.Join(hold(ctx), put(ctx, db, "second"))
	})
	if problem.KindOf(err) != problem.Busy || !strings.Contains(problem.Words(err), "没有写进去") || time.Since(begun) > sqlstore.Patience {
		t.Errorf("a unit that cannot have the writer: %v after %v", err, time.Since(begun))
	}
	close(release)
	if err := <-done; err != nil {
		t.Errorf("the unit that had the writer: %v", err)
	}
	if err := work.Do(t.Context(), func(ctx context.Context) error {
		return errors.Join(hold(ctx), put(ctx, db, "third"))
	}); err != nil {
		t.Errorf("the writer was free again: %v", err)
	}
	if got := names(t.Context(), t, db); !slices.Equal(got, []string{"first", "third"}) {
		t.Errorf("written: %v", got)
	}
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

// A failed statement spoils its unit on both databases, even when its error is passed over.
func spoiled(t *testing.T, db *sqlstore.DB) {
	work := unit.New(db)
	err := work.Do(t.Context(), func(ctx context.Context) error {
		if err := errors.Join(put(ctx, db, "a"), put(ctx, db, "b")); err != nil {
			return err
		}
		if err := put(ctx, db, "a"); problem.KindOf(err) != problem.Conflict {
			t.Errorf("a second row with the same name: %v", err)
		}
		if err := put(ctx, db, "c"); err == nil {
			t.Error("a spoiled unit took one more write")
		}
		return nil
	})
	if got := names(t.Context(), t, db); problem.KindOf(err) != problem.Conflict || len(got) != 0 {
		t.Errorf("a spoiled unit: %v, written %v", err, got)
	}
}

func cancelled(t *testing.T, db *sqlstore.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	work := unit.New(db)
	err := work.Do(ctx, func(ctx context.Context) error {
		err := put(ctx, db, "a")
		cancel()
		return err
	})
	if got := names(t.Context(), t, db); !errors.Is(err, context.Canceled) || len(got) != 0 {
		t.Errorf("a cancelled unit: %v, written %v", err, got)
	}
	if err := work.Do(t.Context(), func(ctx context.Context) error { return put(ctx, db, "b") }); err != nil {
		t.Errorf("the writer is not free after a cancelled unit: %v", err)
	}
}

func anotherStore(t *testing.T, one, other *sqlstore.DB) {
	err := unit.New(one).Do(t.Context(), func(ctx context.Context) error { return put(ctx, other, "a") })
	if got := names(t.Context(), t, other); err == nil || len(got) != 0 {
		t.Errorf("a unit of one store wrote to another: %v, %v", err, got)
	}
}
