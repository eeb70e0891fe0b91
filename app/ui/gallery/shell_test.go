package gallery_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"huiying/app/ui/draw"
	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/lists"
	"huiying/app/ui/load"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
)

// mock is a screen with invented rows, to see the frame around something.
type mock struct{ name, title string }

func (m mock) Name() string       { return m.name }
func (m mock) Title() string      { return m.title }
func (m mock) Shown(shell.Params) {}
func (m mock) Hidden()            {}
func (m mock) Keys() []shell.Key {
	return []shell.Key{{Label: "J/K", Say: "上下", Short: true}, {Label: "Enter", Say: "打开", Short: true}}
}

func (m mock) Head() (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{draw.NewText("11月18日 星期三", theme.Body, theme.Text2)},
		[]fyne.CanvasObject{widgets.NewSegment([]string{"我的", "全科室"}, 0, nil), widgets.NewButton(widgets.Plain, "新稿件", nil).WithIcon("plus").High(28)}
}

type task struct {
	icon, title, note, chip string
	tone                    widgets.Tone
	verb                    string
}

func tasks() map[string]task {
	return map[string]task{
		"a": {"chat", "燃气公司不给老小区装报警器，该找哪个部门？", "留言 · 微博“望川发布” · 张** · 11月9日收到", "逾期 2 个工作日", widgets.Red, "办理"},
		"b": {"chat", "公租房续租材料交了一周，一直显示“待审”", "留言 · 微信“望川政务服务” · 何** · 11月10日收到", "逾期 1 个工作日", widgets.Red, "办理"},
		"c": {"review", "初审：道路结冰出行提示", "审核 · 撰稿 孙悦 · 计划 11月20日 09:00 发布", "还有 58 分钟", widgets.Amber, "审核"},
		"d": {"chat", "医保电子凭证换手机后激活不了", "留言 · 微信“望川发布” · 刘** · 客服窗口关闭后只能公开回复", "微信窗口 05:12", widgets.Amber, "办理"},
		"e": {"review", "初审：社区食堂探访", "审核 · 撰稿 王蕾 · 计划 11月24日 14:00 发布", "17:00 前", widgets.Grey, "审核"},
	}
}

type taskRow struct {
	*fyne.Container
	icon        *draw.Icon
	title, note *draw.Text
	chip        *widgets.Chip
	button      *widgets.Button
}

