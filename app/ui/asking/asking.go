// Package asking is a dialog whose answer takes a while: what it does runs beside the window, a no is shown in words inside the
// dialog with everything typed still there, and it closes only when the thing is done. It knows no desk.
package asking

import (
	"context"

	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/internal/problem"
)

// Frame is what a dialog stands on.
type Frame interface {
	Jobs() *load.Jobs
	Ask(q overlays.Question) *overlays.Dialog
}

// Asking is an open dialog.
type Asking struct {
	frame  Frame
	dialog *overlays.Dialog
	busy   bool
}

// Ask opens a dialog. read takes what stands in it, on Fyne's goroutine, and returns what does it; done is told when that went
// well. It returns nil where there is no window.
func Ask(f Frame, q overlays.Question, read func(reason string) (do func(ctx context.Context) error), done func()) *Asking {
	a := &Asking{frame: f}
	check := q.Check
	q.Check = func() string {
		switch {
		case a.busy:
			return "正在办理"
		case check != nil:
			return check()
		}
		return ""
	}
	q.OnDo = func(reason string) string {
		a.Do(read(reason), func() {
			a.dialog.Close()
			if done != nil {
				done()
			}
		})
		return "正在办理，请稍等。"
	}
	if a.dialog = f.Ask(q); a.dialog == nil {
		return nil
	}
	return a
}

// Do runs something beside the window while the dialog waits; its no is shown in the dialog.
func (a *Asking) Do(do func(ctx context.Context) error, done func()) {
	if a.busy {
		return
	}
	a.busy = true
	a.dialog.Recheck()
	a.frame.Jobs().Go(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			a.busy = false
			a.dialog.Recheck()
			a.dialog.Refuse("")
			if err != nil {
				a.dialog.Refuse(problem.Words(err))
				return
			}
			done()
		}
	})
}

// Recheck asks again whether the dialog can be answered with yes.
func (a *Asking) Recheck() {
	if a != nil && a.dialog != nil {
		a.dialog.Recheck()
	}
}

// Refuse shows a sentence in the dialog.
func (a *Asking) Refuse(say string) { a.dialog.Refuse(say) }

// Dialog is the dialog itself.
func (a *Asking) Dialog() *overlays.Dialog { return a.dialog }
