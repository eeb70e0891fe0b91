package wake

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"huiying/internal/people"
	"huiying/internal/unit"
)

type noTx struct{}

func (noTx) Commit() error                          { return nil }
func (noTx) Rollback() error                        { return nil }
func (noTx) Begin(context.Context) (unit.Tx, error) { return noTx{}, nil }
func (noTx) Again(error) bool                       { return false }

type row struct {
	Wake
	owner string
	lease time.Time
}

// memory is a table in memory; what a database must promise beyond it is in storetest.
type memory struct {
	mu   sync.Mutex
	rows map[[2]string]row
}

func newMemory() *memory { return &memory{rows: map[[2]string]row{}} }

func (m *memory) Set(_ context.Context, kind, key string, due time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows[[2]string{kind, key}] = row{Wake: Wake{Kind: kind, Key: key, Due: due}}
	return nil
}

func (m *memory) Clear(_ context.Context, kind, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.rows, [2]string{kind, key})
	return nil
}

func (m *memory) Claim(_ context.Context, owner string, now, until time.Time, limit int) ([]Wake, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Wake
	for k, r := range m.rows {
		if len(out) < limit && !r.Due.After(now) && !r.lease.After(now) {
			r.owner, r.lease = owner, until
			m.rows[k] = r
			out = append(out, r.Wake)
		}
	}
	return out, nil
}

func (m *memory) Defer(_ context.Context, owner string, w Wake, due time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := [2]string{w.Kind, w.Key}
	if r, ok := m.rows[k]; ok && r.owner == owner && r.Wake == w {
		r.Due, r.owner, r.lease = due, "", time.Time{}
		r.Tries++
		m.rows[k] = r
	}
	return nil
}

func (m *memory) Next(_ context.Context, now time.Time) (time.Time, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var first time.Time
	for _, r := range m.rows {
		if !r.lease.After(now) && (first.IsZero() || r.Due.Before(first)) {
			first = r.Due
		}
	}
	return first, !first.IsZero(), nil
}

func (m *memory) Sooner(_ context.Context, kind string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, r := range m.rows {
		if r.Kind == kind && r.Due.After(at) {
			r.Due = at
			m.rows[k] = r
		}
	}
	return nil
}

func (m *memory) Void(context.Context) error { return nil }

func (m *memory) At(_ context.Context, kind, key string) (time.Time, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.rows[[2]string{kind, key}]
	return r.Due, ok, nil
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestActsAreDoneAtTheirHourAsTheNamedActor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		r := NewRunner(m, unit.New(noTx{}), time.Now, "a", 4, quiet())
		start := time.Now()
		var mu sync.Mutex
		var late []time.Duration
		r.Handle("deliver", "发布员", func(ctx context.Context, w Wake) error {
			if a, _ := people.From(ctx); a.Name != "发布员" || !a.System {
				t.Errorf("actor = %+v", a)
			}
			mu.Lock()
			late = append(late, time.Since(w.Due))
			mu.Unlock()
			return m.Clear(ctx, w.Kind, w.Key)
		})
		for i, d := range []time.Duration{time.Second, 90 * time.Second, time.Hour} {
			_ = m.Set(t.Context(), "deliver", string(rune('a'+i)), start.Add(d))
		}
		if err := r.Start(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		r.Stop()
		r.Stop()
		if len(late) != 3 {
			t.Fatalf("%d of 3 acts were done", len(late))
		}
		for _, d := range late {
			if d > 10*time.Millisecond {
				t.Errorf("an act was %v late", d)
			}
		}
	})
}

func TestAFailingActIsPutOffWithGrowingPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		r := NewRunner(m, unit.New(noTx{}), time.Now, "a", 2, quiet())
		var at []time.Duration
		start := time.Now()
		r.Handle("poll", "核对员", func(ctx context.Context, w Wake) error {
			at = append(at, time.Since(start))
			if len(at) < 4 {
				return errors.New("not yet")
			}
			return m.Clear(ctx, w.Kind, w.Key)
		})
		_ = m.Set(t.Context(), "poll", "x", start)
		if err := r.Start(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		r.Stop()
		if len(at) != 4 {
			t.Fatalf("tried %d times", len(at))
		}
		for i := 2; i < len(at); i++ {
			if at[i]-at[i-1] <= at[i-1]-at[i-2] {
				t.Errorf("pauses do not grow: %v", at)
			}
		}
	})
}

type every time.Duration

func (e every) Next(t time.Time) time.Time { return t.Truncate(time.Duration(e)).Add(time.Duration(e)) }

func TestARecurringActMissedWhileOffIsDoneOnceAfterTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		_ = m.Set(t.Context(), "check", "daily", time.Now().Add(-72*time.Hour)) // missed three times
		r := NewRunner(m, unit.New(noTx{}), time.Now, "a", 1, quiet())
		var runs atomic.Int32
		r.Handle("check", "监测员", func(context.Context, Wake) error { runs.Add(1); return nil })
		r.Recur("check", "daily", every(24*time.Hour))
		if err := r.Start(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if runs.Load() != 1 {
			t.Errorf("ran %d times after the start, want 1", runs.Load())
		}
		due, ok, _ := m.At(t.Context(), "check", "daily")
		if !ok || !due.After(time.Now()) {
			t.Errorf("next time = %v, %v", due, ok)
		}
		time.Sleep(48 * time.Hour)
		r.Stop()
		if runs.Load() != 3 {
			t.Errorf("ran %d times in two days more, want 3", runs.Load())
		}
	})
}

