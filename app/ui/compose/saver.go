package compose

import (
	"context"
	"time"

	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
)

// What is typed is stored at the latest so long after the first key, so that a cut in the power costs less than a second. A
// save that failed for a passing reason is tried again.
const (
	saveWithin = 700 * time.Millisecond
	tryAgain   = 5 * time.Second
)

// saver keeps one working copy safe. It lives on Fyne's goroutine, and on after the post was left, until all is stored.
type saver struct {
	s       *Screen
	post    string
	title   string
	version int
	content content.Master // as it was last taken from the form
	dirty   bool           // there is something that is not stored
	busy    bool           // a save is going on
	armed   bool           // one will begin by itself
	hurry   bool           // one is wanted as soon as the one going on has ended
	fault   error
	at      time.Time // of the last save
	then    []func()  // once all is stored
}

// touch tells that the content changed.
func (v *saver) touch() {
	v.dirty = true
	if !v.stuck() {
		v.arm(saveWithin)
	}
}

// stuck says that saving again will not help: a person has to decide.
func (v *saver) stuck() bool {
	switch problem.KindOf(v.fault) {
	case problem.Conflict, problem.Forbidden, problem.Missing, problem.Invalid:
		return true
	}
	return false
}

func (v *saver) arm(d time.Duration) {
	if v.armed {
		return
	}
	v.armed = true
	v.s.jobs().Go(func(ctx context.Context) func() {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return nil
		}
		return func() {
			v.armed = false
			v.flush()
		}
	})
}

// flush stores what is not stored yet, now.
func (v *saver) flush() {
	if v.busy {
		v.hurry = true
		return
	}
	if !v.dirty {
		v.run()
		return
	}
	if v.s.saver == v {
		v.content = v.s.gather()
	}
	v.busy, v.dirty = true, false
	cmd := publishing.SaveDraft{Post: v.post, Version: v.version, Content: v.content}
	v.s.jobs().Go(func(ctx context.Context) func() {
		w, err := v.s.d.Posts.Save(ctx, cmd)
		return func() { v.saved(w, err) }
	})
}

func (v *saver) saved(w publishing.WorkingCopy, err error) {
	hurry := v.hurry || len(v.then) > 0
	v.busy, v.hurry, v.fault = false, false, err
	if err != nil {
		v.dirty, v.then = true, nil
		if !v.stuck() {
			v.arm(tryAgain)
		}
		v.s.saveFailed(v)
		return
	}
	v.version, v.at = w.Version, w.At
	v.s.saveDone(v)
	switch {
	case !v.dirty:
		v.run()
	case hurry:
		v.flush()
	default:
		v.arm(saveWithin)
	}
}

func (v *saver) run() {
	fs := v.then
	v.then = nil
	for _, f := range fs {
		f()
	}
}

// safe says that everything is stored.
func (v *saver) safe() bool { return !v.dirty && !v.busy }
