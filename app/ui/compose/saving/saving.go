// Package saving brings the contents of one working copy into the store, one after another, beside the window, and to their end:
// leaving the program cancels none. It decides nothing: what to do about a save that failed is its caller's.
package saving

import (
	"context"
	"sync"
	"time"

	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
)

// longest is what a save may take once nobody listens any more.
const longest = 10 * time.Second

// Store keeps working copies.
type Store interface {
	// Save is problem.Conflict, and writes nothing, when it started from an older version.
	Save(ctx context.Context, cmd publishing.SaveDraft) (publishing.WorkingCopy, error)
}

// NeedsPerson says that saving again will not help: a person has to decide.
func NeedsPerson(err error) bool {
	switch problem.KindOf(err) {
	case problem.Conflict, problem.Forbidden, problem.Missing, problem.Invalid:
		return true
	}
	return false
}

// Writer stores one working copy. What is given while a save goes on is stored by the same goroutine, so that nothing hangs on
// a painting that may never come.
type Writer struct {
	store Store
	post  string

	mu      sync.Mutex
	version int             // the stored one, as far as is known here
	next    *content.Master // given and not yet taken
	left    *content.Master // could not be stored for a passing reason
	err     error           // of the last save
	busy    bool
	done    chan struct{} // closed when nothing is being written
}

// New returns a writer that goes on from a version of the working copy.
func New(store Store, post string, version int) *Writer {
	done := make(chan struct{})
	close(done)
	return &Writer{store: store, post: post, version: version, done: done}
}

// Known is the version that the next save goes on from.
func (w *Writer) Known() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version
}

// From has the next save go on from a version that a person has seen.
func (w *Writer) From(version int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.version, w.left, w.err = version, nil, nil
}

// Running says whether something is being written.
func (w *Writer) Running() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.busy
}

// Give takes a content to store; begin says that nobody writes now and the caller shall have Write run.
func (w *Writer) Give(c content.Master) (begin bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next, w.left = &c, nil
	if w.busy {
		return false
	}
	w.busy, w.done = true, make(chan struct{})
	return true
}

// Write stores what was given, and what is given meanwhile.
func (w *Writer) Write(ctx context.Context) (publishing.WorkingCopy, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longest)
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
		stored, err := w.store.Save(ctx, cmd)
		w.mu.Lock()
		w.err = err
		switch {
		case err == nil:
			copied, w.version = stored, stored.Version
		case !NeedsPerson(err):
			w.left = &cmd.Content
		}
		w.mu.Unlock()
	}
}

// Last tries once more, at the end of everything, what could not be stored for a passing reason.
func (w *Writer) Last(ctx context.Context) {
	w.mu.Lock()
	left := w.left
	w.mu.Unlock()
	if left != nil && w.Give(*left) {
		_, _ = w.Write(ctx) // nobody is left to be told; that it was not stored was said before
	}
}

// Wait waits until nothing is being written and returns how the last save ended; over is false when it took too long.
func (w *Writer) Wait(d time.Duration) (err error, over bool) {
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