func (m mock) Content() fyne.CanvasObject {
	all := tasks()
	rows := map[fyne.CanvasObject]*taskRow{}
	list := lists.NewList(50, func() fyne.CanvasObject {
		r := &taskRow{icon: draw.NewIcon("", 18, theme.Text2), title: draw.NewText("", theme.Body, theme.Text).Cutting(),
			note: draw.NewText("", theme.Note, theme.Text3).Cutting(), chip: widgets.NewChip(widgets.Grey, "", ""),
			button: widgets.NewButton(widgets.Plain, "", nil).High(28)}
		words := draw.Col(0, draw.Fill(), r.title, r.note, draw.Fill())
		r.Container = draw.Pad(draw.Row(10, r.icon, draw.Grow(words), r.chip, draw.Fixed(r.button, 64, 28)), 12, 0)
		rows[r.Container] = r
		return r.Container
	}, func(id string, o fyne.CanvasObject, s lists.State) {
		r, t := rows[o], all[id]
		r.icon.Set(t.icon, theme.Text2)
		r.title.Set(t.title)
		r.note.Set(t.note)
		icon := "clock"
		if t.tone == widgets.Red {
			icon = "stop"
		}
		r.chip.Set(t.tone, icon, t.chip)
		r.button.SetLabel(t.verb)
		if id == "a" {
			r.button.SetKind(widgets.Primary)
		} else {
			r.button.SetKind(widgets.Plain)
		}
		o.Refresh()
	})
	list.SetItems([]lists.Item{lists.Bar("已逾期", "2 件", true), lists.RowOf("a"), lists.RowOf("b"), lists.Bar("今天到期", "3 件", false), lists.RowOf("c"), lists.RowOf("d"), lists.RowOf("e")})
	left := widgets.Card(draw.Col(0, widgets.TabHead(widgets.NewTabs([]string{"全部 16", "审核 3", "留言 12", "账号 1"}, 0, nil), draw.NewText("按到期先后", theme.Note, theme.Text3)), draw.NewLine(theme.Line), draw.Grow(list)))
	second := func(s ...string) fyne.CanvasObject {
		objs := []fyne.CanvasObject{}
		for _, t := range s[:len(s)-1] {
			objs = append(objs, widgets.NewTile(t))
		}
		return draw.Row(4, append(objs, draw.NewText(s[len(s)-1], theme.Note, theme.Text3))...)
	}
	line := draw.Col(0,
		lists.TimelineRow(lists.Moment{Time: "08:30", Tone: widgets.Green, Past: true, Title: "早安望川：多云，最高 12℃", Second: second("博", "望川发布"), Right: widgets.NewChip(widgets.Green, "", "已发布")}),
		lists.TimelineRow(lists.Moment{Time: "12:10", Tone: widgets.Amber, Past: true, Title: "供暖热线怎么打", Second: second("视", "平台没有返回编号，请到平台核对"), Right: widgets.NewChip(widgets.Amber, "warn", "待确认")}),
		lists.NowRow("14:32"),
		lists.TimelineRow(lists.Moment{Time: "15:30", Tone: widgets.Amber, Title: "今冬供暖缴费时间的通告", Second: second("博", "信", "未通过前，到点也不会发"), Right: widgets.NewChip(widgets.Amber, "clock", "等终审")}),
		lists.TimelineRow(lists.Moment{Time: "17:00", Title: "地铁 2 号线今晚延长运营", Second: second("博", "值守：主机房 A"), Right: widgets.NewChip(widgets.Blue, "check", "已就绪")}))
	chain := lists.Chain(lists.ChainStep{State: lists.Passed, Name: "初审", Person: "王蕾 → 孙悦", Time: "11-17 15:40", Note: "用时 38 分钟"},
		lists.ChainStep{State: lists.Passed, Name: "复审", Person: "陈国栋", Time: "11-18 09:40", Note: "用时 18 小时，退回过 1 次"},
		lists.ChainStep{State: lists.Current, Name: "终审", Person: "周建国（我）", Time: "15:30 前", Note: "已等 3 小时 27 分，还有 58 分钟", Tone: widgets.Amber})
	right := draw.Col(12, widgets.CardWith(widgets.Section("今日发布", "7 条 · 已发 2", widgets.NewButton(widgets.Plain, "排期", nil).WithIcon("cal").High(24)), line),
		draw.Grow(widgets.CardWith(widgets.Section("审核链", "三级"), draw.Scroll(draw.Pad(draw.Col(12, chain, lists.Facts(0, lists.Fact{Key: "备案编号", Value: "WC-XMT-2021-0037"}, lists.Fact{Key: "主管单位", Value: "望川市人民政府办公室"})), 12, 8)))))
	return draw.Panel(theme.Bg, "", 0, draw.Pad(draw.TallRow(12, draw.Grow(left), draw.Exact(right, 404, 0)), 16, 12))
}

func places() []shell.Place {
	return []shell.Place{{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: "compose", Label: "撰稿", Icon: "pen"},
		{Name: "review", Label: "审核", Icon: "review"}, {Name: "schedule", Label: "排期", Icon: "cal"}, {Name: "inbox", Label: "留言", Icon: "chat"},
		{Name: "accounts", Group: "管理", Label: "账号", Icon: "id"}, {Name: "settings", Label: "设置", Icon: "set", Bottom: true}}
}

func framed(t *testing.T) *shell.Frame {
	t.Helper()
	jobs := load.NewJobsWith(t.Context(), (&load.Queue{}).Do)
	f := shell.NewWith(jobs, shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: "李敏", Drill: true, Places: places(),
		OnSearch: func(string) {}})
	t.Cleanup(f.Stop)
	for _, p := range places() {
		f.Add(mock{p.Name, p.Label})
	}
	f.SetCounts(shell.Counts{Marks: map[string]shell.Mark{"today": {Text: "16"}, "review": {Text: "3"}, "inbox": {Text: "2", Warn: true}, "accounts": {Text: "1"}},
		Status: []shell.Note{{Icon: "server", Tone: widgets.Green, Text: "数据在本机"}, {Text: "14:32:05 同步"}}})
	f.Open("today", nil)
	return f
}

func TestFramePaints(t *testing.T) {
	for mode, sizes := range map[theme.Mode][]fyne.Size{theme.Light: {fyne.NewSize(1280, 800), fyne.NewSize(1366, 697)},
		theme.Dark: {fyne.NewSize(1280, 800), fyne.NewSize(1200, 640)}} {
		dress(t, mode)
		for _, size := range sizes {
			c := software.NewCanvas()
			c.SetPadded(false)
			f := framed(t)
			c.SetContent(f)
			c.Resize(size)
			f.Attach(c)
			if size.Height == 697 {
				f.Toast("已退回给王蕾，意见 1 条", func() {})
			}
			gallerytest.Take(t, c, fmt.Sprintf("frame-%.0f-%s", size.Width, mode))
		}
	}
}
