package settings

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"huiying/accounts/monitoring"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/inbox/policy"
	"huiying/internal/workdays"
)

// reading is a page that is only read: it has nothing to fetch, to save or to press.
type reading struct {
	content *fyne.Container
	build   func() []fyne.CanvasObject
	shown   fyne.CanvasObject
}

func newReading(build func() []fyne.CanvasObject) *reading {
	r := &reading{content: draw.Col(0), build: build}
	r.shown = widgets.Card(draw.Scroll(r.content))
	return r
}

func (r *reading) Object() fyne.CanvasObject    { return r.shown }
func (r *reading) Actions() []fyne.CanvasObject { return nil }
func (r *reading) Unsaved() string              { return "" }
func (r *reading) Save()                        {}
func (r *reading) Take()                        {}

func (r *reading) Load() {
	r.content.Objects = r.build()
	r.content.Refresh()
}

func newDaysPage(s *Screen) page {
	return newReading(func() []fyne.CanvasObject {
		tables := s.d.Calendar.Tables()
		year := workdays.Of(s.d.Now()).Year
		var rows []fyne.CanvasObject
		for _, t := range slices.Backward(tables) {
			note := ""
			if t.Year == year {
				note = "今年"
			}
			rows = append(rows, draw.Fixed(draw.Pad(draw.Row(12, draw.Exact(draw.NewBold(fmt.Sprint(t.Year), theme.Title, theme.Text), 48, 0),
				draw.Grow(draw.Col(2, draw.NewText(t.Title, theme.Body, theme.Text).Cutting(),
					draw.NewText(fmt.Sprintf("%s · %s 印发", t.Source, t.Issued), theme.Note, theme.Text2).Cutting())),
				draw.NewText(note, theme.Note, theme.Text3), widgets.NewChip(widgets.Green, "", "在用")), 12, 0), 0, 52), draw.NewLine(theme.Line))
		}
		rows = append(rows, draw.Pad(flow.Plain("期限按这些表数工作日：节假日不算，调休上班的周末算。每件留言的期限都能一天一天点开看。", theme.Dense, theme.Text2), 12, 10))
		out := append([]fyne.CanvasObject{widgets.Section("节假日和调休", "国务院办公厅每年的通知，随程序更新"), draw.NewLine(theme.Line)}, rows...)
		if say := uncovered(tables, year); say != "" {
			out = append([]fyne.CanvasObject{overlays.Strip(widgets.Amber, "warn", say, "落在那一年的期限按周末推算，旁边写着“"+workdays.AssumedWords+"”。")}, out...)
		}
		return out
	})
}

// uncovered says which of this and the next year has no table, "" when both have one.
func uncovered(tables []workdays.Table, year int) string {
	var none []string
	for _, y := range []int{year, year + 1} {
		if !slices.ContainsFunc(tables, func(t workdays.Table) bool { return t.Year == y }) {
			none = append(none, fmt.Sprintf("%d", y))
		}
	}
	if len(none) == 0 {
		return ""
	}
	return strings.Join(none, "、") + " 年的安排程序里还没有。"
}

func newRulesPage(s *Screen) page {
	return newReading(func() []fyne.CanvasObject {
		var watch []fyne.CanvasObject
		for _, r := range s.d.Monitoring.List() {
			watch = append(watch, ruleRow(r.Title, r.Clause, limit(r), r.Source, r.Effective), draw.NewLine(theme.Line))
		}
		p := s.d.Inbox
		rows := []fyne.CanvasObject{widgets.Section("留言期限", "版本 "+p.Version), draw.NewLine(theme.Line), ruleRow("多少天内办", p.Words, dayWords(p), p.Source, p.Effective),
			draw.NewLine(theme.Line), widgets.Section("账号日常监测", "版本 "+s.d.Monitoring.Version), draw.NewLine(theme.Line)}
		return append(rows, watch...)
	})
}

// limit says the numbers of a rule; "" for one that has none.
func limit(r monitoring.Rule) string {
	switch {
	case r.Days == 0:
		return ""
	case r.WarnOperator > 0:
		return fmt.Sprintf("满 %d 天否决；第 %d 天提醒运维人员，第 %d 天提醒分管领导", r.Days, r.WarnOperator, r.WarnLeader)
	case r.Key == "interaction":
		return fmt.Sprintf("留言等到第 %d 天就提醒", r.Days)
	}
	return fmt.Sprintf("到期前 %d 天开始提醒", r.Days)
}

// dayWords says the working days of every kind, kinds with the same number together.
func dayWords(p policy.Policy) string {
	kinds := map[int][]string{}
	var order []int
	for _, k := range policy.Kinds() {
		n := p.DaysFor(k)
		if kinds[n] == nil {
			order = append(order, n)
		}
		kinds[n] = append(kinds[n], k.Title())
	}
	slices.Sort(order)
	var parts []string
	for _, n := range order {
		parts = append(parts, fmt.Sprintf("%s %d 个工作日", strings.Join(kinds[n], "、"), n))
	}
	return strings.Join(parts, "；")
}

func ruleRow(title, words, numbers, source, effective string) fyne.CanvasObject {
	lines := []fyne.CanvasObject{flow.Plain(words, theme.Dense, theme.Text)}
	if numbers != "" {
		lines = append(lines, flow.Plain(numbers, theme.Dense, theme.Blue))
	}
	lines = append(lines, flow.Plain(source+" · "+effective+" 起", theme.Note, theme.Text3))
	return draw.Pad(draw.TopRow(12, draw.Exact(draw.NewBold(title, theme.Body, theme.Text).Cutting(), 136, 20), draw.Grow(draw.Col(3, lines...))), 12, 9)
}

func newAboutPage(s *Screen) page {
	return newReading(func() []fyne.CanvasObject {
		facts := []fyne.CanvasObject{
			draw.Row(8, draw.NewBold("回应", theme.Number, theme.Text), draw.NewText(s.d.About.Version, theme.Dense, theme.Text2), draw.Fill()),
			flow.Plain("政务新媒体的办公桌：账号登记和备案，稿件先审后发，群众留言限时答复。", theme.Body, theme.Text),
			flow.Plain("凭证加密存在本机，不会显示，也不会写进日志和备份说明。审过的稿子都有指纹，改一个字就要重审；办过的每一步都有留痕。", theme.Dense, theme.Text2),
		}
		if s.d.About.Folder != "" {
			facts = append(facts, flow.Plain("数据放在："+s.d.About.Folder, theme.Dense, theme.Text2))
		}
		return []fyne.CanvasObject{draw.Pad(draw.Col(8, facts...), 16, 14)}
	})
}
