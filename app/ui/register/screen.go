package register

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/panes"
	"huiying/app/ui/register/form"
	"huiying/app/ui/register/words"
	"huiying/app/ui/shell"
	"huiying/app/ui/states"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/workdays"
)

// Name is the id under which the frame opens the screen. It takes the param "id", an account.
const Name = "register"

// Screen is 账号.
type Screen struct {
	d     Deps
	me    people.Actor
	front bool
	stop  func()

	tabs   *widgets.Tabs
	search *typing.Entry
	check  *widgets.Button
	create *widgets.Button

	content *fyne.Container
	main    fyne.CanvasObject
	pane    *load.Pane[listed]
	list    *lists.List
	rows    map[fyne.CanvasObject]*row
	none    *fyne.Container
	foot    [3]*draw.Text
	checked *draw.Text
	all     []*entry
	by      map[string]*entry
	staff   []people.Person
	wanted  string // an account to select once it is there

	detail  *fyne.Container
	history *load.Pane[told]
	shown   accounts.ID
	want    atomic.Pointer[accounts.ID] // the same, for the goroutine that fetches
	told    told
	scroll  *draw.Scrolling
	busy    map[string]bool        // what runs, by what it is called
	problem string                 // what went wrong last, about the account shown
	unasked map[accounts.ID]string // whose platforms the last check could not ask, and why

	sheet *sheet // the form in front, nil for none
	kept  map[accounts.ID]*form.Form
	fresh accounts.ID // the registration that was begun
}

// listed is everything the table shows.
type listed struct {
	entries []*entry
	staff   []people.Person
}

// New returns the screen.
func New(d Deps) *Screen {
	s := &Screen{d: d, rows: map[fyne.CanvasObject]*row{}, by: map[string]*entry{}, busy: map[string]bool{}, unasked: map[accounts.ID]string{}, kept: map[accounts.ID]*form.Form{}}
	s.me, _ = people.From(d.Frame.Jobs().Context())
	s.tabs = widgets.NewTabs([]string{"全部", "有风险", "办理中", "已关停"}, 0, func(int) { s.arrange() })
	s.search = typing.Search("名称或单位", "")
	s.search.OnEdit = func(string) { s.arrange() }
	s.check = widgets.NewButton(widgets.Plain, "现在监测", s.CheckAll).High(28).WithIcon("sync")
	s.create = widgets.NewButton(widgets.Plain, "登记账号", s.Create).High(28).WithIcon("plus")
	if !s.may() {
		s.check.Hide()
		s.create.Hide()
	}
	s.list = lists.NewList(38, s.makeRow, s.bindRow)
	s.list.OnSelect = func(id string) { s.show(accounts.ID(id)) }
	s.list.OnOpen = func(string) { s.NextPane() }
	s.none = container.NewStack()
	s.none.Hide()
	s.detail = container.NewStack()
	s.history = load.NewPane(d.Frame.Jobs(), s.detail, s.fetchTold, s.paintDetail)
	s.history.What, s.history.Fault, s.history.Rows = "这个账号", "没有取到这个账号", 6
	s.pane = load.NewPane(d.Frame.Jobs(), container.NewStack(s.list, s.none), s.fetch, s.paint)
	s.pane.What, s.pane.Fault, s.pane.Rows = "账号", "没有取到账号", 10
	left := draw.Col(0, s.heads(), draw.Grow(s.pane.Object()), s.footer())
	right := s.history.Object()
	s.main = panes.NewSplit(left, right, panes.KeepRight, 384, 340, 520, 700)
	s.content = container.NewStack(s.main)
	if d.Changed != nil {
		s.stop = d.Changed(func(topic, _ string) {
			if topic == accounts.Topic || topic == "review" || topic == "publishing" {
				d.Frame.Jobs().Paint(func() {
					if s.front {
						s.pane.Load()
					}
				})
			}
		})
	}
	s.showNone()
	return s
}

// may tells whether this person keeps the register.
func (s *Screen) may() bool { return s.me.Has(people.Registrar) }

