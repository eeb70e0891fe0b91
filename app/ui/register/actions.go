package register

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/asking"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/register/binding"
	"huiying/app/ui/register/form"
	"huiying/app/ui/register/words"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// actions are the buttons of the pane: the next step first, alone in blue, and why there is none.
func (s *Screen) actions(e *entry, fs []accounts.Filing) []fyne.CanvasObject {
	a := e.account()
	f, open := changing(fs)
	change := widgets.NewButton(widgets.Plain, "改资料", s.Change).High(28).WithIcon("pen")
	switch a.State {
	case accounts.Applying:
		send := s.guard(widgets.NewButton(widgets.Primary, "送备案", s.File).High(28).WithIcon("send"), "file")
		return []fyne.CanvasObject{draw.Row(8, send, change, send.Reason(), draw.Fill())}
	case accounts.ToFile:
		return []fyne.CanvasObject{note(widgets.Blue, "clock", "已送备案，等另一个人在“审核”里审批。")}
	case accounts.Normal, accounts.Rectifying:
	default:
		return nil
	}
	var row []fyne.CanvasObject
	if bindable(a.Platform) {
		label, kind := "绑定授权", widgets.Primary
		if e.binding.State == accounts.Bound {
			label, kind = "重新授权", widgets.Plain
		}
		row = append(row, widgets.NewButton(kind, label, s.Bind).High(28).WithIcon("key"))
	}
	if open && f.State == accounts.FilingReview {
		change.Block("变更正在审批，有了结果才能再改")
	}
	row = append(row, change)
	lines := []fyne.CanvasObject{draw.Row(8, append(row, draw.Fill())...)}
	if open && f.State == accounts.FilingReview {
		lines = append(lines, note(widgets.Blue, "clock", "变更正在审批，批准前照原来的登记办。"))
	}
	return lines
}

// guard greys a button while what it starts is under way.
func (s *Screen) guard(b *widgets.Button, what string) *widgets.Button {
	if s.busy[what+string(s.shown)] {
		b.Block("正在办理")
	}
	return b
}

// run does something about the account shown; its no stands in the pane.
func (s *Screen) run(what string, do func(ctx context.Context) error, done string) {
	id := s.shown
	key := what + string(id)
	if s.busy[key] || id == "" {
		return
	}
	s.busy[key], s.problem = true, ""
	s.paintDetail(s.told)
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			delete(s.busy, key)
			switch {
			case err != nil && s.shown == id:
				s.problem = problem.Words(err)
			case err != nil:
				s.d.Frame.Toast(problem.Words(err), nil)
			case done != "":
				s.d.Frame.Toast(done, nil)
			}
			s.paintDetail(s.told)
			s.pane.Load()
		}
	})
}

// at returns the account shown, when this person may do something about it.
func (s *Screen) at(states ...accounts.State) (*entry, bool) {
	e := s.by[string(s.shown)]
	if e == nil || !s.may() || s.sheet != nil {
		return nil, false
	}
	for _, st := range states {
		if e.account().State == st {
			return e, true
		}
	}
	return e, len(states) == 0
}

// CheckAll has every account monitored now.
func (s *Screen) CheckAll() {
	if !s.may() || s.busy["all"] {
		return
	}
	s.busy["all"] = true
	s.check.Block("正在监测")
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		err := s.d.Bindings.CheckAll(ctx)
		return func() {
			delete(s.busy, "all")
			s.check.Block("")
			clear(s.unasked)
			unasked, rest := accounts.UnaskedIn(err)
			for _, u := range unasked {
				s.unasked[u.Account] = problem.Words(u)
			}
			say := "监测完了，发现的写在各账号里"
			switch {
			case rest != nil:
				say = "有账号没有监测成：" + problem.Words(rest)
			case len(unasked) > 0:
				say = fmt.Sprintf("%d 个账号没有问到平台，照原来的资料监测了，缘由写在各账号里", len(unasked))
			}
			s.d.Frame.Toast(say, nil)
			s.pane.Load()
		}
	})
}