func TestPokeWakesTheRunnerAfterTheClockWasMoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var offset time.Duration
		var mu sync.Mutex
		now := func() time.Time { mu.Lock(); defer mu.Unlock(); return time.Now().Add(offset) }
		r := NewRunner(m, unit.New(noTx{}), now, "a", 1, quiet())
		ran := make(chan time.Time, 1)
		r.Handle("deliver", "发布员", func(ctx context.Context, w Wake) error {
			ran <- time.Now()
			return m.Clear(ctx, w.Kind, w.Key)
		})
		_ = m.Set(t.Context(), "deliver", "x", now().Add(24*time.Hour))
		if err := r.Start(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		moved := time.Now()
		mu.Lock()
		offset = 25 * time.Hour
		mu.Unlock()
		r.Poke()
		if d := (<-ran).Sub(moved); d > 10*time.Millisecond {
			t.Errorf("done %v after the clock was moved", d)
		}
		r.Stop()
	})
}

func TestWhatAWrongClockPutTooFarAwayIsBroughtForward(t *testing.T) {
	const day = 24 * time.Hour
	for _, restarted := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			var offset atomic.Int64
			now := func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
			runner := func() *Runner {
				r := NewRunner(m, unit.New(noTx{}), now, "a", 1, quiet())
				r.Recur("check", "daily", every(day))
				r.Soon("collect")
				if err := r.Start(t.Context(), true); err != nil {
					t.Fatal(err)
				}
				return r
			}
			due := func(kind, key string) time.Duration {
				at, ok, _ := m.At(t.Context(), kind, key)
				if !ok {
					t.Fatalf("no %s", kind)
				}
				return at.Sub(now())
			}
			offset.Store(int64(365 * day)) // the clock is a year ahead
			r := runner()
			_ = m.Set(t.Context(), "collect", "x", now().Add(time.Minute))
			_ = m.Set(t.Context(), "deliver", "x", now().Add(time.Minute)) // this hour was meant by somebody
			if due("check", "daily") > day || due("collect", "x") > time.Hour {
				t.Fatalf("check in %v, collect in %v", due("check", "daily"), due("collect", "x"))
			}
			if restarted {
				r.Stop()
			}
			offset.Store(0)
			if restarted {
				r = runner()
			} else {
				time.Sleep(2 * maxNap)
			}
			if due("check", "daily") > day || due("collect", "x") > day || due("deliver", "x") < 300*day {
				t.Errorf("restarted %v: check in %v, collect in %v, deliver in %v", restarted, due("check", "daily"), due("collect", "x"), due("deliver", "x"))
			}
			r.Stop()
		})
	}
}

func TestStopWaitsForTheActInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		r := NewRunner(m, unit.New(noTx{}), time.Now, "a", 1, quiet())
		finished := false
		r.Handle("slow", "发布员", func(ctx context.Context, w Wake) error {
			time.Sleep(3 * time.Second)
			finished = true
			return m.Clear(ctx, w.Kind, w.Key)
		})
		_ = m.Set(t.Context(), "slow", "x", time.Now())
		if err := r.Start(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		r.Stop()
		if !finished {
			t.Error("Stop did not wait")
		}
	})
}

func TestStopWaitsForNoActForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		r := NewRunner(m, unit.New(noTx{}), time.Now, "a", 1, quiet())
		r.Handle("slow", "发布员", func(ctx context.Context, w Wake) error {
			<-ctx.Done() // a platform that never answers
			return ctx.Err()
		})
		_ = m.Set(t.Context(), "slow", "x", time.Now())
		if err := r.Start(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		begun := time.Now()
		r.Stop()
		if d := time.Since(begun); d != grace {
			t.Errorf("stopped after %s, want %s", d, grace)
		}
		if due, ok, _ := m.At(t.Context(), "slow", "x"); !ok || !due.After(begun) {
			t.Errorf("the act is due at %v %v", due, ok)
		}
	})
}

func TestAnActInHandIsNotBegunAgainWhenTheClockIsMovedPastItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var offset atomic.Int64
		now := func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
		r := NewRunner(m, unit.New(noTx{}), now, "a", 4, quiet())
		var begun atomic.Int32
		r.Handle("slow", "发布员", func(ctx context.Context, w Wake) error {
			begun.Add(1)
			time.Sleep(3 * time.Second)
			return m.Clear(ctx, w.Kind, w.Key)
		})
		_ = m.Set(t.Context(), "slow", "x", now())
		if err := r.Start(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if r.Busy() != 1 {
			t.Errorf("Busy = %d", r.Busy())
		}
		offset.Store(int64(24 * time.Hour))
		r.Poke()
		time.Sleep(time.Minute)
		r.Stop()
		if begun.Load() != 1 || r.Busy() != 0 {
			t.Errorf("begun %d times, %d in hand", begun.Load(), r.Busy())
		}
	})
}
