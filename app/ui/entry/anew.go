package entry

import (
	"context"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry/cards"
	"huiying/app/ui/entry/stage"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// AnewPage makes another key under another passphrase, where the old passphrase is forgotten or its file is gone.
type AnewPage struct {
	d            Anew
	jobs         *load.Jobs
	object       fyne.CanvasObject
	first, again *typing.Entry
	wrong        *stage.Say
	do           *widgets.Button
	busy         bool
}

// NewAnew returns the page.
func NewAnew(jobs *load.Jobs, d Anew) *AnewPage {
	p := &AnewPage{d: d, jobs: jobs, wrong: stage.NewSay()}
	p.first, p.again = passphrases(func() { p.press() }, d.Back)
	p.do = widgets.NewButton(widgets.Danger, "另做一把密钥", p.press).High(36)
	form := draw.Inset(draw.Col(10, stage.Field("新口令", p.first, 340, draw.NewText("请记在稳妥的地方", theme.Dense, theme.Text2)),
		stage.Field("再输一遍", p.again, 340, nil), draw.Inset(p.wrong.Row, 0, 0, 0, 88),
		flow.Plain("另做以后，各个账号都要到账号页重新授权，在那之前不会发出任何东西。稿件、留言和记录不受影响。", theme.Dense, theme.Text),
		flow.Plain("原来的密钥文件会改名留在原处。口令想起来了，可以请管理员换回来。", theme.Dense, theme.Text3)), 18, 22, 18, 22)
	p.object = stage.Page(d.Version, draw.Col(0, stage.Head("另做一把密钥", "", "口令忘了，或者密钥文件丢了，原来加密的平台授权就打不开了。"),
		widgets.Card(form), stage.Room(20), draw.Row(8, draw.Fill(), p.do.Reason(), widgets.NewButton(widgets.Plain, "返回", d.Back).High(36), p.do), draw.Fill()))
	return p
}

// Object is part of Page.
func (p *AnewPage) Object() fyne.CanvasObject { return p.object }

// Focus is part of Page.
func (p *AnewPage) Focus() { p.first.Focus() }

func (p *AnewPage) press() {
	if p.busy || !agree(p.first, p.again) {
		p.object.Refresh()
		return
	}
	p.busy = true
	p.do.Block("正在另做")
	typed := p.first.Text()
	p.jobs.Go(func(ctx context.Context) func() {
		err := p.d.Replace(ctx, typed)
		return func() {
			p.busy = false
			p.do.Block("")
			if err != nil {
				p.wrong.Set(widgets.Red, problem.Words(err))
				p.object.Refresh()
				p.first.Focus()
				return
			}
			p.d.Done()
		}
	})
}

// passphrases are the two fields into which a new passphrase is typed.
func passphrases(submit, back func()) (first, again *typing.Entry) {
	first, again = typing.SignIn(typing.Password("至少 8 位")), typing.SignIn(typing.Password("和上面一样"))
	first.OnKey, again.OnKey = cards.Escape(back), cards.Escape(back)
	first.OnSubmit, again.OnSubmit = again.Focus, submit
	first.OnEdit = func(string) { first.SetError(""); again.SetError("") }
	again.OnEdit = func(string) { again.SetError("") }
	return first, again
}

// agree tells whether a new passphrase is long enough and twice the same, and says beside the field what is not right.
func agree(first, again *typing.Entry) bool {
	switch {
	case utf8.RuneCountInString(first.Text()) < fewest:
		first.SetError("口令不到 8 位，请换一个更长的")
		first.Focus()
		return false
	case first.Text() != again.Text():
		again.SetError("两遍输得不一样，请再输一遍")
		again.Focus()
		return false
	}
	return true
}

var _ Page = (*AnewPage)(nil)
