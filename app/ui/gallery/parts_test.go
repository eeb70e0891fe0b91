package gallery_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/lists"
	"huiying/app/ui/overlays"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
)

func dress(t *testing.T, mode theme.Mode) {
	t.Helper()
	app := test.NewApp()
	t.Cleanup(app.Quit)
	app.Settings().SetTheme(theme.New(mode, 100))
}

func at(c *fyne.Container, x, y, w, h float32, o fyne.CanvasObject) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	c.Add(o)
}

func card(name string, pad float32, objs ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.CardWith(widgets.SmallSection(name, ""), draw.Pad(draw.Col(6, objs...), pad, 10))
}

func listRow(text, note string, s lists.State, bold, off bool) fyne.CanvasObject {
	back := lists.NewBack()
	back.Set(s)
	ink := theme.Text
	if off {
		ink = theme.Disabled
	}
	name := draw.NewText(text, theme.Body, ink)
	name.Bold = bold
	return draw.Fixed(container.NewStack(back, draw.Pad(draw.Row(8, name, draw.Fill(), draw.NewText(note, theme.Note, theme.Text3)), 12, 0)), 0, 30)
}

func parts() (*fyne.Container, fyne.Focusable) {
	c := container.NewWithoutLayout()
	at(c, 0, 0, 1280, 800, draw.NewGround(theme.Bg, "", 0))
	at(c, 20, 12, 400, 28, draw.Row(12, draw.NewBold("零件和状态", theme.Page, theme.Text), draw.NewText("每个零件都只用圆角矩形、线、字和描边图标", theme.Body, theme.Text2)))

	var swatches []fyne.CanvasObject
	for _, n := range theme.Names() {
		swatches = append(swatches, draw.Fixed(draw.NewGround(n, theme.LineStrong, 4), 32, 24))
	}
	var rows []fyne.CanvasObject
	for i := 0; i < len(swatches); i += 9 {
		rows = append(rows, draw.Row(8, swatches[i:min(i+9, len(swatches))]...))
	}
	at(c, 20, 50, 400, 299, card("颜色", 12, rows...))
	at(c, 20, 361, 400, 101, card("字", 12, draw.Row(16, draw.NewBold("20 大数字", theme.Number, theme.Text), draw.NewBold("18 页名", theme.Page, theme.Text), draw.NewBold("16 小题", theme.Title, theme.Text)),
		draw.Row(14, draw.NewText("14 正文", theme.Body, theme.Text), draw.NewText("13 密行", theme.Dense, theme.Text), draw.NewText("12 注", theme.Note, theme.Text3), draw.NewText("0123456789", theme.Body, theme.Text))))

	blocked := widgets.NewButton(widgets.Plain, "送审", nil).High(28)
	blocked.Block("还有 4 项必须改")
	focused := widgets.NewButton(widgets.Primary, "有焦点", nil).High(28)
	at(c, 432, 50, 420, 143, card("按钮", 12,
		draw.Row(8, widgets.NewButton(widgets.Primary, "通过", nil).High(28), widgets.NewButton(widgets.Plain, "存草稿", nil).High(28),
			widgets.NewButton(widgets.Outline, "平台核对", nil).High(28), widgets.NewButton(widgets.Danger, "否决", nil).WithIcon("ban").High(28), blocked),
		draw.Left(focused), draw.NewText("一屏只有一个实心蓝。红按钮只描边，按下去一定再问一次。", theme.Note, theme.Text3)))
	at(c, 432, 205, 420, 128, card("标签", 12,
		draw.Row(6, widgets.NewChip(widgets.Red, "stop", "逾期 1 个工作日"), widgets.NewChip(widgets.Amber, "clock", "还有 3 天"), widgets.NewChip(widgets.Green, "check", "已发布"), widgets.NewChip(widgets.Blue, "check", "已就绪")),
		draw.Row(6, widgets.NewChip(widgets.Grey, "clock", "17:00 前"), widgets.NewChip(widgets.Solid, "", "不合格"), widgets.NewChip(widgets.Dark, "lock", "李敏 正在办理"), widgets.NewChip(widgets.Grey, "", "已过期"), widgets.NewChipButton(widgets.Amber, "clock", "还有 2 天", nil)),
		draw.Row(6, widgets.NewTile("博"), widgets.NewTile("信"), widgets.NewTile("抖"), widgets.NewTile("视"), widgets.NewTile("快"), widgets.NewTile("头"), widgets.NewTile("端"), draw.NewText("平台用一个字，不用商标色", theme.Note, theme.Text3))))
	zero, two, ask := widgets.NewGauge("逾期未发", nil), widgets.NewGauge("逾期未发", nil), widgets.NewGauge("未就绪", nil)
	zero.Set(0, "")
	two.Set(2, "")
	at(c, 432, 345, 420, 117, card("两块表", 12, draw.Row(8, zero, two, ask, widgets.NewBadge("16", false), widgets.NewBadge("2", true)),
		draw.NewText("问不到服务器就显示“?”，绝不拿旧数冒充 0。", theme.Note, theme.Text3)))

	text := "今冬供暖缴费时间的通告"
	at(c, 864, 50, 396, 214, widgets.CardWith(widgets.SmallSection("列表行", ""), draw.Col(0,
		listRow(text, "平常", lists.State{}, false, false), listRow(text, "鼠标在上面", lists.State{Hovered: true}, false, false),
		listRow(text, "选中", lists.State{Selected: true}, false, false), listRow(text, "没看过", lists.State{}, true, false),
		listRow(text, "键盘焦点", lists.State{Focused: true}, false, false), listRow(text, "不可用", lists.State{}, false, true))))
	typed := typing.Line("").High(28)
	typed.SetText("正在填")
	wrong := typing.Line("").High(28)
	wrong.SetText("2026-11-31")
	wrong.SetError("11 月没有 31 日，请改成 30 日或换月份")
	secret := typing.Password("密码").High(28)
	secret.SetText("abcdefg")
	at(c, 864, 276, 396, 186, card("输入框", 12, typing.Line("没填：写一句话说清楚").High(28), typed, wrong, draw.Row(8, draw.Grow(typing.Search("内容、编号、部门", "Ctrl+K")), draw.Grow(secret), draw.Grow(overlays.NewSelect("全部账号", []string{"望川发布"}, -1, nil).High(28)))))

	at(c, 20, 474, 301, 156, widgets.CardWith(widgets.SmallSection("空", ""), states.Empty("没有要审的稿子", "有新稿会在这里出现，也会提醒您", widgets.NewButton(widgets.Plain, "看我审过的", nil))))
	bones := states.NewSkeleton(" 12 件留言", 4, nil)
	bones.Waited(4_000_000_000)
	at(c, 333, 474, 301, 156, widgets.CardWith(widgets.SmallSection("加载", ""), bones))
	at(c, 646, 474, 301, 156, widgets.CardWith(widgets.SmallSection("出错", ""), states.Failed("没取到粉丝数", "微博 14:31 拒绝：令牌失效（21327）", widgets.NewButton(widgets.Outline, "重新授权", nil))))
	at(c, 959, 474, 301, 156, widgets.CardWith(widgets.SmallSection("断网", ""), states.Offline("连不上单位服务器", "14:20 起断开。能看能写，不能发、不能审", nil)))

	at(c, 552, 642, 708, 32, overlays.Strip(widgets.Amber, "warn", "已断开 12 分钟", "您写的 2 处改动存在本机，连上后自动交", widgets.NewButton(widgets.Plain, "再试", nil)))
	at(c, 552, 686, 708, 36, overlays.NewToast("已退回给王蕾，意见 1 条", func() {}))
	f := flow.New(theme.Reading, flow.Run{Text: "2026年冬季供暖费从11月20日"}, flow.Run{Text: "（星期四）", Mark: flow.Deleted}, flow.Run{Text: "（星期五）", Mark: flow.Inserted}, flow.Run{Text: "开始收取，请"}, flow.Run{Text: "各位用户", Mark: flow.RedLine}, flow.Run{Text: "按时缴费，"}, flow.Run{Text: "既可", Mark: flow.AmberLine}, flow.Run{Text: "。"})
	at(c, 552, 730, 420, 60, f)
	at(c, 990, 730, 200, 28, widgets.NewSegment([]string{"没问题", "有疑"}, 1, nil).Tone(1, widgets.Amber))
	at(c, 990, 764, 250, 28, draw.Row(12, widgets.NewCheck("勾选", true, nil), widgets.NewCheck("没勾", false, nil), widgets.NewLink("看证据", theme.Note, nil)))
	at(c, 1130, 726, 130, 36, widgets.NewTabs([]string{"全部 16", "审核 3"}, 0, nil))
	return c, focused
}

func TestPartsPaint(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		t.Run(string(mode), func(t *testing.T) {
			dress(t, mode)
			c := software.NewCanvas()
			c.SetPadded(false)
			content, focused := parts()
			c.SetContent(content)
			c.Resize(fyne.NewSize(1280, 800))
			c.Focus(focused)
			img := gallerytest.Take(t, c, "parts-"+string(mode))
			if img == nil {
				return
			}
			if b := img.Bounds(); b.Dx() != 1280 || b.Dy() != 800 {
				t.Fatalf("painted %v, want 1280 × 800", b)
			}
		})
	}
}
