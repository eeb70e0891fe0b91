package entry

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry/stage"
	"huiying/app/ui/flow"
	"huiying/app/ui/keys"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// TroublePage says why the data could not be opened, and what can be done about it.
type TroublePage struct {
	d      Trouble
	jobs   *load.Jobs
	object fyne.CanvasObject
	below  *fyne.Container
	retry  *widgets.Button
	take   *widgets.Button
	wrong  *stage.Say
	good   Backup
}

// NewTrouble returns the page for what went wrong. For a damaged file it looks for the last good backup.
func NewTrouble(jobs *load.Jobs, d Trouble) *TroublePage {
	p := &TroublePage{d: d, jobs: jobs, below: container.NewStack(), wrong: stage.NewSay()}
	p.retry = widgets.NewButton(widgets.Plain, "再打开一次", d.Retry).High(36)
	title, icon, tone, about := "数据没有打开", "warn", widgets.Amber, "照下面说的办好以后，可以再打开一次。"
	kind := problem.KindOf(d.Err)
	switch kind {
	case problem.Damaged:
		title, icon, tone, about = "数据文件坏了", "stop", widgets.Red, "稿件、留言和记录都在这个文件里，请先不要移动或删除它。"
	case problem.Newer:
		title, about = "这份数据是更新的程序写的", "旧程序不认得新数据，为了不写坏它，没有打开。"
	case problem.Locked:
		title, about = "另一个“回应”正开着这份数据", "同一份数据一次只由一个窗口打开，免得两边写乱。"
	}
	anew := stage.Nothing()
	if d.Anew != nil {
		title, icon, tone, about = "程序的设置读不出来", "warn", widgets.Amber, "设置里只有数据放在哪里、窗口什么样子；稿件、留言和记录不在里面，没有受影响。"
		anew = widgets.NewButton(widgets.Primary, "另起一份设置", d.Anew).High(36)
	}
	facts := []fyne.CanvasObject{draw.TopRow(12, draw.Exact(draw.NewIcon(icon, 28, tone.Ink()), 28, 28), draw.Grow(flow.Plain(problem.Words(d.Err), theme.Body, theme.Text)))}
	if d.Folder != "" {
		facts = append(facts, draw.Inset(lists.Facts(76, lists.Fact{Key: "数据文件夹", Value: d.Folder}), 6, 0, 0, 40))
	}
	p.object = stage.Page(d.Version, draw.Col(0, stage.Head(title, "", about), widgets.Edged(tone, draw.Inset(draw.Col(4, facts...), 16, 18, 16, 18)),
		stage.Room(12), p.below, draw.Inset(p.wrong.Row, 12, 0, 0, 0), stage.Room(20), draw.Row(8, draw.Fill(), p.retry.Reason(), stage.Quit(d.Quit), p.retry, anew), draw.Fill()))
	if kind == problem.Damaged && d.LastGood != nil {
		p.look()
	}
	return p
}

// Object is part of Page.
func (p *TroublePage) Object() fyne.CanvasObject { return p.object }

// Focus is part of Page.
func (p *TroublePage) Focus() { p.retry.Take() }

func (p *TroublePage) look() {
	p.show("最近的备份", flow.Plain("正在逐份检查备份，找最近一份读得通的。", theme.Body, theme.Text2))
	p.jobs.Go(func(ctx context.Context) func() {
		b, err := p.d.LastGood(ctx)
		return func() {
			if err != nil {
				p.show("最近的备份", flow.Plain(problem.Words(err), theme.Body, theme.Text2))
				return
			}
			p.offer(b)
		}
	})
}

func (p *TroublePage) show(name string, content fyne.CanvasObject) {
	p.below.Objects = []fyne.CanvasObject{widgets.CardWith(draw.Inset(widgets.Section(name, ""), 0, 6, 0, 6), draw.Inset(content, 14, 18, 14, 18))}
	p.below.Refresh()
	p.object.Refresh()
}

// offer shows the backup and what restoring it means.
func (p *TroublePage) offer(b Backup) {
	p.good = b
	p.take = widgets.NewButton(widgets.Primary, "用 "+b.Day.String()+" 的备份恢复", p.ask).High(36)
	p.show("最近一份好的备份", draw.Col(10,
		lists.Facts(76, lists.Fact{Key: "做于", Value: b.Made.In(workdays.Shanghai).Format("2006年1月2日 15:04")}, lists.Fact{Key: "文件", Value: b.Name},
			lists.Fact{Key: "大小", Value: Size(b.Size)}),
		flow.Plain("逐项检查过，读得通。恢复后，这之后做的事要重做；坏掉的文件不会删，改名留在原处。", theme.Body, theme.Text2),
		draw.Row(8, draw.Fill(), p.take.Reason(), p.take)))
	p.take.Take()
}

// Size writes a length in bytes as people read it.
func Size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1023)/1024)
}

func (p *TroublePage) ask() {
	c := keys.CanvasOf(p.object)
	if c == nil {
		return
	}
	overlays.Ask(c, overlays.Question{Icon: "warn", IconTone: widgets.Amber, Title: "用 " + p.good.Day.String() + " 的备份恢复？",
		Consequence: "这份备份之后的内容不在里面。坏掉的文件改名留着，以后还能拿去抢救。", Do: "恢复这份备份", Cancel: "先不恢复",
		OnDo: func(string) string { p.restore(); return "" }})
}

func (p *TroublePage) restore() {
	p.take.Block("正在恢复")
	p.retry.Block("正在恢复")
	p.wrong.Set(widgets.Red, "")
	p.jobs.Go(func(ctx context.Context) func() {
		aside, err := p.d.Restore(ctx, p.good)
		return func() {
			p.take.Block("")
			p.retry.Block("")
			if err != nil {
				p.wrong.Set(widgets.Red, problem.Words(err))
				p.object.Refresh()
				return
			}
			open := widgets.NewButton(widgets.Primary, "打开恢复好的数据", p.d.Retry).High(36)
			p.show("已经恢复到 "+p.good.Day.String(), draw.Col(10, flow.Plain("坏掉的文件留在 "+aside+"。", theme.Body, theme.Text2),
				flow.Plain("打开后先停着：到点的稿件和答复写着“待确认”，程序去平台核对；还没到点的要逐条重新就绪。备份里还在审核的，通过前请先看平台上发过没有。", theme.Body, theme.Text2),
				draw.Row(8, draw.Fill(), open)))
			p.retry.Hide()
			open.Take()
		}
	})
}

var _ Page = (*TroublePage)(nil)