func (s *Screen) fetch(ctx context.Context) (listed, error) {
	var got listed
	all, err := s.d.Register.Countdown(ctx)
	if err != nil {
		return got, err
	}
	found, err := s.d.Register.Standing(ctx, "")
	if err != nil {
		return got, err
	}
	by := map[accounts.ID][]accounts.Finding{}
	for _, f := range found {
		by[f.Account] = append(by[f.Account], f)
	}
	for _, silence := range all {
		e := &entry{Silence: silence, found: by[silence.Account.ID]}
		slices.SortStableFunc(e.found, words.Urgent)
		if e.binding, err = s.d.Bindings.Binding(ctx, silence.Account.ID); err != nil {
			return got, err
		}
		got.entries = append(got.entries, e)
	}
	slices.SortStableFunc(got.entries, byVeto)
	got.staff, err = s.d.Staff.People(ctx)
	return got, err
}

func (s *Screen) paint(l listed) {
	s.all, s.staff, s.by = l.entries, l.staff, map[string]*entry{}
	for _, e := range s.all {
		s.by[string(e.account().ID)] = e
	}
	s.arrange()
	if s.wanted != "" && s.by[s.wanted] != nil {
		s.list.Select(s.wanted)
		s.show(accounts.ID(s.wanted))
		s.wanted = ""
	}
	if s.shown != "" && s.by[string(s.shown)] != nil {
		s.history.Load()
	}
}

// inTab tells whether an account belongs to a tab.
func inTab(e *entry, tab int) bool {
	switch tab {
	case 1:
		return e.risky()
	case 2:
		return e.pending()
	case 3:
		return e.closed()
	}
	return true
}

// arrange lists what the tab and the search leave, in the order of the vetoes.
func (s *Screen) arrange() {
	var counts [4]int
	var items []lists.Item
	want := strings.ToLower(strings.TrimSpace(s.search.Text()))
	for _, e := range s.all {
		for tab := range counts {
			if inTab(e, tab) {
				counts[tab]++
			}
		}
		a := e.account()
		if inTab(e, s.tabs.Current()) && strings.Contains(strings.ToLower(a.Name+" "+a.Sponsor.Name+" "+a.Handle), want) {
			items = append(items, lists.RowOf(string(a.ID)))
		}
	}
	s.tabs.SetNames([]string{fmt.Sprintf("全部 %d", counts[0]), fmt.Sprintf("有风险 %d", counts[1]), fmt.Sprintf("办理中 %d", counts[2]), fmt.Sprintf("已关停 %d", counts[3])})
	s.list.SetItems(items)
	s.count()
	s.showEmpty(len(items))
	if id := s.list.Selected(); id == "" && len(items) > 0 {
		id = items[0].ID
		s.list.Select(id)
		s.show(accounts.ID(id))
	} else if id != "" && accounts.ID(id) != s.shown {
		s.show(accounts.ID(id))
	} else if len(items) == 0 {
		s.show("")
	}
	s.d.Frame.Rehead()
}

func (s *Screen) showEmpty(n int) {
	s.none.Hide()
	switch {
	case n > 0:
		return
	case len(s.all) == 0 && s.may():
		s.none.Objects = []fyne.CanvasObject{states.Empty("还没有登记账号", "先登记微博、公众号，由另一个人审批备案，再绑定授权。", widgets.NewButton(widgets.Primary, "登记第一个账号", s.Create))}
	case len(s.all) == 0:
		s.none.Objects = []fyne.CanvasObject{states.Empty("还没有登记账号", "登记归账号登记员，登记好了就列在这里。", nil)}
	case !draw.Blank(s.search.Text()):
		s.none.Objects = []fyne.CanvasObject{states.Filtered("没有叫这个名字的账号", func() { s.search.SetText(""); s.arrange() })}
	case s.tabs.Current() == 1:
		s.none.Objects = []fyne.CanvasObject{states.Empty("没有有风险的账号", "每天 03:00 监测一遍，关机错过的开机后补上。", nil)}
	default:
		s.none.Objects = []fyne.CanvasObject{states.Filtered("这一栏没有账号", func() { s.tabs.Choose(0); s.arrange() })}
	}
	s.none.Show()
	s.none.Refresh()
}

