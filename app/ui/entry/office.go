package entry

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry/cards"
	"huiying/app/ui/entry/stage"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
)

// office is the second step: the unit and its people.
type office struct {
	object fyne.CanvasObject
	name   *typing.Entry
	room   *typing.Entry
	code   *typing.Entry
	coded  *stage.Say
	preset *widgets.Segment
	rows   []*member
	table  *fyne.Container
	wrong  *stage.Say
	onBack func()
	onNext func()
}

// member is one row of people.
type member struct {
	name, position, password *typing.Entry
	roles                    []*widgets.Check
	fault                    *flow.Flow // what is wrong with the row as a whole
	object                   fyne.CanvasObject
}

const fewest = 8 // characters of a password

// presets are who does what in a small office and in a larger one.
func presets() [2][][]people.Role {
	small := [][]people.Role{{people.Officer, people.Registrar, people.Answerer}, {people.Checker, people.Administrator}, {people.Approver}}
	var six [][]people.Role
	for _, r := range people.Roles() {
		six = append(six, []people.Role{r})
	}
	return [2][][]people.Role{small, six}
}

func newOffice(back, next func()) *office {
	o := &office{coded: stage.NewSay(), wrong: stage.NewSay(), onBack: back, onNext: next}
	o.name = typing.Line("单位全称，例如 望川市政务服务和数据管理局")
	o.room = typing.Line("可以不填")
	o.code = typing.Line("18 位，可以以后再填")
	o.code.OnEdit = func(string) { o.checkCode() }
	o.name.OnEdit = func(string) { o.name.SetError(""); o.calm() }
	for _, e := range []*typing.Entry{o.name, o.room, o.code} {
		e.OnKey = cards.Escape(back)
	}
	unit := draw.Col(8, draw.TopRow(16, draw.Grow(labelled("单位名称", o.name)), draw.Exact(labelled("科室", o.room), 250, 0)),
		draw.TopRow(12, draw.Exact(labelled("信用代码", o.code), 320, 0), draw.Grow(draw.Inset(o.coded.Row, 6, 0, 0, 0))))
	o.preset = widgets.NewSegment([]string{"三人小科室", "六个角色"}, 0, o.use)
	o.table = draw.Col(0)
	add := widgets.NewButton(widgets.Quiet, "添一个人", func() {
		o.rows = append(o.rows, o.newMember(nil))
		o.paint()
		o.rows[len(o.rows)-1].name.Focus()
	}).High(28).WithIcon("plus")
	crew := draw.Col(0, widgets.Section("人员", "撰稿、初审、终审要是三个不同的人", o.preset), draw.NewLine(theme.Line), o.heads(),
		draw.Grow(draw.Scroll(o.table)), draw.NewLine(theme.Line), draw.Fixed(draw.Pad(draw.Row(0, add, draw.Fill()), 8, 4), 0, 36))
	forward := widgets.NewButton(widgets.Primary, "下一步：保管密钥", o.next).High(36)
	o.object = draw.Col(0, stage.Head("单位和人员", "第 2 步，共 3 步", "密码至少 8 位，由本人来输最好。以后在“设置”里可以添人、调整角色。"),
		widgets.Card(draw.Inset(unit, 12, 16, 12, 16)), stage.Room(12), draw.Grow(widgets.Card(crew)), draw.Inset(o.wrong.Row, 10, 0, 0, 0), stage.Room(12),
		draw.Row(8, widgets.NewButton(widgets.Plain, "上一步", back).High(36), draw.Fill(), forward))
	o.use(0)
	return o
}

func labelled(name string, e fyne.CanvasObject) fyne.CanvasObject {
	return draw.TopRow(8, draw.Exact(draw.NewText(name, theme.Dense, theme.Text2), 56, 32), draw.Grow(e))
}

func (o *office) focus() { o.name.Focus() }

// The widths of the table.
const (
	wPassword, wRole, wTake = 176, 56, 28
)

// short are the roles as heads of columns: what each one does.
func short(r people.Role) string {
	switch r {
	case people.Officer:
		return "撰稿"
	case people.Registrar:
		return "账号"
	case people.Answerer:
		return "留言"
	case people.Checker:
		return "初审"
	case people.Approver:
		return "终审"
	case people.Administrator:
		return "管理"
	}
	return r.Title()
}

func (o *office) heads() fyne.CanvasObject {
	cell := func(s string, w float32) fyne.CanvasObject {
		return draw.Exact(draw.NewText(s, theme.Note, theme.Text2), w, 0)
	}
	objs := []fyne.CanvasObject{draw.Grow(draw.NewText("姓名", theme.Note, theme.Text2)), draw.Grow(draw.NewText("职务", theme.Note, theme.Text2)), cell("密码", wPassword)}
	for _, r := range people.Roles() {
		objs = append(objs, draw.Exact(draw.NewText(short(r), theme.Note, theme.Text2).Center(), wRole-8, 0))
	}
	objs = append(objs, cell("", wTake))
	return widgets.TableHead(draw.Pad(draw.Row(8, objs...), 4, 0))
}

