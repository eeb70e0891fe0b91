package entry

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry/cards"
	"huiying/app/ui/entry/stage"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
)

// SignInPage asks who sits before the program: with a password, or in a drill by a click.
type SignInPage struct {
	d      SignIn
	jobs   *load.Jobs
	object fyne.CanvasObject
	pane   *load.Pane[staff]
	unit   *fyne.Container

	list     *lists.List
	rows     map[fyne.CanvasObject]*personRow
	all      []people.Person
	who      *draw.Text
	position *draw.Text
	password *typing.Entry
	caps     *stage.Say
	wrong    *stage.Say
	enter    *widgets.Button
	before   string
	busy     bool

	grid  *fyne.Container
	cards []*cards.Card
}

type staff struct {
	unit people.Unit
	all  []people.Person
}

type personRow struct{ name, position, roles *draw.Text }

// NewSignIn returns the page and fetches who works here.
func NewSignIn(jobs *load.Jobs, d SignIn) *SignInPage {
	p := &SignInPage{d: d, jobs: jobs, rows: map[fyne.CanvasObject]*personRow{}, caps: stage.NewSay(), wrong: stage.NewSay(), unit: container.NewStack()}
	content := p.form()
	if d.Drill {
		content = p.picking()
	}
	p.pane = load.NewPane(jobs, content, func(ctx context.Context) (staff, error) {
		u, err := d.Office.Unit(ctx)
		if err != nil {
			return staff{}, err
		}
		all, err := d.Office.People(ctx)
		return staff{u, all}, err
	}, p.paint)
	p.pane.What, p.pane.Fault = "人员名单", "没有取到人员名单"
	p.object = stage.Page(d.Version, draw.Col(0, p.unit, draw.Grow(p.pane.Object())))
	p.heading("")
	p.pane.Load()
	return p
}

// Object is part of Page.
func (p *SignInPage) Object() fyne.CanvasObject { return p.object }

// Focus is part of Page.
func (p *SignInPage) Focus() {
	switch {
	case p.d.Drill && len(p.cards) > 0:
		p.cards[0].Take()
	case !p.d.Drill && len(p.all) > 0:
		p.password.Focus()
	}
}

func (p *SignInPage) heading(unit string) {
	title, note, about := "登录", unit, "选您的姓名，输入密码。连续 5 次输错要等 15 分钟。"
	if p.d.Drill {
		title, about = "演练：您来当谁？", "点一个人就进去，不用密码。右上角的姓名可以随时换人。这里的一切都不会真的发出。"
	}
	objs := []fyne.CanvasObject{stage.Head(title, note, about)}
	if p.d.Note != "" {
		note := stage.NewSay()
		note.Set(widgets.Amber, p.d.Note)
		line := fyne.CanvasObject(note.Row)
		if p.d.Unlock != nil {
			line = draw.Row(12, draw.Grow(note.Row), widgets.NewButton(widgets.Plain, "打开密钥", p.d.Unlock).High(36))
		}
		objs = append(objs, draw.Inset(line, 0, 0, 12, 0))
	}
	p.unit.Objects = []fyne.CanvasObject{draw.Col(0, objs...)}
	p.unit.Refresh()
}

func (p *SignInPage) form() fyne.CanvasObject {
	p.list = lists.NewList(50, func() fyne.CanvasObject {
		r := &personRow{draw.NewText("", theme.Body, theme.Text).Cutting(), draw.NewText("", theme.Note, theme.Text3), draw.NewText("", theme.Note, theme.Text3).Cutting()}
		o := draw.Inset(draw.Col(1, draw.Row(8, draw.Grow(r.name), r.position), r.roles), 6, 14, 6, 16)
		p.rows[o] = r
		return o
	}, p.bind)
	p.list.OnSelect = func(id string) { p.choose(people.ID(id)) }
	p.list.OnOpen = func(string) { p.password.Focus() }
	p.who = draw.NewBold("", theme.Title, theme.Text).Cutting()
	p.position = draw.NewText("", theme.Dense, theme.Text2).Cutting()
	p.password = typing.SignIn(typing.Password("密码"))
	p.password.OnEdit = p.typed
	p.password.OnSubmit = p.press
	p.password.OnKey = func(ev *fyne.KeyEvent) bool {
		switch ev.Name { // another person, without leaving the password
		case fyne.KeyUp:
			p.list.Step(-1)
		case fyne.KeyDown:
			p.list.Step(1)
		default:
			return false
		}
		return true
	}
	p.enter = widgets.NewButton(widgets.Primary, "登录", p.press).High(36)
	right := draw.Col(0, p.who, p.position, stage.Room(16), p.password, draw.Inset(p.caps.Row, 8, 0, 0, 0), draw.Inset(p.wrong.Row, 10, 0, 0, 0), stage.Room(18),
		draw.Row(8, draw.NewText("↑ ↓ 换人，回车登录，Ctrl+E 看密码", theme.Note, theme.Text3), draw.Fill(), p.enter.Reason(), stage.Quit(p.d.Quit), p.enter), draw.Fill())
	return draw.Inset(widgets.Card(draw.TallRow(0, draw.Exact(p.list, 300, 0), draw.NewLine(theme.Line), draw.Grow(draw.Inset(right, 24, 28, 20, 28)))), 0, 0, 60, 0)
}

func (p *SignInPage) bind(id string, obj fyne.CanvasObject, s lists.State) {
	r := p.rows[obj]
	for _, x := range p.all {
		if string(x.ID) == id {
			r.name.Tint(x.Name, theme.Text, s.Selected)
			r.position.Set(x.Position)
			r.roles.Set(titles(x.Roles))
		}
	}
	obj.Refresh()
}

