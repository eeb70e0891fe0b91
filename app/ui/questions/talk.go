package questions

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/questions/reply"
	"huiying/app/ui/questions/said"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/inbox/policy"
)

// talk is the right pane: the head of a question, what was said, and the reply below.
type talk struct {
	head   *fyne.Container
	words  *fyne.Container
	scroll *draw.Scrolling
	dueAt  *widgets.ChipButton // of the question shown, nil when it has no deadline any more
	id     string

	clocked string // what the head says that depends on the clock
}

func newTalk() *talk {
	t := &talk{head: container.NewStack(), words: container.NewStack()}
	t.scroll = draw.Scroll(t.words)
	return t
}

func (t *talk) object(lower fyne.CanvasObject) fyne.CanvasObject {
	head := draw.Panel(theme.Surface, "", 0, draw.Col(0, t.head, draw.NewLine(theme.Line)))
	low := draw.Panel(theme.Surface, "", 0, draw.Col(0, draw.NewLine(theme.LineStrong), draw.Grow(lower)))
	return container.New(&stacked{}, head, t.scroll, low)
}

// stacked lays head, conversation and reply under each other; the reply is the first to give way where the window is low.
type stacked struct{}

func (*stacked) MinSize(objs []fyne.CanvasObject) fyne.Size { return theme.Size(380, 300) }

func (*stacked) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	head, low := objs[0].MinSize().Height, theme.Px(198)
	if s.Height < theme.Px(620) {
		low = theme.Px(164)
	}
	objs[2].Resize(fyne.NewSize(s.Width, low))
	low = min(max(low, objs[2].MinSize().Height), s.Height*0.6)
	objs[0].Move(fyne.NewPos(0, 0))
	objs[0].Resize(fyne.NewSize(s.Width, head))
	objs[1].Move(fyne.NewPos(0, head))
	objs[1].Resize(fyne.NewSize(s.Width, max(s.Height-head-low, 0)))
	objs[2].Move(fyne.NewPos(0, s.Height-low))
	objs[2].Resize(fyne.NewSize(s.Width, low))
}

// fillTalk shows a question. Where the person had scrolled to stays when it is the same one.
func (s *Screen) fillTalk(det inbox.Detail) {
	t := s.talk
	t.clocked = s.clocked(det.Question)
	t.head.Objects = []fyne.CanvasObject{s.talkHead(det)}
	t.head.Refresh()
	t.words.Objects = []fyne.CanvasObject{draw.Pad(draw.Col(10, s.words(det)...), 16, 12)}
	t.words.Refresh()
	t.scroll.Refresh()
	if t.id != det.Question.ID {
		t.id = det.Question.ID
		t.scroll.To(0)
	}
}

func (s *Screen) talkHead(det inbox.Detail) fyne.CanvasObject {
	q, now := det.Question, s.d.Now()
	way := "评论"
	if q.Channel == inbox.ByHand {
		way = "人工登记"
	}
	top := []fyne.CanvasObject{widgets.NewTile(q.Platform.Tile()), draw.NewBold(q.Author, theme.Title, theme.Text),
		draw.Grow(draw.NewText(s.accountName(q.Account)+" · "+way, theme.Dense, theme.Text2).Cutting())}
	mine := q.Held(now) && q.Claimed == s.me.Person
	if q.State == inbox.ToAnswer && q.Held(now) {
		top = append(top, widgets.NewChip(widgets.Dark, "lock", q.ClaimedBy+" 正在办理").Tall())
	}
	if s.answers && (q.State == inbox.Unassigned || q.State == inbox.ToAnswer) {
		switch {
		case mine:
			top = append(top, s.small("放回", "", s.claim))
		case !q.Held(now):
			top = append(top, s.small("认领", "", s.claim))
		}
		if !q.Held(now) || mine {
			var b *widgets.Button
			b = s.small("转办", "people", func() { s.otherWays(b, q) })
			top = append(top, b)
		}
	}
	low := []fyne.CanvasObject{}
	if s.answers && q.State.Open() {
		var kind *widgets.ChipButton
		kind = widgets.NewChipButton(widgets.Grey, "", q.Kind.Title(), func() { s.kinds(kind, q) })
		low = append(low, kind)
	} else {
		low = append(low, widgets.NewChip(widgets.Grey, "", q.Kind.Title()))
	}
	low = append(low, widgets.NewChip(widgets.Grey, "", q.State.Title()))
	if !q.Gone.IsZero() {
		low = append(low, widgets.NewChip(widgets.Amber, "warn", "平台上已看不到"))
	}
	low = append(low, draw.Fill())
	s.talk.dueAt = nil
	m := due.OfQuestion(s.d.Calendar, q, now)
	if q.State.Open() {
		s.talk.dueAt = widgets.NewChipButton(m.Tone, m.Icon, m.Text, s.explain)
		low = append(low, s.talk.dueAt)
	} else {
		low = append(low, widgets.NewChip(m.Tone, m.Icon, m.Text))
	}
	if w, ok := due.Window(q, now); ok {
		low = append(low, widgets.NewChip(w.Tone, w.Icon, w.Text))
	}
	return draw.Inset(draw.Col(4, draw.Fixed(draw.Row(8, top...), 0, 28), draw.Fixed(draw.Row(6, low...), 0, 24)), 6, 16, 6, 16)
}

