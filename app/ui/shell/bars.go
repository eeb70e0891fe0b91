package shell

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
)

// topBar is the 48 at the top: the program's name, the office, the search box, the drill badge, two gauges, the person.
type topBar struct {
	widget.BaseWidget
	search        *typing.Entry
	late, unready *widgets.Gauge
	name          *fyne.Container
	left, right   *fyne.Container
	folded        bool
}

func newTopBar(f *Frame) *topBar {
	t := &topBar{}
	t.search = typing.Search("搜账号、稿件、留言", "Ctrl+K")
	t.search.OnSubmit = func() {
		if f.opt.OnSearch != nil {
			f.opt.OnSearch(t.search.Text())
		}
	}
	gauge := func(name string, i int) *widgets.Gauge {
		return widgets.NewGauge(name, func() {
			if f.opt.OnGauge != nil {
				f.opt.OnGauge(i)
			}
		})
	}
	t.late, t.unready = gauge("逾期未发", 0), gauge("未就绪", 1)
	t.name = draw.Row(0, draw.NewBold("回应", theme.Page, theme.Text))
	left := []fyne.CanvasObject{draw.NewIcon("bld", 18, theme.Text2), draw.NewText(f.opt.Unit, theme.Dense, theme.Text2)}
	if f.opt.OnSearch != nil {
		left = append(left, draw.Inset(draw.Fixed(t.search, 224, 28), 0, 0, 0, 8))
	}
	t.left = draw.Row(6, left...)
	var right []fyne.CanvasObject
	if f.opt.Drill {
		right = append(right, drillBadge())
	}
	person := newPerson(f)
	right = append(right, t.late, t.unready, draw.Fixed(draw.NewGround(theme.Line, "", 0), 1, 20), person)
	t.right = draw.Row(8, right...)
	t.ExtendBaseWidget(t)
	return t
}

// drillBadge is the inverse sign that nothing really goes out.
func drillBadge() fyne.CanvasObject {
	row := draw.Row(6, draw.NewIcon("drill", 16, theme.OnInverse), draw.NewBold("演练中", theme.Dense, theme.OnInverse),
		draw.NewText("不会真的发出", theme.Dense, theme.OnInverse))
	return draw.Fixed(container.NewStack(draw.NewGround(theme.Inverse, "", 4), draw.Pad(row, 10, 0)), 0, 28)
}

func (t *topBar) fold(on bool) {
	if t.folded != on {
		t.folded = on
		t.Refresh()
	}
}

func (t *topBar) CreateRenderer() fyne.WidgetRenderer {
	r := &draw.Renderer{Objs: []fyne.CanvasObject{t.name, t.left, t.right}}
	r.Min = func() fyne.Size { return theme.Size(600, topHigh) }
	r.Lay = func(s fyne.Size) {
		rail := theme.Px(railWide)
		if t.folded {
			rail = theme.Px(railNarrow)
		}
		name := t.name.MinSize()
		t.name.Resize(fyne.NewSize(name.Width, s.Height))
		x := theme.Px(16)
		if t.folded {
			x = (rail - name.Width) / 2
		}
		t.name.Move(fyne.NewPos(x, 0))
		left, right := t.left.MinSize().Width, t.right.MinSize().Width
		t.left.Move(fyne.NewPos(rail+theme.Px(13), 0))
		t.left.Resize(fyne.NewSize(left, s.Height))
		t.right.Move(fyne.NewPos(s.Width-theme.Px(16)-right, 0))
		t.right.Resize(fyne.NewSize(right, s.Height))
	}
	return r.Start(t)
}

// person is the name at the right of the top bar; it opens a menu.
type person struct {
	draw.Press
	frame *Frame
}

func newPerson(f *Frame) *person {
	p := &person{frame: f}
	p.OnPress = p.open
	p.Init(p)
	return p
}

func (p *person) open() {
	if p.frame.opt.OnPerson == nil {
		return
	}
	var choices []overlays.Choice
	for _, c := range p.frame.opt.OnPerson() {
		choices = append(choices, overlays.Choice{Label: c.Label, Icon: c.Icon, Do: c.Do})
	}
	overlays.Menu(p, choices...)
}

func (p *person) CreateRenderer() fyne.WidgetRenderer {
	rect := canvas.NewRectangle(theme.Color(theme.Clear))
	row := draw.Pad(draw.Row(6, draw.NewIcon("user", 18, theme.Text2), draw.NewText(p.frame.opt.Person, theme.Dense, theme.Text),
		draw.NewIcon("down", 14, theme.Text3)), 4, 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{rect, row}}
	r.Min = func() fyne.Size { return fyne.NewSize(row.MinSize().Width, theme.Px(28)) }
	r.Lay = func(s fyne.Size) {
		draw.Place(rect, fyne.Position{}, s)
		row.Resize(s)
	}
	r.Paint = func() {
		fill, edge := fyne.ThemeColorName(""), fyne.ThemeColorName("")
		if p.Hovered() {
			fill = theme.Surface2
		}
		if p.Ringed() {
			edge = theme.BlueFill
		}
		draw.Paint(rect, fill, edge, theme.Px(2), 4)
	}
	return r.Start(p)
}

// footBar is the 24 at the bottom: what is connected on the left, this screen's keys on the right.
type footBar struct {
	widget.BaseWidget
	left *fyne.Container
	hint *draw.Text
}

func newFootBar() *footBar {
	b := &footBar{left: draw.Row(16), hint: draw.NewText("", theme.Note, theme.Text2)}
	b.ExtendBaseWidget(b)
	return b
}

func (b *footBar) notes(notes []Note) {
	b.left.Objects = nil
	for _, n := range notes {
		ink := theme.Text2
		if n.Tone == widgets.Amber || n.Tone == widgets.Red {
			ink = n.Tone.Ink()
		}
		text := draw.NewText(n.Text, theme.Note, ink)
		if n.Icon == "" {
			b.left.Add(text)
			continue
		}
		b.left.Add(draw.Row(4, draw.NewIcon(n.Icon, 14, n.Tone.Ink()), text))
	}
	b.left.Refresh()
	b.Refresh()
}

func (b *footBar) keys(list []Key) {
	var words []string
	for _, k := range list {
		if k.Short {
			words = append(words, k.Label+" "+k.Say)
		}
	}
	say := "F1 本页快捷键"
	if len(words) > 0 {
		say = strings.Join(words, " · ") + "　" + say
	}
	b.hint.Set(say)
	b.Refresh()
}

func (b *footBar) CreateRenderer() fyne.WidgetRenderer {
	ground := draw.NewGround(theme.Surface2, "", 0)
	line := draw.NewGround(theme.Line, "", 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ground, line, b.left, b.hint}}
	r.Min = func() fyne.Size { return theme.Size(400, footHigh) }
	r.Lay = func(s fyne.Size) {
		ground.Resize(s)
		line.Resize(fyne.NewSize(s.Width, 1))
		b.left.Move(fyne.NewPos(theme.Px(16), 1))
		b.left.Resize(fyne.NewSize(b.left.MinSize().Width, s.Height-1))
		w := b.hint.MinSize().Width
		b.hint.Move(fyne.NewPos(s.Width-theme.Px(16)-w, 1))
		b.hint.Resize(fyne.NewSize(w, s.Height-1))
	}
	return r.Start(b)
}
