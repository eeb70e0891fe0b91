// Package load owns the goroutines of the screens. A screen fetches purely and then paints: the fetching runs beside the window,
// the painting on Fyne's goroutine, and never after the screen was stopped. Nothing else in the user interface starts a
// goroutine or calls fyne.Do. It knows no desk.
package load

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Jobs are the goroutines of one screen or of the frame.
type Jobs struct {
	ctx    context.Context
	cancel context.CancelFunc
	do     func(func())
	wait   sync.WaitGroup
	mu     sync.Mutex
	over   bool
}

// NewJobs returns jobs that end with ctx or with Stop. They paint by fyne.Do.
func NewJobs(ctx context.Context) *Jobs { return NewJobsWith(ctx, fyne.Do) }

// NewJobsWith is NewJobs with another way to the painting goroutine: for tests, and for pictures without a window.
func NewJobsWith(ctx context.Context, do func(func())) *Jobs {
	c, cancel := context.WithCancel(ctx)
	return &Jobs{ctx: c, cancel: cancel, do: do}
}

// Context is cancelled when the jobs are stopped.
func (j *Jobs) Context() context.Context { return j.ctx }

// Go runs fetch beside the window and, on Fyne's goroutine, the painting that it returns. fetch touches no widget; a nil
// painting is none. After Stop neither begins.
func (j *Jobs) Go(fetch func(ctx context.Context) (paint func())) {
	j.start(j.ctx, fetch)
}

// start is Go under a context of its own; it says whether it began.
func (j *Jobs) start(ctx context.Context, fetch func(ctx context.Context) func()) bool {
	j.mu.Lock()
	if j.over {
		j.mu.Unlock()
		return false
	}
	j.wait.Add(1)
	j.mu.Unlock()
	go func() {
		defer j.wait.Done()
		if paint := fetch(ctx); paint != nil {
			j.Paint(paint)
		}
	}()
	return true
}

// Paint runs f on Fyne's goroutine unless the jobs have been stopped by then.
func (j *Jobs) Paint(f func()) {
	j.do(func() {
		j.mu.Lock()
		over := j.over
		j.mu.Unlock()
		if !over {
			f()
		}
	})
}

// Every paints at an interval until the jobs are stopped or stop is called; it is for clocks and countdowns.
func (j *Jobs) Every(d time.Duration, paint func()) (stop func()) {
	ctx, cancel := context.WithCancel(j.ctx)
	if !j.start(ctx, func(ctx context.Context) func() {
		tick := time.NewTicker(d)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
				j.Paint(func() {
					if ctx.Err() == nil {
						paint()
					}
				})
			}
		}
	}) {
		cancel()
	}
	return cancel
}

// Stop cancels everything and waits until it has ended. It may be called on Fyne's goroutine: no job waits for it.
func (j *Jobs) Stop() {
	j.mu.Lock()
	j.over = true
	j.mu.Unlock()
	j.cancel()
	j.wait.Wait()
}
