package reply

import (
	"context"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// Chip returns the state of an answer as a chip.
func Chip(s inbox.AnswerState) *widgets.Chip {
	switch s {
	case inbox.Drafting:
		return widgets.NewChip(widgets.Grey, "", "草稿")
	case inbox.Reviewing:
		return widgets.NewChip(widgets.Amber, "clock", "待审核")
	case inbox.Returned:
		return widgets.NewChip(widgets.Amber, "back", "已退回")
	case inbox.Rejected:
		return widgets.NewChip(widgets.Red, "ban", "已否决")
	case inbox.Ready:
		return widgets.NewChip(widgets.Blue, "check", "待发出")
	case inbox.Sending:
		return widgets.NewChip(widgets.Blue, "send", "发送中")
	case inbox.Unknown:
		return widgets.NewChip(widgets.Amber, "warn", "待确认")
	case inbox.Refused:
		return widgets.NewChip(widgets.Red, "stop", "平台退回")
	case inbox.WaitPerson:
		return widgets.NewChip(widgets.Amber, "hand", "待人工答复")
	case inbox.Delivered:
		return widgets.NewChip(widgets.Green, "check", "已答复")
	}
	return widgets.NewChip(widgets.Grey, "", string(s))
}

// outcome is the pane of an answer that is not being written: where it stands, and what a person can do about it.
func (p *Pane) outcome() fyne.CanvasObject {
	q, a := p.det.Question, p.det.Answer
	words, note, buttons := p.stands(q, a)
	me, _ := people.From(p.d.Frame.Jobs().Context())
	if !me.Has(people.Answerer) {
		buttons = nil
	}
	head := []fyne.CanvasObject{draw.NewBold("答复", theme.Body, theme.Text)}
	if a.ID != "" {
		head = append(head, Chip(a.State))
	} else {
		head = append(head, widgets.NewChip(widgets.Grey, "", q.State.Title()))
	}
	objs := []fyne.CanvasObject{draw.Row(8, append(head, draw.Fill())...), flow.Plain(words, theme.Dense, theme.Text)}
	if note != "" {
		text := flow.Plain(note, theme.Dense, theme.Text2)
		text.MaxLines = 3
		objs = append(objs, text)
	}
	objs = append(objs, draw.Fill())
	if len(buttons) > 0 {
		row := []fyne.CanvasObject{draw.Fill()}
		for _, b := range buttons {
			row = append(row, b)
		}
		objs = append(objs, draw.Row(8, row...))
	}
	return draw.Inset(draw.Col(6, objs...), 10, 16, 10, 16)
}

// stands says where an answer stands. The next step is the last button.
func (p *Pane) stands(q inbox.Question, a inbox.Answer) (words, note string, buttons []*widgets.Button) {
	at := a.Submitted.In(workdays.Shanghai).Format("01-02 15:04")
	back := p.button(widgets.Plain, "收回修改", p.takeBack)
	byHand := p.button(widgets.Plain, "登记人工答复", func() {
		p.sentByHand("登记人工答复", "在平台上答复以后，把地址和截图留在这里。")
	})
	switch {
	case q.State == inbox.Answered:
		words = a.ByName + "的答复 " + a.SentAt.In(workdays.Shanghai).Format("01-02 15:04") + " 已在平台上"
		if a.Evidence != "" {
			note = "人工答复，地址和截图已留存。"
		}
		if a.Link != "" && p.d.Browse != nil {
			buttons = append(buttons, p.button(widgets.Plain, "看平台上的答复", func() { p.d.Browse(a.Link) }).WithIcon("link"))
		}
		return words, note, append(buttons, p.button(widgets.Primary, "办结这条留言", func() { p.d.Finish(p.det.Question) }))
	case !q.State.Open():
		words = q.State.Title() + "，" + q.Closed.In(workdays.Shanghai).Format("2006-01-02 15:04")
		if q.Reason != "" {
			note = "理由：" + q.Reason
		}
		if a.Link != "" && p.d.Browse != nil {
			buttons = append(buttons, p.button(widgets.Plain, "看平台上的答复", func() { p.d.Browse(a.Link) }).WithIcon("link"))
		}
		return words, note, buttons
	}
	switch a.State {
	case inbox.Reviewing:
		return a.ByName + " " + at + " 送审，等审核人通过。", "通过以后" + going(q) + "。要改就先收回，送审作废。", []*widgets.Button{back}
	case inbox.Ready:
		return "审核已通过，程序马上发出。", a.Note, []*widgets.Button{back}
	case inbox.Sending:
		return "正在发出，等平台的回音。", "", nil
	case inbox.Unknown:
		return "没收到平台的回音，先核对，再决定。", fallback(a.Note, "可能答复了也可能没有。程序不会自己再发。"), []*widgets.Button{
			p.button(widgets.Plain, "我在平台看到了", func() {
				p.sentByHand("这条答复已经在平台上？", "把它的地址和截图留在这里，就记成已答复。")
			}),
			p.button(widgets.Plain, "放行再发一次", p.release),
			p.button(widgets.Primary, "平台核对", p.look)}
	case inbox.Refused:
		say := a.Note
		if a.Code != "" && !contains(say, a.Code) {
			say += "（" + a.Code + "）"
		}
		return "平台没有收下这条答复，群众还没看到。", say, []*widgets.Button{back, byHand, p.button(widgets.Primary, "再发一次", p.again)}
	case inbox.WaitPerson:
		buttons = []*widgets.Button{back}
		if q.Link != "" && p.d.Browse != nil {
			buttons = append(buttons, p.button(widgets.Plain, "打开平台", func() { p.d.Browse(q.Link) }).WithIcon("link"))
		}
		byHand.SetKind(widgets.Primary)
		return "审核已通过，等人到平台上答复。", "先复制答复，到" + q.Platform.Title() + "后台贴上，再回来登记地址和截图。", append(buttons,
			p.button(widgets.Plain, "复制答复", func() {
				fyne.CurrentApp().Clipboard().SetContent(a.Text)
				p.d.Frame.Toast("答复已复制", nil)
			}).WithIcon("copy"), byHand)
	}
	return "这条留言现在是“" + q.State.Title() + "”。", a.Note, nil
}

func going(q inbox.Question) string {
	if q.Channel == inbox.ByHand {
		return "由人到平台上答复"
	}
	return "程序自动发出"
}

func (p *Pane) button(kind widgets.Kind, label string, f func()) *widgets.Button {
	return widgets.NewButton(kind, label, f).High(28)
}

// act carries out something short and says what came of it.
func (p *Pane) act(done string, f func(ctx context.Context) error) {
	id := p.det.Question.ID
	p.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		err := f(ctx)
		return func() {
			if err != nil {
				p.d.Frame.Toast(problem.Words(err), nil)
			} else if done != "" {
				p.d.Frame.Toast(done, nil)
			}
			p.d.Moved(id)
		}
	})
}

