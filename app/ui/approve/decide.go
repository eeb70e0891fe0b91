package approve

import (
	"context"
	"fmt"
	"maps"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/review"
)

// decisionBar is the foot of the right column: the comment, what is lacking, the three verdicts.
func (s *Screen) decisionBar() fyne.CanvasObject {
	s.comment = typing.Lines("意见。退回和否决要写，撰稿人会看到", 2)
	s.comment.OnEdit = func(string) { s.recheck() }
	s.comment.OnSubmit = func() { s.Decide(review.Pass) }
	s.pass = widgets.NewButton(widgets.Primary, "通过", func() { s.Decide(review.Pass) }).WithIcon("check")
	s.back = widgets.NewButton(widgets.Outline, "退回", func() { s.Decide(review.Return) }).WithIcon("back")
	s.reject = widgets.NewButton(widgets.Danger, "否决", func() { s.Decide(review.Reject) }).WithIcon("ban")
	third := func(b *widgets.Button) fyne.CanvasObject { return draw.Grow(b) }
	return draw.Col(0, draw.NewLine(theme.Line), draw.Pad(draw.Col(8, s.comment, s.why, draw.Row(8, third(s.pass), third(s.back), third(s.reject))), 12, 10))
}

// lacks says why a verdict cannot be given yet, "" when it can. The review desk has the last word.
func (s *Screen) lacks(v review.Verdict) string {
	got := s.shown
	switch {
	case got == nil:
		return "先选一件"
	case s.busy:
		return "正在记"
	case !got.May:
		return got.Why
	case got.missing != "":
		return got.missing
	}
	blank := draw.Blank(s.comment.Text())
	if v != review.Pass {
		if blank {
			return v.Title() + "要先写意见"
		}
		return ""
	}
	step := got.Ticket.Steps[got.Ticket.Step]
	open := 0
	for _, g := range step.Gates {
		ok, answered := s.answered[g]
		if answered && !ok && blank {
			return "“" + g.Title() + "”有疑，要写明疑问"
		}
		if answered && !ok {
			return "“" + g.Title() + "”还有疑问，不能通过"
		}
		if !answered {
			open++
		}
	}
	switch {
	case open > 0:
		return fmt.Sprintf("还有 %d 道关没看", open)
	case step.Secrecy && s.secrecy == "":
		return "还没给保密结论"
	case step.Secrecy && !s.secrecy.Passes():
		return "保密结论是“" + s.secrecy.Title() + "”，不能通过"
	}
	return ""
}

// recheck greys and frees the verdicts and says why.
func (s *Screen) recheck() {
	pass := s.lacks(review.Pass)
	s.pass.Block(pass)
	s.back.Block(s.lacks(review.Return))
	s.reject.Block(s.lacks(review.Reject))
	s.why.Color = theme.Amber
	switch {
	case s.fault != "":
		s.why.Color = theme.Red
		s.why.SetText(s.fault)
	case s.shown == nil:
		s.why.SetText("")
	case !s.shown.May:
		s.why.Color = theme.Text2
		s.why.SetText(pass)
	default:
		s.why.SetText(pass)
	}
	if s.gateNote != nil && s.shown != nil {
		s.gateNote.Set(fmt.Sprintf("已看 %d 道", len(s.answered)))
	}
	if s.shown != nil && s.shown.May {
		s.comment.Enable()
	} else {
		s.comment.Disable()
	}
	s.why.Refresh()
}

// last says whether this is the last step.
func (got *sheet) last() bool { return got.Ticket.Step == len(got.Ticket.Steps)-1 }

// Decide gives a verdict, asking first where it is asked.
func (s *Screen) Decide(v review.Verdict) {
	s.fault = ""
	if why := s.lacks(v); why != "" {
		s.fault = why + "。"
		s.recheck()
		s.fault = ""
		if v != review.Pass && s.shown != nil && s.shown.May {
			s.comment.Focus()
		}
		return
	}
	got := s.shown
	switch {
	case v == review.Reject:
		s.d.Frame.Ask(overlays.Question{Icon: "ban", IconTone: widgets.Red, Title: "否决这一件？",
			Consequence: "《" + titleOf(got.Ticket) + "》不再用。" + got.Ticket.Subject.AuthorName + "会收到意见，原因留在档案里，不能撤回。",
			Do:          "否决这一件", Danger: true, OnDo: func(string) string { s.send(got, v, ""); return "" }})
	case v == review.Pass && got.last() && s.d.Confirm != nil:
		s.askPassword(got)
	default:
		s.send(got, v, "")
	}
}

