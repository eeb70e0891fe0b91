package register

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/register/words"
	"huiying/app/ui/states"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/workdays"
)

// told is what is fetched of the account shown, beside what the table knows.
type told struct {
	id      accounts.ID
	filings []accounts.Filing
}

// show brings an account into the detail pane.
func (s *Screen) show(id accounts.ID) {
	if id == s.shown && id != "" {
		return
	}
	s.shown, s.problem = id, ""
	s.want.Store(&id)
	if id == "" {
		s.showNone()
		return
	}
	s.history.Load()
}

func (s *Screen) showNone() {
	s.detail.Objects = []fyne.CanvasObject{states.Choose("选一个账号，这里显示它的登记和监测。")}
	s.detail.Refresh()
	if s.shown == "" && !s.history.Loaded() {
		s.history.Load()
	}
}

func (s *Screen) fetchTold(ctx context.Context) (told, error) {
	id := s.want.Load()
	if id == nil || *id == "" {
		return told{}, nil
	}
	fs, err := s.d.Register.Filings(ctx, *id)
	return told{*id, fs}, err
}

// changing tells whether a filing of changes is under way, or came back.
func changing(fs []accounts.Filing) (accounts.Filing, bool) {
	for _, f := range fs {
		if f.State == accounts.FilingReview || f.State == accounts.FilingReturned {
			return f, true
		}
	}
	return accounts.Filing{}, false
}

func (s *Screen) paintDetail(t told) {
	s.told = t
	e := s.by[string(s.shown)]
	if e == nil || t.id != s.shown {
		if s.shown == "" {
			s.detail.Objects = []fyne.CanvasObject{states.Choose("选一个账号，这里显示它的登记和监测。")}
			s.detail.Refresh()
		}
		return
	}
	at := float32(0)
	if s.scroll != nil {
		at = s.scroll.Offset()
	}
	body := []fyne.CanvasObject{s.findings(e), draw.NewLine(theme.Line), s.identity(e), draw.NewLine(theme.Line), s.bodies(e), draw.NewLine(theme.Line),
		s.abilities(e), draw.NewLine(theme.Line), s.filings(t.filings)}
	s.scroll = draw.Scroll(draw.Inset(draw.Col(0, body...), 0, 0, 16, 0))
	s.detail.Objects = []fyne.CanvasObject{draw.Col(0, s.top(e, t.filings), draw.NewLine(theme.Line), draw.Grow(s.scroll))}
	s.detail.Refresh()
	s.scroll.To(at)
}

// top is the head of the pane: who it is, how it stands, and what can be done next.
func (s *Screen) top(e *entry, fs []accounts.Filing) fyne.CanvasObject {
	a := e.account()
	name := []fyne.CanvasObject{widgets.NewTile(a.Platform.Tile()), draw.Grow(draw.NewBold(a.Name, theme.Title, theme.Text).Cutting()), widgets.NewChip(words.StateTone(a.State), "", a.State.Title())}
	if f, ok := changing(fs); ok && f.Kind == accounts.Changing && f.State == accounts.FilingReview {
		name = append(name, widgets.NewChip(widgets.Blue, "", "变更中"))
	}
	switch {
	case e.Counts && e.Left < 0:
		name = append(name, widgets.NewChip(widgets.Red, "stop", "已触发否决"))
	case e.Counts && e.Left <= 3:
		name = append(name, widgets.NewChip(widgets.Amber, "warn", map[bool]string{true: "今天否决", false: fmt.Sprintf("%d 天后否决", e.Left)}[e.Left == 0]))
	}
	lines := []fyne.CanvasObject{draw.Fixed(draw.Row(8, name...), 0, 28)}
	if s.may() {
		lines = append(lines, s.actions(e, fs)...)
	} else {
		lines = append(lines, draw.NewText("登记、备案和绑定归账号登记员", theme.Note, theme.Text3))
	}
	if f, ok := changing(fs); ok && f.State == accounts.FilingReturned {
		lines = append(lines, note(widgets.Amber, "back", "备案退回："+words.Or(f.Comment, "没有写原因")+"。改好资料再送。"))
	}
	if say := s.unasked[a.ID]; say != "" {
		lines = append(lines, note(widgets.Amber, "warn", say))
	}
	if s.problem != "" {
		lines = append(lines, note(widgets.Red, "stop", s.problem))
	}
	return draw.Inset(draw.Col(8, lines...), 10, 16, 12, 16)
}

