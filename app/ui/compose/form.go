package compose

import (
	"fmt"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/compose/gaps"
	"huiying/app/ui/compose/paragraphs"
	"huiying/app/ui/compose/pictures"
	"huiying/app/ui/compose/preview"
	"huiying/app/ui/compose/targets"
	"huiying/app/ui/compose/thumbs"
	"huiying/app/ui/draw"
	"huiying/app/ui/keys"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing/content"
)

// form is the editor of one post: text, where it goes, how it looks, and what it lacks.
type form struct {
	s       *Screen
	title   *typing.Entry
	summary *typing.Entry
	text    *paragraphs.Editor
	kind    *overlays.Select
	source  *typing.Entry
	stats   *draw.Text
	tools   []*widgets.Button
	media   *pictures.Row
	where   *targets.Pane
	when    *targets.Schedule
	look    *preview.Pane
	gaps    *gaps.Pane
	top     *fyne.Container // holds the strip
	object  fyne.CanvasObject
	filling bool
	saved   string
	stripOf fyne.CanvasObject
}

func newForm(s *Screen) *form {
	shelf := thumbs.NewShelf(s.jobs(), s.d.Posts.OpenMedia)
	f := &form{s: s, where: targets.New(), when: targets.NewSchedule(s.d.Now), look: preview.New(shelf), top: container.NewStack()}
	f.top.Hide()
	edit := func(string) { s.touched() }
	f.title = typing.Line("标题").Bold().High(36)
	f.title.OnEdit = edit
	f.summary = typing.Line("摘要，微博和公众号摘要用它")
	f.summary.OnEdit = edit
	f.source = typing.Line("信源").High(28)
	f.source.OnEdit = edit
	f.kind = overlays.NewSelect("类别", kindTitles(), 0, func(int) { s.touched() }).High(28).Wide(104)
	f.text = paragraphs.New(s.d.Now)
	f.text.Picture = func(hash string) fyne.CanvasObject { return shelf.View(hash, false) }
	f.text.OnEdit = func() { f.count(); s.touched() }
	f.where.OnEdit, f.where.Post, f.when.OnEdit = s.touched, s.gather, s.touched
	f.stats = draw.NewText("", theme.Note, theme.Text3).Right()
	f.media = pictures.New(pictures.Deps{Jobs: s.jobs(), Shelf: shelf, Text: f.text, Add: s.d.Posts.AddMedia, Open: s.d.Open, Canvas: s.d.Frame.Canvas,
		Toast: s.d.Frame.Toast, OnEdit: s.touched, Beside: draw.Col(4, f.kind, f.source)})
	f.gaps = gaps.New()
	f.gaps.OnGo, f.gaps.Place, f.gaps.OnGrow = f.mend, f.place, func() { f.object.Refresh() }
	for _, e := range []*typing.Entry{f.title, f.summary, f.source} {
		e.OnSubmit = s.Submit
	}
	f.text.OnSubmit = s.Submit
	f.title.OnKey = func(ev *fyne.KeyEvent) bool { return f.down(ev, f.summary.Focus) }
	f.summary.OnKey = func(ev *fyne.KeyEvent) bool { return f.down(ev, func() { f.text.Go(0, 0) }) }
	f.object = draw.Col(0, f.top, draw.Grow(container.New(&columns{f: f}, f.left(), f.middle(), f.gaps.Object(), f.right())))
	return f
}

// down goes on to the next field on Enter and ↓, as in a letter.
func (f *form) down(ev *fyne.KeyEvent, next func()) bool {
	if ev.Name != fyne.KeyReturn && ev.Name != fyne.KeyEnter && ev.Name != fyne.KeyDown {
		return false
	}
	next()
	return true
}

func kindTitles() []string {
	out := []string{}
	for _, k := range content.Kinds() {
		out = append(out, kindTitle(k))
	}
	return out
}

func kindTitle(k content.Kind) string {
	switch k {
	case content.Policy:
		return "政策解读"
	case content.Response:
		return "回应关切"
	case content.Rumour:
		return "辟谣"
	case content.Emergency:
		return "突发"
	case content.Relay:
		return "转载"
	}
	return "常规"
}

func (f *form) left() fyne.CanvasObject {
	count := f.title.Counter(func(text string) (string, bool) { return fmt.Sprintf("%d 字", utf8.RuneCountInString(text)), false }).Right()
	tool := func(label, icon string, do func()) fyne.CanvasObject {
		b := widgets.NewButton(widgets.Plain, label, do).High(24)
		if icon != "" {
			b = b.WithIcon(icon)
		}
		f.tools = append(f.tools, b)
		return b
	}
	style := func(st content.Style) func() { return func() { f.text.SetStyle(st); f.text.Focus() } }
	tools := draw.Row(6, tool("正文", "", style(content.Body)), tool("小标题", "", style(content.Heading)),
		tool("加粗", "", func() { f.text.ToggleBold(); f.text.Focus() }), tool("插图", "img", func() { f.media.Insert() }), draw.Grow(f.stats))
	head := draw.Pad(draw.Col(8, draw.Row(8, draw.Grow(f.title), draw.Fixed(count, 40, 20)), f.summary, tools), 16, 10)
	return draw.Col(0, head, draw.NewLine(theme.Line), draw.Grow(f.text), draw.NewLine(theme.Line), f.media.Object())
}

