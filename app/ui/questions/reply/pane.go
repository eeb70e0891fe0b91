// Package reply is the lower pane of the screen 留言: where the answer to one question is written, handed in, and followed until
// it stands on its platform. Typing saves within a second, and what could not be saved is never lost while the program runs. It
// sends nothing to the public itself: it asks the desks to.
package reply

import (
	"context"
	"fmt"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts/limits"
	"huiying/app/ui/draw"
	"huiying/app/ui/files"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/inbox/sending"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// Desk is what the pane needs of the inbox.
type Desk interface {
	Save(ctx context.Context, cmd inbox.SaveAnswer) (inbox.Answer, error)
	Submit(ctx context.Context, cmd inbox.SubmitAnswer) (inbox.Answer, error)
	TakeBack(ctx context.Context, question string) error
}

// Sender is what the pane needs of sending.
type Sender interface {
	SentByHand(ctx context.Context, say sending.ByHandSent) error
	Release(ctx context.Context, say sending.ByHandSent) error
	Again(ctx context.Context, answer string, version int) error
	Look(ctx context.Context, answer string) error
	AddEvidence(ctx context.Context, name string, r io.Reader) (string, error)
}

// Frame is what the pane needs of the frame.
type Frame interface {
	Jobs() *load.Jobs
	Canvas() fyne.Canvas
	Ask(q overlays.Question) *overlays.Dialog
	Toast(say string, undo func())
}

// Deps are what the pane works with.
type Deps struct {
	Desk   Desk
	Sender Sender
	Frame  Frame
	Now    func() time.Time
	Browse func(address string)
	Choose func(c fyne.Canvas, title string, onPick func(path string))
	// Finish asks to close an answered question; Moved tells that something changed that a refetch should show.
	Finish func(q inbox.Question)
	Moved  func(question string)
}

// Pane is the lower pane. It shows one question at a time.
type Pane struct {
	d      Deps
	keep   *keeper
	det    inbox.Detail
	draft  *draft
	theirs inbox.Answer // another's text that ours must not write over; zero when there is none

	holder *fyne.Container
	editor fyne.CanvasObject
	entry  *typing.Entry
	count  *draw.Text
	notice *fyne.Container
	saved  *flow.Flow
	store  *widgets.Button
	send   *widgets.Button
	quiet  bool // a text is being loaded, not typed
	sends  bool // an answer is being handed in
}

// New returns a pane that shows nothing yet.
func New(d Deps) *Pane {
	if d.Choose == nil {
		d.Choose = func(c fyne.Canvas, title string, onPick func(path string)) { files.Choose(c, title, onPick) }
	}
	p := &Pane{d: d, holder: container.NewStack()}
	p.keep = &keeper{jobs: d.Frame.Jobs(), desk: d.Desk, now: d.Now, told: p.settled, drafts: map[string]*draft{}}
	p.entry = typing.Lines("写给群众看的答复，先说结果", 2)
	p.entry.OnEdit = p.typed
	p.entry.OnSubmit = p.Submit
	p.count = p.entry.Counter(p.counted)
	p.notice = container.NewStack()
	p.notice.Hide()
	p.saved = flow.Plain("", theme.Note, theme.Text3)
	p.saved.MaxLines = 2
	p.store = widgets.NewButton(widgets.Plain, "存草稿", p.Save).High(28)
	p.send = widgets.NewButton(widgets.Primary, "送审答复", p.Submit).High(28).WithIcon("send")
	head := draw.Row(8, draw.NewBold("答复", theme.Body, theme.Text), draw.Fill(), p.count)
	foot := draw.Row(8, draw.Grow(p.saved), p.send.Reason(), p.store, p.send)
	p.editor = draw.Inset(draw.Col(8, head, p.notice, draw.Grow(p.entry), foot), 10, 16, 10, 16)
	return p
}

// Object is what the screen shows.
func (p *Pane) Object() fyne.CanvasObject { return p.holder }

// Entry is the field of the answer.
func (p *Pane) Entry() *typing.Entry { return p.entry }

// Editing says whether the pane is where a text is written now.
func (p *Pane) Editing() bool {
	return len(p.holder.Objects) == 1 && p.holder.Objects[0] == p.editor && !p.entry.Disabled()
}

// MayClose saves every answer and says why one is not in the store, "" when all are.
func (p *Pane) MayClose() string { return p.keep.leave() }

// Flush saves at once what is not saved.
func (p *Pane) Flush() { p.keep.flush() }

// Pending returns what saves the text being written to its end: for an act after which nothing can be saved any more. It runs
// beside the window.
func (p *Pane) Pending() func(ctx context.Context) {
	d := p.draft
	return func(ctx context.Context) {
		if d != nil {
			p.keep.finish(context.WithoutCancel(ctx), d)
		}
	}
}

func (p *Pane) leave() {
	if p.draft != nil {
		p.keep.save(p.draft)
		p.keep.forget(p.draft.question)
	}
}

// Show shows a question with its answer, now or again. What is being typed is never written over.
func (p *Pane) Show(det inbox.Detail) {
	other := p.det.Question.ID != det.Question.ID
	if other {
		p.leave()
	}
	p.det = det
	switch {
	case !writing(det):
		p.draft = nil
		p.put(p.outcome())
		return
	case other || p.draft == nil:
		p.draft = p.keep.of(det.Question.ID)
		p.theirs = inbox.Answer{}
		p.entry.SetError("")
	}
	if p.draft.take(det.Answer) {
		p.theirs = det.Answer
	} else if p.theirs.ID != "" && !p.draft.standing().dirty {
		p.theirs = inbox.Answer{}
	}
	p.fill()
	p.put(p.editor)
}

// writing says whether an answer can be written now.
func writing(det inbox.Detail) bool {
	if s := det.Question.State; s != inbox.Unassigned && s != inbox.ToAnswer {
		return false
	}
	switch det.Answer.State {
	case "", inbox.Drafting, inbox.Returned, inbox.Rejected:
		return true
	}
	return false
}

func (p *Pane) put(o fyne.CanvasObject) {
	if o == nil {
		p.holder.Objects = nil
	} else {
		p.holder.Objects = []fyne.CanvasObject{o}
	}
	p.holder.Refresh()
}

// fill brings the editor in line with the draft.
func (p *Pane) fill() {
	s := p.draft.standing()
	if p.entry.Text() != s.text {
		p.quiet = true
		p.entry.SetText(s.text)
		p.quiet = false
	}
	p.note()
	p.count.Tint(p.limit(s.text))
	bar := p.barred()
	if bar != "" {
		p.entry.Disable()
	} else {
		p.entry.Enable()
	}
	p.store.Block(bar)
	if bar == "" && draw.Blank(s.text) {
		p.send.Block("还没有写答复")
	} else {
		p.send.Block(bar)
	}
	p.say(s)
}

// barred says why this person cannot write now, "" when he can.
func (p *Pane) barred() string {
	me, _ := people.From(p.d.Frame.Jobs().Context())
	q := p.det.Question
	switch {
	case !me.Has(people.Answerer):
		return "答复归" + people.Answerer.Title()
	case q.Held(p.d.Now()) && q.Claimed != me.Person:
		return q.ClaimedBy + "正在办理"
	}
	return ""
}

// note fills the strip above the field: another's text, a return, a rejection.
func (p *Pane) note() {
	var strip fyne.CanvasObject
	a, q, now := p.det.Answer, p.det.Question, p.d.Now()
	switch {
	case p.theirs.ID != "":
		mine := widgets.NewButton(widgets.Plain, "保留我的", p.mine)
		new := widgets.NewButton(widgets.Plain, "用新的", p.other)
		strip = overlays.Strip(widgets.Amber, "people", p.theirs.ByName+" "+clock(p.theirs.Changed)+" 改过这份答复", "您写的还在，没有存", new, mine)
	case q.Held(now) && p.barred() != "" && p.barred() != "答复归"+people.Answerer.Title():
		strip = overlays.Strip(widgets.Dark, "lock", q.ClaimedBy+" 正在办理", "可以请"+q.ClaimedBy+"放回，15 分钟不动笔也会自动放回")
	case a.State == inbox.Returned:
		strip = said(widgets.Amber, "back", "审核退回，改了再送", a.Note)
	case a.State == inbox.Rejected && p.draft.standing().text == "":
		strip = said(widgets.Red, "ban", "上一份答复被否决，请另写一份", a.Note)
	}
	if strip == nil {
		p.notice.Objects = nil
		p.notice.Hide()
	} else {
		p.notice.Objects = []fyne.CanvasObject{strip}
		p.notice.Show()
	}
	p.notice.Refresh()
}

// said is what somebody wrote back, which may be long.
func said(tone widgets.Tone, icon, lead, words string) fyne.CanvasObject {
	fill, _ := tone.Ground()
	text := flow.New(theme.Dense, flow.Run{Text: lead, Bold: true, Color: tone.Ink()}, flow.Run{Text: "　" + words})
	text.Color = theme.Text
	text.MaxLines = 3
	return draw.Panel(fill, tone.Fill(), 4, draw.Pad(draw.TopRow(8, draw.Inset(draw.NewIcon(icon, 16, tone.Ink()), 2, 0, 0, 0), draw.Grow(text)), 12, 5))
}

// limit says how long a text is for the platform it goes to.
func (p *Pane) limit(text string) (say string, ink fyne.ThemeColorName, bold bool) {
	say, over := p.counted(text)
	if over {
		return say, theme.Red, true
	}
	return say, theme.Text3, false
}

func (p *Pane) counted(text string) (say string, over bool) {
	n, most := (limits.WeiboUnits(text)+1)/2, limits.Reply(p.det.Question.Platform).Units/2
	if p.det.Question.Channel == inbox.ByHand || most == 0 {
		return fmt.Sprintf("%d 字", n), false
	}
	if n > most {
		return fmt.Sprintf("%d/%d，超 %d 字", n, most, n-most), true
	}
	return fmt.Sprintf("%d/%d", n, most), false
}

func (p *Pane) typed(text string) {
	if p.quiet || p.draft == nil {
		return
	}
	p.entry.SetError("")
	if draw.Blank(text) {
		p.send.Block("还没有写答复")
	} else {
		p.send.Block("")
	}
	if p.theirs.ID != "" {
		p.draft.mu.Lock()
		p.draft.text = text
		p.draft.mu.Unlock()
		return
	}
	p.keep.typed(p.draft, text)
	p.say(p.draft.standing())
}

// say tells how far the text is saved.
func (p *Pane) say(s standing) {
	ink, words := theme.Text3, ""
	switch {
	case s.err != nil && s.dirty:
		ink, words = theme.Red, "没有存下："+problem.Words(s.err)
	case s.dirty || s.busy:
		words = "正在存"
	case !s.at.IsZero():
		words = clock(s.at) + " 已存"
	}
	p.saved.Color = ink
	p.saved.SetText(words)
	p.saved.Refresh()
}

func clock(t time.Time) string { return t.In(workdays.Shanghai).Format("15:04") }

// settled shows what became of a save. A refusal has the question fetched again: somebody else was there.
func (p *Pane) settled(d *draft) {
	if d != p.draft {
		p.keep.forget(d.question)
		if s := d.standing(); s.err != nil && s.dirty {
			p.d.Frame.Toast("有一份答复没有存下："+problem.Words(s.err), nil)
		}
		return
	}
	s := d.standing()
	p.say(s)
	if problem.KindOf(s.err) == problem.Conflict {
		p.d.Moved(d.question)
	}
}

func (p *Pane) mine() {
	p.draft.over(p.theirs)
	p.theirs = inbox.Answer{}
	p.keep.save(p.draft)
	p.fill()
}

func (p *Pane) other() {
	p.draft.give(p.theirs)
	p.theirs = inbox.Answer{}
	p.fill()
}

// Save saves at once, as Ctrl+S does.
func (p *Pane) Save() {
	if p.draft == nil || p.barred() != "" || p.theirs.ID != "" {
		return
	}
	p.keep.save(p.draft)
	p.say(p.draft.standing())
}
