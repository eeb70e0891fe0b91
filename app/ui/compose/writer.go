package compose

import (
	"context"
	"sync"
	"time"

	"huiying/publishing"
	"huiying/publishing/content"
)

// The bounds of waiting at the end: patience is what a person who leaves waits for the last save, lastSave what a save may
// take once nobody listens any more.
const (
	patience = 2 * time.Second
	lastSave = 10 * time.Second
)

// writer brings the contents of one working copy into the store, one after another and to their end: leaving the program
// cancels none. What is given while a save goes on is stored by the same goroutine, so that nothing hangs on a painting that may
// never come.
type writer struct {
	posts Posts
	post  string

	mu      sync.Mutex
	version int             // the stored one, as far as is known here
	next    *content.Master // given and not yet taken
	left    *content.Master // could not be stored for a passing reason
	err     error           // of the last save
	busy    bool
	done    chan struct{} // closed when nothing is being written
}

func newWriter(posts Posts, post string, version int) *writer {
	done := make(chan struct{})
	close(done)
	return &writer{posts: posts, post: post, version: version, done: done}
}

func (w *writer) known() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version
}

// from has the next save go on from a version that a person has seen.
func (w *writer) from(version int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.version, w.left, w.err = version, nil, nil
}

func (w *writer) running() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.busy
}

// give takes a content to store; begin says that nobody writes now and the caller shall have write run.
func (w *writer) give(c content.Master) (begin bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next, w.left = &c, nil
	if w.busy {
		return false
	}
	w.busy, w.done = true, make(chan struct{})
	return true
}

// write stores what was given, and what is given meanwhile.
func (w *writer) write(ctx context.Context) (publishing.WorkingCopy, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSave)
	defer cancel()
	var copied publishing.WorkingCopy
	for {
		w.mu.Lock()
		if w.next == nil {
			w.busy = false
			close(w.done)
			err := w.err
			w.mu.Unlock()
			return copied, err
		}
		cmd := publishing.SaveDraft{Post: w.post, Version: w.version, Content: *w.next}
		w.next = nil
		w.mu.Unlock()
		stored, err := w.posts.Save(ctx, cmd)
		w.mu.Lock()
		w.err = err
		switch {
		case err == nil:
			copied, w.version = stored, stored.Version
		case !needsPerson(err):
			w.left = &cmd.Content
		}
		w.mu.Unlock()
	}
}

// last tries once more, at the end of everything, what could not be stored for a passing reason.
func (w *writer) last(ctx context.Context) {
	w.mu.Lock()
	left := w.left
	w.mu.Unlock()
	if left != nil && w.give(*left) {
		_, _ = w.write(ctx) // nobody is left to be told; that it was not stored was said before
	}
}

// wait waits until nothing is being written and returns how the last save ended; over is false when it took too long.
func (w *writer) wait(d time.Duration) (err error, over bool) {
	w.mu.Lock()
	done := w.done
	w.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		return nil, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err, true
}