func (s *Screen) small(label, icon string, f func()) *widgets.Button {
	b := widgets.NewButton(widgets.Plain, label, f).High(28)
	if icon != "" {
		b.WithIcon(icon)
	}
	return b
}

// words are the conversation: what stands above it, what the citizen wrote, what happened, what the office wrote.
func (s *Screen) words(det inbox.Detail) []fyne.CanvasObject {
	q, a, now := det.Question, det.Answer, s.d.Now()
	var objs []fyne.CanvasObject
	if q.Under != "" {
		objs = append(objs, draw.Row(6, draw.NewIcon("doc", 14, theme.Text3), draw.Grow(draw.NewText("在《"+q.Under+"》下", theme.Note, theme.Text2).Cutting())))
	}
	from := []fyne.CanvasObject{draw.NewText(q.Author+"　"+due.Stamp(q.Received, now), theme.Note, theme.Text2)}
	if q.Link != "" && s.d.Browse != nil {
		from = append(from, widgets.NewLink("在平台上看", theme.Note, func() { s.d.Browse(q.Link) }))
	}
	objs = append(objs, draw.Row(8, append(from, draw.Fill())...), said.Bubble(q.Text, theme.Surface, theme.Line, false))
	for _, m := range said.History(q, a) {
		objs = append(objs, draw.NewText(due.Stamp(m.At, now)+"　"+m.What, theme.Note, theme.Text3).Cutting().Center())
	}
	if shut := due.Shut(q, now); shut != "" {
		objs = append(objs, draw.NewText(shut, theme.Note, theme.Amber).Center())
	}
	if a.ID != "" && a.Text != "" && (q.State == inbox.InReview || q.State == inbox.ToSend || !q.State.Open() || a.State == inbox.Rejected) {
		at := a.SentAt
		if at.IsZero() {
			at = a.Submitted
		}
		objs = append(objs, draw.Row(8, draw.Fill(), reply.Chip(a.State), draw.NewText(a.ByName+"　"+due.Stamp(at, now), theme.Note, theme.Text2)),
			said.Bubble(a.Text, theme.BlueSoft, "", true))
	}
	return objs
}

// explain opens the count of days under the due chip.
func (s *Screen) explain() {
	if s.talk.dueAt == nil || s.shown.Question.ID == "" {
		return
	}
	overlays.Popover(s.talk.dueAt, "期限是这样算的", due.Explain(s.shown.Deadline, s.shown.Rule, s.d.Now()))
}

func (s *Screen) kinds(anchor fyne.CanvasObject, q inbox.Question) {
	var choices []overlays.Choice
	for _, k := range policy.Kinds() {
		choices = append(choices, overlays.Choice{Label: k.Title(), Do: func() { s.setKind(q, k) }})
	}
	overlays.Menu(anchor, choices...)
}