func titles(roles []people.Role) string {
	var words []string
	for _, r := range roles {
		words = append(words, r.Title())
	}
	return strings.Join(words, "、")
}

// besides are a person's roles where the position does not say the same.
func besides(x people.Person) string {
	if roles := titles(x.Roles); roles != x.Position {
		return roles
	}
	return ""
}

// paint shows the people who still work here.
func (p *SignInPage) paint(s staff) {
	name := s.unit.Name
	if s.unit.Office != "" {
		name += " · " + s.unit.Office
	}
	p.heading(name)
	p.all = nil
	for _, x := range s.all {
		if x.Departed.IsZero() {
			p.all = append(p.all, x)
		}
	}
	if p.d.Drill {
		p.paintCards()
		p.focusSoon()
		return
	}
	var items []lists.Item
	chosen := ""
	for _, x := range p.all {
		items = append(items, lists.RowOf(string(x.ID)))
		if x.ID == p.d.Last {
			chosen = string(x.ID)
		}
	}
	if chosen == "" && len(p.all) > 0 {
		chosen = string(p.all[0].ID)
	}
	p.list.SetItems(items)
	p.list.Select(chosen)
	p.choose(people.ID(chosen))
	p.focusSoon()
}

// focusSoon gives the focus once the pane shows what was painted.
func (p *SignInPage) focusSoon() {
	p.jobs.Go(func(context.Context) func() { return p.Focus })
}

func (p *SignInPage) choose(id people.ID) {
	for _, x := range p.all {
		if x.ID == id {
			p.who.Set(x.Name)
			p.position.Set(strings.Trim(x.Position+" · "+besides(x), " ·"))
		}
	}
	p.wrong.Set(widgets.Red, "")
}

// typed looks for a capital that came without Shift: the only trace that Caps Lock leaves.
func (p *SignInPage) typed(text string) {
	p.wrong.Set(widgets.Red, "")
	last := []rune(text)
	if len(text) > len(p.before) && len(last) > 0 {
		r, shift := last[len(last)-1], false
		if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
			shift = d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
		}
		switch {
		case unicode.IsUpper(r) && !shift, unicode.IsLower(r) && shift:
			p.caps.Set(widgets.Amber, "大写锁定可能打开了")
		case unicode.IsLetter(r):
			p.caps.Set(widgets.Amber, "")
		}
	}
	p.before = text
}

func (p *SignInPage) press() {
	id := people.ID(p.list.Selected())
	switch {
	case p.busy || id == "":
		return
	case p.password.Text() == "":
		p.wrong.Set(widgets.Red, "还没有输入密码")
		p.password.Focus()
		return
	}
	password := p.password.Text()
	p.sign(p.enter, func(ctx context.Context) (people.Actor, error) { return p.d.Office.SignIn(ctx, id, password) })
}

func (p *SignInPage) sign(b *widgets.Button, do func(context.Context) (people.Actor, error)) {
	p.busy = true
	if b != nil {
		b.Block("正在登录")
	}
	p.jobs.Go(func(ctx context.Context) func() {
		a, err := do(ctx)
		return func() {
			p.busy = false
			if b != nil {
				b.Block("")
			}
			if err != nil {
				p.wrong.Set(widgets.Red, problem.Words(err))
				p.object.Refresh()
				p.Focus()
				return
			}
			if p.password != nil {
				p.password.SetText("")
			}
			p.d.Done(a)
		}
	})
}

// across is how many people stand beside each other in a drill.
const across = 3

func (p *SignInPage) picking() fyne.CanvasObject {
	p.grid = draw.Col(12)
	return draw.Col(0, draw.Grow(draw.Scroll(draw.Inset(p.grid, 2, 2, 2, 2))), draw.Inset(p.wrong.Row, 10, 0, 0, 0), stage.Room(12),
		draw.Row(8, draw.NewText("← → ↑ ↓ 换人，回车进去", theme.Note, theme.Text3), draw.Fill(), stage.Quit(p.d.Quit)))
}

func (p *SignInPage) paintCards() {
	p.cards, p.grid.Objects = nil, nil
	var line []fyne.CanvasObject
	flush := func() {
		for len(line) > 0 && len(line) < across {
			line = append(line, draw.Fill())
		}
		if len(line) > 0 {
			p.grid.Objects = append(p.grid.Objects, draw.TallRow(12, line...))
		}
		line = nil
	}
	for _, x := range p.all {
		c := cards.New(draw.Inset(draw.Col(3, draw.Row(10, draw.NewIcon("user", 20, theme.Text2), draw.NewBold(x.Name, theme.Title, theme.Text), draw.Fill()),
			draw.Inset(draw.NewText(x.Position, theme.Dense, theme.Text2).Cutting(), 0, 0, 0, 30),
			draw.Inset(flow.Plain(besides(x), theme.Dense, theme.Text3), 0, 0, 0, 30)), 14, 16, 14, 16), func() {
			if !p.busy {
				p.sign(nil, func(ctx context.Context) (people.Actor, error) { return p.d.Office.Pick(ctx, x.ID) })
			}
		})
		p.cards = append(p.cards, c)
		if line = append(line, draw.Grow(c)); len(line) == across {
			flush()
		}
	}
	flush()
	cards.Arrows(p.cards, across, func(int) {}, nil)
	p.grid.Refresh()
}

var _ Page = (*SignInPage)(nil)
