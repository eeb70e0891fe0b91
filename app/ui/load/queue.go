package load

import (
	"sync"
	"time"
)

// Queue stands in for Fyne's goroutine where there is no window: in tests, and when pictures are painted. Jobs put their
// paintings into it, and whoever owns the screens paints them when he likes, so that no two goroutines touch a widget.
type Queue struct {
	mu sync.Mutex
	fs []func()
}

// Do puts a painting into the queue; give it to NewJobsWith.
func (q *Queue) Do(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.fs = append(q.fs, f)
}

// Paint paints what waits and returns how many paintings there were.
func (q *Queue) Paint() int {
	q.mu.Lock()
	fs := q.fs
	q.fs = nil
	q.mu.Unlock()
	for _, f := range fs {
		f()
	}
	return len(fs)
}

// Settle paints until nothing has come for a while, or until the limit has passed.
func (q *Queue) Settle(quiet, limit time.Duration) {
	end := time.Now().Add(limit)
	last := time.Now()
	for time.Since(last) < quiet && time.Now().Before(end) {
		if q.Paint() > 0 {
			last = time.Now()
		}
		time.Sleep(5 * time.Millisecond)
	}
}