func note(tone widgets.Tone, icon, say string) fyne.CanvasObject {
	return draw.TopRow(6, draw.Exact(draw.NewIcon(icon, 14, tone.Ink()), 14, 19), draw.Grow(flow.Plain(say, theme.Dense, tone.Ink())))
}

func part(name, say string, content fyne.CanvasObject, actions ...fyne.CanvasObject) fyne.CanvasObject {
	return draw.Col(0, draw.Inset(widgets.Section(name, say, actions...), 0, 4, 0, 4), draw.Inset(content, 0, 16, 12, 16))
}

func (s *Screen) findings(e *entry) fyne.CanvasObject {
	var again []fyne.CanvasObject
	if s.may() && !e.closed() {
		again = append(again, s.guard(widgets.NewButton(widgets.Plain, "现在监测", s.CheckOne).High(24), "check"))
	}
	if len(e.found) == 0 {
		say := "没有发现问题。每天 03:00 监测一遍。"
		if !e.Counts {
			say = "备案通过后开始监测。"
		}
		return part("监测发现", "", flow.Plain(say, theme.Dense, theme.Text3), again...)
	}
	var cards []fyne.CanvasObject
	for _, f := range e.found {
		cards = append(cards, s.finding(f))
	}
	return part("监测发现", fmt.Sprintf("%d 项", len(e.found)), draw.Col(8, cards...), again...)
}

// finding is one card: what, by when, the clause, and the evidence with the way to it.
func (s *Screen) finding(f accounts.Finding) fyne.CanvasObject {
	due := ""
	if !f.Due.IsZero() {
		due = f.Due.In(workdays.Shanghai).Format("1月2日 15:04") + " 触发"
		if f.Due.In(workdays.Shanghai).Format("15:04:05") == "00:00:00" {
			due = f.Due.AddDate(0, 0, -1).In(workdays.Shanghai).Format("1月2日") + " 24:00 触发"
		}
		if !f.Due.After(s.d.Now()) {
			due = "已触发"
		}
	}
	tone := words.LevelTone(f.Level)
	objs := []fyne.CanvasObject{draw.Row(6, draw.NewBold(f.Title, theme.Dense, theme.Text), words.LevelChip(f.Level), draw.Fill(), draw.NewText(due, theme.Note, tone.Ink())),
		flow.Plain(f.Text, theme.Dense, theme.Text), flow.Plain("条款："+f.Clause, theme.Note, theme.Text2), flow.Plain(f.Source, theme.Note, theme.Text3)}
	if f.Evidence != "" {
		row := []fyne.CanvasObject{draw.Exact(draw.NewIcon("doc", 14, theme.Text2), 14, 18), draw.Grow(flow.Plain(f.Evidence, theme.Note, theme.Text2))}
		if f.Link != "" && s.d.Browse != nil {
			row = append(row, widgets.NewLink("看证据", theme.Note, func() { s.d.Browse(f.Link) }))
		}
		objs = append(objs, draw.Panel(theme.Surface2, "", 4, draw.Inset(draw.TopRow(6, row...), 4, 8, 4, 8)))
	}
	return widgets.Edged(tone, draw.Inset(draw.Col(4, objs...), 8, 12, 10, 12))
}

