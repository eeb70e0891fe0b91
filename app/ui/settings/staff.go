package settings

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/settings/matrix"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
)

// office is what the page shows.
type office struct {
	unit   people.Unit
	staff  []people.Person
	locked map[people.ID]time.Time
}

// staffPage is 单位与人员.
type staffPage struct {
	s      *Screen
	seen   office
	table  *matrix.Matrix
	notes  *fyne.Container // pending changes and what was refused, under the table
	unit   *fyne.Container
	pane   *load.Pane[office]
	ownB   *widgets.Button
	addB   *widgets.Button
	saveB  *widgets.Button
	refuse *refusal
	busy   bool
}

// refusal is a change that the desk said no to.
type refusal struct {
	person people.Person
	say    string
}

func newStaffPage(s *Screen) *staffPage {
	p := &staffPage{s: s, table: matrix.New(s.admin), notes: draw.Col(12), unit: draw.Col(0)}
	p.table.OnEdit = func() { p.refuse = nil; p.paintNotes() }
	p.table.OnAct = p.act
	p.ownB = widgets.NewButton(widgets.Plain, "修改我的密码", p.own).High(28).WithIcon("key")
	p.addB = widgets.NewButton(widgets.Plain, "添加人员", p.add).High(28).WithIcon("plus")
	p.saveB = widgets.NewButton(widgets.Primary, "保存改动", p.Save).High(28)
	note := "点格子给角色或收回，保存后生效"
	if !s.admin {
		note = "改动归管理员"
	}
	left := draw.Col(12, draw.Grow(widgets.CardWith(widgets.Section("人员和角色", note), p.table.Object())), p.notes)
	right := draw.Col(12, p.unit, widgets.CardWith(widgets.Section("角色能做什么", ""), roleWords()), draw.Fill())
	p.pane = load.NewPane(s.d.Frame.Jobs(), draw.TallRow(12, draw.Grow(left), draw.Exact(right, 300, 0)), p.fetch, p.paint)
	p.pane.What, p.pane.Fault, p.pane.Rows = "人员", "没有取到人员", 8
	p.pane.OnError = func(err error) { s.d.Frame.Toast(problem.Words(err), nil) }
	p.paintNotes()
	return p
}

// roleWords says what each role may do, in the order of the table.
func roleWords() fyne.CanvasObject {
	words := map[people.Role]string{
		people.Officer:       "撰稿、送审、排期，安排发布和平台核对",
		people.Registrar:     "登记账号、送备案、绑定授权、监测",
		people.Answerer:      "认领和答复留言，送审答复",
		people.Checker:       "审核链上的初审、复审，审核答复",
		people.Approver:      "审核链上的终审，批准账号备案；也可以初审",
		people.Administrator: "人员、审核流程、设置、备份",
	}
	var facts []lists.Fact
	for _, r := range people.Roles() {
		facts = append(facts, lists.Fact{Key: r.Title(), Value: words[r]})
	}
	text := flow.Plain("谁都不审自己写的。撰稿、初审、终审要能由三个人来做，凑不齐的改动不收。", theme.Note, theme.Text2)
	return draw.Pad(draw.Col(8, lists.Facts(76, facts...), text), 12, 8)
}

func (p *staffPage) fetch(ctx context.Context) (o office, err error) {
	if o.unit, err = p.s.d.Staff.Unit(ctx); err != nil {
		return o, err
	}
	if o.staff, err = p.s.d.Staff.People(ctx); err != nil || !p.s.admin {
		return o, err
	}
	o.locked, err = p.s.d.Staff.Locked(ctx)
	return o, err
}

func (p *staffPage) paint(o office) {
	if p.seen.staff != nil && reflect.DeepEqual(p.seen, o) {
		return
	}
	p.seen = o
	p.table.Set(o.staff, o.locked)
	code := o.unit.CreditCode
	if code == "" {
		code = "还没有填"
	}
	name := o.unit.Office
	if name == "" {
		name = "没有单设"
	}
	p.unit.Objects = []fyne.CanvasObject{widgets.CardWith(widgets.Section("单位", "第一次打开时填的"), draw.Pad(lists.Facts(76,
		lists.Fact{Key: "名称", Value: o.unit.Name}, lists.Fact{Key: "科室", Value: name}, lists.Fact{Key: "信用代码", Value: code}), 12, 8))}
	p.unit.Refresh()
	p.paintNotes()
}

