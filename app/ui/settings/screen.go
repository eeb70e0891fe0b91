package settings

import (
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/lists"
	"huiying/app/ui/settings/platforms"
	"huiying/app/ui/settings/upkeep"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/internal/people"
)

// Name is the id under which the frame opens the screen. It takes the param "page", one of the names of the pages.
const Name = "settings"

// The names of the pages.
const (
	PagePeople      = "people"
	PageRoutes      = "routes"
	PageCredentials = "credentials"
	PageDays        = "days"
	PageRules       = "rules"
	PageBackups     = "backups"
	PageTrail       = "trail"
	PageLooks       = "looks"
	PageAbout       = "about"
)

// page is one entry of the column on the left.
type page interface {
	Object() fyne.CanvasObject
	// load fetches again; what is ticked or typed stays.
	Load()
	// actions stand in the page head.
	Actions() []fyne.CanvasObject
	// unsaved says what would be lost, "" when nothing would.
	Unsaved() string
	// save writes what was changed; take gives the focus to the first part.
	Save()
	Take()
}

// place is a line of the column.
type place struct {
	name, label, icon string
	page              page
	row               *lists.Row
}

// Screen is 设置.
type Screen struct {
	d       Deps
	admin   bool
	places  []*place
	at      *place
	front   bool
	body    *fyne.Container
	title   *draw.Text
	content fyne.CanvasObject
	stop    func()
	behind  atomic.Bool // a change was told and not looked at yet
}

// New returns the screen; it fetches nothing before it is shown.
func New(d Deps) *Screen {
	s := &Screen{d: d, body: container.NewStack(), title: draw.NewText("", theme.Body, theme.Text2)}
	who, _ := people.From(d.Frame.Jobs().Context())
	s.admin = who.Has(people.Administrator)
	keep := upkeep.Deps{Desk: d.Upkeep, Frame: d.Frame, Now: d.Now, May: s.admin}
	s.places = []*place{
		{name: PagePeople, label: "单位与人员", icon: "people", page: newStaffPage(s)},
		{name: PageRoutes, label: "审核流程", icon: "review", page: newRoutesPage(s)},
		{name: PageCredentials, label: "平台凭证", icon: "key", page: platforms.New(platforms.Deps{Register: d.Register, Weibo: d.Weibo, May: s.admin, Frame: d.Frame, Now: d.Now, Account: d.Account})},
		{name: PageDays, label: "工作日历", icon: "cal", page: newDaysPage(s)},
		{name: PageRules, label: "规则", icon: "book", page: newRulesPage(s)},
		{name: PageBackups, label: "备份", icon: "down2", page: upkeep.NewBackups(keep)},
		{name: PageTrail, label: "留痕", icon: "hist", page: upkeep.NewTrail(keep)},
		{name: PageLooks, label: "外观", icon: "eye", page: newLooksPage(s)},
		{name: PageAbout, label: "关于", icon: "doc", page: newAboutPage(s)},
	}
	var rows []fyne.CanvasObject
	for i, p := range s.places {
		line := draw.Pad(draw.Row(10, draw.NewIcon(p.icon, 16, theme.Text2), draw.Grow(draw.NewText(p.label, theme.Body, theme.Text))), 12, 0)
		p.row = lists.NewRow(38, line, func() { s.show(p) }).Plain()
		p.row.OnKey = func(ev *fyne.KeyEvent) bool { return s.step(i, ev) }
		rows = append(rows, p.row)
	}
	nav := draw.Pad(draw.Col(0, rows...), 0, 8)
	s.content = draw.TallRow(0, draw.Exact(nav, 148, 0), draw.Exact(draw.NewGround(theme.Line, "", 0), 1, 0),
		draw.Grow(draw.Panel(theme.Bg, "", 0, draw.Inset(s.body, 12, 16, 12, 16))))
	s.choose(s.places[0])
	if d.Changed != nil {
		s.stop = d.Changed(func(string, string) {
			if !s.behind.Swap(true) {
				d.Frame.Jobs().Paint(s.changed)
			}
		})
	}
	return s
}

// step moves through the column.
func (s *Screen) step(i int, ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp:
		i--
	case fyne.KeyDown:
		i++
	case fyne.KeyRight:
		s.at.page.Take()
		return true
	default:
		return false
	}
	if i >= 0 && i < len(s.places) {
		s.show(s.places[i])
		s.places[i].row.Take()
	}
	return true
}

func (s *Screen) choose(p *place) {
	s.at = p
	for _, o := range s.places {
		o.row.Select(o == p)
	}
	s.title.Set(p.label)
	s.body.Objects = []fyne.CanvasObject{p.page.Object()}
	s.body.Refresh()
}

func (s *Screen) show(p *place) {
	if p != s.at {
		s.choose(p)
	}
	p.page.Load()
	s.d.Frame.Rehead()
}

// changed fetches what is in front again; what comes while it does is one change.
func (s *Screen) changed() {
	s.behind.Store(false)
	if s.front {
		s.at.page.Load()
	}
}

// Open shows a page by its name.
func (s *Screen) Open(name string) {
	for _, p := range s.places {
		if p.name == name {
			s.show(p)
		}
	}
}

// Name is part of shell.Screen.
func (s *Screen) Name() string { return Name }

// Title is part of shell.Screen.
func (s *Screen) Title() string { return "设置" }

// Head is part of shell.Screen.
func (s *Screen) Head() (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{s.title}, s.at.page.Actions()
}

// Content is part of shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Keys is part of shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Label: "↑↓", Say: "换一页", Short: true}, {Label: "→", Say: "进这一页", Short: true}}
	if s.admin {
		keys = append(keys, shell.Key{Label: "空格", Say: "勾上、去掉", Short: true}, shell.Key{Label: "Ctrl+S", Say: "保存改动", Short: true},
			shell.Key{Label: "Ctrl+N", Say: "添加人员"})
	}
	return keys
}

// Shown is part of shell.Screen.
func (s *Screen) Shown(p shell.Params) {
	s.front = true
	if name := p["page"]; name != "" {
		s.Open(name)
		return
	}
	s.at.page.Load()
}

// Hidden is part of shell.Screen. What is ticked and typed stays where it is.
func (s *Screen) Hidden() { s.front = false }

// Refetch is part of shell.Refetcher.
func (s *Screen) Refetch() { s.at.page.Load() }

// Save is part of shell.Saver.
func (s *Screen) Save() { s.at.page.Save() }

// Create is part of shell.Creator: a new person.
func (s *Screen) Create() {
	if !s.admin {
		s.d.Frame.Toast("添加人员归管理员", nil)
		return
	}
	s.Open(PagePeople)
	s.places[0].page.(*staffPage).add()
}

// NextPane is part of shell.Paner: the column, the page.
func (s *Screen) NextPane() {
	if s.at.row.Focused() {
		s.at.page.Take()
		return
	}
	s.at.row.Take()
}

// StepBack is part of shell.Stepper: from the page to the column.
func (s *Screen) StepBack() bool {
	if s.at.row.Focused() {
		return false
	}
	s.at.row.Take()
	return true
}

// MayClose is part of shell.Closer.
func (s *Screen) MayClose() string {
	var all []string
	for _, p := range s.places {
		if say := p.page.Unsaved(); say != "" {
			all = append(all, say)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "设置里有改动还没有保存：" + strings.Join(all, "；")
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
