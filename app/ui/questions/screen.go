package questions

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/questions/enter"
	"huiying/app/ui/questions/feed"
	"huiying/app/ui/questions/reply"
	"huiying/app/ui/shell"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/people"
)

// Name is under which the screen is opened. It knows the params "id" of a question, "view" of the inbox, "account" and "text"
// to look for.
const Name = "inbox"

// Screen is 留言.
type Screen struct {
	d       Deps
	jobs    *load.Jobs
	me      people.Actor
	answers bool // this person may answer

	view    inbox.View
	account accounts.ID
	text    string
	feed    feed.Feed
	round   int // of the view: what was fetched for an earlier one is thrown away
	names   map[accounts.ID]accounts.Account
	shown   inbox.Detail
	want    string // the question to be selected once its view is fetched
	asked   asked
	faults  []string

	views   map[inbox.View]*viewRow
	order   []*viewRow
	search  *typing.Entry
	fetch   *widgets.Button
	enterB  *widgets.Button
	list    *lists.List
	rows    map[fyne.CanvasObject]*row
	top     *load.Pane[[]inbox.Question]
	title   *draw.Text
	total   *draw.Text
	sorted  *draw.Text
	filter  *widgets.Button
	notice  *fyne.Container
	body    *fyne.Container
	talk    *talk
	reply   *reply.Pane
	detail  *load.Pane[inbox.Detail]
	right   *fyne.Container
	content fyne.CanvasObject

	entry      *enter.Form
	collecting bool
	visible    bool
	stop       []func()
	changes    *changes
}

// New returns the screen; it fetches nothing before it is shown.
func New(d Deps) *Screen {
	s := &Screen{d: d, jobs: d.Frame.Jobs(), view: inbox.ViewToAnswer, rows: map[fyne.CanvasObject]*row{}, names: map[accounts.ID]accounts.Account{}}
	s.me, _ = people.From(s.jobs.Context())
	s.answers = s.me.Has(people.Answerer)
	s.feed.Start(s.first(), nil)
	s.build()
	s.changes = newChanges(s.jobs, s.changed)
	return s
}

func (s *Screen) build() {
	s.search = typing.Search("留言里的字词", "")
	s.search.OnSubmit = func() { s.find(s.search.Text()) }
	s.search.OnEdit = func(text string) {
		if text == "" {
			s.find("")
		}
	}
	s.fetch = widgets.NewButton(widgets.Plain, "收取一次", s.collect).High(28).WithIcon("sync")
	s.enterB = widgets.NewButton(widgets.Plain, "登记留言", s.Create).High(28).WithIcon("plus")

	s.list = lists.NewList(rowHigh, func() fyne.CanvasObject {
		r := newRow()
		s.rows[r.Container] = r
		return r.Container
	}, s.bind)
	s.list.OnSelect = func(id string) { s.open(id) }
	s.list.OnOpen = func(id string) { s.open(id); s.reply.Entry().Focus() }
	s.title = draw.NewBold("", theme.Body, theme.Text)
	s.total = draw.NewText("", theme.Note, theme.Text2)
	s.sorted = draw.NewText("", theme.Note, theme.Text2)
	s.filter = widgets.NewIconButton(widgets.Quiet, "filter", "只看一个账号", s.byAccount).High(28)
	s.notice = container.NewStack()
	s.notice.Hide()
	s.body = container.NewStack()
	s.top = load.NewPane(s.jobs, s.body, s.fetchTop, s.fillTop)
	s.top.What, s.top.Fault, s.top.Rows = "留言", "没取到留言", 8
	head := draw.Fixed(draw.Pad(draw.Row(8, s.title, s.total, draw.Fill(), s.sorted, s.filter), 14, 0), 0, 36)
	middle := draw.Col(0, head, draw.NewLine(theme.Line), s.notice, draw.Grow(s.top.Object()))

	s.reply = reply.New(reply.Deps{Desk: s.d.Answers, Sender: s.d.Sending, Frame: s.d.Frame, Now: s.d.Now, Browse: s.d.Browse, Choose: s.d.Choose,
		Finish: s.finish, Moved: s.moved})
	s.talk = newTalk()
	s.detail = load.NewPane(s.jobs, s.talk.object(s.reply.Object()), s.fetchDetail, s.fillDetail)
	s.detail.What, s.detail.Fault, s.detail.Rows = "这条留言", "没取到这条留言", 6
	s.right = container.NewStack(states.Choose("选一条留言来看"))
	s.content = container.New(&columns{}, s.viewPane(), draw.NewGround(theme.Line, "", 0), middle, draw.NewGround(theme.Line, "", 0),
		draw.Panel(theme.Bg, "", 0, s.right))
}

// columns lays out views, list and conversation.
type columns struct{}

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return theme.Size(164+300+400, 400) }

func (*columns) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	left, list := theme.Px(164), theme.Px(340)
	switch {
	case s.Width > theme.Px(1600):
		list = theme.Px(420)
	case s.Width < theme.Px(1100):
		list = theme.Px(300)
	}
	x := float32(0)
	for i, w := range []float32{left, 1, list, 1, s.Width - left - list - 2} {
		objs[i].Move(fyne.NewPos(x, 0))
		objs[i].Resize(fyne.NewSize(w, s.Height))
		x += w
	}
}

