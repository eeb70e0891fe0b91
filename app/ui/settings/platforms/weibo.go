package platforms

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// Weibo is what Weibo wants to know of the office as a whole. Only an administrator may set it.
type Weibo interface {
	// WeiboAddress is the office's own address on the net that goes with every post; "" while nobody said it.
	WeiboAddress() string
	// WeiboRedirect is the address that the office's application was registered with.
	WeiboRedirect() string
	// SetWeiboAddress and SetWeiboRedirect are problem.Invalid, in words, for what Weibo could not take.
	SetWeiboAddress(ctx context.Context, address string) error
	SetWeiboRedirect(ctx context.Context, redirect string) error
}

// weibo is the card with these two.
type weibo struct {
	d      Deps
	fields []*field
	save   *widgets.Button
	card   fyne.CanvasObject
	busy   bool
}

// field is one of them: what is stored, and how it is written.
type field struct {
	entry *typing.Entry
	now   func() string
	set   func(ctx context.Context, value string) error
	seen  string
}

func newWeibo(d Deps) *weibo {
	w := &weibo{d: d}
	w.fields = []*field{{entry: typing.Line("例如 203.0.113.7").High(28), now: d.Weibo.WeiboAddress, set: d.Weibo.SetWeiboAddress},
		{entry: typing.Line("https:// 开头，和开放平台登记的一字不差").High(28), now: d.Weibo.WeiboRedirect, set: d.Weibo.SetWeiboRedirect}}
	w.save = widgets.NewButton(widgets.Primary, "保存改动", w.Save).High(28)
	for _, f := range w.fields {
		f.entry.OnEdit = func(string) {
			f.entry.SetError("")
			w.edited()
		}
		if !d.May {
			f.entry.Disable()
		}
	}
	note := "没填外网地址，微博不发也不答"
	if !d.May {
		note = "改动归管理员"
	}
	line := func(label, say string, e *typing.Entry) fyne.CanvasObject {
		return draw.TopRow(8, draw.Exact(draw.NewText(label, theme.Dense, theme.Text2), 84, 28), draw.Grow(draw.Col(4, e, flow.Plain(say, theme.Note, theme.Text3))))
	}
	w.card = widgets.CardWith(widgets.Section("微博要知道的", note), draw.Pad(draw.Col(12,
		line("外网地址", "单位上网的出口 IP。微博要求每次发布和答复都带上它，可以问网络管理员。", w.fields[0].entry),
		line("回调地址", "微博开放平台 → 应用信息 → 高级信息里登记的授权回调页，绑定授权时要用。", w.fields[1].entry)), 12, 12))
	w.Show()
	return w
}

// Show takes over what is stored, where nobody is typing.
func (w *weibo) Show() {
	for _, f := range w.fields {
		if now := f.now(); !f.changed() {
			f.seen = now
			f.entry.SetText(now)
		}
	}
	w.edited()
}

func (f *field) changed() bool { return strings.TrimSpace(f.entry.Text()) != f.seen }

func (w *weibo) Changed() bool { return w.fields[0].changed() || w.fields[1].changed() }

func (w *weibo) edited() {
	switch {
	case w.busy:
		w.save.Block("正在保存")
	case !w.Changed():
		w.save.Block("没有改动")
	default:
		w.save.Block("")
	}
	if w.card != nil {
		w.card.Refresh()
	}
}

// Save writes what was changed, each by itself: what is wrong with one stands under it and keeps nothing of the other back.
func (w *weibo) Save() {
	if w.busy || !w.d.May || !w.Changed() {
		return
	}
	values := map[*field]string{}
	for _, f := range w.fields {
		if f.changed() {
			values[f] = strings.TrimSpace(f.entry.Text())
		}
	}
	w.busy = true
	w.edited()
	w.d.Frame.Jobs().Go(func(ctx context.Context) func() {
		errs := map[*field]error{}
		for f, value := range values {
			errs[f] = f.set(ctx, value)
		}
		return func() {
			w.busy = false
			saved := false
			for f, value := range values {
				if errs[f] != nil {
					f.entry.SetError(problem.Words(errs[f]))
					continue
				}
				saved, f.seen = true, value
			}
			if saved {
				w.d.Frame.Toast("已存下，下一次发布和绑定就用它", nil)
			}
			w.Show()
		}
	})
}
