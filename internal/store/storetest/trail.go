package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
	"huiying/internal/unit"
)

// Trail is what a trail.Store promises.
func Trail(t *testing.T, open Open) {
	t.Run("entries", func(t *testing.T) { entries(t, open(t)) })
	t.Run("not after the head", func(t *testing.T) { notAfterTheHead(t, open(t)) })
	t.Run("many pages", func(t *testing.T) { manyPages(t, open(t)) })
	t.Run("many writers", func(t *testing.T) { manyWriters(t, open(t)) })
	t.Run("verify while writing", func(t *testing.T) { verifyWhileWriting(t, open(t)) })
}

func linked(n int) []trail.Entry {
	var all []trail.Entry
	prev := ""
	for i := range n {
		e := trail.Entry{Seq: int64(i + 1), ID: fmt.Sprintf("e%d", i+1), At: noon.Add(time.Duration(i) * time.Microsecond), Actor: "p",
			Name: "李敏", Verb: "送审", Kind: "post", Subject: []string{"a", "b"}[i%2], Revision: i, Detail: `{"k":"值"}`, Prev: prev}
		e.Seal = trail.Seal(e)
		prev = e.Seal
		all = append(all, e)
	}
	return all
}

func appendAll(t *testing.T, db *sqlstore.DB, all []trail.Entry) {
	t.Helper()
	s := core.NewTrail(db)
	do(t, db, func(ctx context.Context) error {
		for _, e := range all {
			if err := s.Append(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func entries(t *testing.T, db *sqlstore.DB) {
	s := core.NewTrail(db)
	if seq, seal, err := s.Head(t.Context()); seq != 0 || seal != "" || err != nil {
		t.Errorf("head of an empty trail = %d %q %v", seq, seal, err)
	}
	if r, err := trail.Verify(t.Context(), s); err != nil || r.Entries != 0 {
		t.Errorf("verifying an empty trail: %+v, %v", r, err)
	}
	want := linked(5)
	appendAll(t, db, want)
	if seq, seal, err := s.Head(t.Context()); seq != 5 || seal != want[4].Seal || err != nil {
		t.Errorf("head = %d %q %v", seq, seal, err)
	}
	var got []trail.Entry
	err := s.Walk(t.Context(), 3, func(e trail.Entry) error { got = append(got, e); return nil })
	if err != nil || !reflect.DeepEqual(got, want[2:]) {
		t.Errorf("walk from 3 = %+v, %v", got, err)
	}
	steps := 0
	if err := s.Walk(t.Context(), 1, func(trail.Entry) error { steps++; return errStop }); !errors.Is(err, errStop) || steps != 1 {
		t.Errorf("a walk that is stopped: %v after %d", err, steps)
	}
	of, err := s.Of(t.Context(), "post", "a", 2)
	if err != nil || !reflect.DeepEqual(of, []trail.Entry{want[4], want[2]}) {
		t.Errorf("of post a = %+v, %v", of, err)
	}
	if of, err := s.Of(t.Context(), "ticket", "a", 2); err != nil || len(of) != 0 {
		t.Errorf("of ticket a = %+v, %v", of, err)
	}
}

func notAfterTheHead(t *testing.T, db *sqlstore.DB) {
	s := core.NewTrail(db)
	all := linked(4)
	appendAll(t, db, all[:2])
	for name, e := range map[string]trail.Entry{"the same once more": all[1], "one left out": all[3],
		"another one before": {Seq: 3, ID: "x", At: noon, Prev: all[0].Seal}} {
		wantKind(t, db, problem.Conflict, name, func(ctx context.Context) error { return s.Append(ctx, e) })
	}
	if r, err := trail.Verify(t.Context(), s); err != nil || r.Entries != 2 {
		t.Errorf("verify = %+v, %v", r, err)
	}
}

// manyPages walks a trail that is longer than one page, and uses the store within the walk.
func manyPages(t *testing.T, db *sqlstore.DB) {
	s := core.NewTrail(db)
	appendAll(t, db, linked(1000))
	n := int64(0)
	do(t, db, func(ctx context.Context) error {
		return s.Walk(ctx, 1, func(e trail.Entry) error {
			n++
			if e.Seq != n {
				return fmt.Errorf("entry %d stands at place %d", e.Seq, n)
			}
			_, _, err := s.Head(ctx)
			return err
		})
	})
	if n != 1000 {
		t.Errorf("walked %d", n)
	}
}

// manyWriters appends 200 entries from eight writers: the line must not break.
func manyWriters(t *testing.T, db *sqlstore.DB) {
	s := core.NewTrail(db)
	log, work := trail.New(s, time.Now), unit.New(db)
	ctx := people.With(t.Context(), people.Actor{Person: "p", Name: "李敏"})
	for _, err := range atOnce(8, func(i int) error {
		for n := range 25 {
			err := work.Do(ctx, func(ctx context.Context) error {
				return log.Record(ctx, "送审", trail.On{Kind: "post", ID: fmt.Sprintf("%d-%d", i, n)}, nil)
			})
			if err != nil {
				return err
			}
		}
		return nil
	}) {
		t.Error(err)
	}
	if r, err := trail.Verify(t.Context(), s); err != nil || r.Entries != 200 {
		t.Errorf("verify = %+v, %v", r, err)
	}
}

// verifyWhileWriting verifies again and again beside a writer: a trail that only grows is never called broken.
func verifyWhileWriting(t *testing.T, db *sqlstore.DB) {
	s := core.NewTrail(db)
	log, work := trail.New(s, time.Now), unit.New(db)
	ctx := people.With(t.Context(), people.Actor{Person: "p", Name: "李敏"})
	written := make(chan error, 1)
	go func() {
		var err error
		for range 150 {
			err = errors.Join(err, work.Do(ctx, func(ctx context.Context) error {
				return log.Record(ctx, "送审", trail.On{Kind: "post", ID: "a"}, nil)
			}))
		}
		written <- err
	}()
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				t.Error(err)
			}
			done = true
		default:
		}
		if _, err := trail.Verify(t.Context(), s); err != nil {
			t.Fatalf("a growing trail is called broken: %v", err)
		}
	}
}