func (s *Screen) identity(e *entry) fyne.CanvasObject {
	a := e.account()
	facts := []lists.Fact{{Key: "备案编号", Value: words.Or(a.FiledNo, "备案通过后给")},
		{Key: "平台", Value: strings.Trim(a.Platform.Title()+" · "+a.Type+" · "+a.Handle, " ·")}, {Key: "平台编号", Value: words.Or(a.PlatformID, map[bool]string{true: "绑定授权后自动填上", false: "没有登记"}[bindable(a.Platform)])},
		{Key: "认证主体", Value: words.Or(a.Verified, "没有认证")}}
	if !a.VerifiedExpires.IsZero() {
		facts = append(facts, lists.Fact{Key: "认证到期", Value: words.Day(a.VerifiedExpires)})
	}
	facts = append(facts, lists.Fact{Key: "开设", Value: words.Or(words.Day(a.Opened), "—")})
	if len(a.Domains) > 0 {
		facts = append(facts, lists.Fact{Key: "安全域名", Value: strings.Join(a.Domains, "、")})
	}
	if a.MassMode != "" {
		facts = append(facts, lists.Fact{Key: "群发额度", Value: map[string]string{"daily": "每天 1 次", "monthly": "每月 4 次"}[a.MassMode]})
	}
	if a.URL != "" {
		f := lists.Fact{Key: "主页", Value: a.URL}
		if s.d.Browse != nil {
			f = lists.Fact{Key: "主页", Extra: widgets.NewLink("打开", theme.Dense, func() { s.d.Browse(a.URL) }).WithIcon("link")}
		}
		facts = append(facts, f)
	}
	return part("身份", "", lists.Facts(72, facts...))
}

func (s *Screen) bodies(e *entry) fyne.CanvasObject {
	a := e.account()
	who := func(c accounts.Contact) string {
		name := c.Name
		for _, p := range s.staff {
			if p.ID == c.Person && c.Person != "" && !p.Departed.IsZero() {
				name += "（已离岗）"
			}
		}
		return strings.TrimSpace(name + "  " + c.Phone)
	}
	body := func(b accounts.Body) string { return strings.TrimSpace(b.Name + "  " + b.CreditCode) }
	var facts []lists.Fact
	for _, f := range []lists.Fact{{Key: "主办单位", Value: body(a.Sponsor)}, {Key: "主管单位", Value: body(a.Supervisor)}, {Key: "承办单位", Value: a.Operator},
		{Key: "层级", Value: a.Level}, {Key: "分管领导", Value: who(a.Leader)}, {Key: "责任人", Value: who(a.Responsible)}, {Key: "内容审核", Value: who(a.Reviewer)},
		{Key: "管理员", Value: who(a.AdminA)}, {Key: "备岗", Value: who(a.AdminB)}, {Key: "功能定位", Value: a.Purpose}, {Key: "服务对象", Value: a.Audience},
		{Key: "互动方式", Value: a.Interaction}} {
		if f.Value != "" {
			if strings.Contains(f.Value, "已离岗") {
				f.Color = theme.Amber
			}
			facts = append(facts, f)
		}
	}
	return part("单位和人", "电话只显示一部分", lists.Facts(72, facts...))
}

func (s *Screen) filings(fs []accounts.Filing) fyne.CanvasObject {
	if len(fs) == 0 {
		return part("备案经过", "", flow.Plain("还没有送过备案。", theme.Dense, theme.Text3))
	}
	var lines []fyne.CanvasObject
	for _, f := range fs {
		say, tone := words.FilingState(f.State)
		at := f.At
		if !f.Closed.IsZero() {
			at = f.Closed
		}
		second := f.ByName + " 送备案"
		if f.Comment != "" {
			second += "，意见：" + f.Comment
		}
		title := words.KindTitle(f.Kind) + "：" + say
		if f.Revision > 1 {
			title += fmt.Sprintf("（第 %d 次送）", f.Revision)
		}
		lines = append(lines, draw.TopRow(10, draw.Exact(draw.Middle(draw.Fixed(draw.NewGround(tone.Fill(), "", 4), 7, 7)), 10, 20),
			draw.Exact(draw.NewText(at.In(workdays.Shanghai).Format(time.DateOnly), theme.Dense, theme.Text2), 74, 20),
			draw.Grow(draw.Col(0, draw.NewText(title, theme.Dense, theme.Text), flow.Plain(second, theme.Note, theme.Text2)))))
	}
	return part("备案经过", fmt.Sprintf("%d 次", len(fs)), draw.Col(8, lines...))
}
