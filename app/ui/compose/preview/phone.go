package preview

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"huiying/accounts"
	"huiying/accounts/limits"
	"huiying/app/ui/compose/thumbs"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/publishing/content"
)

// block is one thing on a phone; high says how high it is at a width.
type block struct {
	obj  fyne.CanvasObject
	high func(w float32) float32
	gap  float32 // below it
}

// phone is one post on one account.
type phone struct {
	widget.BaseWidget
	shelf  *thumbs.Shelf
	way    content.Way
	blocks []block
	flows  map[string]*flow.Flow // kept from one showing to the next, by what they are
	views  map[string]*thumbs.View
	used   map[string]bool
	label  *draw.Text
	name   *draw.Text
	when   *draw.Text
	avatar *draw.Text
}

func newPhone(shelf *thumbs.Shelf, t content.Target) *phone {
	p := &phone{shelf: shelf, way: t.Way, flows: map[string]*flow.Flow{}, views: map[string]*thumbs.View{}}
	p.label = draw.NewText("", theme.Note, theme.Text3).Right()
	p.name = draw.NewBold("", theme.Body, theme.Text).Cutting()
	p.when = draw.NewText("", theme.Note, theme.Text3).Cutting()
	if t.Way == content.Publish || t.Way == content.Broadcast {
		p.name = draw.NewText("", theme.Dense, theme.Blue)
		p.when = draw.NewText("", theme.Dense, theme.Text3)
	}
	p.avatar = draw.NewBold("", theme.Body, theme.Blue).Center()
	p.ExtendBaseWidget(p)
	return p
}

// wayTitle names a way out as people do.
func wayTitle(t content.Target) string {
	switch t.Way {
	case content.Share:
		return "微博"
	case content.Publish:
		return "公众号 · 发布（不推送）"
	case content.Broadcast:
		return "公众号 · 群发"
	}
	return t.Platform.Title() + " · 人工发布"
}

// update fills the phone anew.
func (p *phone) update(c content.Master, t content.Target, a accounts.Account) {
	p.blocks, p.used = p.blocks[:0], map[string]bool{}
	p.label.Set(wayTitle(t))
	p.name.Set(a.Name)
	if r := []rune(a.Name); len(r) > 0 {
		p.avatar.Set(string(r[:1]))
	}
	hour := "还没有定时间"
	if !c.Window.From.IsZero() {
		hour = c.Window.From.In(content.Shanghai()).Format("1月2日 15:04")
	}
	switch t.Way {
	case content.Publish, content.Broadcast:
		p.when.Set(hour)
		p.article(c, t)
	default:
		p.when.Set(hour + "  来自 " + a.Name)
		p.short(c, t)
	}
	for k := range p.flows {
		if !p.used[k] {
			delete(p.flows, k)
		}
	}
	for k := range p.views {
		if !p.used[k] {
			delete(p.views, k)
		}
	}
}

// short is a post of text and pictures: Weibo, and what a person posts by hand.
func (p *phone) short(c content.Master, t content.Target) {
	round := draw.NewGround(theme.BlueSoft, "", 18)
	head := draw.Row(10, draw.Fixed(fyneStack(round, p.avatar), 36, 36), draw.Grow(draw.Col(0, p.name, p.when)), p.label)
	p.put(head, fixed(38), 8)
	if t.Way == content.ByHand {
		p.flow("hint", theme.Note, theme.Text3, 4, flow.Run{Text: "到点由人照这里的文字和图片贴出去"})
	}
	text := c.TextFor(t)
	if text == "" {
		p.flow("text", theme.Body, theme.Text3, 8, flow.Run{Text: "还没有正文"})
	} else {
		p.flow("text", theme.Body, "", 8, runs(text)...)
	}
	p.grid(c.PicturesFor(t))
}

// article is a WeChat article: the card that is seen in lists, then the page.
func (p *phone) article(c content.Master, t content.Target) {
	p.put(draw.Row(8, draw.Grow(draw.NewText("微信公众号文章", theme.Note, theme.Text3)), p.label), fixed(18), 4)
	title := c.TitleFor(t)
	if title == "" {
		p.flow("title", theme.Number, theme.Text3, 6, flow.Run{Text: "还没有标题", Bold: true})
	} else {
		p.flow("title", theme.Number, "", 6, flow.Run{Text: title, Bold: true})
	}
	by := []fyne.CanvasObject{}
	if t.Author != "" {
		by = append(by, draw.NewText(t.Author, theme.Dense, theme.Text3))
	}
	p.put(draw.Row(10, append(by, p.name, p.when)...), fixed(20), 8)
	if m, ok := c.CoverFor(t); ok {
		v := p.view("cover", m.Hash, true)
		p.put(v, func(w float32) float32 { return w * 383 / 900 }, 2)
		p.flow("coverword", theme.Note, theme.Text3, 10, flow.Run{Text: "封面，在列表和转发里看到；摘要：" + orNone(c.DigestFor(t))})
	}
	written := false
	for i, par := range c.Paragraphs {
		written = p.paragraph(c, par, key("p", i)) || written
	}
	if !written {
		p.flow("none", theme.Reading, theme.Text3, 10, flow.Run{Text: "还没有正文"})
	}
	foot := []flow.Run{}
	if t.SourceURL != "" {
		foot = append(foot, flow.Run{Text: "阅读原文", Color: theme.Blue}, flow.Run{Text: "  " + t.SourceURL + "  "})
	}
	if t.Comments {
		foot = append(foot, flow.Run{Text: "可以留言"})
	} else {
		foot = append(foot, flow.Run{Text: "不开留言"})
	}
	p.flow("foot", theme.Note, theme.Text3, 0, foot...)
}

