package today

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/shell"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/workdays"
)

// Name is under which the screen is opened. It knows no params.
const Name = "today"

// Screen is 今日.
type Screen struct {
	d    Deps
	jobs *load.Jobs
	me   people.Actor

	work   work
	byID   map[string]task
	first  string // the most urgent task listed
	tab    kind
	mine   bool
	out    []outing
	rows   map[fyne.CanvasObject]*taskRow
	tabs   *widgets.Tabs
	whose  *widgets.Segment
	fresh  *widgets.Button
	date   *draw.Text
	list   *lists.List
	body   *fyne.Container
	faults *fyne.Container
	more   *widgets.Link

	tasks     *load.Pane[work]
	outgoing  *load.Pane[[]outing]
	silent    *load.Pane[[]accounts.Silence]
	outBody   *fyne.Container
	outNote   *draw.Text
	outScroll *draw.Scrolling
	stripBody *fyne.Container
	drill     *bar
	content   fyne.CanvasObject

	visible bool
	stop    []func()
	mu      sync.Mutex
	waiting bool
}

// New returns the screen; it fetches nothing before it is shown.
func New(d Deps) *Screen {
	s := &Screen{d: d, jobs: d.Frame.Jobs(), mine: true, byID: map[string]task{}, rows: map[fyne.CanvasObject]*taskRow{}}
	s.me, _ = people.From(s.jobs.Context())
	s.build()
	return s
}

func (s *Screen) build() {
	s.date = draw.NewText("", theme.Body, theme.Text2)
	s.whose = widgets.NewSegment([]string{"我的", "全科室"}, 0, func(i int) { s.mine = i == 0; s.fill() })
	s.fresh = widgets.NewButton(widgets.Plain, "新稿件", s.Create).High(28).WithIcon("plus")
	s.tabs = widgets.NewTabs(s.names(), 0, func(i int) { s.tab = kinds()[i]; s.fill() })
	s.list = lists.NewList(50, func() fyne.CanvasObject {
		r := s.newRow()
		s.rows[r.Container] = r
		return r.Container
	}, s.bind)
	s.list.OnOpen = s.open
	s.body = container.NewStack()
	s.faults = container.NewStack()
	s.faults.Hide()
	s.more = widgets.NewLink("到留言里看", theme.Dense, func() { s.d.Frame.Open(toInbox, shell.Params{"view": "toanswer"}) }).WithIcon("right")
	s.tasks = load.NewPane(s.jobs, s.body, s.read, s.take)
	s.tasks.What, s.tasks.Fault, s.tasks.Rows = "要办的事", "没取到要办的事", 8
	left := widgets.Card(draw.Col(0, widgets.TabHead(s.tabs, draw.NewText("按到期先后", theme.Note, theme.Text3)), draw.NewLine(theme.Line), s.faults,
		draw.Grow(s.tasks.Object())))

	s.outBody = container.NewStack()
	s.outNote = draw.NewText("", theme.Note, theme.Text3)
	s.outgoing = load.NewPane(s.jobs, s.outBody, s.outings, s.fillOutings)
	s.outgoing.What, s.outgoing.Fault, s.outgoing.Rows = "今日发布", "没取到今天要发的", 5
	cal := widgets.NewButton(widgets.Plain, "排期", func() { s.d.Frame.Open(toSchedule, nil) }).High(24).WithIcon("cal")
	right := widgets.CardWith(widgets.SectionWith("今日发布", s.outNote, cal), s.outgoing.Object())

	s.stripBody = container.NewStack()
	s.silent = load.NewPane(s.jobs, s.stripBody, s.silences, s.fillStrip)
	s.silent.What, s.silent.Fault, s.silent.Rows = "账号的天数", "没取到账号的天数", 1
	objs := []fyne.CanvasObject{}
	if s.d.Drill != nil {
		s.drill = newBar(s.d, s.jobs, s.refetch)
		objs = append(objs, s.drill.object)
	}
	objs = append(objs, draw.Grow(container.New(&columns{}, left, right)), s.strip())
	s.content = draw.Panel(theme.Bg, "", 0, draw.Pad(draw.Col(12, objs...), 16, 12))
}

// columns lays out the tasks and, narrower, the line of the day.
type columns struct{}

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return theme.Size(900, 300) }

func (*columns) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	right, gap := theme.Px(404), theme.Px(12)
	if s.Width > theme.Px(1600) {
		right = theme.Px(480)
	}
	right = min(right, s.Width*0.4)
	objs[0].Move(fyne.NewPos(0, 0))
	objs[0].Resize(fyne.NewSize(s.Width-right-gap, s.Height))
	objs[1].Move(fyne.NewPos(s.Width-right, 0))
	objs[1].Resize(fyne.NewSize(right, s.Height))
}

// Name is part of shell.Screen.
func (s *Screen) Name() string { return Name }

// Title is part of shell.Screen.
func (s *Screen) Title() string { return "今日" }

// Head is part of shell.Screen.
func (s *Screen) Head() (left, right []fyne.CanvasObject) {
	right = []fyne.CanvasObject{s.whose}
	if s.me.Has(people.Officer) {
		right = append(right, s.fresh)
	}
	return []fyne.CanvasObject{s.date}, right
}

// Content is part of shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Keys is part of shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Label: "J/K", Say: "上下", Short: true}, {Label: "Enter", Say: "打开", Short: true}}
	for i, k := range kinds() {
		name := fyne.KeyName(fmt.Sprint(i + 1))
		keys = append(keys, shell.Key{Label: string(name), Say: "只看" + k.title(), Name: name, Do: func() { s.tabs.Pick(i) }})
	}
	return keys
}

