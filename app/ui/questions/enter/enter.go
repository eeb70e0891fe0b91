// Package enter is the form 登记留言: a question that somebody saw in a platform's back office and writes down, so that its days are
// counted as everybody's. It keeps what was typed until the question is in. It checks nothing that the desk checks.
package enter

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/dates"
	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/questions/reply"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/workdays"
)

// Desk takes the question.
type Desk interface {
	Enter(ctx context.Context, e inbox.Entry) (inbox.Question, error)
}

// Form is the question while it is written down. Keep it until it was entered.
type Form struct {
	ID       string
	accounts []accounts.Account
	account  *overlays.Select
	author   *typing.Entry
	text     *typing.Entry
	received *dates.Picker
	link     *typing.Entry
	kind     *overlays.Select
	form     *reply.Form
}

// New returns an empty form for the accounts of the register.
func New(list []accounts.Account, now func() time.Time) *Form {
	e := &Form{ID: unit.NewID()}
	var names []string
	for _, a := range list {
		switch a.State {
		case accounts.Closed, accounts.Cancelled:
			continue
		}
		e.accounts = append(e.accounts, a)
		names = append(names, a.Platform.Title()+" · "+a.Name)
	}
	var kinds []string
	for _, k := range policy.Kinds() {
		kinds = append(kinds, k.Title())
	}
	again := func(string) { e.form.Recheck() }
	e.account = overlays.NewSelect("选一个账号", names, -1, func(int) { e.form.Recheck() }).High(28)
	e.author = typing.Line("称呼或网名，存下时只留姓").High(28)
	e.text = typing.Lines("照抄群众的原话", 4)
	e.text.OnEdit = again
	e.received = dates.NewPicker(func() time.Time { return now().In(workdays.Shanghai) }, now(), nil)
	e.link = typing.Line("https://，没有就空着").High(28)
	e.kind = overlays.NewSelect("", kinds, 0, nil).High(28)
	return e
}

func (e *Form) body() fyne.CanvasObject {
	line := func(label string, o fyne.CanvasObject) fyne.CanvasObject {
		return draw.TopRow(8, draw.Exact(draw.NewText(label, theme.Dense, theme.Text2), 64, 28), draw.Grow(o))
	}
	return draw.Col(8, line("账号", e.account), line("留言人", e.author), line("内容", e.text), line("收到时间", e.received),
		line("链接", e.link), line("类型", e.kind))
}

// Begun says whether something was typed that would be lost.
func (e *Form) Begun() bool {
	return !draw.Blank(e.author.Text()) || !draw.Blank(e.text.Text()) || !draw.Blank(e.link.Text())
}

func (e *Form) lacks() string {
	switch {
	case e.account.Chosen() < 0:
		return "要选账号"
	case draw.Blank(e.text.Text()):
		return "要写内容"
	}
	return ""
}

// Ask opens the form; done is told after the question is in.
func (e *Form) Ask(f reply.Frame, desk Desk, done func()) {
	e.form = reply.Ask(f, overlays.Question{Icon: "chat", IconTone: widgets.Blue, Title: "登记一条留言", Wide: 560, Body: e.body(),
		Consequence: "在平台后台看到、程序收不到的留言，抄进来一样算期限。", Do: "登记这条留言", Cancel: "先不登记", Check: e.lacks, First: e.account,
	}, func(string) func(context.Context) error { return e.read(desk) }, done)
}

// read takes what stands in the form and returns what enters it.
func (e *Form) read(desk Desk) func(ctx context.Context) error {
	at, say := e.received.Value()
	if say != "" {
		wrong := problem.New(problem.Invalid, say, "没有登记，填好的内容都还在", "")
		return func(context.Context) error { return wrong }
	}
	entry := inbox.Entry{ID: e.ID, Account: e.accounts[e.account.Chosen()].ID, Author: e.author.Text(), Text: e.text.Text(),
		Received: at, Link: e.link.Text(), Kind: policy.Kinds()[max(e.kind.Chosen(), 0)]}
	return func(ctx context.Context) error {
		_, err := desk.Enter(ctx, entry)
		return err
	}
}
