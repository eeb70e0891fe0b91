package reply

import (
	"context"

	"huiying/app/ui/overlays"
	"huiying/internal/problem"
)

// Form is an open dialog whose answer is carried out beside the window: it stays until that succeeded, says what went wrong, and
// cannot be pressed twice meanwhile.
type Form struct {
	Dialog *overlays.Dialog
	busy   bool
}

// Ask opens a form over the frame. read runs on Fyne's goroutine when it is sent, takes what stands in the fields, and returns
// what is then done beside the window; done runs on Fyne's goroutine after that succeeded and the dialog has closed. It returns
// nil where there is no window.
func Ask(f Frame, q overlays.Question, read func(reason string) (do func(ctx context.Context) error), done func()) *Form {
	form := &Form{}
	check := q.Check
	q.Check = func() string {
		switch {
		case form.busy:
			return "正在提交"
		case check != nil:
			return check()
		}
		return ""
	}
	q.OnDo = func(reason string) string {
		do := read(reason)
		form.busy = true
		form.Dialog.Recheck()
		f.Jobs().Go(func(ctx context.Context) func() {
			err := do(ctx)
			return func() {
				form.busy = false
				if err != nil {
					form.Dialog.Recheck()
					form.Dialog.Refuse(problem.Words(err))
					return
				}
				form.Dialog.Close()
				if done != nil {
					done()
				}
			}
		})
		return "正在提交，请稍等"
	}
	form.Dialog = f.Ask(q)
	if form.Dialog == nil {
		return nil
	}
	return form
}

// Recheck asks again whether the form can be sent.
func (f *Form) Recheck() {
	if f != nil && f.Dialog != nil {
		f.Dialog.Recheck()
	}
}
