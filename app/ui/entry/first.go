package entry

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry/cards"
	"huiying/app/ui/entry/stage"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// FirstPage is the first run.
type FirstPage struct {
	d      First
	jobs   *load.Jobs
	object fyne.CanvasObject
	body   *fyne.Container
	steps  [3]fyne.CanvasObject
	step   int

	cards  []*cards.Card
	marks  []*draw.Icon
	icons  []*draw.Icon
	names  []string
	count  *draw.Text // beside the title: which step this is
	mode   Mode
	below  *fyne.Container
	goOn   *widgets.Button
	wrong  *stage.Say // below the cards
	office *office
	keep   *keeping
	busy   bool
}

// NewFirst returns the page, 演练 chosen: it does no harm.
func NewFirst(jobs *load.Jobs, d First) *FirstPage {
	p := &FirstPage{d: d, jobs: jobs, mode: Drill, wrong: stage.NewSay(), body: container.NewStack()}
	p.office = newOffice(func() { p.show(0) }, func() { p.show(2) })
	p.keep = newKeeping(func() { p.show(1) }, p.begin)
	p.steps = [3]fyne.CanvasObject{p.choice(), p.office.object, p.keep.object}
	p.object = stage.Page(d.Version, p.body)
	p.choose(Drill)
	p.show(0)
	return p
}

// Object is part of Page.
func (p *FirstPage) Object() fyne.CanvasObject { return p.object }

// Focus is part of Page.
func (p *FirstPage) Focus() {
	switch p.step {
	case 0:
		for i, m := range modes() {
			if m == p.mode {
				p.cards[i].Take()
			}
		}
	case 1:
		p.office.focus()
	case 2:
		p.keep.focus()
	}
}

// modes are the cards in their order.
func modes() []Mode { return []Mode{Solo, Drill} }

func (p *FirstPage) choice() fyne.CanvasObject {
	option := func(m Mode, icon, name, about string, points ...[2]string) fyne.CanvasObject {
		mark, sign := draw.NewIcon("radio0", 20, theme.Text2), draw.NewIcon(icon, 28, theme.Text2)
		objs := []fyne.CanvasObject{draw.Row(0, sign, draw.Fill(), mark), stage.Room(6),
			draw.NewBold(name, theme.Page, theme.Text), draw.NewText(about, theme.Dense, theme.Text2).Cutting(), stage.Room(8)}
		for _, pt := range points {
			ink := theme.Text2
			if pt[0] == "warn" {
				ink = theme.Amber
			}
			objs = append(objs, draw.Fixed(draw.Row(8, draw.NewIcon(pt[0], 14, ink), draw.NewText(pt[1], theme.Dense, theme.Text2)), 0, 26))
		}
		c := cards.New(draw.Inset(draw.Col(0, objs...), 16, 18, 14, 18), func() { p.choose(m) })
		p.cards, p.marks, p.icons, p.names = append(p.cards, c), append(p.marks, mark), append(p.icons, sign), append(p.names, icon)
		return c
	}
	solo := option(Solo, "laptop", "单机使用", "一个科室共用一台电脑，数据在本机。", [2]string{"check", "不需要服务器"},
		[2]string{"warn", "关机时不能定时发布"}, [2]string{"check", "每天自动备份，留 14 天"})
	drill := option(Drill, "drill", "演练", "用虚构的单位和账号练手，适合培训。", [2]string{"check", "什么都不会真的发出"},
		[2]string{"check", "打开就有准备好的单位、账号和留言"}, [2]string{"check", "点一个人就能进去，不用密码"})
	cards.Arrows(p.cards, 2, func(i int) { p.choose(modes()[i]) }, nil)
	p.count = draw.NewText("", theme.Body, theme.Text3)
	p.below = container.NewStack()
	p.goOn = widgets.NewButton(widgets.Primary, "", p.next).High(36)
	return draw.Col(0, stage.HeadWith("您打算怎么用？", p.count, "拿不准就先选“演练”，不会真的发出任何东西。以后再打开程序，还会回到这里选的这一种。"),
		draw.TallRow(16, draw.Grow(solo), draw.Grow(drill)), stage.Room(20), p.below, draw.Inset(p.wrong.Row, 12, 0, 0, 0), draw.Fill(),
		draw.Row(8, draw.NewText("← → 换一张，回车选定", theme.Note, theme.Text3), draw.Fill(), p.goOn.Reason(), stage.Quit(p.d.Quit), p.goOn))
}

