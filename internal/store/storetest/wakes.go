package storetest

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"huiying/internal/store/sqlstore"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/unit"
	"huiying/internal/wake"
)

// Wakes is what a wake.Store promises.
func Wakes(t *testing.T, open Open) {
	t.Run("claim", func(t *testing.T) { claimInOrder(t, open(t)) })
	t.Run("leases", func(t *testing.T) { leases(t, open(t)) })
	t.Run("defer", func(t *testing.T) { deferred(t, open(t)) })
	t.Run("sooner", func(t *testing.T) { sooner(t, open(t)) })
	t.Run("set anew", func(t *testing.T) { setAnew(t, open(t)) })
	t.Run("outside a unit", func(t *testing.T) {
		if _, err := core.NewWakes(open(t)).Claim(t.Context(), "a", noon, noon, 1); err == nil {
			t.Error("a claim outside a unit was taken")
		}
	})
	t.Run("two claimers", func(t *testing.T) { twoClaimers(t, open(t)) })
}

func set(t *testing.T, db *sqlstore.DB, key string, due time.Time) {
	t.Helper()
	do(t, db, func(ctx context.Context) error { return core.NewWakes(db).Set(ctx, "deliver", key, due) })
}

func claim(t *testing.T, db *sqlstore.DB, owner string, now time.Time, limit int) []wake.Wake {
	t.Helper()
	var got []wake.Wake
	do(t, db, func(ctx context.Context) (err error) {
		got, err = core.NewWakes(db).Claim(ctx, owner, now, now.Add(time.Minute), limit)
		return err
	})
	return got
}

func deliver(key string, due time.Time, tries int) wake.Wake {
	return wake.Wake{Kind: "deliver", Key: key, Due: due, Tries: tries}
}

func want(t *testing.T, what string, got []wake.Wake, wakes ...wake.Wake) {
	t.Helper()
	if len(got)+len(wakes) > 0 && !reflect.DeepEqual(got, wakes) {
		t.Errorf("%s: %+v, want %+v", what, got, wakes)
	}
}

func next(t *testing.T, db *sqlstore.DB, now, due time.Time) {
	t.Helper()
	got, ok, err := core.NewWakes(db).Next(t.Context(), now)
	if err != nil || ok == due.IsZero() || !got.Equal(due) {
		t.Errorf("next = %v %v %v, want %v", got, ok, err, due)
	}
}

func claimInOrder(t *testing.T, db *sqlstore.DB) {
	s := time.Second
	next(t, db, noon, time.Time{})
	want(t, "an empty table", claim(t, db, "x", noon, 5))
	for key, due := range map[string]time.Duration{"c": -3 * s, "a": -s, "b": -2 * s, "now": 0, "later": time.Microsecond} {
		set(t, db, key, noon.Add(due))
	}
	next(t, db, noon, noon.Add(-3*s))
	want(t, "the first two", claim(t, db, "x", noon, 2), deliver("c", noon.Add(-3*s), 0), deliver("b", noon.Add(-2*s), 0))
	next(t, db, noon, noon.Add(-s))
	want(t, "the rest that is due", claim(t, db, "x", noon, 9), deliver("a", noon.Add(-s), 0), deliver("now", noon, 0))
	next(t, db, noon, noon.Add(time.Microsecond))
	do(t, db, func(ctx context.Context) error {
		w := core.NewWakes(db)
		if err := w.Clear(ctx, "deliver", "a"); err != nil {
			return err
		}
		return w.Clear(ctx, "deliver", "never there")
	})
	if _, ok, err := core.NewWakes(db).At(t.Context(), "deliver", "a"); ok || err != nil {
		t.Errorf("a cleared wake is there: %v", err)
	}
	if due, ok, err := core.NewWakes(db).At(t.Context(), "deliver", "b"); !ok || err != nil || !due.Equal(noon.Add(-2*s)) {
		t.Errorf("at = %v %v %v", due, ok, err)
	}
}

func leases(t *testing.T, db *sqlstore.DB) {
	set(t, db, "a", noon)
	want(t, "one", claim(t, db, "x", noon, 1), deliver("a", noon, 0))
	want(t, "leased", claim(t, db, "y", noon.Add(time.Minute-time.Microsecond), 1))
	want(t, "the lease is over", claim(t, db, "y", noon.Add(time.Minute), 1), deliver("a", noon, 0))
	do(t, db, core.NewWakes(db).Void)
	want(t, "leases void", claim(t, db, "z", noon.Add(time.Minute), 1), deliver("a", noon, 0))
}

