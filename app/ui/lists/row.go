// Package lists holds what stands in rows: the pooled list with its group bars, the plain row, key and value, the timeline and
// the review chain. A list keeps its selection by id, moves by J, K, ↑ and ↓, opens by Enter, and never sorts: the order is the
// caller's. It knows no desk.
package lists

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
)

// State is how a row looks.
type State struct {
	Selected bool
	Focused  bool // the keyboard is on it: a ring inside
	Hovered  bool
}

// Back is the ground of a row: the line under it, the selection with its mark, the hover, the ring.
type Back struct {
	widget.BaseWidget
	state State
	line  bool
}

// NewBack returns a ground with a line under it.
func NewBack() *Back {
	b := &Back{line: true}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes how it looks.
func (b *Back) Set(s State) {
	if b.state != s {
		b.state = s
		b.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (b *Back) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(theme.Color(theme.Clear))
	line := canvas.NewRectangle(theme.Color(theme.Line))
	mark := canvas.NewRectangle(theme.Color(theme.BlueFill))
	ring := canvas.NewRectangle(theme.Color(theme.Clear))
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ground, line, mark, ring}}
	r.Lay = func(s fyne.Size) {
		ground.Resize(s)
		line.Move(fyne.NewPos(0, s.Height-1))
		line.Resize(fyne.NewSize(s.Width, 1))
		mark.Resize(fyne.NewSize(theme.Px(3), s.Height))
		draw.Place(ring, fyne.NewPos(1, 1), s.SubtractWidthHeight(2, 2))
	}
	r.Paint = func() {
		fill, edge, around, under := fyne.ThemeColorName(""), fyne.ThemeColorName(""), fyne.ThemeColorName(""), theme.Line
		switch {
		case b.state.Selected:
			fill, edge = theme.BlueSoft, theme.BlueFill
		case b.state.Hovered:
			fill = theme.Surface2
		}
		if b.state.Focused {
			around = theme.BlueFill
		}
		if !b.line {
			under = ""
		}
		draw.Paint(ground, fill, "", 0, 0)
		draw.Paint(line, under, "", 0, 0)
		draw.Paint(mark, edge, "", 0, 0)
		draw.Paint(ring, "", around, theme.Px(2), 0)
	}
	return r.Start(b)
}

// Row is a row that stands alone, outside a List: hover, press, focus ring, and a selection that the caller sets.
type Row struct {
	draw.Press
	content  fyne.CanvasObject
	high     float32
	selected bool
	back     *Back
}

// NewRow returns a row of a height with a content that brings its own inner room; a nil onPress makes it still.
func NewRow(high float32, content fyne.CanvasObject, onPress func()) *Row {
	r := &Row{content: content, high: high, back: NewBack()}
	r.OnPress = onPress
	if onPress == nil {
		r.Disable()
	}
	r.Init(r)
	return r
}

// Select marks the row.
func (r *Row) Select(on bool) {
	if r.selected != on {
		r.selected = on
		r.Refresh()
	}
}

// Selected says whether it is marked.
func (r *Row) Selected() bool { return r.selected }

// Plain leaves out the line under the row; it returns the row.
func (r *Row) Plain() *Row {
	r.back.line = false
	return r
}

// Cursor is part of desktop.Cursorable.
func (r *Row) Cursor() desktop.Cursor { return r.Press.Cursor() }

// CreateRenderer is part of fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	d := &draw.Renderer{Objs: []fyne.CanvasObject{r.back, r.content}}
	d.Min = func() fyne.Size {
		m := r.content.MinSize()
		return fyne.NewSize(m.Width, max(theme.Px(r.high), m.Height))
	}
	d.Lay = func(s fyne.Size) {
		r.back.Resize(s)
		r.content.Resize(s)
	}
	d.Paint = func() {
		r.back.Set(State{Selected: r.selected, Focused: r.Ringed(), Hovered: r.Hovered()})
	}
	return d.Start(r)
}

// Group is the bar above a group of rows, 28 high: a bold name and a count. A red group is one that is overdue.
type Group struct {
	widget.BaseWidget
	name, note string
	red        bool
}

// NewGroup returns a bar.
func NewGroup(name, note string, red bool) *Group {
	g := &Group{name: name, note: note, red: red}
	g.ExtendBaseWidget(g)
	return g
}

// Set changes it.
func (g *Group) Set(name, note string, red bool) {
	if g.name != name || g.note != note || g.red != red {
		g.name, g.note, g.red = name, note, red
		g.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (g *Group) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(theme.Color(theme.Surface2))
	line := canvas.NewRectangle(theme.Color(theme.Line))
	name := draw.NewBold(g.name, theme.Note, theme.Text)
	note := draw.NewText(g.note, theme.Note, theme.Text2)
	row := draw.Pad(draw.Row(8, name, note), 12, 0)
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ground, line, row}}
	r.Min = func() fyne.Size { return fyne.NewSize(row.MinSize().Width, theme.Px(28)) }
	r.Lay = func(s fyne.Size) {
		ground.Resize(s)
		line.Move(fyne.NewPos(0, s.Height-1))
		line.Resize(fyne.NewSize(s.Width, 1))
		row.Resize(s)
	}
	r.Paint = func() {
		draw.Paint(ground, theme.Surface2, "", 0, 0)
		draw.Paint(line, theme.Line, "", 0, 0)
		ink, soft := theme.Text, theme.Text2
		if g.red {
			ink, soft = theme.Red, theme.Red
		}
		name.Tint(g.name, ink, true)
		note.Tint(g.note, soft, false)
		row.Refresh()
	}
	return r.Start(g)
}