// choose changes only what stands below the cards.
func (p *FirstPage) choose(m Mode) {
	if p.busy {
		return
	}
	p.mode = m
	for i, c := range p.cards {
		on := modes()[i] == m
		c.Choose(on)
		if on {
			p.marks[i].Set("radio1", theme.BlueFill)
			p.icons[i].Set(p.names[i], theme.Blue)
		} else {
			p.marks[i].Set("radio0", theme.Text2)
			p.icons[i].Set(p.names[i], theme.Text2)
		}
	}
	title, note, label, count := "演练", "打开以后", "打开演练", ""
	points := []string{"选一个人进去看看：撰稿、送审、审批、发布、办留言，和真的一样。",
		"微博和公众号都是程序自带的替身，按真平台的规矩应答，偶尔也会出错。", "窗口上一直写着“演练中”，和真账号没有任何连接。"}
	if m == Solo {
		title, note, label, count = "单机使用", "接下来两步，大约 5 分钟", "下一步：单位和人员", "第 1 步，共 3 步"
		points = []string{"单位叫什么，有哪些人，各管什么。三个人就够：撰稿的、初审的、终审的。",
			"给每个人一个密码，并选定密钥放在哪里。平台的密码和授权都加密后存在本机。", "然后登录，登记第一个账号。"}
	}
	var objs []fyne.CanvasObject
	for _, s := range points {
		objs = append(objs, draw.TopRow(8, draw.Exact(draw.NewIcon("right", 14, theme.Text3), 14, 21), draw.Grow(flow.Plain(s, theme.Body, theme.Text2))))
	}
	p.below.Objects = []fyne.CanvasObject{widgets.CardWith(draw.Inset(widgets.Section(title, note), 0, 8, 0, 8), draw.Inset(draw.Col(8, objs...), 14, 20, 16, 20))}
	p.below.Refresh()
	p.wrong.Set(widgets.Red, "")
	p.goOn.SetLabel(label)
	p.count.Set(count)
}

func (p *FirstPage) next() {
	if p.mode == Solo {
		p.show(1)
		return
	}
	p.work("正在准备演练", p.goOn, p.wrong, func(ctx context.Context) error { return p.d.Start.Drill(ctx) }, Drill)
}

// show brings a step to the front; what is typed in the others stays.
func (p *FirstPage) show(step int) {
	if p.busy {
		return
	}
	p.step = step
	p.body.Objects = []fyne.CanvasObject{p.steps[step]}
	p.body.Refresh()
	if step == 2 {
		p.keep.ask(p.jobs, p.d.Start)
	}
	p.Focus()
}

// begin creates the unit with everything that was typed.
func (p *FirstPage) begin() {
	s := p.office.setup()
	s.Keyring, s.Passphrase = p.keep.choice()
	p.work("正在建立单位", p.keep.do, p.keep.wrong, func(ctx context.Context) error { return p.d.Start.Begin(ctx, s) }, Solo)
}

// work runs what begins the program; its no stands on the page and everything typed stays.
func (p *FirstPage) work(doing string, b *widgets.Button, wrong *stage.Say, do func(context.Context) error, m Mode) {
	if p.busy {
		return
	}
	p.busy = true
	wrong.Set(widgets.Red, "")
	b.Block(doing)
	p.jobs.Go(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			p.busy = false
			b.Block("")
			if err != nil {
				wrong.Set(widgets.Red, problem.Words(err))
				p.body.Refresh()
				return
			}
			p.d.Done(m)
		}
	})
}

var _ Page = (*FirstPage)(nil)
