package wake

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"huiying/internal/people"
	"huiying/internal/unit"
)

// What the runner keeps to. A computer may sleep and clocks may jump, so no nap is longer than maxNap; a lease outlives
// the slowest act, and a dead owner's wakes are taken over after it. Stop gives the acts in hand a grace.
const (
	maxNap   = 30 * time.Second
	leaseFor = 5 * time.Minute
	minPause = 5 * time.Second
	maxPause = 15 * time.Minute
	soonest  = 24 * time.Hour // a day's calls may have to be waited for
	grace    = 15 * time.Second
)

// Runner does what falls due. Make one with NewRunner, register handlers, Start it, Stop it.
type Runner struct {
	store Store
	work  *unit.Work
	now   func() time.Time
	owner string
	slots chan struct{}
	log   *slog.Logger

	handlers  map[string]handling
	recurring []recurring
	soon      []string  // kinds that are never due later than a day from now
	seen      time.Time // the latest time by the clock, of the loop alone

	poke   chan struct{}
	mu     sync.Mutex
	cancel context.CancelFunc
	done   chan struct{}
	busy   sync.WaitGroup
	inHand map[[2]string]bool // by kind and key
}

type handling struct {
	actor people.Actor
	run   Handler
}

type recurring struct {
	kind, key string
	schedule  Schedule
}

// NewRunner returns a runner that does up to width acts at a time. owner names this program among several on one
// database.
func NewRunner(store Store, work *unit.Work, now func() time.Time, owner string, width int, log *slog.Logger) *Runner {
	return &Runner{store: store, work: work, now: now, owner: owner, slots: make(chan struct{}, width), log: log,
		handlers: map[string]handling{}, poke: make(chan struct{}, 1), inHand: map[[2]string]bool{}}
}

// Handle registers the handler of a kind. It runs as the system actor of that name. Not to be called after Start.
func (r *Runner) Handle(kind, actor string, h Handler) {
	r.handlers[kind] = handling{people.System(actor), h}
}

// Recur has the wake (kind, key) fall due again and again. The next time is computed when one act is done and stored, so
// that an act missed while the computer was off is done once, soon after the start.
func (r *Runner) Recur(kind, key string, s Schedule) {
	r.recurring = append(r.recurring, recurring{kind, key, s})
}

// Soon says of a kind that its acts are always due within a day. One that is not was set while the clock was wrong, and is
// brought forward when the clock is right again, as recurring acts are.
func (r *Runner) Soon(kinds ...string) { r.soon = append(r.soon, kinds...) }