// CheckOne has the account shown monitored now.
func (s *Screen) CheckOne() {
	if e, ok := s.at(); ok {
		id := e.account().ID
		delete(s.unasked, id)
		s.run("check", func(ctx context.Context) error { return s.d.Bindings.CheckOne(ctx, id) }, "监测完了")
	}
}

// Probe asks the platform again what the account may do.
func (s *Screen) Probe() {
	if e, ok := s.at(accounts.Normal, accounts.Rectifying); ok && e.binding.State != accounts.Unbound {
		id := e.account().ID
		s.run("probe", func(ctx context.Context) error {
			_, err := s.d.Bindings.Probe(ctx, id)
			return err
		}, "问过平台了，能做什么写在“授权和能力”里")
	}
}

// File hands the registration in for approval.
func (s *Screen) File() {
	if s.sheet != nil {
		s.sheet.keep(true)
		return
	}
	if e, ok := s.at(accounts.Applying); ok {
		a := e.account()
		s.run("file", func(ctx context.Context) error {
			_, err := s.d.Register.SubmitFiling(ctx, a.ID, a.Version)
			return err
		}, "“"+a.Name+"”已送备案，等另一个人审批")
	}
}

// Bind opens the dialog that binds the account.
func (s *Screen) Bind() {
	e, ok := s.at(accounts.Normal, accounts.Rectifying)
	if !ok || !bindable(e.account().Platform) {
		return
	}
	a := e.account()
	binding.Ask(s.d.Frame, s.d.Bindings, a, s.d.Browse, func(accounts.Binding) {
		s.problem = ""
		s.d.Frame.Toast("“"+a.Name+"”绑好了，能做什么写在“授权和能力”里", nil)
		s.pane.Load()
	})
}

// Create opens the form of a new registration: the one that was begun, if there is one.
func (s *Screen) Create() {
	if !s.may() {
		return
	}
	if f := s.kept[s.fresh]; f != nil {
		s.open(f)
		return
	}
	a := accounts.Account{ID: accounts.ID(unit.NewID())}
	for _, e := range s.all { // most accounts of an office have one owner
		if b := e.account(); b.Sponsor.CreditCode != "" && !e.closed() {
			a.Sponsor, a.Supervisor, a.Level = b.Sponsor, b.Supervisor, b.Level
			break
		}
	}
	s.fresh = a.ID
	s.kept[a.ID] = form.New(a, s.staff)
	s.open(s.kept[a.ID])
}

// Change opens the form of the account shown.
func (s *Screen) Change() {
	e, ok := s.at(accounts.Applying, accounts.Normal, accounts.Rectifying)
	if !ok {
		return
	}
	a := e.account()
	if f, open := changing(s.told.filings); open && f.State == accounts.FilingReview && s.told.id == a.ID {
		s.d.Frame.Toast("“"+a.Name+"”的变更正在审批，有了结果才能再改", nil)
		return
	}
	f := s.kept[a.ID]
	if f == nil || f.Seen().Version != a.Version && !f.Changed() {
		f = form.New(a, s.staff)
		s.kept[a.ID] = f
	}
	s.open(f)
}

// propose shows old and new values side by side before a change is handed in.
func (s *Screen) propose(a accounts.Account, all [][3]string, done func()) {
	var lines []fyne.CanvasObject
	for _, d := range all {
		lines = append(lines, draw.TopRow(8, draw.Exact(draw.NewText(d[0], theme.Dense, theme.Text3), 84, 19),
			draw.Grow(flow.New(theme.Dense, flow.Run{Text: words.Or(d[1], "（空）"), Mark: flow.Deleted, Color: theme.Text3})),
			draw.Grow(flow.New(theme.Dense, flow.Run{Text: words.Or(d[2], "（空）"), Mark: flow.Inserted, Color: theme.Blue}))))
	}
	asking.Ask(s.d.Frame, overlays.Question{Icon: "send", IconTone: widgets.Blue, Title: "把“" + a.Name + "”的变更送备案？", Wide: 600,
		Consequence: "由另一个人审批，批准前照原来的登记办。", Body: draw.Col(6, lines...), Do: "送备案", Cancel: "再改改"},
		func(string) func(context.Context) error {
			return func(ctx context.Context) error {
				_, err := s.d.Register.Change(ctx, a)
				return err
			}
		}, done)
}
