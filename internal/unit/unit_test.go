package unit

import (
	"context"
	"errors"
	"slices"
	"testing"
)

type fakeTx struct{ store *fakeStore }

func (t fakeTx) Commit() error {
	if len(t.store.commitErr) > 0 {
		err := t.store.commitErr[0]
		t.store.commitErr = t.store.commitErr[1:]
		return err
	}
	t.store.commits++
	return nil
}

func (t fakeTx) Rollback() error { t.store.rollbacks++; return nil }

type fakeStore struct {
	begins, commits, rollbacks int
	commitErr                  []error
}

var errSerial = errors.New("serialization")

func (s *fakeStore) Begin(context.Context) (Tx, error) { s.begins++; return fakeTx{s}, nil }
func (s *fakeStore) Again(err error) bool              { return errors.Is(err, errSerial) }

func TestNestedUnitsShareOneTransaction(t *testing.T) {
	s := &fakeStore{}
	w := New(s)
	var order []string
	err := w.Do(t.Context(), func(ctx context.Context) error {
		After(ctx, func() { order = append(order, "outer") })
		outer, _ := Current(ctx)
		return w.Do(ctx, func(ctx context.Context) error {
			inner, err := Current(ctx)
			if err != nil || inner != outer {
				t.Errorf("inner unit has its own transaction (%v)", err)
			}
			After(ctx, func() { order = append(order, "inner") })
			if len(order) != 0 {
				t.Error("After ran before the commit")
			}
			return nil
		})
	})
	if err != nil || s.begins != 1 || s.commits != 1 {
		t.Errorf("begins %d commits %d err %v", s.begins, s.commits, err)
	}
	if !slices.Equal(order, []string{"outer", "inner"}) {
		t.Errorf("after = %v", order)
	}
}

func TestFailureRollsBackAndForgetsAfter(t *testing.T) {
	s := &fakeStore{}
	want := errors.New("no")
	err := New(s).Do(t.Context(), func(ctx context.Context) error {
		After(ctx, func() { t.Error("After ran though the unit failed") })
		return want
	})
	if !errors.Is(err, want) || s.commits != 0 || s.rollbacks != 1 {
		t.Errorf("commits %d rollbacks %d err %v", s.commits, s.rollbacks, err)
	}
}

func TestSwallowedInnerFailureCannotCommit(t *testing.T) {
	s := &fakeStore{}
	w := New(s)
	err := w.Do(t.Context(), func(ctx context.Context) error {
		_ = w.Do(ctx, func(context.Context) error { return errors.New("inner") })
		return nil
	})
	if err == nil || s.commits != 0 {
		t.Errorf("half a unit was committed (err %v)", err)
	}
}

func TestSerializationFailureRunsAgain(t *testing.T) {
	s := &fakeStore{commitErr: []error{errSerial, errSerial}}
	runs, after := 0, 0
	err := New(s).Do(t.Context(), func(ctx context.Context) error {
		runs++
		After(ctx, func() { after++ })
		return nil
	})
	if err != nil || runs != 3 || s.commits != 1 || after != 1 {
		t.Errorf("runs %d commits %d after %d err %v", runs, s.commits, after, err)
	}
	s = &fakeStore{commitErr: []error{errSerial, errSerial, errSerial, errSerial}}
	if err := New(s).Do(t.Context(), func(context.Context) error { return nil }); !errors.Is(err, errSerial) {
		t.Errorf("gave up with %v", err)
	}
}

func TestContextIsOverAfterTheUnit(t *testing.T) {
	w := New(&fakeStore{})
	var kept context.Context
	if err := w.Do(t.Context(), func(ctx context.Context) error { kept = ctx; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := Current(kept); !errors.Is(err, ErrOver) {
		t.Errorf("Current = %v, want ErrOver", err)
	}
	if err := w.Do(kept, func(context.Context) error { return nil }); !errors.Is(err, ErrOver) {
		t.Errorf("Do on a dead context = %v, want ErrOver", err)
	}
}

func TestPanicRollsBack(t *testing.T) {
	s := &fakeStore{}
	func() {
		defer func() { _ = recover() }()
		_ = New(s).Do(t.Context(), func(context.Context) error { panic("x") })
	}()
	if s.rollbacks != 1 {
		t.Errorf("rollbacks = %d", s.rollbacks)
	}
}

func TestAfterOutsideRunsAtOnce(t *testing.T) {
	ran := false
	After(t.Context(), func() { ran = true })
	if !ran {
		t.Error("After outside a unit must run at once")
	}
	if tx, err := Current(t.Context()); tx != nil || err != nil {
		t.Errorf("Current outside a unit = %v, %v", tx, err)
	}
}