// paragraph puts one paragraph as the article has it; it says whether there was anything to put.
func (p *phone) paragraph(c content.Master, par content.Paragraph, k string) bool {
	text := strings.TrimSpace(par.Text)
	switch {
	case par.Style == content.Picture:
		m, ok := c.MediaBy(par.Media)
		if !ok {
			return false
		}
		share := float32(0.56)
		if m.Width > 0 && m.Height > 0 {
			share = min(float32(m.Height)/float32(m.Width), 2)
		}
		p.put(p.view(k, m.Hash, false), func(w float32) float32 { return w * share }, 10)
		if text != "" {
			f := p.flow(k+"word", theme.Dense, theme.Text3, 10, flow.Run{Text: text})
			f.Align = fyne.TextAlignCenter
		}
	case text == "":
		return false
	case par.Style == content.Heading:
		p.flow(k, theme.Page, "", 10, flow.Run{Text: text, Bold: true})
	default:
		p.flow(k, theme.Reading, "", 10, flow.Run{Text: text, Bold: par.Bold})
	}
	return true
}

// grid shows pictures three in a row, one alone larger.
func (p *phone) grid(ms []content.Media) {
	if len(ms) == 0 {
		return
	}
	var views []fyne.CanvasObject
	for i, m := range ms {
		views = append(views, p.view(key("pic", i), m.Hash, len(ms) > 1))
	}
	g := newGrid(views)
	if m := ms[0]; m.Width > 0 && m.Height > 0 {
		g.share = min(max(float32(m.Height)/float32(m.Width), 0.4), 1.3)
	}
	p.put(g.Container, g.highAt, 0)
}

func (p *phone) put(o fyne.CanvasObject, high func(float32) float32, gap float32) {
	p.blocks = append(p.blocks, block{o, high, gap})
}

// flow puts a text; a text that is there already and is the same is not measured again.
func (p *phone) flow(k string, size float32, color fyne.ThemeColorName, gap float32, rs ...flow.Run) *flow.Flow {
	f, ok := p.flows[k]
	if !ok || f.Points != size {
		f = flow.New(size, rs...)
		p.flows[k] = f
	} else if !same(f.Runs(), rs) {
		f.SetRuns(rs...)
	}
	if color == "" {
		color = theme.Text
	}
	if f.Color != color {
		f.Color = color
		f.Refresh()
	}
	p.used[k] = true
	p.put(f, f.HeightFor, gap)
	return f
}

func same(a, b []flow.Run) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Text != b[i].Text || a[i].Bold != b[i].Bold || a[i].Color != b[i].Color {
			return false
		}
	}
	return true
}

func (p *phone) view(k, hash string, fill bool) *thumbs.View {
	k += fillKey(fill)
	v, ok := p.views[k]
	if !ok {
		v = p.shelf.View(hash, fill)
		p.views[k] = v
	}
	v.Set(hash)
	p.used[k] = true
	return v
}

// runs makes addresses, topics and names in a text blue.
func runs(text string) []flow.Run {
	var out []flow.Run
	for _, a := range limits.Addresses(text) {
		i := strings.Index(text, a)
		out = append(out, tags(text[:i])...)
		out = append(out, flow.Run{Text: a, Color: theme.Blue})
		text = text[i+len(a):]
	}
	return append(out, tags(text)...)
}

func tags(text string) []flow.Run {
	var out []flow.Run
	for text != "" {
		i := strings.IndexByte(text, '#')
		if i < 0 {
			break
		}
		n := strings.IndexAny(text[i+1:], "#\n")
		if n <= 0 || text[i+1+n] != '#' {
			break
		}
		end := i + n + 2
		out = append(out, flow.Run{Text: text[:i]}, flow.Run{Text: text[i:end], Color: theme.Blue})
		text = text[end:]
	}
	if text != "" {
		out = append(out, flow.Run{Text: text})
	}
	return out
}

func (p *phone) says() string {
	var b strings.Builder
	b.WriteString(p.label.Value)
	for _, bl := range p.blocks {
		if f, ok := bl.obj.(*flow.Flow); ok {
			b.WriteString("\n" + f.Text())
		}
	}
	return b.String()
}

// arrange places the blocks at a width and takes the size that follows.
func (p *phone) arrange(w float32) {
	pad := theme.Px(12)
	if p.way == content.Publish || p.way == content.Broadcast {
		pad = theme.Px(16)
	}
	in := w - 2*pad
	y := theme.Px(12)
	for i, b := range p.blocks {
		h := b.high(in)
		b.obj.Move(fyne.NewPos(pad, y))
		b.obj.Resize(fyne.NewSize(in, h))
		y += h
		if i < len(p.blocks)-1 {
			y += theme.Px(b.gap)
		}
	}
	p.Resize(fyne.NewSize(w, y+theme.Px(12)))
	canvas.Refresh(p)
}

// CreateRenderer is part of fyne.Widget.
func (p *phone) CreateRenderer() fyne.WidgetRenderer {
	ground := draw.NewGround(theme.Surface, theme.Line, 8)
	r := &draw.Renderer{}
	r.Live = func() []fyne.CanvasObject {
		objs := []fyne.CanvasObject{ground}
		for _, b := range p.blocks {
			objs = append(objs, b.obj)
		}
		return objs
	}
	r.Lay = func(s fyne.Size) { ground.Resize(s) }
	return r.Start(p)
}