// count fills the bar under the table.
func (s *Screen) count() {
	soon, broken := 0, 0
	var latest string
	for _, e := range s.all {
		if e.Counts && e.Left <= 3 && !e.closed() {
			soon++
		}
		if e.binding.State == accounts.Broken {
			broken++
		}
		for _, f := range e.found {
			if at := f.Seen.In(workdays.Shanghai).Format("01-02 15:04"); at > latest {
				latest = at
			}
		}
	}
	s.foot[0].Set(fmt.Sprintf("共 %d 个", len(s.all)))
	s.foot[1].Set(ifAny(soon, "%d 个 3 天内触发否决"))
	s.foot[2].Set(ifAny(broken, "%d 个授权失效"))
	s.checked.Set("")
	if latest != "" {
		s.checked.Set("监测于 " + latest)
	}
	if n := len(s.unasked); n > 0 {
		s.checked.Set(strings.TrimPrefix(s.checked.Value+fmt.Sprintf("，%d 个没有问到平台", n), "，"))
	}
}

func ifAny(n int, say string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(say, n)
}

// Name is part of shell.Screen.
func (s *Screen) Name() string { return Name }

// Title is part of shell.Screen.
func (s *Screen) Title() string { return "账号" }

// Head is part of shell.Screen.
func (s *Screen) Head() (left, right []fyne.CanvasObject) {
	if s.sheet != nil {
		return s.sheet.head()
	}
	return []fyne.CanvasObject{draw.Exact(s.tabs, 0, 44)}, []fyne.CanvasObject{draw.Exact(s.search, 170, 28), s.check, s.create}
}

// Content is part of shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Keys is part of shell.Screen.
func (s *Screen) Keys() []shell.Key {
	mod := fyne.KeyModifierShortcutDefault
	return []shell.Key{
		{Label: "Enter", Say: "看详情", Short: true},
		{Label: "Ctrl+B", Say: "绑定授权", Short: true, Name: fyne.KeyB, Modifier: mod, Do: s.Bind},
		{Label: "Ctrl+G", Say: "改资料、发起变更", Name: fyne.KeyG, Modifier: mod, Do: s.Change},
		{Label: "Ctrl+P", Say: "送备案", Name: fyne.KeyP, Modifier: mod, Do: s.File},
	}
}

// Shown is part of shell.Screen.
func (s *Screen) Shown(p shell.Params) {
	s.front = true
	if id := p["id"]; id != "" {
		s.wanted = id
		s.close()
		s.tabs.Choose(0)
		s.search.SetText("")
	}
	s.Refetch()
}

// Hidden is part of shell.Screen.
func (s *Screen) Hidden() { s.front = false }

// Refetch is part of shell.Refetcher. A form in front stays as it is.
func (s *Screen) Refetch() { s.pane.Load() }

// NextPane moves the focus between the list and the search.
func (s *Screen) NextPane() {
	switch {
	case s.sheet != nil:
		s.sheet.form.Focus()
	case s.search.Focused():
		s.list.Take()
	default:
		s.search.Focus()
	}
}

// StepBack closes the form; what was typed is there when it is opened again.
func (s *Screen) StepBack() bool {
	if s.sheet == nil {
		return false
	}
	s.close()
	s.list.Take()
	return true
}

// Save is part of shell.Saver.
func (s *Screen) Save() {
	if s.sheet != nil {
		s.sheet.keep(false)
	}
}

// MayClose says what would be lost.
func (s *Screen) MayClose() string {
	for _, f := range s.kept {
		if f.Changed() {
			return "账号登记填了还没有存下。"
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
	shell.Creator
	shell.Saver
	shell.Paner
	shell.Stepper
	shell.Closer
} = (*Screen)(nil)