func (p *Pane) look() {
	a := p.det.Answer
	p.act("已去平台核对，结果会写在这里", func(ctx context.Context) error { return p.d.Sender.Look(ctx, a.ID) })
}

func (p *Pane) again() {
	a := p.det.Answer
	Ask(p.d.Frame, overlays.Question{Icon: "send", IconTone: widgets.Blue, Title: "再发一次这条答复？", Consequence: "程序先到平台看一眼，没有才发。内容还是审过的那一份。",
		Do: "再发一次"}, func(string) func(context.Context) error {
		return func(ctx context.Context) error { return p.d.Sender.Again(ctx, a.ID, a.Version) }
	}, p.moved)
}

func (p *Pane) takeBack() {
	id := p.det.Question.ID
	Ask(p.d.Frame, overlays.Question{Icon: "back", IconTone: widgets.Amber, Title: "收回这份答复来改？", Consequence: "已有的审核作废，改好后要重新送审。",
		Do: "收回修改"}, func(string) func(context.Context) error {
		return func(ctx context.Context) error { return p.d.Desk.TakeBack(ctx, id) }
	}, p.moved)
}

func (p *Pane) moved() { p.d.Moved(p.det.Question.ID) }

func fallback(text, otherwise string) string {
	if draw.Blank(text) {
		return otherwise
	}
	return text
}