// Shown is part of shell.Screen.
func (s *Screen) Shown(shell.Params) {
	if !s.visible {
		s.visible = true
		s.stop = append(s.stop, s.d.Changed(s.changed), s.jobs.Every(20*time.Second, s.tick))
	}
	s.refetch()
}

// Hidden is part of shell.Screen.
func (s *Screen) Hidden() {
	s.visible = false
	for _, f := range s.stop {
		f()
	}
	s.stop = nil
}

// Refetch is part of shell.Refetcher.
func (s *Screen) Refetch() { s.refetch() }

// Create is part of shell.Creator: a new draft.
func (s *Screen) Create() {
	if s.me.Has(people.Officer) {
		s.d.Frame.Open(toCompose, shell.Params{"new": "1"})
	}
}

// NextPane is part of shell.Paner.
func (s *Screen) NextPane() { s.list.Take() }

func (s *Screen) refetch() {
	now := s.d.Now().In(workdays.Shanghai)
	s.date.Set(date(now) + " " + workdays.WeekdayName(now.Weekday()))
	s.tasks.Load()
	s.outgoing.Load()
	s.silent.Load()
	if s.drill != nil {
		s.drill.tick()
	}
}

// tick brings what depends on the clock up to date.
func (s *Screen) tick() {
	if s.outgoing.Loaded() {
		s.fillOutings(s.out)
	}
	if s.tasks.Loaded() {
		s.fill()
	}
	if s.drill != nil {
		s.drill.tick()
	}
}

// pause is how long changes are gathered before the screen fetches.
const pause = 300 * time.Millisecond

// changed is told on any goroutine; what comes soon after one another is fetched once.
func (s *Screen) changed(string, string) {
	s.mu.Lock()
	first := !s.waiting
	s.waiting = true
	s.mu.Unlock()
	if !first {
		return
	}
	s.jobs.Go(func(ctx context.Context) func() {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		s.mu.Lock()
		s.waiting = false
		s.mu.Unlock()
		return func() {
			if s.visible {
				s.refetch()
			}
		}
	})
}

func (s *Screen) read(ctx context.Context) (work, error) {
	r := &reader{d: s.d, me: s.me, now: s.d.Now()}
	w := r.gather(ctx)
	return w, ctx.Err()
}

func (s *Screen) take(w work) {
	s.work = w
	s.byID = map[string]task{}
	for _, t := range w.tasks {
		s.byID[t.id] = t
	}
	s.fill()
}

// names are the tabs with their counts.
func (s *Screen) names() []string {
	var names []string
	for _, k := range kinds() {
		n := len(pick(s.work.tasks, k, s.mine))
		n += s.others(k)
		names = append(names, fmt.Sprintf("%s %d", k.title(), n))
	}
	return names
}

// others is how many more questions wait than are listed, for a tab and whoever is asked about.
func (s *Screen) others(k kind) int {
	if k != all && k != asking || s.mine && !s.me.Has(people.Answerer) {
		return 0
	}
	return s.work.rest
}

// fill lists what the tab and the segment ask for.
func (s *Screen) fill() {
	s.tabs.SetNames(s.names())
	now := s.d.Now()
	tasks := pick(s.work.tasks, s.tab, s.mine)
	s.first = ""
	if len(tasks) > 0 {
		s.first = tasks[0].id
	}
	s.fillFaults()
	switch {
	case len(tasks) == 0 && len(s.work.faults) > 0:
		s.body.Objects = []fyne.CanvasObject{states.Failed("有的没有取到，不知道还有没有要办的", strings.Join(s.work.faults, "\n"), widgets.NewButton(widgets.Outline, "再试一次", s.refetch))}
	case len(tasks) == 0:
		s.body.Objects = []fyne.CanvasObject{s.nothing()}
	default:
		s.list.SetItems(items(tasks, now))
		low := []fyne.CanvasObject{draw.Grow(s.list)}
		if n := s.others(s.tab); n > 0 {
			say := draw.NewText(fmt.Sprintf("其余 %d 件留言，期限更晚", n), theme.Dense, theme.Text2)
			low = append(low, draw.NewLine(theme.Line), draw.Fixed(draw.Pad(draw.Row(8, draw.NewIcon("chat", 18, theme.Text3), say, draw.Fill(), s.more), 12, 0), 0, 36))
		}
		s.body.Objects = []fyne.CanvasObject{draw.Col(0, low...)}
	}
	s.body.Refresh()
}

func (s *Screen) fillFaults() {
	s.faults.Objects = nil
	s.faults.Hide()
	if len(s.work.faults) > 0 && len(pick(s.work.tasks, s.tab, s.mine)) > 0 {
		strip := overlays.Strip(widgets.Red, "stop", "这里不全", strings.Join(s.work.faults, "；"), widgets.NewButton(widgets.Plain, "再试一次", s.refetch))
		s.faults.Objects = []fyne.CanvasObject{draw.Pad(strip, 8, 6)}
		s.faults.Show()
	}
	s.faults.Refresh()
}

// nothing is the good kind of empty.
func (s *Screen) nothing() fyne.CanvasObject {
	switch {
	case s.tab != all:
		return states.Empty("没有要办的"+s.tab.title(), "有新的会在这里出现", nil)
	case s.mine:
		return states.Empty("手上没有要办的事", "有新的会在这里出现；点“全科室”看大家的", nil)
	}
	return states.Empty("全科室都没有要办的事", "有新的会在这里出现", nil)
}

func (s *Screen) open(id string) {
	if t, ok := s.byID[id]; ok {
		s.d.Frame.Open(t.open, t.param)
	}
}
