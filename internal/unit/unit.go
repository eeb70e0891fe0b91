// Package unit is the unit of work: everything that must be written together or not at all. It carries the store's
// transaction in the context and runs what has to happen after the commit. It knows no database; a store gives it a
// Beginner and asks Current for the transaction that a context belongs to.
package unit

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Tx is an open transaction of the store.
type Tx interface {
	Commit() error
	Rollback() error
}

// Beginner opens transactions.
type Beginner interface {
	// Begin opens a writing transaction. It waits for the writer for a bounded time and then returns a problem.Busy.
	Begin(ctx context.Context) (Tx, error)
	// Again tells whether err is a serialization failure, after which the whole unit may run once more.
	Again(err error) bool
}

// ErrOver is returned for a context that is used after its unit has ended.
var ErrOver = errors.New("unit: the unit of this context is over")

// errBroken is why an outer unit cannot commit after an inner one failed and the failure was swallowed.
var errBroken = errors.New("unit: an inner unit failed; nothing can be committed")

const (
	tries = 4
	pause = 15 * time.Millisecond
)

// Work runs units on one store. It is safe for concurrent use.
type Work struct{ begin Beginner }

// New returns a Work over a store.
func New(b Beginner) *Work { return &Work{begin: b} }

// Do runs f as one unit: all writes made with f's context commit together, or none does. A Do inside a Do joins the
// outer unit; if the inner one fails the outer cannot commit either. After a serialization failure f runs again, up to
// four times, so f must touch nothing outside the store, and no goroutine may keep its context. Functions given to After
// run once the outermost unit has committed.
func (w *Work) Do(ctx context.Context, f func(ctx context.Context) error) error {
	if s := scopeOf(ctx); s != nil && s.owner == w {
		return s.join(ctx, f)
	}
	var err error
	for try := range tries {
		if try > 0 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(pause << try):
			}
		}
		if err = w.once(ctx, f); err == nil || !w.begin.Again(err) {
			return err
		}
	}
	return err
}

func (w *Work) once(ctx context.Context, f func(ctx context.Context) error) (err error) {
	tx, err := w.begin.Begin(ctx)
	if err != nil {
		return err
	}
	s := &scope{owner: w, tx: tx}
	done := false
	defer func() {
		s.end()
		if !done {
			_ = tx.Rollback()
		}
	}()
	if err := f(context.WithValue(ctx, scopeKey{}, s)); err != nil {
		return err
	}
	if s.isBroken() {
		return errBroken
	}
	s.end()
	if err := tx.Commit(); err != nil {
		return err
	}
	done = true
	for _, g := range s.after {
		g()
	}
	return nil
}

// Current returns the transaction that ctx belongs to, nil when it belongs to none, and ErrOver when its unit has ended.
func Current(ctx context.Context) (Tx, error) {
	s := scopeOf(ctx)
	if s == nil {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return nil, ErrOver
	}
	return s.tx, nil
}

// After has g run once the outermost unit of ctx has committed, in the order of the calls; never when it rolls back.
// Outside a unit g runs at once. g gets no context on purpose: that of the unit is over by then.
func After(ctx context.Context, g func()) {
	s := scopeOf(ctx)
	if s == nil {
		g()
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after = append(s.after, g)
}

// NewID returns a fresh UUIDv7: ids sort by the time they were made, and whoever gives a command makes them.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

type scopeKey struct{}

type scope struct {
	owner *Work
	tx    Tx

	mu     sync.Mutex
	over   bool
	broken bool
	after  []func()
}

func scopeOf(ctx context.Context) *scope {
	s, _ := ctx.Value(scopeKey{}).(*scope)
	return s
}

func (s *scope) join(ctx context.Context, f func(ctx context.Context) error) error {
	s.mu.Lock()
	over := s.over
	s.mu.Unlock()
	if over {
		return ErrOver
	}
	err := f(ctx)
	if err != nil {
		s.mu.Lock()
		s.broken = true
		s.mu.Unlock()
	}
	return err
}

func (s *scope) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
}

func (s *scope) isBroken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}
