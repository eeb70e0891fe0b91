package approve

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/approve/paper"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/panes"
	"huiying/app/ui/shell"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/review"
)

// Name is the id under which the frame opens the screen. It takes the params "ticket", or "kind" (post, answer, filing) and "id".
const Name = "review"

// Screen is 审核.
type Screen struct {
	d       Deps
	want    atomic.Pointer[wanted]
	front   bool
	content fyne.CanvasObject
	stop    func()
	untick  func() // the times that are left are written anew every minute

	tabs      *widgets.Tabs
	list      *lists.List
	rows      map[fyne.CanvasObject]*lineRow
	lines     map[string]line
	queue     listed
	queuePane *load.Pane[listed]
	none      *fyne.Container

	shown     *sheet
	linked    bool // opened from elsewhere: it need not stand in the list
	decided   bool // this person just decided: the next one may be opened
	sheetPane *load.Pane[*sheet]
	version   *draw.Text
	counter   *draw.Text
	modes     *widgets.Segment
	prev      *widgets.Button
	next      *widgets.Button
	strip     *fyne.Container
	page      *fyne.Container
	scroll    *draw.Scrolling
	beside    *draw.Scrolling // the right column
	blocks    []paper.Block
	change    int
	body      *fyne.Container
	bodyPanes fyne.CanvasObject

	side       *fyne.Container
	gates      []gate
	gateNote   *draw.Text
	answered   map[review.Gate]bool
	secrecy    review.Secrecy
	conclusion *widgets.Radio
	comment    *typing.Entry
	why        *flow.Flow
	pass       *widgets.Button
	back       *widgets.Button
	reject     *widgets.Button
	fault      string
	busy       bool
	unsent     map[string]string // comments that were typed and not decided with, by subject
	command    string
	commandIs  string
}

// New returns the screen.
func New(d Deps) *Screen {
	s := &Screen{d: d, rows: map[fyne.CanvasObject]*lineRow{}, lines: map[string]line{}, answered: map[review.Gate]bool{}, unsent: map[string]string{}, change: -1}
	s.why = flow.Plain("", theme.Note, theme.Amber)
	s.tabs = widgets.NewTabs([]string{"待我审", "我审过"}, 0, func(int) { s.linked = false; s.paintQueue(s.queue) })
	s.list = lists.NewList(76, s.makeRow, s.bindRow)
	s.list.OnSelect = func(id string) { s.linked = false; s.open(wanted{ticket: s.lines[id].ticket}) }
	s.list.OnOpen = func(string) { s.comment.Focus() }
	s.list.OnRune = s.letter
	s.none = container.NewStack()
	s.none.Hide()
	s.queuePane = load.NewPane(d.Frame.Jobs(), container.NewStack(s.list, s.none), s.fetchQueue, s.paintQueue)
	s.queuePane.What, s.queuePane.Fault = "要审的稿子", "没有取到要审的稿子"
	left := draw.Col(0, draw.Exact(widgets.TabHead(s.tabs), 0, 36), draw.NewLine(theme.Line), draw.Grow(s.queuePane.Object()))

	s.bodyPanes = s.sheetPanes()
	s.body = container.NewStack(s.bodyPanes)
	s.sheetPane = load.NewPane(d.Frame.Jobs(), s.body, s.fetch, s.paintSheet)
	s.sheetPane.What, s.sheetPane.Fault, s.sheetPane.Rows = "这一件", "没有取到这一件", 8
	s.sheetPane.OnError = s.failed
	s.content = panes.NewSplit(left, s.sheetPane.Object(), panes.KeepLeft, 232, 200, 320, 700)
	if d.Changed != nil {
		s.stop = d.Changed(func(topic, _ string) {
			if topic == "review" || topic == "publishing" {
				d.Frame.Jobs().Paint(s.changed)
			}
		})
	}
	s.open(wanted{})
	s.recheck()
	return s
}

func (s *Screen) sheetPanes() fyne.CanvasObject {
	s.version = draw.NewText("", theme.Dense, theme.Text).Cutting()
	s.counter = draw.NewText("", theme.Dense, theme.Text2)
	s.prev = widgets.NewIconButton(widgets.Plain, "up", "上一处改动", func() { s.Step(-1) }).High(24)
	s.next = widgets.NewIconButton(widgets.Plain, "down", "下一处改动", func() { s.Step(1) }).High(24)
	s.modes = widgets.NewSegment([]string{"对比", "通读"}, 0, func(int) { s.paintText(false) }).High(24)
	head := draw.Panel(theme.Surface2, "", 0, draw.Fixed(draw.Pad(draw.Row(8, draw.NewIcon("hist", 18, theme.Text2), draw.Grow(s.version),
		s.counter, s.prev, s.next, s.modes), 16, 0), 0, 36))
	s.strip = container.NewStack()
	s.strip.Hide()
	s.page = draw.Col(0)
	s.scroll = draw.Scroll(container.New(narrow{widestText}, draw.Inset(s.page, 16, 46, 24, 16)))
	text := draw.Col(0, head, draw.NewLine(theme.Line), s.strip, draw.Grow(s.scroll))
	s.side = draw.Col(0)
	s.beside = draw.Scroll(s.side)
	bar := s.decisionBar()
	right := draw.Col(0, draw.Grow(s.beside), bar)
	split := panes.NewSplit(text, right, panes.KeepRight, 304, 280, 520, 420)
	return container.New(&wide{split: split}, split)
}

func (s *Screen) letter(r rune) bool {
	switch r {
	case 'n', 'N':
		s.Step(1)
	case 'p', 'P':
		s.Step(-1)
	case 'm', 'M':
		s.comment.Focus()
	default:
		return false
	}
	return true
}