// passing is what the last step asks about a subject, and what follows when it passes.
func passing(kind string) (ask, after string) {
	switch kind {
	case "answer":
		return "答复可以发出", "通过后答复一字不能再改，要改就重新送审。"
	case "filing":
		return "备案通过", "通过后登记簿按这一份记，要改就重新备案。"
	}
	return "可以发出", "通过后一字不能再改，要改就重新送审。"
}

// askPassword shows the fingerprint and asks who it is, before the last step.
func (s *Screen) askPassword(got *sheet) {
	password := typing.Password("登录用的密码").High(28)
	var dialog *overlays.Dialog
	password.OnEdit = func(string) {
		if dialog != nil {
			dialog.Recheck()
		}
	}
	do := func(string) string { s.send(got, review.Pass, password.Text()); return "" }
	password.OnSubmit = func() {
		if dialog != nil && password.Text() != "" {
			dialog.Close()
			do("")
		}
	}
	body := draw.Row(8, draw.NewText("密码", theme.Dense, theme.Text2), draw.Grow(password))
	ask, after := passing(got.Ticket.Subject.Kind)
	dialog = s.d.Frame.Ask(overlays.Question{Icon: "fp", IconTone: widgets.Blue, Title: "通过“" + got.Ticket.StepName() + "”，" + ask + "？",
		Consequence: "指纹 " + Print(got.Ticket.Subject.Fingerprint) + "。" + after,
		Body:        body, Do: "通过这一件", First: password.Target(), OnDo: do, Check: func() string {
			if password.Text() == "" {
				return "要填密码"
			}
			return ""
		}})
}

// send has the decision taken. The comment and the answers stay until it is.
func (s *Screen) send(got *sheet, v review.Verdict, password string) {
	cmd := review.Decide{ID: s.commandID(got, v), Ticket: got.Ticket.ID, Version: got.Ticket.Version, Verdict: v,
		Comment: s.comment.Text(), Fingerprint: got.Ticket.Subject.Fingerprint}
	if step := got.Ticket.Steps[got.Ticket.Step]; len(step.Gates) > 0 || step.Secrecy {
		cmd.Gates, cmd.Secrecy = maps.Clone(s.answered), s.secrecy
	}
	s.busy = true
	s.recheck()
	ask := v == review.Pass && got.last() && s.d.Confirm != nil
	s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		var err error
		if ask {
			err = s.d.Confirm.Confirm(ctx, password)
		}
		if err == nil {
			err = s.d.Reviews.Decide(ctx, cmd)
		}
		return func() { s.sent(got, v, err) }
	})
}

// commandID is the same for the same verdict on the same version, so that a second try is no second decision.
func (s *Screen) commandID(got *sheet, v review.Verdict) string {
	key := fmt.Sprintf("%s/%d/%s", got.Ticket.ID, got.Ticket.Version, v)
	if s.command != key {
		s.command, s.commandIs = key, unit.NewID()
	}
	return s.commandIs
}

func (s *Screen) sent(got *sheet, v review.Verdict, err error) {
	s.busy = false
	switch {
	case problem.KindOf(err) == problem.Conflict:
		s.sayStrip(problem.Words(err))
		s.recheck()
		s.Refetch()
	case err != nil:
		s.fault = problem.Words(err)
		s.recheck()
		s.fault = ""
	default:
		s.done(got, v)
	}
}

// done makes room for the next one.
func (s *Screen) done(got *sheet, v review.Verdict) {
	say := "已" + v.Title() + "《" + titleOf(got.Ticket) + "》"
	if v == review.Pass && !got.last() {
		say += "，下一步“" + got.Ticket.Steps[got.Ticket.Step+1].Name + "”"
	}
	s.d.Frame.Toast(say, nil)
	if s.shown != nil && s.shown.Ticket.ID == got.Ticket.ID {
		s.comment.SetText("")
		s.decided, s.linked = true, false
	}
	delete(s.unsent, subject(got.Ticket))
	s.queuePane.Load()
	s.sheetPane.Load()
}
