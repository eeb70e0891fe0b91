package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/internal/problem"
	"huiying/internal/store/postgres"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/store/storetest"
	"huiying/internal/unit"
)

func TestProgramsThatStartAtOnce(t *testing.T) {
	address := storetest.PostgresSchema(t)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			s, err := postgres.Open(t.Context(), address)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	db := storetest.Connect(t, address)
	var all, distinct int
	_, err := db.One(t.Context(), []any{&all, &distinct}, "SELECT count(*), count(DISTINCT version_id) FROM goose_db_version")
	if err != nil || all != distinct || all < 2 {
		t.Errorf("%d notes of %d schema files, %v", all, distinct, err)
	}
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	_, err := postgres.Open(t.Context(), "postgres://%zz")
	if problem.KindOf(err) != problem.Invalid {
		t.Errorf("no address: %v", err)
	}
	_, err = postgres.Open(t.Context(), "postgres://huiying:sesame@127.0.0.1:1/none?connect_timeout=2")
	if problem.KindOf(err) != problem.Unavailable || strings.Contains(problem.Words(err), "sesame") {
		t.Errorf("nobody listens: %v", err)
	}
}

// A deadlock is nobody's fault: one of the two units runs again, and both are written.
func TestADeadlockRunsAgain(t *testing.T) {
	db := storetest.Postgres(t)
	work, settings := unit.New(db), core.NewSettings(db)
	write := func(ctx context.Context, names ...string) error {
		var err error
		for _, n := range names {
			err = errors.Join(err, settings.Set(ctx, n, n))
		}
		return err
	}
	if err := work.Do(t.Context(), func(ctx context.Context) error { return write(ctx, "a", "b") }); err != nil {
		t.Fatal(err)
	}
	var met sync.WaitGroup
	met.Add(2)
	var once [2]sync.Once
	runs := [2]int{}
	done := make(chan error, 2)
	for i, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		go func() {
			done <- work.Do(t.Context(), func(ctx context.Context) error {
				runs[i]++
				if err := write(ctx, order[0]); err != nil {
					return err
				}
				once[i].Do(func() { met.Done(); met.Wait() })
				return write(ctx, order[1])
			})
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if runs[0]+runs[1] < 3 {
		t.Errorf("runs %v: there was no deadlock and the test shows nothing", runs)
	}
}

// A connection that is cut during a unit leaves nothing, tells so, and the next unit gets a good one.
func TestALostConnection(t *testing.T) {
	db := storetest.Postgres(t)
	work, settings := unit.New(db), core.NewSettings(db)
	begun := time.Now()
	err := work.Do(t.Context(), func(ctx context.Context) error {
		if err := settings.Set(ctx, "a", "b"); err != nil {
			return err
		}
		var pid int
		if _, err := db.One(ctx, []any{&pid}, "SELECT pg_backend_pid()"); err != nil {
			return err
		}
		var ok bool
		if _, err := db.One(t.Context(), []any{&ok}, "SELECT pg_terminate_backend(?)", pid); err != nil || !ok {
			t.Errorf("cut: %v %v", ok, err)
		}
		return settings.Set(ctx, "c", "d")
	})
	if problem.KindOf(err) != problem.Unavailable || time.Since(begun) > 10*time.Second {
		t.Errorf("a lost connection: %v (%s)", err, problem.KindOf(err))
	}
	if _, ok, err := settings.Get(t.Context(), "a"); ok || err != nil {
		t.Errorf("half a unit is there: %v %v", ok, err)
	}
	if err := work.Do(t.Context(), func(ctx context.Context) error { return settings.Set(ctx, "a", "b") }); err != nil {
		t.Errorf("the next unit: %v", err)
	}
}

// Cut just before the commit, nobody can know: the sentence says that and does not claim that nothing was written.
func TestAConnectionLostAtTheCommit(t *testing.T) {
	db := storetest.Postgres(t)
	err := unit.New(db).Do(t.Context(), func(ctx context.Context) error {
		var pid int
		if _, err := db.One(ctx, []any{&pid}, "SELECT pg_backend_pid()"); err != nil {
			return err
		}
		var ok bool
		_, err := db.One(t.Context(), []any{&ok}, "SELECT pg_terminate_backend(?)", pid)
		time.Sleep(100 * time.Millisecond)
		return err
	})
	if k := problem.KindOf(err); k != problem.Unknown && k != problem.Unavailable {
		t.Errorf("a connection lost at the commit: %v (%s)", err, k)
	}
}