// showNothing shows in place of the rows that there are none.
func (s *Screen) showNothing() {
	switch {
	case s.tabs.Current() == 0 && len(s.queue.Mine)+len(s.queue.Others) == 0:
		s.none.Objects = []fyne.CanvasObject{states.Empty("没有要审的稿子", "有人送审，就会出现在这里。", nil)}
		s.none.Show()
	case s.tabs.Current() == 1 && len(s.queue.done) == 0:
		s.none.Objects = []fyne.CanvasObject{states.Empty("还没有审过", "您的每一次通过、退回和否决都会列在这里。", nil)}
		s.none.Show()
	default:
		s.none.Hide()
	}
	s.none.Refresh()
}

// changed fetches again while the screen is in front.
func (s *Screen) changed() {
	if s.front {
		s.Refetch()
	}
}

// Name is part of shell.Screen.
func (s *Screen) Name() string { return Name }

// Title is part of shell.Screen.
func (s *Screen) Title() string { return "审核" }

// Head is part of shell.Screen.
func (s *Screen) Head() (left, right []fyne.CanvasObject) {
	if s.shown == nil {
		return nil, nil
	}
	t := s.shown.Ticket
	say := t.StepName()
	if t.State != review.Waiting {
		say = t.State.Title()
	}
	left = []fyne.CanvasObject{draw.NewText(draw.Clip(paper.Joined(say, titleOf(t)), theme.Px(560), theme.Body, false), theme.Body, theme.Text2)}
	if t.State == review.Waiting && !t.Subject.Due.IsZero() {
		tone, icon, when := due(t.Subject.Due, s.d.Now())
		if strings.HasPrefix(when, "还有") {
			when += "到发布点"
		} else if tone == widgets.Red {
			when = "发布点已过"
		} else {
			when += "发布"
		}
		right = append(right, widgets.NewChip(tone, icon, strings.Replace(when, " 前发布", " 发布", 1)).Tall())
	}
	return left, right
}

// Content is part of shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Keys is part of shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{
		{Label: "N/P", Say: "下一处、上一处改动", Short: true},
		{Label: "Alt+↓", Say: "下一处改动", Name: fyne.KeyDown, Modifier: fyne.KeyModifierAlt, Do: func() { s.Step(1) }},
		{Label: "Alt+↑", Say: "上一处改动", Name: fyne.KeyUp, Modifier: fyne.KeyModifierAlt, Do: func() { s.Step(-1) }},
		{Label: "M", Say: "写意见"},
		{Label: "Ctrl+Enter", Say: "通过", Short: true, Name: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault, Do: func() { s.Decide(review.Pass) }},
		{Label: "Ctrl+R", Say: "退回", Short: true, Name: fyne.KeyR, Modifier: fyne.KeyModifierShortcutDefault, Do: func() { s.Decide(review.Return) }},
	}
	for i, name := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5} {
		keys = append(keys, shell.Key{Label: fmt.Sprintf("Alt+%d", i+1), Say: "“" + review.Gates()[i].Title() + "”没问题、有疑", Name: name,
			Modifier: fyne.KeyModifierAlt, Do: func() { s.Gate(i) }})
	}
	return keys
}

// Shown is part of shell.Screen.
func (s *Screen) Shown(p shell.Params) {
	s.front = true
	if s.untick == nil {
		s.untick = s.d.Frame.Jobs().Every(time.Minute, func() { s.paintQueue(s.queue); s.d.Frame.Rehead() })
	}
	if w := (wanted{p["ticket"], p["kind"], p["id"]}); w != (wanted{}) {
		s.linked = true
		s.want.Store(&w)
	}
	s.Refetch()
}

// Hidden is part of shell.Screen.
func (s *Screen) Hidden() {
	s.front = false
	if s.untick != nil {
		s.untick()
		s.untick = nil
	}
}

// Refetch fetches queue and text again; what is typed stays.
func (s *Screen) Refetch() {
	s.queuePane.Load()
	s.sheetPane.Load()
}

// NextPane moves the focus from the list to the comment and back.
func (s *Screen) NextPane() {
	if s.comment.Focused() || s.comment.Disabled() {
		s.list.Take()
		return
	}
	s.comment.Focus()
}

// MayClose says what would be lost.
func (s *Screen) MayClose() string {
	s.remember(s.shown)
	open := []review.Ticket{}
	if s.shown != nil && s.shown.May {
		open = append(open, s.shown.Ticket)
	}
	for _, i := range s.queue.Mine {
		open = append(open, i.Ticket)
	}
	for _, t := range open { // one that somebody else decided meanwhile takes no comment any more
		if s.unsent[subject(t)] != "" {
			return "对《" + titleOf(t) + "》的审核意见写了还没有交。"
		}
	}
	return ""
}

// Close ends the listening to changes.
func (s *Screen) Close() {
	if s.stop != nil {
		s.stop()
	}
}

var _ interface {
	shell.Screen
	shell.Refetcher
	shell.Paner
	shell.Closer
} = (*Screen)(nil)

// Conclude gives the secrecy conclusion, Read chooses between comparing and reading through, Tab the list: what the parts do when
// they are pressed.
func (s *Screen) Conclude(c review.Secrecy) {
	for i, o := range review.Conclusions() {
		if o == c && s.conclusion != nil {
			s.conclusion.Choose(i)
		}
	}
	s.secrecy = c
	s.recheck()
}

// Read shows the new text alone, or the comparison.
func (s *Screen) Read(through bool) {
	s.modes.Choose(map[bool]int{false: 0, true: 1}[through])
	s.paintText(false)
}

// Tab chooses the list: 0 待我审, 1 我审过.
func (s *Screen) Tab(i int) { s.tabs.Pick(i) }
