package entry

import (
	"context"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry/stage"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// UnlockPage asks for the passphrase that opens the key.
type UnlockPage struct {
	d      Unlock
	jobs   *load.Jobs
	object fyne.CanvasObject
	phrase *typing.Entry
	wrong  *stage.Say
	open   *widgets.Button
	busy   bool
}

// NewUnlock returns the page.
func NewUnlock(jobs *load.Jobs, d Unlock) *UnlockPage {
	p := &UnlockPage{d: d, jobs: jobs, wrong: stage.NewSay()}
	p.phrase = typing.SignIn(typing.Password("保管密钥的口令"))
	p.phrase.OnEdit = func(string) { p.wrong.Set(widgets.Red, "") }
	p.phrase.OnSubmit = p.press
	p.open = widgets.NewButton(widgets.Primary, "打开密钥", p.press).High(36)
	buttons := []fyne.CanvasObject{draw.Fill(), p.open.Reason(), stage.Quit(d.Quit)}
	if d.Lost != nil {
		buttons = append(buttons, widgets.NewButton(widgets.Plain, "口令忘了", d.Lost).High(36))
	}
	if d.Later != nil {
		buttons = append(buttons, widgets.NewButton(widgets.Plain, "以后再输", d.Later).High(36))
	}
	form := draw.Inset(draw.Col(0, stage.Field("口令", p.phrase, 340, nil), draw.Inset(p.wrong.Row, 10, 0, 0, 88), stage.Room(14),
		flow.Plain("没有输之前，能看、能写、能审，但到点的稿子和答复不会发出，账号授权也打不开。", theme.Dense, theme.Text3)), 18, 22, 18, 22)
	p.object = stage.Page(d.Version, draw.Col(0, stage.Head("打开密钥", "", "平台的密码和授权加密存在本机，要用保管它们的口令打开。"),
		widgets.Card(form), stage.Room(20), draw.Row(8, append(buttons, p.open)...), draw.Fill()))
	return p
}

// Object is part of Page.
func (p *UnlockPage) Object() fyne.CanvasObject { return p.object }

// Focus is part of Page.
func (p *UnlockPage) Focus() { p.phrase.Focus() }

func (p *UnlockPage) press() {
	switch {
	case p.busy:
		return
	case p.phrase.Text() == "":
		p.wrong.Set(widgets.Red, "还没有输入口令")
		p.phrase.Focus()
		return
	}
	p.busy = true
	p.open.Block("正在打开")
	typed := p.phrase.Text()
	p.jobs.Go(func(ctx context.Context) func() {
		err := p.d.Unlock(ctx, typed)
		return func() {
			p.busy = false
			p.open.Block("")
			if err != nil {
				p.wrong.Set(widgets.Red, problem.Words(err))
				p.object.Refresh()
				p.phrase.Focus()
				return
			}
			p.phrase.SetText("")
			p.d.Done()
		}
	})
}

// NewOpening is the calm page while the data is opened.
func NewOpening(words string) fyne.CanvasObject {
	return draw.Panel(theme.Bg, "", 0, draw.Middle(draw.Col(8, draw.NewBold("回应", theme.Number, theme.Text).Center(), draw.NewText(words, theme.Body, theme.Text2).Center())))
}

var _ Page = (*UnlockPage)(nil)
