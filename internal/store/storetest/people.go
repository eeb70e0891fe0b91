package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/unit"
)

// noon is a time with microseconds, which both databases keep, and nothing finer.
var noon = time.Date(2026, 11, 18, 4, 0, 0, 123456000, time.UTC)

// do runs f as one unit and fails the test when the unit does.
func do(t *testing.T, db *sqlstore.DB, f func(ctx context.Context) error) {
	t.Helper()
	if err := unit.New(db).Do(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// wantKind runs f as one unit that must fail with a problem of this kind.
func wantKind(t *testing.T, db *sqlstore.DB, kind problem.Kind, what string, f func(ctx context.Context) error) {
	t.Helper()
	if err := unit.New(db).Do(t.Context(), f); problem.KindOf(err) != kind {
		t.Errorf("%s: %v, want a %s", what, err, kind)
	}
}

// People is what a people.Store promises.
func People(t *testing.T, open Open) {
	t.Run("unit", func(t *testing.T) { peopleUnit(t, open(t)) })
	t.Run("persons", func(t *testing.T) { persons(t, open(t)) })
	t.Run("names", func(t *testing.T) { sameNames(t, open(t)) })
	t.Run("credentials", func(t *testing.T) { credentials(t, open(t)) })
	t.Run("two failures at once", func(t *testing.T) { twoFailures(t, open(t)) })
	t.Run("two changes at once", func(t *testing.T) { twoChanges(t, open(t)) })
}

func peopleUnit(t *testing.T, db *sqlstore.DB) {
	s := core.NewPeople(db)
	if _, err := s.Unit(t.Context()); problem.KindOf(err) != problem.Missing {
		t.Errorf("before the first run: %v", err)
	}
	wantKind(t, db, problem.Missing, "holding the staff before the first run", s.Hold)
	u := people.Unit{ID: "u", Name: "望川市政务服务和数据管理局", Office: "新媒体中心", CreditCode: "91350100M000100Y43"}
	do(t, db, func(ctx context.Context) error { return s.SaveUnit(ctx, people.Unit{ID: "u", Name: "旧名"}) })
	do(t, db, func(ctx context.Context) error { return s.SaveUnit(ctx, u) })
	wantKind(t, db, problem.Conflict, "a second unit", func(ctx context.Context) error {
		return s.SaveUnit(ctx, people.Unit{ID: "v", Name: "另一个"})
	})
	if got, err := s.Unit(t.Context()); err != nil || got != u {
		t.Errorf("unit = %+v, %v", got, err)
	}
}

func persons(t *testing.T, db *sqlstore.DB) {
	s := core.NewPeople(db)
	want := []people.Person{
		{ID: "z", Name: "李敏", Position: "主任", Roles: []people.Role{people.Officer, people.Checker}, Added: noon},
		{ID: "a", Name: "王芳", Roles: []people.Role{}, Added: noon},
		{ID: "m", Name: "赵强", Roles: []people.Role{people.Approver}, Added: noon.Add(-time.Hour), Departed: noon},
	}
	do(t, db, func(ctx context.Context) error {
		for _, p := range want {
			if err := s.SavePerson(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
	want[0].Position, want[0].Roles = "副主任", []people.Role{people.Administrator}
	do(t, db, func(ctx context.Context) error { return s.SavePerson(ctx, want[0]) })
	if got, err := s.People(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("people = %+v, %v; want %+v", got, err, want)
	}
	if got, err := s.Person(t.Context(), "m"); err != nil || !reflect.DeepEqual(got, want[2]) {
		t.Errorf("person = %+v, %v", got, err)
	}
	if _, err := s.Person(t.Context(), "nobody"); problem.KindOf(err) != problem.Missing {
		t.Errorf("nobody: %v", err)
	}
}

func sameNames(t *testing.T, db *sqlstore.DB) {
	s := core.NewPeople(db)
	save := func(id people.ID, departed time.Time) func(context.Context) error {
		return func(ctx context.Context) error {
			return s.SavePerson(ctx, people.Person{ID: id, Name: "李敏", Added: noon, Departed: departed})
		}
	}
	do(t, db, save("a", time.Time{}))
	wantKind(t, db, problem.Conflict, "two of a name", save("b", time.Time{}))
	do(t, db, save("a", noon))
	do(t, db, save("b", time.Time{}))
	wantKind(t, db, problem.Conflict, "coming back to a name that is taken", save("a", time.Time{}))
	if all, err := s.People(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("people = %+v, %v", all, err)
	}
}

func credentials(t *testing.T, db *sqlstore.DB) {
	s := core.NewPeople(db)
	do(t, db, func(ctx context.Context) error {
		return s.SavePerson(ctx, people.Person{ID: "a", Name: "李敏", Added: noon})
	})
	if got, err := s.Credential(t.Context(), "a"); err != nil || got != (people.Credential{}) {
		t.Errorf("no credential yet: %+v, %v", got, err)
	}
	for _, want := range []people.Credential{{Hash: "h1"}, {Hash: "h2", Failures: 3, LockedUntil: noon}} {
		do(t, db, func(ctx context.Context) error { return s.SaveCredential(ctx, "a", want) })
		if got, err := s.Credential(t.Context(), "a"); err != nil || got != want {
			t.Errorf("credential = %+v, %v; want %+v", got, err, want)
		}
	}
	err := unit.New(db).Do(t.Context(), func(ctx context.Context) error {
		return s.SaveCredential(ctx, "nobody", people.Credential{Hash: "h"})
	})
	if err == nil {
		t.Error("a credential of nobody was stored")
	}
}

// twoFailures counts many wrong passwords given at the same time: none may be lost, also where there is no row yet.
func twoFailures(t *testing.T, db *sqlstore.DB) {
	s, work := core.NewPeople(db), unit.New(db)
	do(t, db, func(ctx context.Context) error {
		return s.SavePerson(ctx, people.Person{ID: "a", Name: "李敏", Added: noon})
	})
	const n = 20
	for _, err := range atOnce(n, func(int) error {
		return work.Do(t.Context(), func(ctx context.Context) error {
			c, err := s.Credential(ctx, "a")
			c.Failures++
			return errors.Join(err, s.SaveCredential(ctx, "a", c))
		})
	}) {
		t.Error(err)
	}
	if c, err := s.Credential(t.Context(), "a"); err != nil || c.Failures != n {
		t.Errorf("failures = %d, %v; want %d", c.Failures, err, n)
	}
}

// twoChanges has two administrators each send away one of two persons unless he is the last: one must be refused.
func twoChanges(t *testing.T, db *sqlstore.DB) {
	s, work := core.NewPeople(db), unit.New(db)
	ids := []people.ID{"a", "b"}
	for round := range 20 {
		do(t, db, func(ctx context.Context) error {
			err := s.SaveUnit(ctx, people.Unit{ID: "u", Name: "单位"})
			for _, id := range ids {
				err = errors.Join(err, s.SavePerson(ctx, people.Person{ID: id, Name: string(id), Added: noon}))
			}
			return err
		})
		refused := 0
		for _, err := range atOnce(2, func(i int) error {
			return work.Do(t.Context(), func(ctx context.Context) error {
				if err := s.Hold(ctx); err != nil {
					return err
				}
				all, err := s.People(ctx)
				if err != nil {
					return err
				}
				if !all[0].Departed.IsZero() || !all[1].Departed.IsZero() {
					return errStop
				}
				all[i].Departed = noon
				return s.SavePerson(ctx, all[i])
			})
		}) {
			if !errors.Is(err, errStop) {
				t.Error(err)
			}
			refused++
		}
		if refused != 1 {
			t.Fatalf("round %d: %d of two changes were refused", round, refused)
		}
	}
}

// atOnce runs f n times at the same time and returns the errors.
func atOnce(n int, f func(i int) error) []error {
	start, out := make(chan struct{}), make(chan error)
	for i := range n {
		go func() {
			<-start
			out <- f(i)
		}()
	}
	close(start)
	var all []error
	for range n {
		if err := <-out; err != nil {
			all = append(all, err)
		}
	}
	return all
}
