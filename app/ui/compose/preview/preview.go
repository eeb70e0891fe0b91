// Package preview shows a post as its readers will see it: a phone for Weibo, one for WeChat, and for the manual channel what a
// person will post, each at the width of a phone and built from what content says goes out, never from the text being typed
// itself. It promises no pixel of a platform's own drawing, and sends nothing.
package preview

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/accounts"
	"huiying/app/ui/compose/thumbs"
	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/publishing/content"
)

// The measures of the pane, of the design.
const (
	phoneWide float32 = 352
	edge      float32 = 12
	between   float32 = 10
)

// Names is what is known of an account by id.
type Names map[accounts.ID]accounts.Account

// Pane is the right column of the screen: a head and the phones.
type Pane struct {
	widget.BaseWidget
	shelf   *thumbs.Shelf
	segment *widgets.Segment
	scroll  *container.Scroll
	body    *body
	phones  map[string]*phone
	shown   []*phone
	post    content.Master
	names   Names
}

// New returns an empty pane; the shelf has the pictures.
func New(shelf *thumbs.Shelf) *Pane {
	p := &Pane{shelf: shelf, phones: map[string]*phone{}}
	p.segment = widgets.NewSegment([]string{"两个都看", "微博", "微信"}, 0, func(int) { p.Put(p.post, p.names) })
	p.body = &body{pane: p}
	p.body.ExtendBaseWidget(p.body)
	p.scroll = container.NewVScroll(p.body)
	p.ExtendBaseWidget(p)
	return p
}

// Segment is the choice of what is shown, for keys and tests.
func (p *Pane) Segment() *widgets.Segment { return p.segment }

// Put shows a post. Phones stay what they are and change only where the post did.
func (p *Pane) Put(c content.Master, names Names) {
	p.post, p.names = c, names
	p.shown = p.shown[:0]
	seen := map[string]bool{}
	for i, t := range c.Targets {
		if !p.wanted(t) {
			continue
		}
		key := fmt.Sprint(t.Account, "/", t.Way)
		if seen[key] {
			continue
		}
		seen[key] = true
		ph, ok := p.phones[key]
		if !ok {
			ph = newPhone(p.shelf, t)
			p.phones[key] = ph
		}
		ph.update(c, c.Targets[i], names[t.Account])
		p.shown = append(p.shown, ph)
	}
	p.body.relay()
}

func (p *Pane) wanted(t content.Target) bool {
	switch p.segment.Chosen() {
	case 1:
		return t.Platform == accounts.Weibo
	case 2:
		return t.Platform == accounts.WeChat
	}
	return true
}

// Says returns the words of every phone shown, for tests: what stands there is what goes out.
func (p *Pane) Says() []string {
	var out []string
	for _, ph := range p.shown {
		out = append(out, ph.says())
	}
	return out
}

// CreateRenderer is part of fyne.Widget.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	head := widgets.Section("预览", "按手机真实宽度", p.segment)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{head, p.scroll}}
	r.Min = func() fyne.Size { return theme.Size(phoneWide+2*edge, 120) }
	r.Lay = func(s fyne.Size) {
		high := theme.Px(38)
		head.Resize(fyne.NewSize(s.Width, high))
		p.scroll.Move(fyne.NewPos(0, high))
		p.scroll.Resize(s.SubtractWidthHeight(0, high))
		p.body.relay()
	}
	return r.Start(p)
}

// body is what scrolls: the phones, under each other, or side by side where there is room for two.
type body struct {
	widget.BaseWidget
	pane *Pane
	high float32
	note *draw.Text
}

// relay gives every phone its place.
func (b *body) relay() {
	wide := b.pane.scroll.Size().Width
	if wide == 0 {
		return
	}
	w, pad, gap := theme.Px(phoneWide), theme.Px(edge), theme.Px(between)
	columns := 1
	if wide >= 2*w+3*pad {
		columns = 2
	}
	tall := make([]float32, columns)
	for _, ph := range b.pane.shown {
		k := 0
		for i := range tall {
			if tall[i] < tall[k] {
				k = i
			}
		}
		ph.arrange(w)
		ph.Move(fyne.NewPos(pad+float32(k)*(w+pad), tall[k]))
		tall[k] += ph.Size().Height + gap
	}
	b.high = 0
	for _, t := range tall {
		b.high = max(b.high, t)
	}
	b.Resize(fyne.NewSize(wide, max(b.high, b.pane.scroll.Size().Height)))
	b.pane.scroll.Refresh()
	canvas.Refresh(b)
}

// CreateRenderer is part of fyne.Widget.
func (b *body) CreateRenderer() fyne.WidgetRenderer {
	b.note = draw.NewText("选了发到哪里，这里就照手机的样子显示", theme.Note, theme.Text3).Center()
	r := &draw.Renderer{}
	r.Live = func() []fyne.CanvasObject {
		if len(b.pane.shown) == 0 {
			return []fyne.CanvasObject{b.note}
		}
		objs := make([]fyne.CanvasObject, len(b.pane.shown))
		for i, ph := range b.pane.shown {
			objs[i] = ph
		}
		return objs
	}
	r.Min = func() fyne.Size { return fyne.NewSize(theme.Px(80), b.high) }
	r.Lay = func(s fyne.Size) {
		b.note.Move(fyne.NewPos(0, theme.Px(48)))
		b.note.Resize(fyne.NewSize(s.Width, theme.Px(20)))
	}
	return r.Start(b)
}
