package approve

import (
	"fmt"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/approve/paper"
	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/review"
)

// titleOf is what a ticket is called in lists and heads. That of an answer is what the citizen wrote: numbers by which a person can be
// found are hidden there, and stand in the text itself.
func titleOf(t review.Ticket) string {
	if t.Subject.Kind == "answer" {
		return people.Masked(t.Subject.Title)
	}
	return t.Subject.Title
}

// subject names what a ticket is about, over all its rounds.
func subject(t review.Ticket) string { return t.Subject.Kind + "/" + t.Subject.ID }

// remember keeps the comment on a sheet that is left: it stands there again when the person comes back.
func (s *Screen) remember(got *sheet) {
	switch {
	case got == nil:
	case draw.Blank(s.comment.Text()):
		delete(s.unsent, subject(got.Ticket))
	default:
		s.unsent[subject(got.Ticket)] = s.comment.Text()
	}
}

// open has a ticket shown.
func (s *Screen) open(w wanted) {
	if old := s.want.Load(); old != nil && *old == w && w != (wanted{}) {
		return
	}
	s.want.Store(&w)
	if w == (wanted{}) {
		s.remember(s.shown)
		s.shown = nil
		s.body.Objects = []fyne.CanvasObject{draw.Panel(theme.Bg, "", 0, states.Choose("在左边选一件，这里显示全文和审核链。"))}
		s.body.Refresh()
		if s.sheetPane != nil {
			s.sheetPane.Load()
		}
		s.d.Frame.Rehead()
		return
	}
	s.sheetPane.Load()
}

func (s *Screen) paintSheet(got *sheet) {
	if got == nil {
		return
	}
	if len(s.body.Objects) == 1 && s.bodyPanes != nil && s.body.Objects[0] != s.bodyPanes {
		s.body.Objects = []fyne.CanvasObject{s.bodyPanes}
		s.body.Refresh()
	}
	before := s.shown
	same := before != nil && before.Ticket.Subject.Kind == got.Ticket.Subject.Kind && before.Ticket.Subject.ID == got.Ticket.Subject.ID
	moved := same && (before.Ticket.ID != got.Ticket.ID || before.Ticket.Version != got.Ticket.Version || before.Ticket.State != got.Ticket.State)
	s.shown = got
	if same && !moved && before.missing == got.missing { // nothing new: what has the focus keeps it
		s.recheck()
		s.d.Frame.Rehead()
		return
	}
	if !same {
		s.remember(before)
		s.comment.SetText(s.unsent[subject(got.Ticket)])
		s.hideStrip()
	}
	if !same || moved {
		s.answered, s.secrecy = map[review.Gate]bool{}, ""
	}
	if moved && !s.busy && !draw.Blank(s.comment.Text()) {
		s.sayStrip(changedWords(got))
	}
	s.paintText(same)
	s.paintSide(got)
	s.recheck()
	s.d.Frame.Rehead()
}

// failed keeps what is read and typed when it could not be fetched again; another one that cannot be fetched says so.
func (s *Screen) failed(err error) {
	w := s.want.Load()
	if s.shown != nil && w != nil && (w.ticket == s.shown.Ticket.ID || w.kind == s.shown.Ticket.Subject.Kind && w.subject == s.shown.Ticket.Subject.ID) {
		s.sayStrip(problem.Words(err))
		return
	}
	s.remember(s.shown)
	s.shown = nil
	s.body.Objects = []fyne.CanvasObject{states.FailedWith("没有取到这一件", err, s.sheetPane.Load)}
	s.body.Refresh()
	s.recheck()
	s.d.Frame.Rehead()
}

func changedWords(got *sheet) string {
	say := "这一件刚刚有了变化，现在是“" + got.Ticket.State.Title() + "”。"
	if got.Ticket.State == review.Waiting {
		say = "这一件刚刚有人审过，现在等“" + got.StepName + "”。"
	}
	if got.Ticket.Why != "" {
		say += got.Ticket.Why + "。"
	}
	return say + "您写的意见还在。"
}

func (s *Screen) sayStrip(say string) {
	s.strip.Objects = []fyne.CanvasObject{overlays.Strip(widgets.Amber, "warn", "", say,
		widgets.NewButton(widgets.Plain, "看最新", func() { s.hideStrip(); s.Refetch() }))}
	s.strip.Show()
	s.strip.Refresh()
	s.body.Refresh()
}

func (s *Screen) hideStrip() {
	s.strip.Hide()
	s.strip.Objects = nil
	s.body.Refresh()
}

// canCompare says whether there is an older text.
func (s *Screen) canCompare() bool {
	return s.shown != nil && (s.shown.post != nil && s.shown.post.Before != nil || comparesFiling(s.shown))
}

func (s *Screen) paintText(keep bool) {
	got := s.shown
	if got == nil {
		return
	}
	reading := s.modes.Chosen() == 1
	if s.canCompare() {
		s.modes.Show()
	} else {
		s.modes.Hide()
	}
	switch {
	case got.post != nil:
		s.version.Set(versionWords(got.post))
		s.setBlocks(paper.Post(got.post, got.Ticket, reading), keep)
	case got.answer != nil:
		s.version.Set(fmt.Sprintf("答复 第 %d 稿", got.Ticket.Subject.Revision))
		s.setBlocks(paper.Answer(got.question, *got.answer), keep)
	case got.filing != nil:
		s.version.Set("备案内容")
		var old *accounts.Account
		if comparesFiling(got) {
			old = &got.account
			s.version.Set("登记册上的 → 申请改成的")
		}
		s.setBlocks(paper.Filing(*got.filing, old, reading), keep)
	}
}

func versionWords(a *paper.Article) string {
	switch {
	case a.Before == nil:
		return fmt.Sprintf("第 %d 稿，头一次送审", a.Now.No)
	case a.Seen:
		return fmt.Sprintf("我上次看的 第 %d 稿 → 现在 第 %d 稿", a.Before.No, a.Now.No)
	}
	return fmt.Sprintf("上一轮 第 %d 稿 → 现在 第 %d 稿", a.Before.No, a.Now.No)
}

// comparesFiling says whether there is an old value: of a change that nobody has decided on yet.
func comparesFiling(got *sheet) bool {
	return got.filing != nil && got.filing.Kind == accounts.Changing && got.account.ID != "" && got.Ticket.State == review.Waiting
}
