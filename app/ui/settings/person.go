package settings

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/unit"
)

// newcomer is the form for a new person.
type newcomer struct {
	id       people.ID // one per form: asking twice adds one person
	name     *typing.Entry
	position *typing.Entry
	password *typing.Entry
	again    *typing.Entry
	roles    []*widgets.Check
	dialog   *overlays.Dialog
}

// add asks for a new person.
func (p *staffPage) add() {
	if !p.s.admin {
		return
	}
	n := &newcomer{id: people.ID(unit.NewID()), name: typing.Line("和身份证上一样").High(28), position: typing.Line("如“副科长”，印在审核表上").High(28)}
	recheck := func() {
		if n.dialog != nil {
			n.dialog.Recheck()
		}
	}
	n.name.OnEdit = func(string) { recheck() }
	rows := []fyne.CanvasObject{field("姓名", n.name), field("职务", n.position)}
	if !p.s.d.Drill {
		n.password, n.again = typing.Password("至少 8 位").High(28), typing.Password("再输一遍").High(28)
		n.password.OnEdit = func(string) { recheck() }
		n.again.OnEdit = func(string) { recheck() }
		rows = append(rows, field("密码", n.password), field("", n.again))
	}
	var left, right []fyne.CanvasObject
	for i, r := range people.Roles() {
		c := widgets.NewCheck(r.Title(), false, func(bool) { recheck() })
		n.roles = append(n.roles, c)
		if i < len(people.Roles())/2 {
			left = append(left, c)
		} else {
			right = append(right, c)
		}
	}
	rows = append(rows, field("角色", draw.TopRow(24, draw.Col(4, left...), draw.Col(4, right...), draw.Fill())))
	line := "保存后就能登录。"
	if p.s.d.Drill {
		line = "演练里没有密码，点姓名就能进来。"
	} else {
		line += "密码请当面告诉本人。"
	}
	n.dialog = p.s.ask(overlays.Question{Icon: "user", IconTone: widgets.Blue, Title: "添加人员", Consequence: line, Body: draw.Col(8, rows...),
		Do: "添加这个人", Cancel: "不添加", First: n.name.Target(), Check: n.lacks}, "已添加，可以登录了",
		func() (func(context.Context) error, string) {
			who := n.person()
			return func(ctx context.Context) error {
				_, err := p.s.d.Staff.Add(ctx, who)
				return err
			}, ""
		}, p.pane.Load)
}

func field(label string, obj fyne.CanvasObject) fyne.CanvasObject {
	return draw.TopRow(8, draw.Exact(draw.NewText(label, theme.Dense, theme.Text2), 56, 28), draw.Grow(obj))
}

// lacks says what is missing, in the order of the form. The rules themselves are the desk's.
func (n *newcomer) lacks() string {
	ticked := false
	for _, c := range n.roles {
		ticked = ticked || c.Ticked()
	}
	switch {
	case draw.Blank(n.name.Text()):
		return "还没有写姓名"
	case n.password != nil && utf8.RuneCountInString(n.password.Text()) == 0:
		return "还没有定密码"
	case n.password != nil && n.password.Text() != n.again.Text():
		return "两遍密码不一样"
	case !ticked:
		return "至少选一个角色"
	}
	return ""
}

func (n *newcomer) person() people.Newcomer {
	out := people.Newcomer{ID: n.id, Name: strings.TrimSpace(n.name.Text()), Position: strings.TrimSpace(n.position.Text())}
	if n.password != nil {
		out.Password = n.password.Text()
	}
	for i, r := range people.Roles() {
		if n.roles[i].Ticked() {
			out.Roles = append(out.Roles, r)
		}
	}
	return out
}
