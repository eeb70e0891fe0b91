package register

import (
	"fmt"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/register/words"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/workdays"
)

// abilities is the authorisation, and what the account may do by what the platform said.
func (s *Screen) abilities(e *entry) fyne.CanvasObject {
	a, b := e.account(), e.binding
	if !bindable(a.Platform) {
		return part("授权和能力", "", flow.Plain(a.Platform.Title()+"没有可用的接口：稿子用人工发布，留言由人登记。", theme.Dense, theme.Text2))
	}
	var facts []lists.Fact
	var actions []fyne.CanvasObject
	switch b.State {
	case accounts.Bound:
		facts = append(facts, lists.Fact{Key: "授权", Extra: widgets.NewChip(widgets.Green, "okc", "有效")})
	case accounts.Broken:
		facts = append(facts, lists.Fact{Key: "授权", Extra: widgets.NewChip(widgets.Red, "stop", "已失效")}, lists.Fact{Key: "平台说", Value: b.Trouble, Color: theme.Red})
	default:
		return part("授权和能力", "", flow.Plain("还没有绑定授权：程序不能代为发布和收取留言，可以先用人工发布。", theme.Dense, theme.Text2))
	}
	if s.may() {
		actions = append(actions, s.guard(widgets.NewButton(widgets.Plain, "重新探测", s.Probe).High(24), "probe"))
	}
	facts = append(facts, lists.Fact{Key: "平台显示", Value: words.Or(b.Name, "没有告诉名称")}, lists.Fact{Key: "应用", Value: b.AppID})
	if !b.Expires.IsZero() {
		say, ink := authorised(e, s.d.Now())
		facts = append(facts, lists.Fact{Key: "到期", Value: words.Day(b.Expires) + "，" + say, Color: ink})
	}
	if b.Profile.VerifiedName != "" {
		facts = append(facts, lists.Fact{Key: "平台认证", Value: b.Profile.VerifiedName})
	}
	lines := []fyne.CanvasObject{lists.Facts(72, facts...)}
	if len(b.Abilities) > 0 {
		lines = append(lines, draw.Inset(draw.NewText("这个账号能做什么", theme.Note, theme.Text3), 6, 0, 2, 0))
	}
	for _, x := range b.Abilities {
		lines = append(lines, ability(x))
	}
	probed := ""
	if !b.Probed.IsZero() {
		probed = b.Probed.In(workdays.Shanghai).Format("01-02 15:04") + " 探测"
	}
	return part("授权和能力", probed, draw.Col(2, lines...), actions...)
}

// ability is one line: what, whether, and in words why not.
func ability(x accounts.Ability) fyne.CanvasObject {
	icon, ink, say := "ban", theme.Text3, x.Note
	switch {
	case x.OK:
		icon, ink = "check", theme.Green
		if x.Left >= 0 && say == "" {
			say = fmt.Sprintf("今天还剩 %d 次", x.Left)
		}
	case !x.Known:
		icon, ink = "warn", theme.Amber
		say = words.Or(say, "没有问到")
	default:
		say = words.Or(say, "平台没有开给这个账号")
	}
	return draw.TopRow(6, draw.Exact(draw.NewIcon(icon, 14, ink), 14, 22), draw.Exact(draw.NewText(x.Name, theme.Dense, theme.Text).Cutting(), 96, 22),
		draw.Grow(draw.Inset(flow.Plain(say, theme.Note, theme.Text2), 2, 0, 0, 0)))
}