// Start voids old leases when sole is true, sets the first time of recurring acts and begins. ctx ends the runner too.
func (r *Runner) Start(ctx context.Context, sole bool) error {
	if sole {
		if err := r.work.Do(ctx, r.store.Void); err != nil {
			return err
		}
	}
	if err := r.straighten(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	r.mu.Lock()
	r.cancel, r.done = cancel, make(chan struct{})
	r.mu.Unlock()
	go r.loop(ctx)
	return nil
}

// straighten sets the first times of recurring acts, and brings forward what a clock that was wrong has put too far away.
func (r *Runner) straighten(ctx context.Context) error {
	now := r.now()
	r.seen = now.Round(0) // by the wall: a clock that is set back is not seen by the monotonic one
	return r.work.Do(ctx, func(ctx context.Context) error {
		for _, rec := range r.recurring {
			due, ok, err := r.store.At(ctx, rec.kind, rec.key)
			if err != nil {
				return err
			}
			if next := rec.schedule.Next(now); !ok || due.After(next) {
				if err := r.store.Set(ctx, rec.kind, rec.key, next); err != nil {
					return err
				}
			}
		}
		for _, kind := range r.soon {
			if err := r.store.Sooner(ctx, kind, now.Add(soonest)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Stop ends the runner and waits for the acts in hand, whose context is cancelled after a grace. It may be called more than once, or without Start.
func (r *Runner) Stop() {
	r.mu.Lock()
	cancel, done := r.cancel, r.done
	r.mu.Unlock()
	if cancel == nil {
		return
	}
	cancel()
	<-done
}

// Poke has the runner look at the table now: after a wake was set, or the clock was moved.
func (r *Runner) Poke() {
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

func (r *Runner) loop(ctx context.Context) {
	defer close(r.done)
	defer r.busy.Wait()
	for ctx.Err() == nil {
		n, err := r.look(ctx)
		if err != nil && ctx.Err() == nil {
			r.log.Error("wakes could not be read", "err", err)
			r.nap(ctx, minPause)
			continue
		}
		if n == 0 {
			r.nap(ctx, r.untilNext(ctx))
		}
	}
}

// look has what is due begun. A clock that was set back is seen here at the latest after maxNap.
func (r *Runner) look(ctx context.Context) (int, error) {
	now := r.now().Round(0)
	if now.Before(r.seen) {
		if err := r.straighten(ctx); err != nil {
			return 0, err
		}
	}
	r.seen = now
	return r.round(ctx)
}

func (r *Runner) nap(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-r.poke:
	}
}

func (r *Runner) untilNext(ctx context.Context) time.Duration {
	now := r.now()
	due, ok, err := r.store.Next(ctx, now)
	if err != nil || !ok {
		return maxNap
	}
	return min(max(due.Sub(now), 0)+time.Millisecond, maxNap)
}

// round claims as many due wakes as there are free slots, at least one slot, and starts them. It returns how many.
func (r *Runner) round(ctx context.Context) (int, error) {
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return 0, nil
	}
	free := 1
	for free < cap(r.slots) {
		select {
		case r.slots <- struct{}{}:
			free++
			continue
		default:
		}
		break
	}
	var due []Wake
	err := r.work.Do(ctx, func(ctx context.Context) error {
		var err error
		now := r.now()
		due, err = r.store.Claim(ctx, r.owner, now, now.Add(leaseFor), free)
		return err
	})
	if err != nil {
		due = nil
	}
	started := 0
	for _, w := range due {
		if !r.take(w) {
			continue // this runner is at it; a lease ended early because the clock was moved
		}
		started++
		r.busy.Add(1)
		go r.act(ctx, w)
	}
	for range free - started {
		<-r.slots
	}
	return len(due), err
}

// take notes that an act is in hand; false when it is already.
func (r *Runner) take(w Wake) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := [2]string{w.Kind, w.Key}
	if r.inHand[k] {
		return false
	}
	r.inHand[k] = true
	return true
}

func (r *Runner) drop(w Wake) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.inHand, [2]string{w.Kind, w.Key})
}

// Busy returns how many acts are in hand.
func (r *Runner) Busy() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.inHand)
}

func (r *Runner) act(ctx context.Context, w Wake) {
	defer r.busy.Done()
	defer func() { r.drop(w); <-r.slots; r.Poke() }()
	h, ok := r.handlers[w.Kind]
	if !ok {
		r.log.Error("nobody handles this kind of wake", "kind", w.Kind)
		r.put(ctx, w, maxPause)
		return
	}
	// An act in hand is finished even when the runner is stopped, because an outcome that is known must be written down; only
	// one that takes too long is left as a kill would leave it, so that whoever closed the program may open it again.
	stopped := ctx
	ctx = context.WithoutCancel(ctx)
	hand, let := context.WithCancel(ctx)
	defer let()
	defer context.AfterFunc(stopped, func() { time.AfterFunc(grace, let) })()
	err := h.run(people.With(hand, h.actor), w)
	switch {
	case err != nil:
		r.log.Warn("a due act failed and is put off", "kind", w.Kind, "key", w.Key, "tries", w.Tries+1, "err", err)
		r.put(ctx, w, min(minPause<<min(w.Tries, 10), maxPause))
	default:
		r.again(ctx, w)
	}
}

// again sets the next time of a recurring wake.
func (r *Runner) again(ctx context.Context, w Wake) {
	for _, rec := range r.recurring {
		if rec.kind != w.Kind || rec.key != w.Key {
			continue
		}
		err := r.work.Do(ctx, func(ctx context.Context) error {
			return r.store.Set(ctx, w.Kind, w.Key, rec.schedule.Next(r.now()))
		})
		if err != nil {
			r.log.Error("the next time could not be stored", "kind", w.Kind, "err", err)
		}
	}
}

func (r *Runner) put(ctx context.Context, w Wake, pause time.Duration) {
	err := r.work.Do(ctx, func(ctx context.Context) error {
		return r.store.Defer(ctx, r.owner, w, r.now().Add(pause))
	})
	if err != nil {
		r.log.Error("a wake could not be put off", "kind", w.Kind, "err", err)
	}
}