// Name is part of shell.Screen.
func (s *Screen) Name() string { return Name }

// Title is part of shell.Screen.
func (s *Screen) Title() string { return "留言" }

// Head is part of shell.Screen.
func (s *Screen) Head() (left, right []fyne.CanvasObject) {
	left = []fyne.CanvasObject{draw.Fixed(s.search, 220, 28)}
	if s.answers {
		right = []fyne.CanvasObject{s.fetch, s.enterB}
	}
	return left, right
}

// Content is part of shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// write goes to the answer, where there is one to write.
func (s *Screen) write() {
	if s.reply.Editing() {
		s.reply.Entry().Focus()
	}
}

// Keys is part of shell.Screen.
func (s *Screen) Keys() []shell.Key {
	return []shell.Key{{Label: "J/K", Say: "上下", Short: true},
		{Label: "R", Say: "答复", Short: true, Name: fyne.KeyR, Do: s.write},
		{Label: "L", Say: "认领/放回", Short: true, Name: fyne.KeyL, Do: s.claim},
		{Label: "D", Say: "期限", Short: true, Name: fyne.KeyD, Do: s.explain},
		{Label: "Ctrl+Enter", Say: "送审答复", Name: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault, Do: s.reply.Submit},
		{Label: "Ctrl+F", Say: "找留言", Name: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault, Do: s.search.Focus}}
}

// Shown is part of shell.Screen.
func (s *Screen) Shown(p shell.Params) {
	if !s.visible {
		s.visible = true
		s.stop = append(s.stop, s.d.Changed(s.changes.tell), s.jobs.Every(20*time.Second, s.tick))
	}
	s.register()
	s.count()
	switch {
	case p["id"] != "":
		s.fetchWanted(p["id"])
	case p != nil && (p["view"] != "" || p["account"] != "" || p["text"] != ""):
		s.account = accounts.ID(p["account"])
		s.text = p["text"]
		s.search.SetText(s.text)
		view := inbox.View(p["view"])
		if view == "" {
			view = inbox.ViewAll
		}
		s.show(view, "")
	case !s.top.Loaded():
		s.show(s.view, "")
	default:
		s.compare()
		s.again()
	}
}

// Hidden is part of shell.Screen. What is being written is saved.
func (s *Screen) Hidden() {
	s.reply.Flush()
	s.visible = false
	for _, f := range s.stop {
		f()
	}
	s.stop = nil
}

// Refetch is part of shell.Refetcher.
func (s *Screen) Refetch() {
	s.show(s.view, s.shown.Question.ID)
	s.count()
	s.again()
}

// Save is part of shell.Saver.
func (s *Screen) Save() { s.reply.Save() }

// NextPane is part of shell.Paner: views, list, reply.
func (s *Screen) NextPane() {
	switch {
	case s.reply.Entry().Focused():
		s.views[s.view].Take()
	case s.views[s.view].Focused():
		s.list.Take()
	case s.reply.Editing():
		s.reply.Entry().Focus()
	default:
		s.list.Take()
	}
}

// StepBack is part of shell.Stepper: from the reply to the list, from a search to the whole view.
func (s *Screen) StepBack() bool {
	switch {
	case s.reply.Entry().Focused():
		s.list.Take()
	case s.text != "":
		s.search.SetText("")
		s.find("")
	default:
		return false
	}
	return true
}

// MayClose is part of shell.Closer.
func (s *Screen) MayClose() string {
	if why := s.reply.MayClose(); why != "" {
		return why
	}
	if s.entry != nil && s.entry.Begun() {
		return "留言里有一条登记填了还没有交。"
	}
	return ""
}

// tick brings what depends on the clock up to date.
func (s *Screen) tick() {
	s.list.Refresh()
	if s.shown.Question.ID != "" && s.clocked(s.shown.Question) != s.talk.clocked {
		s.fillTalk(s.shown)
	}
}

// clocked is what the head of a question says that depends on the clock.
func (s *Screen) clocked(q inbox.Question) string {
	now := s.d.Now()
	w, _ := due.Window(q, now)
	return fmt.Sprint(due.OfQuestion(s.d.Calendar, q, now).Text, w.Text, q.Held(now))
}

// register fetches the names of the accounts.
func (s *Screen) register() {
	s.jobs.Go(func(ctx context.Context) func() {
		list, err := s.d.Register.List(ctx)
		if err != nil {
			return nil // the names stay as they were; whoever needs the register for an act is told
		}
		return func() {
			for _, a := range list {
				s.names[a.ID] = a
			}
			if s.shown.Question.ID != "" {
				s.fillTalk(s.shown)
			}
			s.fillHead()
		}
	})
}

func (s *Screen) accountName(id accounts.ID) string {
	if a, ok := s.names[id]; ok {
		return a.Name
	}
	return ""
}
