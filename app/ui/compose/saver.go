package compose

import (
	"context"
	"time"

	"huiying/app/ui/compose/saving"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
)

// What is typed is stored at the latest so long after the first key, so that a cut in the power costs less than a second. A
// save that failed for a passing reason is tried again.
const (
	saveWithin = 700 * time.Millisecond
	tryAgain   = 5 * time.Second
	patience   = 2 * time.Second // of a person who leaves
)

// saver keeps one working copy safe. It lives on Fyne's goroutine, and on after the post was left, until all is stored; what
// it hands over is written beside the window.
type saver struct {
	s       *Screen
	post    string
	out     *saving.Writer
	content content.Master // as it was last taken from the form
	dirty   bool           // there is something that was not handed over
	busy    bool           // something was handed over and has not been heard of yet
	armed   bool           // handing over will begin by itself
	fault   error
	at      time.Time // of the last save
	then    []func()  // once all is stored
}

func newSaver(s *Screen, post string, w publishing.WorkingCopy) *saver {
	return &saver{s: s, post: post, content: w.Content, at: w.At, out: saving.New(s.d.Posts, post, w.Version)}
}

// version is that of the working copy which the next save goes on from.
func (v *saver) version() int { return v.out.Known() }

// touch tells that the content changed.
func (v *saver) touch() {
	v.dirty = true
	if !v.stuck() {
		v.arm(saveWithin)
	}
}

// stuck says that saving again will not help: a person has to decide.
func (v *saver) stuck() bool { return saving.NeedsPerson(v.fault) }

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
			v.out.Last(ctx)
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
	if !v.dirty {
		if !v.busy {
			v.run()
		}
		return
	}
	if v.s.saver == v {
		v.content = v.s.gather()
	}
	v.busy, v.dirty = true, false
	if v.out.Give(v.content) {
		v.s.jobs().Go(func(ctx context.Context) func() {
			w, err := v.out.Write(ctx)
			return func() { v.saved(w, err) }
		})
	}
}

func (v *saver) saved(w publishing.WorkingCopy, err error) {
	v.busy, v.fault = v.out.Running(), err
	if err != nil {
		v.dirty, v.then = true, nil
		if !v.stuck() {
			v.arm(tryAgain)
		}
		v.s.saveFailed(v)
		return
	}
	v.at = w.At
	v.s.saveDone(v)
	switch {
	case v.busy: // handed over meanwhile; that one will be heard of too
	case !v.dirty:
		v.run()
	case len(v.then) > 0:
		v.flush()
	default:
		v.arm(saveWithin)
	}
}

// wait has everything stored now and waits for it, but not for ever: the person wants to leave. It returns a sentence why
// something is not stored, or "".
func (v *saver) wait() string {
	v.flush()
	err, over := v.out.Wait(patience)
	switch {
	case !over:
		return "正在存《" + titled(v.content.Title) + "》，存好就能离开，请稍等再试"
	case err != nil:
		return "《" + titled(v.content.Title) + "》有刚写的字没存进去：" + problem.Words(err) + "写的字还在撰稿里。"
	}
	return ""
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