func (f *form) middle() fyne.CanvasObject {
	return draw.TallRow(0, draw.NewLine(theme.Line),
		draw.Grow(draw.Col(0, draw.Grow(f.where.Object()), draw.NewLine(theme.Line), draw.Panel(theme.Surface2, "", 0, f.when.Object()))))
}

func (f *form) right() fyne.CanvasObject {
	return draw.TallRow(0, draw.NewLine(theme.LineStrong), draw.Grow(draw.Panel(theme.Bg, "", 0, f.look)))
}

// fill shows a post; no part tells an edit meanwhile.
func (f *form) fill(c content.Master, locked bool) {
	f.filling = true
	f.title.SetText(c.Title)
	f.summary.SetText(c.Summary)
	f.source.SetText(c.Source)
	f.kind.Choose(indexOf(c.Kind))
	f.text.Lock(locked)
	f.text.Set(c.Paragraphs)
	f.where.SetAccounts(f.s.list)
	f.where.Set(c.Targets, locked)
	f.when.Set(c, locked)
	f.media.Set(f.s.open, c.Media, locked)
	for _, o := range []interface {
		Enable()
		Disable()
	}{f.title, f.summary, f.source, f.kind} {
		if locked {
			o.Disable()
		} else {
			o.Enable()
		}
	}
	for _, b := range f.tools {
		if locked {
			b.Disable()
		} else {
			b.Enable()
		}
	}
	f.filling = false
	f.saved = ""
	f.count()
}

func indexOf(k content.Kind) int {
	for i, o := range content.Kinds() {
		if o == k {
			return i
		}
	}
	return -1
}

// take puts what the form holds into a post.
func (f *form) take(c *content.Master) {
	c.Title, c.Summary, c.Source = f.title.Text(), f.summary.Text(), f.source.Text()
	if i := f.kind.Chosen(); i >= 0 {
		c.Kind = content.Kinds()[i]
	}
	c.Paragraphs, c.Media, c.Targets = f.text.Paragraphs(), f.media.All(), f.where.Targets()
	f.when.Take(c)
}

// count shows how long the text is and when it was stored.
func (f *form) count() {
	p, n := f.text.Count()
	say := fmt.Sprintf("%d 段 · %d 字", p, n)
	if f.saved != "" {
		say += " · " + f.saved
	}
	f.stats.Set(say)
}

func (f *form) stored(v *saver) {
	switch {
	case v.fault != nil:
		f.saved = "没有存进去"
	case !v.at.IsZero():
		f.saved = clock(v.at) + " 已存"
	}
	f.count()
}

func (f *form) assess(c content.Master, lacks []content.Lack) {
	planned := ""
	for _, l := range lacks {
		if l.Target < 0 && l.Field == "planned" && planned == "" && f.when.Wrong() == "" {
			planned = l.Text
		}
	}
	f.when.SetFault(planned)
	f.where.SetLacks(lacks)
	f.gaps.Set(lacks, !f.s.locked())
	f.look.Put(c, preview.Names(f.s.facts.Accounts))
}

// strip shows a line under the page head, nil for none.
func (f *form) strip(o fyne.CanvasObject) {
	f.stripOf = o
	if o == nil {
		f.top.Objects = nil
		f.top.Hide()
	} else {
		f.top.Objects = []fyne.CanvasObject{draw.Panel(theme.Bg, "", 0, draw.Inset(o, 8, 16, 8, 16))}
		f.top.Show()
	}
	f.object.Refresh()
}

// say shows what went wrong, with a way to try again where there is one.
func (f *form) say(tone widgets.Tone, what string, err error, retry func()) {
	icon := "stop"
	if tone == widgets.Amber {
		icon = "warn"
	}
	var bs []*widgets.Button
	if retry != nil {
		bs = append(bs, widgets.NewButton(widgets.Plain, "再试一次", retry))
	}
	f.strip(overlays.Strip(tone, icon, what, problem.Words(err), bs...))
}

// nextPane moves the focus on: text, where it goes, hour, preview.
func (f *form) nextPane() {
	c := keys.CanvasOf(f.object)
	if c == nil {
		return
	}
	now := c.Focused()
	first, hour := f.where.First(), f.when.Picker().Entry()
	switch {
	case f.text.Field() != nil && now == f.text.Field().Target() && first != nil:
		c.Focus(first)
	case now == first && first != nil:
		hour.Focus()
	case now == hour.Target():
		c.Focus(f.look.Segment())
	case now == fyne.Focusable(f.look.Segment()):
		f.title.Focus()
	default:
		f.text.Focus()
	}
}

// columns lays the panes out as the board does: text and targets above the lacks, the preview beside them at full height.
type columns struct{ f *form }

const (
	whereWide float32 = 260
	lookWide  float32 = 377
	textMost  float32 = 760
)

// Layout is part of fyne.Layout.
func (l *columns) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	where, look := theme.Px(whereWide), theme.Px(lookWide)
	if two := theme.Px(2*lookWide - 12); s.Width-where-two >= theme.Px(600) {
		look = two
	}
	text := min(s.Width-where-look, theme.Px(textMost))
	look = s.Width - where - text
	low := l.f.gaps.High(s.Height)
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	place(objs[0], 0, 0, text, s.Height-low)
	place(objs[1], text, 0, where, s.Height-low)
	place(objs[2], 0, s.Height-low, text+where, low)
	place(objs[3], text+where, 0, look, s.Height)
}

// MinSize is part of fyne.Layout.
func (l *columns) MinSize([]fyne.CanvasObject) fyne.Size { return theme.Size(900, 480) }