func deferred(t *testing.T, db *sqlstore.DB) {
	w := core.NewWakes(db)
	set(t, db, "a", noon)
	got := claim(t, db, "x", noon, 1)
	later := noon.Add(10 * time.Second)
	do(t, db, func(ctx context.Context) error { return w.Defer(ctx, "y", got[0], later) })
	if due, _, err := w.At(t.Context(), "deliver", "a"); err != nil || !due.Equal(noon) {
		t.Errorf("somebody else put it off to %v, %v", due, err)
	}
	do(t, db, func(ctx context.Context) error { return w.Defer(ctx, "x", got[0], later) })
	want(t, "put off", claim(t, db, "y", noon, 1))
	next(t, db, noon, later)
	want(t, "due again", claim(t, db, "y", later, 1), deliver("a", later, 1))
	do(t, db, func(ctx context.Context) error { return w.Defer(ctx, "x", got[0], noon) })
	if due, _, err := w.At(t.Context(), "deliver", "a"); err != nil || !due.Equal(later) {
		t.Errorf("put off twice by the first owner: %v, %v", due, err)
	}
}

func sooner(t *testing.T, db *sqlstore.DB) {
	w := core.NewWakes(db)
	set(t, db, "before", noon.Add(-time.Second))
	set(t, db, "after", noon.Add(365*24*time.Hour))
	do(t, db, func(ctx context.Context) error { return w.Set(ctx, "follow", "x", noon.Add(time.Hour)) })
	do(t, db, func(ctx context.Context) error { return w.Sooner(ctx, "deliver", noon) })
	want(t, "brought forward", claim(t, db, "x", noon, 9), deliver("before", noon.Add(-time.Second), 0), deliver("after", noon, 0))
	if due, _, err := w.At(t.Context(), "follow", "x"); err != nil || !due.Equal(noon.Add(time.Hour)) {
		t.Errorf("another kind is due at %v, %v", due, err)
	}
}

func setAnew(t *testing.T, db *sqlstore.DB) {
	w := core.NewWakes(db)
	later := noon.Add(time.Hour)
	set(t, db, "a", noon)
	got := claim(t, db, "x", noon, 1)
	do(t, db, func(ctx context.Context) error { return w.Defer(ctx, "x", got[0], noon) })
	got = claim(t, db, "x", noon, 1)
	want(t, "tried once", got, deliver("a", noon, 1))
	set(t, db, "a", later)
	do(t, db, func(ctx context.Context) error { return w.Defer(ctx, "x", got[0], noon) })
	want(t, "set anew", claim(t, db, "y", later, 1), deliver("a", later, 0))
	do(t, db, func(ctx context.Context) error { return w.Clear(ctx, "deliver", "a") })
	do(t, db, func(ctx context.Context) error { return w.Defer(ctx, "y", deliver("a", later, 0), noon) })
	if _, ok, err := w.At(t.Context(), "deliver", "a"); ok || err != nil {
		t.Errorf("a cleared wake came back: %v", err)
	}
}

// twoClaimers has six runners take 300 due wakes a few at a time: each must be taken once, and never more than asked for.
func twoClaimers(t *testing.T, db *sqlstore.DB) {
	const all, limit = 300, 7
	do(t, db, func(ctx context.Context) error {
		for i := range all {
			if err := core.NewWakes(db).Set(ctx, "deliver", fmt.Sprint(i), noon.Add(-time.Duration(i)*time.Millisecond)); err != nil {
				return err
			}
		}
		return nil
	})
	var mu sync.Mutex
	taken := map[string]string{}
	work := unit.New(db)
	for _, err := range atOnce(6, func(n int) error {
		owner := fmt.Sprint("runner ", n)
		for {
			var got []wake.Wake
			err := work.Do(t.Context(), func(ctx context.Context) (err error) {
				got, err = core.NewWakes(db).Claim(ctx, owner, noon, noon.Add(time.Minute), limit)
				return err
			})
			mu.Lock()
			if len(got) > limit {
				t.Errorf("%d were claimed, asked for %d", len(got), limit)
			}
			for _, w := range got {
				if taken[w.Key] != "" {
					t.Errorf("%s was claimed by %s and %s", w.Key, taken[w.Key], owner)
				}
				taken[w.Key] = owner
			}
			done := len(taken) == all
			mu.Unlock()
			if err != nil || done || (len(got) == 0 && n > 0) {
				return err
			}
		}
	}) {
		t.Error(err)
	}
	if len(taken) != all {
		t.Errorf("%d of %d were claimed", len(taken), all)
	}
}
