package targets

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/accounts/limits"
	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
)

// Variant is the open form of one target. What is typed counts at once, so that it is saved like everything else; the safe
// button brings back what stood there before.
type Variant struct {
	Dialog *overlays.Dialog
	Text   *typing.Entry // Weibo and by hand
	Title  *typing.Entry // WeChat from here on
	Author *typing.Entry
	Digest *typing.Entry
	Link   *typing.Entry
	Cover  *overlays.Select
	Talk   *widgets.Check

	pane   *Pane
	spot   spot
	covers []string
}

// Edit opens the form of one target.
func (p *Pane) Edit(a accounts.Account, w content.Way) *Variant {
	s := spot{a.ID, w}
	i := p.index(s)
	c := keys.CanvasOf(p.column)
	if i < 0 || c == nil || p.locked || p.Post == nil {
		return nil
	}
	before := p.chosen[i]
	v := &Variant{pane: p, spot: s}
	p.variant = v
	var body fyne.CanvasObject
	if w == content.Publish || w == content.Broadcast {
		body = v.article(before)
	} else {
		body = v.short(before)
	}
	v.Dialog = overlays.Ask(c, overlays.Question{Icon: "pen", Title: a.Name + " · " + Title(w), Consequence: "只改发到这里的内容；空着的，用稿件里的。",
		Body: body, Do: "就用这些", Cancel: "改回原样", First: v.first(), OnCancel: func() { v.change(func(t *content.Target) { *t = before }) }})
	return v
}

// Variant returns the form that was opened last, for tests.
func (p *Pane) Variant() *Variant { return p.variant }

func (v *Variant) first() fyne.Focusable {
	if v.Text != nil {
		return v.Text.Target()
	}
	return v.Title.Target()
}

// change changes the target and tells.
func (v *Variant) change(f func(t *content.Target)) {
	i := v.pane.index(v.spot)
	if i < 0 {
		return
	}
	f(&v.pane.chosen[i])
	v.pane.tell()
}

func (v *Variant) short(t content.Target) fyne.CanvasObject {
	built := t
	built.Text = ""
	v.Text = typing.Lines(v.pane.Post().TextFor(built), 6)
	v.Text.SetText(t.Text)
	lim := t.Limits()
	count := v.Text.Counter(func(text string) (string, bool) {
		now := t
		now.Text = text
		if i := v.pane.index(v.spot); i >= 0 {
			now.SourceURL = v.pane.chosen[i].SourceURL
		}
		whole := v.pane.Post().TextFor(now)
		if lim.Units == 0 {
			return fmt.Sprintf("%d 字", utf8.RuneCountInString(whole)), false
		}
		n := limits.WeiboUnits(whole)
		return fmt.Sprintf("%d/%d 字", (n+1)/2, lim.Units/2), n > lim.Units
	})
	v.Text.OnEdit = func(text string) { v.change(func(t *content.Target) { t.Text = text }) }
	v.Text.OnSubmit = func() { v.Dialog.DoButton().OnPress() }
	v.link(t, "文末的链接")
	return draw.Col(8, label("全文", count), v.Text, label("链接", nil), v.Link)
}

func (v *Variant) link(t content.Target, hint string) {
	v.Link = typing.Line(hint)
	v.Link.SetText(t.SourceURL)
	v.Link.OnEdit = func(text string) { v.change(func(t *content.Target) { t.SourceURL = strings.TrimSpace(text) }) }
	v.Link.OnSubmit = func() { v.Dialog.DoButton().OnPress() }
}

func (v *Variant) article(t content.Target) fyne.CanvasObject {
	c, lim := v.pane.Post(), t.Limits()
	field := func(hint, text string, most int, set func(t *content.Target, s string)) (*typing.Entry, *draw.Text) {
		e := typing.Line(hint)
		e.SetText(text)
		e.OnEdit = func(s string) { v.change(func(t *content.Target) { set(t, s) }) }
		e.OnSubmit = func() { v.Dialog.DoButton().OnPress() }
		return e, e.Counter(func(s string) (string, bool) {
			n := utf8.RuneCountInString(content.First(s, hint))
			return fmt.Sprintf("%d/%d", n, most), n > most
		})
	}
	var nTitle, nAuthor, nDigest *draw.Text
	v.Title, nTitle = field(c.Title, t.Title, lim.Title, func(t *content.Target, s string) { t.Title = s })
	v.Author, nAuthor = field("", t.Author, lim.Author, func(t *content.Target, s string) { t.Author = s })
	v.Digest, nDigest = field(c.Summary, t.Digest, lim.Digest, func(t *content.Target, s string) { t.Digest = s })
	names := []string{"第一张图"}
	v.covers = []string{""}
	for _, m := range c.Media {
		names, v.covers = append(names, m.Name), append(v.covers, m.Hash)
	}
	v.Cover = overlays.NewSelect("", names, max(slices.Index(v.covers, t.Cover), 0), func(i int) {
		v.change(func(t *content.Target) { t.Cover = v.covers[i] })
	})
	v.link(t, "阅读原文的地址，可以空着")
	v.Talk = widgets.NewCheck("开留言", t.Comments, func(on bool) { v.change(func(t *content.Target) { t.Comments = on }) })
	return draw.Col(8, label("标题", nTitle), v.Title,
		draw.TopRow(12, draw.Grow(draw.Col(8, label("作者", nAuthor), v.Author)), draw.Grow(draw.Col(8, label("封面", nil), v.Cover))),
		label("摘要", nDigest), v.Digest, label("阅读原文", nil), v.Link, v.Talk)
}

func label(say string, count *draw.Text) fyne.CanvasObject {
	objs := []fyne.CanvasObject{draw.NewText(say, theme.Dense, theme.Text2), draw.Fill()}
	if count != nil {
		count.Right().Refresh()
		objs = append(objs, draw.Fixed(count, 90, 18))
	}
	return draw.Row(8, objs...)
}