// paintNotes shows what waits to be saved and what was refused.
func (p *staffPage) paintNotes() {
	changes := p.table.Changes()
	var objs []fyne.CanvasObject
	if r := p.refuse; r != nil {
		back := widgets.NewButton(widgets.Outline, "撤回对"+r.person.Name+"的改动", func() { p.table.Forget(r.person.ID) }).High(28)
		objs = append(objs, widgets.Edged(widgets.Red, draw.Pad(draw.Col(6,
			draw.Row(8, draw.NewIcon("stop", 16, theme.Red), draw.NewBold(r.person.Name+"的角色没有改", theme.Body, theme.Text), draw.Fill()),
			flow.Plain(r.say, theme.Dense, theme.Text), draw.Row(8, back, draw.Fill())), 12, 10)))
	}
	if say := alone(p.seen.staff); say != "" && p.s.admin && !p.s.d.Drill {
		objs = append(objs, widgets.Card(draw.Pad(draw.Row(8, draw.NewIcon("warn", 16, theme.Amber), draw.Grow(flow.Plain(say, theme.Dense, theme.Text))), 12, 8)))
	}
	if len(changes) > 0 {
		var say []string
		for _, c := range changes {
			say = append(say, c.Say())
		}
		back := widgets.NewButton(widgets.Plain, "全部撤回", func() { p.table.Forget("") }).High(24)
		objs = append(objs, widgets.Card(draw.Pad(draw.Row(8, draw.NewIcon("clock", 16, theme.Amber),
			draw.Grow(flow.Plain(fmt.Sprintf("%d 个人的改动还没有保存。%s", len(changes), strings.Join(say, "；")), theme.Dense, theme.Text)), back), 12, 8)))
	}
	p.notes.Objects = objs
	if len(objs) == 0 {
		p.notes.Hide()
	} else {
		p.notes.Show()
	}
	p.notes.Refresh()
	p.pane.Object().Refresh()
	switch {
	case p.busy:
		p.saveB.Block("正在保存")
	case len(changes) == 0:
		p.saveB.Block("没有改动")
	default:
		p.saveB.Block("")
	}
}

func (p *staffPage) Object() fyne.CanvasObject { return p.pane.Object() }
func (p *staffPage) Load()                     { p.pane.Load() }
func (p *staffPage) Take()                     { p.table.Take() }

func (p *staffPage) Actions() []fyne.CanvasObject {
	var objs []fyne.CanvasObject
	if !p.s.d.Drill {
		objs = append(objs, p.ownB)
	}
	if p.s.admin {
		objs = append(objs, p.addB, p.saveB)
	}
	return objs
}

func (p *staffPage) Unsaved() string {
	if n := len(p.table.Changes()); n > 0 {
		return fmt.Sprintf("%d 个人的角色", n)
	}
	return ""
}

// Save hands the changes to the desk one person after the other. One that the desk refuses is tried again after the others: a
// role can be taken from the last who holds it once somebody else has it.
func (p *staffPage) Save() {
	changes := p.table.Changes()
	if len(changes) == 0 || p.busy || !p.s.admin {
		return
	}
	p.busy, p.refuse = true, nil
	p.paintNotes()
	p.s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		done, refused := saveAll(ctx, p.s.d.Staff, changes)
		return func() {
			p.busy = false
			p.refuse = refused
			if done > 0 {
				p.s.d.Frame.Toast(fmt.Sprintf("%d 个人的角色已改，留痕里有", done), nil)
			}
			p.paintNotes()
			p.pane.Load()
		}
	})
}

func saveAll(ctx context.Context, staff Staff, changes []matrix.Change) (done int, refused *refusal) {
	for len(changes) > 0 {
		var left []matrix.Change
		refused = nil
		for _, c := range changes {
			err := staff.ChangeRoles(ctx, c.Person.ID, c.Roles)
			if err == nil {
				done++
				continue
			}
			left = append(left, c)
			if refused == nil {
				refused = &refusal{c.Person, problem.Words(err)}
			}
			if problem.KindOf(err) != problem.Invalid {
				return done, refused
			}
		}
		if len(left) == len(changes) {
			if len(left) > 1 {
				refused.say += "两个人对调，请先都加上并保存，再收回。"
			}
			return done, refused
		}
		changes = left
	}
	return done, nil
}

// ask opens a question that stays, with what was typed in it, until what it asks for is done. take reads the form on Fyne's
// goroutine, or says what is wrong with it.
func (s *Screen) ask(q overlays.Question, done string, take func() (func(ctx context.Context) error, string), then func()) *overlays.Dialog {
	var dialog *overlays.Dialog
	busy := false
	q.OnDo = func(string) string {
		if busy {
			return "正在办，请稍候。"
		}
		do, say := take()
		if say != "" {
			return say
		}
		busy = true
		s.d.Frame.Jobs().Go(func(ctx context.Context) func() {
			err := do(ctx)
			return func() {
				busy = false
				if err != nil {
					dialog.Refuse(problem.Words(err))
					return
				}
				dialog.Close()
				s.d.Frame.Toast(done, nil)
				then()
			}
		})
		return "正在办，请稍候。"
	}
	dialog = s.d.Frame.Ask(q)
	return dialog
}