func (o *office) newMember(roles []people.Role) *member {
	m := &member{name: typing.Line("姓名").High(28), position: typing.Line("可以不填").High(28), password: typing.Password("至少 8 位").High(28)}
	m.fault = flow.Plain("", theme.Note, theme.Red)
	m.fault.Hide()
	edited := func() { m.say(""); o.calm() }
	m.name.OnEdit = func(string) { m.name.SetError(""); edited() }
	m.password.OnEdit = func(string) { m.password.SetError(""); edited() }
	for _, e := range []*typing.Entry{m.name, m.position, m.password} {
		e.OnKey = cards.Escape(o.onBack)
	}
	objs := []fyne.CanvasObject{draw.Grow(m.name), draw.Grow(m.position), draw.Exact(m.password, wPassword, 0)}
	for _, r := range people.Roles() {
		c := widgets.NewCheck("", slices.Contains(roles, r), func(bool) { edited() })
		c.OnKey = cards.Escape(o.onBack)
		m.roles = append(m.roles, c)
		objs = append(objs, draw.Exact(c, wRole-8, 28))
	}
	take := widgets.NewIconButton(widgets.Quiet, "x", "去掉这一行", func() {
		o.rows = slices.DeleteFunc(o.rows, func(x *member) bool { return x == m })
		o.paint()
	}).High(28)
	objs = append(objs, draw.Exact(take, wTake, 28))
	m.object = draw.Col(0, draw.Inset(draw.Col(2, draw.TopRow(8, objs...), m.fault), 5, 16, 5, 16), draw.NewLine(theme.Line))
	return m
}

func (m *member) say(words string) {
	if m.fault.Text() == words {
		return
	}
	m.fault.SetText(words)
	if words == "" {
		m.fault.Hide()
	} else {
		m.fault.Show()
	}
	m.object.Refresh()
}

func (m *member) blank() bool {
	return draw.Blank(m.name.Text()) && draw.Blank(m.position.Text()) && m.password.Text() == ""
}

func (m *member) newcomer() people.Newcomer {
	n := people.Newcomer{Name: strings.TrimSpace(m.name.Text()), Position: strings.TrimSpace(m.position.Text()), Password: m.password.Text()}
	for i, r := range people.Roles() {
		if m.roles[i].Ticked() {
			n.Roles = append(n.Roles, r)
		}
	}
	return n
}

// use ticks the roles of a preset; names and passwords that are typed stay.
func (o *office) use(which int) {
	want := presets()[which]
	for i, roles := range want {
		if i == len(o.rows) {
			o.rows = append(o.rows, o.newMember(nil))
		}
		for k, r := range people.Roles() {
			o.rows[i].roles[k].SetTicked(slices.Contains(roles, r))
		}
	}
	rest := o.rows[len(want):]
	o.rows = o.rows[:len(want):len(want)]
	for _, m := range rest {
		if !m.blank() {
			o.rows = append(o.rows, m)
		}
	}
	o.paint()
}

func (o *office) paint() {
	o.table.Objects = nil
	for _, m := range o.rows {
		o.table.Objects = append(o.table.Objects, m.object)
	}
	o.table.Refresh()
	if o.object != nil {
		o.object.Refresh()
	}
}

// checkCode tells while it is typed whether the code is one.
func (o *office) checkCode() bool {
	code := strings.ToUpper(strings.TrimSpace(o.code.Text()))
	o.code.SetError("")
	o.calm()
	if code == "" {
		o.coded.Set(widgets.Grey, "")
		return true
	}
	if err := people.CheckCreditCode(code); err != nil {
		o.coded.Set(widgets.Amber, problem.Words(err))
		return false
	}
	o.coded.Set(widgets.Green, "校验位对得上")
	return true
}

// calm takes back what was said about the whole: something was changed since.
func (o *office) calm() { o.wrong.Set(widgets.Red, "") }

// next goes on when everything holds, and else says beside the field what does not.
func (o *office) next() {
	o.wrong.Set(widgets.Red, "")
	var first func()
	miss := func(focus func()) {
		if first == nil {
			first = focus
		}
	}
	if draw.Blank(o.name.Text()) {
		o.name.SetError("还没有写单位名称，请写上全称")
		miss(o.name.Focus)
	}
	if !o.checkCode() {
		o.code.SetError("代码不对，改好或先空着")
		miss(o.code.Focus)
	}
	var all []people.Newcomer
	for _, m := range o.rows {
		n := m.newcomer()
		all = append(all, n)
		m.say("")
		switch {
		case n.Name == "":
			m.name.SetError("还没有写姓名")
			miss(m.name.Focus)
		case slices.ContainsFunc(all[:len(all)-1], func(x people.Newcomer) bool { return x.Name == n.Name }):
			m.name.SetError("重名了")
			m.say("有两个人都叫" + n.Name + "，请在姓名后加上区别，例如科室")
			miss(m.name.Focus)
		default:
			m.name.SetError("")
		}
		if utf8.RuneCountInString(n.Password) < fewest {
			m.password.SetError("密码不到 8 位")
			miss(m.password.Focus)
		}
		if len(n.Roles) == 0 {
			m.say("这一行还没有角色，请至少勾一个；不要这一行就去掉")
			miss(m.roles[0].Take)
		}
	}
	if first != nil {
		o.wrong.Set(widgets.Red, "有几处还要补上，已经标在旁边。填好的都还在。")
	} else if err := people.CheckStaff(all); err != nil {
		o.wrong.Set(widgets.Red, problem.Words(err))
		first = func() {}
	}
	o.object.Refresh()
	if first != nil {
		first()
		return
	}
	o.onNext()
}

// setup is what was typed.
func (o *office) setup() Setup {
	s := Setup{Unit: people.Unit{Name: strings.TrimSpace(o.name.Text()), Office: strings.TrimSpace(o.room.Text()),
		CreditCode: strings.ToUpper(strings.TrimSpace(o.code.Text()))}}
	for _, m := range o.rows {
		s.People = append(s.People, m.newcomer())
	}
	return s
}
