// Package binding is the two dialogs that bind an account to its platform: AppID and AppSecret for WeChat, and for Weibo the
// page of consent with the address that it ends at. What is typed goes to the desk and nowhere else; a secret is never shown
// again once the dialog is closed.
package binding

import (
	"context"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/asking"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
)

// Desk binds accounts.
type Desk interface {
	BeginBind(ctx context.Context, id accounts.ID, appID string) (address string, err error)
	Bind(ctx context.Context, c accounts.Candidate) (accounts.Binding, error)
}

// Ask opens the dialog for an account; done gets the binding.
func Ask(f asking.Frame, desk Desk, a accounts.Account, browse func(address string), done func(accounts.Binding)) {
	b := &binder{frame: f, desk: desk, account: a, browse: browse, done: done}
	if a.Platform == accounts.Weibo {
		b.weibo()
		return
	}
	b.wechat()
}

type binder struct {
	frame   asking.Frame
	desk    Desk
	account accounts.Account
	browse  func(string)
	done    func(accounts.Binding)

	asking  *asking.Asking
	id      *typing.Entry
	secret  *typing.Entry
	address *typing.Entry
	opened  bool
	got     accounts.Binding
}

func (b *binder) line(name string, o fyne.CanvasObject) fyne.CanvasObject {
	return draw.TopRow(8, draw.Exact(draw.NewText(name, theme.Dense, theme.Text2), 84, 28), draw.Grow(o))
}

func (b *binder) again(string) { b.asking.Recheck() }

func (b *binder) fields(id, secret, value string) {
	b.id = typing.Line(id).High(28)
	b.id.SetText(value)
	b.secret = typing.Password(secret).High(28)
	b.id.OnEdit, b.secret.OnEdit = b.again, b.again
}

func (b *binder) wechat() {
	b.fields("wx 开头的 18 位", "32 位，只存在本机，加密", b.account.PlatformID)
	b.asking = asking.Ask(b.frame, overlays.Question{Icon: "key", IconTone: widgets.Blue, Title: "给“" + b.account.Name + "”绑定公众号授权", Wide: 560,
		Consequence: "在公众平台“设置与开发 → 开发接口管理”里找到这两项，并把这台电脑的外网地址加进 IP 白名单。",
		Body:        draw.Col(8, b.line("AppID", b.id), b.line("AppSecret", b.secret)),
		Do:          "绑定并看看能做什么", Cancel: "先不绑定", First: b.id.Target(), Check: func() string {
			switch {
			case draw.Blank(b.id.Text()):
				return "要填 AppID"
			case b.secret.Text() == "":
				return "要填 AppSecret"
			}
			return ""
		}}, func(string) func(context.Context) error {
		return b.bind(accounts.Candidate{Account: b.account.ID, AppID: b.id.Text(), Secret: []byte(b.secret.Text())})
	}, b.finished)
}

func (b *binder) weibo() {
	b.fields("微博开放平台应用的 App Key", "App Secret，只存在本机，加密", "")
	b.address = typing.Line("同意后，把浏览器地址栏里的整个地址粘到这里").High(28)
	b.address.OnEdit = b.again
	open := widgets.NewButton(widgets.Outline, "打开授权页", b.consent).High(28).WithIcon("link")
	step := func(n, say string) fyne.CanvasObject {
		return draw.TopRow(8, draw.Exact(draw.NewBold(n, theme.Dense, theme.Text2), 16, 19), draw.Grow(flow.Plain(say, theme.Dense, theme.Text2)))
	}
	b.asking = asking.Ask(b.frame, overlays.Question{Icon: "key", IconTone: widgets.Blue, Title: "给“" + b.account.Name + "”绑定微博授权", Wide: 600,
		Consequence: "授权页只能用一次，10 分钟内有效。微博的授权没有自动续期，到期前会提醒。",
		Body: draw.Col(8, step("1", "填应用的 App Key 和 App Secret。"), b.line("App Key", b.id), b.line("App Secret", b.secret),
			step("2", "用“"+b.account.Name+"”登录微博，在授权页上同意。"), draw.Row(0, draw.Fill(), open),
			step("3", "页面跳转后，不管显示什么，把地址整个复制回来。"), b.line("回来的地址", b.address)),
		Do: "绑定并看看能做什么", Cancel: "先不绑定", First: b.id.Target(), Check: func() string {
			switch {
			case draw.Blank(b.id.Text()):
				return "要填 App Key"
			case b.secret.Text() == "":
				return "要填 App Secret"
			case !b.opened:
				return "要先打开授权页"
			case draw.Blank(b.address.Text()):
				return "要粘上回来的地址"
			}
			return ""
		}}, func(string) func(context.Context) error {
		return b.bind(accounts.Candidate{Account: b.account.ID, AppID: b.id.Text(), Secret: []byte(b.secret.Text()), Redirect: b.address.Text()})
	}, b.finished)
}

// consent asks for the page of consent and opens it.
func (b *binder) consent() {
	if draw.Blank(b.id.Text()) {
		b.asking.Refuse("要先填 App Key，授权页是照它开的。")
		b.id.Focus()
		return
	}
	id, address := b.id.Text(), ""
	b.asking.Do(func(ctx context.Context) (err error) {
		address, err = b.desk.BeginBind(ctx, b.account.ID, id)
		return err
	}, func() {
		b.opened = true
		b.address.SetText("")
		b.browse(address)
		b.asking.Recheck()
		b.address.Focus()
	})
}

func (b *binder) bind(c accounts.Candidate) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		b.got, err = b.desk.Bind(ctx, c)
		return err
	}
}

func (b *binder) finished() {
	b.secret.SetText("")
	b.done(b.got)
}
