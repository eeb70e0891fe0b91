package register

import (
	"context"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/register/form"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// sheet is the page of a form, in place of the table.
type sheet struct {
	s     *Screen
	form  *form.Form
	fault *flow.Flow
	bar   *fyne.Container
	whole *widgets.Button
	save  *widgets.Button
	send  *widgets.Button
	busy  bool
}

// open brings a form to the front.
func (s *Screen) open(f *form.Form) {
	h := &sheet{s: s, form: f, fault: flow.Plain("", theme.Dense, theme.Red)}
	h.whole = widgets.NewButton(widgets.Plain, "看全号", h.reveal).High(28).WithIcon("eye")
	h.save = widgets.NewButton(widgets.Plain, "先存下", func() { h.keep(false) }).High(28)
	h.send = widgets.NewButton(widgets.Primary, "存下并送备案", func() { h.keep(true) }).High(28).WithIcon("send")
	h.bar = draw.Col(0, draw.Panel(theme.RedSoft, "", 0, draw.Inset(draw.TopRow(8, draw.Exact(draw.NewIcon("stop", 16, theme.Red), 16, 19), draw.Grow(h.fault)), 7, 16, 7, 16)))
	h.bar.Hide()
	if !f.Hidden() {
		h.whole.Hide()
	}
	f.OnEdit = h.edited
	s.sheet = h
	s.content.Objects = []fyne.CanvasObject{draw.Panel(theme.Bg, "", 0, draw.Col(0, h.bar, draw.Grow(form.Narrow(f.Object()))))}
	s.content.Refresh()
	h.edited()
	s.d.Frame.Rehead()
	f.Focus()
}

// close brings the table back; the form is kept as it is.
func (s *Screen) close() {
	if s.sheet == nil {
		return
	}
	if f := s.sheet.form; !f.Changed() {
		delete(s.kept, f.Of())
	}
	s.sheet = nil
	s.content.Objects = []fyne.CanvasObject{s.main}
	s.content.Refresh()
	s.d.Frame.Rehead()
}

// filed tells whether the account has its filing: then what is risky goes through another person.
func (h *sheet) filed() bool {
	st := h.form.Seen().State
	return st == accounts.Normal || st == accounts.Rectifying
}

func (h *sheet) head() (left, right []fyne.CanvasObject) {
	say := "登记新账号"
	if h.form.Seen().State != "" {
		say = "“" + h.form.Seen().Name + "”的登记"
	}
	return []fyne.CanvasObject{draw.NewText(say, theme.Body, theme.Text2)},
		[]fyne.CanvasObject{draw.NewText("Esc 返回，填好的留着", theme.Note, theme.Text3), h.whole, h.save, h.send}
}

// reveal asks for the whole phone numbers, which is recorded.
func (h *sheet) reveal() {
	id := h.form.Of()
	h.whole.Block("正在取")
	h.s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		a, err := h.s.d.Register.Whole(ctx, id)
		return func() {
			h.whole.Block("")
			if err != nil {
				h.say(problem.Words(err))
				return
			}
			h.form.Reveal(a)
			h.whole.Hide()
			h.edited()
			h.s.d.Frame.Toast("电话已显示全号，留痕里记了一次", nil)
			h.s.d.Frame.Rehead()
		}
	})
}

// edited says what the buttons would do.
func (h *sheet) edited() {
	h.say("")
	if !h.filed() {
		return
	}
	risky := len(form.Risky(form.Differences(h.form.Seen(), h.form.Account())))
	if risky > 0 {
		h.send.SetLabel("送变更备案")
		h.save.Hide()
		h.send.Show()
	} else {
		h.save.SetLabel("存下改动")
		h.save.Show()
		h.send.Hide()
	}
}

func (h *sheet) say(words string) {
	if h.fault.Text() == words {
		return
	}
	h.fault.SetText(words)
	if words == "" {
		h.bar.Hide()
	} else {
		h.bar.Show()
	}
	h.s.content.Refresh()
}

// keep saves the form, and with send hands it in for approval.
func (h *sheet) keep(send bool) {
	if h.busy {
		return
	}
	if !h.form.Check() {
		h.say("有几处还要补上或改正，已经标在旁边。填好的都还在。")
		return
	}
	a, seen := h.form.Account(), h.form.Seen()
	all := form.Differences(seen, a)
	if h.filed() {
		if len(all) == 0 {
			h.s.StepBack()
			return
		}
		if len(form.Risky(all)) > 0 {
			h.s.propose(a, all, func() { h.finish(a, "变更已送备案，等另一个人审批") })
			return
		}
		send = false
	}
	said := "“" + a.Name + "”已存下"
	if send {
		said = "“" + a.Name + "”已送备案，等另一个人审批"
	}
	h.work(func(ctx context.Context) (accounts.Account, error) { return h.store(ctx, a, seen, send) }, func() { h.finish(a, said) })
}

// store writes what stands in the form, and returns the account as it is stored by then, also when a later step fails: the next
// try goes on from there. A registration that was taken in an earlier try is edited, not entered twice.
func (h *sheet) store(ctx context.Context, a, seen accounts.Account, send bool) (accounts.Account, error) {
	if seen.State == "" {
		got, err := h.s.d.Register.Register(ctx, a)
		if err != nil {
			return seen, err
		}
		seen = got
	}
	if a = standing(a, seen); len(form.Differences(seen, a)) > 0 {
		if err := h.s.d.Register.Edit(ctx, a); err != nil {
			return seen, err
		}
		seen = a
		seen.Version++
	}
	if !send {
		return seen, nil
	}
	_, err := h.s.d.Register.SubmitFiling(ctx, seen.ID, seen.Version)
	return seen, err
}

// standing gives what was typed the version and state of what is stored.
func standing(a, stored accounts.Account) accounts.Account {
	a.Version, a.State = stored.Version, stored.State
	return a
}

func (h *sheet) work(do func(ctx context.Context) (accounts.Account, error), done func()) {
	h.busy = true
	h.save.Block("正在存")
	h.send.Block("正在存")
	h.s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		stored, err := do(ctx)
		return func() {
			h.busy = false
			h.save.Block("")
			h.send.Block("")
			if err != nil {
				h.form.Stored(stored)
				h.say(problem.Words(err))
				h.s.pane.Load() // a part may have been stored
				return
			}
			done()
		}
	})
}

// finish leaves the form once it is stored.
func (h *sheet) finish(a accounts.Account, said string) {
	delete(h.s.kept, a.ID)
	if h.s.fresh == a.ID {
		h.s.fresh = ""
	}
	if h.s.sheet == h {
		h.s.close()
	}
	delete(h.s.kept, a.ID)
	h.s.wanted = string(a.ID)
	h.s.d.Frame.Toast(said, nil)
	h.s.pane.Load()
}
